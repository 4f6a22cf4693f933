/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text ← (literal | {{key}} | {{?condition}} Text ({{:}} Text)? {{/}} | {{#}} Text ({{|}} Text)*
 * {{/}})*, read by descent into a tree and printed from it. Since facts come in only while
 * printing, nothing in a fact can be read as a mark. */
#include "palier-draft-text.h"

#include <string.h>

#include "palier-composer.h"
#include "palier-draft-key.h"
#include "palier-french.h"

typedef enum
{
  NODE_LITERAL,
  NODE_FACT,
  NODE_CHOICE,   /* by condition: children 0 and, if there is one, 1 */
  NODE_SYNONYMS, /* by the prospect: one of the children */
} NodeKind;

typedef struct
{
  NodeKind kind;
  char *text;  /* literal or key */
  GStrv terms; /* of a condition: keys, "!" before one that must not be known */
  gboolean capital;
  guint ordinal;       /* of synonyms, in the order of the text */
  GPtrArray *children; /* (element-type GPtrArray of Node) */
} Node;

struct _PalierDraftText
{
  GPtrArray *nodes;
};

typedef struct
{
  const char *start;
  const char *at;
  guint first_line;
  guint depth;
  guint n_synonyms;
  GError *error;
} Parser;

static GPtrArray *parse_text (Parser *parser);

static void
node_free (gpointer data)
{
  Node *node = data;

  g_free (node->text);
  g_strfreev (node->terms);
  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_free (node);
}

static void G_GNUC_PRINTF (2, 3) fail (Parser *parser, const char *format, ...)
{
  guint line = parser->first_line;
  va_list args;

  if (parser->error != NULL)
    return;
  for (const char *p = parser->start; p < parser->at; p++)
    line += *p == '\n';
  va_start (args, format);
  g_autofree char *words = g_strdup_vprintf (format, args);
  va_end (args);
  parser->error = g_error_new (PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_TEMPLATE, "line %u: %s",
                               line, words);
}

static Node *
add_node (GPtrArray *nodes, NodeKind kind, char *text)
{
  Node *node = g_new0 (Node, 1);

  node->kind = kind;
  node->text = text;
  g_ptr_array_add (nodes, node);
  return node;
}

static gboolean
is_mark (const Parser *parser, const char *mark)
{
  return g_str_has_prefix (parser->at, mark);
}

static gboolean
take (Parser *parser, const char *mark)
{
  if (!is_mark (parser, mark))
    return FALSE;
  parser->at += strlen (mark);
  return TRUE;
}

#define KEY_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

/* Up to }}, which is taken too. */
static char *
take_inside (Parser *parser, const char *allowed)
{
  gsize length = strspn (parser->at, allowed);
  char *inside = g_strndup (parser->at, length);

  parser->at += length;
  if (length == 0 || !take (parser, "}}"))
    fail (parser, "a mark that is not closed or not known");
  return inside;
}

/* The fact that is meant, an alias resolved. */
static char *
take_key (Parser *parser)
{
  g_autofree char *inside = take_inside (parser, KEY_LETTERS);
  const char *key = palier_draft_key_resolve (inside);

  if (key == NULL)
    fail (parser, "a mark that is not closed or not known");
  return g_strdup (key != NULL ? key : inside);
}

/* a&!b, each as in take_key(). */
static GStrv
take_condition (Parser *parser)
{
  g_autofree char *inside = take_inside (parser, KEY_LETTERS "&!");
  GStrv terms = g_strsplit (inside, "&", -1);

  for (gsize i = 0; terms[i] != NULL; i++)
  {
    gboolean not = terms[i][0] == '!';
    const char *key = palier_draft_key_resolve (terms[i] + (not? 1 : 0));
    if (key == NULL)
      fail (parser, "a condition that is not known");
    else
    {
      g_autofree char *term = terms[i];
      terms[i] = g_strconcat (not? "!" : "", key, NULL);
    }
  }
  return terms;
}

static void
parse_branches (Parser *parser, Node *node, const char *separator, guint most)
{
  node->children = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  if (++parser->depth > PALIER_DRAFT_TEXT_DEPTH)
    fail (parser, "marks in marks, too deep");
  do
    g_ptr_array_add (node->children, parse_text (parser));
  while (parser->error == NULL && node->children->len < most && take (parser, separator));
  if (!take (parser, "{{/}}"))
    fail (parser, "{{/}} is missing");
  parser->depth--;
}

static void
parse_mark (Parser *parser, GPtrArray *nodes)
{
  if (take (parser, "{{?"))
  {
    Node *node = add_node (nodes, NODE_CHOICE, NULL);
    node->terms = take_condition (parser);
    parse_branches (parser, node, "{{:}}", 2);
  }
  else if (take (parser, "{{#}}"))
  {
    Node *node = add_node (nodes, NODE_SYNONYMS, NULL);
    node->ordinal = parser->n_synonyms++;
    parse_branches (parser, node, "{{|}}", G_MAXUINT);
  }
  else if (take (parser, "{{^"))
    add_node (nodes, NODE_FACT, take_key (parser))->capital = TRUE;
  else if (take (parser, "{{"))
    add_node (nodes, NODE_FACT, take_key (parser));
}

static gboolean
ends_here (const Parser *parser)
{
  return *parser->at == '\0' || is_mark (parser, "{{:}}") || is_mark (parser, "{{|}}")
         || is_mark (parser, "{{/}}");
}

static GPtrArray *
parse_text (Parser *parser)
{
  GPtrArray *nodes = g_ptr_array_new_with_free_func (node_free);

  while (parser->error == NULL && !ends_here (parser))
  {
    const char *mark = strstr (parser->at, "{{");
    gsize length = mark != NULL ? (gsize) (mark - parser->at) : strlen (parser->at);
    if (length > 0)
    {
      g_autofree char *literal = g_strndup (parser->at, length);
      add_node (nodes, NODE_LITERAL, palier_french_typography (literal));
    }
    parser->at += length;
    if (mark != NULL && !ends_here (parser))
      parse_mark (parser, nodes);
  }
  return nodes;
}

/**
 * palier_draft_text_parse:
 * @first_line: what the first line is called in an error
 *
 * Returns: (transfer full): the tree; %NULL with PALIER_DRAFTING_ERROR_TEMPLATE, which says the
 * line
 */
PalierDraftText *
palier_draft_text_parse (const char *source, guint first_line, GError **error)
{
  Parser parser = { .start = source, .at = source, .first_line = first_line };
  g_autoptr (PalierDraftText) self = g_new0 (PalierDraftText, 1);

  if (strlen (source) > PALIER_DRAFT_TEXT_MAX)
    fail (&parser, "longer than %d bytes", PALIER_DRAFT_TEXT_MAX);
  self->nodes = parse_text (&parser);
  if (*parser.at != '\0')
    fail (&parser, "a mark that closes nothing");
  if (parser.error == NULL)
    return g_steal_pointer (&self);
  g_propagate_error (error, parser.error);
  return NULL;
}

void
palier_draft_text_free (PalierDraftText *self)
{
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
  g_free (self);
}

static gboolean
holds (const GStrv terms, const PalierDraftContext *context)
{
  for (gsize i = 0; terms[i] != NULL; i++)
  {
    gboolean not = terms[i][0] == '!';
    gboolean known = palier_draft_context_holds (context, terms[i] + (not? 1 : 0));
    if (known == not)
      return FALSE;
  }
  return TRUE;
}

/* SplitMix64: spreads a seed and an ordinal over all bits. */
static guint64
spread (guint64 seed, guint64 ordinal)
{
  guint64 z = seed + (ordinal + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static void
append_fact (GString *out, const Node *node, const PalierDraftContext *context)
{
  const char *display = palier_draft_context_display (context, node->text);

  if (display == NULL)
    g_string_append_printf (out, "{{%s}}", node->text);
  else if (node->capital)
  {
    g_autofree char *capital = palier_french_sentence_case (display);
    g_string_append (out, capital);
  }
  else
    g_string_append (out, display);
}

static void
render (GString *out, const GPtrArray *nodes, const PalierDraftContext *context)
{
  for (guint i = 0; i < nodes->len; i++)
  {
    const Node *node = nodes->pdata[i];
    guint which = 0;

    if (node->kind == NODE_LITERAL)
      g_string_append (out, node->text);
    else if (node->kind == NODE_FACT)
      append_fact (out, node, context);
    else
    {
      if (node->kind == NODE_SYNONYMS)
        which = (guint) (spread (palier_draft_context_get_seed (context), node->ordinal)
                         % node->children->len);
      else
        which = holds (node->terms, context) ? 0 : 1;
      if (which < node->children->len)
        render (out, node->children->pdata[which], context);
    }
  }
}

static gboolean
is_space_to_drop (const GString *out, const char *rest)
{
  if (out->len == 0 || strchr (" \n", out->str[out->len - 1]) != NULL)
    return TRUE;
  return *rest == '\0' || strchr (" \n,.", *rest) != NULL;
}

/* Conditions leave gaps: doubled spaces, spaces at a line's ends or before a comma, empty lines. */
static char *
close_gaps (const char *text)
{
  GString *out = g_string_new (NULL);
  guint lines = 0;

  for (const char *p = text; *p != '\0'; p++)
  {
    if (*p == ' ' && is_space_to_drop (out, p + 1))
      continue;
    if (*p == '\n' && (out->len == 0 || lines >= 2))
      continue;
    lines = *p == '\n' ? lines + 1 : 0;
    g_string_append_c (out, *p);
  }
  while (out->len > 0 && strchr (" \n", out->str[out->len - 1]) != NULL)
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

/* Prints the text: (transfer full). */
char *
palier_draft_text_render (const PalierDraftText *self, const PalierDraftContext *context)
{
  g_autoptr (GString) out = g_string_new (NULL);

  render (out, self->nodes, context);
  g_autofree char *sober = close_gaps (out->str);
  g_autofree char *text = palier_draft_style_voice (palier_draft_context_get_style (context), sober,
                                                    palier_draft_context_get_seed (context));
  if (strcmp (palier_draft_context_get_channel (context), "sms") == 0)
    return palier_french_plain (text);
  return g_steal_pointer (&text);
}

static void add_keys (const GPtrArray *nodes, const PalierDraftContext *context, GHashTable *keys);

/* The children that may be printed. */
static void
add_keys_of_children (const Node *node, const PalierDraftContext *context, GHashTable *keys)
{
  guint only = G_MAXUINT;

  if (node->kind == NODE_CHOICE && context != NULL)
    only = holds (node->terms, context) ? 0 : 1;
  for (guint i = 0; i < node->children->len; i++)
    if (only == G_MAXUINT || only == i)
      add_keys (node->children->pdata[i], context, keys);
}

static void
add_keys (const GPtrArray *nodes, const PalierDraftContext *context, GHashTable *keys)
{
  for (guint i = 0; i < nodes->len; i++)
  {
    const Node *node = nodes->pdata[i];

    if (node->kind == NODE_FACT)
      g_hash_table_add (keys, node->text);
    for (gsize j = 0; context == NULL && node->terms != NULL && node->terms[j] != NULL; j++)
      g_hash_table_add (keys, node->terms[j] + (node->terms[j][0] == '!' ? 1 : 0));
    if (node->children != NULL)
      add_keys_of_children (node, context, keys);
  }
}

/**
 * palier_draft_text_add_keys:
 * @context: (nullable)
 * @keys: (element-type utf8): a set; the keys stay the text's
 *
 * Adds the keys of the facts that are shown where the conditions are as in @context; without one
 * all keys that the text names, in conditions too.
 */
void
palier_draft_text_add_keys (const PalierDraftText *self, const PalierDraftContext *context,
                            GHashTable *keys)
{
  add_keys (self->nodes, context, keys);
}
