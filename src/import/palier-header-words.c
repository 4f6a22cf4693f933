/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a column's header says. The names of fields, the words that change nothing, those that make
 * it a second one and those that make it something else are data: resources/import/headers.txt.
 *
 * A header is looked up as it stands; then without the words that change nothing; then its words
 * are searched for the names they hold, what is left over counting against it; then letters that
 * stand together are parted into known words; at last one or two wrong letters are forgiven. */
#include <gio/gio.h>
#include <string.h>

#include "palier-fold.h"
#include "palier-header.h"
#include "palier-import-resources.h"

#define HEADERS "/fr/immo_ai/Palier/import/headers.txt"
#define MAX_WORDS 12
#define MAX_PHRASE 6 /* words of one name */

/* What a word does that is no name itself. */
typedef enum
{
  WORD_UNKNOWN,
  WORD_BESIDE,    /* changes nothing */
  WORD_FURTHER,   /* a second one of the kind */
  WORD_OTHER,     /* makes it something else */
  WORD_SENSITIVE, /* what the law protects more */
  WORD_NAMING,    /* "nom" in "nom de la commune" */
} WordKind;

/* Words between a thing and what it is of. */
static const char *const links[] = { "de", "du", "des", "d", "of", "l", "la", "le", NULL };

typedef struct
{
  GHashTable *names;   /* folded name → PalierHeaderMatch */
  GHashTable *words;   /* word → WordKind */
  GHashTable *letters; /* every word of a name, and of the above */
} Dictionary;

static PalierHeaderMatch *
ensure_name (Dictionary *self, const char *name)
{
  PalierHeaderMatch *match = g_hash_table_lookup (self->names, name);

  if (match == NULL)
  {
    match = g_new0 (PalierHeaderMatch, 1);
    g_hash_table_insert (self->names, g_strdup (name), match);
  }
  return match;
}

static void
add_letters (Dictionary *self, const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strlen (words[i]) > 1)
      g_hash_table_add (self->letters, g_strdup (words[i]));
}

static void
add_name (Dictionary *self, const char *name, PalierField field, double likelihood)
{
  PalierHeaderMatch *match = ensure_name (self, name);

  add_letters (self, name);
  if (field == PALIER_FIELD_NONE)
    match->none = likelihood;
  else if (palier_header_likelihood (match, field) == 0 && match->n_meanings < PALIER_MEANINGS_MAX)
  {
    match->meanings[match->n_meanings].field = field;
    match->meanings[match->n_meanings].likelihood = likelihood;
    match->n_meanings++;
  }
}

/* "prix de vente" is written "prix_vente" too. */
static char *
without_links (const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (!g_strv_contains (links, words[i]))
      g_strv_builder_add (left, words[i]);
  g_auto (GStrv) kept = g_strv_builder_end (left);
  return g_strjoinv (" ", kept);
}

/* Where that is no name of its own. */
static void
add_unlinked_names (Dictionary *self)
{
  g_autoptr (GPtrArray) names = g_hash_table_get_keys_as_ptr_array (self->names);

  for (guint i = 0; i < names->len; i++)
  {
    const PalierHeaderMatch *match = g_hash_table_lookup (self->names, names->pdata[i]);
    g_autofree char *short_name = without_links (names->pdata[i]);
    if (strchr (short_name, ' ') != NULL && !g_hash_table_contains (self->names, short_name))
      g_hash_table_insert (self->names, g_steal_pointer (&short_name),
                           g_memdup2 (match, sizeof *match));
  }
}

static WordKind
kind_of_mark (char mark)
{
  switch (mark)
  {
  case '~':
    return WORD_BESIDE;
  case '+':
    return WORD_FURTHER;
  case '!':
    return WORD_OTHER;
  case '*':
    return WORD_SENSITIVE;
  case '=':
    return WORD_NAMING;
  default:
    return WORD_UNKNOWN;
  }
}

static void
add_line (Dictionary *self, const char *line)
{
  const char *colon = strchr (line, ':');
  g_auto (GStrv) head = g_strsplit (line, " ", 2);
  g_auto (GStrv) names = g_strsplit (colon + 1, ",", -1);
  WordKind kind = kind_of_mark (*line);

  for (guint i = 0; names[i] != NULL; i++)
  {
    const char *name = g_strstrip (names[i]);
    if (*name == '\0')
      continue;
    if (kind == WORD_UNKNOWN)
      add_name (self, name, palier_field_from_name (head[0]),
                (double) g_ascii_strtoll (head[1], NULL, 10) / 100.0);
    else
    {
      g_hash_table_insert (self->words, g_strdup (name), GINT_TO_POINTER (kind));
      add_letters (self, name);
    }
  }
}

