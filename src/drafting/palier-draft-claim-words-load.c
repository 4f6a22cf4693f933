/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "palier-draft-claim-words-private.h"
#include "palier-drafting-resources.h"

static const char *const list_names[PALIER_WORDS_N] = {
  [PALIER_WORDS_IDIOMS] = "idioms",
  [PALIER_WORDS_COMPARED] = "compared",
  [PALIER_WORDS_WAYS] = "ways",
  [PALIER_WORDS_ORDINAL_OF] = "ordinal_of",
  [PALIER_WORDS_CLASS_OF] = "class_of",
  [PALIER_WORDS_OPENERS] = "openers",
  [PALIER_WORDS_NAMES] = "names",
  [PALIER_WORDS_SITES] = "sites",
  [PALIER_WORDS_SUFFIXES] = "suffixes",
  [PALIER_WORDS_LAW_WORDS] = "law_words",
  [PALIER_WORDS_LAWS] = "laws",
  [PALIER_WORDS_LAW_DELAYS] = "law_delays",
  [PALIER_WORDS_AMBIGUOUS_TOWNS] = "ambiguous_towns",
  [PALIER_WORDS_DISTRICTED] = "districted_towns",
  [PALIER_WORDS_NUMBERED] = "numbered",
  [PALIER_WORDS_TITLES] = "titles",
  [PALIER_WORDS_BOXES] = "boxes",
  [PALIER_WORDS_FIRMS] = "firms",
  [PALIER_WORDS_LAST_YEAR] = "last_year",
  [PALIER_WORDS_LAST_MONTH] = "last_month",
};

/* Tokens @i to @i + @n as one phrase, a space between two: its length; 0: too long for @out. */
gsize
palier_claim_join (const PalierTokens *tokens, guint i, guint n, char *out, gsize size)
{
  gsize length = 0;

  for (guint k = i; k < i + n; k++)
  {
    const char *fold = palier_tokens_get (tokens, k)->fold;
    gsize more = strlen (fold);
    if (length + more + 2 > size)
      return 0;
    if (k > i)
      out[length++] = ' ';
    memcpy (out + length, fold, more);
    length += more;
  }
  out[length] = '\0';
  return length;
}

/* (transfer full): as palier_claim_join() writes it */
static char *
phrase_of (const char *text)
{
  g_auto (PalierTokens) tokens = { 0 };
  char phrase[128];

  palier_tokens_read (&tokens, text);
  palier_claim_join (&tokens, 0, tokens.items->len, phrase, sizeof phrase);
  return g_strdup (phrase);
}

static JsonArray *
list_of (JsonObject *root, const char *name)
{
  JsonArray *list = json_object_get_array_member (root, name);

  g_assert (list != NULL);
  return list;
}

/* Each phrase as its tokens are joined, and as it stands: for sites and numbers of laws. */
static GHashTable *
read_set (JsonObject *root, const char *name)
{
  GHashTable *set = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *list = list_of (root, name);

  for (guint i = 0; i < json_array_get_length (list); i++)
  {
    const char *phrase = json_array_get_string_element (list, i);
    g_hash_table_add (set, phrase_of (phrase));
    g_hash_table_add (set, g_strdup (phrase));
  }
  return set;
}

static GHashTable *
first_words_of (GHashTable *phrases)
{
  GHashTable *firsts = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer phrase;

  for (g_hash_table_iter_init (&iter, phrases); g_hash_table_iter_next (&iter, &phrase, NULL);)
    g_hash_table_add (firsts, g_strndup (phrase, strcspn (phrase, " ")));
  return firsts;
}

static GHashTable *
read_values (JsonObject *root, const char *name)
{
  GHashTable *values = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *object = json_object_get_object_member (root, name);
  JsonObjectIter iter;
  const char *word;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &word, &node))
  {
    double value = json_node_get_double (node);
    g_hash_table_insert (values, phrase_of (word), g_memdup2 (&value, sizeof value));
  }
  return values;
}

static void
add_numerals (GHashTable *numerals, JsonObject *root, const char *name, gboolean about)
{
  JsonObjectIter iter;
  const char *word;
  JsonNode *node;

  json_object_iter_init (&iter, json_object_get_object_member (root, name));
  while (json_object_iter_next (&iter, &word, &node))
  {
    PalierNumeral numeral = { json_node_get_double (node), about };
    g_hash_table_insert (numerals, g_strdup (word), g_memdup2 (&numeral, sizeof numeral));
  }
}

static void
add_units (GHashTable *units, JsonObject *all, const char *name, PalierClaimKind kind)
{
  JsonObjectIter iter;
  const char *word;
  JsonNode *node;

  json_object_iter_init (&iter, json_object_get_object_member (all, name));
  while (json_object_iter_next (&iter, &word, &node))
  {
    PalierUnit unit = { kind, json_node_get_double (node) };
    g_hash_table_insert (units, phrase_of (word), g_memdup2 (&unit, sizeof unit));
  }
}

static GHashTable *
read_units (JsonObject *root)
{
  static const struct
  {
    const char *name;
    PalierClaimKind kind;
  } kinds[] = { { "percent", PALIER_CLAIM_PERCENT },   { "euro", PALIER_CLAIM_EURO },
                { "area", PALIER_CLAIM_AREA },         { "distance", PALIER_CLAIM_DISTANCE },
                { "duration", PALIER_CLAIM_DURATION }, { "rooms", PALIER_CLAIM_ROOMS },
                { "points", PALIER_CLAIM_POINTS } };
  GHashTable *units = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *all = json_object_get_object_member (root, "units");

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    add_units (units, all, kinds[i].name, kinds[i].kind);
  return units;
}

