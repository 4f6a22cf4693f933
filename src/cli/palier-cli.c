/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all commands share: JSON lines on stdout, words on stderr. */
#include "palier-cli.h"

#include <glib/gi18n.h>
#include <stdarg.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "palier-json-text.h"

#define PASSWORD_MAX 1100

G_DEFINE_QUARK (palier-cli-error-quark, palier_cli_error)

const PalierCommand *const palier_commands[] = {
  &palier_command_init,
  &palier_command_import,
  &palier_command_dedupe,
  &palier_command_match,
  &palier_command_prospects,
  &palier_command_show,
  &palier_command_add,
  &palier_command_edit,
  &palier_command_delete,
  &palier_command_erase,
  &palier_command_note,
  &palier_command_score,
  &palier_command_templates,
  &palier_command_references,
  &palier_command_draft,
  &palier_command_approve,
  &palier_command_send,
  &palier_command_campaign,
  &palier_command_plan,
  &palier_command_gate,
  &palier_command_sync,
  &palier_command_replaced,
  &palier_command_stats,
  &palier_command_undo,
  &palier_command_export,
  &palier_command_segments,
  &palier_command_tag,
  &palier_command_consent,
  &palier_command_profile,
  &palier_command_sender,
  &palier_command_ai,
  &palier_command_login,
  &palier_command_account,
  &palier_command_check,
  NULL,
};

void
palier_cli_print_line (const char *json)
{
  fputs (json, stdout);
  fputc ('\n', stdout);
  fflush (stdout);
}

void
palier_cli_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = palier_json_to_string (root);

  palier_cli_print_line (text);
}

void
palier_cli_say (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr ("%s\n", text);
}

/**
 * palier_cli_parse_id:
 *
 * Errors: PALIER_CLI_ERROR_USAGE where @text is no identifier
 */
gboolean
palier_cli_parse_id (const char *text, PalierId *out, GError **error)
{
  if (palier_id_parse (text, out))
    return TRUE;
  g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
               _ ("“%s” is not an identifier (36 characters, as other commands print them)"), text);
  return FALSE;
}

void
palier_cli_add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
palier_cli_add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
palier_cli_add_bool (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

/* @decimals: as many as mean something */
void
palier_cli_add_double (JsonBuilder *builder, const char *name, double value, int decimals)
{
  double unit = pow (10, decimals);

  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, round (value * unit) / unit);
}

void
palier_cli_add_id (JsonBuilder *builder, const char *name, const PalierId *id)
{
  char text[PALIER_ID_TEXT_SIZE];

  palier_cli_add_text (builder, name, palier_id_is_nil (id) ? NULL : palier_id_format (id, text));
}

/* ISO 8601 with milliseconds, UTC; null for 0. */
void
palier_cli_add_time (JsonBuilder *builder, const char *name, gint64 time_ms)
{
  g_autoptr (GDateTime) time =
      time_ms != 0 ? g_date_time_new_from_unix_utc_usec (time_ms * 1000) : NULL;
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.%f") : NULL;

  if (text != NULL)
  {
    /* %f gives microseconds; the base keeps milliseconds. */
    char *dot = strchr (text, '.');
    if (dot != NULL && strlen (dot) > 4)
      g_strlcpy (dot + 4, "Z", 2);
  }
  palier_cli_add_text (builder, name, text);
}

/* Returns: (transfer full): a line of standard input */
char *
palier_cli_read_password (void)
{
  char line[PASSWORD_MAX];

  if (fgets (line, sizeof line, stdin) == NULL)
    return g_strdup ("");
  char *password = g_strdup (g_strchomp (line));
  explicit_bzero (line, sizeof line);
  return password;
}

/* The exit code of an action on several things of which some were left. */
PalierExit
palier_cli_partly (guint done, guint left)
{
  return left == 0 ? PALIER_EXIT_DONE : done > 0 ? PALIER_EXIT_PARTLY : PALIER_EXIT_FAILED;
}
