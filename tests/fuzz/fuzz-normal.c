/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text through every normal form. What comes out is UTF-8, comes with a reading that says so,
 * and through the same form once more is itself. */
#include "fuzz.h"

#include "palier-date.h"
#include "palier-email.h"
#include "palier-name.h"
#include "palier-number.h"
#include "palier-phone.h"
#include "palier-place.h"
#include "palier-siret.h"
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

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autofree char *text = g_strndup ((const char *) data, length);

  try_forms (text);
  try_rest (text);
  return 0;
}
