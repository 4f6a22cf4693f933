/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text through every normal form. What comes out is UTF-8, comes with a reading that says so,
 * and through the same form once more is itself. */
#include "fuzz.h"

#include "palier-company.h"
#include "palier-date.h"
#include "palier-email.h"
#include "palier-name.h"
#include "palier-number.h"
#include "palier-phone.h"
#include "palier-place.h"
#include "palier-siret.h"
#include "palier-street.h"
#include "palier-town.h"
#include "palier-url.h"

typedef char *(*Form) (const char *text, PalierReading *reading);

static char *
phone (const char *text, PalierReading *reading)
{
  return palier_phone_normalize (text, NULL, NULL, reading);
}

static char *
email (const char *text, PalierReading *reading)
{
  g_autofree char *proposal = NULL;
  return palier_email_normalize (text, &proposal, reading);
}

static char *
date (const char *text, PalierReading *reading)
{
  return palier_date_normalize (text, PALIER_DATE_DAY_FIRST, 2026, reading);
}

static char *
postal_code (const char *text, PalierReading *reading)
{
  return palier_postal_code_normalize (text, NULL, reading);
}

static const Form forms[] = {
  phone,
  email,
  date,
  postal_code,
  palier_siret_normalize,
  palier_siren_normalize,
  palier_country_normalize,
  palier_name_title,
  palier_url_normalize,
  palier_linkedin_normalize,
};

static void
try_forms (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
  {
    PalierReading reading;
    g_autofree char *value = forms[i](text, &reading);
    g_assert_true ((value != NULL) == palier_reading_has_value (reading));
    if (value == NULL)
      continue;
    g_assert_true (g_utf8_validate (value, -1, NULL));
    g_autofree char *twice = forms[i](value, &reading);
    if (g_strcmp0 (twice, value) != 0)
      g_error ("form %" G_GSIZE_FORMAT ": %s, then %s", i, value, twice);
  }
}

static void
try_rest (const char *text)
{
  g_auto (PalierNameParts) parts = { 0 };
  double number;
  gint64 value;
  gboolean yes;
  g_autofree char *name = palier_name_case (text);
  g_autofree char *city = palier_city_case (text);

  g_assert_true (g_utf8_validate (name, -1, NULL) && g_utf8_validate (city, -1, NULL));
  palier_name_split (text, &parts);
  palier_number_read (text, &number, NULL);
  palier_money_read_cents (text, &value, NULL);
  palier_yes_no_read (text, &yes, NULL);
  palier_time_normalize (text, PALIER_DATE_MONTH_FIRST, 2026, &value, NULL);
  palier_date_order_vote (text);
}

/* A key of a key is itself; a town that is found is found again. */
static void
try_places (const char *text)
{
  g_auto (PalierTown) town = { 0 }, coded = { 0 }, again = { 0 };
  PalierCommune found[PALIER_COMMUNES_MAX];
  PalierPhone phones[4];
  const char *form;
  g_autofree char *company = palier_company_split (text, &form);
  g_autofree char *cased = palier_company_case (text);
  g_autofree char *key = palier_street_key (text);
  g_autofree char *twice = palier_street_key (key);

  g_assert_true (g_utf8_validate (company, -1, NULL) && g_utf8_validate (cased, -1, NULL));
  g_assert_cmpstr (key, ==, twice);
  palier_company_form (text);
  palier_town_read (NULL, text, NULL, &town);
  palier_town_read ("75012", text, "FR", &coded);
  if (town.city != NULL && town.insee != NULL)
  {
    palier_town_read (NULL, town.city, NULL, &again);
    g_assert_cmpstr (again.city, ==, town.city);
  }
  guint n = palier_gazetteer_suggest (text, "51300", found, PALIER_COMMUNES_MAX);
  for (guint i = 0; i < n; i++)
    g_assert_true (palier_commune_has_postal_code (&found[i], "51300"));
  palier_gazetteer_is_postal_code (text);
  palier_department_find (text);
  palier_department_of_postal_code (text);
  palier_gazetteer_by_insee (text, &found[0]);
  n = palier_phone_list (text, NULL, phones, G_N_ELEMENTS (phones));
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (phones[i].e164[0], ==, '+');
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autofree char *text = g_strndup ((const char *) data, length);

  try_forms (text);
  try_rest (text);
  try_places (text);
  return 0;
}
