/* SPDX-License-Identifier: GPL-3.0-or-later */
/* workbook.xml with its relations, styles.xml and sharedStrings.xml (ECMA-376 part 1, § 18). */
#include "palier-xlsx-book.h"

#include <stdlib.h>
#include <string.h>

#include "palier-cells.h"
#include "palier-xlsx-escape.h"

/* Bounds that no contact file comes near. */
#define MAX_STRING_BYTES (512 * 1024 * 1024)
#define MAX_STYLES 65536
#define MAX_SHEETS 1024
#define MAX_CELL (1 << 20)
#define BLOCK_BYTES (512 * 1024)

typedef struct
{
  PalierXlsxBook *book;
  XML_Parser parser;
  char *base;            /* folder of the workbook in the archive, with its slash */
  char *workbook;        /* path of the workbook */
  char *styles;          /* path of that part */
  char *shared;          /* path of the shared strings */
  GHashTable *relations; /* id → target */
  GHashTable *codes;     /* number format id → format code */
  gboolean in_cell_styles;
  gboolean in_text;
  guint phonetic; /* depth of reading aids, whose text is no part of the string */
  GString *string;
  char *at;      /* where the next string goes */
  gsize room;    /* behind it in its block */
  gsize n_bytes; /* of all blocks */
  gboolean too_big;
} Loader;

/* Keeps a text with its NUL. Blocks are neither moved nor grown, so that no more memory is taken at
 * any time than the texts need. */
static void
add_string (Loader *self, const char *text, gsize length)
{
  PalierXlsxBook *book = self->book;

  if (length + 1 > self->room)
  {
    self->room = MAX (BLOCK_BYTES, length + 1);
    self->at = g_malloc (self->room);
    self->n_bytes += self->room;
    g_ptr_array_add (book->blocks, self->at);
  }
  memcpy (self->at, text, length + 1);
  g_array_append_val (book->strings, self->at);
  self->at += length + 1;
  self->room -= length + 1;
  if (self->n_bytes + (gsize) book->strings->len * sizeof (char *) <= MAX_STRING_BYTES)
    return;
  self->too_big = TRUE;
  XML_StopParser (self->parser, XML_FALSE);
}

/* A relation's target to a name in the archive: absolute with "/", else beside the workbook. */
static char *
resolve (const char *base, const char *target)
{
  if (*target == '/')
    return g_strdup (target + 1);
  while (g_str_has_prefix (target, "./"))
    target += 2;
  if (g_str_has_prefix (target, "../"))
    return g_strdup (target + 3);
  return g_strconcat (base, target, NULL);
}

static void
on_root_relation_cb (void *data, const XML_Char *name, const XML_Char **attributes)
{
  Loader *self = data;
  const char *type = palier_xml_attribute (attributes, "Type");
  const char *target = palier_xml_attribute (attributes, "Target");

  if (type != NULL && target != NULL && g_str_has_suffix (type, "/officeDocument")
      && self->workbook == NULL)
    self->workbook = resolve ("", target);
}

static void
on_relation_cb (void *data, const XML_Char *name, const XML_Char **attributes)
{
  Loader *self = data;
  const char *id = palier_xml_attribute (attributes, "Id");
  const char *target = palier_xml_attribute (attributes, "Target");
  const char *type = palier_xml_attribute (attributes, "Type");

  if (target == NULL || type == NULL)
    return;
  if (g_str_has_suffix (type, "/styles") && self->styles == NULL)
    self->styles = resolve (self->base, target);
  else if (g_str_has_suffix (type, "/sharedStrings") && self->shared == NULL)
    self->shared = resolve (self->base, target);
  else if (id != NULL && g_str_has_suffix (type, "/worksheet")
           && g_hash_table_size (self->relations) < MAX_SHEETS * 4)
    g_hash_table_replace (self->relations, g_strdup (id), resolve (self->base, target));
}

/* The relation's id of a sheet is "r:id"; "sheetId" is another matter. */
static const char *
relation_id (const char **attributes)
{
  for (gsize i = 0; attributes[i] != NULL; i += 2)
    if (g_str_has_suffix (attributes[i], ":id"))
      return attributes[i + 1];
  return NULL;
}

static gboolean
is_true (const char *text)
{
  return text != NULL && (strcmp (text, "1") == 0 || g_ascii_strcasecmp (text, "true") == 0);
}

