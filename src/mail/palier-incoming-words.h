/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The sections of resources/mail/incoming.txt, which explains how a phrase is written. */
typedef enum
{
  PALIER_WORDS_ROBOT_NAME,
  PALIER_WORDS_BOUNCE_SUBJECT,
  PALIER_WORDS_BOUNCE,
  PALIER_WORDS_DELAYED,
  PALIER_WORDS_NO_SUCH_USER,
  PALIER_WORDS_MAILBOX_FULL,
  PALIER_WORDS_BLOCKED,
  PALIER_WORDS_PASSING,
  PALIER_WORDS_AUTO_SUBJECT,
  PALIER_WORDS_AUTO,
  PALIER_WORDS_AWAY,
  PALIER_WORDS_AWAY_FORMULA,
  PALIER_WORDS_ENGAGED,
  PALIER_WORDS_RECEIPT_SUBJECT,
  PALIER_WORDS_COURTESY,
  PALIER_WORDS_UNSUBSCRIBE,
  PALIER_WORDS_UNSUBSCRIBE_FOOTER,
  PALIER_WORDS_UNSUBSCRIBE_ALONE,
  PALIER_WORDS_WRONG_PERSON,
  PALIER_WORDS_NOT_INTERESTED,
  PALIER_WORDS_LATER,
  PALIER_WORDS_LATER_WEAK,
  PALIER_WORDS_INTERESTED,
  PALIER_WORDS_INTERESTED_WEAK,
  PALIER_N_WORDS
} PalierWordsSection;

/* The words of a text, folded; "." ends a sentence. */
typedef struct
{
  char *folded;
  GPtrArray *tokens; /* (element-type utf8): borrowed from @folded */
} PalierWords;

PalierWords *palier_words_new (const char *text);
void palier_words_free (PalierWords *self);
guint palier_words_count (const PalierWords *self);
gboolean palier_words_have (const PalierWords *self, PalierWordsSection section);
gboolean palier_words_begin (const PalierWords *self, PalierWordsSection section, guint within);
guint palier_words_take (PalierWords *self, PalierWordsSection section, GPtrArray *found);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierWords, palier_words_free)

G_END_DECLS
