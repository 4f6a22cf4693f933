/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "palier-db.h"
#include "palier-file.h"

#define MAGIC "PALHITS3"
#define MAGIC_UNALIGNED "PALHITS2" /* of before: a group begins where the one before ends */
#define HEAD_SIZE 32               /* magic, the journal's id, the number of the first record */
#define SECTOR 512
#define GROUP_MAX (64 * 1024 * 1024)

#define CHECK_SIZE 8

/* As it lies in the file: big endian. */
typedef struct
{
  guint64 first;  /* the number of its first record */
  guint32 length; /* of the sealed bytes that follow */
  guint32 count;
  guint8 check[CHECK_SIZE];
} GroupHead;

static void
fail (GError **error, const char *path, const char *what)
{
  int code = errno;
  gboolean full = code == ENOSPC || code == EDQUOT || code == EFBIG;

  g_set_error (error, PALIER_STORE_ERROR, full ? PALIER_STORE_ERROR_FULL : PALIER_STORE_ERROR_BUSY,
               "%s: %s: %s", path, what, g_strerror (code));
}

/* What binds a group to its place: the journal, and the number of its first record. */
static void
write_place (const PalierSegment *self, guint64 first, guint8 row[24], PalierSealPlace *place)
{
  guint64 number = GUINT64_TO_BE (first);

  memcpy (row, self->journal.bytes, 16);
  memcpy (row + 16, &number, sizeof number);
  *place = (PalierSealPlace) { .table = "journal", .row = row, .row_length = 24 };
}

/* What stands in a head's `check`: nobody without the key makes a head, and none is taken for one
 * of another journal. */
static void
digest_head (const PalierSegment *self, const GroupHead *head, guint8 out[PALIER_DIGEST_SIZE])
{
  guint8 covered[sizeof self->journal.bytes + G_STRUCT_OFFSET (GroupHead, check)];

  memcpy (covered, self->journal.bytes, sizeof self->journal.bytes);
  memcpy (covered + sizeof self->journal.bytes, head, G_STRUCT_OFFSET (GroupHead, check));
  palier_keyed_digest (&self->head_key, covered, sizeof covered, out);
}

static goffset
get_place_behind (const PalierSegment *self, goffset end)
{
  return (end + self->step - 1) / self->step * self->step;
}

/* @parts: which fill @length bytes together; zeros go behind them, up to the next place
 * Returns: FALSE with errno */
static gboolean
write_at (const PalierSegment *self, goffset at, const struct iovec parts[2])
{
  gsize length = parts[0].iov_len + parts[1].iov_len;
  gsize size = (gsize) get_place_behind (self, (goffset) length);
  guint8 *bytes = g_aligned_alloc (size, 1, SECTOR);

  memcpy (bytes, parts[0].iov_base, parts[0].iov_len);
  memcpy (bytes + parts[0].iov_len, parts[1].iov_base, parts[1].iov_len);
  memset (bytes + length, 0, size - length);
  errno = ENOSPC; /* what a short write means */
  gboolean written = pwrite (self->out, bytes, size, at) == (ssize_t) size;
  int reason = errno;
  g_aligned_free (bytes);
  errno = reason;
  return written;
}

static gboolean
write_zeros (PalierSegment *self)
{
  g_autofree guint8 *zeros = g_malloc0 (PALIER_SEGMENT_BYTES);

  errno = ENOSPC; /* what a short write means */
  if (pwrite (self->fd, zeros, PALIER_SEGMENT_BYTES, 0) != PALIER_SEGMENT_BYTES
      || fsync (self->fd) != 0)
    return FALSE;
  /* What stayed in memory, each direct write would have to remove there. */
  posix_fadvise (self->fd, 0, PALIER_SEGMENT_BYTES, POSIX_FADV_DONTNEED);
  return TRUE;
}

/* Returns: O_DIRECT where the file system takes sectors directly, else 0 */
static int
get_direct (int fd)
{
  struct statx status;

  if (statx (fd, "", AT_EMPTY_PATH, STATX_DIOALIGN, &status) != 0
      || (status.stx_mask & STATX_DIOALIGN) == 0)
    return 0;
  return status.stx_dio_offset_align > 0 && status.stx_dio_offset_align <= SECTOR
                 && status.stx_dio_mem_align <= SECTOR
             ? O_DIRECT
             : 0;
}

static PalierSegment *
segment_new (const char *path, const PalierSealKey *key, int flags)
{
  PalierSegment *self = g_new0 (PalierSegment, 1);

  palier_seal_key_derive (key, "heads", &self->head_key);
  self->path = g_strdup (path);
  self->fd = open (path, flags | O_CLOEXEC, 0600);
  self->out = -1;
  self->step = SECTOR;
  return self;
}