static void
on_workbook_cb (void *data, const XML_Char *name, const XML_Char **attributes)
{
  Loader *self = data;
  const char *local = palier_xml_local (name);

  if (strcmp (local, "workbookPr") == 0)
    self->book->since_1904 = is_true (palier_xml_attribute (attributes, "date1904"));
  if (strcmp (local, "sheet") != 0
      || self->book->names->len + self->book->hidden_names->len >= MAX_SHEETS)
    return;
  const char *title = palier_xml_attribute (attributes, "name");
  const char *state = palier_xml_attribute (attributes, "state");
  const char *id = relation_id (attributes);
  const char *path = id != NULL ? g_hash_table_lookup (self->relations, id) : NULL;
  /* Sheets of charts and macros have no relation of that kind. */
  if (title == NULL || path == NULL)
    return;
  gboolean hidden = state != NULL && g_ascii_strcasecmp (state, "hidden") == 0;
  hidden = hidden || (state != NULL && g_ascii_strcasecmp (state, "veryHidden") == 0);
  g_ptr_array_add (hidden ? self->book->hidden_names : self->book->names, g_strdup (title));
  g_ptr_array_add (hidden ? self->book->hidden_paths : self->book->paths, g_strdup (path));
}

static PalierXlsxFormat
format_of_id (Loader *self, int id)
{
  const char *code = g_hash_table_lookup (self->codes, GINT_TO_POINTER (id));
  return code != NULL ? palier_xlsx_format_of_code (code) : palier_xlsx_format_of_id (id);
}

static void
on_style_start_cb (void *data, const XML_Char *name, const XML_Char **attributes)
{
  Loader *self = data;
  const char *local = palier_xml_local (name);
  const char *id = palier_xml_attribute (attributes, "numFmtId");

  if (strcmp (local, "cellXfs") == 0)
    self->in_cell_styles = TRUE;
  else if (strcmp (local, "numFmt") == 0)
  {
    const char *code = palier_xml_attribute (attributes, "formatCode");
    if (id != NULL && code != NULL && g_hash_table_size (self->codes) < MAX_STYLES)
      g_hash_table_replace (self->codes, GINT_TO_POINTER (atoi (id)), g_strdup (code));
  }
  else if (strcmp (local, "xf") == 0 && self->in_cell_styles
           && self->book->formats->len < MAX_STYLES)
  {
    PalierXlsxFormat format = id != NULL ? format_of_id (self, atoi (id)) : PALIER_XLSX_NUMBER;
    g_array_append_val (self->book->formats, format);
  }
}

static void
on_style_end_cb (void *data, const XML_Char *name)
{
  Loader *self = data;

  if (strcmp (palier_xml_local (name), "cellXfs") == 0)
    self->in_cell_styles = FALSE;
}

static void
on_string_start_cb (void *data, const XML_Char *name, const XML_Char **attributes)
{
  Loader *self = data;
  const char *local = palier_xml_local (name);

  if (strcmp (local, "si") == 0)
    g_string_truncate (self->string, 0);
  else if (strcmp (local, "rPh") == 0)
    self->phonetic++;
  else if (strcmp (local, "t") == 0)
    self->in_text = self->phonetic == 0;
}

static void
on_string_end_cb (void *data, const XML_Char *name)
{
  Loader *self = data;
  const char *local = palier_xml_local (name);

  if (strcmp (local, "t") == 0)
    self->in_text = FALSE;
  else if (strcmp (local, "rPh") == 0)
    self->phonetic -= self->phonetic > 0;
  else if (strcmp (local, "si") == 0)
  {
    g_string_truncate (self->string, palier_xlsx_unescape (self->string->str, self->string->len));
    add_string (self, self->string->str, self->string->len);
  }
}

static void
on_string_text_cb (void *data, const XML_Char *text, int length)
{
  Loader *self = data;
  gsize room = MAX_CELL - MIN (self->string->len, MAX_CELL);

  if (self->in_text)
    g_string_append_len (self->string, text,
                         (gssize) palier_cut_length (text, (gsize) length, room));
}

/* A workbook declares no types of its own: whoever does wants entities to grow. */
static void
on_doctype_cb (void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public,
               int has_subset)
{
  Loader *self = data;
  XML_StopParser (self->parser, XML_FALSE);
}

static gboolean
load_part (Loader *self, zip_t *archive, const char *name, XML_StartElementHandler start,
           XML_EndElementHandler end, XML_CharacterDataHandler text, GCancellable *cancellable,
           GError **error)
{
  g_autoptr (PalierXlsxPart) part = palier_xlsx_part_open (archive, name, cancellable, error);
  if (part == NULL)
    return FALSE;
  self->parser = palier_xlsx_part_get_parser (part);
  XML_SetUserData (self->parser, self);
  XML_SetStartDoctypeDeclHandler (self->parser, on_doctype_cb);
  XML_SetElementHandler (self->parser, start, end);
  XML_SetCharacterDataHandler (self->parser, text);
  if (palier_xlsx_part_run (part, error))
    return TRUE;
  if (self->too_big)
  {
    g_clear_error (error);
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_TOO_BIG,
                         "too much text in the workbook");
  }
  return FALSE;
}

