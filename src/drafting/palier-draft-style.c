/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Length is a matter of the template, which names its parts that may be left out or added. Tone is
 * one of words: templates are written in the sober one, and resources/drafting/tones.json says what
 * the others say instead of its sentences. */
#include "palier-draft-style.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "palier-drafting-resources.h"
#include "palier-french.h"

static const char *const tones[] = { "sober", "warm", "direct" };
static const char *const lengths[] = { "normal", "short", "long" };

static gboolean
find_name (const char *const *names, gsize n, const char *name, guint *out)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (names[i], name) == 0)
      return *out = i, TRUE;
  return FALSE;
}

/* @name: sober, warm, direct */
gboolean
palier_draft_tone_from_name (const char *name, PalierDraftTone *out)
{
  guint i;

  if (!find_name (tones, G_N_ELEMENTS (tones), name, &i))
    return FALSE;
  *out = (PalierDraftTone) i;
  return TRUE;
}

/* @name: normal, short, long */
gboolean
palier_draft_length_from_name (const char *name, PalierDraftLength *out)
{
  guint i;

  if (!find_name (lengths, G_N_ELEMENTS (lengths), name, &i))
    return FALSE;
  *out = (PalierDraftLength) i;
  return TRUE;
}

/**
 * palier_draft_style_holds:
 * @word: of a condition: short, long, warm, direct
 * @holds: (out): whether it is so
 *
 * Returns: whether @word is about the style at all
 */
gboolean
palier_draft_style_holds (PalierDraftStyle self, const char *word, gboolean *holds)
{
  guint i;

  if (find_name (lengths, G_N_ELEMENTS (lengths), word, &i))
    *holds = self.length == (PalierDraftLength) i;
  else if (find_name (tones, G_N_ELEMENTS (tones), word, &i))
    *holds = self.tone == (PalierDraftTone) i;
  else
    return FALSE;
  return TRUE;
}

/* ---- what a tone says */

/* Sentences that mean the same, by tone. */
typedef struct
{
  GPtrArray *said[G_N_ELEMENTS (tones)]; /* (element-type utf8) */
} Meaning;

static GPtrArray *
read_sentences (JsonObject *object, const char *tone)
{
  GPtrArray *sentences = g_ptr_array_new ();
  JsonArray *list = json_object_get_array_member (object, tone);

  g_assert (list != NULL && json_array_get_length (list) > 0);
  for (guint i = 0; i < json_array_get_length (list); i++)
    g_ptr_array_add (sentences, palier_french_typography (json_array_get_string_element (list, i)));
  return sentences;
}

static gpointer
load (gpointer unused)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      palier_drafting_get_resource (), "/fr/immo_ai/Palier/drafting/tones.json", 0, &error);
  GArray *meanings = g_array_new (FALSE, FALSE, sizeof (Meaning));

  g_assert_no_error (error);
  json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  JsonArray *list = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (list); i++)
  {
    Meaning meaning;
    for (guint k = 0; k < G_N_ELEMENTS (tones); k++)
      meaning.said[k] = read_sentences (json_array_get_object_element (list, i), tones[k]);
    g_array_append_val (meanings, meaning);
  }
  return meanings;
}

/* Where @sentence stands as a whole, not as a part of another. */
static const char *
find_sentence (const char *text, const char *sentence)
{
  gsize length = strlen (sentence);

  for (const char *at = text; (at = strstr (at, sentence)) != NULL; at++)
    if ((at == text || strchr (" \n", at[-1]) != NULL) && strchr (" \n", at[length]) != NULL)
      return at;
  return NULL;
}

static void
say (GString *text, const Meaning *meaning, PalierDraftTone tone, guint64 seed)
{
  const GPtrArray *sober = meaning->said[PALIER_DRAFT_TONE_SOBER];
  const GPtrArray *instead = meaning->said[tone];

  for (guint i = 0; i < sober->len; i++)
  {
    const char *sentence = sober->pdata[i];
    const char *at = find_sentence (text->str, sentence);
    gssize place = at != NULL ? at - text->str : -1;
    if (at == NULL)
      continue;
    g_string_erase (text, place, (gssize) strlen (sentence));
    g_string_insert (text, place, instead->pdata[seed % instead->len]);
    return;
  }
}

/**
 * palier_draft_style_voice:
 * @text: in the sober tone
 * @seed: chooses among what means the same
 *
 * Returns: (transfer full): the same in this one's tone
 */
char *
palier_draft_style_voice (PalierDraftStyle self, const char *text, guint64 seed)
{
  static GOnce once = G_ONCE_INIT;
  const GArray *meanings = g_once (&once, load, NULL);
  g_autoptr (GString) out = g_string_new (text);

  for (guint i = 0; self.tone != PALIER_DRAFT_TONE_SOBER && i < meanings->len; i++)
    say (out, &g_array_index (meanings, Meaning, i), self.tone, seed + i);
  return g_string_free_and_steal (g_steal_pointer (&out));
}
