/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a column's header says, and which row of a file is the header. The names themselves are
 * data: resources/import/headers.txt. */
#include "palier-header.h"

#include <gio/gio.h>
#include <string.h>

#include "palier-email.h"
#include "palier-fold.h"
#include "palier-import-resources.h"
#include "palier-name.h"

#define HEADERS "/fr/immo_ai/Palier/import/headers.txt"
#define ROWS_LOOKED_AT 30

/* A header may mean two things ("Titre": civility or job); the values decide then. */
typedef PalierHeaderMatch Entry;

typedef struct
{
  GHashTable *names;  /* folded header → Entry */
  GHashTable *beside; /* words that change nothing */
  GHashTable *other;  /* words that make it something else */
} Dictionary;

/* @name: (transfer full) */
static void
add_name (Dictionary *self, char *name, PalierField field, double likelihood)
{
  Entry *entry = g_hash_table_lookup (self->names, name);

  if (entry != NULL)
  {
    g_free (name);
    entry->other = field;
    entry->other_likelihood = likelihood;
    return;
  }
  entry = g_new (Entry, 1);
  *entry = (Entry) { field, likelihood, PALIER_FIELD_NONE, 0 };
  g_hash_table_insert (self->names, name, entry);
}

static void
add_line (Dictionary *self, const char *line)
{
  const char *colon = strchr (line, ':');
  g_auto (GStrv) head = g_strsplit (line, " ", 2);
  g_auto (GStrv) names = g_strsplit (colon + 1, ",", -1);

  for (guint i = 0; names[i] != NULL; i++)
  {
    char *name = g_strdup (g_strstrip (names[i]));
    if (*line == '~' || *line == '!')
    {
      g_hash_table_add (*line == '~' ? self->beside : self->other, name);
      continue;
    }
    add_name (self, name, palier_field_from_name (head[0]),
              (double) g_ascii_strtoll (head[1], NULL, 10) / 100.0);
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
  self->beside = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->other = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '#' && strchr (lines[i], ':') != NULL)
      add_line (self, lines[i]);
  /* The names of our own files. */
  for (int i = 0; i < PALIER_N_FIELDS; i++)
  {
    g_autofree char *name = g_strdelimit (g_strdup (palier_field_name ((PalierField) i)), "_", ' ');
    if (!g_hash_table_contains (self->names, name))
      add_name (self, g_steal_pointer (&name), (PalierField) i, 0.99);
  }
  return self;
}

static const Dictionary *
get_dictionary (void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once (&once, load_dictionary, NULL);
}

static PalierHeaderMatch
match_of (const Entry *entry, double factor)
{
  PalierHeaderMatch match = { PALIER_FIELD_NONE, 0, PALIER_FIELD_NONE, 0 };

  if (entry != NULL)
    match = *entry;
  match.likelihood *= factor;
  match.other_likelihood *= factor;
  return match;
}

/* The header without the words that may stand beside it. @other: whether a word is left that makes
 * it something else. */
static char *
strip_words (const Dictionary *self, const char *folded, gboolean *other)
{
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();

  *other = FALSE;
  for (guint i = 0; words[i] != NULL; i++)
  {
    *other = *other || g_hash_table_contains (self->other, words[i]);
    if (!g_hash_table_contains (self->beside, words[i]))
      g_strv_builder_add (left, words[i]);
  }
  g_auto (GStrv) kept = g_strv_builder_end (left);
  return g_strjoinv (" ", kept);
}

/* Whether the two differ by one letter put in, left out or changed. */
static gboolean
is_one_typo (const char *a, const char *b)
{
  gsize la = strlen (a), lb = strlen (b), i = 0;

  if (la > lb)
    return is_one_typo (b, a);
  if (lb - la > 1)
    return FALSE;
  while (i < la && a[i] == b[i])
    i++;
  return strcmp (a + i + (la == lb), b + i + 1) == 0;
}

static PalierHeaderMatch
match_typo (const Dictionary *self, const char *folded)
{
  GHashTableIter iter;
  gpointer name, entry;
  PalierHeaderMatch best = match_of (NULL, 0);

  if (strlen (folded) < 6)
    return best;
  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, &name, &entry))
    if (((Entry *) entry)->field != PALIER_FIELD_NONE && is_one_typo (name, folded)
        && ((Entry *) entry)->likelihood * 0.85 > best.likelihood)
      best = match_of (entry, 0.85);
  return best;
}

