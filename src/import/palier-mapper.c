/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows to drafts of prospects: each placed cell through the normal form of its field. What was
 * changed keeps its original beside it; what cannot be taken is told and left out, never guessed.
 */
#include <math.h>
#include <string.h>

#include "palier-choice.h"
#include "palier-date.h"
#include "palier-digits.h"
#include "palier-email.h"
#include "palier-fold.h"
#include "palier-mapping.h"
#include "palier-name.h"
#include "palier-number.h"
#include "palier-phone.h"
#include "palier-place.h"
#include "palier-siret.h"
#include "palier-url.h"

#define TEXT_MAX 500
#define VALUE_SHOWN 200

struct _PalierMapper
{
  int columns[PALIER_N_FIELDS]; /* -1: none */
  char *headers[PALIER_N_FIELDS];
  PalierDateOrder orders[PALIER_N_FIELDS];
  gint64 now_ms;
  int year;
};

/* One row at work. */
typedef struct
{
  const PalierMapper *mapper;
  const PalierRow *row;
  PalierProspect *prospect;
  GPtrArray *problems; /* (nullable) */
} Work;

void
palier_draft_free (PalierDraft *self)
{
  g_clear_pointer (&self->prospect, palier_prospect_unref);
  g_clear_pointer (&self->consent, palier_consent_free);
  g_free (self);
}

/* The whole column decides how 03/04/2024 is read; where it does not tell, the day comes first. */
static PalierDateOrder
date_order (GPtrArray *sample, guint column)
{
  int votes = 0;

  for (guint i = 0; sample != NULL && i < sample->len; i++)
  {
    char **row = sample->pdata[i];
    if (g_strv_length (row) > column)
      votes += palier_date_order_vote (row[column]);
  }
  return votes < 0 ? PALIER_DATE_MONTH_FIRST : PALIER_DATE_DAY_FIRST;
}

/**
 * palier_mapper_new:
 * @columns: (element-type PalierColumn): of two on one field the first counts
 * @sample: (nullable) (element-type GStrv): rows by which the order of day and month is decided
 * @now_ms: years of two digits are not later than it
 */
PalierMapper *
palier_mapper_new (GPtrArray *columns, GPtrArray *sample, gint64 now_ms)
{
  PalierMapper *self = g_new0 (PalierMapper, 1);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_ms / 1000);

  self->now_ms = now_ms;
  self->year = now != NULL ? g_date_time_get_year (now) : 2100;
  for (int i = 0; i < PALIER_N_FIELDS; i++)
    self->columns[i] = -1;
  for (guint i = 0; i < columns->len; i++)
  {
    const PalierColumn *column = columns->pdata[i];
    if (column->field == PALIER_FIELD_NONE || self->columns[column->field] >= 0)
      continue;
    self->columns[column->field] = (int) column->index;
    self->headers[column->field] = g_strdup (column->header);
    self->orders[column->field] = date_order (sample, column->index);
  }
  return self;
}

void
palier_mapper_free (PalierMapper *self)
{
  for (int i = 0; i < PALIER_N_FIELDS; i++)
    g_free (self->headers[i]);
  g_free (self);
}

static void
add_problem (Work *work, int column, const char *code, const char *value, const char *proposal)
{
  if (work->problems == NULL)
    return;
  PalierProblem *problem = palier_problem_new ();
  problem->row = work->row->line;
  problem->column = column;
  problem->code = g_strdup (code);
  if (value != NULL)
    problem->value = g_utf8_truncate_middle (value, VALUE_SHOWN);
  problem->proposal = g_strdup (proposal);
  g_ptr_array_add (work->problems, problem);
}

