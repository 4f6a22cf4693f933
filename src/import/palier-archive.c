/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ZIP file: a workbook, or an archive that holds tables. Those are shown as a workbook's sheets
 * are; their names are shown and never used as paths. */
#include "palier-archive.h"

#include <string.h>
#include <unistd.h>

#include "palier-ods.h"
#include "palier-spool.h"
#include "palier-xlsx-part.h"
#include "palier-xlsx.h"

#define MAX_MEMBERS 10000
#define MAX_TABLES 256

typedef struct
{
  PalierTable table;
  zip_t *archive;
  PalierReaderOptions options;
  char *encoding;
  char *delimiter;
  guint depth;
  GCancellable *cancellable; /* (nullable) */
  GArray *members;           /* guint64: index of each in the archive */
  PalierTable *inner;        /* (nullable) */
} PalierArchive;

static const PalierRow *
archive_next (PalierTable *table, GError **error)
{
  PalierArchive *self = (PalierArchive *) table;
  return self->inner->class->next (self->inner, error);
}

static double
archive_get_fraction (PalierTable *table)
{
  PalierArchive *self = (PalierArchive *) table;
  return self->inner->class->get_fraction (self->inner);
}

static const char *
archive_get_encoding (PalierTable *table)
{
  PalierArchive *self = (PalierArchive *) table;
  return palier_table_get_encoding (self->inner);
}

static const char *
archive_get_delimiter (PalierTable *table)
{
  PalierArchive *self = (PalierArchive *) table;
  return palier_table_get_delimiter (self->inner);
}

static gboolean
archive_get_known_field (PalierTable *table, guint column, PalierField *field)
{
  PalierArchive *self = (PalierArchive *) table;
  return palier_table_get_known_field (self->inner, column, field);
}

static gboolean
archive_open_sheet (PalierTable *table, guint index, GError **error)
{
  PalierArchive *self = (PalierArchive *) table;
  guint64 member = g_array_index (self->members, guint64, index);

  g_clear_pointer (&self->inner, palier_table_free);
  int fd = palier_spool_member (self->archive, member, self->cancellable, error);
  if (fd < 0)
    return FALSE;
  self->inner = palier_table_open (fd, &self->options, self->depth + 1, self->cancellable, error);
  if (self->inner == NULL)
    return FALSE;
  table->header_row = self->inner->header_row;
  table->is_text = self->inner->is_text;
  return TRUE;
}

static void
archive_free (PalierTable *table)
{
  PalierArchive *self = (PalierArchive *) table;

  g_clear_pointer (&self->inner, palier_table_free);
  zip_discard (self->archive);
  g_clear_object (&self->cancellable);
  g_array_unref (self->members);
  g_free (self->encoding);
  g_free (self->delimiter);
  g_free (self);
}

static const PalierTableClass archive_class = {
  .format = "zip",
  .next = archive_next,
  .get_fraction = archive_get_fraction,
  .free = archive_free,
  .open_sheet = archive_open_sheet,
  .get_encoding = archive_get_encoding,
  .get_delimiter = archive_get_delimiter,
  .get_known_field = archive_get_known_field,
};

/* Whether a file's name promises a table: what is not so named is not looked into. */
static gboolean
is_table_name (const char *name)
{
  static const char *const endings[] = { ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls",
                                         ".ods", ".vcf", ".htm", ".html", ".tab",  ".vcard" };
  g_autofree char *small = g_ascii_strdown (name, -1);
  const char *slash = strrchr (small, '/');
  const char *base = slash != NULL ? slash + 1 : small;

  if (*base == '.' || *base == '\0' || strstr (small, "__macosx/") != NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (base, endings[i]))
      return TRUE;
  return FALSE;
}

