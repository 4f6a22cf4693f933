/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-linkage-model.h"

G_BEGIN_DECLS

enum
{
  PALIER_CLASS_SAME,     /* person and firm */
  PALIER_CLASS_MOVED,    /* the person, at another firm */
  PALIER_CLASS_GROUP,    /* another person of the firm or household */
  PALIER_CLASS_STRANGER, /* neither */
  PALIER_N_CLASSES
};

/* Which distribution a feature has in a class. */
typedef enum
{
  PALIER_TIE_CHANCE, /* as among strangers */
  PALIER_TIE_SAME,   /* as within one person */
  PALIER_TIE_OWN,    /* learned for the class */
} PalierTie;

typedef enum
{
  PALIER_ROLE_PERSON,  /* a first name, a birth date: says who */
  PALIER_ROLE_FAMILY,  /* a last name, a mobile: who, but relatives and colleagues may share it */
  PALIER_ROLE_ADDRESS, /* an e-mail address: who, but it changes with the firm */
  PALIER_ROLE_LINE,    /* a landline: the firm's, or one that a person takes along */
  PALIER_ROLE_SITE,    /* a SIRET, a street, a switchboard: where */
  PALIER_ROLE_FREE,    /* an unknown column: to be learned */
} PalierRole;

typedef struct
{
  PalierRole role;
  float same[PALIER_N_LEVELS];   /* prior, within one person: different, weak, part, near, exact */
  float chance[PALIER_N_LEVELS]; /* prior, among strangers */
} PalierKnowledge;

typedef double PalierLevelShares[PALIER_N_LEVELS];

struct _PalierLinkageModel
{
  guint n_features;
  double n_records;
  gboolean of_firms;  /* records without names: the firm is who */
  gboolean has_sites; /* firms, addresses or homes are known, so that people may share them */
  PalierLevelShares strangers[PALIER_MAX_FEATURES]; /* counted, then as shares */
  PalierLevelShares shares[PALIER_N_CLASSES][PALIER_MAX_FEATURES];
  float bits[PALIER_MAX_FEATURES][PALIER_N_LEVELS][PALIER_N_CLASSES];
  float by_value[PALIER_MAX_FEATURES]
                [PALIER_N_CLASSES]; /* 1: an exact agreement is as likely as its value */
  double class_bits[PALIER_N_CLASSES];
  double n_doubles;   /* of how many pairs of one person was learned */
  GByteArray *levels; /* of the candidates, n_features each */
  GArray *chances;    /* (element-type float): likewise, in bits */
  GArray *weights;    /* (element-type float) */
};

const PalierKnowledge *palier_linkage_knowledge_of (guint feature);
PalierTie palier_linkage_model_get_tie (const PalierLinkageModel *self, guint feature, guint class);
void palier_linkage_model_set_bits (PalierLinkageModel *self);

/* Adds what each feature says to @out, in bits, of each class. @chances: of exact agreements, by
 * value. */
static inline void
palier_linkage_model_add_features (const PalierLinkageModel *self, const gint8 *levels,
                                   const float *chances, double out[PALIER_N_CLASSES])
{
  for (guint feature = 0; feature < self->n_features; feature++)
  {
    int level = levels[feature];
    if (level < 0)
      continue;
    const float *bits = self->bits[feature][level];
    for (guint class = 0; class < PALIER_N_CLASSES; class ++)
      out[class] += bits[class];
    if (level == PALIER_LEVEL_EXACT)
      for (guint class = 0; class < PALIER_N_CLASSES; class ++)
        out[class] += self->by_value[feature][class] * chances[feature];
  }
}

G_END_DECLS