static GHashTable *
read_roundings (JsonObject *root, const char *name)
{
  GHashTable *roundings = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *list = list_of (root, name);

  for (guint i = 0; i < json_array_get_length (list); i++)
  {
    JsonObject *object = json_array_get_object_element (list, i);
    JsonArray *words = list_of (object, "words");
    PalierRounding rounding = { json_object_get_double_member (object, "from"),
                                json_object_get_double_member (object, "to"),
                                (int) json_object_get_int_member_with_default (object, "open", 0) };
    PalierRounding *copy = g_memdup2 (&rounding, sizeof rounding);
    for (guint k = 0; k < json_array_get_length (words); k++)
      g_hash_table_insert (roundings, phrase_of (json_array_get_string_element (words, k)), copy);
  }
  return roundings;
}

static GHashTable *
read_alike (JsonObject *root)
{
  GHashTable *alike = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *groups = list_of (root, "counted_alike");

  for (guint i = 0; i < json_array_get_length (groups); i++)
  {
    JsonArray *group = json_array_get_array_element (groups, i);
    for (guint k = 0; k < json_array_get_length (group); k++)
      g_hash_table_insert (alike, g_strdup (json_array_get_string_element (group, k)),
                           GUINT_TO_POINTER (i + 1));
  }
  return alike;
}

static GHashTable *
read_words (JsonObject *root, const char *name)
{
  GHashTable *all = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObjectIter iter;
  const char *word;
  JsonNode *node;

  json_object_iter_init (&iter, json_object_get_object_member (root, name));
  while (json_object_iter_next (&iter, &word, &node))
    g_hash_table_insert (all, g_strdup (word), g_strdup (json_node_get_string (node)));
  return all;
}

/* Of "parisien", too: NULL-terminated. */
const char *const palier_claim_adjective_endings[] = { "", "s", "e", "es", "ne", "nes", NULL };

static void
add_keys (GHashTable *to, GHashTable *from)
{
  GHashTableIter iter;
  gpointer word;

  for (g_hash_table_iter_init (&iter, from); g_hash_table_iter_next (&iter, &word, NULL);)
    g_hash_table_add (to, word);
}

static GHashTable *
beginnings_of (const PalierClaimWordLists *self)
{
  static const char *const others[] = {
    "j",         "×",           "apres",     "avant",    "+",         "€",         "annees",
    "hier",      "demain",      "premier",   "deuxieme", "troisieme", "quatrieme", "cinquieme",
    "sixieme",   "septieme",    "huitieme",  "neuvieme", "dixieme",   "onzieme",   "douzieme",
    "treizieme", "quatorzieme", "quinzieme", "seizieme"
  };
  static const PalierClaimWords lists[] = { PALIER_WORDS_IDIOMS, PALIER_WORDS_LAW_WORDS,
                                            PALIER_WORDS_LAST_YEAR, PALIER_WORDS_LAST_MONTH };
  GHashTable *all = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer word;

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_hash_table_add (all, (char *) others[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    add_keys (all, self->firsts[lists[i]]);
  add_keys (all, self->numerals);
  add_keys (all, self->fractions);
  add_keys (all, self->relations);
  add_keys (all, self->months);
  add_keys (all, self->weekdays);
  for (g_hash_table_iter_init (&iter, self->adjectives);
       g_hash_table_iter_next (&iter, &word, NULL);)
    for (gsize i = 0; palier_claim_adjective_endings[i] != NULL; i++)
      g_hash_table_add (all, g_strconcat (word, palier_claim_adjective_endings[i], NULL));
  return all;
}

static gpointer
load (gpointer unused)
{
  PalierClaimWordLists *self = g_new0 (PalierClaimWordLists, 1);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      palier_drafting_get_resource (), "/fr/immo_ai/Palier/drafting/claims.json", 0, &error);

  g_assert_no_error (error);
  json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  for (guint i = 0; i < PALIER_WORDS_N; i++)
  {
    self->lists[i] = read_set (root, list_names[i]);
    self->firsts[i] = first_words_of (self->lists[i]);
  }
  self->numerals = g_hash_table_new (g_str_hash, g_str_equal);
  add_numerals (self->numerals, root, "numerals", FALSE);
  add_numerals (self->numerals, root, "about", TRUE);
  self->units = read_units (root);
  self->before = read_roundings (root, "before");
  self->after = read_roundings (root, "after");
  self->fractions = read_values (root, "fractions");
  self->relations = read_values (root, "relations");
  self->months = read_values (root, "months");
  self->weekdays = read_values (root, "weekdays");
  self->alike = read_alike (root);
  self->adjectives = read_words (root, "adjectives");
  self->provinces = read_words (root, "provinces");
  self->beginnings = beginnings_of (self);
  self->law_context = g_ptr_array_new ();
  JsonArray *law = list_of (root, "law_context");
  for (guint i = 0; i < json_array_get_length (law); i++)
    g_ptr_array_add (self->law_context, g_strdup (json_array_get_string_element (law, i)));
  return self;
}

/* Lives as long as the program. */
const PalierClaimWordLists *
palier_claim_word_lists (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load, NULL);
}
