/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model may write: read while it comes and when it is whole. The first byte chooses the
 * pieces. */
#include "fuzz.h"
#include "palier-ai-partial.h"
#include "palier-ai-variants.h"

#include <string.h>

static void
check_shown (const PalierAiPartial *partial)
{
  for (guint i = 0; i < palier_ai_partial_get_count (partial); i++)
    g_assert_true (g_utf8_validate (palier_ai_partial_get_subject (partial, i), -1, NULL)
                   && g_utf8_validate (palier_ai_partial_get_body (partial, i), -1, NULL));
}

static void
check_read (const char *text)
{
  static const char *const angles[] = { "service", "question", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) variants = palier_ai_variants_read (text, angles, &error);

  g_assert_true ((variants == NULL) == (error != NULL));
  for (guint i = 0; variants != NULL && i < variants->len; i++)
  {
    const PalierAiVariant *variant = variants->pdata[i];
    g_assert_true (g_str_equal (variant->angle, angles[i]) && *variant->subject != '\0');
    g_assert_true (g_utf8_validate (variant->subject, -1, NULL)
                   && g_utf8_validate (variant->body, -1, NULL));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autoptr (PalierAiPartial) partial = palier_ai_partial_new ();

  if (length < 2)
    return 0;
  g_autofree char *text = g_strndup ((const char *) data + 1, length - 1);
  gsize whole = strlen (text), piece = MAX (data[0], 1);
  for (gsize at = 0; at < whole; at += piece)
  {
    g_autofree char *part = g_strndup (text + at, piece);
    palier_ai_partial_feed (partial, part);
    check_shown (partial);
  }
  check_read (text);
  return 0;
}
