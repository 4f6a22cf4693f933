/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-xlsx-part.h"

#include <string.h>

#define CHUNK (64 * 1024)
/* No contact file unpacks to more; and none, once it is large, to so many times its packed size. */
#define MAX_BYTES (G_GUINT64_CONSTANT (4) << 30)
#define RATIO_FROM (64 * 1024 * 1024)
#define MAX_RATIO 150

struct _PalierXlsxPart
{
  zip_file_t *file;
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
  const char *colon = strrchr (name, ':');
  return colon != NULL ? colon + 1 : name;
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

gboolean
palier_xlsx_part_exists (zip_t *archive, const char *name)
{
  return zip_name_locate (archive, name, ZIP_FL_NOCASE) >= 0;
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
  g_autoptr (PalierXlsxPart) self = g_new0 (PalierXlsxPart, 1);
  zip_stat_t status;
  zip_int64_t index = zip_name_locate (archive, name, ZIP_FL_NOCASE);

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
  g_set_object (&self->cancellable, cancellable);
  self->parser = XML_ParserCreate (NULL);
  return g_steal_pointer (&self);
}

void
palier_xlsx_part_free (PalierXlsxPart *self)
{
  if (self->parser != NULL)
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

static gboolean
read_chunk (PalierXlsxPart *self, enum XML_Status *status, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  void *buffer = XML_GetBuffer (self->parser, CHUNK);
  zip_int64_t n = buffer != NULL ? zip_fread (self->file, buffer, CHUNK) : -1;
  if (n < 0)
  {
    g_set_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_DAMAGED, "%s",
                 zip_file_strerror (self->file));
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
