/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A town as addresses write it ("PARIS CEDEX 08", "Lyon 3ème", "St Germain en Laye") against the
 * gazetteer. The spelling of a name that is certain is made the official one; another town or
 * another code than the file's is only ever proposed. */
#include "palier-town.h"

#include <string.h>

#include "palier-digits.h"
#include "palier-fold.h"
#include "palier-name.h"

void
palier_town_clear (PalierTown *self)
{
  g_clear_pointer (&self->city, g_free);
  g_clear_pointer (&self->insee, g_free);
  g_clear_pointer (&self->proposed_city, g_free);
  g_clear_pointer (&self->proposed_code, g_free);
}

static gboolean
has_digits_only (const char *word)
{
  return *word != '\0' && strspn (word, "0123456789") == strlen (word);
}

/* Whether the words at @at are a post box: "BP 123", "CS 40012". */
static gboolean
is_box (char **words, guint at)
{
  static const char *const marks[] = { "bp", "cs", "tsa", "cidex" };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_ascii_strcasecmp (words[at], marks[i]) == 0)
      return words[at + 1] != NULL && has_digits_only (words[at + 1]);
  return FALSE;
}

/* Leaves the name: takes out CEDEX with its number, post boxes, a code in front, brackets. */
static char *
take_name (char **words, gboolean *is_cedex)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
  {
    if (g_ascii_strcasecmp (words[i], "cedex") == 0)
    {
      *is_cedex = TRUE;
      i += words[i + 1] != NULL && has_digits_only (words[i + 1]);
    }
    else if (is_box (words, i))
      i++;
    else if (!(has_digits_only (words[i]) && strlen (words[i]) == 5))
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", words[i]);
  }
  return g_string_free (out, FALSE);
}

/* A roman number up to 20; 0: none. */
static guint
read_roman (const char *word)
{
  static const struct
  {
    const char *sign;
    guint value;
  } signs[] = { { "x", 10 }, { "ix", 9 }, { "v", 5 }, { "iv", 4 }, { "i", 1 } };
  guint value = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    while (g_str_has_prefix (word, signs[i].sign) && value <= 20)
    {
      value += signs[i].value;
      word += strlen (signs[i].sign);
    }
  return *word == '\0' && value <= 20 ? value : 0;
}

/* "12", "12e", "1er", "3ème", "XIIe": of folded text; 0: none */
static guint
read_ordinal (const char *word)
{
  static const char *const endings[] = { "", "e", "er", "eme", "ieme", "ere" };
  gsize digits = strspn (word, "0123456789");

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
  {
    gsize length = strlen (word), tail = strlen (endings[i]);
    if (length <= tail || !g_str_has_suffix (word, endings[i]))
      continue;
    g_autofree char *number = g_strndup (word, length - tail);
    guint value = digits == length - tail && digits <= 2 ? (guint) atoi (number)
                  : digits == 0                          ? read_roman (number)
                                                         : 0;
    if (value > 0)
      return value;
  }
  return 0;
}

/* The three cities that have arrondissements, how many, and the number before their codes. */
static const struct
{
  const char *key;
  const char *name;
  guint n;
  guint postal;
  guint insee;
} cities[] = { { "paris", "Paris", 20, 75000, 75100 },
               { "lyon", "Lyon", 9, 69000, 69380 },
               { "marseille", "Marseille", 16, 13000, 13200 } };

/* Which of them "Paris 12e", "LYON 03", "Marseille-8e arrondissement" is; -1: none */
static int
find_city_part (const char *name, guint *arrondissement)
{
  /* Nearly all others are told by their first letter. */
  if (strchr ("PpLlMm", *name) == NULL)
    return -1;
  g_autofree char *folded = palier_fold_words (name);
  g_auto (GStrv) words = g_strsplit (folded, " ", 8);
  guint n = g_strv_length (words);

  if (n == 3 && (g_str_has_prefix (words[2], "arr") || g_str_equal (words[2], "ardt")))
    n = 2;
  if (n != 2)
    return -1;
  for (guint i = 0; i < G_N_ELEMENTS (cities); i++)
  {
    guint number = read_ordinal (words[1]);
    if (strcmp (words[0], cities[i].key) != 0 || number == 0 || number > cities[i].n)
      continue;
    *arrondissement = number;
    return (int) i;
  }
  return -1;
}

/* What stands between brackets at the end ("Melun (77)") is no part of the name, unless it is an
 * article ("Havre (Le)"). */
static void
drop_brackets (char *text)
{
  char *open = strrchr (text, '(');

  if (open == NULL || open == text || strlen (open) > 40)
    return;
  if (strpbrk (open, "0123456789") != NULL || g_ascii_strncasecmp (open, "(france", 7) == 0)
    *open = '\0';
  g_strchomp (text);
}