/* Where the workbook's part is, and the folder it stands in. */
static gboolean
find_workbook (Loader *self, zip_t *archive, GCancellable *cancellable, GError **error)
{
  if (palier_xlsx_part_exists (archive, "_rels/.rels")
      && !load_part (self, archive, "_rels/.rels", on_root_relation_cb, NULL, NULL, cancellable,
                     error))
    return FALSE;
  if (self->workbook == NULL)
    self->workbook = g_strdup ("xl/workbook.xml");
  const char *slash = strrchr (self->workbook, '/');
  self->base = slash != NULL ? g_strndup (self->workbook, (gsize) (slash + 1 - self->workbook))
                             : g_strdup ("");
  if (!g_str_has_suffix (self->workbook, ".bin"))
    return TRUE;
  g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_OLD_FORMAT, "xlsb");
  return FALSE;
}

/* The path of a part that stands beside the workbook. */
static char *
beside (Loader *self, const char *name)
{
  return g_strconcat (self->base, name, NULL);
}

/* Where the list of sheets cannot be read, the sheets themselves may be. */
static void
add_stray_sheets (Loader *self, zip_t *archive)
{
  g_autofree char *folder = beside (self, "worksheets/sheet");
  zip_int64_t n = zip_get_num_entries (archive, 0);

  for (zip_int64_t i = 0; i < n && self->book->names->len < MAX_SHEETS; i++)
  {
    const char *name = zip_get_name (archive, (zip_uint64_t) i, ZIP_FL_ENC_GUESS);
    if (name == NULL || !g_utf8_validate (name, -1, NULL) || !g_str_has_prefix (name, folder)
        || !g_str_has_suffix (name, ".xml"))
      continue;
    const char *base = strrchr (name, '/') + 1;
    g_ptr_array_add (self->book->names, g_strndup (base, strlen (base) - 4));
    g_ptr_array_add (self->book->paths, g_strdup (name));
  }
}

static gboolean
load_sheets (Loader *self, zip_t *archive, GCancellable *cancellable, GError **error)
{
  g_autofree char *rels_name =
      g_strconcat (self->base, "_rels/", self->workbook + strlen (self->base), ".rels", NULL);
  g_autoptr (GError) problem = NULL;

  if (load_part (self, archive, rels_name, on_relation_cb, NULL, NULL, cancellable, &problem)
      && load_part (self, archive, self->workbook, on_workbook_cb, NULL, NULL, cancellable,
                    &problem))
    return TRUE;
  if (g_error_matches (problem, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_DAMAGED))
    add_stray_sheets (self, archive);
  if (self->book->names->len > 0)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
load_all (Loader *self, zip_t *archive, GCancellable *cancellable, GError **error)
{
  if (!find_workbook (self, archive, cancellable, error)
      || !load_sheets (self, archive, cancellable, error))
    return FALSE;
  if (self->styles == NULL)
    self->styles = beside (self, "styles.xml");
  if (self->shared == NULL)
    self->shared = beside (self, "sharedStrings.xml");
  if (palier_xlsx_part_exists (archive, self->styles)
      && !load_part (self, archive, self->styles, on_style_start_cb, on_style_end_cb, NULL,
                     cancellable, error))
    return FALSE;
  return !palier_xlsx_part_exists (archive, self->shared)
         || load_part (self, archive, self->shared, on_string_start_cb, on_string_end_cb,
                       on_string_text_cb, cancellable, error);
}

/**
 * palier_xlsx_book_load:
 *
 * Returns: (nullable): %NULL with PALIER_IMPORT_ERROR_NOT_A_TABLE, _OLD_FORMAT, _ENCRYPTED,
 *   _DAMAGED, _TOO_BIG, or G_IO_ERROR_CANCELLED
 */
PalierXlsxBook *
palier_xlsx_book_load (zip_t *archive, GCancellable *cancellable, GError **error)
{
  g_autoptr (PalierXlsxBook) self = g_new0 (PalierXlsxBook, 1);
  Loader loader = { .book = self };

  self->names = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->hidden_names = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  self->hidden_paths = g_ptr_array_new_with_free_func (g_free);
  self->formats = g_array_new (FALSE, FALSE, sizeof (PalierXlsxFormat));
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->strings = g_array_new (FALSE, FALSE, sizeof (char *));
  loader.string = g_string_new (NULL);
  loader.relations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  loader.codes = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  gboolean loaded = load_all (&loader, archive, cancellable, error);
  g_hash_table_unref (loader.relations);
  g_hash_table_unref (loader.codes);
  g_string_free (loader.string, TRUE);
  g_free (loader.base);
  g_free (loader.workbook);
  g_free (loader.styles);
  g_free (loader.shared);
  return loaded ? g_steal_pointer (&self) : NULL;
}

void
palier_xlsx_book_free (PalierXlsxBook *self)
{
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->hidden_names);
  g_ptr_array_unref (self->hidden_paths);
  g_array_unref (self->formats);
  g_ptr_array_unref (self->blocks);
  g_array_unref (self->strings);
  g_free (self);
}

/* (nullable): the shared string of that number */
const char *
palier_xlsx_book_get_string (const PalierXlsxBook *self, guint64 index)
{
  return index < self->strings->len ? g_array_index (self->strings, const char *, (guint) index)
                                    : NULL;
}
