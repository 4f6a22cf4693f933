/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-reader-store.h"

#include <string.h>

#include "palier-email.h"

static const char *const link_kinds[] = { "open", "click", "unsubscribe" };

/* Adds a statement of consent; one that is there already stays as it is. */
void
palier_consent_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                          const PalierId *subject, const PalierConsentRow *row)
{
  const char *channel =
      row->channel == PALIER_CHANNEL_NONE ? NULL : palier_channel_name (row->channel);

  palier_db_run (tx->db,
                 "insert into consent (tenant_id, consent_id, subject_id, purpose, channel, given,"
                 " origin, at_ms, expires_ms) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                 " on conflict (tenant_id, consent_id) do nothing",
                 "Tuuttitii", tenant->id, id, subject, palier_purpose_name (row->purpose), channel,
                 (gint64) row->given, palier_consent_origin_name (row->origin), row->at_ms,
                 row->expires_ms);
}

void
palier_consent_store_forget (PalierTx *tx, const PalierTenant *tenant, const PalierId *id)
{
  palier_db_run (tx->db, "delete from consent where tenant_id = ?1 and consent_id = ?2", "Tu",
                 tenant->id, id);
}

/* Returns: (transfer full) (element-type PalierConsentRow): what palier_consent_fold() takes */
GArray *
palier_consent_store_list (PalierTx *tx, const PalierTenant *tenant, const PalierId *subject)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (PalierConsentRow));
  PalierRows *rows =
      palier_db_query (tx->db,
                       "select purpose, channel, given, origin, at_ms, expires_ms from consent"
                       " where tenant_id = ?1 and subject_id = ?2",
                       "Tu", tenant->id, subject);

  while (palier_rows_next (rows))
  {
    PalierConsentRow row = { .purpose = palier_purpose_from_name (palier_rows_text (rows, 0)),
                             .channel = palier_channel_from_name (palier_rows_text (rows, 1)),
                             .given = palier_rows_integer (rows, 2) != 0,
                             .at_ms = palier_rows_integer (rows, 4),
                             .expires_ms = palier_rows_integer (rows, 5) };
    palier_consent_origin_parse (palier_rows_text (rows, 3), &row.origin);
    g_array_append_val (list, row);
  }
  return list;
}

/* @hash: 64 hexadecimal digits */
void
palier_suppression_store_add (PalierTx *tx, const PalierTenant *tenant, const char *hash)
{
  palier_db_run (tx->db,
                 "insert into suppression (tenant_id, hash) values (?1, ?2)"
                 " on conflict (tenant_id, hash) do nothing",
                 "Tt", tenant->id, hash);
}

/* Keeps a key with which a base of the tenant's writes its suppression list, sealed. */
void
palier_suppression_store_add_key (PalierTx *tx, const PalierTenant *tenant,
                                  const guint8 key[PALIER_SUPPRESSION_KEY_SIZE])
{
  g_autofree char *name = palier_suppression_dup_setting (key);
  g_autoptr (GBytes) sealed =
      palier_tx_seal (tx, tenant, "suppression_key", NULL, 0, key, PALIER_SUPPRESSION_KEY_SIZE);

  if (sealed != NULL)
    palier_db_run (tx->db,
                   "insert into suppression_key (tenant_id, name, sealed) values (?1, ?2, ?3)"
                   " on conflict (tenant_id, name) do nothing",
                   "Ttb", tenant->id, name, g_bytes_get_data (sealed, NULL),
                   g_bytes_get_size (sealed));
}

/**
 * palier_suppression_store_dup_hashes:
 * @email: a valid address
 *
 * Returns: (transfer full) (element-type utf8): how the tenant's suppression list may have written
 *   it: one hash for each base that has come together; none as long as no base has given its key
 */
GPtrArray *
palier_suppression_store_dup_hashes (PalierTx *tx, const PalierTenant *tenant, const char *email)
{
  g_autofree char *normal = palier_email_key (email);
  GPtrArray *hashes = g_ptr_array_new_with_free_func (g_free);
  /* The tenant's own row has the key that was known before there were several. */
  PalierRows *rows =
      palier_db_query (tx->db,
                       "select sealed from suppression_key where tenant_id = ?1 union all"
                       " select sealed_suppression_key from tenant where tenant_id = ?1"
                       " and sealed_suppression_key is not null",
                       "T", tenant->id);

  while (palier_rows_next (rows))
  {
    gsize length = 0;
    const void *sealed = palier_rows_blob (rows, 0, &length);
    g_autoptr (GBytes) key =
        palier_tx_unseal (tx, tenant, "suppression_key", NULL, 0, sealed, length);
    if (key != NULL && g_bytes_get_size (key) == PALIER_SUPPRESSION_KEY_SIZE)
      g_ptr_array_add (hashes, palier_suppression_dup_hash (g_bytes_get_data (key, NULL),
                                                            PALIER_ADDRESS_EMAIL, normal));
  }
  return hashes;
}

