/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a column may be placed without anybody being asked. Odds tell what is likeliest; they
 * are right only where what they rest on is understood. A header that is wholly known, or values
 * that can hardly be anything else, are enough; a header of which a part is unknown needs values
 * that say the same; what neither carries is proposed. */
#include "palier-certainty.h"

#define FEW 3            /* values that say nothing by themselves */
#define NEARLY_ALL 0.8   /* a share of values */
#define MOST 0.45        /* the same, of what lists know only in part */
#define SURE_NAME 0.7    /* a header that is enough by itself */
#define NEARLY_NAMED 0.6 /* a header of which a part is unknown */
#define VAGUE_NAME 0.5   /* a header that means several things */
#define SUPPORT 1.0      /* what values must add to a name that is not sure, in log-odds */
#define BELIED (-1.5)    /* what values take away that are not of the field */
#define LEAD 0.25        /* how much less likely the next field must be, in log-odds */

/* Values that are of the field whatever the header says, and those that fit it where the header
 * names it in part. */
static const struct
{
  PalierField field;
  PalierContent content;
  gboolean specific;
} telling[] = {
  { PALIER_FIELD_EMAIL, PALIER_CONTENT_EMAIL, TRUE },
  { PALIER_FIELD_OTHER_EMAILS, PALIER_CONTENT_EMAIL, TRUE },
  { PALIER_FIELD_PHONE, PALIER_CONTENT_PHONE, TRUE },
  { PALIER_FIELD_MOBILE, PALIER_CONTENT_PHONE, TRUE },
  { PALIER_FIELD_OTHER_PHONES, PALIER_CONTENT_PHONE, TRUE },
  { PALIER_FIELD_SIRET, PALIER_CONTENT_SIRET, TRUE },
  { PALIER_FIELD_SIREN, PALIER_CONTENT_SIREN, TRUE },
  { PALIER_FIELD_NAF, PALIER_CONTENT_NAF, TRUE },
  { PALIER_FIELD_WEBSITE, PALIER_CONTENT_URL, TRUE },
  { PALIER_FIELD_LINKEDIN, PALIER_CONTENT_LINKEDIN, TRUE },
  { PALIER_FIELD_TITLE, PALIER_CONTENT_TITLE, TRUE },
  { PALIER_FIELD_POSTAL_CODE, PALIER_CONTENT_TOWN, TRUE },
  { PALIER_FIELD_POSTAL_CODE, PALIER_CONTENT_POSTAL_CODE, FALSE },
  { PALIER_FIELD_CITY, PALIER_CONTENT_CITY, FALSE },
  { PALIER_FIELD_COUNTRY, PALIER_CONTENT_COUNTRY, FALSE },
  { PALIER_FIELD_STREET, PALIER_CONTENT_STREET, FALSE },
  { PALIER_FIELD_STREET, PALIER_CONTENT_ADDRESS, FALSE },
  { PALIER_FIELD_COMPANY, PALIER_CONTENT_COMPANY, FALSE },
  { PALIER_FIELD_JOB, PALIER_CONTENT_JOB, FALSE },
  { PALIER_FIELD_NOTES, PALIER_CONTENT_LONG_TEXT, FALSE },
  { PALIER_FIELD_BIRTHDATE, PALIER_CONTENT_OLD_DATE, FALSE },
  { PALIER_FIELD_SOURCE, PALIER_CONTENT_SOURCE, FALSE },
  { PALIER_FIELD_HORIZON_MONTHS, PALIER_CONTENT_HORIZON, FALSE },
  { PALIER_FIELD_ZONES, PALIER_CONTENT_CITIES, FALSE },
  { PALIER_FIELD_ZONES, PALIER_CONTENT_AREA, FALSE },
  { PALIER_FIELD_EMAIL_CONSENT, PALIER_CONTENT_YES_NO, FALSE },
};

