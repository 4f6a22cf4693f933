/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a value looks like, whatever its column is called. */
#include "palier-content.h"

#include <string.h>

#include "palier-choice.h"
#include "palier-content-words.h"
#include "palier-date.h"
#include "palier-digits.h"
#include "palier-email.h"
#include "palier-fold.h"
#include "palier-gazetteer.h"
#include "palier-name.h"
#include "palier-number.h"
#include "palier-phone.h"
#include "palier-place.h"
#include "palier-siret.h"
#include "palier-url.h"

#define VALUE_MAX 2000
#define FILES_BEGAN "1998"
#define LEAST_PRICE 1000
#define LONGEST_TITLE "mademoiselle"
#define MAX_PIECES 16
#define SENTENCE 4 /* words */

static gboolean
is_city (const char *value)
{
  return strpbrk (value, "@/") == NULL && strlen (value) < 80
         && palier_gazetteer_is_commune_name (value);
}

/* "68.31Z", "6831Z" */
static gboolean
is_naf (const char *value)
{
  gsize n = 0;
  const char *p = palier_text_skip_space (value);

  for (; *p != '\0' && n < 4; p++)
    if (g_ascii_isdigit (*p))
      n++;
    else if (*p != '.' && *p != ' ')
      return FALSE;
  return n == 4 && g_ascii_isalpha (*p) && p[1] == '\0';
}

/* Several towns: "Caen, Saint-Denis" */
static gboolean
is_list_of_cities (const char *value)
{
  if (strpbrk (value, ",;/\n") == NULL || strpbrk (value, "0123456789@") != NULL)
    return FALSE;
  g_auto (GStrv) pieces = g_strsplit_set (value, ",;/\n", MAX_PIECES);

  for (guint i = 0; pieces[i] != NULL; i++)
    if (!is_city (g_strstrip (pieces[i])))
      return FALSE;
  return TRUE;
}

/* "96 k€", "0,3 M€", "90.000 €" */
static gboolean
is_in_thousands (const char *value)
{
  const char *mark = strpbrk (value, ".,");

  return strpbrk (value, "kKM") != NULL || (mark != NULL && strspn (mark + 1, "0123456789") == 3);
}

/* A sum to the cent, as no property is priced. */
static gboolean
has_cents (const char *value)
{
  const char *mark = strrchr (value, ',') != NULL ? strrchr (value, ',') : strrchr (value, '.');

  return mark != NULL && strspn (mark + 1, "0123456789") == 2 && strncmp (mark + 1, "00", 2) != 0;
}

static gboolean
is_full_name (const char *value)
{
  g_auto (PalierNameParts) parts = { 0 };

  if (strpbrk (value, "0123456789@") != NULL || strlen (value) > 60)
    return FALSE;
  palier_name_split (value, &parts);
  if (parts.first_name == NULL)
    return parts.title != NULL && parts.last_name != NULL;
  return parts.last_name != NULL && !parts.doubtful
         && (palier_name_is_first_name (parts.first_name) || parts.title != NULL);
}

static void
count_titles (PalierContentCounts *self, const char *value, const char *words)
{
  static const char *const sexes[] = { "f", "h", "femme", "homme", "female", "male", NULL };
  g_autofree char *title = palier_name_title (value, NULL);

  /* "M. et Mme Aubry" is more than a civility. */
  self->counts[PALIER_CONTENT_TITLE] += title != NULL && strlen (words) <= strlen (LONGEST_TITLE);
  self->counts[PALIER_CONTENT_SEX] += g_strv_contains (sexes, words);
}

/* Words and no number. */
static gboolean
is_sentence (const char *words)
{
  guint n = 0;

  for (const char *p = words; p != NULL && n < SENTENCE; p = strchr (p + 1, ' '))
    n++;
  return n == SENTENCE && strpbrk (words, "0123456789") == NULL;
}

static void
count_words (PalierContentCounts *self, const char *value, const char *words)
{
  gboolean one_word = strchr (words, ' ') == NULL;
  gboolean digits = strpbrk (words, "0123456789") != NULL;
  PalierReading verdict;

  gboolean firm = palier_words_are_firm (words);

  self->counts[PALIER_CONTENT_COMPANY] += firm;
  self->counts[PALIER_CONTENT_JOB] += palier_words_are_job (words);
  self->counts[PALIER_CONTENT_STREET] += palier_words_are_street (words);
  self->counts[PALIER_CONTENT_CITY] += is_city (value);
  palier_choice_count (words, self->choices);
  self->counts[PALIER_CONTENT_CITIES] += is_list_of_cities (value);
  self->counts[PALIER_CONTENT_AREA] += !firm && !is_city (value) && palier_words_are_area (words);
  self->counts[PALIER_CONTENT_INITIALS] += one_word && strlen (words) <= 3 && !digits;
  self->counts[PALIER_CONTENT_SOURCE] += palier_words_are_source (words);
  self->counts[PALIER_CONTENT_HORIZON] += palier_words_are_horizon (words);
  self->counts[PALIER_CONTENT_SURNAME] += !digits && palier_words_are_surname (words);
  self->counts[PALIER_CONTENT_FIRST_NAME] +=
      !digits && (one_word || strchr (value, '-') != NULL) && palier_name_is_first_name (value);
  self->counts[PALIER_CONTENT_FULL_NAME] += !one_word && !firm && is_full_name (value);
  self->counts[PALIER_CONTENT_LONG_TEXT] +=
      !one_word && (strlen (value) > 40 || is_sentence (words));
  g_autofree char *country = palier_country_normalize (value, &verdict);
  self->counts[PALIER_CONTENT_COUNTRY] += country != NULL;
  if (strlen (words) < 30 && !digits)
    count_titles (self, value, words);
}

