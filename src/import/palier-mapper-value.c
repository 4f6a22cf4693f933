/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cell through the normal form of its field. What was changed keeps its original beside it;
 * what cannot be taken is told and left out, never guessed. */
#include <math.h>
#include <string.h>

#include "palier-choice.h"
#include "palier-digits.h"
#include "palier-fold.h"
#include "palier-gate.h"
#include "palier-mapper-private.h"
#include "palier-name.h"
#include "palier-number.h"
#include "palier-place.h"
#include "palier-siret.h"
#include "palier-url.h"

static void
map_siret (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *siret = palier_siret_normalize (cell, &verdict);

  palier_mapper_tell (work, field, verdict, cell, siret);
  palier_mapper_put (work, field, siret, cell);
  if (siret != NULL)
  {
    g_autofree char *siren = palier_siren_normalize (siret, NULL);
    palier_mapper_put_beside (work, PALIER_FIELD_SIREN, siren);
  }
}

static void
map_siren (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *siren = palier_siren_normalize (cell, &verdict);

  palier_mapper_tell (work, field, verdict, cell, siren);
  palier_mapper_put (work, field, siren, cell);
}

/* "6831z" → "68.31Z" */
static void
map_naf (PalierMapperWork *work, PalierField field, const char *cell)
{
  GString *code = g_string_new (NULL);

  for (const char *p = cell; *p != '\0' && code->len < 8; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (code, g_ascii_toupper (*p));
  if (code->len == 5 && g_ascii_isalpha (code->str[4]) && strspn (code->str, "0123456789") == 4)
  {
    g_string_insert_c (code, 2, '.');
    palier_mapper_put (work, field, g_string_free (code, FALSE), cell);
    return;
  }
  g_string_free (code, TRUE);
  palier_mapper_tell (work, field, PALIER_READING_INVALID, cell, NULL);
}

static void
map_postal_code (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  const char *country = palier_prospect_get (work->prospect, PALIER_FIELD_COUNTRY);
  char *code = palier_postal_code_normalize (cell, country, &verdict);

  /* "75011 Paris": the town stands behind. */
  if (verdict == PALIER_READING_MORE)
  {
    const char *rest = strpbrk (cell, "0123456789");
    rest += strspn (rest, "0123456789 ");
    g_autofree char *city = palier_city_case (rest);
    palier_mapper_put_beside (work, PALIER_FIELD_CITY, city);
  }
  else
    palier_mapper_tell (work, field, verdict, cell, code);
  palier_mapper_put (work, field, code, cell);
}

static void
map_country (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *code = palier_country_normalize (cell, &verdict);

  palier_mapper_tell (work, field, verdict, cell, NULL);
  palier_mapper_put (work, field, code, cell);
}

static void
map_title (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *title = palier_name_title (cell, &verdict);

  palier_mapper_tell (work, field, verdict, cell, NULL);
  palier_mapper_put (work, field, title, cell);
}

static void
map_name (PalierMapperWork *work, PalierField field, const char *cell)
{
  palier_mapper_put (work, field,
                     palier_mapper_bound (work, palier_name_case (cell), PALIER_MAPPER_TEXT_MAX),
                     cell);
}

static void
map_city (PalierMapperWork *work, PalierField field, const char *cell)
{
  palier_mapper_put (work, field,
                     palier_mapper_bound (work, palier_city_case (cell), PALIER_MAPPER_TEXT_MAX),
                     cell);
}

static void
map_website (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *url = palier_url_normalize (cell, &verdict);

  palier_mapper_tell (work, field, verdict, cell, url);
  palier_mapper_put (work, field, url, cell);
}

static void
map_linkedin (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *url = palier_linkedin_normalize (cell, &verdict);

  palier_mapper_tell (work, field, verdict, cell, NULL);
  palier_mapper_put (work, field, url, cell);
}

static void
map_date (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *date = palier_date_normalize (cell, work->slot->order, work->mapper->year, &verdict);

  palier_mapper_tell (work, field, verdict, cell, date);
  palier_mapper_put (work, field, date, cell);
}

/* A last sign that is yet to come is a plan ("date de relance"): nobody has given a sign, but the
 * date is not lost. */
static void
keep_planned (PalierMapperWork *work, PalierField field, const char *cell)
{
  g_autofree char *code = g_strconcat (palier_field_name (field), "_future", NULL);

  palier_mapper_add_problem (work, (int) work->slot->index, code, cell, NULL);
  work->planned = work->slot;
}

static void
map_time (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  gint64 ms;
  char *text = NULL;
  gboolean read =
      palier_time_normalize (cell, work->slot->order, work->mapper->year, &ms, &verdict);

  if (read && field == PALIER_FIELD_LAST_SIGN_AT
      && palier_gate_sign_ms (ms, work->mapper->now_ms) == 0)
    return keep_planned (work, field, cell);
  if (read)
    text = g_strdup_printf ("%" G_GINT64_FORMAT, ms);
  palier_mapper_tell (work, field, verdict, cell, text);
  palier_mapper_put (work, field, text, cell);
}

static void
map_money (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  gint64 cents;
  g_autofree char *plain = palier_mapper_plain_number (work->slot->numbers, cell);

  if (palier_money_read_cents (plain != NULL ? plain : cell, &cents, &verdict))
    palier_mapper_put (work, field, g_strdup_printf ("%" G_GINT64_FORMAT, cents), cell);
  palier_mapper_tell (work, field, verdict, cell, NULL);
}

/* "3 mois", "1 an", "immédiat": months until a project. */
static void
map_horizon (PalierMapperWork *work, PalierField field, const char *cell)
{
  g_autofree char *words = palier_fold_words (cell);
  PalierReading verdict;
  double number;

  if (g_str_has_prefix (words, "immediat") || g_str_has_prefix (words, "urgent"))
  {
    palier_mapper_put (work, field, g_strdup ("0"), cell);
    return;
  }
  if (palier_number_read (cell, &number, &verdict) && number >= 0 && number < 1200)
  {
    gboolean years = strstr (words, " an") != NULL || g_str_has_suffix (words, "an");
    palier_mapper_put (work, field,
                       g_strdup_printf ("%d", (int) lround (number * (years ? 12 : 1))), cell);
  }
  else
    verdict = PALIER_READING_INVALID;
  palier_mapper_tell (work, field, verdict, cell, NULL);
}

static void
map_integer (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  double number;
  g_autofree char *plain = palier_mapper_plain_number (work->slot->numbers, cell);

  if (palier_number_read (plain != NULL ? plain : cell, &number, &verdict) && number >= 0
      && number < 1e9)
    palier_mapper_put (work, field,
                       g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) llround (number)), cell);
  else if (verdict != PALIER_READING_BLANK)
    verdict = PALIER_READING_INVALID;
  palier_mapper_tell (work, field, verdict, cell, NULL);
}

