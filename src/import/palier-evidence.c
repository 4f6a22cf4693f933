/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How likely a column is a field: what its header says, as log-odds, plus what its values say. What
 * a header is known to mean weighs against all other fields, and so do values that are not of the
 * field: a column "Tél." full of e-mail addresses is not placed as a phone. */
#include "palier-evidence.h"

#include <math.h>

/* Log-odds of a field for a column without a header, with one that says nothing, that is known to
 * be none of ours, or that names another field. */
#define BLANK_HEADER (-3.5)
#define UNKNOWN_HEADER (-4.0)
#define OTHER_HEADER (-6.0)
#define ANOTHER_FIELD (-5.5)

#define SURELY 0.93 /* any list of names is as good as another from here on */

#define BESIDE_FIRST_NAMES 3.0 /* against whole names */
#define BESIDE_CONTACT 7.0     /* the same, of those who are mostly somebody else */
#define BESIDE_NAMES 2.0       /* the same beside other names */
#define BESIDE_COMPANIES 2.0   /* against a name being one of a firm */
#define EMPTY_COLUMN 0.7       /* against what has no value */
#define ONE_VALUE 8.0          /* against what everybody would share */
#define FEW_VALUES 2.0         /* against what some share: and for who is in charge of them */
#define MANY_VALUES 5.0        /* against who is in charge: hardly two have the same */
#define SORTED 1.0             /* for what sorts people */
#define OF_PEOPLE 2.0          /* against the founding of a firm */
#define FURTHER 1.2            /* against the first of a kind */
#define SAID_BEFORE 2.5        /* against what a column before is called as well */
#define BESIDE_TOWNS 3.0       /* against whole addresses as streets */
#define FOREIGN (-5.0)         /* for what another kind of values stands in */
#define YES_NO 5.0             /* against what is more than yes or no */
#define OF_FIRMS 1.5           /* in a file of people, against what firms have */
#define OF_ACTIVITY 1.5        /* in a register of firms, against sectors being places */
#define OF_BILLS 4.0           /* where there are bills, against prices being of properties */
#define OR_NONE 1.0            /* against what may as well be none of ours */