/* palier_town_clean() but for the case. */
static char *
strip_town (const char *city, gboolean *is_cedex, guint *arrondissement)
{
  gboolean oversized = city != NULL && palier_text_is_oversized (city);
  g_autofree char *valid = g_utf8_make_valid (city != NULL && !oversized ? city : "", -1);
  g_autofree char *plain = palier_text_squeeze (valid);
  g_auto (GStrv) words = g_strsplit_set (plain, " ,", -1);
  g_autofree char *name = take_name (words, is_cedex);
  g_autofree char *tidy = palier_text_squeeze (name);

  drop_brackets (tidy);
  /* "PARIS CEDEX 08": the number behind CEDEX is that of the sorting office. */
  int part = find_city_part (tidy, arrondissement);
  return part >= 0 ? g_strdup (cities[part].name) : g_steal_pointer (&tidy);
}

/**
 * palier_town_clean:
 * @city: (nullable): "75008 PARIS CEDEX 08", "BP 12 LYON 3ème", "SAINT-RÉMY-LÈS-CHEVREUSE"
 * @is_cedex: (out) (optional)
 * @arrondissement: (out) (optional): of Paris, Lyon or Marseille; 0: none said
 *
 * Returns: (transfer full): the name in its usual case; empty where there is none
 */
char *
palier_town_clean (const char *city, gboolean *is_cedex, guint *arrondissement)
{
  gboolean cedex = FALSE;
  guint number = 0;
  g_autofree char *name = strip_town (city, &cedex, &number);

  if (is_cedex != NULL)
    *is_cedex = cedex;
  if (arrondissement != NULL)
    *arrondissement = number;
  return palier_city_case (name);
}

/* What is known while a town is read. */
typedef struct
{
  const char *code; /* (nullable): five digits */
  const char *name; /* the town as typed, alone; empty where there is none */
  gboolean known;   /* the code is one in use */
  guint arrondissement;
  PalierTown *out;
} Work;

static void
take_commune (Work *work, const PalierCommune *commune)
{
  PalierTown *out = work->out;

  g_set_str (&out->insee, commune->insee);
  out->department = palier_department_find (commune->department);
  out->population = commune->population;
}

/* Paris, Lyon and Marseille: the arrondissement is said by the town, by the code, or not at all. */
static void
take_city (Work *work, const PalierCommune *city)
{
  PalierCommune part;
  guint by_code = 0, said = work->arrondissement;
  guint i = 0;

  while (i < G_N_ELEMENTS (cities) && strcmp (cities[i].name, city->name) != 0)
    i++;
  take_commune (work, city);
  if (i == G_N_ELEMENTS (cities))
    return;
  if (work->known)
    by_code = (guint) atoi (work->code) % 100;
  /* Another one than the code says, or a code for the whole city ("75000"). */
  if (said > 0 && said != by_code)
    work->out->proposed_code = g_strdup_printf ("%05u", cities[i].postal + said);
  if (said > 0 && by_code > 0 && said != by_code)
  {
    work->out->verdict = PALIER_READING_DOUBTFUL;
    return;
  }
  g_autofree char *insee = g_strdup_printf ("%u", cities[i].insee + (by_code > 0 ? by_code : said));
  if (palier_gazetteer_by_insee (insee, &part) && part.kind == PALIER_COMMUNE_ARRONDISSEMENT)
    take_commune (work, &part);
}

static gboolean
is_city (const PalierCommune *commune)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cities); i++)
    if (strcmp (cities[i].name, commune->name) == 0)
      return commune->kind == PALIER_COMMUNE_CURRENT;
  return FALSE;
}

/* The town is @commune: its official name and code. */
static void
take_match (Work *work, const PalierCommune *commune)
{
  g_set_str (&work->out->city, commune->name);
  if (is_city (commune))
    take_city (work, commune);
  else
    take_commune (work, commune);
}

/* The one commune that the first @n of @found are about; FALSE: several. A name of today beats the
 * same name of former times. */
static gboolean
is_one (const PalierCommune *found, guint n)
{
  for (guint i = 1; i < n; i++)
    if (found[i].kind == found[0].kind && strcmp (found[i].insee, found[0].insee) != 0)
      return FALSE;
  return n > 0;
}

static void
propose_code (Work *work, const PalierCommune *commune)
{
  char codes[1][6];

  if (work->out->proposed_code == NULL && palier_commune_postal_codes (commune, codes, 1) == 1)
    work->out->proposed_code = g_strdup (codes[0]);
}

