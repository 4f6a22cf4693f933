/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-mask.h"

#include <string.h>

#include "palier-draft-facts.h"
#include "palier-french.h"

typedef struct
{
  const char *display; /* the fact's */
  char *capital;       /* (nullable): as it opens a sentence, where that differs */
  gsize length;
  gboolean figures; /* "Century 21": a name whose figures are no claim */
} Mask;

struct _PalierDraftMasks
{
  GArray *items; /* (element-type Mask), the longest first */
};

static void
mask_clear (gpointer mask)
{
  g_free (((Mask *) mask)->capital);
}

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  gsize x = ((const Mask *) a)->length, y = ((const Mask *) b)->length;

  return (x < y) - (x > y);
}

static void
add (PalierDraftMasks *self, const char *display)
{
  g_autofree char *capital = palier_french_sentence_case (display);
  Mask mask = { .display = display,
                .length = strlen (display),
                .figures = strpbrk (display, "0123456789") != NULL };

  if (strcmp (capital, display) != 0)
    mask.capital = g_steal_pointer (&capital);
  g_array_append_val (self->items, mask);
}

/**
 * palier_draft_masks_new:
 * @facts: (element-type PalierFact): they live as long as the masks
 *
 * Figures are left to be read: "300 annonces" also stands in "2 300 annonces".
 */
PalierDraftMasks *
palier_draft_masks_new (const GPtrArray *facts)
{
  PalierDraftMasks *self = g_new0 (PalierDraftMasks, 1);

  self->items = g_array_new (FALSE, FALSE, sizeof (Mask));
  g_array_set_clear_func (self->items, mask_clear);
  for (guint i = 0; i < facts->len; i++)
  {
    const char *display = ((const PalierFact *) facts->pdata[i])->display;
    if (g_unichar_isalpha (g_utf8_get_char (display)))
      add (self, display);
  }
  g_array_sort (self->items, compare_lengths);
  return self;
}

void
palier_draft_masks_free (PalierDraftMasks *self)
{
  g_array_unref (self->items);
  g_free (self);
}

static void
cover (char *text, const char *words, gsize length)
{
  for (const char *at = text; (at = palier_draft_find_words (text, at, words)) != NULL;)
    memset ((char *) at, ' ', length);
}

/**
 * palier_draft_mask:
 * @only_figures: only those with a figure in them
 *
 * Returns: (transfer full): @text with spaces for the facts' words in it, byte for byte, so that
 *   places stay
 */
char *
palier_draft_mask (const PalierDraftMasks *self, const char *text, gboolean only_figures)
{
  char *masked = g_strdup (text);

  for (guint i = 0; i < self->items->len; i++)
  {
    const Mask *mask = &g_array_index (self->items, Mask, i);
    if (only_figures && !mask->figures)
      continue;
    cover (masked, mask->display, mask->length);
    if (mask->capital != NULL)
      cover (masked, mask->capital, strlen (mask->capital));
  }
  return masked;
}
