/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* Exit codes, as the manual page gives them. */
typedef enum
{
  PALIER_EXIT_DONE = 0,
  PALIER_EXIT_FAILED = 1,
  PALIER_EXIT_USAGE = 2,
  PALIER_EXIT_PARTLY = 3,
  PALIER_EXIT_LOCKED = 4,
  PALIER_EXIT_NETWORK = 5,
} PalierExit;

/* What a command may use. It runs in a fiber, so it may await. */
typedef struct
{
  PalierSession *session; /* open, but for commands that need none */
  char **arguments;       /* (array zero-terminated=1): what is left after the options */
  guint n_arguments;
} PalierCli;

typedef PalierExit (*PalierCommandRun) (PalierCli *cli, GError **error);

/* One command of palierctl. */
typedef struct
{
  const char *name;
  const char *parameters;      /* as the usage line shows them */
  const char *summary;         /* (translatable) */
  const GOptionEntry *entries; /* (nullable) */
  PalierCommandRun run;
  guint least, most; /* arguments */
  gboolean new_base; /* runs without an open base */
} PalierCommand;

/* In the order in which `palierctl --help` shows them; ends with a row without a name. */
extern const PalierCommand *const palier_commands[];

extern const PalierCommand palier_command_init;
extern const PalierCommand palier_command_import;
extern const PalierCommand palier_command_dedupe;
extern const PalierCommand palier_command_match;
extern const PalierCommand palier_command_prospects;
extern const PalierCommand palier_command_show;
extern const PalierCommand palier_command_add;
extern const PalierCommand palier_command_edit;
extern const PalierCommand palier_command_delete;
extern const PalierCommand palier_command_erase;
extern const PalierCommand palier_command_note;
extern const PalierCommand palier_command_score;
extern const PalierCommand palier_command_templates;
extern const PalierCommand palier_command_references;
extern const PalierCommand palier_command_draft;
extern const PalierCommand palier_command_approve;
extern const PalierCommand palier_command_send;
extern const PalierCommand palier_command_campaign;
extern const PalierCommand palier_command_gate;
extern const PalierCommand palier_command_plan;
extern const PalierCommand palier_command_sync;
extern const PalierCommand palier_command_replaced;
extern const PalierCommand palier_command_stats;
extern const PalierCommand palier_command_undo;
extern const PalierCommand palier_command_export;
extern const PalierCommand palier_command_segments;
extern const PalierCommand palier_command_tag;
extern const PalierCommand palier_command_consent;
extern const PalierCommand palier_command_profile;
extern const PalierCommand palier_command_sender;
extern const PalierCommand palier_command_ai;
extern const PalierCommand palier_command_login;
extern const PalierCommand palier_command_account;
extern const PalierCommand palier_command_check;

/* A usage error: reported with the command's usage line, exit code 2. */
#define PALIER_CLI_ERROR (palier_cli_error_quark ())
GQuark palier_cli_error_quark (void);

typedef enum
{
  PALIER_CLI_ERROR_USAGE,
} PalierCliError;

/* One JSON value a line on stdout, flushed: a reader may act on each at once. */
void palier_cli_print_json (JsonBuilder *builder);
void palier_cli_print_line (const char *json);
/* For the user, on stderr. */
void palier_cli_say (const char *format, ...) G_GNUC_PRINTF (1, 2);

char *palier_cli_read_password (void);
PalierExit palier_cli_run_programs (PalierCli *cli, GError **error);
PalierExit palier_cli_sign_in (PalierCli *cli, const char *url, const char *email, GError **error);

PalierExit palier_cli_partly (guint done, guint left);
gboolean palier_cli_parse_id (const char *text, PalierId *out, GError **error);
void palier_cli_add_text (JsonBuilder *builder, const char *name, const char *text);
void palier_cli_add_int (JsonBuilder *builder, const char *name, gint64 value);
void palier_cli_add_bool (JsonBuilder *builder, const char *name, gboolean value);
void palier_cli_add_double (JsonBuilder *builder, const char *name, double value, int decimals);
void palier_cli_add_id (JsonBuilder *builder, const char *name, const PalierId *id);
void palier_cli_add_time (JsonBuilder *builder, const char *name, gint64 time_ms);

G_END_DECLS
