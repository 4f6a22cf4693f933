/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-ground-private.h"

#include <math.h>
#include <string.h>

#include "palier-draft-claim-words.h"
#include "palier-fact.h"
#include "palier-gazetteer.h"

#define MONTH_S 2629800.0
#define DAY_S 86400.0
#define NAMESAKES 2 /* communes of one name that may be meant */

static void
free_tokens (gpointer tokens)
{
  palier_tokens_clear (tokens);
  g_free (tokens);
}

/* They live as long as the ground, as claims and names are made of them. */
static const PalierTokens *
read_tokens (PalierDraftGround *self, const char *text)
{
  PalierTokens *tokens = g_new0 (PalierTokens, 1);

  palier_tokens_read (tokens, text);
  g_ptr_array_add (self->tokens, tokens);
  return tokens;
}

/* "Century 21", "1001 Toits": what a figure is called. @one and @other stand side by side. */
static void
add_named (PalierDraftGround *self, const PalierToken *one, const PalierToken *other)
{
  const PalierToken *word = one->kind == PALIER_TOKEN_WORD ? one : other;
  const PalierToken *figure = word == one ? other : one;
  char pair[64];

  if (word->kind == PALIER_TOKEN_WORD && word->large && figure->kind == PALIER_TOKEN_DIGITS
      && strlen (word->fold) > 2
      && g_snprintf (pair, sizeof pair, "%s %s", one->fold, other->fold) < (int) sizeof pair)
    g_hash_table_add (self->named, g_string_chunk_insert_const (self->words, pair));
}

static void
add_names (PalierDraftGround *self, const PalierTokens *tokens)
{
  for (guint i = 0; i < tokens->items->len; i++)
  {
    const PalierToken *token = palier_tokens_get (tokens, i);
    add_named (self, token, palier_tokens_get (tokens, i + 1));
    if (token->kind != PALIER_TOKEN_WORD)
      continue;
    g_hash_table_add (self->names, (char *) token->fold);
    if (!token->large && strlen (token->fold) >= PALIER_GROUND_STEM)
      g_hash_table_add (self->stems,
                        g_string_chunk_insert_len (self->words, token->fold, PALIER_GROUND_STEM));
  }
}

static gboolean
has_number (const GArray *claims, guint from, const PalierClaim *claim)
{
  for (guint i = from; i < claims->len; i++)
  {
    const PalierClaim *other = &g_array_index (claims, PalierClaim, i);
    if (other->kind != PALIER_CLAIM_NAME && fabs (other->value) == fabs (claim->value))
      return TRUE;
  }
  return FALSE;
}

/* Of a share each part stands alone, too: "une note de 4,6", "13 lots sur 46". */
static void
add_parts (PalierDraftGround *self, const PalierClaim *share)
{
  const double parts[] = { share->value, share->of };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
  {
    PalierClaim number = *share;
    number.kind = PALIER_CLAIM_NUMBER;
    number.value = number.from = number.to = parts[i];
    number.of = 0;
    g_array_append_val (self->claims, number);
  }
}

/* @year: where the claim says none */
static gboolean
set_date (GDate *date, const PalierClaim *claim, int year)
{
  GDateYear said = (GDateYear) (claim->year > 0 ? claim->year : year);

  g_date_clear (date, 1);
  if (!g_date_valid_dmy ((GDateDay) claim->day, (GDateMonth) claim->month, said))
    return FALSE;
  g_date_set_dmy (date, (GDateDay) claim->day, (GDateMonth) claim->month, said);
  return TRUE;
}

/* "jeudi 18 et vendredi 19 mars": two days, the first one counted or not. */
static void
add_days (PalierDraftGround *self, const PalierClaim *from, const PalierClaim *to)
{
  PalierClaim span = { .kind = PALIER_CLAIM_DURATION, .unit = DAY_S };
  GDate first, last;
  int year = to->year > 0 ? to->year : g_date_get_year (&self->today);

  if (!set_date (&first, from, year) || !set_date (&last, to, year))
    return;
  for (int days = g_date_days_between (&first, &last), more = 0; days > 0 && more < 2; more++)
  {
    span.value = span.from = span.to = DAY_S * (days + more);
    g_array_append_val (self->claims, span);
  }
}

/* "de juillet 2024 à juin 2026": two years, said or not. */
static void
add_span (PalierDraftGround *self, const GArray *claims)
{
  const PalierClaim *from = claims->len >= 2 ? &g_array_index (claims, PalierClaim, 0) : NULL;
  const PalierClaim *to = claims->len >= 2 ? &g_array_index (claims, PalierClaim, 1) : NULL;
  PalierClaim span = { .kind = PALIER_CLAIM_DURATION, .unit = MONTH_S };

  if (to == NULL || from->kind != PALIER_CLAIM_DATE || to->kind != PALIER_CLAIM_DATE)
    return;
  if (from->day > 0 && to->day > 0)
    add_days (self, from, to);
  if (from->day > 0 || to->day > 0 || from->month == 0 || to->month == 0 || from->year == 0)
    return;
  span.value = MONTH_S * ((to->year - from->year) * 12 + to->month - from->month + 1);
  span.from = span.to = span.value;
  g_array_append_val (self->claims, span);
}

/* Reads a fact's text; a bare number (its value) says nothing more where the display has it with
 * its unit. @first: the fact's first claim. */