/* What values add to a field's log-odds where nearly all are such, and take away where none is. */
static const struct
{
  PalierField field;
  PalierContent content;
  double for_it;
  double against;
} evidence[] = {
  { PALIER_FIELD_EMAIL, PALIER_CONTENT_EMAIL, 5.5, -6 },
  { PALIER_FIELD_OTHER_EMAILS, PALIER_CONTENT_EMAIL, 2, -6 },
  { PALIER_FIELD_PHONE, PALIER_CONTENT_PHONE, 4.2, -5 },
  { PALIER_FIELD_OTHER_PHONES, PALIER_CONTENT_PHONE, 2, -5 },
  { PALIER_FIELD_MOBILE, PALIER_CONTENT_MOBILE, 4.6, -1.5 },
  { PALIER_FIELD_SIRET, PALIER_CONTENT_SIRET, 7, -6 },
  { PALIER_FIELD_SIREN, PALIER_CONTENT_SIREN, 5, -4 },
  { PALIER_FIELD_NAF, PALIER_CONTENT_NAF, 6, -3 },
  { PALIER_FIELD_POSTAL_CODE, PALIER_CONTENT_POSTAL_CODE, 4.6, -3 },
  { PALIER_FIELD_POSTAL_CODE, PALIER_CONTENT_TOWN, 4.4, 0 },
  { PALIER_FIELD_CITY, PALIER_CONTENT_CITY, 4.6, -0.5 },
  { PALIER_FIELD_COUNTRY, PALIER_CONTENT_COUNTRY, 5, -3 },
  { PALIER_FIELD_STREET, PALIER_CONTENT_STREET, 4.6, -0.5 },
  { PALIER_FIELD_STREET, PALIER_CONTENT_ADDRESS, 4.6, 0 },
  { PALIER_FIELD_WEBSITE, PALIER_CONTENT_URL, 4.6, -3 },
  { PALIER_FIELD_WEBSITE, PALIER_CONTENT_DEEP_LINK, -6, 0 },
  { PALIER_FIELD_LINKEDIN, PALIER_CONTENT_LINKEDIN, 6, -4 },
  { PALIER_FIELD_TITLE, PALIER_CONTENT_TITLE, 5.5, -3 },
  { PALIER_FIELD_FIRST_NAME, PALIER_CONTENT_FIRST_NAME, 4.6, -1 },
  { PALIER_FIELD_LAST_NAME, PALIER_CONTENT_SURNAME, 4.4, 0 },
  { PALIER_FIELD_LAST_NAME, PALIER_CONTENT_FULL_NAME, -3, 0 },
  { PALIER_FIELD_LAST_NAME, PALIER_CONTENT_COMPANY, -4.5, 0 },
  { PALIER_FIELD_FULL_NAME, PALIER_CONTENT_FULL_NAME, 4.6, -2 },
  { PALIER_FIELD_FULL_NAME, PALIER_CONTENT_SURNAME, 0.5, -2 },
  { PALIER_FIELD_FULL_NAME, PALIER_CONTENT_COMPANY, -4.5, 0 },
  { PALIER_FIELD_COMPANY, PALIER_CONTENT_COMPANY, 4.6, 0 },
  { PALIER_FIELD_BIRTHDATE, PALIER_CONTENT_DATE, 1, -3 },
  { PALIER_FIELD_CREATION_DATE, PALIER_CONTENT_DATE, 1, -2 },
  { PALIER_FIELD_SOCIAL_ACTIVE_AT, PALIER_CONTENT_DATE, 1, -3 },
  { PALIER_FIELD_SOURCE_DATE, PALIER_CONTENT_DATE, 1, -3 },
  { PALIER_FIELD_LAST_SIGN_AT, PALIER_CONTENT_DATE, 1, -3 },
  { PALIER_FIELD_CREATED_AT, PALIER_CONTENT_DATE, 1, -3 },
  { PALIER_FIELD_EMAIL_CONSENT_DATE, PALIER_CONTENT_DATE, 1, -3 },
  { PALIER_FIELD_EMAIL_CONSENT, PALIER_CONTENT_YES_NO, 1, -3 },
  { PALIER_FIELD_STAFF, PALIER_CONTENT_NUMBER, 1, -2 },
  { PALIER_FIELD_ACTIVE_LISTINGS, PALIER_CONTENT_NUMBER, 1, -3 },
  { PALIER_FIELD_SURFACE_M2, PALIER_CONTENT_NUMBER, 1, -3 },
  { PALIER_FIELD_ESTIMATED_VALUE_CENTS, PALIER_CONTENT_NUMBER, 1, -3 },
  { PALIER_FIELD_SOURCE_COST_CENTS, PALIER_CONTENT_NUMBER, 1, -3 },
  { PALIER_FIELD_NOTES, PALIER_CONTENT_LONG_TEXT, 2, 0 },
  { PALIER_FIELD_JOB, PALIER_CONTENT_JOB, 3, 0 },
  { PALIER_FIELD_OWNER, PALIER_CONTENT_FULL_NAME, 3, -1.6 },
  { PALIER_FIELD_OWNER, PALIER_CONTENT_FIRST_NAME, 1, -1.6 },
  { PALIER_FIELD_OWNER, PALIER_CONTENT_SURNAME, 1, -1.6 },
  { PALIER_FIELD_OWNER, PALIER_CONTENT_INITIALS, 1, -1.6 },
  { PALIER_FIELD_OWNER, PALIER_CONTENT_EMAIL, 2.5, -1.6 },
  { PALIER_FIELD_SOURCE, PALIER_CONTENT_SOURCE, 3, 0 },
  { PALIER_FIELD_HORIZON_MONTHS, PALIER_CONTENT_HORIZON, 3, 0 },
  { PALIER_FIELD_ZONES, PALIER_CONTENT_CITIES, 4.6, 0 },
  { PALIER_FIELD_ZONES, PALIER_CONTENT_AREA, 4.6, 0 },
  { PALIER_FIELD_ZONES, PALIER_CONTENT_CITY, 0.9, 0 },
  /* Numbers are none of these. */
  { PALIER_FIELD_JOB, PALIER_CONTENT_NUMBER, -4, 0 },
  { PALIER_FIELD_TAGS, PALIER_CONTENT_NUMBER, -4, 0 },
  { PALIER_FIELD_NOTES, PALIER_CONTENT_NUMBER, -4, 0 },
  { PALIER_FIELD_SOURCE, PALIER_CONTENT_NUMBER, -4, 0 },
  { PALIER_FIELD_OWNER, PALIER_CONTENT_NUMBER, -4, 0 },
  { PALIER_FIELD_COMPANY, PALIER_CONTENT_NUMBER, -4, 0 },
  { PALIER_FIELD_CITY, PALIER_CONTENT_NUMBER, -5, 0 },
  { PALIER_FIELD_COUNTRY, PALIER_CONTENT_NUMBER, -4, 0 },
  { PALIER_FIELD_FIRST_NAME, PALIER_CONTENT_NUMBER, -5, 0 },
  { PALIER_FIELD_LAST_NAME, PALIER_CONTENT_NUMBER, -5, 0 },
  { PALIER_FIELD_FULL_NAME, PALIER_CONTENT_NUMBER, -5, 0 },
  { PALIER_FIELD_PROPERTY_TYPES, PALIER_CONTENT_NUMBER, -5, 0 },
  { PALIER_FIELD_SPECIALIZATIONS, PALIER_CONTENT_NUMBER, -5, 0 },
  { PALIER_FIELD_PORTALS, PALIER_CONTENT_NUMBER, -5, 0 },
  { PALIER_FIELD_TOOLS, PALIER_CONTENT_NUMBER, -5, 0 },
  { PALIER_FIELD_PROJECT, PALIER_CONTENT_NUMBER, -5, 0 },
  { PALIER_FIELD_STAGE, PALIER_CONTENT_NUMBER, -4, 0 },
  { PALIER_FIELD_ESTIMATED_VALUE_CENTS, PALIER_CONTENT_SMALL_NUMBER, -4, 0 },
  /* What sorts by sex is no civility; nobody was entered into a file before there were any. */
  { PALIER_FIELD_TITLE, PALIER_CONTENT_SEX, -7, 0 },
  { PALIER_FIELD_CREATED_AT, PALIER_CONTENT_OLD_DATE, -4, 0 },
  { PALIER_FIELD_LAST_SIGN_AT, PALIER_CONTENT_OLD_DATE, -4, 0 },
  { PALIER_FIELD_SOURCE, PALIER_CONTENT_FULL_NAME, -3.5, 0 },
  { PALIER_FIELD_ESTIMATED_VALUE_CENTS, PALIER_CONTENT_PHONE, -5, 0 },
  { PALIER_FIELD_SURFACE_M2, PALIER_CONTENT_PHONE, -5, 0 },
  { PALIER_FIELD_ESTIMATED_VALUE_CENTS, PALIER_CONTENT_CENTS, -4, 0 },
  /* Towns and firms are none of these. */
  { PALIER_FIELD_CITY, PALIER_CONTENT_CITIES, -5, 0 },
  { PALIER_FIELD_STREET, PALIER_CONTENT_CITY, -4, 0 },
  { PALIER_FIELD_STREET, PALIER_CONTENT_PHONE, -5, 0 },
  { PALIER_FIELD_SOURCE, PALIER_CONTENT_CITY, -4, 0 },
  { PALIER_FIELD_OWNER, PALIER_CONTENT_CITY, -4, 0 },
  { PALIER_FIELD_OWNER, PALIER_CONTENT_SOURCE, -4, 0 },
  { PALIER_FIELD_NOTES, PALIER_CONTENT_URL, -5, 0 },
  { PALIER_FIELD_NOTES, PALIER_CONTENT_CITY, -5, 0 },
  { PALIER_FIELD_NOTES, PALIER_CONTENT_FULL_NAME, -4, 0 },
  { PALIER_FIELD_OWNER, PALIER_CONTENT_COMPANY, -4, 0 },
  { PALIER_FIELD_JOB, PALIER_CONTENT_CITY, -3, 0 },
  { PALIER_FIELD_STAGE, PALIER_CONTENT_CITY, -4, 0 },
};