/**
 * palier_header_match:
 * @header: (nullable): as in the file
 *
 * Returns: the field it names and how likely; PALIER_FIELD_NONE with 0 where the header says
 *   nothing, with more where it is known to name none of our fields
 */
PalierHeaderMatch
palier_header_match (const char *header)
{
  const Dictionary *self = get_dictionary ();
  gboolean other;

  if (header == NULL || strnlen (header, 201) > 200)
    return match_of (NULL, 0);
  g_autofree char *folded = palier_fold_words (header);
  const Entry *exact = g_hash_table_lookup (self->names, folded);
  if (exact != NULL)
    return match_of (exact, 1);
  if (*folded == '\0')
    return match_of (NULL, 0);
  g_autofree char *stripped = strip_words (self, folded, &other);
  const Entry *near = g_hash_table_lookup (self->names, stripped);
  if (near != NULL && near->field != PALIER_FIELD_NONE)
    return match_of (near, 0.92);
  if (other)
    return (PalierHeaderMatch) { PALIER_FIELD_NONE, 0.9, PALIER_FIELD_NONE, 0 };
  return match_typo (self, folded);
}

static guint
count_filled (char **row)
{
  guint n = 0;

  for (guint i = 0; row[i] != NULL; i++)
    n += !palier_is_blank (row[i]);
  return n;
}

/* The width that most rows have, wider ones first. */
static guint
usual_width (GPtrArray *rows)
{
  guint best = 0, best_rows = 0;

  for (guint i = 0; i < rows->len; i++)
  {
    guint width = g_strv_length (rows->pdata[i]), n = 0;
    for (guint j = 0; j < rows->len; j++)
      n += g_strv_length (rows->pdata[j]) == width;
    if (n > best_rows || (n == best_rows && width > best))
    {
      best = width;
      best_rows = n;
    }
  }
  return best;
}

/* Whether a cell is what only data rows hold: an address with @, a number, a date. */
static gboolean
is_data (const char *cell)
{
  guint digits = 0, letters = 0;

  if (strchr (cell, '@') != NULL)
  {
    g_autofree char *address = palier_email_normalize (cell, NULL, NULL);
    return address != NULL;
  }
  for (const char *p = cell; *p != '\0'; p++)
  {
    digits += g_ascii_isdigit (*p) != 0;
    letters += g_ascii_isalpha (*p) != 0 || (guchar) *p >= 0x80;
  }
  return (digits > 0 && digits >= letters) || *cell == '{' || *cell == '[';
}

/* How much a row looks like a header, per filled cell: above 0 it does. */
static double
headerness (char **row)
{
  guint filled = 0;
  double sum = 0;

  for (guint i = 0; row[i] != NULL; i++)
  {
    if (palier_is_blank (row[i]))
      continue;
    filled++;
    if (palier_header_match (row[i]).likelihood > 0.5)
      sum += 1;
    else if (is_data (row[i]))
      sum -= 1;
    else if (strlen (row[i]) > 60)
      sum -= 0.5;
  }
  return filled > 0 ? sum / filled : -1;
}

/* Whether a row of no known name may still be a header: most of its cells differ, and none is a
 * first name. */
static gboolean
may_be_header (char **row)
{
  guint repeated = 0, n = g_strv_length (row);

  for (guint i = 0; i < n; i++)
  {
    if (palier_name_is_first_name (row[i]))
      return FALSE;
    for (guint j = 0; j < i && *row[i] != '\0'; j++)
      if (strcmp (row[i], row[j]) == 0)
      {
        repeated++;
        break;
      }
  }
  return repeated * 3 <= n;
}

/**
 * palier_header_guess_row:
 * @rows: (element-type GStrv): the first rows of a file, blank ones included
 *
 * The header is the first row of some width in which known names outweigh data; where no row names
 * anything known, the first full row without data.
 *
 * Returns: its index, or -1 for none
 */
int
palier_header_guess_row (GPtrArray *rows)
{
  guint width = usual_width (rows);
  int fallback = -1;

  for (guint i = 0; i < rows->len && i < ROWS_LOOKED_AT; i++)
  {
    char **row = rows->pdata[i];
    guint filled = count_filled (row);
    if (filled == 0 || (width > 2 && filled * 5 < width * 2 && filled < 4))
      continue;
    double score = headerness (row);
    if (score > 0.15)
      return (int) i;
    if (fallback < 0 && score >= 0 && filled * 10 >= width * 8 && width > 1 && i + 1 < rows->len
        && may_be_header (row))
      fallback = (int) i;
    else if (score < 0)
      break;
  }
  return fallback;
}
