/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thread writes: what is added while it flushes goes together into the next group, so that one
 * flush serves many. One other thread reads, at its own pace. Records are numbered without end,
 * also from one start to the next, so that a reader that keeps the last number it has worked
 * through does nothing twice. For that the last file stays, worked through or not. */
#include "palier-journal.h"

#include <string.h>
#include <unistd.h>

#include "palier-db.h"
#include "palier-segment.h"

#define SEGMENTS_MAX 256
#define PART_RECORDS 20000
#define SLOW_FLUSH_US 1000
#define GATHER_MOST_US 2000

typedef struct
{
  PalierJournalDone done;
  gpointer data;
} Waiter;

struct _PalierJournal
{
  char *directory;
  PalierSealKey key;
  PalierRandom *random;
  PalierId id;
  GThread *thread;

  GMutex lock;
  GCond added;
  GCond written;
  GByteArray *pending; /* records for the next group, each after its length of two bytes */
  GArray *waiters;     /* (element-type Waiter): one a pending record */
  GPtrArray *segments; /* (element-type PalierSegment): oldest first; the last is written to */
  gboolean stopping;   /* nothing is added any more */
  gboolean stopped;    /* all is written */
  guint64 next;        /* the number of the next record */
  gboolean broken;     /* the writer's: nothing more goes into the last segment */
  GThread *preparing;  /* (nullable): the writer's: it makes the next segment's file */

  /* Where the reader goes on, in the first segment; what is before is not needed any more. */
  goffset read_at;
  guint64 read_next;
};

/* ---- writing ---- */

static PalierSegment *
get_last (PalierJournal *self)
{
  return self->segments->len > 0 ? g_ptr_array_index (self->segments, self->segments->len - 1)
                                 : NULL;
}

static gpointer
prepare_main (gpointer data)
{
  PalierJournal *self = data;
  return palier_segment_prepare (self->directory, &self->key, NULL);
}

/* Zeros for a whole segment take as long as dozens of flushes: where hits come in crowds, its file
 * is there before it is needed. Returns: (transfer full) (nullable): NULL with an error */
static PalierSegment *
take_blank (PalierJournal *self, GError **error)
{
  PalierSegment *blank =
      self->preparing != NULL ? g_thread_join (g_steal_pointer (&self->preparing)) : NULL;

  return blank != NULL ? blank : palier_segment_prepare (self->directory, &self->key, error);
}

/* Returns: (nullable): the segment for the next group, a new one where the last takes no more */
static PalierSegment *
get_writable (PalierJournal *self, GError **error)
{
  PalierSegment *last = get_last (self);

  if (last != NULL && !self->broken && last->length < PALIER_SEGMENT_BYTES)
  {
    if (last->length >= PALIER_SEGMENT_BYTES / 2 && self->preparing == NULL)
      self->preparing = g_thread_new ("segment", prepare_main, self);
    return last;
  }
  if (self->segments->len >= SEGMENTS_MAX)
  {
    g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_FULL,
                         "too much waits for the store");
    return NULL;
  }
  g_autoptr (PalierSegment) blank = take_blank (self, error);
  if (blank == NULL
      || !palier_segment_begin (blank, &self->id, last != NULL ? last->number + 1 : 0, self->next,
                                error))
    return NULL;
  PalierSegment *segment = g_steal_pointer (&blank);
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->segments, segment);
  g_mutex_unlock (&self->lock);
  self->broken = FALSE;
  return segment;
}

/* Writes to a copy of the segment: how long it is, the reader learns once the group is there. */
static gboolean
write_group (PalierJournal *self, const GByteArray *group, guint count, GError **error)
{
  PalierSegment *segment = get_writable (self, error);

  if (segment == NULL)
    return FALSE;
  PalierSegment writing = *segment;
  self->broken = !palier_segment_append (&writing, &self->key, self->random, group, count, error);
  g_mutex_lock (&self->lock);
  self->next += count; /* a group whose flush failed may be there after the next start */
  if (!self->broken)
  {
    segment->length = writing.length;
    segment->next = writing.next;
    g_cond_signal (&self->written);
  }
  g_mutex_unlock (&self->lock);
  return !self->broken;
}

/* Waits for records. Returns: FALSE when there are none and will be none */
static gboolean
take_pending (PalierJournal *self, GByteArray **group, GArray **waiters)
{
  g_mutex_lock (&self->lock);
  while (self->waiters->len == 0 && !self->stopping)
    g_cond_wait (&self->added, &self->lock);
  gboolean any = self->waiters->len > 0;
  GByteArray *records = self->pending;
  self->pending = *group;
  *group = records;
  GArray *list = self->waiters;
  self->waiters = *waiters;
  *waiters = list;
  g_mutex_unlock (&self->lock);
  return any;
}

