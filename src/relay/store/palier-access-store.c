/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who read or exported which person: entries are added and never changed. Each is chained to the
 * one before by a digest under a key that comes of the tenant's, and the last one is noted apart,
 * under another: who can write to the tables, and has no key, can neither change, remove, add nor
 * exchange an entry without its being found, nor cut the end off. What is a year old is let go,
 * from the beginning on and only as far as the chain holds; the place is noted as the end is. */
#include "palier-access-store.h"

#include <string.h>

#define LOOKED_AT 5000
#define PERSONS_MOST 20000 /* of a page, about */
#define KEPT_MS (G_GINT64_CONSTANT (365) * 24 * 60 * 60 * 1000)
#define LET_GO_MOST 500 /* at once */

/* What a place is noted as: names of keys. */
#define THE_END "access log ends"
#define WHAT_IS_KEPT "access log is kept"

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

/* What says that @link is what @what names: the last entry, or the one before the first that is
 * kept.
 */
static void
make_head (const PalierTenant *tenant, const char *what, const Link *link,
           guint8 out[PALIER_DIGEST_SIZE])
{
  PalierSealKey key;
  guint8 bytes[sizeof link->seq + sizeof link->chain];
  guint64 seq = GUINT64_TO_BE (link->seq);

  memcpy (bytes, &seq, sizeof seq);
  memcpy (bytes + sizeof seq, link->chain, sizeof link->chain);
  palier_seal_key_derive (&tenant->key, what, &key);
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

/* The place before the first entry that is kept; the very beginning where what is noted is not
 * ours.
 */
static void
find_kept (PalierTx *tx, const PalierTenant *tenant, Link *link)
{
  guint8 noted[PALIER_DIGEST_SIZE];
  guint8 head[PALIER_DIGEST_SIZE];
  PalierRows *rows = palier_db_query (tx->db,
                                      "select kept_seq, kept_chain, kept_head from access_head"
                                      " where tenant_id = ?1 and kept_seq > 0",
                                      "T", tenant->id);

  begin_chain (tenant, link);
  while (palier_rows_next (rows))
  {
    Link kept = { .seq = (guint64) palier_rows_integer (rows, 0) };
    read_chain (rows, 1, kept.chain);
    read_chain (rows, 2, noted);
    make_head (tenant, WHAT_IS_KEPT, &kept, head);
    if (memcmp (noted, head, sizeof head) == 0)
      *link = kept;
  }
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
  make_head (tenant, THE_END, link, head);
  return any ? memcmp (noted, head, sizeof head) == 0 : link->seq == 0;
}

static GBytes *
seal_entry (PalierTx *tx, const PalierTenant *tenant, const PalierAccessEntry *access, guint64 seq)
{
  g_autoptr (GBytes) entry = palier_access_entry_pack (access);
  guint64 row = GUINT64_TO_BE (seq);

  return palier_tx_seal (tx, tenant, "access_log", &row, sizeof row, g_bytes_get_data (entry, NULL),
                         g_bytes_get_size (entry));
}

/* Moves @link over the entries that are not kept any more, to the first that is, or that is not the
 * one that was written: what is wrong stays to be found. Returns: whether it moved */
static gboolean
pass_over_old (PalierTx *tx, const PalierTenant *tenant, Link *link)
{
  guint64 first = link->seq;
  gboolean sound = TRUE;
  PalierRows *rows = palier_db_query (tx->db,
                                      "select seq, at_ms, sealed, chain from access_log"
                                      " where tenant_id = ?1 order by seq limit ?2",
                                      "Ti", tenant->id, (gint64) LET_GO_MOST);

  while (sound && palier_rows_next (rows))
  {
    Link next = *link;
    guint8 chain[PALIER_DIGEST_SIZE];
    gsize length = 0;
    const void *sealed = palier_rows_blob (rows, 2, &length);
    extend_chain (tenant, palier_rows_integer (rows, 1), sealed, length, &next);
    read_chain (rows, 3, chain);
    sound = next.at_ms < tx->now_ms - KEPT_MS && (guint64) palier_rows_integer (rows, 0) == next.seq
            && memcmp (chain, next.chain, sizeof chain) == 0;
    if (sound)
      *link = next;
  }
  palier_rows_end (rows);
  return link->seq > first;
}

static gboolean
has_old (PalierTx *tx, const PalierTenant *tenant)
{
  gint64 first_ms = G_MAXINT64;
  PalierRows *rows = palier_db_query (tx->db,
                                      "select at_ms from access_log where tenant_id = ?1"
                                      " order by seq limit 1",
                                      "T", tenant->id);

  while (palier_rows_next (rows))
    first_ms = palier_rows_integer (rows, 0);
  return first_ms < tx->now_ms - KEPT_MS;
}

/* Lets go what was kept for a year. */
static void
let_go (PalierTx *tx, const PalierTenant *tenant)
{
  Link link;
  guint8 head[PALIER_DIGEST_SIZE];

  if (!has_old (tx, tenant))
    return;
  find_kept (tx, tenant, &link);
  if (!pass_over_old (tx, tenant, &link))
    return;
  make_head (tenant, WHAT_IS_KEPT, &link, head);
  palier_db_run (tx->db, "delete from access_log where tenant_id = ?1 and seq <= ?2", "Ti",
                 tenant->id, (gint64) link.seq);
  palier_db_run (tx->db,
                 "update access_head set kept_seq = ?2, kept_chain = ?3, kept_head = ?4"
                 " where tenant_id = ?1",
                 "Tibb", tenant->id, (gint64) link.seq, link.chain, sizeof link.chain, head,
                 sizeof head);
}

/* Adds an entry, in the transaction of what it tells. What is old goes meanwhile. */
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
  make_head (tenant, THE_END, &link, head);
  palier_db_run (tx->db,
                 "insert into access_log (tenant_id, seq, at_ms, sealed, chain)"
                 " values (?1, ?2, ?3, ?4, ?5)",
                 "Tiibb", tenant->id, (gint64) link.seq, link.at_ms, bytes, length, link.chain,
                 sizeof link.chain);
  palier_db_run (tx->db,
                 "insert into access_head (tenant_id, seq, head) values (?1, ?2, ?3)"
                 " on conflict (tenant_id) do update set seq = excluded.seq, head = excluded.head",
                 "Tib", tenant->id, (gint64) link.seq, head, sizeof head);
  let_go (tx, tenant);
}

