/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table of a prospect's fields. JSON, SQL, import, sync and the pages all read it. */
#include "palier-field.h"

#include <string.h>

static const PalierFieldInfo fields[] = {
  { PALIER_FIELD_KIND, "kind", PALIER_TYPE_CHOICE, PALIER_MERGE_LAST_WRITER, FALSE, TRUE,
    "agency person" },
  { PALIER_FIELD_COMPANY, "company", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, FALSE, TRUE,
    NULL },
  { PALIER_FIELD_TITLE, "title", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, TRUE, TRUE, NULL },
  { PALIER_FIELD_FIRST_NAME, "first_name", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, TRUE, TRUE,
    NULL },
  { PALIER_FIELD_LAST_NAME, "last_name", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, TRUE, TRUE,
    NULL },
  { PALIER_FIELD_FULL_NAME, "full_name", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, TRUE, FALSE,
    NULL },
  { PALIER_FIELD_JOB, "job", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, TRUE, TRUE, NULL },
  { PALIER_FIELD_EMAIL, "email", PALIER_TYPE_EMAIL, PALIER_MERGE_LAST_WRITER, TRUE, TRUE, NULL },
  { PALIER_FIELD_PHONE, "phone", PALIER_TYPE_PHONE, PALIER_MERGE_LAST_WRITER, TRUE, TRUE, NULL },
  { PALIER_FIELD_MOBILE, "mobile", PALIER_TYPE_PHONE, PALIER_MERGE_LAST_WRITER, TRUE, TRUE, NULL },
  { PALIER_FIELD_WEBSITE, "website", PALIER_TYPE_URL, PALIER_MERGE_LAST_WRITER, FALSE, TRUE, NULL },
  { PALIER_FIELD_LINKEDIN, "linkedin", PALIER_TYPE_URL, PALIER_MERGE_LAST_WRITER, TRUE, TRUE,
    NULL },
  { PALIER_FIELD_SIRET, "siret", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, FALSE, TRUE, NULL },
  { PALIER_FIELD_SIREN, "siren", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, FALSE, TRUE, NULL },
  { PALIER_FIELD_NAF, "naf", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, FALSE, TRUE, NULL },
  { PALIER_FIELD_STREET, "street", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, TRUE, TRUE, NULL },
  { PALIER_FIELD_POSTAL_CODE, "postal_code", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, FALSE,
    TRUE, NULL },
  { PALIER_FIELD_CITY, "city", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, FALSE, TRUE, NULL },
  { PALIER_FIELD_INSEE_CODE, "insee_code", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, FALSE, TRUE,
    NULL },
  { PALIER_FIELD_COUNTRY, "country", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, FALSE, TRUE,
    NULL },
  { PALIER_FIELD_BIRTHDATE, "birthdate", PALIER_TYPE_DATE, PALIER_MERGE_LAST_WRITER, TRUE, TRUE,
    NULL },
  { PALIER_FIELD_CREATION_DATE, "creation_date", PALIER_TYPE_DATE, PALIER_MERGE_LAST_WRITER, FALSE,
    TRUE, NULL },
  { PALIER_FIELD_STAFF, "staff", PALIER_TYPE_INTEGER, PALIER_MERGE_LAST_WRITER, FALSE, TRUE, NULL },
  { PALIER_FIELD_TEAM_SIZE, "team_size", PALIER_TYPE_CHOICE, PALIER_MERGE_LAST_WRITER, FALSE, TRUE,
    "1 2-5 6-20 20+" },
  { PALIER_FIELD_SPECIALIZATIONS, "specializations", PALIER_TYPE_SET, PALIER_MERGE_SET, FALSE, TRUE,
    "residential commercial luxury rental" },
  { PALIER_FIELD_PROPERTY_TYPES, "property_types", PALIER_TYPE_SET, PALIER_MERGE_SET, FALSE, TRUE,
    "apartment house land commercial" },
  { PALIER_FIELD_ZONES, "zones", PALIER_TYPE_SET, PALIER_MERGE_SET, FALSE, TRUE, NULL },
  { PALIER_FIELD_TOOLS, "tools", PALIER_TYPE_SET, PALIER_MERGE_SET, FALSE, TRUE, NULL },
  { PALIER_FIELD_PORTALS, "portals", PALIER_TYPE_SET, PALIER_MERGE_SET, FALSE, TRUE, NULL },
  { PALIER_FIELD_ACTIVE_LISTINGS, "active_listings", PALIER_TYPE_INTEGER, PALIER_MERGE_LAST_WRITER,
    FALSE, TRUE, NULL },
  { PALIER_FIELD_SOCIAL_ACTIVE_AT, "social_active_at", PALIER_TYPE_DATE, PALIER_MERGE_LAST_WRITER,
    FALSE, TRUE, NULL },
  { PALIER_FIELD_SITE_HTTPS, "site_https", PALIER_TYPE_YES_NO, PALIER_MERGE_LAST_WRITER, FALSE,
    TRUE, NULL },
  { PALIER_FIELD_SITE_FAST, "site_fast", PALIER_TYPE_YES_NO, PALIER_MERGE_LAST_WRITER, FALSE, TRUE,
    NULL },
  { PALIER_FIELD_SITE_MOBILE, "site_mobile", PALIER_TYPE_YES_NO, PALIER_MERGE_LAST_WRITER, FALSE,
    TRUE, NULL },
  { PALIER_FIELD_SITE_LISTINGS, "site_listings", PALIER_TYPE_YES_NO, PALIER_MERGE_LAST_WRITER,
    FALSE, TRUE, NULL },
  { PALIER_FIELD_SITE_FORM, "site_form", PALIER_TYPE_YES_NO, PALIER_MERGE_LAST_WRITER, FALSE, TRUE,
    NULL },
  { PALIER_FIELD_SITE_FRESH, "site_fresh", PALIER_TYPE_YES_NO, PALIER_MERGE_LAST_WRITER, FALSE,
    TRUE, NULL },
  { PALIER_FIELD_MARKET_POSITION, "market_position", PALIER_TYPE_CHOICE, PALIER_MERGE_LAST_WRITER,
    FALSE, TRUE, "leader challenger follower" },
  { PALIER_FIELD_GROWTH, "growth", PALIER_TYPE_CHOICE, PALIER_MERGE_LAST_WRITER, FALSE, TRUE,
    "growing stable declining" },
  { PALIER_FIELD_PROJECT, "project", PALIER_TYPE_CHOICE, PALIER_MERGE_LAST_WRITER, TRUE, TRUE,
    "sell let buy other" },
  { PALIER_FIELD_HORIZON_MONTHS, "horizon_months", PALIER_TYPE_INTEGER, PALIER_MERGE_LAST_WRITER,
    TRUE, TRUE, NULL },
  { PALIER_FIELD_ESTIMATED_VALUE_CENTS, "estimated_value_cents", PALIER_TYPE_INTEGER,
    PALIER_MERGE_LAST_WRITER, TRUE, TRUE, NULL },
  { PALIER_FIELD_SURFACE_M2, "surface_m2", PALIER_TYPE_INTEGER, PALIER_MERGE_LAST_WRITER, TRUE,
    TRUE, NULL },
  { PALIER_FIELD_STAGE, "stage", PALIER_TYPE_CHOICE, PALIER_MERGE_LAST_WRITER, FALSE, TRUE,
    "prospect contacted engaged qualified demo opportunity customer lost opted-out" },
  { PALIER_FIELD_OWNER, "owner", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, FALSE, TRUE, NULL },
  { PALIER_FIELD_SOURCE, "source", PALIER_TYPE_TEXT, PALIER_MERGE_LAST_WRITER, FALSE, TRUE, NULL },
  { PALIER_FIELD_SOURCE_DATE, "source_date", PALIER_TYPE_DATE, PALIER_MERGE_LAST_WRITER, FALSE,
    TRUE, NULL },
  { PALIER_FIELD_SOURCE_COST_CENTS, "source_cost_cents", PALIER_TYPE_INTEGER,
    PALIER_MERGE_LAST_WRITER, FALSE, TRUE, NULL },
  { PALIER_FIELD_LEGAL_BASIS, "legal_basis", PALIER_TYPE_CHOICE, PALIER_MERGE_LAST_WRITER, FALSE,
    TRUE, "legitimate_interest consent contract" },
  { PALIER_FIELD_EMAIL_CONSENT, "email_consent", PALIER_TYPE_YES_NO, PALIER_MERGE_LAST_WRITER, TRUE,
    FALSE, NULL },
  { PALIER_FIELD_EMAIL_CONSENT_DATE, "email_consent_date", PALIER_TYPE_DATE,
    PALIER_MERGE_LAST_WRITER, TRUE, FALSE, NULL },
  { PALIER_FIELD_LAST_SIGN_AT, "last_sign_at", PALIER_TYPE_TIME, PALIER_MERGE_LAST_WRITER, FALSE,
    TRUE, NULL },
  { PALIER_FIELD_TAGS, "tags", PALIER_TYPE_SET, PALIER_MERGE_SET, FALSE, TRUE, NULL },
  { PALIER_FIELD_NOTES, "notes", PALIER_TYPE_LONG_TEXT, PALIER_MERGE_LAST_WRITER, TRUE, TRUE,
    NULL },
  { PALIER_FIELD_CREATED_AT, "created_at", PALIER_TYPE_TIME, PALIER_MERGE_LAST_WRITER, FALSE, TRUE,
    NULL },
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == PALIER_N_FIELDS);

const PalierFieldInfo *
palier_field_info (PalierField field)
{
  g_assert ((int) field >= 0 && field < PALIER_N_FIELDS);
  g_assert (fields[field].field == field);
  return &fields[field];
}

const char *
palier_field_name (PalierField field)
{
  return palier_field_info (field)->name;
}

/**
 * palier_field_from_name:
 * @name: (nullable): a name as in JSON
 *
 * Returns: the field, or PALIER_FIELD_NONE
 */
PalierField
palier_field_from_name (const char *name)
{
  for (int i = 0; name != NULL && i < PALIER_N_FIELDS; i++)
    if (strcmp (fields[i].name, name) == 0)
      return fields[i].field;
  return PALIER_FIELD_NONE;
}

/* Whether @key is one of the field's closed list; true for any key where there is no list. */
gboolean
palier_field_has_choice (PalierField field, const char *key)
{
  const char *choices = palier_field_info (field)->choices;
  gsize length = strlen (key);

  if (choices == NULL)
    return TRUE;
  for (const char *p = strstr (choices, key); length > 0 && p != NULL; p = strstr (p + 1, key))
    if ((p == choices || p[-1] == ' ') && (p[length] == ' ' || p[length] == '\0'))
      return TRUE;
  return FALSE;
}
