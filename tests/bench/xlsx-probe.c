/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least that reading a sheet takes: unpack, parse, keep the shared strings, find each cell's
 * text. Nothing is checked or bounded. Prints cells and the bytes of their texts. */
#include <expat.h>
#include <glib.h>
#include <string.h>
#include <zip.h>

#define CHUNK (64 * 1024)

typedef struct
{
  GByteArray *strings;
  GArray *starts; /* guint32 */
  gboolean in_text;
  gboolean shared;
  GString *value;
  guint64 n_cells;
  guint64 n_bytes;
} Probe;

static void
on_string_start_cb (void *data, const XML_Char *name, const XML_Char **attributes)
{
  Probe *self = data;

  if (strcmp (name, "si") == 0)
    g_array_append_val (self->starts, self->strings->len);
  self->in_text = strcmp (name, "t") == 0;
}

static void
on_string_end_cb (void *data, const XML_Char *name)
{
  Probe *self = data;

  self->in_text = FALSE;
  if (strcmp (name, "si") == 0)
    g_byte_array_append (self->strings, (const guint8 *) "", 1);
}

static void
on_string_text_cb (void *data, const XML_Char *text, int length)
{
  Probe *self = data;

  if (self->in_text)
    g_byte_array_append (self->strings, (const guint8 *) text, (guint) length);
}

static void
on_cell_start_cb (void *data, const XML_Char *name, const XML_Char **attributes)
{
  Probe *self = data;

  if (strcmp (name, "c") == 0)
  {
    self->shared = FALSE;
    for (; *attributes != NULL; attributes += 2)
      if (strcmp (attributes[0], "t") == 0)
        self->shared = strcmp (attributes[1], "s") == 0;
    g_string_truncate (self->value, 0);
  }
  self->in_text = strcmp (name, "v") == 0 || strcmp (name, "t") == 0;
}

static void
on_cell_end_cb (void *data, const XML_Char *name)
{
  Probe *self = data;

  self->in_text = FALSE;
  if (strcmp (name, "c") != 0)
    return;
  const char *text = self->value->str;
  if (self->shared)
    text = (const char *) self->strings->data
           + g_array_index (self->starts, guint32, g_ascii_strtoull (text, NULL, 10));
  self->n_cells++;
  self->n_bytes += strlen (text);
}

static void
on_cell_text_cb (void *data, const XML_Char *text, int length)
{
  Probe *self = data;

  if (self->in_text)
    g_string_append_len (self->value, text, length);
}

static void
parse (Probe *self, zip_t *archive, const char *name, XML_StartElementHandler start,
       XML_EndElementHandler end, XML_CharacterDataHandler text)
{
  zip_file_t *file = zip_fopen (archive, name, 0);
  XML_Parser parser = XML_ParserCreate (NULL);
  zip_int64_t n;

  XML_SetUserData (parser, self);
  XML_SetElementHandler (parser, start, end);
  XML_SetCharacterDataHandler (parser, text);
  do
  {
    n = zip_fread (file, XML_GetBuffer (parser, CHUNK), CHUNK);
    XML_ParseBuffer (parser, (int) n, n == 0);
  } while (n > 0);
  XML_ParserFree (parser);
  zip_fclose (file);
}

int
main (int argc, char **argv)
{
  zip_t *archive = zip_open (argv[1], ZIP_RDONLY, NULL);
  Probe probe = { .strings = g_byte_array_new (),
                  .starts = g_array_new (FALSE, FALSE, sizeof (guint32)),
                  .value = g_string_new (NULL) };

  parse (&probe, archive, "xl/sharedStrings.xml", on_string_start_cb, on_string_end_cb,
         on_string_text_cb);
  parse (&probe, archive, "xl/worksheets/sheet1.xml", on_cell_start_cb, on_cell_end_cb,
         on_cell_text_cb);
  g_print ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", probe.n_cells, probe.n_bytes);
  g_byte_array_unref (probe.strings);
  g_array_unref (probe.starts);
  g_string_free (probe.value, TRUE);
  zip_discard (archive);
  return 0;
}
