/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts by name, for the columns of a file that none of our fields stands for. */
#include "palier-custom.h"

#include <string.h>
#include <yyjson.h>

/* Name → text, both owned. */
typedef GTree Texts;

static int
compare_names (gconstpointer a, gconstpointer b, gpointer unused)
{
  return strcmp (a, b);
}

static Texts *
texts_new (void)
{
  return g_tree_new_full (compare_names, NULL, g_free, g_free);
}

/* A copy of at most @max bytes, cut between characters. */
static char *
dup_bounded (const char *text, gsize max)
{
  gsize length = strlen (text);

  if (length > max)
    length = (gsize) (g_utf8_find_prev_char (text, text + max + 1) - text);
  return g_strndup (text, length);
}

/* A name that is too much for a record is left out; one that is there already is replaced. */
static void
put (Texts *texts, const char *name, const char *text)
{
  g_autofree char *key = g_strstrip (dup_bounded (name, PALIER_CUSTOM_MAX_NAME));

  if (*key == '\0')
    return;
  if (text == NULL || *text == '\0')
    g_tree_remove (texts, key);
  else if (g_tree_nnodes (texts) < PALIER_CUSTOM_MAX || g_tree_lookup (texts, key) != NULL)
    g_tree_insert (texts, g_steal_pointer (&key), dup_bounded (text, PALIER_CUSTOM_MAX_TEXT));
}

/* Calls @func for each text, in the order in which they stand. */
void
palier_custom_foreach (const char *custom, PalierCustomFunc func, gpointer data)
{
  yyjson_doc *doc = custom != NULL ? yyjson_read (custom, strlen (custom), 0) : NULL;
  yyjson_obj_iter iter;
  yyjson_val *key;

  if (doc == NULL)
    return;
  yyjson_obj_iter_init (yyjson_doc_get_root (doc), &iter);
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
  {
    const char *text = yyjson_get_str (yyjson_obj_iter_get_val (key));
    if (text != NULL)
      func (yyjson_get_str (key), text, data);
  }
  yyjson_doc_free (doc);
}

static void
put_read (const char *name, const char *text, gpointer texts)
{
  put (texts, name, text);
}

static void
read_into (Texts *texts, const char *json)
{
  palier_custom_foreach (json, put_read, texts);
}

static gboolean
add_member (gpointer name, gpointer text, gpointer data)
{
  yyjson_mut_doc *doc = data;

  yyjson_mut_obj_add_str (doc, yyjson_mut_doc_get_root (doc), name, text);
  return FALSE;
}

/* @texts: (transfer full). Returns: (transfer full) (nullable) */
static char *
finish (Texts *texts)
{
  char *json = NULL;

  if (g_tree_nnodes (texts) > 0)
  {
    yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
    yyjson_mut_doc_set_root (doc, yyjson_mut_obj (doc));
    g_tree_foreach (texts, add_member, doc);
    char *written = yyjson_mut_write (doc, 0, NULL);
    json = g_strdup (written);
    free (written);
    yyjson_mut_doc_free (doc);
  }
  g_tree_unref (texts);
  return json;
}

static gboolean
add_name (gpointer name, gpointer text, gpointer builder)
{
  g_strv_builder_add (builder, name);
  return FALSE;
}

/* Returns: (transfer full) (array zero-terminated=1): sorted */
char **
palier_custom_dup_names (const char *custom)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GTree) texts = texts_new ();

  read_into (texts, custom);
  g_tree_foreach (texts, add_name, builder);
  return g_strv_builder_end (builder);
}

/* Returns: (transfer full) (nullable) */
char *
palier_custom_dup_text (const char *custom, const char *name)
{
  g_autoptr (GTree) texts = custom != NULL ? texts_new () : NULL;

  if (texts == NULL)
    return NULL;
  read_into (texts, custom);
  return g_strdup (g_tree_lookup (texts, name));
}

/**
 * palier_custom_set:
 * @custom: (nullable)
 * @text: (nullable): empty or %NULL takes the name away
 *
 * Returns: (transfer full) (nullable): @custom with @text under @name
 */
char *
palier_custom_set (const char *custom, const char *name, const char *text)
{
  Texts *texts = texts_new ();

  read_into (texts, custom);
  put (texts, name, text);
  return finish (texts);
}

/**
 * palier_custom_from_pairs:
 * @pairs: (array length=n): a name, its text, the next name …
 *
 * Returns: (transfer full) (nullable): of a name that comes twice the last text counts
 */
char *
palier_custom_from_pairs (const char *const *pairs, gsize n)
{
  Texts *texts = texts_new ();

  for (gsize i = 0; i + 1 < n; i += 2)
    put (texts, pairs[i], pairs[i + 1]);
  return finish (texts);
}

/**
 * palier_custom_unite:
 *
 * Returns: (transfer full) (nullable): @kept with what @more alone has
 */
char *
palier_custom_unite (const char *kept, const char *more)
{
  Texts *texts = texts_new ();

  /* Twice: names there is no more room for must not be those of @kept. */
  read_into (texts, kept);
  read_into (texts, more);
  read_into (texts, kept);
  return finish (texts);
}

/* Returns: (transfer full) (nullable): the canonical form, %NULL where @json has no texts */
char *
palier_custom_normalize (const char *json)
{
  Texts *texts = texts_new ();

  read_into (texts, json);
  return finish (texts);
}
