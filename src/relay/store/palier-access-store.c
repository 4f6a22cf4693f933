/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who read or exported which person: entries are added and never changed. Each is chained to the
 * one before by a digest under a key that comes of the tenant's, and the last one is noted apart,
 * under another: who can write to the tables, and has no key, can neither change, remove, add nor
 * exchange an entry without its being found, nor cut the end off. */
#include "palier-access-store.h"

#include <string.h>

#define ENTRY_SIZE (1 + 3 * sizeof (PalierId))

typedef struct
{
  guint64 seq;
  gint64 at_ms;
  guint8 chain[PALIER_DIGEST_SIZE];
} Link;

/* Of nothing: the place before the first entry. */
static void
begin_chain (const PalierTenant *tenant, Link *link)
{
  *link = (Link) { 0 };
  palier_seal_key_derive (&tenant->key, "access log begins",
                          (PalierSealKey *) (gpointer) link->chain);
}

/* Moves @link on to the entry after it. */
static void
extend_chain (const PalierTenant *tenant, gint64 at_ms, const void *sealed, gsize length,
              Link *link)
{
  PalierSealKey key;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint64 seq = GUINT64_TO_BE (link->seq + 1);
  gint64 at = GINT64_TO_BE (at_ms);

  g_byte_array_append (bytes, link->chain, sizeof link->chain);
  g_byte_array_append (bytes, (const guint8 *) &seq, sizeof seq);
  g_byte_array_append (bytes, (const guint8 *) &at, sizeof at);
  g_byte_array_append (bytes, sealed, (guint) length);
  palier_seal_key_derive (&tenant->key, "access log", &key);
  palier_keyed_digest (&key, bytes->data, bytes->len, link->chain);
  palier_seal_key_clear (&key);
  link->seq++;
  link->at_ms = at_ms;
}

/* What says that @link is the last. */
static void
make_head (const PalierTenant *tenant, const Link *link, guint8 out[PALIER_DIGEST_SIZE])
{
  PalierSealKey key;
  guint8 bytes[sizeof link->seq + sizeof link->chain];
  guint64 seq = GUINT64_TO_BE (link->seq);

  memcpy (bytes, &seq, sizeof seq);
  memcpy (bytes + sizeof seq, link->chain, sizeof link->chain);
  palier_seal_key_derive (&tenant->key, "access log ends", &key);
  palier_keyed_digest (&key, bytes, sizeof bytes, out);
  palier_seal_key_clear (&key);
}

static void
read_chain (PalierRows *rows, int column, guint8 out[PALIER_DIGEST_SIZE])
{
  gsize length = 0;
  const void *bytes = palier_rows_blob (rows, column, &length);

  memset (out, 0, PALIER_DIGEST_SIZE);
  if (length == PALIER_DIGEST_SIZE)
    memcpy (out, bytes, length);
}

static void
find_last (PalierTx *tx, const PalierTenant *tenant, Link *link)
{
  PalierRows *rows = palier_db_query (tx->db,
                                      "select seq, chain from access_log where tenant_id = ?1"
                                      " order by seq desc limit 1",
                                      "T", tenant->id);

  begin_chain (tenant, link);
  while (palier_rows_next (rows))
  {
    link->seq = (guint64) palier_rows_integer (rows, 0);
    read_chain (rows, 1, link->chain);
  }
}

/* Whether @link is what was noted as the last. @noted_seq: (out): its number, as it stands there */
static gboolean
is_head (PalierTx *tx, const PalierTenant *tenant, const Link *link, guint64 *noted_seq)
{
  guint8 noted[PALIER_DIGEST_SIZE];
  guint8 head[PALIER_DIGEST_SIZE];
  gboolean any = FALSE;
  PalierRows *rows = palier_db_query (
      tx->db, "select seq, head from access_head where tenant_id = ?1", "T", tenant->id);

  *noted_seq = 0;
  while (palier_rows_next (rows))
  {
    any = TRUE;
    *noted_seq = (guint64) palier_rows_integer (rows, 0);
    read_chain (rows, 1, noted);
  }
  make_head (tenant, link, head);
  return any ? memcmp (noted, head, sizeof head) == 0 : link->seq == 0;
}

