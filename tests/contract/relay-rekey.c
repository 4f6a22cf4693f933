/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another master key for a store, on every engine.
 *
 * 1. what the old key sealed opens with the new one; the old one is refused, also in a process that
 *    was there before   2. once more: nothing to do   3. a wrong key, a damaged seal: nothing
 * changes
 */
#include "palier-store-rekey.h"

#include "palier-challenge-store.h"
#include "palier-signing-key-store.h"
#include "relay-fixture.h"

typedef struct
{
  guint8 handle[PALIER_DIGEST_SIZE];
  PalierSealKey data_key; /* of tenant 7 */
} Known;

static gboolean
write_all (PalierTx *tx, gpointer data, GError **error)
{
  Known *known = data;
  PalierChallenge challenge = { .purpose = "test", .email = (char *) "anne@agence.example" };

  memset (known->handle, 9, sizeof known->handle);
  memcpy (challenge.handle, known->handle, sizeof challenge.handle);
  known->data_key = palier_store_get_tenant (tx, 7, NULL)->key;
  return palier_challenge_store_add (tx, &challenge, error)
         && palier_signing_key_store_add (tx, error)
         && palier_store_add_tenant (tx, 8, error) != NULL;
}

static gboolean
check_all (PalierTx *tx, gpointer data, GError **error)
{
  Known *known = data;
  g_autoptr (GPtrArray) keys = palier_signing_key_store_list (tx, error);
  PalierTenant *tenant = palier_store_get_tenant (tx, 7, error);
  PalierChallenge challenge = { .purpose = "test" };

  g_assert_nonnull (keys);
  g_assert_cmpuint (keys->len, ==, 1);
  g_assert_nonnull (palier_store_get_tenant (tx, 8, error));
  g_assert_cmpmem (&tenant->key, sizeof tenant->key, &known->data_key, sizeof known->data_key);
  memcpy (challenge.handle, known->handle, sizeof challenge.handle);
  g_assert_true (palier_challenge_store_take (tx, &challenge, error));
  g_assert_cmpstr (challenge.email, ==, "anne@agence.example");
  palier_challenge_clear (&challenge);
  /* It is there for the next to take. */
  g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_CONFLICT, "looked at");
  return FALSE;
}

static gboolean
add_nine (PalierTx *tx, gpointer data, GError **error)
{
  return palier_store_add_tenant (tx, 9, error) != NULL;
}

static gboolean
rekey (Fixture *fixture, const PalierDbEngine *engine, guint8 from, guint8 to, PalierRekey *out,
       GError **error)
{
  PalierSealKey old_key = { .bytes = { from } };
  PalierSealKey new_key = { .bytes = { to } };

  *out =
      (PalierRekey) { .engine = engine, .place = fixture->path, .from = &old_key, .to = &new_key };
  return palier_store_rekey (out, fixture->random, error);
}

static void
assert_refused (Fixture *fixture, const PalierDbEngine *engine, guint8 key)
{
  g_autoptr (GError) error = NULL;
  PalierSealKey wrong = { .bytes = { key } };

  g_assert_null (
      palier_store_open (engine, fixture->path, &wrong, fixture->clock, fixture->random, &error));
  g_assert_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_KEY);
}

static void
assert_whole (Fixture *fixture, const PalierDbEngine *engine, guint8 key, Known *known)
{
  g_autoptr (GError) error = NULL;

  fixture->key.bytes[0] = key;
  fixture_open (fixture, engine);
  g_assert_false (palier_store_write (fixture->store, check_all, known, &error));
  g_assert_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_CONFLICT);
  g_clear_pointer (&fixture->store, palier_store_close);
}

static void
test_rekey (gconstpointer engine)
{
  Fixture fixture = { 0 };
  Known known = { 0 };
  PalierRekey done;
  g_autoptr (GError) error = NULL;

  fixture_set_up (&fixture, engine);
  fixture_write (&fixture, write_all, &known);
  PalierSealKey directory = *palier_store_get_directory_key (fixture.store);
  PalierSealKey journal = *palier_store_get_journal_key (fixture.store);

  /* One that was cut off: it has the store open still. */
  PalierStore *other = g_steal_pointer (&fixture.store);
  g_assert_true (rekey (&fixture, engine, 1, 2, &done, &error));
  g_assert_no_error (error);
  g_assert_false (done.already);
  g_assert_cmpuint (done.tenants, ==, 2);
  g_assert_cmpuint (done.resealed, ==, 2 + 2 + 1 + 1);
  g_assert_false (palier_store_write (other, add_nine, NULL, &error));
  g_assert_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_KEY);
  g_clear_error (&error);
  palier_store_close (other);

  assert_refused (&fixture, engine, 1);
  assert_whole (&fixture, engine, 2, &known);
  fixture_open (&fixture, engine);
  g_assert_cmpmem (palier_store_get_directory_key (fixture.store), sizeof directory, &directory,
                   sizeof directory);
  g_assert_cmpmem (palier_store_get_journal_key (fixture.store), sizeof journal, &journal,
                   sizeof journal);
  g_clear_pointer (&fixture.store, palier_store_close);

  g_assert_true (rekey (&fixture, engine, 1, 2, &done, &error));
  g_assert_true (done.already);
  g_assert_cmpuint (done.resealed, ==, 0);
  fixture_tear_down (&fixture);
}

static gboolean
damage (PalierTx *tx, gpointer data, GError **error)
{
  palier_db_run (tx->db, "update signing_key set sealed = ?1", "b", "no seal", (gsize) 7);
  return TRUE;
}

static void
test_refused (gconstpointer engine)
{
  Fixture fixture = { 0 };
  Known known = { 0 };
  PalierRekey done;
  g_autoptr (GError) error = NULL;

  fixture_set_up (&fixture, engine);
  fixture_write (&fixture, write_all, &known);
  g_clear_pointer (&fixture.store, palier_store_close);
  g_assert_false (rekey (&fixture, engine, 5, 6, &done, &error));
  g_assert_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_KEY);
  g_clear_error (&error);
  assert_whole (&fixture, engine, 1, &known);

  fixture_open (&fixture, engine);
  fixture_write (&fixture, damage, NULL);
  g_clear_pointer (&fixture.store, palier_store_close);
  g_assert_false (rekey (&fixture, engine, 1, 2, &done, &error));
  g_assert_error (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_TAMPERED);
  assert_refused (&fixture, engine, 2);
  fixture_open (&fixture, engine);
  fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_autofree char *prefix = g_strconcat ("/contract/relay-rekey/", fixture_engine ()->name, NULL);
  g_autofree char *whole = g_strconcat (prefix, "/rekey", NULL);
  g_autofree char *refused = g_strconcat (prefix, "/refused", NULL);

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func (whole, fixture_engine (), test_rekey);
  g_test_add_data_func (refused, fixture_engine (), test_refused);
  return g_test_run ();
}