static gpointer
load_dictionary (gpointer unused)
{
  Dictionary *self = g_new (Dictionary, 1);
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (palier_import_get_resource (), HEADERS, 0, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->letters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '#' && strchr (lines[i], ':') != NULL)
      add_line (self, lines[i]);
  /* The names of our own files. */
  for (int i = 0; i < PALIER_N_FIELDS; i++)
  {
    g_autofree char *name = g_strdelimit (g_strdup (palier_field_name ((PalierField) i)), "_", ' ');
    if (i != PALIER_FIELD_CUSTOM && !g_hash_table_contains (self->names, name))
      add_name (self, name, (PalierField) i, 0.99);
  }
  add_unlinked_names (self);
  return self;
}

static const Dictionary *
get_dictionary (void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once (&once, load_dictionary, NULL);
}

static WordKind
kind_of (const Dictionary *self, const char *word)
{
  return (WordKind) GPOINTER_TO_INT (g_hash_table_lookup (self->words, word));
}

/* ---- matches */

static PalierHeaderMatch
scaled (const PalierHeaderMatch *match, double factor)
{
  PalierHeaderMatch result = *match;

  for (guint i = 0; i < result.n_meanings; i++)
    result.meanings[i].likelihood *= factor;
  result.none *= factor;
  return result;
}

static PalierHeaderMatch
none_of_ours (double likelihood)
{
  return (PalierHeaderMatch) { .none = likelihood };
}

/* How likely the field is by the header alone; 0 where the header does not speak of it. */
double
palier_header_likelihood (const PalierHeaderMatch *self, PalierField field)
{
  for (guint i = 0; i < self->n_meanings; i++)
    if (self->meanings[i].field == field)
      return self->meanings[i].likelihood;
  return 0;
}

/* How much the header says, of whatever field, or of none. */
double
palier_header_best (const PalierHeaderMatch *self)
{
  double best = self->none;

  for (guint i = 0; i < self->n_meanings; i++)
    best = MAX (best, self->meanings[i].likelihood);
  return best;
}

/* ---- words */

