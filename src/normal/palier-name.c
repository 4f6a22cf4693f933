/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of persons and towns. Only what stands in capitals or in small letters throughout is set
 * anew: whoever wrote "de La Tour" or "McDonald" knew why. */
#include "palier-name.h"

#include <gio/gio.h>
#include <string.h>

#include "palier-digits.h"
#include "palier-fold.h"
#include "palier-normal-resources.h"

#define FIRST_NAMES "/fr/immo_ai/Palier/normal/first-names.txt"

void
palier_name_parts_clear (PalierNameParts *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->first_name, g_free);
  g_clear_pointer (&self->last_name, g_free);
}

static gpointer
load_first_names (gpointer unused)
{
  GHashTable *names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (palier_normal_get_resource (), FIRST_NAMES, 0, NULL);
  /* The table points into this copy, which lives as long as the program. */
  char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  for (char *line = text; *line != '\0';)
  {
    char *end = strchrnul (line, '\n');
    char *next = *end == '\0' ? end : end + 1;
    *end = '\0';
    g_hash_table_add (names, line);
    line = next;
  }
  return names;
}

static gboolean
is_folded_first_name (const char *folded)
{
  static GOnce once = G_ONCE_INIT;
  return g_hash_table_contains (g_once (&once, load_first_names, NULL), folded);
}

/**
 * palier_name_is_first_name:
 * @word: a word in any case; of a compound ("Jean-Pierre") its first part decides
 */
gboolean
palier_name_is_first_name (const char *word)
{
  g_autofree char *folded = palier_fold (word);
  folded[strcspn (folded, "-")] = '\0';
  return is_folded_first_name (folded);
}

static gboolean
has_one_case (const char *text)
{
  gboolean upper = FALSE, lower = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
  {
    gunichar letter = g_utf8_get_char (p);
    upper = upper || g_unichar_isupper (letter);
    lower = lower || g_unichar_islower (letter);
  }
  return upper != lower;
}

static gboolean
is_word_of (const char *const *list, const char *word)
{
  for (gsize i = 0; list[i] != NULL; i++)
    if (strcmp (list[i], word) == 0)
      return TRUE;
  return FALSE;
}

/* "o'", "l'" keep their capital; "d'" does not have one. */
static void
append_capitalised (GString *out, const char *word)
{
  const char *rest = word;

  if ((word[0] == 'd') && word[1] == '\'' && word[2] != '\0')
  {
    g_string_append (out, "d'");
    rest = word + 2;
  }
  g_string_append_unichar (out, g_unichar_toupper (g_utf8_get_char (rest)));
  rest = g_utf8_next_char (rest);
  g_string_append (out, rest);

  /* The letter behind "Mc", "O'" and "L'" is a capital too. */
  char *tail = NULL;
  gsize start = out->len - strlen (rest) - 1;
  if (g_str_has_prefix (out->str + start, "Mc") && strlen (rest) > 3)
    tail = out->str + start + 2;
  else if (strlen (rest) >= 2 && rest[0] == '\'' && strchr ("OLN", out->str[start]) != NULL)
    tail = out->str + start + 2;
  if (tail != NULL && g_ascii_islower (*tail))
    *tail = g_ascii_toupper (*tail);
  else if (tail != NULL && (guchar) *tail >= 0x80)
  {
    g_autofree char *old = g_strdup (tail);
    g_string_truncate (out, (gsize) (tail - out->str));
    g_string_append_unichar (out, g_unichar_toupper (g_utf8_get_char (old)));
    g_string_append (out, g_utf8_next_char (old));
  }
}

/* Sets each word between spaces and hyphens anew; the words of @small stay small, but the first
 * where @first_is_capital. */
static char *
set_case (const char *text, const char *const *small, gboolean first_is_capital)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  GString *out = g_string_new (NULL);

  for (char *p = lower; *p != '\0';)
  {
    gsize length = strcspn (p, " -");
    char separator = p[length];
    p[length] = '\0';
    if (length > 0 && is_word_of (small, p) && !(first_is_capital && out->len == 0))
      g_string_append (out, p);
    else if (length > 0)
      append_capitalised (out, p);
    if (separator == '\0')
      break;
    g_string_append_c (out, separator);
    p += length + 1;
  }
  return g_string_free (out, FALSE);
}

/* Space made plain, and the typographic apostrophe with it. */
static char *
plain_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *squeezed = palier_text_squeeze (valid);
  GString *out = g_string_new_take (g_steal_pointer (&squeezed));

  g_string_replace (out, "\u2019", "'", 0);
  return g_string_free (out, FALSE);
}