/**
 * palier_segment_prepare:
 *
 * Lays a file of zeros on the disk, which palier_segment_begin() makes a segment of; it is removed
 * if that does not come. One at a time in a directory.
 *
 * Returns: (nullable): NULL with PALIER_STORE_ERROR_FULL or _BUSY
 */
PalierSegment *
palier_segment_prepare (const char *directory, const PalierSealKey *key, GError **error)
{
  g_autofree char *draft = g_build_filename (directory, "hits.new", NULL);
  g_autoptr (PalierSegment) self = segment_new (draft, key, O_RDWR | O_CREAT | O_TRUNC);

  self->blank = self->fd >= 0;
  if (self->blank && write_zeros (self))
    self->out = open (draft, O_WRONLY | O_CLOEXEC | get_direct (self->fd));
  if (self->out >= 0)
    return g_steal_pointer (&self);
  fail (error, draft, "cannot be begun");
  return NULL;
}

/**
 * palier_segment_begin:
 * @self: from palier_segment_prepare()
 * @first: the number that its first record will have
 *
 * Returns: FALSE with PALIER_STORE_ERROR_FULL or _BUSY
 */
gboolean
palier_segment_begin (PalierSegment *self, const PalierId *journal, guint number, guint64 first,
                      GError **error)
{
  g_autofree char *directory = g_path_get_dirname (self->path);
  g_autofree char *name = g_strdup_printf ("hits-%010u.journal", number);
  g_autofree char *path = g_build_filename (directory, name, NULL);
  guint64 written_first = GUINT64_TO_BE (first);
  guint8 head[HEAD_SIZE];

  memcpy (head, MAGIC, 8);
  memcpy (head + 8, journal->bytes, 16);
  memcpy (head + 24, &written_first, sizeof written_first);
  if (!write_at (self, 0, (struct iovec[]) { { head, sizeof head }, { head, 0 } })
      || !palier_file_settle (self->path, path))
    return fail (error, path, "cannot be begun"), FALSE;
  g_set_str (&self->path, path);
  self->blank = FALSE;
  self->journal = *journal;
  self->number = number;
  self->first = self->next = first;
  self->length = get_place_behind (self, HEAD_SIZE);
  return TRUE;
}

/* @bytes: what lies there, with @left bytes up to the end
 * Returns: whether a whole group begins with them */
static gboolean
parse_group_head (const PalierSegment *self, const guint8 *bytes, goffset left, GroupHead *head)
{
  guint8 check[PALIER_DIGEST_SIZE];

  memcpy (head, bytes, sizeof *head);
  guint32 length = GUINT32_FROM_BE (head->length);
  if (length == 0 || length > GROUP_MAX || left - (goffset) sizeof *head < (goffset) length)
    return FALSE;
  digest_head (self, head, check);
  head->first = GUINT64_FROM_BE (head->first);
  head->length = length;
  head->count = GUINT32_FROM_BE (head->count);
  return memcmp (head->check, check, CHECK_SIZE) == 0;
}

/* @at: (inout): then where the group begins that is found, or @end */
static gboolean
search_group (const PalierSegment *self, goffset *at, goffset end, GroupHead *head)
{
  g_autofree guint8 *bytes = g_malloc ((gsize) (end - *at));
  ssize_t got = pread (self->fd, bytes, (gsize) (end - *at), *at);

  for (goffset i = 0; i + (goffset) sizeof *head <= got; i += self->step)
    if (parse_group_head (self, bytes + i, got - i, head))
    {
      *at += i;
      return TRUE;
    }
  *at = end;
  return FALSE;
}

/* Finds the first group that begins at @at or behind, as search_group() does. */
static gboolean
find_group (const PalierSegment *self, goffset *at, goffset end, GroupHead *head)
{
  guint8 bytes[sizeof *head];

  if (end - *at >= (goffset) sizeof bytes
      && pread (self->fd, bytes, sizeof bytes, *at) == (ssize_t) sizeof bytes
      && parse_group_head (self, bytes, end - *at, head))
    return TRUE;
  return search_group (self, at, end, head);
}

/* Finds where its groups end. A last one that does not open was never acknowledged. */
static void
find_end (PalierSegment *self, const PalierSealKey *key, goffset end)
{
  goffset last = get_place_behind (self, HEAD_SIZE);
  guint64 first = self->first;
  GroupHead head;

  self->next = self->first;
  self->length = last;
  for (goffset at = last; find_group (self, &at, end, &head);)
  {
    last = at;
    at = get_place_behind (self, at + (goffset) sizeof head + head.length);
    self->length = at;
    first = head.first;
    self->next = first + head.count;
  }
  guint64 next = first;
  goffset from = last;
  g_autoptr (GBytes) plain =
      last < self->length ? palier_segment_read (self, key, &from, &next, NULL) : NULL;
  if (plain == NULL)
  {
    self->length = last;
    self->next = first;
  }
}

