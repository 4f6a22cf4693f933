/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The fields of a prospect, in the order in which a form shows them. Names (palier_field_name) are
 * those of JSON, of SQL columns and of the wire alike. */
typedef enum
{
  PALIER_FIELD_KIND, /* "agency" or "person" */
  PALIER_FIELD_COMPANY,
  PALIER_FIELD_TITLE, /* civility: "M.", "Mme" */
  PALIER_FIELD_FIRST_NAME,
  PALIER_FIELD_LAST_NAME,
  PALIER_FIELD_FULL_NAME, /* mapped and shown, never stored: it is split */
  PALIER_FIELD_JOB,
  PALIER_FIELD_EMAIL,
  PALIER_FIELD_PHONE,
  PALIER_FIELD_MOBILE,
  PALIER_FIELD_OTHER_EMAILS, /* sets of normal forms: what is known beside the three above */
  PALIER_FIELD_OTHER_PHONES,
  PALIER_FIELD_WEBSITE,
  PALIER_FIELD_LINKEDIN,
  PALIER_FIELD_SIRET,
  PALIER_FIELD_SIREN,
  PALIER_FIELD_NAF,
  PALIER_FIELD_STREET,
  PALIER_FIELD_POSTAL_CODE,
  PALIER_FIELD_CITY,
  PALIER_FIELD_INSEE_CODE,
  PALIER_FIELD_COUNTRY, /* ISO 3166-1 alpha-2 */
  PALIER_FIELD_BIRTHDATE,
  PALIER_FIELD_CREATION_DATE, /* of the firm */
  PALIER_FIELD_STAFF,
  PALIER_FIELD_TEAM_SIZE,       /* "1", "2-5", "6-20", "20+" */
  PALIER_FIELD_SPECIALIZATIONS, /* residential commercial luxury rental */
  PALIER_FIELD_PROPERTY_TYPES,  /* apartment house land commercial */
  PALIER_FIELD_ZONES,
  PALIER_FIELD_TOOLS, /* CRM and others in use */
  PALIER_FIELD_PORTALS,
  PALIER_FIELD_ACTIVE_LISTINGS,
  PALIER_FIELD_SOCIAL_ACTIVE_AT,
  PALIER_FIELD_SITE_HTTPS, /* the six checks of a site, each "yes" or "no" */
  PALIER_FIELD_SITE_FAST,
  PALIER_FIELD_SITE_MOBILE,
  PALIER_FIELD_SITE_LISTINGS,
  PALIER_FIELD_SITE_FORM,
  PALIER_FIELD_SITE_FRESH,
  PALIER_FIELD_MARKET_POSITION, /* leader challenger follower */
  PALIER_FIELD_GROWTH,          /* growing stable declining */
  PALIER_FIELD_PROJECT,         /* of a person: sell let buy other */
  PALIER_FIELD_HORIZON_MONTHS,
  PALIER_FIELD_ESTIMATED_VALUE_CENTS,
  PALIER_FIELD_SURFACE_M2,
  PALIER_FIELD_STAGE, /* prospect contacted engaged qualified demo opportunity customer lost
                         opted-out */
  PALIER_FIELD_OWNER,
  PALIER_FIELD_SOURCE,
  PALIER_FIELD_SOURCE_DATE,
  PALIER_FIELD_SOURCE_COST_CENTS,
  PALIER_FIELD_LEGAL_BASIS,   /* legitimate_interest consent contract */
  PALIER_FIELD_EMAIL_CONSENT, /* mapped, never stored: it becomes a row of consent */
  PALIER_FIELD_EMAIL_CONSENT_DATE,
  PALIER_FIELD_LAST_SIGN_AT,
  PALIER_FIELD_TAGS,
  PALIER_FIELD_NOTES,
  PALIER_FIELD_CUSTOM, /* what we have no field for: a JSON object of texts (palier-custom.h) */
  PALIER_FIELD_CREATED_AT,
  PALIER_N_FIELDS
} PalierField;

#define PALIER_FIELD_NONE ((PalierField) - 1)

/* How a value is written as text: always the same canonical form. */
typedef enum
{
  PALIER_TYPE_TEXT,
  PALIER_TYPE_LONG_TEXT, /* several lines */
  PALIER_TYPE_CHOICE,    /* one key of a closed list */
  PALIER_TYPE_SET,       /* keys or words, one a line, sorted, no repeats */
  PALIER_TYPE_EMAIL,
  PALIER_TYPE_PHONE, /* E.164 */
  PALIER_TYPE_URL,
  PALIER_TYPE_INTEGER,
  PALIER_TYPE_DATE, /* YYYY-MM-DD */
  PALIER_TYPE_TIME, /* UTC milliseconds since 1970, decimal */
  PALIER_TYPE_YES_NO,
  PALIER_TYPE_ID,   /* of another record: 36 characters */
  PALIER_TYPE_JSON, /* an object or an array, for what no query looks into */
} PalierFieldType;

/* How two devices' values become one. */
typedef enum
{
  PALIER_MERGE_LAST_WRITER,
  PALIER_MERGE_SET,  /* per element, an add wins over a concurrent remove */
  PALIER_MERGE_ONCE, /* written once, never changed: the first writer stays */
} PalierFieldMerge;

typedef struct
{
  PalierField field;
  const char *name;
  PalierFieldType type;
  PalierFieldMerge merge;
  gboolean personal;
  gboolean stored;
  const char *choices; /* (nullable): the closed list, separated by spaces */
} PalierFieldInfo;

const PalierFieldInfo *palier_field_info (PalierField field);
const char *palier_field_name (PalierField field);
PalierField palier_field_from_name (const char *name);
gboolean palier_field_has_choice (PalierField field, const char *key);

G_END_DECLS
