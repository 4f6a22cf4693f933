/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-header.h"

G_BEGIN_DECLS

/* What a word does that is no name itself. */
typedef enum
{
  PALIER_WORD_UNKNOWN,
  PALIER_WORD_BESIDE,    /* changes nothing */
  PALIER_WORD_FURTHER,   /* a second one of the kind */
  PALIER_WORD_OTHER,     /* makes it something else */
  PALIER_WORD_SENSITIVE, /* what the law protects more */
  PALIER_WORD_NAMING,    /* "nom" in "nom de la commune" */
} PalierWordKind;

typedef struct
{
  GHashTable *names; /* folded name → PalierHeaderMatch */
  GHashTable *forms; /* names in the singular and in one order → PalierHeaderMatch of all of them */
  GHashTable *words; /* word → WordKind */
  GHashTable *persons;  /* words for whom there may be several of */
  GHashTable *things;   /* words for a property */
  GHashTable *charges;  /* words beside somebody who serves */
  GPtrArray *sensitive; /* of the words those that are several, a blank before and behind */
  GHashTable *letters;  /* every word of a name, and of the above */
  GHashTable *same;     /* word → word or words that it is written for */
} PalierHeaderDictionary;

const PalierHeaderDictionary *palier_header_dictionary_get (void);
const PalierHeaderMatch *palier_header_dictionary_find (const PalierHeaderDictionary *self,
                                                        const char *name, double *factor);
PalierWordKind palier_header_dictionary_kind (const PalierHeaderDictionary *self, const char *word);
gboolean palier_header_dictionary_is_link (const char *word);

G_END_DECLS
