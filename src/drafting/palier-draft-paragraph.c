/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-paragraph.h"

#include <string.h>

#define VARIATIONS 12 /* a paragraph has a few wordings */

static const PalierDraftLength lengths[] = { PALIER_DRAFT_LENGTH_NORMAL, PALIER_DRAFT_LENGTH_SHORT,
                                             PALIER_DRAFT_LENGTH_LONG };
static const PalierDraftTone tones[] = { PALIER_DRAFT_TONE_SOBER, PALIER_DRAFT_TONE_WARM,
                                         PALIER_DRAFT_TONE_DIRECT };

/* The lines of a text message are its paragraphs. */
static const char *
break_of (const PalierDraftContext *context)
{
  return strcmp (palier_draft_context_get_channel (context), "sms") == 0 ? "\n" : "\n\n";
}

/**
 * palier_draft_count_paragraphs:
 * @body: with the block under it
 *
 * Returns: how many paragraphs are the text's own
 */
guint
palier_draft_count_paragraphs (const PalierDraftContext *context, const char *body)
{
  g_auto (GStrv) paragraphs = g_strsplit (body, break_of (context), -1);
  const char *footer = palier_composer_footer (context);
  g_autofree char *head = g_strndup (footer, strcspn (footer, "\n"));
  guint n = g_strv_length (paragraphs);

  for (guint i = n; *head != '\0' && i > 0; i--)
    if (g_str_has_prefix (paragraphs[i - 1], head))
      return i - 1;
  return n;
}

/* (transfer full): @index is one of them */
char *
palier_draft_dup_paragraph (const PalierDraftContext *context, const char *body, guint index)
{
  g_auto (GStrv) paragraphs = g_strsplit (body, break_of (context), -1);

  g_assert (index < g_strv_length (paragraphs));
  return g_strdup (paragraphs[index]);
}

/* (transfer full): the rest stays byte for byte */
char *
palier_draft_replace_paragraph (const PalierDraftContext *context, const char *body, guint index,
                                const char *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (body, break_of (context), -1);

  g_assert (index < g_strv_length (paragraphs));
  g_free (paragraphs[index]);
  paragraphs[index] = g_strdup (text);
  return g_strjoinv (break_of (context), paragraphs);
}

/* (transfer full): without the block under it */
char *
palier_draft_dup_text (const PalierDraftContext *context, const char *body)
{
  guint own = palier_draft_count_paragraphs (context, body);
  g_auto (GStrv) paragraphs = g_strsplit (body, break_of (context), (gint) own + 1);

  if (g_strv_length (paragraphs) > own)
    g_clear_pointer (&paragraphs[own], g_free);
  return g_strjoinv (break_of (context), paragraphs);
}

/* What the template says there in other choices of its synonyms and in other tones, always in the
 * same order. */
static GPtrArray *
list_wordings (const PalierDraftTemplate *template, PalierDraftContext *context,
               PalierDraftLength length, guint n, guint index)
{
  GPtrArray *wordings = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (tones) * VARIATIONS; i++)
  {
    palier_draft_context_vary (context, (PalierDraftStyle) { tones[i / VARIATIONS], length },
                               i % VARIATIONS);
    g_autofree char *body = palier_draft_template_body (template, context);
    g_auto (GStrv) paragraphs = g_strsplit (body, break_of (context), -1);
    if (g_strv_length (paragraphs) == n
        && !g_ptr_array_find_with_equal_func (wordings, paragraphs[index], g_str_equal, NULL))
      g_ptr_array_add (wordings, g_strdup (paragraphs[index]));
  }
  return wordings;
}

/**
 * palier_draft_reword_paragraph:
 * @context: of whatever style
 * @body: as the composer wrote it by @template, but for wordings
 *
 * Returns: (transfer full) (nullable): the template's next wording of the paragraph, round and
 *   round; %NULL where it has no other, or the text was changed too much to tell
 */
char *
palier_draft_reword_paragraph (const PalierDraftTemplate *template, PalierDraftContext *context,
                               const char *body, guint index)
{
  PalierDraftStyle style = palier_draft_context_get_style (context);
  guint n = palier_draft_count_paragraphs (context, body);
  g_autofree char *now = palier_draft_dup_paragraph (context, body, index);
  g_autofree char *next = NULL;
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (lengths) && !found; i++)
  {
    g_autoptr (GPtrArray) wordings = list_wordings (template, context, lengths[i], n, index);
    guint at = 0;
    found = g_ptr_array_find_with_equal_func (wordings, now, g_str_equal, &at);
    if (found)
      g_set_str (&next, wordings->len > 1 ? wordings->pdata[(at + 1) % wordings->len] : NULL);
    else if (next == NULL && wordings->len > 0)
      next = g_strdup (wordings->pdata[0]);
  }
  palier_draft_context_vary (context, style, 0);
  return g_steal_pointer (&next);
}