/* ---- reading */

static void
row_clear (gpointer data)
{
  palier_access_entry_clear (&((PalierAccessRow *) data)->access);
}

/* FALSE for what cannot be unsealed or read, with the connection's error or without. */
static gboolean
open_row (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows, PalierAccessRow *out)
{
  gsize length = 0;

  out->seq = (guint64) palier_rows_integer (rows, 0);
  out->at_ms = palier_rows_integer (rows, 1);
  guint64 row = GUINT64_TO_BE (out->seq);
  const void *sealed = palier_rows_blob (rows, 2, &length);
  g_autoptr (GBytes) entry =
      palier_tx_unseal (tx, tenant, "access_log", &row, sizeof row, sealed, length);
  return entry != NULL
         && palier_access_entry_unpack (&out->access, g_bytes_get_data (entry, NULL),
                                        g_bytes_get_size (entry));
}

/**
 * palier_access_store_page:
 * @person: (nullable): entries about this one only, or about all
 * @before: (inout): entries with a number below this one; then where to go on, 0 at the end
 * @limit: at most so many
 *
 * Looks at a bounded number of entries: a page may be short, or empty, before the end.
 *
 * Returns: (transfer full) (element-type PalierAccessRow): the newest first
 */
GArray *
palier_access_store_page (PalierTx *tx, const PalierTenant *tenant, const PalierId *person,
                          guint64 *before, guint limit)
{
  GArray *page = g_array_new (FALSE, FALSE, sizeof (PalierAccessRow));
  guint looked = 0;
  guint persons = 0;
  PalierRows *rows = palier_db_query (tx->db,
                                      "select seq, at_ms, sealed from access_log"
                                      " where tenant_id = ?1 and seq < ?2"
                                      " order by seq desc limit ?3",
                                      "Tii", tenant->id, (gint64) *before, (gint64) LOOKED_AT);

  g_array_set_clear_func (page, row_clear);
  while (page->len < limit && persons < PERSONS_MOST && palier_rows_next (rows))
  {
    PalierAccessRow row = { 0 };
    looked++;
    gboolean good = open_row (tx, tenant, rows, &row);
    *before = row.seq;
    if (good && (person == NULL || palier_access_entry_names (&row.access, person)))
    {
      persons += row.access.persons->len;
      g_array_append_val (page, row);
    }
    else
      row_clear (&row);
  }
  palier_rows_end (rows);
  if (looked < LOOKED_AT && page->len < limit && persons < PERSONS_MOST)
    *before = 0;
  return page;
}

/* ---- verification */

/* Follows the chain from @link over what is there, to the first fault. */
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
  find_kept (tx, tenant, &link);
  follow_chain (tx, tenant, &link, out);
  if (out->state == PALIER_ACCESS_WHOLE && !is_head (tx, tenant, &link, &noted_seq))
  {
    out->state = PALIER_ACCESS_SHORT;
    out->seq = link.seq + 1;
  }
  return palier_db_check (tx->db, error);
}
