/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading is written down by a thread of its own. What one caller reads within a moment becomes one
 * entry, so that a program which reads a thousand persons costs a few entries and no reader waits
 * for a flush; what a process that is killed had gathered in that moment is lost with it. While the
 * store takes nothing, what waits stays here; when that is too much, nothing more is read. */
#include "palier-access-recorder.h"

#include <string.h>

#define GATHER_US (100 * 1000)
#define PAUSE_US G_USEC_PER_SEC /* after a commit that failed */
#define PERSONS_MOST 4096       /* of an entry */
#define WAITING_MOST 200000     /* persons and entries */

/* One caller's entry, as it grows. */
typedef struct
{
  PalierTenant *tenant;
  PalierAccessEntry access;
} Note;

struct _PalierAccessRecorder
{
  PalierStore *store;
  GThread *thread;
  GMutex lock;
  GCond changed;
  GHashTable *open; /* set of Note, by caller: the ones that may grow */
  GPtrArray *notes; /* (element-type Note): to be written, those of `open` among them */
  guint waiting;
  gboolean stopping;
};

static guint
note_hash (gconstpointer data)
{
  const Note *note = data;

  return palier_id_hash (&note->access.session) ^ palier_id_hash (&note->access.key)
         ^ (guint) note->tenant->id ^ note->access.action;
}

static gboolean
note_equal (gconstpointer a, gconstpointer b)
{
  const Note *one = a, *other = b;

  return one->tenant == other->tenant && one->access.action == other->access.action
         && palier_id_equal (&one->access.account, &other->access.account)
         && palier_id_equal (&one->access.session, &other->access.session)
         && palier_id_equal (&one->access.key, &other->access.key);
}

static void
note_free (gpointer data)
{
  Note *note = data;

  palier_access_entry_clear (&note->access);
  g_free (note);
}

static guint
count_of (const Note *note)
{
  return 1 + note->access.persons->len;
}

/* ---- writing */

static gboolean
write_note (PalierTx *tx, gpointer data, GError **error)
{
  const Note *note = data;

  palier_access_store_add (tx, note->tenant, &note->access);
  return palier_db_check (tx->db, error);
}

/* Writes what is in @notes, all of it in a commit or few. What is done leaves, and what is about a
 * tenant who was erased meanwhile, with whom the log went. Returns: how much left */
static guint
write_notes (PalierAccessRecorder *self, GPtrArray *notes)
{
  g_autoptr (GPtrArray) writes = g_ptr_array_new ();
  guint done = 0;

  for (guint i = 0; i < notes->len; i++)
    g_ptr_array_add (
        writes, palier_store_begin_write (self->store, write_note, g_ptr_array_index (notes, i)));
  for (guint i = writes->len; i-- > 0;)
  {
    g_autoptr (GError) error = NULL;
    if (!palier_write_wait (g_ptr_array_index (writes, i), &error)
        && !g_error_matches (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN))
      continue;
    done += count_of (g_ptr_array_index (notes, i));
    g_ptr_array_remove_index (notes, i);
  }
  return done;
}

/* Waits for something to write. Returns: FALSE at the end */
static gboolean
gather (PalierAccessRecorder *self)
{
  while (self->notes->len == 0 && !self->stopping)
    g_cond_wait (&self->changed, &self->lock);
  gint64 until_us = g_get_monotonic_time () + GATHER_US;
  while (!self->stopping && g_cond_wait_until (&self->changed, &self->lock, until_us))
    ;
  return self->notes->len > 0;
}

/* @left: what could not be written: before what came since */
static void
put_back (PalierAccessRecorder *self, GPtrArray *left)
{
  g_ptr_array_extend_and_steal (left, g_steal_pointer (&self->notes));
  self->notes = left;
  g_warning ("%u entries of access logs wait for the store", left->len);
  gint64 until_us = g_get_monotonic_time () + PAUSE_US;
  while (!self->stopping && g_cond_wait_until (&self->changed, &self->lock, until_us))
    ;
}

static gpointer
recorder_main (gpointer data)
{
  PalierAccessRecorder *self = data;

  g_mutex_lock (&self->lock);
  while (gather (self))
  {
    gboolean last = self->stopping;
    GPtrArray *notes = g_steal_pointer (&self->notes);
    self->notes = g_ptr_array_new_with_free_func (note_free);
    g_hash_table_remove_all (self->open);
    g_mutex_unlock (&self->lock);
    guint done = write_notes (self, notes);
    g_mutex_lock (&self->lock);
    self->waiting -= done;
    if (notes->len > 0)
      put_back (self, notes);
    else
      g_ptr_array_unref (notes);
    if (last)
      break;
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

PalierAccessRecorder *
palier_access_recorder_new (PalierStore *store)
{
  PalierAccessRecorder *self = g_new0 (PalierAccessRecorder, 1);

  self->store = store;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->open = g_hash_table_new (note_hash, note_equal);
  self->notes = g_ptr_array_new_with_free_func (note_free);
  self->thread = g_thread_new ("access log", recorder_main, self);
  return self;
}

/* Writes what waits, once. */
void
palier_access_recorder_free (PalierAccessRecorder *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->notes);
  g_hash_table_unref (self->open);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* ---- taking */

/* A sync that goes on where the last one ended is one with it; another is told by itself. */
static gboolean
can_grow (const Note *note, const PalierAccessEntry *by)
{
  return note->access.persons->len + by->persons->len <= PERSONS_MOST
         && (by->last == 0 || by->first == note->access.last + 1);
}

static gboolean
holds (const GArray *persons, const PalierId *person)
{
  for (guint i = 0; i < persons->len; i++)
    if (palier_id_equal (&g_array_index (persons, PalierId, i), person))
      return TRUE;
  return FALSE;
}

/* A program that asks for one person again and again names it once. */
static guint
grow (Note *note, const PalierAccessEntry *by)
{
  if (by->persons->len == 1
      && holds (note->access.persons, &g_array_index (by->persons, PalierId, 0)))
    return 0;
  g_array_append_vals (note->access.persons, by->persons->data, by->persons->len);
  note->access.last = by->last;
  return by->persons->len;
}

static guint
begin (PalierAccessRecorder *self, PalierTenant *tenant, const PalierAccessEntry *access)
{
  Note *note = g_new0 (Note, 1);

  note->tenant = tenant;
  note->access = *access;
  note->access.persons = g_array_copy (access->persons);
  g_ptr_array_add (self->notes, note);
  g_hash_table_replace (self->open, note, note);
  g_cond_signal (&self->changed);
  return count_of (note);
}

/**
 * palier_access_recorder_add:
 * @access: names persons
 *
 * Returns: FALSE when too much waits for the store: then nobody may be shown what would be read
 */
gboolean
palier_access_recorder_add (PalierAccessRecorder *self, PalierTenant *tenant,
                            const PalierAccessEntry *access)
{
  Note wanted = { tenant, *access };

  g_mutex_lock (&self->lock);
  gboolean room = self->waiting + access->persons->len < WAITING_MOST;
  Note *note = room ? g_hash_table_lookup (self->open, &wanted) : NULL;
  if (note != NULL && can_grow (note, access))
    self->waiting += grow (note, access);
  else if (room)
    self->waiting += begin (self, tenant, access);
  g_mutex_unlock (&self->lock);
  return room;
}
