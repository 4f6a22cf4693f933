/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows come in runs: their faces in the order of the rows, then their keys, sorted. Of a run a
 * filter stays in memory that tells in one look whether it may have a key (one of some fifty
 * answers is wrong), and every 256th key, so that a key that is there costs one read. Merging runs
 * was weighed and refused: the filters make a run that has nothing almost free. */
#include "palier-matcher-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#define STEP 256        /* keys between two that are remembered */
#define BITS_A_KEY 10   /* of the filter */
#define LINE_BITS 512   /* of the filter, which a key's bits share: one line of the cache */
#define BITS_OF_A_KEY 5 /* set */

typedef struct
{
  guint32 first_row;
  guint32 n_rows;
  guint32 n_keys;
  guint64 faces; /* where they begin */
  guint64 keys;
  guint64 *steps; /* every STEP-th key */
  guint64 *filter;
  guint64 n_lines;
} Run;

struct _PalierMatcherDisk
{
  int fd; /* -1: not opened yet */
  guint64 end;
  guint64 secret[2];
  GArray *runs; /* (element-type Run) */
  gboolean failed;
};

static void
clear_run (gpointer data)
{
  Run *run = data;

  g_free (run->steps);
  g_free (run->filter);
}

/* Makes no file yet. */
PalierMatcherDisk *
palier_matcher_disk_new (void)
{
  PalierMatcherDisk *self = g_new0 (PalierMatcherDisk, 1);

  self->fd = -1;
  self->runs = g_array_new (FALSE, TRUE, sizeof (Run));
  g_array_set_clear_func (self->runs, clear_run);
  /* Without a secret nothing goes to the disk. */
  self->failed = getrandom (self->secret, sizeof self->secret, 0) != sizeof self->secret;
  return self;
}

void
palier_matcher_disk_free (PalierMatcherDisk *self)
{
  if (self->fd >= 0)
    close (self->fd);
  explicit_bzero (self->secret, sizeof self->secret);
  g_array_unref (self->runs);
  g_free (self);
}

/* ---- the secret */

static inline guint64
rotate (guint64 x, int by)
{
  return x << by | x >> (64 - by);
}

static inline void
sip_round (guint64 v[4])
{
  v[0] += v[1];
  v[1] = rotate (v[1], 13) ^ v[0];
  v[0] = rotate (v[0], 32);
  v[2] += v[3];
  v[3] = rotate (v[3], 16) ^ v[2];
  v[0] += v[3];
  v[3] = rotate (v[3], 21) ^ v[0];
  v[2] += v[1];
  v[1] = rotate (v[1], 17) ^ v[2];
  v[2] = rotate (v[2], 32);
}

