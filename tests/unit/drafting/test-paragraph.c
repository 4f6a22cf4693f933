/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paragraphs of drafts that the composer wrote:
 * 1. of each channel's: how many are the text's own; one is exchanged, the rest stays
 * 2. a template's wordings come round, and no other paragraph changes
 * 3. a text without the block, or with a changed one */
#include "palier-draft-paragraph.h"

#include <string.h>

#include "test-people.h"

static const char TEMPLATE[] =
    "key: t\nname: T\nkind: agency\nstep: first\nangle: service\n"
    "subject: Un échange\n\n{{salutation}},\n\n"
    "{{#}}Voici une idée.{{|}}J'ai une idée.{{|}}Une idée me vient.{{/}}\n\n"
    "Cordialement,\n";

static PalierDraftContext *
agency_context (const char *channel)
{
  g_autoptr (PalierProspect) prospect = palier_prospect_new ();
  g_autoptr (PalierProfile) profile = writer_new ();

  palier_prospect_set (prospect, PALIER_FIELD_KIND, "agency");
  palier_prospect_set (prospect, PALIER_FIELD_COMPANY, "Agence du Port");
  return palier_draft_context_new (&(PalierDraftInput) {
      .prospect = prospect, .profile = profile, .today_ms = NOW, .channel = channel });
}

static void
test_own (void)
{
  static const char *const channels[] = { "email", "letter", "sms", "linkedin" };
  static const char *const texts[] = { "Un\n\nDeux\n\nTrois", "Un\n\nDeux\n\nTrois",
                                       "Un\nDeux\nTrois", "Un\n\nDeux\n\nTrois" };

  for (gsize i = 0; i < G_N_ELEMENTS (channels); i++)
  {
    g_autoptr (PalierDraftContext) context = agency_context (channels[i]);
    g_autofree char *body = palier_composer_close (context, texts[i]);
    g_autofree char *own = palier_draft_dup_text (context, body);
    g_autofree char *second = palier_draft_dup_paragraph (context, body, 1);
    g_autofree char *other = palier_draft_replace_paragraph (context, body, 1, "Autre");
    g_autofree char *back = palier_draft_replace_paragraph (context, other, 1, "Deux");
    g_assert_cmpuint (palier_draft_count_paragraphs (context, body), ==, 3);
    g_assert_cmpstr (own, ==, texts[i]);
    g_assert_cmpstr (second, ==, "Deux");
    g_assert_nonnull (strstr (other, "Autre"));
    g_assert_cmpstr (back, ==, body);
  }
}

static void
test_wordings (void)
{
  g_autoptr (PalierDraftContext) context = agency_context ("email");
  g_autoptr (PalierDraftTemplate) template = palier_draft_template_parse (TEMPLATE, -1, NULL);
  g_autofree char *text = palier_draft_template_body (template, context);
  g_autofree char *body = palier_composer_close (context, text);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint64 seed = palier_draft_context_get_seed (context);

  for (guint i = 0; i < 6; i++)
  {
    char *wording = palier_draft_reword_paragraph (template, context, body, 1);
    char *next = palier_draft_replace_paragraph (context, body, 1, wording);
    g_assert_cmpstr (next, !=, body);
    g_free (body);
    body = next;
    g_hash_table_add (seen, wording);
  }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 3);
  g_assert_cmpuint (palier_draft_context_get_seed (context), ==, seed);
  g_assert_null (palier_draft_reword_paragraph (template, context, body, 0));
  g_assert_null (palier_draft_reword_paragraph (template, context, "Un\n\nDeux", 1));
}

static void
test_changed (void)
{
  g_autoptr (PalierDraftContext) context = agency_context ("email");

  g_assert_cmpuint (palier_draft_count_paragraphs (context, "Un\n\nDeux"), ==, 2);
  g_assert_cmpuint (palier_draft_count_paragraphs (context, ""), ==, 0);
  g_autofree char *own = palier_draft_dup_text (context, "Un\n\nDeux");
  g_assert_cmpstr (own, ==, "Un\n\nDeux");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafting/paragraph/own", test_own);
  g_test_add_func ("/drafting/paragraph/wordings", test_wordings);
  g_test_add_func ("/drafting/paragraph/changed", test_changed);
  return g_test_run ();
}