/* A code, but no town. */
static void
read_code_alone (Work *work)
{
  PalierCommune here[3];
  guint n = palier_gazetteer_by_postal_code (work->code, here, G_N_ELEMENTS (here));
  /* Of 75012 Paris comes first, then its arrondissement. */
  gboolean in_city = n >= 2 && here[1].kind == PALIER_COMMUNE_ARRONDISSEMENT;

  work->out->verdict = PALIER_READING_BLANK;
  if (n != 1 && !in_city)
    return;
  work->out->proposed_city = g_strdup (here[0].name);
  take_commune (work, &here[in_city ? 1 : 0]);
}

/* A town that is none of its code's communes. */
static void
read_stranger (Work *work)
{
  PalierCommune found[PALIER_COMMUNES_MAX], here[2];
  PalierTown *out = work->out;
  const char *department = palier_department_of_postal_code (work->code);

  if (work->known && palier_gazetteer_suggest (work->name, work->code, found, 1) == 1)
  {
    out->proposed_city = g_strdup (found[0].name);
    out->verdict = PALIER_READING_DOUBTFUL;
    return;
  }
  guint n = palier_gazetteer_by_name (work->name, department, found, PALIER_COMMUNES_MAX);
  if (is_one (found, n))
  {
    /* Codes of CEDEX and of a whole city ("75000") stand in no list: the name decides. */
    take_match (work, &found[0]);
    if (work->known)
    {
      g_clear_pointer (&out->insee, g_free);
      propose_code (work, &found[0]);
      out->verdict = PALIER_READING_DOUBTFUL;
    }
    return;
  }
  if (!work->known)
    return;
  guint n_here = palier_gazetteer_by_postal_code (work->code, here, 2);
  if (n == 0 && palier_gazetteer_is_commune_name (work->name))
  {
    /* A town of elsewhere. */
    out->verdict = PALIER_READING_DOUBTFUL;
    if (n_here == 1 || here[1].kind == PALIER_COMMUNE_ARRONDISSEMENT)
      out->proposed_city = g_strdup (here[0].name);
  }
  else if (n_here == 1)
    /* A hamlet or a quarter: the code alone tells the commune. */
    take_commune (work, &here[0]);
}

static void
read_with_code (Work *work)
{
  PalierCommune found[PALIER_COMMUNES_MAX];
  PalierTown *out = work->out;
  guint n = 0;

  out->department = palier_department_of_postal_code (work->code);
  if (work->known)
    n = palier_gazetteer_by_name (work->name, work->code, found, PALIER_COMMUNES_MAX);
  if (n > 0 && is_one (found, n))
    take_match (work, &found[0]);
  else if (n == 0)
    read_stranger (work);
}

static void
read_name_alone (Work *work)
{
  PalierCommune found[PALIER_COMMUNES_MAX];
  char codes[2][6];
  guint n = palier_gazetteer_by_name (work->name, NULL, found, PALIER_COMMUNES_MAX);

  if (!is_one (found, n))
    return;
  take_match (work, &found[0]);
  if (work->out->proposed_code == NULL && palier_commune_postal_codes (&found[0], codes, 2) == 1)
    work->out->proposed_code = g_strdup (codes[0]);
}

static gboolean
holds_letter (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

/**
 * palier_town_read:
 * @postal_code: (nullable): as palier_postal_code_normalize() returns it
 * @city: (nullable): as it stands in the file
 * @country: (nullable): ISO 3166 code; abroad only the case of the name is set
 * @out: (out caller-allocates): whatever it held is not freed. Its verdict is OK (nothing against
 *   it, though the town need not be known), DOUBTFUL (town and code disagree, or the name is
 *   misspelt: see the proposals), BLANK or INVALID (no letter in it)
 */
void
palier_town_read (const char *postal_code, const char *city, const char *country, PalierTown *out)
{
  Work work = { .code = postal_code, .out = out };

  *out = (PalierTown) { .verdict = PALIER_READING_OK };
  g_autofree char *name = strip_town (city, &out->is_cedex, &work.arrondissement);
  work.name = name;
  if (!holds_letter (name))
  {
    out->verdict =
        city == NULL || palier_is_blank (city) ? PALIER_READING_BLANK : PALIER_READING_INVALID;
    *name = '\0';
  }
  if (country == NULL || strcmp (country, "FR") == 0)
  {
    work.known = palier_gazetteer_is_postal_code (postal_code);
    if (*name == '\0' && work.known && out->verdict == PALIER_READING_BLANK)
      read_code_alone (&work);
    else if (*name != '\0' && postal_code != NULL)
      read_with_code (&work);
    else if (*name != '\0')
      read_name_alone (&work);
  }
  if (out->city == NULL && *name != '\0')
    out->city = palier_city_case (name);
}
