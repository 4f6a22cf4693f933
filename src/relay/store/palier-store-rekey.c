/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the master key seals is opened with the old one and sealed with the new one, in one
 * transaction, beside which no process opens the store. What the tenants' keys seal stays as it is:
 * the time this takes goes with the tenants, not with what they hold. */
#include "palier-store-rekey.h"

#include <string.h>

#include "palier-store-private.h"

typedef enum
{
  TENANT, /* a number, which is the place's tenant */
  TEXT,
  BYTES,
} KeyKind;

/* Where the master key's seals lie. The lists are short, so that one is read before it is
 * changed. */
typedef struct
{
  const char *table; /* in the place of a seal too */
  KeyKind kind;
  const char *list;
  const char *change;
} Sealed;

static const Sealed everything[] = {
  { "tenant", TENANT, "select tenant_id, sealed_key from tenant",
    "update tenant set sealed_key = ?2 where tenant_id = ?1" },
  { "store_key", TEXT, "select name, sealed from store_key",
    "update store_key set sealed = ?2 where name = ?1" },
  { "signing_key", TEXT, "select kid, sealed from signing_key",
    "update signing_key set sealed = ?2 where kid = ?1" },
  { "challenge", BYTES, "select handle, sealed from challenge",
    "update challenge set sealed = ?2 where handle = ?1" },
};

typedef struct
{
  gint64 tenant;
  GBytes *key;
  GBytes *sealed;
} Row;

static void
row_free (gpointer data)
{
  Row *self = data;

  g_bytes_unref (self->key);
  g_bytes_unref (self->sealed);
  g_free (self);
}

static GBytes *
read_key (const Sealed *where, PalierRows *rows)
{
  gsize length = 0;
  const void *bytes = where->kind == BYTES ? palier_rows_blob (rows, 0, &length) : NULL;
  const char *text = where->kind == TEXT ? palier_rows_text (rows, 0) : "";

  return bytes != NULL ? g_bytes_new (bytes, length) : g_bytes_new (text, strlen (text));
}

static GPtrArray *
list_rows (PalierDb *db, const Sealed *where)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (row_free);
  PalierRows *rows = palier_db_query (db, where->list, "");

  while (palier_rows_next (rows))
  {
    Row *row = g_new0 (Row, 1);
    gsize length = 0;
    const void *sealed = palier_rows_blob (rows, 1, &length);
    row->tenant = where->kind == TENANT ? palier_rows_integer (rows, 0) : 0;
    row->key = read_key (where, rows);
    row->sealed = g_bytes_new (sealed, length);
    g_ptr_array_add (list, row);
  }
  return list;
}

static void
change_row (PalierDb *db, const Sealed *where, const Row *row, GBytes *sealed)
{
  gsize key_length = 0;
  gsize length = 0;
  const void *key = g_bytes_get_data (row->key, &key_length);
  const void *bytes = g_bytes_get_data (sealed, &length);

  if (where->kind == TENANT)
    palier_db_run (db, where->change, "ib", row->tenant, bytes, length);
  else if (where->kind == BYTES)
    palier_db_run (db, where->change, "bb", key, key_length, bytes, length);
  else
  {
    g_autofree char *text = g_strndup (key, key_length);
    palier_db_run (db, where->change, "tb", text, bytes, length);
  }
}

static gboolean
reseal (PalierRekey *self, PalierDb *db, const Sealed *where, const Row *row, PalierRandom *random,
        GError **error)
{
  gsize length = 0;
  gsize sealed_length = 0;
  const void *key = g_bytes_get_data (row->key, &length);
  const void *sealed = g_bytes_get_data (row->sealed, &sealed_length);
  PalierSealPlace place = { row->tenant, where->table, key, length };
  g_autoptr (GBytes) plain = palier_unseal (self->from, &place, sealed, sealed_length, error);

  if (plain == NULL)
    return FALSE;
  g_autoptr (GBytes) fresh = palier_seal (self->to, &place, random, g_bytes_get_data (plain, NULL),
                                          g_bytes_get_size (plain), error);
  if (fresh == NULL)
    return FALSE;
  change_row (db, where, row, fresh);
  self->resealed++;
  return TRUE;
}

static gboolean
reseal_all (PalierRekey *self, PalierDb *db, PalierRandom *random, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (everything); i++)
  {
    g_autoptr (GPtrArray) rows = list_rows (db, &everything[i]);
    if (everything[i].kind == TENANT)
      self->tenants = rows->len;
    for (guint j = 0; j < rows->len; j++)
      if (!reseal (self, db, &everything[i], g_ptr_array_index (rows, j), random, error))
      {
        g_prefix_error (error, "%s: ", everything[i].table);
        return FALSE;
      }
  }
  return palier_db_check (db, error);
}

static gboolean
change_key (PalierRekey *self, PalierDb *db, PalierRandom *random, GError **error)
{
  g_autofree char *stored = palier_meta_dup (db, "proof");
  g_autofree char *from = palier_master_key_dup_proof (self->from);
  g_autofree char *to = palier_master_key_dup_proof (self->to);

  self->already = g_strcmp0 (stored, to) == 0;
  if (self->already)
    return palier_db_check (db, error);
  if (g_strcmp0 (stored, from) != 0)
  {
    if (palier_db_check (db, error))
      g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_KEY,
                           "the master key is not the one of this store");
    return FALSE;
  }
  palier_db_lift_wall (db, "tenant", TRUE);
  if (!reseal_all (self, db, random, error))
    return FALSE;
  palier_meta_set (db, "proof", to);
  palier_db_lift_wall (db, "tenant", FALSE);
  return palier_db_check (db, error);
}

/**
 * palier_store_rekey:
 *
 * All or nothing, whatever happens meanwhile. Processes that serve the store are refused by it from
 * then on wherever they need the master key.
 *
 * Returns: FALSE with PALIER_STORE_ERROR_KEY when @from is not the store's key,
 *   PALIER_KEYS_ERROR_TAMPERED, or another error of the store
 */
gboolean
palier_store_rekey (PalierRekey *self, PalierRandom *random, GError **error)
{
  if (!palier_store_migrate (self->engine, self->place, 0, error))
    return FALSE;
  g_autoptr (PalierDb) db = palier_db_open (self->engine, self->place, PALIER_DB_MIGRATE, error);

  if (db == NULL || !palier_db_begin (db, TRUE, error))
    return FALSE;
  gboolean good = change_key (self, db, random, error);
  palier_db_forgive (db);
  return palier_db_execute (db, good ? "commit" : "rollback", good ? error : NULL) && good;
}

static gint64
count_beats (PalierDb *db)
{
  gint64 beats = 0;
  PalierRows *rows =
      palier_db_query (db, "select cast (coalesce (sum (beat), 0) as bigint) from process", "");

  while (palier_rows_next (rows))
    beats = palier_rows_integer (rows, 0);
  return beats;
}

/**
 * palier_store_is_served:
 * @wait_ms: longer than a process takes from one beat to the next
 * @served: (out): whether one gave a beat meanwhile
 */
gboolean
palier_store_is_served (const PalierDbEngine *engine, const char *place, guint wait_ms,
                        gboolean *served, GError **error)
{
  g_autoptr (PalierDb) db = palier_db_open (engine, place, PALIER_DB_MIGRATE, error);

  if (db == NULL)
    return FALSE;
  gint64 before = count_beats (db);
  g_usleep ((gulong) wait_ms * 1000);
  *served = count_beats (db) != before;
  return palier_db_check (db, error);
}