/* What can hardly be anything else than what it looks like. */
static const PalierContent telling[] = { PALIER_CONTENT_EMAIL, PALIER_CONTENT_DATE,
                                         PALIER_CONTENT_URL,   PALIER_CONTENT_LINKEDIN,
                                         PALIER_CONTENT_SIRET, PALIER_CONTENT_FULL_NAME };

/* Values of which a part is enough: lists know few of the surnames and words of firms there are. */
static gboolean
is_partly_known (PalierContent content)
{
  return content == PALIER_CONTENT_SURNAME || content == PALIER_CONTENT_COMPANY
         || content == PALIER_CONTENT_FIRST_NAME || content == PALIER_CONTENT_STREET
         || content == PALIER_CONTENT_FULL_NAME || content == PALIER_CONTENT_OLD_DATE
         || content == PALIER_CONTENT_AREA || content == PALIER_CONTENT_SOURCE
         || content == PALIER_CONTENT_CITIES || content == PALIER_CONTENT_INITIALS
         || content == PALIER_CONTENT_HORIZON || content == PALIER_CONTENT_CENTS
         || content == PALIER_CONTENT_LONG_TEXT || content == PALIER_CONTENT_JOB;
}

/* What a share of @count values out of @n says; few values say less. */
static double
weigh (guint count, guint n, double for_it, double against, gboolean partly)
{
  double share = n > 0 ? (double) count / n : 0;
  double trust = n >= 3 ? 1 : n == 2 ? 0.9 : 0.75;

  if (n == 0)
    return 0;
  if (partly)
    share = MIN (1, share * 2);
  if (share >= 0.85)
    return for_it * trust;
  if (share >= 0.6)
    return for_it * 0.7 * trust;
  if (share >= 0.3)
    return for_it * 0.3 * trust;
  return share < 0.1 && n >= 2 ? against * trust : 0;
}