/* Whether the address is in the tenant's suppression list, under any of its keys. */
gboolean
palier_suppression_store_has (PalierTx *tx, const PalierTenant *tenant, const char *email)
{
  g_autoptr (GPtrArray) hashes = palier_suppression_store_dup_hashes (tx, tenant, email);
  gboolean found = FALSE;

  for (guint i = 0; !found && i < hashes->len; i++)
    found = palier_rows_any (
        palier_db_query (tx->db, "select 1 from suppression where tenant_id = ?1 and hash = ?2",
                         "Tt", tenant->id, (const char *) g_ptr_array_index (hashes, i)));
  return found;
}

void
palier_link_free (PalierLink *self)
{
  g_free (self->url);
  g_free (self);
}

/**
 * palier_link_token:
 * @url: (nullable): of a click
 *
 * The token of one link of one message: derived with the tenant's key, so that each attempt to send
 * the message carries the same, and nobody without the key can guess one.
 */
PalierToken
palier_link_token (const PalierTenant *tenant, const PalierId *job, PalierLinkKind kind,
                   const char *url)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  gint64 handle = GINT64_TO_BE (tenant->id);
  guint8 digest[PALIER_DIGEST_SIZE];
  PalierToken token;

  g_byte_array_append (data, (const guint8 *) "link", 4);
  g_byte_array_append (data, job->bytes, sizeof job->bytes);
  g_byte_array_append (data, &(guint8) { (guint8) kind }, 1);
  if (url != NULL)
    g_byte_array_append (data, (const guint8 *) url, (guint) strlen (url));
  palier_keyed_digest (&tenant->key, data->data, data->len, digest);
  memcpy (token.tenant, &handle, sizeof token.tenant);
  memcpy (token.secret, digest, sizeof token.secret);
  return token;
}

gint64
palier_token_tenant (const PalierToken *token)
{
  gint64 handle;
  memcpy (&handle, token->tenant, sizeof handle);
  return GINT64_FROM_BE (handle);
}

/* Stores a token before the message that holds it leaves; again changes nothing. */
void
palier_link_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierLink *link)
{
  const guint8 *secret = link->token.secret;
  gsize size = sizeof link->token.secret;
  g_autoptr (GBytes) sealed = NULL;

  if (link->url != NULL)
    sealed = palier_tx_seal (tx, tenant, "link", secret, size, link->url, strlen (link->url));
  palier_db_run (tx->db,
                 "insert into link (tenant_id, token, job_id, kind, sealed_url)"
                 " values (?1, ?2, ?3, ?4, ?5) on conflict (tenant_id, token) do nothing",
                 "Tbutb", tenant->id, secret, size, &link->job, link_kinds[link->kind],
                 sealed != NULL ? g_bytes_get_data (sealed, NULL) : NULL,
                 sealed != NULL ? g_bytes_get_size (sealed) : (gsize) 0);
}

static PalierLinkKind
parse_kind (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (link_kinds); i++)
    if (g_strcmp0 (name, link_kinds[i]) == 0)
      return (PalierLinkKind) i;
  return PALIER_LINK_UNSUBSCRIBE;
}

static PalierLink *
read_link (PalierTx *tx, const PalierTenant *tenant, const PalierToken *token, PalierRows *rows)
{
  PalierLink *link = g_new0 (PalierLink, 1);
  gsize length = 0;

  link->token = *token;
  palier_rows_id (rows, 0, &link->job);
  link->kind = parse_kind (palier_rows_text (rows, 1));
  const void *sealed = palier_rows_blob (rows, 2, &length);
  g_autoptr (GBytes) url = sealed != NULL ? palier_tx_unseal (tx, tenant, "link", token->secret,
                                                              sizeof token->secret, sealed, length)
                                          : NULL;
  if (url != NULL)
    link->url = g_strndup (g_bytes_get_data (url, NULL), g_bytes_get_size (url));
  link->hits = (guint) palier_rows_integer (rows, 3);
  link->last_ms = palier_rows_integer (rows, 4);
  return link;
}

/* Returns: (transfer full) (nullable): NULL for a token that no message of @tenant holds */
PalierLink *
palier_link_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierToken *token)
{
  PalierLink *link = NULL;
  PalierRows *rows = palier_db_query (tx->db,
                                      "select job_id, kind, sealed_url, hits, last_ms from link"
                                      " where tenant_id = ?1 and token = ?2",
                                      "Tb", tenant->id, token->secret, sizeof token->secret);

  if (palier_rows_next (rows))
  {
    link = read_link (tx, tenant, token, rows);
    palier_rows_end (rows);
  }
  return link;
}