/**
 * palier_name_case:
 * @text: (nullable): a first or a last name
 *
 * Sets a name that stands in one case throughout as it is written in French: "DE LA TOUR" → "de La
 * Tour", "JEAN-PIERRE" → "Jean-Pierre", "D'ORNANO" → "d'Ornano", "MCDONALD" → "McDonald".
 *
 * Returns: (transfer full): never %NULL
 */
char *
palier_name_case (const char *text)
{
  static const char *const particles[] = { "de",  "du",  "des", "d'", "van", "von",
                                           "der", "den", "zu",  "et", "y",   NULL };
  g_autofree char *plain = plain_text (text);

  if (!has_one_case (plain))
    return g_steal_pointer (&plain);
  return set_case (plain, particles, FALSE);
}

/* The same for a town: "SAINT-RÉMY-LÈS-CHEVREUSE" → "Saint-Rémy-lès-Chevreuse". */
char *
palier_city_case (const char *text)
{
  static const char *const small[] = { "en", "sur", "sous", "de",   "du", "des", "la",
                                       "le", "les", "lès",  "lez",  "et", "à",   "aux",
                                       "au", "d'",  "l'",   "près", NULL };
  g_autofree char *plain = plain_text (text);

  if (!has_one_case (plain))
    return g_steal_pointer (&plain);
  return set_case (plain, small, TRUE);
}

static const struct
{
  const char *folded;
  const char *title;
} titles[] = {
  { "m", "M." },
  { "mr", "M." },
  { "mr.", "M." },
  { "m.", "M." },
  { "monsieur", "M." },
  { "mister", "M." },
  { "mme", "Mme" },
  { "mme.", "Mme" },
  { "madame", "Mme" },
  { "mrs", "Mme" },
  { "mrs.", "Mme" },
  { "ms", "Mme" },
  { "ms.", "Mme" },
  { "melle", "Mme" },
  { "mlle", "Mme" },
  { "mlle.", "Mme" },
  { "mademoiselle", "Mme" },
  { "dr", "Dr" },
  { "dr.", "Dr" },
  { "docteur", "Dr" },
  { "me", "Me" },
  { "me.", "Me" },
  { "maitre", "Me" },
  { "mtre", "Me" },
  { "pr", "Pr" },
  { "pr.", "Pr" },
  { "professeur", "Pr" },
  { "h", "M." },
  { "f", "Mme" },
  { "homme", "M." },
  { "femme", "Mme" },
  { "male", "M." },
  { "female", "Mme" },
};

static const char *
find_title (const char *word)
{
  g_autofree char *folded = palier_fold (word);

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (strcmp (titles[i].folded, folded) == 0)
      return titles[i].title;
  return NULL;
}

/* "M. et Mme", "Mr & Mrs", "Mme/M.": what stands before the link is a civility itself. */
static gboolean
is_for_two (const char *plain)
{
  static const char *const links[] = { " et ", " & ", "/" };
  g_autofree char *folded = palier_fold (plain);

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
  {
    const char *link = strstr (folded, links[i]);
    g_autofree char *first = link != NULL ? g_strndup (folded, (gsize) (link - folded)) : NULL;
    if (first != NULL && find_title (first) != NULL)
      return TRUE;
  }
  return FALSE;
}

/**
 * palier_name_title:
 * @text: (nullable): a civility: "Mr", "MADAME", "M. et Mme"
 *
 * Returns: (transfer full) (nullable): "M.", "Mme", "M. et Mme", "Dr", "Me", "Pr"
 */
char *
palier_name_title (const char *text, PalierReading *verdict)
{
  g_autofree char *plain = plain_text (text);
  const char *title = is_for_two (plain) ? "M. et Mme" : find_title (plain);

  if (verdict != NULL)
    *verdict = title != NULL    ? PALIER_READING_OK
               : *plain == '\0' ? PALIER_READING_BLANK
                                : PALIER_READING_INVALID;
  return g_strdup (title);
}

static gboolean
is_capitals (const char *word)
{
  gboolean any = FALSE;

  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
  {
    gunichar letter = g_utf8_get_char (p);
    if (g_unichar_islower (letter))
      return FALSE;
    any = any || g_unichar_isupper (letter);
  }
  return any && g_utf8_strlen (word, -1) > 1;
}

static gboolean
is_particle (const char *word)
{
  static const char *const particles[] = { "de",  "du",  "des", "la",  "le", "les", "van",
                                           "von", "der", "den", "ben", "el", "al",  NULL };
  g_autofree char *folded = palier_fold (word);
  return is_word_of (particles, folded) || g_str_has_prefix (folded, "d'");
}

static char *
join_words (char **words, guint from, guint to)
{
  GString *out = g_string_new (NULL);

  for (guint i = from; i < to; i++)
    g_string_append_printf (out, "%s%s", i > from ? " " : "", words[i]);
  g_autofree char *joined = g_string_free (out, FALSE);
  return palier_name_case (joined);
}

