/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-composer.h"

G_DEFINE_QUARK (palier-drafting-error-quark, palier_drafting_error)

/* The angles, in the order in which variants are shown; NULL-terminated. */
const char *const *
palier_composer_angles (void)
{
  static const char *const angles[] = { "local_proof", "service", "question", NULL };
  return angles;
}