static void
add_members (PalierArchive *self)
{
  zip_int64_t n = MIN (zip_get_num_entries (self->archive, 0), MAX_MEMBERS);

  for (zip_int64_t i = 0; i < n && self->members->len < MAX_TABLES; i++)
  {
    const char *name = zip_get_name (self->archive, (zip_uint64_t) i, ZIP_FL_ENC_GUESS);
    guint64 index = (guint64) i;
    if (name == NULL || !g_utf8_validate (name, -1, NULL) || !is_table_name (name))
      continue;
    g_ptr_array_add (self->table.sheets, g_strdup (name));
    g_array_append_val (self->members, index);
  }
}

static PalierTable *
new_archive (zip_t *archive, const PalierReaderOptions *options, guint depth,
             GCancellable *cancellable, GError **error)
{
  PalierArchive *self = g_new0 (PalierArchive, 1);
  g_autoptr (PalierTable) table = &self->table;

  palier_table_init (table, &archive_class);
  self->archive = archive;
  self->encoding = g_strdup (options->encoding);
  self->delimiter = g_strdup (options->delimiter);
  self->options =
      (PalierReaderOptions) { self->encoding, self->delimiter, NULL, options->header_row };
  self->depth = depth;
  g_set_object (&self->cancellable, cancellable);
  self->members = g_array_new (FALSE, FALSE, sizeof (guint64));
  table->sheets = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  add_members (self);
  if (self->members->len > 0)
    return g_steal_pointer (&table);
  g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_ARCHIVE,
                       "an archive with no table in it");
  return NULL;
}

static gboolean
has_part (zip_t *archive, const char *name)
{
  return palier_xlsx_part_exists (archive, name);
}

/* What the parts of an archive show it to be, other than a table. */
static const struct
{
  const char *part;
  PalierImportError refusal;
} documents[] = {
  { "word/document.xml", PALIER_IMPORT_ERROR_DOCUMENT },
  { "ppt/presentation.xml", PALIER_IMPORT_ERROR_DOCUMENT },
  { "xl/workbook.bin", PALIER_IMPORT_ERROR_OLD_FORMAT },
  { "Index/Document.iwa", PALIER_IMPORT_ERROR_NUMBERS },
  { "Index.zip", PALIER_IMPORT_ERROR_NUMBERS },
  { "AndroidManifest.xml", PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "META-INF/container.xml", PALIER_IMPORT_ERROR_DOCUMENT },
};

static gboolean
is_workbook (zip_t *archive)
{
  return has_part (archive, "xl/workbook.xml") || has_part (archive, "xl/_rels/workbook.xml.rels")
         || (has_part (archive, "[Content_Types].xml") && has_part (archive, "_rels/.rels"));
}

static PalierTable *
open_archive (zip_t *archive, const PalierReaderOptions *options, guint depth,
              GCancellable *cancellable, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    if (has_part (archive, documents[i].part))
    {
      zip_discard (archive);
      g_set_error_literal (error, PALIER_IMPORT_ERROR, (int) documents[i].refusal,
                           documents[i].part);
      return NULL;
    }
  if (has_part (archive, "content.xml"))
    return palier_ods_new (archive, cancellable, error);
  if (is_workbook (archive))
    return palier_xlsx_new (archive, cancellable, error);
  if (depth == 0)
    return new_archive (archive, options, depth, cancellable, error);
  zip_discard (archive);
  g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_ARCHIVE,
                       "an archive within an archive");
  return NULL;
}

/**
 * palier_zip_new:
 * @fd: (transfer full)
 * @depth: how many archives it stands in
 *
 * Returns: (nullable): %NULL with a PALIER_IMPORT_ERROR or G_IO_ERROR_CANCELLED
 */
PalierTable *
palier_zip_new (int fd, const PalierReaderOptions *options, guint depth, GCancellable *cancellable,
                GError **error)
{
  int code = 0;
  zip_t *archive = zip_fdopen (fd, 0, &code);

  if (archive == NULL)
  {
    close (fd);
    g_set_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_DAMAGED, "archive: error %d",
                 code);
    return NULL;
  }
  return open_archive (archive, options, depth, cancellable, error);
}
