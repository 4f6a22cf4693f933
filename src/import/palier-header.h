/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-field.h"

G_BEGIN_DECLS

#define PALIER_MEANINGS_MAX 6

/* What a column's header says: the fields it may mean. Likelihoods are each by itself. */
typedef struct
{
  struct
  {
    PalierField field;
    double likelihood;
  } meanings[PALIER_MEANINGS_MAX]; /* in the order of the dictionary */
  guint n_meanings;
  double none;        /* how likely it is none of our fields; 0: it says nothing of that */
  gboolean plain;     /* it is the name and nothing else */
  gboolean further;   /* a second one of the kind: "2", home, other */
  gboolean partial;   /* words stand beside it that nobody knows, or that are only nearly known */
  gboolean property;  /* of the property, not of the person: "Adresse du bien" */
  const char *person; /* (nullable) (transfer none): whose it is: "locataire", "proprietaire" */
  gboolean sensitive; /* what the law protects more: health, belief, the social-security number */
} PalierHeaderMatch;

PalierHeaderMatch palier_header_match (const char *header);
gboolean palier_header_knows_word (const char *word);
double palier_header_likelihood (const PalierHeaderMatch *self, PalierField field);
double palier_header_best (const PalierHeaderMatch *self);
void palier_header_add_meanings (PalierHeaderMatch *self, const PalierHeaderMatch *other);

/* Which rows are the header. */
int palier_header_guess_row (GPtrArray *rows);
gboolean palier_header_has_groups (GPtrArray *rows, int header_row);
char **palier_header_join (char **groups, char **headers);

G_END_DECLS