/* On a slow disk those who were just answered come back while the next flush runs, and two halves
 * of a crowd take turns. A short wait, by what a flush costs there, lets them come together. */
static void
gather (gint64 flush_us)
{
  if (flush_us >= SLOW_FLUSH_US)
    g_usleep ((gulong) MIN (flush_us / 4, GATHER_MOST_US));
}

static gpointer
journal_main (gpointer data)
{
  PalierJournal *self = data;
  g_autoptr (GByteArray) group = g_byte_array_new ();
  g_autoptr (GArray) waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));

  while (take_pending (self, &group, &waiters))
  {
    g_autoptr (GError) error = NULL;
    gint64 since_us = g_get_monotonic_time ();
    if (!write_group (self, group, waiters->len, &error))
      g_warning ("%s", error->message);
    gint64 taken_us = g_get_monotonic_time () - since_us;
    for (guint i = 0; i < waiters->len; i++)
    {
      const Waiter *waiter = &g_array_index (waiters, Waiter, i);
      waiter->done (waiter->data, error);
    }
    g_byte_array_set_size (group, 0);
    g_array_set_size (waiters, 0);
    gather (taken_us);
  }
  return NULL;
}

/**
 * palier_journal_add:
 * @record: (array length=length): at most PALIER_JOURNAL_RECORD_MAX bytes
 * @done: called in any case; PALIER_STORE_ERROR_FULL and _BUSY say that the record is not there
 *
 * Safe on any thread.
 */
void
palier_journal_add (PalierJournal *self, const void *record, gsize length, PalierJournalDone done,
                    gpointer data)
{
  guint16 size = GUINT16_TO_BE ((guint16) length);
  Waiter waiter = { done, data };

  g_assert (length <= PALIER_JOURNAL_RECORD_MAX);
  g_mutex_lock (&self->lock);
  g_byte_array_append (self->pending, (const guint8 *) &size, sizeof size);
  g_byte_array_append (self->pending, record, (guint) length);
  g_array_append_val (self->waiters, waiter);
  if (self->thread == NULL)
    self->thread = g_thread_new ("journal", journal_main, self);
  if (self->waiters->len == 1)
    g_cond_signal (&self->added);
  g_mutex_unlock (&self->lock);
}

/* ---- reading ---- */

static PalierSegment *
get_first (PalierJournal *self)
{
  return self->segments->len > 0 ? g_ptr_array_index (self->segments, 0) : NULL;
}

/* The first segment is read to its end, and another one follows. */
static void
drop_first (PalierJournal *self)
{
  unlink (get_first (self)->path);
  g_ptr_array_remove_index (self->segments, 0);
  self->read_at = 0;
  self->read_next = get_first (self)->first;
}

/* Waits until the first segment has something to read: a copy of it, for use without the lock.
 * Returns: FALSE when the journal has stopped and nothing is left */
static gboolean
wait_for_more (PalierJournal *self, PalierSegment *out)
{
  gboolean more = FALSE;

  g_mutex_lock (&self->lock);
  for (;;)
  {
    const PalierSegment *first = get_first (self);
    more = first != NULL && self->read_at < first->length;
    if (more)
      *out = *first;
    if (more || (self->stopped && self->segments->len <= 1))
      break;
    if (self->segments->len > 1)
      drop_first (self);
    else
      g_cond_wait (&self->written, &self->lock);
  }
  g_mutex_unlock (&self->lock);
  return more;
}

/* Cuts a group into its records. */
static void
add_records (GPtrArray *records, GBytes *group)
{
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (group, &length);
  guint16 size = 0;

  for (gsize at = 0; at + sizeof size <= length; at += size)
  {
    memcpy (&size, bytes + at, sizeof size);
    size = GUINT16_FROM_BE (size);
    at += sizeof size;
    if (size > length - at)
      break;
    g_ptr_array_add (records, g_bytes_new_from_bytes (group, at, size));
  }
}

/* Adds a group to the part. One that does not open leaves a gap, which a part cannot have.
 * Returns: whether another may follow */