static void
tell_unknown (PalierMapperWork *work, PalierField field, const char *cell)
{
  g_autofree char *code = g_strconcat (palier_field_name (field), "_unknown", NULL);
  palier_mapper_add_problem (work, (int) work->slot->index, code, cell, NULL);
}

/* What the column's own table makes of @text. @key: (out) (nullable): NULL: not taken. Returns:
 * FALSE where the table does not speak of it. */
static gboolean
look_up (const PalierMapperSlot *slot, const char *text, const char **key)
{
  gpointer found = NULL;

  if (slot->keys == NULL)
    return FALSE;
  g_autofree char *folded = palier_fold_words (text);
  if (!g_hash_table_lookup_extended (slot->keys, folded, NULL, &found))
    return FALSE;
  *key = found;
  return TRUE;
}

static void
map_choice (PalierMapperWork *work, PalierField field, const char *cell)
{
  const char *key = NULL;

  gboolean said = look_up (work->slot, cell, &key);
  const char *known = key == NULL ? palier_choice_key (field, cell) : key;

  if (known == NULL)
    tell_unknown (work, field, cell);
  if (!said)
    key = known;
  palier_mapper_put (work, field, g_strdup (key), cell);
}

/* A set with the words for which the column's table has keys put for them: (nullable): there is no
 * such table. */
