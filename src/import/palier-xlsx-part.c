/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-xlsx-part.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK (64 * 1024)
#define LEAST_CHUNK 4096
/* No contact file unpacks to more; and none, once it is large, to so many times its packed size. */
#define MAX_BYTES (G_GUINT64_CONSTANT (4) << 30)
#define RATIO_FROM (64 * 1024 * 1024)
#define MAX_RATIO 150
#define MERGE_LENGTH 100
#define MERGES_BYTES (32 * 1024 * 1024)

struct _PalierXlsxPart
{
  zip_file_t *file; /* (nullable): else it is read from fd */
  int fd;
  XML_Parser parser;
  GCancellable *cancellable;
  guint64 packed;
  guint64 unpacked;
  guint64 n_read;
  gboolean suspended; /* expat stopped within a chunk */
  gboolean at_end;
};

/* The name without its namespace's prefix: Strict and Transitional files differ in it only. */
const char *
palier_xml_local (const char *name)
{
  const char *local = name;

  /* Most names have one letter. */
  for (const char *p = name; *p != '\0'; p++)
    if (*p == ':')
      local = p + 1;
  return local;
}

/* (nullable): the value of the attribute whose name without prefix is @local */
const char *
palier_xml_attribute (const char **attributes, const char *local)
{
  for (gsize i = 0; attributes[i] != NULL; i += 2)
    if (strcmp (palier_xml_local (attributes[i]), local) == 0)
      return attributes[i + 1];
  return NULL;
}

/* The number of a part, or -1. Some programs write backslashes into the names. */
static zip_int64_t
locate (zip_t *archive, const char *name)
{
  zip_int64_t index = zip_name_locate (archive, name, ZIP_FL_NOCASE);

  if (index >= 0)
    return index;
  g_autofree char *other = g_strdelimit (g_strdup (name), "/", '\\');
  return zip_name_locate (archive, other, ZIP_FL_NOCASE);
}

gboolean
palier_xlsx_part_exists (zip_t *archive, const char *name)
{
  return locate (archive, name) >= 0;
}

static PalierXlsxPart *
new_part (GCancellable *cancellable)
{
  PalierXlsxPart *self = g_new0 (PalierXlsxPart, 1);

  self->fd = -1;
  self->parser = XML_ParserCreate (NULL);
  g_set_object (&self->cancellable, cancellable);
  return self;
}

/**
 * palier_xlsx_part_open:
 *
 * Returns: (nullable): %NULL with PALIER_IMPORT_ERROR_DAMAGED where there is no such part,
 *   _ENCRYPTED, or _TOO_BIG where it already says so
 */
PalierXlsxPart *
palier_xlsx_part_open (zip_t *archive, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (PalierXlsxPart) self = new_part (cancellable);
  zip_stat_t status;
  zip_int64_t index = locate (archive, name);

  if (index < 0 || zip_stat_index (archive, (zip_uint64_t) index, 0, &status) != 0)
  {
    g_set_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_DAMAGED, "no part %s", name);
    return NULL;
  }
  self->packed = (status.valid & ZIP_STAT_COMP_SIZE) != 0 ? MAX (status.comp_size, 1) : 1;
  self->unpacked = (status.valid & ZIP_STAT_SIZE) != 0 ? status.size : 0;
  if (self->unpacked > MAX_BYTES)
  {
    g_set_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_TOO_BIG, "%s unpacks to too much",
                 name);
    return NULL;
  }
  self->file = zip_fopen_index (archive, (zip_uint64_t) index, 0);
  if (self->file == NULL)
  {
    int code = zip_error_code_zip (zip_get_error (archive));
    g_set_error (error, PALIER_IMPORT_ERROR,
                 code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD
                     ? PALIER_IMPORT_ERROR_ENCRYPTED
                     : PALIER_IMPORT_ERROR_DAMAGED,
                 "%s: %s", name, zip_strerror (archive));
    return NULL;
  }
  return g_steal_pointer (&self);
}

/* The same for a file that is not packed. @fd stays the caller's. */
PalierXlsxPart *
palier_xlsx_part_open_fd (int fd, GCancellable *cancellable)
{
  PalierXlsxPart *self = new_part (cancellable);
  struct stat status;

  self->fd = fd;
  self->packed = self->unpacked = fstat (fd, &status) == 0 ? MAX ((guint64) status.st_size, 1) : 1;
  return self;
}

void
palier_xlsx_part_free (PalierXlsxPart *self)
{
  XML_ParserFree (self->parser);
  if (self->file != NULL)
    zip_fclose (self->file);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/* Handlers and their data are the caller's to set. */
XML_Parser
palier_xlsx_part_get_parser (PalierXlsxPart *self)
{
  return self->parser;
}

static gboolean
is_bomb (const PalierXlsxPart *self)
{
  return self->n_read > MAX_BYTES
         || (self->n_read > RATIO_FROM && self->n_read / self->packed > MAX_RATIO);
}

/* How much is read next: no more than there is said to be. */
static gsize
chunk_size (const PalierXlsxPart *self)
{
  guint64 left = self->unpacked - MIN (self->n_read, self->unpacked);
  return (gsize) CLAMP (left, LEAST_CHUNK, CHUNK);
}

static gssize
read_bytes (PalierXlsxPart *self, void *buffer, gsize size)
{
  if (self->file != NULL)
    return (gssize) zip_fread (self->file, buffer, size);
  return pread (self->fd, buffer, size, (off_t) self->n_read);
}

static gboolean
read_chunk (PalierXlsxPart *self, enum XML_Status *status, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  gsize size = chunk_size (self);
  void *buffer = XML_GetBuffer (self->parser, (int) size);
  gssize n = buffer != NULL ? read_bytes (self, buffer, size) : -1;
  if (n < 0)
  {
    g_set_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_DAMAGED, "%s",
                 self->file != NULL ? zip_file_strerror (self->file) : g_strerror (errno));
    return FALSE;
  }
  self->n_read += (guint64) n;
  self->at_end = n == 0;
  if (is_bomb (self))
  {
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_TOO_BIG,
                         "unpacks to far more than it holds");
    return FALSE;
  }
  *status = XML_ParseBuffer (self->parser, (int) n, n == 0);
  return TRUE;
}