/* What became of a field's cell, unless all is well: "<field>_<what>". */
static void
tell (Work *work, PalierField field, PalierReading verdict, const char *value, const char *proposal)
{
  static const char *const words[] = {
    [PALIER_READING_REPAIRED] = "repaired",   [PALIER_READING_MORE] = "more",
    [PALIER_READING_DOUBTFUL] = "doubtful",   [PALIER_READING_INVALID] = "invalid",
    [PALIER_READING_DESTROYED] = "destroyed",
  };

  if (words[verdict] == NULL)
    return;
  g_autofree char *code = g_strconcat (palier_field_name (field), "_", words[verdict], NULL);
  add_problem (work, work->mapper->columns[field], code, value, proposal);
}

/* What a spreadsheet writes where a formula failed. */
static gboolean
is_spreadsheet_error (const char *text)
{
  static const char *const errors[] = { "#N/A",   "#REF!", "#VALUE!",  "#VALEUR!",
                                        "#NAME?", "#NOM?", "#DIV/0!",  "#NULL!",
                                        "#NUL!",  "#NUM!", "#NOMBRE!", "#SPILL!" };

  for (gsize i = 0; *text == '#' && i < G_N_ELEMENTS (errors); i++)
    if (strcmp (text, errors[i]) == 0)
      return TRUE;
  return FALSE;
}

/* (nullable): the cell of a field, as it stands; %NULL where there is nothing in it */
static const char *
get_cell (Work *work, PalierField field)
{
  int column = work->mapper->columns[field];
  const char *text = column >= 0 ? palier_row_cell (work->row, (guint) column) : "";

  if (*text == '\0' || palier_is_blank (text))
    return NULL;
  if (!is_spreadsheet_error (text))
    return text;
  tell (work, field, PALIER_READING_INVALID, text, NULL);
  return NULL;
}

/* Stores @value, with what stood in the cell where that is more than space around it. */
static void
put (Work *work, PalierField field, char *value, const char *cell)
{
  if (value == NULL)
    return;
  if (strcmp (value, cell) != 0)
  {
    g_autofree char *plain = g_strstrip (g_strdup (cell));
    if (strcmp (value, plain) != 0)
      palier_prospect_set_original (work->prospect, field, plain);
  }
  palier_prospect_take (work->prospect, field, value);
}

/* Stores a value that came from another field's cell, where nothing is known yet. */
static void
put_beside (Work *work, PalierField field, const char *value)
{
  if (value != NULL && *value != '\0' && palier_prospect_get (work->prospect, field) == NULL
      && work->mapper->columns[field] < 0)
    palier_prospect_set (work->prospect, field, value);
}

static char *
bounded_text (Work *work, PalierField field, char *text, gsize max)
{
  if (strlen (text) <= max)
    return text;
  add_problem (work, work->mapper->columns[field], "row_cut", text, NULL);
  const char *end = g_utf8_find_prev_char (text, text + max + 1);
  text[end - text] = '\0';
  return text;
}

static void
map_email (Work *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  g_autofree char *proposal = NULL;
  char *address = palier_email_normalize (cell, &proposal, &verdict);

  tell (work, field, verdict, cell, proposal);
  put (work, field, address, cell);
  /* Some files put the number into the same cell. */
  if (address != NULL && strpbrk (cell, "0123456789") != NULL)
  {
    g_autofree char *phone = palier_phone_normalize (cell, NULL, NULL, NULL);
    put_beside (work, PALIER_FIELD_PHONE, phone);
  }
}

static void
map_phone (Work *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  const char *country = palier_prospect_get (work->prospect, PALIER_FIELD_COUNTRY);
  char *number = palier_phone_normalize (cell, country, NULL, &verdict);

  tell (work, field, verdict, cell, number);
  put (work, field, number, cell);
}

static void
map_siret (Work *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *siret = palier_siret_normalize (cell, &verdict);

  tell (work, field, verdict, cell, siret);
  put (work, field, siret, cell);
  if (siret != NULL)
  {
    g_autofree char *siren = palier_siren_normalize (siret, NULL);
    put_beside (work, PALIER_FIELD_SIREN, siren);
  }
}

static void
map_siren (Work *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *siren = palier_siren_normalize (cell, &verdict);

  tell (work, field, verdict, cell, siren);
  put (work, field, siren, cell);
}