static char *
put_keys (const PalierMapperSlot *slot, const char *cell)
{
  if (slot->keys == NULL)
    return NULL;
  g_auto (GStrv) pieces = g_strsplit_set (cell, ",;/|+\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; pieces[i] != NULL; i++)
  {
    const char *key = pieces[i];
    if (!look_up (slot, pieces[i], &key))
      key = pieces[i];
    if (key != NULL)
      g_string_append_printf (text, "%s\n", key);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
map_set (PalierMapperWork *work, PalierField field, const char *cell)
{
  gboolean unknown;
  g_autofree char *keys = put_keys (work->slot, cell);
  char *set = palier_choice_set (field, keys != NULL ? keys : cell, &unknown);

  if (unknown)
    tell_unknown (work, field, cell);
  palier_mapper_put (work, field, set, cell);
}

static void
map_yes_no (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  gboolean yes;

  if (palier_yes_no_read (cell, &yes, &verdict))
    palier_mapper_put (work, field, g_strdup (yes ? "yes" : "no"), cell);
  palier_mapper_tell (work, field, verdict, cell, NULL);
}

static void
map_text (PalierMapperWork *work, PalierField field, const char *cell)
{
  gboolean is_long = palier_field_info (field)->type == PALIER_TYPE_LONG_TEXT;
  char *text = is_long ? g_strstrip (g_strdup (cell)) : palier_text_squeeze (cell);

  palier_mapper_put (
      work, field,
      palier_mapper_bound (work, text, is_long ? PALIER_MAPPER_NOTES_MAX : PALIER_MAPPER_TEXT_MAX),
      cell);
}

typedef void (*MapFunc) (PalierMapperWork *work, PalierField field, const char *cell);

static MapFunc
func_of_type (PalierFieldType type)
{
  switch (type)
  {
  case PALIER_TYPE_CHOICE:
    return map_choice;
  case PALIER_TYPE_SET:
    return map_set;
  case PALIER_TYPE_EMAIL:
    return palier_mapper_read_emails;
  case PALIER_TYPE_PHONE:
    return palier_mapper_read_phones;
  case PALIER_TYPE_URL:
    return map_website;
  case PALIER_TYPE_INTEGER:
    return map_integer;
  case PALIER_TYPE_DATE:
    return map_date;
  case PALIER_TYPE_TIME:
    return map_time;
  case PALIER_TYPE_YES_NO:
    return map_yes_no;
  default:
    return map_text;
  }
}

static MapFunc
func_of (PalierField field)
{
  static const struct
  {
    PalierField field;
    MapFunc func;
  } special[] = {
    { PALIER_FIELD_TITLE, map_title },
    { PALIER_FIELD_FIRST_NAME, map_name },
    { PALIER_FIELD_LAST_NAME, map_name },
    { PALIER_FIELD_OTHER_EMAILS, palier_mapper_read_emails },
    { PALIER_FIELD_OTHER_PHONES, palier_mapper_read_phones },
    { PALIER_FIELD_LINKEDIN, map_linkedin },
    { PALIER_FIELD_SIRET, map_siret },
    { PALIER_FIELD_SIREN, map_siren },
    { PALIER_FIELD_NAF, map_naf },
    { PALIER_FIELD_POSTAL_CODE, map_postal_code },
    { PALIER_FIELD_CITY, map_city },
    { PALIER_FIELD_COUNTRY, map_country },
    { PALIER_FIELD_HORIZON_MONTHS, map_horizon },
    { PALIER_FIELD_ESTIMATED_VALUE_CENTS, map_money },
    { PALIER_FIELD_SOURCE_COST_CENTS, map_money },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (special); i++)
    if (special[i].field == field)
      return special[i].func;
  return func_of_type (palier_field_info (field)->type);
}

void
palier_mapper_read (PalierMapperWork *work, PalierField field, const char *cell)
{
  func_of (field) (work, field, cell);
}
