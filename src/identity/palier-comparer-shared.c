/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which values people of different names share. */
#include "palier-comparer-private.h"

/* An address may be made of a first name alone, so that two Rogers of a firm share it; a number is
 * not. */
static gboolean
have_different_names (PalierComparer *self, PalierTrait trait, guint32 a, guint32 b)
{
  const PalierText *x = palier_records_get (self->records, a);
  const PalierText *y = palier_records_get (self->records, b);
  PalierComparison found;

  palier_comparer_compare_names (self, x, y, &found);
  gint8 first = found.levels[PALIER_FEATURE_FIRST_NAME];
  gint8 last = found.levels[PALIER_FEATURE_LAST_NAME];
  return first == PALIER_LEVEL_DIFFERENT
         || (last == PALIER_LEVEL_DIFFERENT
             && (trait == PALIER_TRAIT_EMAIL || first < PALIER_LEVEL_NEAR));
}

/* Marks what the records hold in a trait and others of a different name hold too. @owners: of each
 * text the first record that has it, and one more than that, so that 0 is none. */
static void
mark_shared (PalierComparer *self, PalierTrait trait, guint32 *owners)
{
  for (guint32 record = 0; record < palier_records_get_n (self->records); record++)
  {
    PalierText text = palier_records_get (self->records, record)[trait];
    if (text == 0 || palier_comparer_is_shared (self, text))
      continue;
    if (owners[text] == 0)
      owners[text] = record + 1;
    else if (have_different_names (self, trait, owners[text] - 1, record))
      palier_text_pool_mark (self->pool, text, PALIER_TEXT_SHARED);
  }
}

void
palier_comparer_learn_shared (PalierComparer *self)
{
  static const PalierTrait traits[] = { PALIER_TRAIT_EMAIL, PALIER_TRAIT_PHONE,
                                        PALIER_TRAIT_PHONE_2, PALIER_TRAIT_PHONE_3 };
  g_autofree guint32 *owners = g_new0 (guint32, palier_text_pool_get_n (self->pool));

  for (gsize i = 0; i < G_N_ELEMENTS (traits); i++)
    mark_shared (self, traits[i], owners);
}
