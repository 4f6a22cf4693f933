/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages of campaigns: one for each prospect and step. */
#include "palier-campaign-message-store.h"

#include "palier-job.h"

#define SQL_STATE                                                                                  \
  "(SELECT json_extract (e.data, '$.state') FROM event e WHERE e.message = m.id "                  \
  "AND e.name = 'message.state' ORDER BY e.at DESC, e.n DESC LIMIT 1)"
#define SQL_LIST                                                                                   \
  "SELECT n, id, prospect, step, state = 'withdrawn' OR coalesce (" SQL_STATE                      \
  ", 'waiting') NOT IN ('waiting', 'scheduled', 'claimed', 'deferred') FROM message m "            \
  "WHERE campaign = ? AND deleted_ms IS NULL AND erased IS NULL ORDER BY n"
#define SQL_HAPPENED(name, more)                                                                   \
  "sum (EXISTS (SELECT 1 FROM event e WHERE e.message = m.id AND e.name = '" name "'" more "))"
#define SQL_HUMAN " AND coalesce (json_extract (e.data, '$.machine'), 0) = 0"
#define SQL_FIGURES                                                                                \
  "SELECT step, state, " SQL_STATE                                                                 \
  " AS delivery, count (*), " SQL_HAPPENED ("message.opened", SQL_HUMAN) ", " SQL_HAPPENED (       \
      "message.clicked",                                                                           \
      SQL_HUMAN) ", " SQL_HAPPENED ("message.replied",                                             \
                                    "") " FROM message m WHERE campaign = ? "                      \
                                        "AND deleted_ms IS NULL AND erased IS NULL "               \
                                        "GROUP BY step, state, delivery ORDER BY step"
#define SQL_TRIALS                                                                                 \
  "SELECT step, template_key, count (*), " SQL_HAPPENED (                                          \
      "message.replied", "") " FROM message m WHERE campaign = ? AND template_key IS NOT NULL "    \
                             "AND deleted_ms IS NULL AND erased IS NULL AND " SQL_STATE            \
                             " = 'accepted' GROUP BY step, template_key ORDER BY step, "           \
                             "template_key"
/* In whom another campaign still has something to say, and of which firm they are. */
#define SQL_BUSY                                                                                   \
  "SELECT DISTINCT m.prospect, coalesce (p.siren, substr (p.siret, 1, 9)) FROM message_unsettled " \
  "u CROSS JOIN message m ON m.n = u.n JOIN campaign c ON c.id = m.campaign "                      \
  "LEFT JOIN prospect p ON p.id = m.prospect WHERE m.campaign <> ? "                               \
  "AND c.state IN ('running', 'paused') AND m.deleted_ms IS NULL AND m.erased IS NULL "            \
  "AND coalesce (" SQL_STATE ", 'waiting') IN "                                                    \
  "('waiting', 'scheduled', 'claimed', 'handing_over', 'deferred')"

static DexFuture *
list_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (PalierCampaignMessage));
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_LIST, "D", &arguments->id);

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    PalierCampaignMessage one = { .n = sqlite3_column_int64 (row, 0) };
    palier_statement_get_id (row, 1, &one.id);
    palier_statement_get_id (row, 2, &one.prospect);
    one.step = (guint) sqlite3_column_int64 (row, 3);
    one.settled = sqlite3_column_int (row, 4) != 0;
    g_array_append_val (all, one);
  }
  if (local == NULL)
    return palier_future_take_array (g_steal_pointer (&all));
  g_propagate_error (error, local);
  return NULL;
}

static DexFuture *
figures_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) figures = g_array_new (FALSE, TRUE, sizeof (PalierCampaignFigure));
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_FIGURES, "D", &arguments->id);

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    PalierCampaignFigure one = { .step = (guint) sqlite3_column_int64 (row, 0),
                                 .n = (guint) sqlite3_column_int64 (row, 3),
                                 .n_opened = (guint) sqlite3_column_int64 (row, 4),
                                 .n_clicked = (guint) sqlite3_column_int64 (row, 5),
                                 .n_replied = (guint) sqlite3_column_int64 (row, 6) };
    palier_message_state_from_name (palier_statement_get_text (row, 1), &one.state);
    one.delivery = palier_send_state_from_name (palier_statement_get_text (row, 2));
    g_array_append_val (figures, one);
  }
  if (local == NULL)
    return palier_future_take_array (g_steal_pointer (&figures));
  g_propagate_error (error, local);
  return NULL;
}

static DexFuture *
trials_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) trials =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_campaign_trial_free);
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_TRIALS, "D", &arguments->id);

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    PalierCampaignTrial *one = g_new0 (PalierCampaignTrial, 1);
    one->step = (guint) sqlite3_column_int64 (row, 0);
    one->template = g_strdup (palier_statement_get_text (row, 1));
    one->n_sent = (guint) sqlite3_column_int64 (row, 2);
    one->n_replied = (guint) sqlite3_column_int64 (row, 3);
    g_ptr_array_add (trials, one);
  }
  if (local == NULL)
    return palier_future_take_ptr_array (g_steal_pointer (&trials));
  g_propagate_error (error, local);
  return NULL;
}

static DexFuture *
busy_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_BUSY, "D", &arguments->id);
  PalierId prospect;

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    const char *firm = palier_statement_get_text (row, 1);
    if (palier_statement_get_id (row, 0, &prospect))
      g_hash_table_add (keys, palier_id_dup_string (&prospect));
    if (firm != NULL)
      g_hash_table_add (keys, g_strdup (firm));
  }
  if (local == NULL)
    return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&keys));
  g_propagate_error (error, local);
  return NULL;
}

static DexFuture *
read_of (PalierWorkspace *workspace, PalierReadJob job, const PalierId *campaign)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *campaign;
  return palier_workspace_read (workspace, job, arguments);
}

/* Resolves to a GArray of PalierCampaignMessage, in the order in which they were written. */
DexFuture *
palier_campaign_message_store_list (PalierWorkspace *workspace, const PalierId *campaign)
{
  return read_of (workspace, list_job, campaign);
}

/* Resolves to a GArray of PalierCampaignFigure, by step. */
DexFuture *
palier_campaign_message_store_figures (PalierWorkspace *workspace, const PalierId *campaign)
{
  return read_of (workspace, figures_job, campaign);
}

/* Resolves to a GPtrArray of PalierCampaignTrial, by step and template: how many left with each
 * text, and how many were answered. */
DexFuture *
palier_campaign_message_store_trials (PalierWorkspace *workspace, const PalierId *campaign)
{
  return read_of (workspace, trials_job, campaign);
}

/* Resolves to a GHashTable, a set: the ids of prospects, and the SIREN of their firms, to whom a
 * campaign that runs still writes; @but: one that does not count. */
DexFuture *
palier_campaign_message_store_busy (PalierWorkspace *workspace, const PalierId *but)
{
  return read_of (workspace, busy_job, but);
}