static gboolean
read_group (PalierJournal *self, const PalierSegment *segment, goffset *at, guint64 *next,
            PalierJournalPart *part)
{
  g_autoptr (GError) error = NULL;
  goffset behind = *at;
  guint64 following = *next;
  g_autoptr (GBytes) group = palier_segment_read (segment, &self->key, &behind, &following, &error);

  if (error != NULL && part->records->len > 0)
    return FALSE;
  if (error != NULL)
  {
    g_warning ("%s: %" G_GUINT64_FORMAT " records are lost: %s", segment->path, following - *next,
               error->message);
    part->first = following;
  }
  *at = behind;
  *next = following;
  if (group != NULL)
    add_records (part->records, group);
  return group != NULL || error != NULL;
}

/**
 * palier_journal_next:
 * @part: (out caller-allocates)
 *
 * Waits for records. To ask says that those of the part before are worked through: their files go.
 * For one thread only.
 *
 * Returns: FALSE when the journal has stopped and all is read
 */
gboolean
palier_journal_next (PalierJournal *self, PalierJournalPart *part)
{
  PalierSegment segment;

  if (!wait_for_more (self, &segment))
    return FALSE;
  goffset at = self->read_at;
  guint64 next = self->read_next;
  *part =
      (PalierJournalPart) { next, g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref) };
  while (part->records->len < PART_RECORDS && read_group (self, &segment, &at, &next, part))
    ;
  g_mutex_lock (&self->lock);
  self->read_at = at;
  self->read_next = next;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

void
palier_journal_part_clear (PalierJournalPart *part)
{
  g_clear_pointer (&part->records, g_ptr_array_unref);
}

guint64
palier_journal_get_waiting (PalierJournal *self)
{
  g_mutex_lock (&self->lock);
  guint64 waiting = self->next - self->read_next;
  g_mutex_unlock (&self->lock);
  return waiting;
}

/* ---- the journal ---- */

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_files (const char *directory, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (directory, 0, error);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, "hits-") && g_str_has_suffix (name, ".journal"))
      g_ptr_array_add (paths, g_build_filename (directory, name, NULL));
  g_ptr_array_sort (paths, compare_paths);
  return folder != NULL ? g_steal_pointer (&paths) : NULL;
}

static gboolean
load_segments (PalierJournal *self, GError **error)
{
  g_autoptr (GPtrArray) paths = list_files (self->directory, error);

  if (paths == NULL)
    return FALSE;
  for (guint i = 0; i < paths->len; i++)
  {
    PalierSegment *segment = palier_segment_open (paths->pdata[i], &self->key, error);
    if (segment == NULL)
      return FALSE;
    g_ptr_array_add (self->segments, segment);
  }
  self->broken = TRUE; /* a new start writes to a new file */
  const PalierSegment *last = get_last (self);
  if (last != NULL)
  {
    self->id = last->journal;
    self->next = last->next;
    self->read_next = get_first (self)->first;
  }
  else
    palier_random_bytes (self->random, self->id.bytes, sizeof self->id.bytes);
  return TRUE;
}

/**
 * palier_journal_open:
 * @directory: where its files are, of this journal only
 *
 * Takes up what is there. The thread starts with the first record.
 *
 * Returns: (nullable): NULL with an error of GLib's or the store's
 */
PalierJournal *
palier_journal_open (const char *directory, const PalierSealKey *key, PalierRandom *random,
                     GError **error)
{
  g_autoptr (PalierJournal) self = g_new0 (PalierJournal, 1);

  self->directory = g_strdup (directory);
  self->key = *key;
  self->random = palier_random_ref (random);
  g_mutex_init (&self->lock);
  g_cond_init (&self->added);
  g_cond_init (&self->written);
  self->pending = g_byte_array_new ();
  self->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  self->segments = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_segment_free);
  return load_segments (self, error) ? g_steal_pointer (&self) : NULL;
}

/* Writes what was added. Nothing may be added any more; what is there can still be read. */
void
palier_journal_stop (PalierJournal *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->added);
  g_mutex_unlock (&self->lock);
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
  if (self->preparing != NULL)
  {
    g_autoptr (PalierSegment) unused = g_thread_join (g_steal_pointer (&self->preparing));
  }
  g_mutex_lock (&self->lock);
  self->stopped = TRUE;
  g_cond_signal (&self->written);
  g_mutex_unlock (&self->lock);
}

void
palier_journal_free (PalierJournal *self)
{
  palier_journal_stop (self);
  palier_seal_key_clear (&self->key);
  palier_random_unref (self->random);
  g_byte_array_unref (self->pending);
  g_array_unref (self->waiters);
  g_ptr_array_unref (self->segments);
  g_cond_clear (&self->added);
  g_cond_clear (&self->written);
  g_mutex_clear (&self->lock);
  g_free (self->directory);
  g_free (self);
}

const PalierId *
palier_journal_get_id (PalierJournal *self)
{
  return &self->id;
}
