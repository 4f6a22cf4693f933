/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The elements of a set field, and the dots that say which device added and removed them. */
#include "palier-record-private.h"

#include <string.h>

PalierElement *
palier_element_new (const char *text, gsize length)
{
  PalierElement *self = g_new0 (PalierElement, 1);
  self->text = g_strndup (text, length);
  self->dots = g_array_new (FALSE, TRUE, sizeof (PalierDot));
  return self;
}

static void
element_free (gpointer data)
{
  PalierElement *self = data;
  g_free (self->text);
  g_array_unref (self->dots);
  g_free (self);
}

gboolean
palier_element_is_present (const PalierElement *self)
{
  for (guint i = 0; i < self->dots->len; i++)
  {
    const PalierDot *dot = &g_array_index (self->dots, PalierDot, i);
    if (dot->added > dot->removed)
      return TRUE;
  }
  return FALSE;
}

/* The dot of @device, made empty where there is none; the order by device is kept. */
PalierDot *
palier_element_ensure_dot (PalierElement *self, guint64 device)
{
  guint i = 0;
  PalierDot empty = { .device = device };

  while (i < self->dots->len && g_array_index (self->dots, PalierDot, i).device < device)
    i++;
  if (i == self->dots->len || g_array_index (self->dots, PalierDot, i).device != device)
    g_array_insert_val (self->dots, i, empty);
  return &g_array_index (self->dots, PalierDot, i);
}

gboolean
palier_record_is_set (const PalierRecord *self, guint field)
{
  return palier_kind_field (self->kind, field)->merge == PALIER_MERGE_SET;
}

/* Returns: (nullable): the element; @place is where it is or belongs */
PalierElement *
palier_record_find_element (const PalierRecord *self, guint field, const char *text, guint *place)
{
  GPtrArray *elements = self->fields[field].elements;
  guint low = 0, high = elements != NULL ? elements->len : 0;

  while (low < high)
  {
    guint middle = (low + high) / 2;
    PalierElement *element = g_ptr_array_index (elements, middle);
    int order = strcmp (element->text, text);
    if (order == 0)
    {
      *place = middle;
      return element;
    }
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  *place = low;
  return NULL;
}

PalierElement *
palier_record_ensure_element (PalierRecord *self, guint field, const char *text)
{
  guint place;
  PalierElement *element = palier_record_find_element (self, field, text, &place);

  if (element != NULL)
    return element;
  if (self->fields[field].elements == NULL)
    self->fields[field].elements = g_ptr_array_new_with_free_func (element_free);
  element = palier_element_new (text, strlen (text));
  g_ptr_array_insert (self->fields[field].elements, (int) place, element);
  return element;
}
