/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody types into a field, or a program sends for it → its canonical value. The rules are
 * those of an import, but for names: what is typed by hand is meant as it stands. */
#include "palier-field-read.h"

#include <math.h>
#include <string.h>

#include "palier-custom.h"
#include "palier-date.h"
#include "palier-digits.h"
#include "palier-email.h"
#include "palier-name.h"
#include "palier-number.h"
#include "palier-phone.h"
#include "palier-place.h"
#include "palier-siret.h"
#include "palier-url.h"

#define SET_MAX 100

static char *
read_integer (PalierField field, const char *text)
{
  double number;
  gint64 cents;

  if (g_str_has_suffix (palier_field_name (field), "_cents"))
    return palier_money_read_cents (text, &cents, NULL)
               ? g_strdup_printf ("%" G_GINT64_FORMAT, cents)
               : NULL;
  return palier_number_read (text, &number, NULL) ? g_strdup_printf ("%.0f", round (number)) : NULL;
}

static char *
read_time (const char *text, int latest_year)
{
  gint64 time_ms;
  return palier_time_normalize (text, PALIER_DATE_DAY_FIRST, latest_year, &time_ms, NULL)
             ? g_strdup_printf ("%" G_GINT64_FORMAT, time_ms)
             : NULL;
}

static char *
read_yes_no (const char *text)
{
  gboolean yes;
  return palier_yes_no_read (text, &yes, NULL) ? g_strdup (yes ? "yes" : "no") : NULL;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Addresses and numbers of a set are in normal form as those of a field are. */
static gboolean
read_element (PalierField field, const char *country, char **element)
{
  char *normal;

  if (field == PALIER_FIELD_OTHER_EMAILS)
    normal = palier_email_normalize (*element, NULL, NULL);
  else if (field == PALIER_FIELD_OTHER_PHONES)
    normal = palier_phone_normalize (*element, country, NULL, NULL);
  else
    return TRUE;
  g_free (*element);
  *element = normal;
  return normal != NULL;
}

/* Words between commas, semicolons or lines: sorted, each once; NULL where one is not allowed. */
static char *
read_set (PalierField field, const char *text, const char *country)
{
  g_auto (GStrv) words = g_strsplit_set (text, ",;\n", SET_MAX);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);

  for (char **word = words; *word != NULL; word++)
  {
    g_autofree char *squeezed = palier_text_squeeze (*word);
    if (squeezed == NULL || *squeezed == '\0')
      continue;
    if (!palier_field_has_choice (field, squeezed) || !read_element (field, country, &squeezed))
      return NULL;
    if (!g_ptr_array_find_with_equal_func (kept, squeezed, g_str_equal, NULL))
      g_ptr_array_add (kept, g_steal_pointer (&squeezed));
  }
  g_ptr_array_sort (kept, compare_words);
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("\n", (char **) kept->pdata);
}

static char *
read_text (PalierField field, const char *text, const char *country)
{
  switch ((int) field)
  {
  case PALIER_FIELD_TITLE:
    return palier_name_title (text, NULL);
  case PALIER_FIELD_SIRET:
    return palier_siret_normalize (text, NULL);
  case PALIER_FIELD_SIREN:
    return palier_siren_normalize (text, NULL);
  case PALIER_FIELD_POSTAL_CODE:
    return palier_postal_code_normalize (text, country, NULL);
  case PALIER_FIELD_COUNTRY:
    return palier_country_normalize (text, NULL);
  default:
    return palier_text_squeeze (text);
  }
}

static char *
read_value (PalierField field, const char *text, const char *country, int latest_year)
{
  switch (palier_field_info (field)->type)
  {
  case PALIER_TYPE_EMAIL:
    return palier_email_normalize (text, NULL, NULL);
  case PALIER_TYPE_PHONE:
    return palier_phone_normalize (text, country, NULL, NULL);
  case PALIER_TYPE_URL:
    return field == PALIER_FIELD_LINKEDIN ? palier_linkedin_normalize (text, NULL)
                                          : palier_url_normalize (text, NULL);
  case PALIER_TYPE_INTEGER:
    return read_integer (field, text);
  case PALIER_TYPE_DATE:
    return palier_date_normalize (text, PALIER_DATE_DAY_FIRST, latest_year, NULL);
  case PALIER_TYPE_TIME:
    return read_time (text, latest_year);
  case PALIER_TYPE_YES_NO:
    return read_yes_no (text);
  case PALIER_TYPE_CHOICE:
    return palier_field_has_choice (field, text) ? g_strdup (text) : NULL;
  case PALIER_TYPE_SET:
    return read_set (field, text, country);
  case PALIER_TYPE_JSON:
    return palier_custom_normalize (text);
  case PALIER_TYPE_LONG_TEXT:
    return g_strdup (text);
  default:
    return read_text (field, text, country);
  }
}

/**
 * palier_field_read:
 * @text: (nullable): as typed; blank means unknown
 * @country: (nullable): of the record
 * @value: (out) (transfer full) (nullable): canonical; NULL for unknown
 *
 * Returns: FALSE where the field does not take this text
 */
gboolean
palier_field_read (PalierField field, const char *text, const char *country, int latest_year,
                   char **value)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));

  *value = NULL;
  if (*stripped == '\0')
    return TRUE;
  if (palier_text_is_oversized (stripped)
      && palier_field_info (field)->type != PALIER_TYPE_LONG_TEXT)
    return FALSE;
  *value = read_value (field, stripped, country, latest_year);
  return *value != NULL;
}
