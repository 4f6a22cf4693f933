/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements:
 *
 *   insert   one challenge; those that have ended go first
 *   delete … returning   takes the one whose handle and code are right: of many who come with it at
 *            once one gets it
 *   update   counts a wrong code
 *   select   those of an address, for the operator
 *   delete   all of an address */
#include "palier-challenge-store.h"

#include <string.h>
#include <yyjson.h>

void
palier_challenge_clear (PalierChallenge *self)
{
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->password, g_free);
  g_clear_pointer (&self->siret, g_free);
}

void
palier_challenge_free (PalierChallenge *self)
{
  palier_challenge_clear (self);
  g_free (self);
}

static PalierSealPlace
make_place (const guint8 handle[PALIER_DIGEST_SIZE])
{
  return (PalierSealPlace) { 0, "challenge", handle, PALIER_DIGEST_SIZE };
}

static GBytes *
seal_payload (PalierTx *tx, const PalierChallenge *challenge, GError **error)
{
  PalierSealPlace place = make_place (challenge->handle);
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  gsize length = 0;

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "email", challenge->email);
  if (challenge->password != NULL)
    yyjson_mut_obj_add_str (doc, root, "password", challenge->password);
  if (challenge->siret != NULL)
    yyjson_mut_obj_add_str (doc, root, "siret", challenge->siret);
  if (challenge->language != PALIER_LANGUAGE_UNKNOWN)
    yyjson_mut_obj_add_str (doc, root, "language", palier_language_code (challenge->language));
  char *json = yyjson_mut_write (doc, 0, &length);
  GBytes *sealed = palier_tx_master_seal (tx, &place, json, length, error);
  free (json);
  yyjson_mut_doc_free (doc);
  return sealed;
}

static gboolean
read_payload (PalierTx *tx, PalierRows *rows, int column, PalierChallenge *out, GError **error)
{
  PalierSealPlace place = make_place (out->handle);
  gsize length = 0;
  const void *sealed = palier_rows_blob (rows, column, &length);
  g_autoptr (GBytes) plain = palier_tx_master_unseal (tx, &place, sealed, length, error);

  if (plain == NULL)
    return FALSE;
  yyjson_doc *doc =
      yyjson_read (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), YYJSON_READ_NOFLAG);
  yyjson_val *root = yyjson_doc_get_root (doc);
  out->email = g_strdup (yyjson_get_str (yyjson_obj_get (root, "email")));
  out->password = g_strdup (yyjson_get_str (yyjson_obj_get (root, "password")));
  out->siret = g_strdup (yyjson_get_str (yyjson_obj_get (root, "siret")));
  out->language = palier_language_from_code (yyjson_get_str (yyjson_obj_get (root, "language")));
  yyjson_doc_free (doc);
  return TRUE;
}

gboolean
palier_challenge_store_add (PalierTx *tx, const PalierChallenge *challenge, GError **error)
{
  g_autoptr (GBytes) sealed = seal_payload (tx, challenge, error);

  if (sealed == NULL)
    return FALSE;
  palier_db_run (tx->db, "delete from challenge where until_ms <= ?1", "i", tx->now_ms);
  palier_db_run (
      tx->db,
      "insert into challenge (handle, purpose, email, code, sealed, created_ms, until_ms)"
      " values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      "btbbbii", challenge->handle, (gsize) PALIER_DIGEST_SIZE, challenge->purpose,
      challenge->address, (gsize) PALIER_DIGEST_SIZE, challenge->code, (gsize) PALIER_DIGEST_SIZE,
      g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), tx->now_ms,
      tx->now_ms + PALIER_CHALLENGE_MS);
  return palier_db_check (tx->db, error);
}

/**
 * palier_challenge_store_take:
 * @challenge: purpose, handle and code are given; the address and what was sealed are filled in
 *
 * Uses a challenge up, or counts a wrong try.
 *
 * Returns: TRUE also when there was none: then there is no email; FALSE with PALIER_STORE_ERROR
 */
gboolean
palier_challenge_store_take (PalierTx *tx, PalierChallenge *challenge, GError **error)
{
  gboolean good = TRUE;
  PalierRows *rows = palier_db_query (
      tx->db,
      "delete from challenge where handle = ?1 and purpose = ?2 and code = ?3 and until_ms > ?4"
      " and tries < ?5 returning email, sealed",
      "btbii", challenge->handle, (gsize) PALIER_DIGEST_SIZE, challenge->purpose, challenge->code,
      (gsize) PALIER_DIGEST_SIZE, tx->now_ms, (gint64) PALIER_CHALLENGE_TRIES);

  while (palier_rows_next (rows))
  {
    gsize length = 0;
    const void *address = palier_rows_blob (rows, 0, &length);
    memcpy (challenge->address, address, MIN (length, PALIER_DIGEST_SIZE));
    good = read_payload (tx, rows, 1, challenge, error);
  }
  if (challenge->email == NULL)
    palier_db_run (tx->db, "update challenge set tries = tries + 1 where handle = ?1", "b",
                   challenge->handle, (gsize) PALIER_DIGEST_SIZE);
  return good && palier_db_check (tx->db, error);
}

/* Returns: (transfer full) (element-type PalierChallenge): those that wait, oldest first */
GPtrArray *
palier_challenge_store_list (PalierTx *tx, const char *purpose,
                             const guint8 address[PALIER_DIGEST_SIZE], GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_challenge_free);
  gboolean good = TRUE;
  PalierRows *rows =
      palier_db_query (tx->db,
                       "select handle, sealed, created_ms from challenge"
                       " where email = ?1 and purpose = ?2 and until_ms > ?3"
                       " order by created_ms",
                       "bti", address, (gsize) PALIER_DIGEST_SIZE, purpose, tx->now_ms);

  while (good && palier_rows_next (rows))
  {
    PalierChallenge *challenge = g_new0 (PalierChallenge, 1);
    gsize length = 0;
    const void *handle = palier_rows_blob (rows, 0, &length);
    g_ptr_array_add (list, challenge);
    challenge->purpose = purpose;
    challenge->created_ms = palier_rows_integer (rows, 2);
    memcpy (challenge->handle, handle, MIN (length, PALIER_DIGEST_SIZE));
    memcpy (challenge->address, address, PALIER_DIGEST_SIZE);
    good = read_payload (tx, rows, 1, challenge, error);
  }
  palier_rows_end (rows);
  return good && palier_db_check (tx->db, error) ? g_steal_pointer (&list) : NULL;
}

/* What waited for @address is void: its account was made, or its password has changed. */
void
palier_challenge_store_drop (PalierTx *tx, const guint8 address[PALIER_DIGEST_SIZE])
{
  palier_db_run (tx->db, "delete from challenge where email = ?1", "b", address,
                 (gsize) PALIER_DIGEST_SIZE);
}
