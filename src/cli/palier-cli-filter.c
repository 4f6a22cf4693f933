/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which prospects are meant. */
#include "palier-cli-filter.h"

#include <string.h>

PalierCliFilter palier_cli_filter;

gboolean
palier_cli_check_choice (const char *option, const char *value, const char *choices, GError **error)
{
  g_auto (GStrv) keys = g_strsplit (choices, " ", -1);

  if (value == NULL || g_strv_contains ((const char *const *) keys, value))
    return TRUE;
  g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE, _ ("--%s takes one of: %s"), option,
               choices);
  return FALSE;
}

/* Whether a segment or a condition was given. */
gboolean
palier_cli_has_filter (void)
{
  return palier_cli_filter.segment != NULL
         || (palier_cli_filter.filters != NULL && palier_cli_filter.filters[0] != NULL);
}

static char *
dup_keys (void)
{
  GString *keys = g_string_new (NULL);

  for (int key = 0; key < PALIER_N_FILTER_KEYS; key++)
    g_string_append_printf (keys, "%s%s", key > 0 ? " " : "",
                            palier_filter_info ((PalierFilterKey) key)->name);
  return g_string_free (keys, FALSE);
}

/* What is wrong with a condition, in words. */
static void
set_condition_error (const GError *failure, const char *text, GError **error)
{
  g_autofree char *keys = dup_keys ();

  if (failure->code == PALIER_FILTER_ERROR_VALUE)
    g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                 _ ("--filter %s: this key takes %s"), text, failure->message);
  else
    g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                 _ ("--filter takes KEY=VALUE, not %s. Keys: %s"), text, keys);
}

static gboolean
add_conditions (PalierFilter *filter, GError **error)
{
  for (char **text = palier_cli_filter.filters; text != NULL && *text != NULL; text++)
  {
    g_autoptr (GError) failure = NULL;
    if (palier_filter_add_text (filter, *text, &failure))
      continue;
    set_condition_error (failure, *text, error);
    return FALSE;
  }
  return TRUE;
}

static gboolean
add_segment (PalierCli *cli, PalierFilter *filter, GError **error)
{
  g_autoptr (PalierSegment) segment = NULL;

  if (palier_cli_filter.segment == NULL)
    return TRUE;
  segment =
      dex_await_boxed (palier_segment_service_find (palier_session_get_segments (cli->session),
                                                    palier_cli_filter.segment),
                       error);
  if (segment == NULL)
    return FALSE;
  if (segment->filter == NULL)
  {
    g_set_error (
        error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
        _ ("The segment %s was written by a newer version of Palier: update this program."),
        segment->name);
    return FALSE;
  }
  palier_filter_add_all (filter, segment->filter);
  return TRUE;
}

/* The conditions of --segment and --filter together; empty where there are none. In a fiber. */
PalierFilter *
palier_cli_create_filter (PalierCli *cli, GError **error)
{
  g_autoptr (PalierFilter) filter = palier_filter_new ();

  return add_segment (cli, filter, error) && add_conditions (filter, error)
             ? g_steal_pointer (&filter)
             : NULL;
}

/* In a fiber. */
PalierQuery *
palier_cli_create_query (PalierCli *cli, GError **error)
{
  const PalierCliFilter *given = &palier_cli_filter;
  g_autoptr (PalierFilter) filter = palier_cli_create_filter (cli, error);

  if (filter == NULL
      || !palier_cli_check_choice ("kind", given->kind,
                                   palier_field_info (PALIER_FIELD_KIND)->choices, error)
      || !palier_cli_check_choice ("stage", given->stage,
                                   palier_field_info (PALIER_FIELD_STAGE)->choices, error)
      || !palier_cli_check_choice ("band", given->band, "hot warm cold", error))
    return NULL;

  PalierQuery *query = palier_query_new ();
  query->search = g_strdup (given->search);
  query->kind = g_strdup (given->kind);
  query->band = g_strdup (given->band);
  query->stage = g_strdup (given->stage);
  query->filter = palier_filter_is_empty (filter) ? NULL : g_steal_pointer (&filter);
  query->sort = PALIER_FIELD_NONE;
  query->descending = TRUE;
  return query;
}

/**
 * palier_cli_parse_time:
 * @text: (nullable): a day, or a time of a day, of Paris where it names no zone; NULL: now
 *
 * Returns: FALSE with a usage error that names the option
 */
gboolean
palier_cli_parse_time (const char *option, const char *text, gint64 *out_ms, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");

  if (text == NULL)
  {
    *out_ms = g_get_real_time () / 1000;
    return TRUE;
  }
  g_autofree char *whole =
      strchr (text, 'T') != NULL ? g_strdup (text) : g_strconcat (text, "T00:00:00", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (whole, zone);
  if (time == NULL)
    return palier_cli_check_choice (option, text, "2026-11-30, 2026-11-30T09:00:00", error);
  *out_ms = g_date_time_to_unix (time) * 1000;
  return TRUE;
}