/* 1 85 05 75 123 456 89: sex, year, month, place and number of birth, key. */
static gboolean
is_nir (const char *value)
{
  char digits[24];
  char stray;
  gsize n = palier_digits_gather (value, digits, sizeof digits, &stray);
  int month = n >= 5 ? (digits[3] - '0') * 10 + digits[4] - '0' : 0;

  return (n == 15 || n == 13) && (digits[0] == '1' || digits[0] == '2') && month >= 1 && month <= 12
         && palier_text_skip_space (value)[0] != '+';
}

/* Where a postal code begins in @value: (nullable) */
static const char *
find_postal_code (const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
  {
    gsize n = strspn (p, "0123456789");
    if (n == 5)
    {
      char code[6] = { 0 };
      memcpy (code, p, 5);
      if (palier_gazetteer_is_postal_code (code))
        return p;
    }
    if (n > 0)
      p += n - 1;
  }
  return NULL;
}

/* "75001 Paris" and "3 rue X, 75001 Paris" */
static void
count_places (PalierContentCounts *self, const char *value)
{
  const char *code = strlen (value) <= 300 ? find_postal_code (value) : NULL;
  const char *town = code != NULL ? code + 5 + strspn (code + 5, " ,-") : "";

  if (code == NULL || !g_ascii_isalpha (*town) || strchr (value, '@') != NULL)
    return;
  if (code - value <= 3)
    self->counts[PALIER_CONTENT_TOWN]++;
  else if (code - value >= 5)
    self->counts[PALIER_CONTENT_ADDRESS]++;
}

/* How many groups of nine digits and more stand in @value, parted by what parts numbers. */
static guint
count_numbers (const char *value)
{
  g_auto (GStrv) pieces = g_strsplit_set (value, "/;,|\n", 8);
  guint n = 0;

  for (guint i = 0; pieces[i] != NULL; i++)
  {
    g_autofree char *phone = palier_phone_normalize (pieces[i], NULL, NULL, NULL);
    n += phone != NULL;
  }
  return n;
}

static void
count_phones (PalierContentCounts *self, const char *value, gboolean is_date, gboolean is_siret)
{
  PalierReading verdict;
  PalierPhoneKind kind;
  g_autofree char *phone = palier_phone_normalize (value, NULL, &kind, &verdict);
  char digits[24];
  char stray;
  gsize n = palier_digits_gather (value, digits, sizeof digits, &stray);

  /* What has the digits of a number abroad counts as one too, and so does what a spreadsheet
   * rounded: the column is none the less one of such numbers. */
  gboolean destroyed = palier_digits_are_destroyed (value);
  gboolean begun = strchr ("+(0", *palier_text_skip_space (value)) != NULL;
  gboolean alike =
      stray == '\0' && n >= 8 && n <= 13 && (begun || n == 9) && strchr (value, '.') == NULL;
  gboolean is_phone = !is_date && !is_siret && (phone != NULL || alike || destroyed);
  self->counts[PALIER_CONTENT_PHONE] += is_phone;
  self->counts[PALIER_CONTENT_MOBILE] += is_phone && phone != NULL && kind == PALIER_PHONE_MOBILE;
  self->counts[PALIER_CONTENT_MANY_PHONES] += count_numbers (value) > 1;
}