/**
 * palier_segment_open:
 *
 * Returns: (nullable): NULL with PALIER_STORE_ERROR_DAMAGED for a file that is none, or with the
 *   errors of palier_segment_prepare()
 */
PalierSegment *
palier_segment_open (const char *path, const PalierSealKey *key, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (PalierSegment) self = segment_new (path, key, O_RDONLY);
  guint8 head[HEAD_SIZE] = { 0 };
  struct stat status;

  if (self->fd < 0 || fstat (self->fd, &status) != 0)
    return fail (error, path, "cannot be opened"), NULL;
  if (pread (self->fd, head, sizeof head, 0) == sizeof head
      && memcmp (head, MAGIC_UNALIGNED, 8) == 0)
    self->step = 1;
  else if (memcmp (head, MAGIC, 8) != 0)
  {
    g_set_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_DAMAGED, "%s: no journal", path);
    return NULL;
  }
  self->number = (guint) g_ascii_strtoull (name + strlen ("hits-"), NULL, 10);
  memcpy (self->journal.bytes, head + 8, 16);
  memcpy (&self->first, head + 24, 8);
  self->first = GUINT64_FROM_BE (self->first);
  find_end (self, key, status.st_size);
  return g_steal_pointer (&self);
}

void
palier_segment_free (PalierSegment *self)
{
  if (self->blank)
    unlink (self->path);
  if (self->out >= 0)
    close (self->out);
  if (self->fd >= 0)
    close (self->fd);
  palier_seal_key_clear (&self->head_key);
  g_free (self->path);
  g_free (self);
}

/**
 * palier_segment_append:
 * @count: how many records @plain holds
 *
 * Writes a group and waits until it is on the disk. After an error, which is one of
 * PALIER_STORE_ERROR_FULL and _BUSY, the segment takes no more.
 */
gboolean
palier_segment_append (PalierSegment *self, const PalierSealKey *key, PalierRandom *random,
                       const GByteArray *plain, guint count, GError **error)
{
  guint8 row[24];
  PalierSealPlace place;

  write_place (self, self->next, row, &place);
  g_autoptr (GBytes) sealed = palier_seal (key, &place, random, plain->data, plain->len, error);
  if (sealed == NULL)
    return FALSE;
  gsize length = g_bytes_get_size (sealed);
  GroupHead head = {
    GUINT64_TO_BE (self->next), GUINT32_TO_BE ((guint32) length), GUINT32_TO_BE (count), { 0 }
  };
  guint8 check[PALIER_DIGEST_SIZE];
  digest_head (self, &head, check);
  memcpy (head.check, check, CHECK_SIZE);
  struct iovec parts[] = { { &head, sizeof head },
                           { (gpointer) g_bytes_get_data (sealed, NULL), length } };
  if (!write_at (self, self->length, parts) || fdatasync (self->out) != 0)
    return fail (error, self->path, "cannot be written"), FALSE;
  self->length = get_place_behind (self, self->length + (goffset) (sizeof head + length));
  self->next += count;
  return TRUE;
}

/**
 * palier_segment_read:
 * @at: (inout): 0, or where the group before ended
 * @next: (inout): the number of the group's first record; then that of the next group's
 *
 * Returns: (transfer full) (nullable): a group's plain bytes; NULL without an error at the end, and
 *   with PALIER_KEYS_ERROR_TAMPERED when the group does not open, or groups are missing before the
 *   next good one: @at and @next are then behind them
 */
GBytes *
palier_segment_read (const PalierSegment *self, const PalierSealKey *key, goffset *at,
                     guint64 *next, GError **error)
{
  GroupHead head;
  guint8 row[24];
  PalierSealPlace place;

  *at = MAX (*at, get_place_behind (self, HEAD_SIZE));
  if (*at >= self->length)
    return NULL;
  gboolean found = find_group (self, at, self->length, &head);
  if (!found || head.first != *next)
  {
    *next = found ? head.first : self->next;
    g_set_error_literal (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_TAMPERED,
                         "the head of a group is damaged");
    return NULL;
  }
  g_autofree guint8 *sealed = g_malloc (head.length);
  ssize_t got = pread (self->fd, sealed, head.length, *at + (goffset) sizeof head);
  write_place (self, *next, row, &place);
  *at = get_place_behind (self, *at + (goffset) sizeof head + head.length);
  *next += head.count;
  return palier_unseal (key, &place, sealed, got < 0 ? 0 : (gsize) got, error);
}
