/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-criterion.h"

#include <string.h>

/* The part it counts in, the field by which a user makes it known (none where it comes from the
 * market or the calendar), and where its value is from. */
static const struct
{
  const char *name;
  PalierSubscore part;
  PalierField field;
  const char *source;
} criteria[] = {
  [PALIER_CRITERION_WEBSITE] = { "website", PALIER_SUBSCORE_DIGITAL, PALIER_FIELD_WEBSITE,
                                 "record" },
  [PALIER_CRITERION_SITE_QUALITY] = { "site_quality", PALIER_SUBSCORE_DIGITAL,
                                      PALIER_FIELD_SITE_HTTPS, "record" },
  [PALIER_CRITERION_PORTALS] = { "portals", PALIER_SUBSCORE_DIGITAL, PALIER_FIELD_PORTALS,
                                 "record" },
  [PALIER_CRITERION_SOCIAL] = { "social", PALIER_SUBSCORE_DIGITAL, PALIER_FIELD_SOCIAL_ACTIVE_AT,
                                "record" },
  [PALIER_CRITERION_SIZE] = { "size", PALIER_SUBSCORE_BUSINESS, PALIER_FIELD_STAFF, "record" },
  [PALIER_CRITERION_VOLUME] = { "volume", PALIER_SUBSCORE_BUSINESS, PALIER_FIELD_ACTIVE_LISTINGS,
                                "record" },
  [PALIER_CRITERION_POSITION] = { "position", PALIER_SUBSCORE_BUSINESS,
                                  PALIER_FIELD_MARKET_POSITION, "record" },
  [PALIER_CRITERION_GROWTH] = { "growth", PALIER_SUBSCORE_BUSINESS, PALIER_FIELD_GROWTH, "record" },
  [PALIER_CRITERION_EMAIL] = { "email", PALIER_SUBSCORE_DIGITAL, PALIER_FIELD_EMAIL, "record" },
  [PALIER_CRITERION_MOBILE] = { "mobile", PALIER_SUBSCORE_DIGITAL, PALIER_FIELD_MOBILE, "record" },
  [PALIER_CRITERION_CONSENT] = { "consent", PALIER_SUBSCORE_DIGITAL, PALIER_FIELD_LEGAL_BASIS,
                                 "consent" },
  [PALIER_CRITERION_ADDRESS] = { "address", PALIER_SUBSCORE_DIGITAL, PALIER_FIELD_STREET,
                                 "record" },
  [PALIER_CRITERION_PROJECT] = { "project", PALIER_SUBSCORE_BUSINESS, PALIER_FIELD_PROJECT,
                                 "record" },
  [PALIER_CRITERION_PROPERTY_VALUE] = { "property_value", PALIER_SUBSCORE_BUSINESS,
                                        PALIER_FIELD_ESTIMATED_VALUE_CENTS, "market" },
  [PALIER_CRITERION_HORIZON] = { "horizon", PALIER_SUBSCORE_BUSINESS, PALIER_FIELD_HORIZON_MONTHS,
                                 "record" },
  [PALIER_CRITERION_SOURCE] = { "source", PALIER_SUBSCORE_BUSINESS, PALIER_FIELD_NONE, "base" },
  [PALIER_CRITERION_SEASON] = { "season", PALIER_SUBSCORE_TIMING, PALIER_FIELD_NONE, "calendar" },
  [PALIER_CRITERION_MARKET] = { "market", PALIER_SUBSCORE_TIMING, PALIER_FIELD_NONE, "market" },
  [PALIER_CRITERION_ADOPTION] = { "adoption", PALIER_SUBSCORE_TIMING, PALIER_FIELD_NONE, "base" },
  [PALIER_CRITERION_RECENCY] = { "recency", PALIER_SUBSCORE_TIMING, PALIER_FIELD_LAST_SIGN_AT,
                                 "events" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (criteria) == PALIER_N_CRITERIA);

const char *
palier_criterion_name (PalierCriterion criterion)
{
  g_assert ((int) criterion >= 0 && criterion < PALIER_N_CRITERIA);
  return criteria[criterion].name;
}

/* PALIER_CRITERION_NONE for a name that is none. */
PalierCriterion
palier_criterion_from_name (const char *name)
{
  for (int i = 0; i < PALIER_N_CRITERIA; i++)
    if (strcmp (criteria[i].name, name) == 0)
      return i;
  return PALIER_CRITERION_NONE;
}

PalierSubscore
palier_criterion_part (PalierCriterion criterion)
{
  return criteria[criterion].part;
}

/* The field that makes it known, or PALIER_FIELD_NONE where no form can. */
PalierField
palier_criterion_field (PalierCriterion criterion)
{
  return criteria[criterion].field;
}

/* Where its value is from: record, consent, market, base, calendar, events. */
const char *
palier_criterion_source (PalierCriterion criterion)
{
  return criteria[criterion].source;
}
