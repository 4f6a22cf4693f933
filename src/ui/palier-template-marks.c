/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The marks of a template, found in its text and named for who reads it. */
#include "palier-template-marks.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-template-service.h"

#define KEY_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
#define LABEL_MAX 32 /* characters */

/* Returns: whether @inside, of @length bytes, stands in a mark */
static gboolean
read_kind (const char *inside, gsize length, PalierTemplateMarkKind *kind)
{
  static const char signs[] = ":#|/";
  static const PalierTemplateMarkKind kinds[] = { PALIER_MARK_ELSE, PALIER_MARK_VARIANTS,
                                                  PALIER_MARK_OR, PALIER_MARK_END };
  gsize sign = strcspn (signs, (char[]) { *inside, '\0' });

  if (length == 1 && sign < G_N_ELEMENTS (kinds))
  {
    *kind = kinds[sign];
    return TRUE;
  }
  *kind = *inside == '?' ? PALIER_MARK_IF : PALIER_MARK_FACT;
  gsize skip = *inside == '?' || *inside == '^';
  return length > skip
         && strspn (inside + skip, *kind == PALIER_MARK_IF ? KEY_LETTERS "&!" : KEY_LETTERS)
                == length - skip;
}

/* The first mark from @text on; what only looks like one is text. */
gboolean
palier_template_mark_find (const char *text, PalierTemplateMark *out)
{
  for (const char *p = text; (p = strstr (p, "{{")) != NULL; p += 2)
  {
    gsize length = strcspn (p + 2, "{}\n");
    if (g_str_has_prefix (p + 2 + length, "}}") && read_kind (p + 2, length, &out->kind))
    {
      out->start = p;
      out->end = p + length + 4;
      return TRUE;
    }
  }
  return FALSE;
}

/* What the program knows has its words in the language of the window; a template explains the rest
 * itself. */
static const PalierTemplateVariable *
find_key (const char *key, const GPtrArray *variables)
{
  const PalierTemplateVariable *known = palier_template_find_key (key);

  for (guint i = 0; known == NULL && variables != NULL && i < variables->len; i++)
    if (strcmp (((const PalierTemplateVariable *) variables->pdata[i])->key, key) == 0)
      return variables->pdata[i];
  return known;
}

/* Returns: (transfer full): the description up to its first comma or bracket, and not longer than a
 * pill; the key where there is none */
static char *
dup_label (const PalierTemplateVariable *variable)
{
  g_autofree char *text =
      g_strdup (*variable->description != '\0' ? variable->description : variable->key);

  text[strcspn (text, ",(")] = '\0';
  g_strstrip (text);
  if (g_utf8_strlen (text, -1) <= LABEL_MAX)
    return g_steal_pointer (&text);
  g_autofree char *cut = g_utf8_substring (text, 0, LABEL_MAX - 1);
  return g_strconcat (cut, "…", NULL);
}

static char *
dup_key_label (const char *key, const GPtrArray *variables)
{
  const PalierTemplateVariable *variable = find_key (key, variables);

  return variable != NULL ? dup_label (variable) : g_strdup (key);
}

/* As it stands within a sentence. (transfer full) */
static char *
dup_small (const char *label)
{
  const char *rest = *label != '\0' ? g_utf8_next_char (label) : label;

  if (!g_unichar_islower (g_utf8_get_char (rest)))
    return g_strdup (label);
  g_autofree char *first = g_utf8_strdown (label, rest - label);
  return g_strconcat (first, rest, NULL);
}

/* "if portals, without town" */
static char *
dup_condition (const char *inside, const GPtrArray *variables)
{
  g_auto (GStrv) terms = g_strsplit (inside, "&", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (gsize i = 0; terms[i] != NULL; i++)
  {
    gboolean without = terms[i][0] == '!';
    g_autofree char *called = dup_key_label (terms[i] + (without ? 1 : 0), variables);
    g_autofree char *label = dup_small (called);
    /* Translators: a condition of a template: the fact is not known */
    g_strv_builder_take (words,
                         without ? g_strdup_printf (_ ("not: %s"), label) : g_strdup (label));
  }
  g_auto (GStrv) all = g_strv_builder_end (words);
  g_autofree char *joined = g_strjoinv (", ", all);
  /* Translators: the beginning of a part of a template that is printed if this is known */
  return g_strdup_printf (_ ("if: %s"), joined);
}

/* @variables: (nullable) (element-type PalierTemplateVariable): the template's own; Returns:
 * (transfer full): what stands in the pill */
char *
palier_template_mark_dup_label (const PalierTemplateMark *mark, const GPtrArray *variables)
{
  g_autofree char *inside = g_strndup (mark->start + 2, (gsize) (mark->end - mark->start - 4));

  switch (mark->kind)
  {
  case PALIER_MARK_IF:
    return dup_condition (inside + 1, variables);
  case PALIER_MARK_ELSE:
    /* Translators: in a pill of a template: what follows is printed if the condition is not met */
    return g_strdup (_ ("otherwise"));
  case PALIER_MARK_VARIANTS:
    /* Translators: in a pill of a template: the first of several wordings follows */
    return g_strdup (_ ("one of"));
  case PALIER_MARK_OR:
    /* Translators: in a pill of a template, between wordings */
    return g_strdup (_ ("or"));
  case PALIER_MARK_END:
    /* Translators: in a pill of a template: the end of a condition or of wordings */
    return g_strdup (_ ("end"));
  case PALIER_MARK_FACT:
  default:
    return dup_key_label (inside + (*inside == '^'), variables);
  }
}

/* Returns: (transfer full): what is shown when the pointer rests on the pill */
char *
palier_template_mark_dup_words (const PalierTemplateMark *mark, const GPtrArray *variables)
{
  g_autofree char *source = g_strndup (mark->start, (gsize) (mark->end - mark->start));
  g_autofree char *key = g_strndup (mark->start + 2, (gsize) (mark->end - mark->start - 4));
  const PalierTemplateVariable *variable =
      mark->kind == PALIER_MARK_FACT ? find_key (key + (*key == '^'), variables) : NULL;

  if (variable == NULL)
    return g_steal_pointer (&source);
  if (variable->example == NULL || *variable->example == '\0')
    return g_strdup_printf ("%s\n%s", variable->description, source);
  return g_strdup_printf (_ ("%s\nFor example: %s\n%s"), variable->description, variable->example,
                          source);
}