/* Whether yes and no are values of @field. */
static gboolean
takes_yes_no (PalierField field)
{
  return field == PALIER_FIELD_EMAIL_CONSENT || field == PALIER_FIELD_NOTES
         || (field >= PALIER_FIELD_SITE_HTTPS && field <= PALIER_FIELD_SITE_FRESH);
}

/* Whether values that are such may stand in @field: they speak for it, or anything may. */
static gboolean
may_hold (PalierField field, PalierContent content)
{
  if (field == PALIER_FIELD_CUSTOM || field == PALIER_FIELD_NOTES
      || (field == PALIER_FIELD_COMPANY && content == PALIER_CONTENT_FULL_NAME)
      || (field == PALIER_FIELD_TAGS && content == PALIER_CONTENT_FULL_NAME)
      || (field == PALIER_FIELD_JOB && content == PALIER_CONTENT_FULL_NAME))
    return content != PALIER_CONTENT_DATE;
  for (gsize i = 0; i < G_N_ELEMENTS (evidence); i++)
    if (evidence[i].field == field && evidence[i].content == content)
      return TRUE;
  return FALSE;
}

/* What values take away that are of another kind altogether. */
static double
contradict (const PalierEvidence *self, PalierField field)
{
  const PalierContentCounts *content = &self->content;
  double against = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (telling); i++)
    if (!may_hold (field, telling[i]))
      against = MIN (against, weigh (content->counts[telling[i]], content->n, FOREIGN, 0, FALSE));
  return against;
}