static void
add_text (PalierDraftGround *self, const char *text, gboolean bare, gboolean contact, guint first)
{
  const PalierTokens *tokens = read_tokens (self, text);

  add_names (self, tokens);
  g_autoptr (GArray) claims = palier_claims_read (tokens, &self->today, TRUE, self->words);
  for (guint i = 0; i < claims->len; i++)
  {
    PalierClaim *claim = &g_array_index (claims, PalierClaim, i);
    if (claim->kind == PALIER_CLAIM_NUMBER && bare && has_number (self->claims, first, claim))
      continue;
    if (claim->kind == PALIER_CLAIM_NUMBER && contact && claim->noun == NULL)
      claim->kind = PALIER_CLAIM_ADDRESS;
    claim->named = contact;
    g_array_append_val (self->claims, *claim);
    if (claim->of > 0)
      add_parts (self, claim);
  }
  add_span (self, claims);
}

static void
add_date (PalierDraftGround *self, const GDate *date)
{
  PalierClaim claim = { .kind = PALIER_CLAIM_DATE,
                        .day = g_date_get_day (date),
                        .month = (int) g_date_get_month (date),
                        .year = g_date_get_year (date),
                        .stamp = TRUE };

  g_array_append_val (self->claims, claim);
}

static gboolean
to_date (gint64 at_ms, GDate *out)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (at_ms / 1000);

  g_date_clear (out, 1);
  if (at == NULL || g_date_time_get_year (at) < 1900 || g_date_time_get_year (at) > 2100)
    return FALSE;
  g_date_set_dmy (out, (GDateDay) g_date_time_get_day_of_month (at),
                  (GDateMonth) g_date_time_get_month (at), (GDateYear) g_date_time_get_year (at));
  return TRUE;
}

/* Its name, its region's and its province's. */
static void
add_department (PalierDraftGround *self, const char *department)
{
  const char *names[] = { palier_department_name (department),
                          palier_region_name (palier_department_region (department)),
                          palier_claim_province (department) };

  g_hash_table_add (self->departments, g_string_chunk_insert_const (self->words, department));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i] != NULL)
      add_names (self, read_tokens (self, names[i]));
}

/* A postal code tells the department and, in the three large towns, the district. */
static void
add_postal_code (PalierDraftGround *self, const char *code)
{
  const char *department = palier_department_of_postal_code (code);

  if (department == NULL)
    return;
  add_department (self, department);
  if (g_str_has_prefix (code, "75") || g_str_has_prefix (code, "690")
      || g_str_has_prefix (code, "130"))
  {
    PalierClaim district = { .kind = PALIER_CLAIM_ORDINAL,
                             .value = g_ascii_strtod (code + 3, NULL) };
    district.from = district.to = district.value;
    g_array_append_val (self->claims, district);
    district.kind = PALIER_CLAIM_ADDRESS;
    g_array_append_val (self->claims, district);
  }
}

/* Where the town lies that a fact names, or the larger ones of that name. */
static void
add_town (PalierDraftGround *self, const char *town)
{
  PalierCommune communes[PALIER_COMMUNES_MAX];
  guint n = palier_gazetteer_by_name (town, NULL, communes, PALIER_COMMUNES_MAX);

  for (guint i = 0; i < MIN (n, NAMESAKES); i++)
    add_department (self, communes[i].department);
}

/* How to reach somebody is nothing to count with. */
static gboolean
is_contact (const char *key)
{
  return g_str_has_prefix (key, "sender_") || g_str_has_suffix (key, "_url")
         || strcmp (key, "street") == 0 || strcmp (key, "postal_code") == 0;
}

static void
add_fact (PalierDraftGround *self, const PalierFact *fact)
{
  guint first = self->claims->len;
  gboolean contact = is_contact (fact->key);
  GDate date;

  add_text (self, fact->display, FALSE, contact, first);
  if (strcmp (fact->value, fact->display) != 0)
    add_text (self, fact->value, TRUE, contact, first);
  if (fact->detail != NULL && strcmp (fact->source, "import") != 0
      && g_hash_table_add (self->details, fact->detail))
    add_text (self, fact->detail, TRUE, FALSE, first);
  if (fact->at_ms != 0 && to_date (fact->at_ms, &date))
    add_date (self, &date);
  if (strcmp (fact->key, "postal_code") == 0)
    add_postal_code (self, fact->value);
  if (g_str_has_suffix (fact->key, "city"))
    add_town (self, fact->value);
}

/**
 * palier_draft_ground_new:
 * @facts: (element-type PalierFact): read at once, not kept
 * @today_ms: the day of writing, which may be named
 */
PalierDraftGround *
palier_draft_ground_new (const GPtrArray *facts, gint64 today_ms)
{
  PalierDraftGround *self = g_new0 (PalierDraftGround, 1);

  self->claims = g_array_new (FALSE, FALSE, sizeof (PalierClaim));
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
  self->departments = g_hash_table_new (g_str_hash, g_str_equal);
  self->named = g_hash_table_new (g_str_hash, g_str_equal);
  self->stems = g_hash_table_new (g_str_hash, g_str_equal);
  self->words = g_string_chunk_new (4096);
  self->tokens = g_ptr_array_new_with_free_func (free_tokens);
  if (!to_date (today_ms, &self->today))
    g_date_set_dmy (&self->today, 1, G_DATE_JANUARY, 1970);
  self->details = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < facts->len; i++)
    add_fact (self, facts->pdata[i]);
  g_clear_pointer (&self->details, g_hash_table_unref);
  return self;
}

void
palier_draft_ground_free (PalierDraftGround *self)
{
  g_array_unref (self->claims);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->departments);
  g_hash_table_unref (self->named);
  g_hash_table_unref (self->stems);
  g_ptr_array_unref (self->tokens);
  g_string_chunk_free (self->words);
  g_free (self);
}

const GDate *
palier_draft_ground_get_today (const PalierDraftGround *self)
{
  return &self->today;
}
