/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One door for every kind of file: what it is, is told by its first bytes and never by its name. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "palier-archive.h"
#include "palier-csv.h"
#include "palier-html.h"
#include "palier-ods.h"
#include "palier-poliris.h"
#include "palier-sniff.h"
#include "palier-spool.h"
#include "palier-vcard.h"
#include "palier-xls.h"

#define HEAD_BYTES 8192

static gboolean
set_errno (GError **error, int problem)
{
  PalierImportError code = problem == ENOENT || problem == ESTALE || problem == ENODEV
                               ? PALIER_IMPORT_ERROR_VANISHED
                               : PALIER_IMPORT_ERROR_UNREADABLE;

  g_set_error_literal (error, PALIER_IMPORT_ERROR, code, g_strerror (problem));
  return FALSE;
}

static PalierTable *
refuse (int fd, PalierImportError code, const char *why, GError **error)
{
  close (fd);
  g_set_error_literal (error, PALIER_IMPORT_ERROR, (int) code, why);
  return NULL;
}

static PalierTable *
open_gzip (int fd, const PalierReaderOptions *options, guint depth, GCancellable *cancellable,
           GError **error)
{
  if (depth > 0)
    return refuse (fd, PALIER_IMPORT_ERROR_ARCHIVE, "packed twice", error);
  int inner = palier_spool_gzip (fd, cancellable, error);
  close (fd);
  return inner >= 0 ? palier_table_open (inner, options, depth + 1, cancellable, error) : NULL;
}

static PalierTable *
open_kind (int fd, PalierKind kind, PalierImportError refusal, const PalierReaderOptions *options,
           guint depth, GCancellable *cancellable, GError **error)
{
  switch (kind)
  {
  case PALIER_KIND_ZIP:
    return palier_zip_new (fd, options, depth, cancellable, error);
  case PALIER_KIND_GZIP:
    return open_gzip (fd, options, depth, cancellable, error);
  case PALIER_KIND_OLE:
  case PALIER_KIND_BIFF:
    return palier_xls_new (fd, cancellable, error);
  case PALIER_KIND_VCARD:
    return palier_vcard_new (fd, options->encoding, cancellable, error);
  case PALIER_KIND_HTML:
    return palier_html_new (fd, options->encoding, cancellable, error);
  case PALIER_KIND_ODS_XML:
    return palier_ods_new_for_xml (fd, cancellable, error);
  case PALIER_KIND_POLIRIS:
    return palier_poliris_new (fd, options->encoding, cancellable, error);
  case PALIER_KIND_REFUSED:
    return refuse (fd, refusal, "the file begins like no table", error);
  case PALIER_KIND_TEXT:
  default:
    return palier_csv_new (fd, options, cancellable, error);
  }
}

/**
 * palier_table_open:
 * @fd: (transfer full): of a file, at its beginning
 * @depth: how many archives it stands in
 *
 * Tells by its content what a file is, and opens it; of several sheets the wanted one.
 *
 * Returns: (nullable): %NULL with a PALIER_IMPORT_ERROR, G_IO_ERROR_CANCELLED or G_CONVERT_ERROR
 */
PalierTable *
palier_table_open (int fd, const PalierReaderOptions *options, guint depth,
                   GCancellable *cancellable, GError **error)
{
  guint8 head[HEAD_BYTES];
  PalierImportError refusal = PALIER_IMPORT_ERROR_NOT_A_TABLE;
  gssize n = pread (fd, head, sizeof head, 0);

  if (n <= 0)
  {
    int problem = errno;
    close (fd);
    if (n < 0)
      return set_errno (error, problem), NULL;
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_EMPTY, "no byte");
    return NULL;
  }
  lseek (fd, 0, SEEK_SET);
  PalierKind kind = palier_sniff (head, (gsize) n, &refusal);
  g_autoptr (PalierTable) table = open_kind (fd, kind, refusal, options, depth, cancellable, error);
  if (table == NULL
      || (table->class->open_sheet != NULL
          && !palier_table_choose_sheet (table, options->sheet, error)))
    return NULL;
  return g_steal_pointer (&table);
}

/**
 * palier_table_open_file:
 * @path: of a file, or of a PalierSpool
 *
 * Returns: (nullable): %NULL with an error of palier_table_open()
 */
PalierTable *
palier_table_open_file (const char *path, const PalierReaderOptions *options,
                        GCancellable *cancellable, GError **error)
{
  struct stat status;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0)
    return set_errno (error, errno), NULL;
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
  {
    close (fd);
    return set_errno (error, S_ISDIR (status.st_mode) ? EISDIR : EINVAL), NULL;
  }
  return palier_table_open (fd, options, 0, cancellable, error);
}
