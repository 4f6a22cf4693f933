/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person's reply says: that nothing more is wanted, else whether it is a yes. */
#include <string.h>

#include "palier-incoming-private.h"

#define ALONE_MAX 7 /* words of a reply that says nothing but a word like "STOP" */

/* The reply's sentences, without those that are a newsletter's footer or about others' lists. */
static char *
drop_footers (const char *own)
{
  g_auto (GStrv) sentences = g_strsplit_set (own, ".\n!?;", -1);
  GString *out = g_string_new (NULL);

  for (char **one = sentences; *one != NULL; one++)
  {
    g_autoptr (PalierWords) words = palier_words_new (*one);
    if (!palier_words_have (words, PALIER_WORDS_UNSUBSCRIBE_FOOTER))
      g_string_append_printf (out, "%s\n", *one);
  }
  return g_string_free_and_steal (out);
}

static gboolean
is_alone (PalierWords *words, GPtrArray *decided)
{
  palier_words_take (words, PALIER_WORDS_COURTESY, NULL);
  guint n = palier_words_count (words);
  return n > 0 && n <= ALONE_MAX && palier_words_begin (words, PALIER_WORDS_UNSUBSCRIBE_ALONE, 3)
         && palier_words_take (words, PALIER_WORDS_UNSUBSCRIBE_ALONE, decided) > 0;
}

static gboolean
wants_out (const PalierIncomingCase *self, GPtrArray *decided)
{
  g_autofree char *text = drop_footers (self->own);
  g_autoptr (PalierWords) words = palier_words_new (text);

  if (palier_words_take (words, PALIER_WORDS_UNSUBSCRIBE, decided) > 0)
    return TRUE;
  if (palier_words_count (words) > 0)
    return is_alone (words, decided);
  /* The mail that List-Unsubscribe asks for says it in its subject. */
  g_autoptr (PalierWords) subject = palier_words_new (self->answers ? "" : self->parts->subject);
  return palier_words_take (subject, PALIER_WORDS_UNSUBSCRIBE, decided) > 0
         || is_alone (subject, decided);
}

/* In the order in which they are looked for, each section's words being gone before the next one;
 * of what is found the lowest rank decides. */
static const struct
{
  PalierWordsSection section;
  PalierReplyClass reply;
  guint rank;
} sections[] = {
  { PALIER_WORDS_LATER, PALIER_REPLY_LATER, 2 },
  { PALIER_WORDS_WRONG_PERSON, PALIER_REPLY_WRONG_PERSON, 1 },
  { PALIER_WORDS_NOT_INTERESTED, PALIER_REPLY_NOT_INTERESTED, 3 },
  { PALIER_WORDS_INTERESTED, PALIER_REPLY_INTERESTED, 4 },
  { PALIER_WORDS_LATER_WEAK, PALIER_REPLY_LATER, 5 },
  { PALIER_WORDS_INTERESTED_WEAK, PALIER_REPLY_INTERESTED, 6 },
};

static PalierReplyClass
classify (const char *own, GPtrArray *decided)
{
  g_autoptr (PalierWords) words = palier_words_new (own);
  PalierReplyClass reply = PALIER_REPLY_UNCLEAR;
  guint best = G_MAXUINT;

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
  {
    g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
    if (palier_words_take (words, sections[i].section, found) == 0 || sections[i].rank > best)
      continue;
    best = sections[i].rank;
    reply = sections[i].reply;
    g_ptr_array_set_size (decided, 0);
    g_ptr_array_extend_and_steal (decided, g_steal_pointer (&found));
  }
  return reply;
}

void
palier_incoming_judge_reply (const PalierIncomingCase *self, PalierIncoming *out)
{
  g_autoptr (GPtrArray) decided = g_ptr_array_new_with_free_func (g_free);

  out->kind = wants_out (self, decided) ? PALIER_INCOMING_UNSUBSCRIBE : PALIER_INCOMING_REPLY;
  if (out->kind == PALIER_INCOMING_REPLY)
    out->reply = classify (self->own, decided);
  g_ptr_array_add (decided, NULL);
  out->decided = (char **) g_ptr_array_steal (decided, NULL);
}
