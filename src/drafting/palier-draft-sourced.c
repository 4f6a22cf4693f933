/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is everything that the text claims a fact? First each fact that stands in the text word for word
 * is masked by spaces, byte for byte, so that positions stay. What then is left is read for claims,
 * and each must be one that a fact bears out. */
#include "palier-draft-sourced.h"

#include <string.h>

#include "palier-draft-facts.h"
#include "palier-draft-words.h"
#include "palier-french.h"

void
palier_draft_add_check (GPtrArray *checks, const char *code, PalierSeverity severity, gsize start,
                        gsize end, const char *detail)
{
  PalierCheck *check = palier_check_new ();

  check->code = g_strdup (code);
  check->severity = severity;
  check->start = start;
  check->end = end;
  check->detail = g_strdup (detail);
  g_ptr_array_add (checks, check);
}

/* The words in question; of a figure its digits and its unit, without what separates them. */
static char *
detail_of (const PalierClaim *claim, const char *text)
{
  GString *out;

  if (claim->kind != PALIER_CLAIM_NUMBER && claim->kind != PALIER_CLAIM_EURO
      && claim->kind != PALIER_CLAIM_PERCENT)
    return g_strndup (text + claim->start, claim->end - claim->start);
  if (!g_ascii_isdigit (text[claim->start]) || claim->of > 0)
    return g_strndup (text + claim->start, claim->end - claim->start);
  out = g_string_new (NULL);
  for (gsize i = claim->start; i < claim->end; i++)
    if (g_ascii_isdigit (text[i]) || text[i] == ',' || text[i] == '.')
      g_string_append_c (out, text[i] == '.' ? ',' : text[i]);
  if (claim->kind != PALIER_CLAIM_NUMBER)
    g_string_append (out, claim->kind == PALIER_CLAIM_EURO ? "€" : "%");
  return g_string_free (out, FALSE);
}

#define BETWEEN "\n\n" /* the subject and the body */

/* Of a claim in the subject, or in the body that begins at @body. */
static void
add_unsourced (const PalierClaim *claim, const char *text, gsize body, GPtrArray *checks)
{
  g_autofree char *detail = detail_of (claim, text);
  gboolean in_subject = claim->start < body;
  gsize from = in_subject ? 0 : body;
  gsize end = in_subject ? MIN (claim->end, body - strlen (BETWEEN)) : claim->end;

  palier_draft_add_check (checks, "unsourced",
                          claim->doubtful ? PALIER_SEVERITY_WARNING : PALIER_SEVERITY_ERROR,
                          claim->start - from, end - from, detail);
  ((PalierCheck *) checks->pdata[checks->len - 1])->in_subject = in_subject;
}

/* Adds a finding for each claim that no fact bears out. Subject and body are read as one: figures
 * of the one follow from those of the other. */
void
palier_draft_find_unsourced (const PalierDraftContext *context, const char *subject,
                             const char *body, GPtrArray *checks)
{
  const PalierDraftGround *ground = palier_draft_context_get_ground (context);
  g_autofree char *text = g_strconcat (subject, BETWEEN, body, NULL);
  GStringChunk *words = g_string_chunk_new (1024);
  g_auto (PalierTokens) tokens = { 0 };

  g_autofree char *masked =
      palier_draft_mask (palier_draft_context_get_masks (context), text, TRUE);
  palier_tokens_read (&tokens, masked);
  g_autoptr (GArray) claims =
      palier_claims_read (&tokens, palier_draft_ground_get_today (ground), FALSE, words);
  for (guint i = 0; i < claims->len; i++)
    if (!palier_draft_ground_bears_out (ground, claims, i))
      add_unsourced (&g_array_index (claims, PalierClaim, i), masked,
                     strlen (subject) + strlen (BETWEEN), checks);
  g_string_chunk_free (words);
}
