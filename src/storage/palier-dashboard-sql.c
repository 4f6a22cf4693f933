/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of the dashboard, counted from events when asked for. A period is that of the
 * sending: what came of those messages counts whenever it came, so that no rate passes 1. */
#include "palier-event-store.h"
#include "palier-job.h"
#include "palier-message-count-sql.h"
#include "palier-visible.h"

#define ALLOWED(purpose)                                                                           \
  "(SELECT c.given FROM consent c WHERE c.subject = s.prospect AND c.purpose = '" purpose          \
  "' AND (c.channel IS NULL OR c.channel = 'email') AND c.at <= s.at "                             \
  "ORDER BY c.at DESC, c.given LIMIT 1) = 'yes'"
#define SQL_SENT                                                                                   \
  "WITH sent AS (SELECT message, prospect, min (at) AS at FROM event WHERE name = 'message.sent' " \
  "AND at >= ?1 AND at < ?2 AND (?3 IS NULL OR message IN (SELECT id FROM message "                \
  "WHERE template_key = ?3)) GROUP BY message) "
#define SQL_COUNT_SENT                                                                             \
  SQL_SENT "SELECT count (*), coalesce (sum (" ALLOWED ("open") "), 0), coalesce (sum (" ALLOWED ( \
      "click") "), 0) FROM sent s"
/* A message counts once for each act, however often its reader acted. */
#define SQL_COUNT_REACTIONS                                                                        \
  SQL_SENT                                                                                         \
  ", seen AS (SELECT e.message AS message, e.name AS name, "                                       \
  "coalesce (json_extract (e.data, '$.machine'), 0) AS machine "                                   \
  "FROM sent s JOIN event e ON e.message = s.message), "                                           \
  "acts AS (SELECT message, max (name = 'message.bounced') AS bounced, "                           \
  "max (name = 'message.opened' AND NOT machine) AS opened, "                                      \
  "max (name = 'message.opened' AND machine) AS opened_machine, "                                  \
  "max (name = 'message.clicked' AND NOT machine) AS clicked, "                                    \
  "max (name = 'message.replied') AS replied, "                                                    \
  "max (name = 'message.unsubscribed') AS unsubscribed FROM seen GROUP BY message) "               \
  "SELECT coalesce (sum (bounced), 0), coalesce (sum (opened), 0), "                               \
  "coalesce (sum (opened_machine), 0), coalesce (sum (clicked), 0), "                              \
  "coalesce (sum (replied), 0), coalesce (sum (unsubscribed), 0) FROM acts"
#define SQL_COUNT_STAGES                                                                           \
  "WITH touched AS (SELECT prospect, max (CASE WHEN name = 'message.sent' THEN 1 "                 \
  "WHEN coalesce (json_extract (data, '$.machine'), 0) = 0 THEN 2 ELSE 0 END) AS level "           \
  "FROM event WHERE prospect IS NOT NULL AND name IN "                                             \
  "('message.sent', 'message.opened', 'message.clicked', 'message.replied') GROUP BY prospect) "   \
  "SELECT max (coalesce (t.level, 0), CASE p.stage WHEN 'contacted' THEN 1 WHEN 'engaged' THEN 2 " \
  "WHEN 'qualified' THEN 3 WHEN 'demo' THEN 4 WHEN 'opportunity' THEN 5 WHEN 'customer' THEN 6 "   \
  "ELSE 0 END) AS level, count (*) FROM prospect p LEFT JOIN touched t ON t.prospect = p.id "      \
  "WHERE %s GROUP BY 1"

/* Copies the columns of the one row of @row to where @out points. */
static gboolean
read_numbers (PalierDatabase *database, sqlite3_stmt *row, guint64 *const *out, int n_out,
              GError **error)
{
  if (row == NULL || !palier_database_next (database, row, error))
    return FALSE;
  for (int i = 0; i < n_out; i++)
    *out[i] = (guint64) sqlite3_column_int64 (row, i);
  sqlite3_reset (row);
  return TRUE;
}