static void
set_parts (PalierNameParts *out, char **words, guint n, guint first_from, guint first_to)
{
  out->first_name = join_words (words, first_from, first_to);
  out->last_name =
      first_from == 0 ? join_words (words, first_to, n) : join_words (words, 0, first_from);
}

/* Takes the civilities off the front: "M. et Mme Dupont". Returns: how many words they are. */
static guint
take_title (char **words, guint n, PalierNameParts *out)
{
  guint i = 0;

  while (i < n && find_title (words[i]) != NULL && !(n == 1))
  {
    /* "M" or "F" alone may be an initial: behind the front it is one. */
    if (i > 0 && strlen (words[i]) == 1)
      break;
    g_autofree char *both = out->title != NULL ? g_strdup ("M. et Mme") : NULL;
    g_free (out->title);
    out->title = both != NULL ? g_steal_pointer (&both) : g_strdup (find_title (words[i]));
    i++;
    if (i + 1 < n && (g_ascii_strcasecmp (words[i], "et") == 0 || strcmp (words[i], "&") == 0)
        && find_title (words[i + 1]) != NULL)
      i++;
    else
      break;
  }
  return i;
}

/* "DUPONT Jean", "Jean DUPONT": the words in capitals are the last name. */
static gboolean
split_by_capitals (char **words, guint n, PalierNameParts *out)
{
  guint leading = 0, trailing = 0;

  while (leading < n && is_capitals (words[leading]))
    leading++;
  while (trailing < n && is_capitals (words[n - 1 - trailing]))
    trailing++;
  if (leading == n || (leading == 0 && trailing == 0))
    return FALSE;
  if (leading > 0)
    set_parts (out, words, n, leading, n);
  else
  {
    guint start = n - trailing;
    while (start > 1 && is_particle (words[start - 1]))
      start--;
    set_parts (out, words, n, 0, start);
  }
  return TRUE;
}

/* No capitals to go by: known first names, then the usual order. */
static void
split_by_list (char **words, guint n, PalierNameParts *out)
{
  guint known = 0;

  while (known < n - 1 && palier_name_is_first_name (words[known]))
    known++;
  if (known > 0)
  {
    set_parts (out, words, n, 0, known);
    return;
  }
  if (palier_name_is_first_name (words[n - 1]) && !is_particle (words[n - 2]))
  {
    guint from = n - 1;
    while (from > 1 && palier_name_is_first_name (words[from - 1]))
      from--;
    set_parts (out, words, n, from, n);
    return;
  }
  out->doubtful = TRUE;
  if (is_particle (words[0]))
    out->last_name = join_words (words, 0, n);
  else
    set_parts (out, words, n, 0, 1);
}

/**
 * palier_name_split:
 * @text: (nullable): a whole name: "M. Jean DUPONT", "Dupont, Jean", "de La Tour Anne"
 * @out: (out caller-allocates): whatever it held is not freed
 *
 * A single word is a last name, unless it is a known first name.
 */
void
palier_name_split (const char *text, PalierNameParts *out)
{
  *out = (PalierNameParts) { 0 };
  g_autofree char *plain = plain_text (text);
  if (*plain == '\0' || palier_text_is_oversized (plain))
    return;

  char *comma = strchr (plain, ',');
  if (comma != NULL && comma > plain && palier_text_skip_space (comma + 1)[0] != '\0')
  {
    g_autofree char *after = g_strdup (palier_text_skip_space (comma + 1));
    *comma = '\0';
    g_auto (GStrv) behind = g_strsplit (after, " ", -1);
    guint n = g_strv_length (behind);
    guint skip = n > 1 ? take_title (behind, n, out) : 0;
    out->first_name = join_words (behind, skip, n);
    g_auto (GStrv) front = g_strsplit (plain, " ", -1);
    guint n_front = g_strv_length (front);
    guint titled = out->title == NULL && n_front > 1 ? take_title (front, n_front, out) : 0;
    out->last_name = join_words (front, titled, n_front);
    return;
  }

  g_auto (GStrv) words = g_strsplit (plain, " ", -1);
  guint n = g_strv_length (words);
  guint skip = take_title (words, n, out);
  char **rest = words + skip;
  n -= skip;
  if (n == 0)
    return;
  if (n == 1 && palier_name_is_first_name (rest[0]) && out->title == NULL)
    out->first_name = palier_name_case (rest[0]);
  else if (n == 1)
    out->last_name = palier_name_case (rest[0]);
  else if (!split_by_capitals (rest, n, out))
    split_by_list (rest, n, out);
}