static void
count_digits (PalierContentCounts *self, const char *value, const char *words)
{
  PalierReading verdict;
  g_autofree char *siret = palier_siret_normalize (value, NULL);
  g_autofree char *siren = palier_siren_normalize (value, NULL);
  g_autofree char *date = NULL;
  char digits[24];
  char stray;
  gsize n = palier_digits_gather (value, digits, sizeof digits, &stray);
  gboolean destroyed = palier_digits_are_destroyed (value);
  double number;
  gint64 cents;

  date = palier_date_normalize (value, PALIER_DATE_DAY_FIRST, 2100, &verdict);
  gboolean is_date = date != NULL && verdict == PALIER_READING_OK;
  self->counts[PALIER_CONTENT_DATE] += is_date;
  self->counts[PALIER_CONTENT_OLD_DATE] += is_date && strcmp (date, FILES_BEGAN) < 0;
  count_phones (self, value, is_date, siret != NULL);
  gboolean abroad =
      strchr ("+(", *palier_text_skip_space (value)) != NULL || g_str_has_prefix (value, "00");
  self->counts[PALIER_CONTENT_SIRET] +=
      siret != NULL || destroyed
      || (stray == '\0' && (n == 13 || n == 14) && !abroad && !is_nir (value));
  self->counts[PALIER_CONTENT_SIREN] += (siren != NULL && siret == NULL && n == 9) || destroyed;
  if ((n == 5 || n == 4) && strlen (value) <= 8)
  {
    g_autofree char *code = palier_postal_code_normalize (value, NULL, NULL);
    self->counts[PALIER_CONTENT_POSTAL_CODE] +=
        code != NULL && palier_gazetteer_is_postal_code (code) && (n == 5 || *code == '0');
  }
  gboolean is_number = date == NULL && palier_number_read (value, &number, NULL);
  self->counts[PALIER_CONTENT_NUMBER] +=
      is_number || (date == NULL && palier_words_are_amount (words));
  self->counts[PALIER_CONTENT_SMALL_NUMBER] +=
      is_number && number < LEAST_PRICE && !is_in_thousands (value);
  self->counts[PALIER_CONTENT_CENTS] += is_number && has_cents (value) && !is_in_thousands (value);
  self->counts[PALIER_CONTENT_MONEY] +=
      (strstr (value, "€") != NULL || strstr (value, "EUR") != NULL)
      && palier_money_read_cents (value, &cents, NULL);
  self->counts[PALIER_CONTENT_NAF] += is_naf (value);
  self->counts[PALIER_CONTENT_NIR] += is_nir (value);
  count_places (self, value);
}

/* Whether @url leads to one thing among many: a firm's site has no number in its path. */
static gboolean
is_deep (const char *url)
{
  const char *host = strstr (url, "://");
  const char *path = strchr (host != NULL ? host + 3 : url, '/');

  return path != NULL && strpbrk (path, "0123456789?") != NULL;
}

static void
count_links (PalierContentCounts *self, const char *value)
{
  g_autofree char *profile =
      strstr (value, "linkedin") != NULL ? palier_linkedin_normalize (value, NULL) : NULL;
  g_autofree char *url = palier_url_normalize (value, NULL);

  self->counts[PALIER_CONTENT_LINKEDIN] += profile != NULL;
  self->counts[PALIER_CONTENT_URL] += url != NULL && profile == NULL;
  self->counts[PALIER_CONTENT_DEEP_LINK] += url != NULL && profile == NULL && is_deep (url);
}

static void
count_emails (PalierContentCounts *self, const char *value)
{
  g_autofree char *address = palier_email_normalize (value, NULL, NULL);
  const char *at = strchr (value, '@');

  self->counts[PALIER_CONTENT_EMAIL] += address != NULL;
  self->counts[PALIER_CONTENT_MANY_EMAILS] += strchr (at + 1, '@') != NULL;
  if (strpbrk (value, "0123456789") != NULL && strpbrk (value, "/;,| ") != NULL)
    self->counts[PALIER_CONTENT_MIXED] += address != NULL && count_numbers (value) > 0;
}

/* What @value may be. */
static void
count_one (PalierContentCounts *self, const char *value)
{
  gboolean yes;

  if (strchr (value, '@') != NULL)
    count_emails (self, value);
  g_autofree char *words = palier_fold_words (value);
  if (strchr (value, '.') != NULL && strchr (value, '@') == NULL && strlen (value) > 4
      && !palier_words_are_amount (words))
    count_links (self, value);
  if (strpbrk (value, "0123456789") != NULL)
    count_digits (self, value, words);
  count_words (self, value, words);
  self->counts[PALIER_CONTENT_YES_NO] += palier_yes_no_read (value, &yes, NULL);
}

/**
 * palier_content_count:
 * @n: how often @value comes
 *
 * Counts what @value may be. Blank ones are not counted at all.
 */
void
palier_content_count (PalierContentCounts *self, const char *value, guint n)
{
  PalierContentCounts one = { 0 };

  if (palier_is_blank (value) || strnlen (value, VALUE_MAX) == VALUE_MAX)
    return;
  count_one (&one, value);
  self->n += n;
  for (guint i = 0; i < PALIER_N_CONTENTS; i++)
    self->counts[i] += n * one.counts[i];
  for (guint i = 0; i < PALIER_N_FIELDS; i++)
    self->choices[i] += n * one.choices[i];
}
