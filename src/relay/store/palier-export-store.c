/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-export-store.h"

#include <string.h>

#define LOOKED_AT 5000
#define BYTES_MOST (1024 * 1024)

/* Records name each other by their ids in text. */
static gboolean
is_about (GBytes *json, const char *person)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (json, &length);

  return person == NULL || g_strstr_len (text, (gssize) length, person) != NULL;
}

static GBytes *
open_row (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows)
{
  gsize length = 0;
  PalierId id;

  palier_rows_id (rows, 1, &id);
  const void *sealed = palier_rows_blob (rows, 2, &length);
  return palier_tx_unseal (tx, tenant, "record", id.bytes, sizeof id.bytes, sealed, length);
}

/**
 * palier_export_store_page:
 * @person: (nullable): whose record and what names it; NULL: all
 * @after: (inout): the sequence number to go on from, 0 at first
 * @records: (element-type GBytes): gets the records, each a JSON object
 *
 * Looks at a bounded number of records.
 *
 * Returns: whether there may be more
 */
gboolean
palier_export_store_page (PalierTx *tx, const PalierTenant *tenant, const PalierId *person,
                          guint64 *after, GPtrArray *records)
{
  char text[PALIER_ID_TEXT_SIZE];
  const char *wanted = person != NULL ? palier_id_format (person, text) : NULL;
  gsize bytes = 0;
  guint looked = 0;
  PalierRows *rows = palier_db_query (tx->db,
                                      "select seq, id, sealed from record where tenant_id = ?1"
                                      " and seq > ?2 order by seq limit ?3",
                                      "Tii", tenant->id, (gint64) *after, (gint64) LOOKED_AT);

  while (bytes < BYTES_MOST && palier_rows_next (rows))
  {
    g_autoptr (GBytes) json = open_row (tx, tenant, rows);
    looked++;
    *after = (guint64) palier_rows_integer (rows, 0);
    if (json == NULL || !is_about (json, wanted))
      continue;
    bytes += g_bytes_get_size (json);
    g_ptr_array_add (records, g_steal_pointer (&json));
  }
  palier_rows_end (rows);
  return looked == LOOKED_AT || bytes >= BYTES_MOST;
}