/**
 * palier_xlsx_part_step:
 * @more: (out): whether anything is left
 *
 * Parses on, until a handler suspends the parser (XML_StopParser with XML_TRUE) or a chunk is done.
 *
 * Returns: FALSE with PALIER_IMPORT_ERROR_DAMAGED, _TOO_BIG or G_IO_ERROR_CANCELLED
 */
gboolean
palier_xlsx_part_step (PalierXlsxPart *self, gboolean *more, GError **error)
{
  enum XML_Status status = XML_STATUS_OK;

  *more = TRUE;
  if (self->suspended)
    status = XML_ResumeParser (self->parser);
  else if (self->at_end)
  {
    *more = FALSE;
    return TRUE;
  }
  else if (!read_chunk (self, &status, error))
    return FALSE;
  self->suspended = status == XML_STATUS_SUSPENDED;
  if (status == XML_STATUS_ERROR)
  {
    g_set_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_DAMAGED,
                 "before byte %" G_GUINT64_FORMAT ": %s", self->n_read,
                 XML_ErrorString (XML_GetErrorCode (self->parser)));
    return FALSE;
  }
  return TRUE;
}

/* Parses the whole part. Errors as of palier_xlsx_part_step(). */
gboolean
palier_xlsx_part_run (PalierXlsxPart *self, GError **error)
{
  gboolean more = TRUE;

  while (more)
    if (!palier_xlsx_part_step (self, &more, error))
      return FALSE;
  return TRUE;
}

double
palier_xlsx_part_get_fraction (PalierXlsxPart *self)
{
  return self->unpacked == 0 ? 1 : CLAMP ((double) self->n_read / (double) self->unpacked, 0, 1);
}

/* A1 or $A$1, with what stands around it. Returns: behind it, or NULL for what is no reference */
static const char *
read_reference (const char *text, guint *column, guint64 *line)
{
  char *end;

  *column = 0;
  text += *text == '$';
  for (; g_ascii_isupper (*text) && *column < 100000; text++)
    *column = *column * 26 + (guint) (*text - 'A' + 1);
  text += *text == '$';
  *line = g_ascii_strtoull (text, &end, 10);
  return *column > 0 && *line > 0 && *line < G_MAXINT32 && end != text ? end : NULL;
}

/* An element `mergeCell ref="B2:B5"` that begins at @text. */
static void
read_merge (const char *text, gsize length, PalierMerges *merges)
{
  g_autofree char *element = g_strndup (text, MIN (length, MERGE_LENGTH));
  const char *ref = strstr (element, "ref=");
  guint column, last_column;
  guint64 line, last_line;

  if (ref == NULL || ref[4] == '\0')
    return;
  const char *end = read_reference (ref + 5, &column, &line);
  if (end != NULL && *end == ':' && read_reference (end + 1, &last_column, &last_line) != NULL)
    palier_merges_add (merges, column - 1, line, last_line);
}

/* Finds merges in @window. Returns: how much of it is done with */
static gsize
scan_window (const GByteArray *window, gboolean is_last, PalierMerges *merges)
{
  const char *text = (const char *) window->data;
  gsize at = 0;

  while (at < window->len)
  {
    const char *found = memmem (text + at, window->len - at, "mergeCell ", 10);
    if (found == NULL)
      return is_last ? window->len : MAX (at, window->len - MIN (window->len, 10));
    at = (gsize) (found - text);
    if (!is_last && window->len - at < MERGE_LENGTH)
      return at;
    read_merge (found, window->len - at, merges);
    at += 10;
  }
  return at;
}

/**
 * palier_xlsx_part_scan_merges:
 *
 * A sheet names its merged cells behind all its rows. So it is unpacked once more for them, without
 * being parsed, unless it is so long that it is an export, which has none.
 *
 * Returns: FALSE with PALIER_IMPORT_ERROR_DAMAGED, _TOO_BIG or _ENCRYPTED
 */
gboolean
palier_xlsx_part_scan_merges (zip_t *archive, const char *name, PalierMerges *merges,
                              GCancellable *cancellable, GError **error)
{
  g_autoptr (PalierXlsxPart) self = palier_xlsx_part_open (archive, name, cancellable, error);
  g_autoptr (GByteArray) window = g_byte_array_new ();

  if (self == NULL)
    return FALSE;
  while (self->unpacked <= MERGES_BYTES && self->n_read <= MERGES_BYTES && !self->at_end)
  {
    gsize done = scan_window (window, FALSE, merges);
    g_byte_array_remove_range (window, 0, (guint) done);
    gsize have = window->len;
    gsize size = chunk_size (self);
    g_byte_array_set_size (window, (guint) (have + size));
    gssize n = read_bytes (self, window->data + have, size);
    g_byte_array_set_size (window, (guint) (have + (gsize) MAX (n, 0)));
    if (n < 0 || g_cancellable_is_cancelled (cancellable))
      break; /* which reading the rows will tell */
    self->n_read += (guint64) n;
    self->at_end = n == 0;
  }
  scan_window (window, TRUE, merges);
  return TRUE;
}
