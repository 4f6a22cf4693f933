/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the processes on one store tell each other: whose records changed, that something became
 * due, that there is news for subscribers outside, and who was erased. A word goes out with the
 * commit that it tells of: the process that says it, and tenants. */
#include "palier-store-private.h"

#include <stdlib.h>
#include <string.h>

#define HEAR_MS 250
#define RETRY_US (500 * 1000)
#define ERASED "erased:" /* before the tenant's number */
#define WORD_MAX 7000    /* PostgreSQL takes 8000 bytes */

static void
call_listener (PalierStore *self, gint64 tenant)
{
  g_mutex_lock (&self->listener_lock);
  if (self->listener != NULL)
    self->listener (tenant, self->listener_data);
  g_mutex_unlock (&self->listener_lock);
}

/* Tells this process, after the commit. */
void
palier_store_tell_own (PalierStore *self, PalierTx *tx)
{
  GHashTableIter iter;
  gpointer tenant;

  for (guint i = 0; i < tx->erased->len; i++)
    palier_store_forget_tenant (self, g_array_index (tx->erased, gint64, i));
  g_hash_table_iter_init (&iter, tx->changed);
  while (g_hash_table_iter_next (&iter, &tenant, NULL))
    call_listener (self, *(gint64 *) tenant);
  if (tx->has_due)
    call_listener (self, 0);
  if (tx->has_news)
    call_listener (self, PALIER_STORE_NEWS);
}

static void
begin_word (PalierStore *self, GString *word)
{
  char id[PALIER_ID_TEXT_SIZE];

  g_string_assign (word, palier_id_format (&self->process, id));
}

static void
tell_erased (PalierStore *self, PalierDb *db, gint64 tenant)
{
  g_autoptr (GString) word = g_string_new (NULL);

  begin_word (self, word);
  g_string_append_printf (word, " " ERASED "%" G_GINT64_FORMAT, tenant);
  palier_db_tell (db, word->str);
}

/* Tells the other processes, with the commit. */
void
palier_store_tell_others (PalierStore *self, PalierTx *tx)
{
  g_autoptr (GString) word = g_string_new (NULL);
  GHashTableIter iter;
  gpointer tenant;

  for (guint i = 0; i < tx->erased->len; i++)
    tell_erased (self, tx->db, g_array_index (tx->erased, gint64, i));
  if (!tx->has_due && !tx->has_news && g_hash_table_size (tx->changed) == 0)
    return;
  begin_word (self, word);
  if (tx->has_due)
    g_string_append (word, " 0");
  if (tx->has_news)
    g_string_append_printf (word, " %d", PALIER_STORE_NEWS);
  g_hash_table_iter_init (&iter, tx->changed);
  while (g_hash_table_iter_next (&iter, &tenant, NULL))
  {
    g_string_append_printf (word, " %" G_GINT64_FORMAT, *(gint64 *) tenant);
    if (word->len < WORD_MAX)
      continue;
    palier_db_tell (tx->db, word->str);
    begin_word (self, word);
  }
  palier_db_tell (tx->db, word->str);
}

static void
on_heard (const char *word, gpointer data)
{
  PalierStore *self = data;
  g_auto (GStrv) parts = g_strsplit (word, " ", -1);
  char own[PALIER_ID_TEXT_SIZE];

  if (g_strcmp0 (parts[0], palier_id_format (&self->process, own)) == 0)
    return;
  for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i++)
    if (g_str_has_prefix (parts[i], ERASED))
      palier_store_forget_tenant (self, g_ascii_strtoll (parts[i] + strlen (ERASED), NULL, 10));
    else
      call_listener (self, g_ascii_strtoll (parts[i], NULL, 10));
}

static gboolean
is_stopping (PalierStore *self)
{
  return g_atomic_int_get (&self->stopping);
}

/* Listens on a connection of its own until it breaks. */
static void
listen (PalierStore *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierDb) db = palier_db_open (self->engine, self->place, PALIER_DB_READ, &error);
  gboolean good = db != NULL && palier_db_execute (db, "listen palier", &error);

  /* What was said meanwhile was not heard: whatever it was, it may have been for anyone. */
  if (good)
    call_listener (self, PALIER_STORE_ANYONE);
  while (good && !is_stopping (self))
    good = palier_db_hear (db, HEAR_MS, on_heard, self, &error);
  if (!good)
    g_warning ("other relays are not heard: %s", error->message);
}

static gpointer
hear_main (gpointer data)
{
  PalierStore *self = data;

  while (!is_stopping (self))
  {
    listen (self);
    if (!is_stopping (self))
      g_usleep (RETRY_US);
  }
  return NULL;
}

void
palier_store_start_hearing (PalierStore *self)
{
  if (self->engine->hear != NULL)
    self->ear = g_thread_new ("hear", hear_main, self);
}

void
palier_store_stop_hearing (PalierStore *self)
{
  g_atomic_int_set (&self->stopping, TRUE);
  g_clear_pointer (&self->ear, g_thread_join);
}