/* What people put in words of their own, of which the closed lists know some. */
static gboolean
is_put_freely (PalierField field)
{
  return field == PALIER_FIELD_STAGE || field == PALIER_FIELD_PROJECT
         || field == PALIER_FIELD_PROPERTY_TYPES;
}

/* Of several contents that speak for a field the strongest counts; those against it add up. Where
 * the header is sure, it says nothing that lists which know only some of such values know none. */
double
palier_evidence_seen (const PalierEvidence *self, PalierField field)
{
  const PalierContentCounts *content = &self->content;
  gboolean sure = palier_header_likelihood (&self->header, field) > 0.84;
  double best = -INFINITY, against = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (evidence); i++)
  {
    if (evidence[i].field != field)
      continue;
    guint count = content->counts[evidence[i].content];
    /* A single "F" makes sexes of all the "M" beside it. */
    if (evidence[i].content == PALIER_CONTENT_SEX && count > 0)
      count = content->n;
    gboolean partly = is_partly_known (evidence[i].content);
    double weight = weigh (count, content->n, evidence[i].for_it,
                           partly && sure ? 0 : evidence[i].against, partly);
    if (evidence[i].for_it < 0)
      against += weight;
    else
      best = MAX (best, weight);
  }
  if (palier_field_info (field)->choices != NULL)
  {
    double least = !sure ? -3 : is_put_freely (field) ? -1 : -2;
    best = weigh (content->choices[field], content->n, 2.5, least, is_put_freely (field));
  }
  if (!takes_yes_no (field) && palier_evidence_share (self, PALIER_CONTENT_YES_NO) >= 0.85)
    against -= YES_NO;
  return (isinf (best) ? 0 : best) + against + contradict (self, field);
}

static double
log_odds (double likelihood)
{
  return log (likelihood / (1 - likelihood));
}

/* What the header alone says of a field, in log-odds. */
double
palier_evidence_said (const PalierEvidence *self, PalierField field)
{
  const PalierHeaderMatch *header = &self->header;
  double likelihood = palier_header_likelihood (header, field);

  if (likelihood > 0)
    return log_odds (MIN (likelihood, SURELY)) - (header->none > likelihood ? OR_NONE : 0);
  if (header->n_meanings > 0)
    return palier_header_best (header) > 0.75 ? ANOTHER_FIELD : UNKNOWN_HEADER - 0.5;
  if (header->none > 0.5)
    return OTHER_HEADER;
  return self->blank_header ? BLANK_HEADER : UNKNOWN_HEADER;
}

/* What each person has for himself. */
static gboolean
is_own (PalierField field)
{
  return field == PALIER_FIELD_EMAIL || field == PALIER_FIELD_OTHER_EMAILS
         || field == PALIER_FIELD_PHONE || field == PALIER_FIELD_MOBILE
         || field == PALIER_FIELD_OTHER_PHONES || field == PALIER_FIELD_FULL_NAME
         || field == PALIER_FIELD_LAST_NAME || field == PALIER_FIELD_FIRST_NAME
         || field == PALIER_FIELD_LINKEDIN || field == PALIER_FIELD_SIRET;
}

/* Values that come again and again: of a few people in charge, not of those they are in charge of.
 */
static gboolean
has_few_values (const PalierContentCounts *content)
{
  return content->n >= 8 && content->n_distinct * 5 <= content->n * 2;
}

/* Values of which hardly one comes again: nobody is in charge of one person alone. */
static gboolean
has_many_values (const PalierContentCounts *content)
{
  return content->n >= 8 && content->n_distinct * 5 >= content->n * 4;
}

