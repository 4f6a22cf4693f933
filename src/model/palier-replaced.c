/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-replaced.h"

#include "palier-custom.h"

#define MEMBER "member"
#define COMPUTER "computer"

void
palier_replaced_free (PalierReplaced *self)
{
  g_free (self->field);
  g_free (self->value);
  g_free (self->now);
  g_free (self->member);
  g_free (self->computer);
  g_free (self);
}

/**
 * palier_author_dup_setting:
 * @device: palier_mark_device()
 *
 * Returns: (transfer full): the key of the setting that says who writes there
 */
char *
palier_author_dup_setting (guint64 device)
{
  return g_strdup_printf ("device:%016" G_GINT64_MODIFIER "x", device);
}

/**
 * palier_author_to_text:
 * @member: the address of an account
 * @computer: as it calls itself
 *
 * Returns: (transfer full): the setting's value
 */
char *
palier_author_to_text (const char *member, const char *computer)
{
  const char *const pairs[] = { COMPUTER, computer, MEMBER, member };

  return palier_custom_from_pairs (pairs, G_N_ELEMENTS (pairs));
}

/**
 * palier_author_read:
 * @text: (nullable): the setting's value, whoever wrote it
 * @member: (out) (nullable) (transfer full):
 * @computer: (out) (nullable) (transfer full):
 */
void
palier_author_read (const char *text, char **member, char **computer)
{
  *member = palier_custom_dup_text (text, MEMBER);
  *computer = palier_custom_dup_text (text, COMPUTER);
}