static gboolean
count_messages (PalierDatabase *database, const PalierArguments *arguments,
                PalierDashboard *dashboard, GError **error)
{
  gint64 from_ms = arguments->from, to_ms = arguments->to;
  const char *template = arguments->text;
  guint64 *const sent[] = { &dashboard->sent, &dashboard->open_consented,
                            &dashboard->click_consented };
  guint64 *const reactions[] = { &dashboard->bounced,        &dashboard->opened,
                                 &dashboard->opened_machine, &dashboard->clicked,
                                 &dashboard->replied,        &dashboard->unsubscribed };

  if (!read_numbers (
          database,
          palier_database_query (database, error, SQL_COUNT_SENT, "iit", from_ms, to_ms, template),
          sent, G_N_ELEMENTS (sent), error)
      || !read_numbers (database,
                        palier_database_query (database, error, SQL_COUNT_REACTIONS, "iit", from_ms,
                                               to_ms, template),
                        reactions, G_N_ELEMENTS (reactions), error))
    return FALSE;
  dashboard->delivered = dashboard->sent - dashboard->bounced;
  return TRUE;
}

static gboolean
count_unsettled (PalierDatabase *database, PalierDashboard *dashboard, GError **error)
{
  PalierMessageCounts now;

  if (!palier_message_count_sql_read (database, &now, error))
    return FALSE;
  dashboard->uncertain = now.uncertain;
  dashboard->set_aside = now.set_aside;
  dashboard->queued = now.queued;
  return TRUE;
}

/* Who has reached a stage has reached those before. */
static gboolean
count_stages (PalierDatabase *database, PalierDashboard *dashboard, GError **error)
{
  const char *visible = palier_visible_clause (database, error);
  GError *local = NULL;

  if (visible == NULL)
    return FALSE;
  g_autofree char *sql = g_strdup_printf (SQL_COUNT_STAGES, visible);
  sqlite3_stmt *row = palier_database_query (database, error, sql, "");
  if (row == NULL)
    return FALSE;
  while (palier_database_next (database, row, &local))
    for (int stage = 0; stage <= CLAMP (sqlite3_column_int (row, 0), 0, PALIER_N_STAGES - 1);
         stage++)
      dashboard->funnel[stage] += (guint64) sqlite3_column_int64 (row, 1);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static DexFuture *
dashboard_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (PalierDashboard) dashboard = palier_dashboard_new ();

  if (!count_messages (database, arguments, dashboard, error)
      || !count_unsettled (database, dashboard, error)
      || !count_stages (database, dashboard, error))
    return NULL;
  return dex_future_new_take_boxed (PALIER_TYPE_DASHBOARD, g_steal_pointer (&dashboard));
}

static DexFuture *
template_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (PalierDashboard) dashboard = palier_dashboard_new ();

  return count_messages (database, arguments, dashboard, error)
             ? dex_future_new_take_boxed (PALIER_TYPE_DASHBOARD, g_steal_pointer (&dashboard))
             : NULL;
}

/**
 * palier_event_store_dashboard:
 * @from_ms: messages sent from then on
 * @to_ms: and before then
 *
 * What is queued, uncertain, and the funnel are as of now, whatever the period.
 *
 * Returns: (transfer full): resolves to a PalierDashboard
 */
DexFuture *
palier_event_store_dashboard (PalierWorkspace *workspace, gint64 from_ms, gint64 to_ms)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->from = from_ms;
  arguments->to = to_ms;
  return palier_workspace_read (workspace, dashboard_job, arguments);
}

/**
 * palier_event_store_template:
 * @template: as messages name it: an id, or the key of one that ships
 *
 * Returns: (transfer full): resolves to a PalierDashboard of all messages that were written from it
 *   and sent; what is not of messages is 0 in it
 */
DexFuture *
palier_event_store_template (PalierWorkspace *workspace, const char *template)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->to = G_MAXINT64;
  arguments->text = g_strdup (template);
  return palier_workspace_read (workspace, template_job, arguments);
}
