/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-ods-sheets.h"

#include <string.h>

#define MAX_SHEETS 1024
#define MAX_STYLES 65536

typedef struct
{
  XML_Parser parser;
  GHashTable *unseen;   /* (element-type utf8): styles of hidden sheets */
  char *style;          /* (nullable): the sheet style that is being read */
  GPtrArray *names;     /* of all tables */
  GArray *names_hidden; /* gboolean */
  guint depth;          /* of tables within tables */
} Lister;

static gboolean
is_attribute (const char **attributes, const char *local, const char *wanted)
{
  return g_strcmp0 (palier_xml_attribute (attributes, local), wanted) == 0;
}

/* Which sheets there are, and which of them are hidden: by a style that says so. */
static void
on_listed_cb (void *data, const XML_Char *name, const XML_Char **attributes)
{
  Lister *self = data;
  const char *local = palier_xml_local (name);

  if (strcmp (local, "style") == 0)
    g_set_str (&self->style, is_attribute (attributes, "family", "table")
                                 ? palier_xml_attribute (attributes, "name")
                                 : NULL);
  else if (strcmp (local, "table-properties") == 0 && self->style != NULL
           && is_attribute (attributes, "display", "false")
           && g_hash_table_size (self->unseen) < MAX_STYLES)
    g_hash_table_add (self->unseen, g_strdup (self->style));
  else if (strcmp (local, "table") == 0 && self->depth++ == 0 && self->names->len < MAX_SHEETS)
  {
    const char *title = palier_xml_attribute (attributes, "name");
    const char *style = palier_xml_attribute (attributes, "style-name");
    gboolean hidden = style != NULL && g_hash_table_contains (self->unseen, style);
    g_ptr_array_add (self->names, g_strdup (title != NULL ? title : ""));
    g_array_append_val (self->names_hidden, hidden);
  }
}

static void
on_listed_end_cb (void *data, const XML_Char *name)
{
  Lister *self = data;

  if (strcmp (palier_xml_local (name), "table") == 0)
    self->depth -= self->depth > 0;
}

static void
on_doctype_cb (void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public,
               int has_subset)
{
  Lister *self = data;
  XML_StopParser (self->parser, XML_FALSE);
}

/* Puts the sheets that can be seen before those that cannot. */
static void
order_sheets (Lister *self, GPtrArray *seen, GPtrArray *hidden_names, GArray *order)
{
  for (int hidden = 0; hidden < 2; hidden++)
    for (int i = 0; i < (int) self->names->len; i++)
      if (g_array_index (self->names_hidden, gboolean, i) == hidden)
      {
        g_ptr_array_add (hidden ? hidden_names : seen, g_strdup (self->names->pdata[i]));
        g_array_append_val (order, i);
      }
}

/**
 * palier_ods_list_sheets:
 * @part: at its beginning
 * @seen: (inout): the names of the sheets that can be seen are appended
 * @hidden: (inout): those of the others
 * @order: (inout) (element-type int): which table of the file each of these is, in that order
 *
 * Returns: FALSE with PALIER_IMPORT_ERROR_DAMAGED, _TOO_BIG or G_IO_ERROR_CANCELLED
 */
gboolean
palier_ods_list_sheets (PalierXlsxPart *part, GPtrArray *seen, GPtrArray *hidden, GArray *order,
                        GError **error)
{
  g_autoptr (GHashTable) unseen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) names_hidden = g_array_new (FALSE, FALSE, sizeof (gboolean));
  Lister lister = { .parser = palier_xlsx_part_get_parser (part),
                    .unseen = unseen,
                    .names = names,
                    .names_hidden = names_hidden };

  XML_SetUserData (lister.parser, &lister);
  XML_SetElementHandler (lister.parser, on_listed_cb, on_listed_end_cb);
  XML_SetStartDoctypeDeclHandler (lister.parser, on_doctype_cb);
  gboolean listed = palier_xlsx_part_run (part, error);
  g_free (lister.style);
  if (listed)
    order_sheets (&lister, seen, hidden, order);
  return listed;
}
