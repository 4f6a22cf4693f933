/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of each feature before anything is learned: what it says, and how levels are
 * spread. */
#include "palier-linkage-model-private.h"

static const PalierTie ties[][PALIER_N_CLASSES] = {
  [PALIER_ROLE_PERSON] = { PALIER_TIE_SAME, PALIER_TIE_SAME, PALIER_TIE_CHANCE, PALIER_TIE_CHANCE },
  [PALIER_ROLE_FAMILY] = { PALIER_TIE_SAME, PALIER_TIE_SAME, PALIER_TIE_OWN, PALIER_TIE_CHANCE },
  [PALIER_ROLE_ADDRESS] = { PALIER_TIE_SAME, PALIER_TIE_OWN, PALIER_TIE_OWN, PALIER_TIE_CHANCE },
  [PALIER_ROLE_LINE] = { PALIER_TIE_SAME, PALIER_TIE_OWN, PALIER_TIE_OWN, PALIER_TIE_CHANCE },
  [PALIER_ROLE_SITE] = { PALIER_TIE_SAME, PALIER_TIE_CHANCE, PALIER_TIE_SAME, PALIER_TIE_CHANCE },
  [PALIER_ROLE_FREE] = { PALIER_TIE_SAME, PALIER_TIE_OWN, PALIER_TIE_OWN, PALIER_TIE_CHANCE },
};

static const PalierKnowledge known[PALIER_N_FEATURES] = {
  [PALIER_FEATURE_FIRST_NAME] = { PALIER_ROLE_PERSON,
                                  { 0.02f, 0.03f, 0.06f, 0.12f, 0.77f },
                                  { 0.92f, 0.03f, 0.03f, 0.01f, 0.01f } },
  [PALIER_FEATURE_LAST_NAME] = { PALIER_ROLE_FAMILY,
                                 { 0.02f, 0.03f, 0.04f, 0.12f, 0.79f },
                                 { 0.97f, 0.02f, 0.004f, 0.003f, 0.003f } },
  [PALIER_FEATURE_EMAIL] = { PALIER_ROLE_ADDRESS,
                             { 0.45f, 0.01f, 0.04f, 0.10f, 0.40f },
                             { 0.997f, 0.001f, 0.001f, 0.0005f, 0.0005f } },
  [PALIER_FEATURE_MOBILE] = { PALIER_ROLE_FAMILY,
                              { 0.10f, 0.02f, 0.01f, 0.07f, 0.80f },
                              { 0.998f, 0.001f, 0.0004f, 0.0003f, 0.0003f } },
  [PALIER_FEATURE_BIRTHDATE] = { PALIER_ROLE_PERSON,
                                 { 0.02f, 0.03f, 0.01f, 0.12f, 0.82f },
                                 { 0.987f, 0.01f, 0.001f, 0.001f, 0.001f } },
  [PALIER_FEATURE_LINKEDIN] = { PALIER_ROLE_PERSON,
                                { 0.05f, 0.01f, 0.01f, 0.03f, 0.90f },
                                { 0.95f, 0.03f, 0.01f, 0.008f, 0.002f } },
  [PALIER_FEATURE_COMPANY] = { PALIER_ROLE_SITE,
                               { 0.05f, 0.05f, 0.10f, 0.10f, 0.70f },
                               { 0.97f, 0.02f, 0.004f, 0.002f, 0.004f } },
  [PALIER_FEATURE_SIRET] = { PALIER_ROLE_SITE,
                             { 0.03f, 0.01f, 0.03f, 0.03f, 0.90f },
                             { 0.995f, 0.002f, 0.001f, 0.001f, 0.001f } },
  [PALIER_FEATURE_PHONE] = { PALIER_ROLE_LINE,
                             { 0.25f, 0.02f, 0.01f, 0.05f, 0.67f },
                             { 0.995f, 0.003f, 0.0005f, 0.0005f, 0.001f } },
  [PALIER_FEATURE_WEB] = { PALIER_ROLE_SITE,
                           { 0.10f, 0.01f, 0.04f, 0.05f, 0.80f },
                           { 0.99f, 0.004f, 0.002f, 0.001f, 0.003f } },
  [PALIER_FEATURE_STREET] = { PALIER_ROLE_SITE,
                              { 0.10f, 0.05f, 0.05f, 0.10f, 0.70f },
                              { 0.95f, 0.03f, 0.01f, 0.005f, 0.005f } },
  [PALIER_FEATURE_POSTAL_CODE] = { PALIER_ROLE_SITE,
                                   { 0.05f, 0.02f, 0.01f, 0.07f, 0.85f },
                                   { 0.94f, 0.02f, 0.01f, 0.01f, 0.02f } },
  [PALIER_FEATURE_CITY] = { PALIER_ROLE_SITE,
                            { 0.05f, 0.03f, 0.03f, 0.09f, 0.80f },
                            { 0.94f, 0.02f, 0.01f, 0.01f, 0.02f } },
};

/* Of an unknown column little is taken for granted. */
static const PalierKnowledge unknown = {
  PALIER_ROLE_FREE,
  { 0.15f, 0.05f, 0.05f, 0.10f, 0.65f },
  { 0.90f, 0.04f, 0.02f, 0.02f, 0.02f },
};

const PalierKnowledge *
palier_linkage_knowledge_of (guint feature)
{
  return feature < PALIER_N_FEATURES ? &known[feature] : &unknown;
}

/* Which distribution @feature has in @class. */
PalierTie
palier_linkage_model_get_tie (const PalierLinkageModel *self, guint feature, guint class)
{
  if (self->of_firms || !self->has_sites)
    return class == PALIER_CLASS_SAME ? PALIER_TIE_SAME : PALIER_TIE_CHANCE;
  return ties[palier_linkage_knowledge_of (feature)->role][class];
}