/* "6831z" → "68.31Z" */
static void
map_naf (Work *work, PalierField field, const char *cell)
{
  GString *code = g_string_new (NULL);

  for (const char *p = cell; *p != '\0' && code->len < 8; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (code, g_ascii_toupper (*p));
  if (code->len == 5 && g_ascii_isalpha (code->str[4]) && strspn (code->str, "0123456789") == 4)
  {
    g_string_insert_c (code, 2, '.');
    put (work, field, g_string_free (code, FALSE), cell);
    return;
  }
  g_string_free (code, TRUE);
  tell (work, field, PALIER_READING_INVALID, cell, NULL);
}

static void
map_postal_code (Work *work, PalierField field, const char *cell)
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
    put_beside (work, PALIER_FIELD_CITY, city);
  }
  else
    tell (work, field, verdict, cell, code);
  put (work, field, code, cell);
}

static void
map_country (Work *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *code = palier_country_normalize (cell, &verdict);

  tell (work, field, verdict, cell, NULL);
  put (work, field, code, cell);
}

static void
map_title (Work *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *title = palier_name_title (cell, &verdict);

  tell (work, field, verdict, cell, NULL);
  put (work, field, title, cell);
}

static void
map_name (Work *work, PalierField field, const char *cell)
{
  put (work, field, bounded_text (work, field, palier_name_case (cell), TEXT_MAX), cell);
}

static void
map_full_name (Work *work, PalierField field, const char *cell)
{
  g_auto (PalierNameParts) parts = { 0 };

  palier_name_split (cell, &parts);
  if (parts.doubtful)
  {
    g_autofree char *proposal =
        g_strdup_printf ("%s / %s", parts.first_name != NULL ? parts.first_name : "",
                         parts.last_name != NULL ? parts.last_name : "");
    tell (work, field, PALIER_READING_DOUBTFUL, cell, proposal);
  }
  put_beside (work, PALIER_FIELD_TITLE, parts.title);
  put_beside (work, PALIER_FIELD_FIRST_NAME, parts.first_name);
  put_beside (work, PALIER_FIELD_LAST_NAME, parts.last_name);
  if (parts.first_name == NULL && parts.last_name == NULL)
    tell (work, field, PALIER_READING_INVALID, cell, NULL);
}

static void
map_city (Work *work, PalierField field, const char *cell)
{
  put (work, field, bounded_text (work, field, palier_city_case (cell), TEXT_MAX), cell);
}

static void
map_website (Work *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *url = palier_url_normalize (cell, &verdict);

  tell (work, field, verdict, cell, url);
  put (work, field, url, cell);
}

static void
map_linkedin (Work *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *url = palier_linkedin_normalize (cell, &verdict);

  tell (work, field, verdict, cell, NULL);
  put (work, field, url, cell);
}

static void
map_date (Work *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  char *date =
      palier_date_normalize (cell, work->mapper->orders[field], work->mapper->year, &verdict);

  tell (work, field, verdict, cell, date);
  put (work, field, date, cell);
}

static void
map_time (Work *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  gint64 ms;

  if (palier_time_normalize (cell, work->mapper->orders[field], work->mapper->year, &ms, &verdict))
    put (work, field, g_strdup_printf ("%" G_GINT64_FORMAT, ms), cell);
  tell (work, field, verdict, cell, NULL);
}

static void
map_money (Work *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  gint64 cents;

  if (palier_money_read_cents (cell, &cents, &verdict))
    put (work, field, g_strdup_printf ("%" G_GINT64_FORMAT, cents), cell);
  tell (work, field, verdict, cell, NULL);
}