/* What the number of different values says. */
static double
variety (const PalierEvidence *self, PalierField field)
{
  const PalierContentCounts *content = &self->content;

  if (is_own (field) && content->n >= 4 && content->n_distinct == 1)
    return -ONE_VALUE;
  if (field == PALIER_FIELD_OWNER && has_many_values (content))
    return -MANY_VALUES;
  if (!has_few_values (content))
    return 0;
  if (field == PALIER_FIELD_OWNER && palier_header_likelihood (&self->header, field) > 0)
    return FEW_VALUES;
  if ((field == PALIER_FIELD_TAGS || field == PALIER_FIELD_SOURCE)
      && palier_header_likelihood (&self->header, field) > 0)
    return SORTED;
  return is_own (field) && field != PALIER_FIELD_FIRST_NAME && field != PALIER_FIELD_SIRET
             ? -FEW_VALUES
             : 0;
}

/* What the values say of @field: what they are, and how many differ; in log-odds. */
double
palier_evidence_support (const PalierEvidence *self, PalierField field)
{
  return palier_evidence_seen (self, field) + variety (self, field);
}

/* The log-odds of @field for the column. */
double
palier_evidence_odds (const PalierEvidence *self, PalierField field, PalierSurroundings around)
{
  double odds = palier_evidence_said (self, field) + palier_evidence_seen (self, field);
  gboolean further = field == PALIER_FIELD_OTHER_EMAILS || field == PALIER_FIELD_OTHER_PHONES;

  if (field == PALIER_FIELD_FULL_NAME && around.first_names)
    odds -= palier_header_likelihood (&self->header, field) < 0.89 ? BESIDE_CONTACT
                                                                   : BESIDE_FIRST_NAMES;
  else if (field == PALIER_FIELD_FULL_NAME && around.names
           && palier_header_likelihood (&self->header, field) < 0.78)
    odds -= BESIDE_NAMES;
  if (field == PALIER_FIELD_COMPANY && around.companies
      && palier_header_likelihood (&self->header, field) < 0.7)
    odds -= BESIDE_COMPANIES;
  if (field == PALIER_FIELD_ESTIMATED_VALUE_CENTS && around.billed)
    odds -= OF_BILLS;
  if (self->empty)
    odds -= EMPTY_COLUMN;
  odds += variety (self, field);
  gboolean of_people = (around.first_names || !around.registered)
                       && palier_evidence_share (self, PALIER_CONTENT_OLD_DATE) < 0.1;
  if (field == PALIER_FIELD_CREATION_DATE && of_people
      && palier_header_likelihood (&self->header, field) < 0.9)
    odds -= OF_PEOPLE;
  if ((field == PALIER_FIELD_PORTALS || field == PALIER_FIELD_TOOLS) && around.names
      && !around.companies)
    odds -= OF_FIRMS;
  if (field == PALIER_FIELD_ZONES && around.registered && !around.first_names
      && palier_header_likelihood (&self->header, field) < 0.75)
    odds -= OF_ACTIVITY;
  if (self->header.further && !further)
    odds -= FURTHER;
  if (self->said_before == field)
    odds -= SAID_BEFORE;
  if (field == PALIER_FIELD_STREET && around.towns
      && palier_evidence_share (self, PALIER_CONTENT_ADDRESS) >= 0.6)
    odds -= BESIDE_TOWNS;
  return odds;
}

/* How many of the values are such, 0 to 1. */
double
palier_evidence_share (const PalierEvidence *self, PalierContent content)
{
  return self->content.n > 0 ? (double) self->content.counts[content] / self->content.n : 0;
}

/* Whether the law protects more what stands here, by its header or by its values. */
gboolean
palier_evidence_is_sensitive (const PalierEvidence *self)
{
  return self->header.sensitive
         || (self->content.n >= 3 && palier_evidence_share (self, PALIER_CONTENT_NIR) >= 0.6);
}

const char *
palier_evidence_reason (const PalierEvidence *self, PalierField field)
{
  if (palier_evidence_said (self, field) <= -1)
    return "content";
  return palier_evidence_seen (self, field) > 0.5 ? "both" : "header";
}
