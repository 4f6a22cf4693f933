/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-words.h"

#include <json-glib/json-glib.h>

#include "palier-drafting-resources.h"
#include "palier-fold.h"

static JsonArray *
list_of (JsonObject *root, const char *name)
{
  JsonArray *list = json_object_get_array_member (root, name);

  g_assert (list != NULL && json_array_get_length (list) > 0);
  return list;
}

/* A phrase as it may be typed: either apostrophe, any space. */
static char *
pattern_of (const char *phrase)
{
  g_autofree char *escaped = g_regex_escape_string (phrase, -1);
  GString *pattern = g_string_new (escaped);

  g_string_replace (pattern, "'", "['\u2019]", 0);
  g_string_replace (pattern, "\\ ", " ", 0);
  g_string_replace (pattern, " ", "[\\s\u00a0\u202f]+", 0);
  return g_string_free_and_steal (pattern);
}

/* One of @patterns (with | between), no letter around it. */
static GRegex *
regex_of (const char *patterns)
{
  g_autofree char *whole = g_strconcat ("(?<![\\pL\\pN])(?:", patterns, ")(?![\\pL\\pN])", NULL);
  g_autoptr (GError) error = NULL;
  GRegex *regex = g_regex_new (whole, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, &error);

  g_assert_no_error (error);
  return regex;
}

static PalierDraftPhrases
read_phrases (JsonObject *root, const char *name)
{
  PalierDraftPhrases phrases = { .each = g_ptr_array_new () };
  g_autoptr (GString) all = g_string_new (NULL);
  JsonArray *list = list_of (root, name);

  for (guint i = 0; i < json_array_get_length (list); i++)
  {
    g_autofree char *pattern = pattern_of (json_array_get_string_element (list, i));
    g_ptr_array_add (phrases.each, regex_of (pattern));
    g_string_append_printf (all, "%s%s", i > 0 ? "|" : "", pattern);
  }
  phrases.any = regex_of (all->str);
  return phrases;
}

static GHashTable *
read_words (JsonObject *root, const char *name, gboolean folded)
{
  GHashTable *words = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *list = list_of (root, name);

  for (guint i = 0; i < json_array_get_length (list); i++)
  {
    const char *word = json_array_get_string_element (list, i);
    g_hash_table_add (words, folded ? palier_fold (word) : g_strdup (word));
  }
  return words;
}

static gpointer
load (gpointer unused)
{
  PalierDraftWords *self = g_new0 (PalierDraftWords, 1);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      palier_drafting_get_resource (), "/fr/immo_ai/Palier/drafting/checks.json", 0, &error);

  g_assert_no_error (error);
  json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  self->promises = read_phrases (root, "promises");
  self->spam = read_phrases (root, "spam");
  self->hole = g_regex_new ("\\{\\{[^\\n]{0,60}|\\}\\}|\\[[^\\]\\n]{1,40}\\]|<[\\pL_ ]{2,30}>",
                            G_REGEX_OPTIMIZE, 0, NULL);
  self->shouting = g_regex_new ("(?<!\\pL)\\p{Lu}{5,}(?!\\pL)", G_REGEX_OPTIMIZE, 0, NULL);
  self->french = read_words (root, "french", TRUE);
  return self;
}

/* (transfer none): lives as long as the program */
const PalierDraftWords *
palier_draft_words (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load, NULL);
}