/* Whether the values tell @field. @alone: without any help of the header. */
static gboolean
is_told (const PalierEvidence *evidence, PalierField field, gboolean alone)
{
  const PalierContentCounts *content = &evidence->content;

  if (content->n < FEW)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (telling); i++)
    if (telling[i].field == field && (telling[i].specific || !alone)
        && palier_evidence_share (evidence, telling[i].content)
               >= (telling[i].specific ? NEARLY_ALL : MOST))
      return TRUE;
  return palier_field_info (field)->choices != NULL && !alone
         && content->choices[field] >= NEARLY_ALL * content->n;
}

/* Whether nearly all values are postal codes or towns. */
gboolean
palier_certainty_is_place (const PalierEvidence *evidence)
{
  return palier_evidence_share (evidence, PALIER_CONTENT_POSTAL_CODE) >= NEARLY_ALL
         || palier_evidence_share (evidence, PALIER_CONTENT_CITY) >= NEARLY_ALL;
}

/* Whether the header says that it is of surnames or first names. */
gboolean
palier_certainty_is_name (const PalierEvidence *evidence)
{
  return palier_header_likelihood (&evidence->header, PALIER_FIELD_LAST_NAME) >= SURE_NAME
         || palier_header_likelihood (&evidence->header, PALIER_FIELD_FIRST_NAME) >= SURE_NAME;
}

/* Whether the values have a meaning by the columns around them: a town beside its postal code, the
 * only column of people in the file. */
static gboolean
fits_in (const PalierEvidence *evidence, PalierField field, const PalierContext *context)
{
  const PalierContentCounts *content = &evidence->content;

  if (content->n < FEW)
    return FALSE;
  switch ((int) field)
  {
  case PALIER_FIELD_CITY:
  case PALIER_FIELD_POSTAL_CODE:
    return context->places && palier_certainty_is_place (evidence);
  case PALIER_FIELD_STREET:
  case PALIER_FIELD_COUNTRY:
    return context->places && is_told (evidence, field, FALSE);
  case PALIER_FIELD_FIRST_NAME:
    return (context->names || context->alone)
           && palier_evidence_share (evidence, PALIER_CONTENT_FIRST_NAME) >= NEARLY_ALL;
  case PALIER_FIELD_FULL_NAME:
    return context->alone && content->n_distinct >= NEARLY_ALL * content->n
           && palier_evidence_share (evidence, PALIER_CONTENT_FULL_NAME) >= NEARLY_ALL;
  case PALIER_FIELD_COMPANY:
    return context->alone && content->n_distinct >= NEARLY_ALL * content->n
           && is_told (evidence, field, FALSE);
  default:
    return FALSE;
  }
}

/* Whether the values speak for a field for which few words of headers stand in the way: amounts,
 * and the few people in charge. */
static gboolean
is_supported (const PalierEvidence *evidence, PalierField field)
{
  return (field == PALIER_FIELD_SURFACE_M2 || field == PALIER_FIELD_ESTIMATED_VALUE_CENTS
          || field == PALIER_FIELD_OWNER)
         && palier_evidence_support (evidence, field) >= SUPPORT;
}

/* Whether the values are not of @field, whatever the header says. */
gboolean
palier_certainty_is_belied (const PalierEvidence *evidence, PalierField field)
{
  return evidence->content.n >= FEW && palier_evidence_seen (evidence, field) < BELIED;
}

/**
 * palier_certainty_allows:
 * @evidence: of the column
 *
 * Returns: whether the column may be placed on @field; else it is only proposed
 */
gboolean
palier_certainty_allows (const PalierEvidence *evidence, PalierField field,
                         const PalierContext *context)
{
  const PalierHeaderMatch *header = &evidence->header;
  double named = palier_header_likelihood (header, field);

  if (context->lead < LEAD || palier_certainty_is_belied (evidence, field))
    return FALSE;
  if (evidence->blank_header)
    return TRUE;
  if (named == 0)
    return palier_header_best (header) < SURE_NAME
           && (is_told (evidence, field, TRUE)
               || (header->none == 0 && fits_in (evidence, field, context)));
  if (header->partial || named < VAGUE_NAME)
    return is_told (evidence, field, FALSE) || fits_in (evidence, field, context)
           || (named >= NEARLY_NAMED && is_supported (evidence, field));
  return named >= SURE_NAME || palier_evidence_support (evidence, field) >= SUPPORT;
}