/* Words first[0] … first[n - 1] with a blank between them. */
static char *
join_words (char **words, guint first, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = first; i < first + n; i++)
    g_string_append_printf (text, "%s%s", i > first ? " " : "", words[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The header without the words that change nothing. @naming: also without "nom de" and the like.
 * @further, @other: whether words of that kind are left out, or there. */
static char *
strip_words (const Dictionary *self, char **words, gboolean naming, gboolean *further,
             gboolean *other)
{
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();

  *further = *other = FALSE;
  for (guint i = 0; words[i] != NULL; i++)
  {
    WordKind kind = kind_of (self, words[i]);
    *further = *further || kind == WORD_FURTHER;
    *other = *other || kind == WORD_OTHER;
    if (kind != WORD_BESIDE && kind != WORD_FURTHER && !(naming && kind == WORD_NAMING))
      g_strv_builder_add (left, words[i]);
  }
  g_auto (GStrv) kept = g_strv_builder_end (left);
  return g_strjoinv (" ", kept);
}

/* Whether it means the name of a person and hardly anything else. */
static gboolean
is_person_name (const PalierHeaderMatch *match)
{
  for (guint i = 0; i < match->n_meanings; i++)
    if (match->meanings[i].likelihood > 0.6 && match->meanings[i].field != PALIER_FIELD_LAST_NAME
        && match->meanings[i].field != PALIER_FIELD_FULL_NAME
        && match->meanings[i].field != PALIER_FIELD_FIRST_NAME)
      return FALSE;
  return match->n_meanings > 0;
}

/* How sure the name in words [@first, @first + @n) still is with the words around it; 0: not. */
static double
weigh_rest (const Dictionary *self, char **words, guint first, guint n, gboolean of_person,
            gboolean *further)
{
  double factor = 0.95;

  *further = FALSE;
  for (guint i = 0; words[i] != NULL; i++)
  {
    if (i >= first && i < first + n)
      continue;
    switch (kind_of (self, words[i]))
    {
    case WORD_OTHER:
      return 0;
    case WORD_FURTHER:
      *further = TRUE;
      break;
    case WORD_BESIDE:
    case WORD_NAMING:
      break;
    case WORD_UNKNOWN:
    case WORD_SENSITIVE:
      /* The name of somebody unknown is not that of the contact. */
      factor *= of_person ? 0.2 : strlen (words[i]) <= 2 ? 0.85 : 0.72;
      break;
    }
  }
  return factor;
}

static gboolean
is_linked (char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_strv_contains (links, words[i]))
      return TRUE;
  return FALSE;
}

/* The best name that the words hold. French puts the thing first and what it is of behind a "de";
 * without one the thing stands last: "Propriétaire du compte", "Account owner". */
static PalierHeaderMatch
search_names (const Dictionary *self, char **words)
{
  PalierHeaderMatch best = none_of_ours (0);
  guint n_words = g_strv_length (words);
  gboolean linked = is_linked (words);
  double most = 0;

  for (guint first = 0; first < n_words; first++)
    for (guint n = MIN (MAX_PHRASE, n_words - first); n > 0; n--)
    {
      gboolean further;
      g_autofree char *phrase = join_words (words, first, n);
      const PalierHeaderMatch *match = g_hash_table_lookup (self->names, phrase);
      double factor = 0;
      if (match != NULL)
        factor = weigh_rest (self, words, first, n, is_person_name (match), &further);
      if (factor == 0)
        continue;
      double place = linked ? (double) first : (double) (n_words - first - n);
      double weight = palier_header_best (match) * factor * (1 - 0.04 * place) + 0.05 * n;
      if (weight <= most)
        continue;
      most = weight;
      best = scaled (match, factor);
      best.further = match->further || further;
    }
  return best;
}

static gboolean
is_sensitive (const Dictionary *self, const char *folded, char **words)
{
  g_autofree char *padded = g_strconcat (" ", folded, " ", NULL);
  GHashTableIter iter;
  gpointer name, kind;

  for (guint i = 0; words[i] != NULL; i++)
    if (kind_of (self, words[i]) == WORD_SENSITIVE)
      return TRUE;
  g_hash_table_iter_init (&iter, self->words);
  while (g_hash_table_iter_next (&iter, &name, &kind))
    if (GPOINTER_TO_INT (kind) == WORD_SENSITIVE && strchr (name, ' ') != NULL)
    {
      g_autofree char *phrase = g_strconcat (" ", name, " ", NULL);
      if (strstr (padded, phrase) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* What says more. */
static PalierHeaderMatch
better_of (PalierHeaderMatch a, PalierHeaderMatch b)
{
  return palier_header_best (&b) > palier_header_best (&a) ? b : a;
}

/* By what is left without the words that change nothing. @other: (out): whether a word is there
 * that makes it something else */
static PalierHeaderMatch
match_stripped (const Dictionary *self, char **words, gboolean *other)
{
  gboolean further;

  for (int naming = 0; naming < 2; naming++)
  {
    g_autofree char *stripped = strip_words (self, words, naming, &further, other);
    const PalierHeaderMatch *near = g_hash_table_lookup (self->names, stripped);
    if (near == NULL || (naming && is_person_name (near)))
      continue;
    PalierHeaderMatch match = scaled (near, naming ? 0.9 : 0.94);
    match.further = further;
    return match;
  }
  return none_of_ours (0);
}

/* A folded header by names alone: as it stands, stripped, and by what its words hold. */
static PalierHeaderMatch
match_words (const Dictionary *self, const char *folded)
{
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  const PalierHeaderMatch *exact = g_hash_table_lookup (self->names, folded);
  gboolean other;

  if (exact != NULL)
    return *exact;
  PalierHeaderMatch match = match_stripped (self, words, &other);
  if (palier_header_best (&match) < 0.7 && g_strv_length (words) <= MAX_WORDS)
    match = better_of (match, search_names (self, words));
  if (palier_header_best (&match) < 0.5 && other)
    return none_of_ours (0.9);
  return match;
}

/* ---- letters */

/* "MAILINGPOSTALCODE" → "mailing postal code": the fewest known words; (nullable): none fit. */
static char *
part_letters (const Dictionary *self, const char *word)
{
  gsize length = strlen (word);
  guint best[65];
  gsize from[65] = { 0 };

  if (length < 6 || length > 64)
    return NULL;
  best[0] = 0;
  for (gsize end = 1; end <= length; end++)
  {
    best[end] = G_MAXUINT;
    for (gsize start = end > 20 ? end - 20 : 0; start + 2 <= end; start++)
    {
      g_autofree char *part = g_strndup (word + start, end - start);
      if (best[start] == G_MAXUINT || best[start] + 1 >= best[end]
          || !g_hash_table_contains (self->letters, part))
        continue;
      best[end] = best[start] + 1;
      from[end] = start;
    }
  }
  if (best[length] < 2 || best[length] > 6)
    return NULL;
  g_autoptr (GString) parted = g_string_new (word);
  for (gsize at = from[length]; at > 0; at = from[at])
    g_string_insert_c (parted, (gssize) at, ' ');
  return g_string_free (g_steal_pointer (&parted), FALSE);
}

/* How many letters must be put in, left out, changed or swapped, at most @most + 1. */
static guint
count_typos (const char *a, const char *b, guint most)
{
  gsize la = strlen (a), lb = strlen (b);
  guint rows[3][64];

  if (la > 60 || lb > 60 || la > lb + most || lb > la + most)
    return most + 1;
  for (gsize j = 0; j <= lb; j++)
    rows[0][j] = (guint) j;
  for (gsize i = 1; i <= la; i++)
  {
    guint *row = rows[i % 3], *above = rows[(i + 2) % 3], *higher = rows[(i + 1) % 3];
    guint least = row[0] = (guint) i;
    for (gsize j = 1; j <= lb; j++)
    {
      row[j] = MIN (MIN (above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = MIN (row[j], higher[j - 2] + 1);
      least = MIN (least, row[j]);
    }
    if (least > most)
      return most + 1;
  }
  return rows[la % 3][lb];
}

/* The known word that @word is with a wrong letter, two in a long one: (nullable). Short words are
 * forgiven only behind their first letter. */
static const char *
mend_word (const Dictionary *self, const char *word)
{
  gsize length = strlen (word);
  guint most = length >= 11 ? 2 : 1;
  const char *best = NULL;
  GHashTableIter iter;
  gpointer known;

  if (length < 4 || length > 40 || strpbrk (word, "0123456789") != NULL)
    return NULL;
  g_hash_table_iter_init (&iter, self->letters);
  while (g_hash_table_iter_next (&iter, &known, NULL))
  {
    const char *text = known;
    if (strlen (text) < 4 || (length < 6 && *text != *word))
      continue;
    guint typos = count_typos (word, text, most);
    if (typos > most || (typos == most && best != NULL && strcmp (text, best) > 0))
      continue;
    best = text;
    most = typos;
  }
  return best;
}

/* The header with known words for those that are nearly so; (nullable): there are none.
 * @n_mended: (out): how many, short ones threefold */
static char *
mend_words (const Dictionary *self, const char *folded, guint *n_mended)
{
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  *n_mended = 0;
  for (guint i = 0; words[i] != NULL && i < MAX_WORDS; i++)
  {
    if (g_hash_table_contains (self->letters, words[i]))
      continue;
    const char *known = mend_word (self, words[i]);
    if (known == NULL)
      continue;
    /* A short word is soon another one: "prime" is no "price". */
    *n_mended += strlen (words[i]) < 6 ? 3 : 1;
    g_set_str (&words[i], known);
  }
  return *n_mended > 0 ? g_strjoinv (" ", words) : NULL;
}

/* "firstName", "Adresse1" → "first Name", "Adresse 1" */
static char *
part_cases (const char *header)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char before = '\0';

  for (const char *p = header; *p != '\0'; before = *p++)
  {
    gboolean hump = g_ascii_islower (before) && g_ascii_isupper (*p);
    gboolean digit = g_ascii_isalpha (before) && g_ascii_isdigit (*p);
    if (hump || digit)
      g_string_append_c (text, ' ');
    g_string_append_c (text, *p);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static PalierHeaderMatch
match_loosely (const Dictionary *self, const char *header, const char *folded)
{
  g_autofree char *parted = part_cases (header);
  g_autofree char *cases = palier_fold_words (parted);
  PalierHeaderMatch match = match_words (self, cases);
  g_autofree char *letters = strchr (cases, ' ') == NULL ? part_letters (self, cases) : NULL;
  guint n_mended;

  if (letters != NULL)
  {
    PalierHeaderMatch found = match_words (self, letters);
    match = better_of (match, scaled (&found, 0.95));
  }
  if (palier_header_best (&match) >= 0.5)
    return match;
  g_autofree char *mended = mend_words (self, folded, &n_mended);
  PalierHeaderMatch found = mended != NULL ? match_words (self, mended) : none_of_ours (0);
  return better_of (match, scaled (&found, n_mended > 2 ? 0.55 : n_mended > 1 ? 0.75 : 0.85));
}

/* "Ville (bureau)", "Id. 1 (SIREN)": what stands outside, unless only what is inside is known. */
static PalierHeaderMatch
match_parenthesis (const Dictionary *self, const char *header)
{
  const char *open = strchr (header, '('), *close = strrchr (header, ')');
  gboolean further, other;

  if (open == NULL || close == NULL || close < open)
    return none_of_ours (0);
  g_autofree char *head = g_strndup (header, (gsize) (open - header));
  g_autofree char *outside = palier_fold_words (head);
  g_autofree char *tail = g_strndup (open + 1, (gsize) (close - open - 1));
  g_autofree char *inside = palier_fold_words (tail);
  g_auto (GStrv) words = g_strsplit (inside, " ", -1);
  g_autofree char *rest = strip_words (self, words, FALSE, &further, &other);
  PalierHeaderMatch match = match_words (self, outside);

  if (other || *outside == '\0')
    return none_of_ours (0);
  if (match.n_meanings > 0 && palier_header_best (&match) >= 0.5)
  {
    match = scaled (&match, 0.97);
    match.further |= further;
    return match;
  }
  const PalierHeaderMatch *known = g_hash_table_lookup (self->names, inside);
  return known != NULL && known->n_meanings > 0 ? scaled (known, 0.9) : none_of_ours (0);
}

/* Where the parts of "Personne - Nom" or "Email : work" meet: (nullable) */
static const char *
find_group_mark (const char *header, gsize *length)
{
  const char *dash = g_strrstr (header, " - ");
  const char *colon = strrchr (header, ':');

  *length = dash != NULL ? 3 : 1;
  return dash != NULL ? dash : colon;
}

/* Whether @words say only whose something is: "Personne", "Organisation". */
static gboolean
is_whose (const Dictionary *self, char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (kind_of (self, words[i]) != WORD_BESIDE)
      return FALSE;
  return TRUE;
}

/* Whether what stands behind a dash is a field by itself: a label or a type is one of what stands
 * before it. */
static gboolean
stands_for_itself (const Dictionary *self, const char *tail)
{
  const PalierHeaderMatch *match = g_hash_table_lookup (self->names, tail);

  return match != NULL && match->n_meanings > 0 && palier_header_best (match) >= 0.7
         && kind_of (self, tail) != WORD_OTHER && kind_of (self, tail) != WORD_NAMING;
}

/* "Contact: Nom", "Champ additionnel: E-mail": what stands behind the colon, unless the group makes
 * it something else or what follows only says which one: "Email : work". */
static PalierHeaderMatch
match_group (const Dictionary *self, const char *header)
{
  gsize length;
  const char *mark = find_group_mark (header, &length);
  gboolean further, other;

  if (mark == NULL || mark == header || palier_is_blank (mark + length))
    return none_of_ours (0);
  g_autofree char *head = g_strndup (header, (gsize) (mark - header));
  g_autofree char *group = palier_fold_words (head);
  g_autofree char *tail = palier_fold_words (mark + length);
  g_auto (GStrv) words = g_strsplit (group, " ", -1);
  WordKind qualifier = kind_of (self, tail);

  if (length > 1 && !stands_for_itself (self, tail))
    return none_of_ours (0);
  if ((qualifier == WORD_FURTHER || qualifier == WORD_BESIDE) && !is_whose (self, words))
  {
    PalierHeaderMatch thing = match_words (self, group);
    if (thing.n_meanings > 0 && palier_header_best (&thing) >= 0.7)
    {
      thing.further |= qualifier == WORD_FURTHER;
      return scaled (&thing, 0.97);
    }
  }
  PalierHeaderMatch match = match_words (self, tail);
  g_autofree char *rest = strip_words (self, words, FALSE, &further, &other);

  if (other)
    return none_of_ours (0.9);
  if (palier_header_best (&match) < 0.5)
    return none_of_ours (0);
  match = scaled (&match, 0.97);
  match.further |= further;
  return match;
}

/**
 * palier_header_match:
 * @header: (nullable): as in the file
 *
 * Returns: the fields it may mean and how likely; nothing where the header says nothing
 */
PalierHeaderMatch
palier_header_match (const char *header)
{
  const Dictionary *self = get_dictionary ();

  if (header == NULL || strnlen (header, 201) > 200)
    return none_of_ours (0);
  g_autofree char *folded = palier_fold_words (header);
  if (*folded == '\0')
    return none_of_ours (0);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  if (is_sensitive (self, folded, words))
    return (PalierHeaderMatch) { .none = 0.97, .sensitive = TRUE };
  gboolean exact = g_hash_table_contains (self->names, folded);
  PalierHeaderMatch match = exact ? none_of_ours (0) : match_group (self, header);
  if (!exact && match.n_meanings == 0 && match.none == 0)
    match = match_parenthesis (self, header);
  if (palier_header_best (&match) == 0)
    match = match_words (self, folded);
  if (exact || (palier_header_best (&match) >= 0.5 && match.n_meanings > 0))
    return match;
  PalierHeaderMatch loose = match_loosely (self, header, folded);
  return loose.n_meanings > 0 && palier_header_best (&loose) >= 0.7 ? loose
                                                                    : better_of (match, loose);
}