/* SipHash-2-4 of one number (Aumasson and Bernstein, 2012). */
static guint64
sip_hash (const guint64 secret[2], guint64 number)
{
  guint64 v[4] = { secret[0] ^ G_GUINT64_CONSTANT (0x736f6d6570736575),
                   secret[1] ^ G_GUINT64_CONSTANT (0x646f72616e646f6d),
                   secret[0] ^ G_GUINT64_CONSTANT (0x6c7967656e657261),
                   secret[1] ^ G_GUINT64_CONSTANT (0x7465646279746573) };
  const guint64 words[2] = { number, G_GUINT64_CONSTANT (8) << 56 };

  for (int i = 0; i < 2; i++)
  {
    v[3] ^= words[i];
    sip_round (v);
    sip_round (v);
    v[0] ^= words[i];
  }
  v[2] ^= 0xff;
  for (int i = 0; i < 4; i++)
    sip_round (v);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Unknown stays unknown, and what was equal stays equal. */
static guint64
conceal_number (const guint64 secret[2], guint64 number, int bits)
{
  if (number == 0)
    return 0;
  guint64 hash = sip_hash (secret, number) >> (64 - bits);
  return hash != 0 ? hash : 1;
}

/* Puts hashes under the secret in the place of all that a face says. */
void
palier_matcher_disk_conceal (PalierMatcherDisk *self, PalierFace *face)
{
  const guint64 *secret = self->secret;

  face->email = conceal_number (secret, face->email, 48) & G_GUINT64_CONSTANT (0xffffffffffff);
  face->phone = conceal_number (secret, face->phone, 48) & G_GUINT64_CONSTANT (0xffffffffffff);
  face->mobile = conceal_number (secret, face->mobile, 48) & G_GUINT64_CONSTANT (0xffffffffffff);
  face->siret = conceal_number (secret, face->siret, 48) & G_GUINT64_CONSTANT (0xffffffffffff);
  face->linkedin =
      conceal_number (secret, face->linkedin, 48) & G_GUINT64_CONSTANT (0xffffffffffff);
  face->first = (guint32) conceal_number (secret, face->first, 32);
  face->last = (guint32) conceal_number (secret, face->last, 32);
  face->company = (guint32) conceal_number (secret, face->company, 32);
  face->place = (guint32) conceal_number (secret, face->place, 32);
}

/* ---- the filter */

static guint64
mix (guint64 key)
{
  key = (key ^ key >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  key = (key ^ key >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return key ^ key >> 31;
}

/* The line of a key, and in @bits which of its bits are the key's, nine bits each. */
static guint64 *
line_of (const Run *run, guint64 key, guint64 *bits)
{
  guint64 mixed = mix (key);

  *bits = mix (mixed);
  return run->filter
         + (mixed >> 32) * run->n_lines / (G_GUINT64_CONSTANT (1) << 32) * (LINE_BITS / 64);
}

static void
set_in_filter (Run *run, guint64 key)
{
  guint64 bits, *line = line_of (run, key, &bits);

  for (int i = 0; i < BITS_OF_A_KEY; i++, bits >>= 9)
    line[bits >> 6 & 7] |= G_GUINT64_CONSTANT (1) << (bits & 63);
}

static gboolean
may_have (const Run *run, guint64 key)
{
  guint64 bits, *line = line_of (run, key, &bits);

  for (int i = 0; i < BITS_OF_A_KEY; i++, bits >>= 9)
    if ((line[bits >> 6 & 7] & G_GUINT64_CONSTANT (1) << (bits & 63)) == 0)
      return FALSE;
  return TRUE;
}

/* ---- the file */

/* On a real disk where there is one: /tmp may be memory. */
static int
open_nameless (void)
{
  const char *folders[] = { g_getenv ("TMPDIR"), "/var/tmp", g_get_tmp_dir () };

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
  {
    if (folders[i] == NULL)
      continue;
    int fd = open (folders[i], O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    if (fd >= 0)
      return fd;
    g_autofree char *path = g_build_filename (folders[i], "palier-XXXXXX", NULL);
    fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
    {
      unlink (path);
      return fd;
    }
  }
  return -1;
}

static gboolean
append (PalierMatcherDisk *self, gconstpointer data, gsize length)
{
  const guint8 *p = data;

  while (length > 0)
  {
    gssize n = pwrite (self->fd, p, length, (off_t) self->end);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    p += n;
    length -= (gsize) n;
    self->end += (guint64) n;
  }
  return TRUE;
}

static gboolean
read_at (PalierMatcherDisk *self, guint64 offset, gpointer data, gsize length)
{
  guint8 *p = data;

  while (length > 0)
  {
    gssize n = pread (self->fd, p, length, (off_t) offset);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
    {
      g_warning ("matcher: %s", n < 0 ? g_strerror (errno) : "cut short");
      return FALSE;
    }
    p += n;
    length -= (gsize) n;
    offset += (guint64) n;
  }
  return TRUE;
}

/* ---- runs */

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const PalierMatcherEntry *x = a, *y = b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

static void
remember_keys (Run *run, const GArray *entries)
{
  run->n_keys = entries->len;
  run->n_lines = (guint64) entries->len * BITS_A_KEY / LINE_BITS + 1;
  run->filter = g_new0 (guint64, run->n_lines * (LINE_BITS / 64));
  run->steps = g_new0 (guint64, entries->len / STEP + 1);
  for (guint i = 0; i < entries->len; i++)
  {
    guint64 key = g_array_index (entries, PalierMatcherEntry, i).key;
    set_in_filter (run, key);
    if (i % STEP == 0)
      run->steps[i / STEP] = key;
  }
}

/**
 * palier_matcher_disk_put:
 * @first_row: number of the first face
 * @faces: (element-type PalierFace): concealed
 * @entries: (element-type PalierMatcherEntry): is sorted
 *
 * Returns: whether they stand on the disk; if not, once and for all, they must stay in memory
 */
gboolean
palier_matcher_disk_put (PalierMatcherDisk *self, guint32 first_row, GArray *faces, GArray *entries)
{
  Run run = { .first_row = first_row, .n_rows = faces->len };

  if (!self->failed && self->fd < 0)
    self->failed = (self->fd = open_nameless ()) < 0;
  if (self->failed)
    return FALSE;
  g_array_sort (entries, compare_entries);
  run.faces = self->end;
  run.keys = run.faces + (guint64) faces->len * sizeof (PalierFace);
  if (!append (self, faces->data, faces->len * sizeof (PalierFace))
      || !append (self, entries->data, entries->len * sizeof (PalierMatcherEntry)))
  {
    self->failed = TRUE;
    return FALSE;
  }
  remember_keys (&run, entries);
  g_array_append_val (self->runs, run);
  return TRUE;
}

/* The last step whose key is below @key: there its first entry may stand. */
static guint
find_step (const Run *run, guint64 key)
{
  guint low = 0, high = run->n_keys / STEP + (run->n_keys % STEP != 0);

  while (high - low > 1)
  {
    guint middle = low + (high - low) / 2;
    if (run->steps[middle] < key)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static guint
find_in_run (PalierMatcherDisk *self, const Run *run, guint64 key, guint32 *rows, guint max)
{
  PalierMatcherEntry entries[STEP];
  guint found = 0;

  for (guint first = find_step (run, key) * STEP; first < run->n_keys && found < max; first += STEP)
  {
    guint n = MIN (STEP, run->n_keys - first);
    if (!read_at (self, run->keys + (guint64) first * sizeof entries[0], entries,
                  n * sizeof entries[0]))
      return found;
    for (guint i = 0; i < n && found < max; i++)
      if (entries[i].key == key)
        rows[found++] = entries[i].row;
    if (entries[n - 1].key > key)
      return found;
  }
  return found;
}

/* The rows that have a key, the earliest first. Returns: how many, at most @max */
guint
palier_matcher_disk_find (PalierMatcherDisk *self, guint64 key, guint32 *rows, guint max)
{
  guint found = 0;

  for (guint i = 0; i < self->runs->len && found < max; i++)
  {
    const Run *run = &g_array_index (self->runs, Run, i);
    if (may_have (run, key))
      found += find_in_run (self, run, key, rows + found, max - found);
  }
  return found;
}

/* The face of a row that was put there. */
gboolean
palier_matcher_disk_get (PalierMatcherDisk *self, guint32 row, PalierFace *face)
{
  for (guint i = 0; i < self->runs->len; i++)
  {
    const Run *run = &g_array_index (self->runs, Run, i);
    if (row - run->first_row < run->n_rows)
      return read_at (self, run->faces + (guint64) (row - run->first_row) * sizeof *face, face,
                      sizeof *face);
  }
  return FALSE;
}