/* "3 mois", "1 an", "immédiat": months until a project. */
static void
map_horizon (Work *work, PalierField field, const char *cell)
{
  g_autofree char *words = palier_fold_words (cell);
  PalierReading verdict;
  double number;

  if (g_str_has_prefix (words, "immediat") || g_str_has_prefix (words, "urgent"))
  {
    put (work, field, g_strdup ("0"), cell);
    return;
  }
  if (palier_number_read (cell, &number, &verdict) && number >= 0 && number < 1200)
  {
    gboolean years = strstr (words, " an") != NULL || g_str_has_suffix (words, "an");
    put (work, field, g_strdup_printf ("%d", (int) lround (number * (years ? 12 : 1))), cell);
  }
  else
    verdict = PALIER_READING_INVALID;
  tell (work, field, verdict, cell, NULL);
}

static void
map_integer (Work *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  double number;

  if (palier_number_read (cell, &number, &verdict) && number >= 0 && number < 1e9)
    put (work, field, g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) llround (number)), cell);
  else if (verdict != PALIER_READING_BLANK)
    verdict = PALIER_READING_INVALID;
  tell (work, field, verdict, cell, NULL);
}

static void
tell_unknown (Work *work, PalierField field, const char *cell)
{
  g_autofree char *code = g_strconcat (palier_field_name (field), "_unknown", NULL);
  add_problem (work, work->mapper->columns[field], code, cell, NULL);
}

static void
map_choice (Work *work, PalierField field, const char *cell)
{
  const char *key = palier_choice_key (field, cell);

  if (key == NULL)
    tell_unknown (work, field, cell);
  put (work, field, g_strdup (key), cell);
}

static void
map_set (Work *work, PalierField field, const char *cell)
{
  gboolean unknown;
  char *set = palier_choice_set (field, cell, &unknown);

  if (unknown)
    tell_unknown (work, field, cell);
  put (work, field, set, cell);
}

static void
map_yes_no (Work *work, PalierField field, const char *cell)
{
  PalierReading verdict;
  gboolean yes;

  if (palier_yes_no_read (cell, &yes, &verdict))
    put (work, field, g_strdup (yes ? "yes" : "no"), cell);
  tell (work, field, verdict, cell, NULL);
}

static void
map_text (Work *work, PalierField field, const char *cell)
{
  gboolean is_long = palier_field_info (field)->type == PALIER_TYPE_LONG_TEXT;
  char *text = is_long ? g_strstrip (g_strdup (cell)) : palier_text_squeeze (cell);

  put (work, field, bounded_text (work, field, text, is_long ? 20000 : TEXT_MAX), cell);
}

typedef void (*MapFunc) (Work *work, PalierField field, const char *cell);

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
    return map_email;
  case PALIER_TYPE_PHONE:
    return map_phone;
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
    { PALIER_FIELD_FULL_NAME, map_full_name },
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

static void
map_field (Work *work, PalierField field)
{
  const char *cell = get_cell (work, field);

  if (cell != NULL)
    func_of (field) (work, field, cell);
}

/* Whether a row is of an agency or of a person, where the file does not say: whoever has a firm,
 * its number or its portals is an agency. */
static void
decide_kind (Work *work)
{
  static const PalierField of_firms[] = { PALIER_FIELD_COMPANY, PALIER_FIELD_SIRET,
                                          PALIER_FIELD_SIREN,   PALIER_FIELD_NAF,
                                          PALIER_FIELD_PORTALS, PALIER_FIELD_ACTIVE_LISTINGS,
                                          PALIER_FIELD_STAFF,   PALIER_FIELD_TEAM_SIZE };
  const char *kind = "person";

  if (palier_prospect_get (work->prospect, PALIER_FIELD_KIND) != NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (of_firms); i++)
    if (palier_prospect_get (work->prospect, of_firms[i]) != NULL)
      kind = "agency";
  palier_prospect_set (work->prospect, PALIER_FIELD_KIND, kind);
}

