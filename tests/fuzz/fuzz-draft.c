/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that anybody wrote, and a fact of an import: its first line is the subject, the second the
 * fact, the rest the body. Whatever they are, findings lie within the text, at borders of letters.
 */
#include "fuzz.h"
#include "palier-draft-check.h"

#include <string.h>

static PalierDraftContext *
context_of (const char *words, const char *channel)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);
  PalierFact *fact = palier_fact_new ();

  fact->key = g_strdup ("reference");
  fact->value = g_strdup (words);
  fact->display = g_strdup (words);
  fact->source = g_strdup ("user");
  fact->detail = g_strdup ("42 / 87");
  g_ptr_array_add (facts, fact);
  return palier_draft_context_new_from_facts (facts, channel, FALSE,
                                              G_GINT64_CONSTANT (1794484800) * 1000);
}

static void
check_place (const PalierCheck *check, const char *text)
{
  g_assert_true (check->start <= check->end && check->end <= strlen (text));
  g_assert_true (g_utf8_validate (text + check->start, (gssize) (check->end - check->start), NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  static const char *const channels[] = { "email", "sms", "linkedin", "letter" };

  if (length < 1)
    return 0;
  g_autofree char *bytes = g_strndup ((const char *) data + 1, length - 1);
  g_autofree char *text = g_utf8_make_valid (bytes, -1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 3);
  const char *subject = lines[0] != NULL ? lines[0] : "";
  const char *fact = lines[0] != NULL && lines[1] != NULL ? lines[1] : "";
  const char *body = *fact != '\0' && lines[2] != NULL ? lines[2] : "";
  g_autoptr (PalierDraftContext) context = context_of (fact, channels[data[0] % 4]);
  g_autoptr (GPtrArray) checks = palier_draft_check (context, subject, body);

  for (guint i = 0; i < checks->len; i++)
  {
    const PalierCheck *check = checks->pdata[i];
    check_place (check, check->in_subject ? subject : body);
  }
  return 0;
}