static GBytes *
seal_entry (PalierTx *tx, const PalierTenant *tenant, const PalierAccessEntry *access, guint64 seq)
{
  guint8 entry[ENTRY_SIZE];
  guint64 row = GUINT64_TO_BE (seq);

  entry[0] = (guint8) access->action;
  memcpy (entry + 1, access->account.bytes, sizeof access->account);
  memcpy (entry + 1 + sizeof (PalierId), access->session.bytes, sizeof access->session);
  memcpy (entry + 1 + 2 * sizeof (PalierId), access->subject.bytes, sizeof access->subject);
  return palier_tx_seal (tx, tenant, "access_log", &row, sizeof row, entry, sizeof entry);
}

/* Adds an entry, in the transaction of what it tells. */
void
palier_access_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierAccessEntry *access)
{
  Link link;
  guint8 head[PALIER_DIGEST_SIZE];
  guint64 noted_seq = 0;

  find_last (tx, tenant, &link);
  /* What was cut off stays a gap, whatever is added after it. */
  if (!is_head (tx, tenant, &link, &noted_seq))
    link.seq = MAX (link.seq, noted_seq) + 1;
  g_autoptr (GBytes) sealed = seal_entry (tx, tenant, access, link.seq + 1);
  if (sealed == NULL)
    return;
  gsize length = 0;
  const void *bytes = g_bytes_get_data (sealed, &length);
  extend_chain (tenant, tx->now_ms, bytes, length, &link);
  make_head (tenant, &link, head);
  palier_db_run (tx->db,
                 "insert into access_log (tenant_id, seq, at_ms, sealed, chain)"
                 " values (?1, ?2, ?3, ?4, ?5)",
                 "Tiibb", tenant->id, (gint64) link.seq, link.at_ms, bytes, length, link.chain,
                 sizeof link.chain);
  palier_db_run (tx->db,
                 "insert into access_head (tenant_id, seq, head) values (?1, ?2, ?3)"
                 " on conflict (tenant_id) do update set seq = excluded.seq, head = excluded.head",
                 "Tib", tenant->id, (gint64) link.seq, head, sizeof head);
}

/* ---- verification */

/* Follows the chain over what is there, to the first fault. */
static void
follow_chain (PalierTx *tx, const PalierTenant *tenant, Link *link, PalierAccessVerdict *out)
{
  PalierRows *rows = palier_db_query (tx->db,
                                      "select seq, at_ms, sealed, chain from access_log"
                                      " where tenant_id = ?1 order by seq",
                                      "T", tenant->id);

  while (palier_rows_next (rows))
  {
    guint8 chain[PALIER_DIGEST_SIZE];
    gsize length = 0;
    const void *sealed = palier_rows_blob (rows, 2, &length);
    out->entries++;
    if (out->state != PALIER_ACCESS_WHOLE)
      continue;
    guint64 wanted = link->seq + 1;
    extend_chain (tenant, palier_rows_integer (rows, 1), sealed, length, link);
    read_chain (rows, 3, chain);
    if ((guint64) palier_rows_integer (rows, 0) != wanted)
      out->state = PALIER_ACCESS_GAP;
    else if (memcmp (chain, link->chain, sizeof chain) != 0)
      out->state = PALIER_ACCESS_BROKEN;
    out->seq = wanted;
  }
}

/**
 * palier_access_store_verify:
 * @out: (out): the first fault, or that there is none
 *
 * Returns: FALSE with an error of the store only
 */
gboolean
palier_access_store_verify (PalierTx *tx, const PalierTenant *tenant, PalierAccessVerdict *out,
                            GError **error)
{
  Link link;
  guint64 noted_seq = 0;

  *out = (PalierAccessVerdict) { 0 };
  begin_chain (tenant, &link);
  follow_chain (tx, tenant, &link, out);
  if (out->state == PALIER_ACCESS_WHOLE && !is_head (tx, tenant, &link, &noted_seq))
  {
    out->state = PALIER_ACCESS_SHORT;
    out->seq = link.seq + 1;
  }
  return palier_db_check (tx->db, error);
}
