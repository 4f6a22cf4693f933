/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n.h>

#include "palier-cli.h"

G_BEGIN_DECLS

/* The options that say which prospects are meant, the same for all commands. */
typedef struct
{
  char *search;
  char *kind;
  char *band;
  char *stage;
  char *segment;
  char **filters;
} PalierCliFilter;

extern PalierCliFilter palier_cli_filter;

#define PALIER_CLI_SEGMENT_ENTRIES                                                                 \
  { "segment",                                                                                     \
    0,                                                                                             \
    0,                                                                                             \
    G_OPTION_ARG_STRING,                                                                           \
    &palier_cli_filter.segment,                                                                    \
    N_ ("Those of a saved segment"),                                                               \
    N_ ("NAME") },                                                                                 \
  {                                                                                                \
    "filter", 'f', 0, G_OPTION_ARG_STRING_ARRAY, &palier_cli_filter.filters,                       \
        N_ ("A condition, such as department=78,92 or tag!=vip; may be given several times"),      \
        N_ ("KEY=VALUE")                                                                           \
  }
#define PALIER_CLI_FILTER_ENTRIES                                                                  \
  { "search",    's', 0, G_OPTION_ARG_STRING, &palier_cli_filter.search, N_ ("Words to find"),     \
    N_ ("WORDS") },                                                                                \
      { "kind",     0, 0, G_OPTION_ARG_STRING, &palier_cli_filter.kind, N_ ("agency or person"),   \
        N_ ("KIND") },                                                                             \
      { "band",     0, 0, G_OPTION_ARG_STRING, &palier_cli_filter.band, N_ ("hot, warm or cold"),  \
        N_ ("BAND") },                                                                             \
      { "stage",                                                                                   \
        0,                                                                                         \
        0,                                                                                         \
        G_OPTION_ARG_STRING,                                                                       \
        &palier_cli_filter.stage,                                                                  \
        N_ ("Stage in the funnel"),                                                                \
        N_ ("STAGE") },                                                                            \
      PALIER_CLI_SEGMENT_ENTRIES

gboolean palier_cli_has_filter (void);
PalierFilter *palier_cli_create_filter (PalierCli *cli, GError **error);
PalierQuery *palier_cli_create_query (PalierCli *cli, GError **error);
gboolean
palier_cli_parse_time (const char *option, const char *text, gint64 *out_ms, GError **error);
gboolean palier_cli_check_choice (const char *option, const char *value, const char *choices,
                                  GError **error);

G_END_DECLS
