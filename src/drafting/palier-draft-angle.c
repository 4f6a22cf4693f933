/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-composer.h"

#include <stdio.h>

G_DEFINE_QUARK (palier-drafting-error-quark, palier_drafting_error)

/* The angles, in the order in which variants are shown; NULL-terminated. */
const char *const *
palier_composer_angles (void)
{
  static const char *const angles[] = { "local_proof", "service", "question", NULL };
  return angles;
}

/**
 * palier_drafting_error_line:
 * @error: of a template that cannot be read
 * @detail: (out) (transfer none) (nullable): what stands there
 *
 * Returns: the line that it names; 0: none
 */
guint
palier_drafting_error_line (const GError *error, const char **detail)
{
  guint line = 0;
  int end = 0;

  *detail = NULL;
  if (sscanf (error->message, "line %u: %n", &line, &end) < 1 || end == 0)
    return 0;
  if (error->message[end] != '\0')
    *detail = error->message + end;
  return line;
}
