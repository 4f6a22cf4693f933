/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-notice.h"

G_BEGIN_DECLS

/* A mail of the relay's own, with names in braces where something is filled in. */
typedef struct
{
  const char *subject;
  const char *text; /* (nullable): light Markdown */
} PalierSystemWords;

/* What is filled in, in part. */
typedef struct
{
  const char *forecast; /* a sentence, to the day that ends it */
  const char *inviter;  /* an agency without a name, that does something */
  const char *agency;   /* … that somebody has */
  const char *at;       /* before the name of an agency where an account is */
} PalierSystemPhrases;

const PalierSystemWords *palier_system_words_get (PalierNoticeKind kind, PalierLanguage language);
const PalierSystemPhrases *palier_system_words_get_phrases (PalierLanguage language);

G_END_DECLS