/* What the row says about being written to by e-mail, with where it says so. */
static PalierConsent *
read_consent (Work *work)
{
  const PalierMapper *mapper = work->mapper;
  const char *cell = get_cell (work, PALIER_FIELD_EMAIL_CONSENT);
  const char *day = get_cell (work, PALIER_FIELD_EMAIL_CONSENT_DATE);
  PalierReading verdict;
  gboolean given;
  gint64 at_ms = mapper->now_ms;

  if (cell == NULL)
    return NULL;
  if (!palier_yes_no_read (cell, &given, &verdict))
  {
    tell (work, PALIER_FIELD_EMAIL_CONSENT, verdict, cell, NULL);
    return NULL;
  }
  if (day != NULL
      && !palier_time_normalize (day, mapper->orders[PALIER_FIELD_EMAIL_CONSENT_DATE], mapper->year,
                                 &at_ms, &verdict))
    tell (work, PALIER_FIELD_EMAIL_CONSENT_DATE, verdict, day, NULL);
  PalierConsent *consent = palier_consent_new ();
  consent->purpose = g_strdup ("prospecting");
  consent->channel = g_strdup ("email");
  consent->given = given;
  consent->at_ms = MIN (at_ms, mapper->now_ms);
  consent->proof = g_strdup_printf ("%s: %s%s%s", mapper->headers[PALIER_FIELD_EMAIL_CONSENT], cell,
                                    day != NULL ? ", " : "", day != NULL ? day : "");
  return consent;
}

/* Whether there is anything by which to know or to reach whom the row is about. */
static gboolean
has_contact (const PalierProspect *prospect)
{
  static const PalierField known[] = { PALIER_FIELD_COMPANY,   PALIER_FIELD_FIRST_NAME,
                                       PALIER_FIELD_LAST_NAME, PALIER_FIELD_EMAIL,
                                       PALIER_FIELD_PHONE,     PALIER_FIELD_MOBILE,
                                       PALIER_FIELD_SIRET,     PALIER_FIELD_SIREN,
                                       PALIER_FIELD_WEBSITE,   PALIER_FIELD_LINKEDIN };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (palier_prospect_get (prospect, known[i]) != NULL)
      return TRUE;
  return FALSE;
}

static void
tell_flags (Work *work)
{
  static const struct
  {
    PalierRowFlags flag;
    const char *code;
  } flags[] = { { PALIER_ROW_RAGGED, "row_ragged" },
                { PALIER_ROW_UNCLOSED, "row_unclosed" },
                { PALIER_ROW_CUT, "row_cut" },
                { PALIER_ROW_BAD_BYTES, "row_bad_bytes" },
                { PALIER_ROW_HIDDEN, "row_hidden" } };

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    if ((work->row->flags & flags[i].flag) != 0)
      add_problem (work, -1, flags[i].code, NULL, NULL);
}

/**
 * palier_mapper_apply:
 * @problems: (nullable) (element-type PalierProblem): what could not be taken as it stands is
 *   appended: "<field>_<invalid|destroyed|repaired|doubtful|more|unknown>", "row_…"
 *
 * Returns: (transfer full) (nullable): %NULL where the row holds nothing to store, which is told as
 *   "row_no_contact"
 */
PalierDraft *
palier_mapper_apply (PalierMapper *self, const PalierRow *row, GPtrArray *problems)
{
  g_autoptr (PalierProspect) prospect = palier_prospect_new ();
  Work work = { self, row, prospect, problems };

  tell_flags (&work);
  /* The country says how numbers and codes are read. */
  map_field (&work, PALIER_FIELD_COUNTRY);
  for (int field = 0; field < PALIER_N_FIELDS; field++)
    if (self->columns[field] >= 0 && field != PALIER_FIELD_COUNTRY
        && (palier_field_info ((PalierField) field)->stored || field == PALIER_FIELD_FULL_NAME))
      map_field (&work, (PalierField) field);
  if (!has_contact (prospect))
  {
    add_problem (&work, -1, "row_no_contact", NULL, NULL);
    return NULL;
  }
  decide_kind (&work);

  PalierDraft *draft = g_new0 (PalierDraft, 1);
  draft->line = row->line;
  draft->consent = read_consent (&work);
  draft->prospect = g_steal_pointer (&prospect);
  return draft;
}