/* Forgets where the links of a message lead; who reads it can still unsubscribe. */
void
palier_link_store_forget (PalierTx *tx, const PalierTenant *tenant, const PalierId *job)
{
  palier_db_run (tx->db, "delete from link where tenant_id = ?1 and job_id = ?2 and kind = 'click'",
                 "Tu", tenant->id, job);
}

/* @hits: how many more; the last of them was at the link's `last_ms` */
void
palier_link_store_hit (PalierTx *tx, const PalierTenant *tenant, const PalierLink *link, guint hits)
{
  palier_db_run (tx->db,
                 "update link set hits = hits + ?3, last_ms = ?4"
                 " where tenant_id = ?1 and token = ?2",
                 "Tbii", tenant->id, link->token.secret, sizeof link->token.secret, (gint64) hits,
                 link->last_ms);
}

/* Finds the tenant and the link of a token that stood in an address. Returns: (transfer full)
 * (nullable): NULL when no message holds it as @kind; errors are the connection's */
PalierLink *
palier_link_store_find (PalierTx *tx, const PalierToken *token, PalierLinkKind kind,
                        PalierTenant **tenant)
{
  *tenant = palier_store_get_tenant (tx, palier_token_tenant (token), NULL);
  g_autoptr (PalierLink) link = *tenant != NULL ? palier_link_store_get (tx, *tenant, token) : NULL;
  return link != NULL && link->kind == kind ? g_steal_pointer (&link) : NULL;
}

/* How many different links of a message were followed since @since_ms. */
guint
palier_link_store_clicks_since (PalierTx *tx, const PalierTenant *tenant, const PalierId *job,
                                gint64 since_ms)
{
  gint64 count = 0;
  PalierRows *rows = palier_db_query (tx->db,
                                      "select count (*) from link where tenant_id = ?1"
                                      " and job_id = ?2 and kind = 'click' and last_ms >= ?3",
                                      "Tui", tenant->id, job, since_ms);

  while (palier_rows_next (rows))
    count = palier_rows_integer (rows, 0);
  return (guint) count;
}

/* Returns: the number of the first record of @journal that the store does not hold for @tenant */
guint64
palier_journal_mark_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *journal)
{
  gint64 next = 0;
  PalierRows *rows = palier_db_query (
      tx->db, "select next from journal_mark where tenant_id = ?1 and journal_id = ?2", "Tu",
      tenant->id, journal);

  while (palier_rows_next (rows))
    next = palier_rows_integer (rows, 0);
  return (guint64) next;
}

void
palier_journal_mark_set (PalierTx *tx, const PalierTenant *tenant, const PalierId *journal,
                         guint64 next)
{
  palier_db_run (tx->db,
                 "insert into journal_mark (tenant_id, journal_id, next) values (?1, ?2, ?3)"
                 " on conflict (tenant_id, journal_id) do update set next = excluded.next",
                 "Tui", tenant->id, journal, (gint64) next);
}

void
palier_secret_store_put (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender,
                         const char *secret)
{
  g_autoptr (GBytes) sealed = palier_tx_seal (tx, tenant, "sender_secret", sender->bytes,
                                              sizeof sender->bytes, secret, strlen (secret));
  if (sealed == NULL)
    return;
  palier_db_run (tx->db,
                 "insert into sender_secret (tenant_id, sender_id, sealed, changed_ms)"
                 " values (?1, ?2, ?3, ?4) on conflict (tenant_id, sender_id) do update set"
                 " sealed = excluded.sealed, changed_ms = excluded.changed_ms",
                 "Tubi", tenant->id, sender, g_bytes_get_data (sealed, NULL),
                 g_bytes_get_size (sealed), tx->now_ms);
}

/* Returns: (transfer full) (nullable): to be wiped by the caller */
char *
palier_secret_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender)
{
  char *secret = NULL;
  PalierRows *rows = palier_db_query (
      tx->db, "select sealed from sender_secret where tenant_id = ?1 and sender_id = ?2", "Tu",
      tenant->id, sender);

  if (palier_rows_next (rows))
  {
    gsize length = 0;
    const void *sealed = palier_rows_blob (rows, 0, &length);
    g_autoptr (GBytes) plain = palier_tx_unseal (tx, tenant, "sender_secret", sender->bytes,
                                                 sizeof sender->bytes, sealed, length);
    if (plain != NULL)
      secret = g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
    palier_rows_end (rows);
  }
  return secret;
}
