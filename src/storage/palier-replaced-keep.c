/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-replaced-keep.h"

#include "palier-replaced.h"

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

#define SQL_KEEP                                                                                   \
  "REPLACE INTO replaced (kind, n, field, stamp, value, at) VALUES (?, ?, ?, ?, ?, ?)"
#define SQL_BY_RULE                                                                                \
  "SELECT coalesce ((SELECT json_extract (data, '$.cause') <> 'user' FROM event "                  \
  "WHERE prospect = ? AND name = 'prospect.stage_changed' AND json_extract (data, '$.to') = ? "    \
  "ORDER BY at DESC, n DESC LIMIT 1), 0)"
#define SQL_ANY                                                                                    \
  "SELECT EXISTS (SELECT 1 FROM replaced WHERE at < ?) "                                           \
  "OR (SELECT count (*) FROM replaced) > ?"
#define SQL_FORGET_OLD "DELETE FROM replaced WHERE at < ?"
#define SQL_FORGET_MANY                                                                            \
  "DELETE FROM replaced WHERE (kind, n, field, stamp) IN "                                         \
  "(SELECT kind, n, field, stamp FROM replaced ORDER BY at DESC LIMIT -1 OFFSET ?)"

/* Whether the value is about to give way although who wrote the other one may never have seen it.
 * What came with the record was seen by whoever has the record; settings alone have ids that two
 * devices make independently. */
static gboolean
gives_way (const PalierRecord *held, const PalierRecord *incoming, guint field, PalierMark row,
           guint64 device)
{
  const PalierRecordField *ours = &held->fields[field], *theirs = &incoming->fields[field];

  return palier_kind_field (held->kind, field)->merge == PALIER_MERGE_LAST_WRITER
         && ours->text != NULL && ours->mark.device == device
         && palier_mark_compare (theirs->mark, ours->mark) > 0
         && g_strcmp0 (ours->text, theirs->text) != 0
         && (held->kind == PALIER_KIND_SETTING || palier_mark_compare (ours->mark, row) != 0);
}

/* What a rule wrote follows from events that all devices have. */
static gboolean
is_by_rule (PalierDatabase *database, const PalierRecord *held, guint field, gboolean *by_rule,
            GError **error)
{
  gint64 found = 0;

  *by_rule = held->kind == PALIER_KIND_PROSPECT && field == PALIER_FIELD_LAST_SIGN_AT;
  if (held->kind != PALIER_KIND_PROSPECT || field != PALIER_FIELD_STAGE)
    return TRUE;
  if (!palier_database_number (database, &found, error, SQL_BY_RULE, "Dt", &held->id,
                               held->fields[field].text))
    return FALSE;
  *by_rule = found != 0;
  return TRUE;
}

/**
 * palier_replaced_keep:
 * @held: as it stands here, before @incoming is merged into it
 * @n: its row
 * @n_kept: (inout): grows by how many values were kept
 *
 * Keeps what a user wrote on this device and what is about to give way to another's later word.
 */
gboolean
palier_replaced_keep (PalierDatabase *database, const PalierRecord *held,
                      const PalierRecord *incoming, gint64 n, guint *n_kept, GError **error)
{
  PalierMark row = palier_record_row_mark (held);

  /* The name of an action is none that a user wrote, and may be a person's. */
  if (held->kind == PALIER_KIND_CHANGESET)
    return TRUE;
  for (guint i = 0; i < palier_kind_n_fields (held->kind); i++)
  {
    const PalierRecordField *ours = &held->fields[i];
    gboolean by_rule;
    if (!gives_way (held, incoming, i, row, database->device))
      continue;
    if (!is_by_rule (database, held, i, &by_rule, error)
        || (!by_rule
            && !palier_database_run (database, error, SQL_KEEP, "iititi", (gint64) held->kind, n,
                                     palier_kind_field (held->kind, i)->name,
                                     (gint64) ours->mark.time, ours->text, database->now_ms)))
      return FALSE;
    *n_kept += !by_rule;
  }
  return TRUE;
}

/* Forgets what is older than PALIER_REPLACED_DAYS, and the oldest beyond PALIER_REPLACED_MAX. */
gboolean
palier_replaced_sweep (PalierDatabase *database, gint64 now_ms, GError **error)
{
  gint64 since_ms = now_ms - PALIER_REPLACED_DAYS * DAY_MS;
  gint64 any = 0;

  if (!palier_database_number (database, &any, error, SQL_ANY, "ii", since_ms,
                               (gint64) PALIER_REPLACED_MAX))
    return FALSE;
  return any == 0
         || (palier_database_run (database, error, SQL_FORGET_OLD, "i", since_ms)
             && palier_database_run (database, error, SQL_FORGET_MANY, "i",
                                     (gint64) PALIER_REPLACED_MAX));
}
