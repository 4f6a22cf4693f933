/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts as a person or another writer might leave them: each row names the one finding it must
 * bring, or none. */
#include <string.h>

#include "palier-composer.h"
#include "palier-draft-check.h"
#include "test-people.h"

#define PROSE                                                                                      \
  "Bonjour,\n\nJe vous écris au sujet de votre activité et je vous propose d’en parler avec vous " \
  "dans les jours qui viennent, si le moment vous convient. "

static PalierDraftContext *
context_of (gboolean follow_up)
{
  g_autoptr (PalierProspect) p = palier_prospect_new ();
  g_autoptr (PalierProfile) profile = writer_new ();

  palier_prospect_set (p, PALIER_FIELD_KIND, "agency");
  palier_prospect_set (p, PALIER_FIELD_COMPANY, "Agence de la Loire");
  palier_prospect_set (p, PALIER_FIELD_CITY, "Olivet");
  palier_prospect_set (p, PALIER_FIELD_ACTIVE_LISTINGS, "1240");
  palier_prospect_set (p, PALIER_FIELD_SOURCE, "Salon RENT 2025");
  return palier_draft_context_new (&(PalierDraftInput) {
      .prospect = p, .profile = profile, .today_ms = NOW, .follow_up = follow_up });
}

static const PalierCheck *
find_check (const GPtrArray *checks, const char *code, const char *detail)
{
  for (guint i = 0; i < checks->len; i++)
  {
    const PalierCheck *check = checks->pdata[i];
    if (g_str_equal (check->code, code)
        && (detail == NULL || g_strcmp0 (check->detail, detail) == 0))
      return check;
  }
  return NULL;
}

static void
test_findings (void)
{
  static const struct
  {
    const char *subject, *text, *code, *detail;
  } cases[] = {
    { "Un sujet", PROSE, NULL, NULL },
    { "Un sujet", PROSE "Vous avez 1\u202f240 annonces à Olivet.", NULL, NULL },
    { "Un sujet", PROSE "Vous avez 1 240 biens.", NULL, NULL },
    { "Un sujet", PROSE "Vous avez 1240 biens.", NULL, NULL },
    { "Un sujet", PROSE "Vous avez 87 biens.", "unsourced", "87" },
    { "Un sujet", PROSE "Vous gagnerez 1240 % de contacts.", "unsourced", "1240%" },
    { "Un sujet", PROSE "Cela vaut 1\u202f240 euros.", "unsourced", "1240€" },
    { "Un sujet", PROSE "Le prix est de 3,5 €.", "unsourced", "3,5€" },
    { "Un sujet", PROSE "Nous nous verrons le 3 mars.", "unsourced", "3 mars" },
    { "Un sujet", PROSE "Nos confrères de Saran sont satisfaits.", "unsourced", "Saran" },
    { "Un sujet", PROSE "Comme chez Dupont.", "unsourced", "Dupont" },
    { "Un sujet", PROSE "La moitié des acheteurs le disent.", "unsourced", "moitié" },
    { "87 % des acheteurs", PROSE, "unsourced", "87%" },
    { "Un sujet", PROSE "Bonjour [Prénom].", "placeholder", "[Prénom]" },
    { "Un sujet", PROSE "À {{city}}.", "placeholder", NULL },
    { "À {{city}}", PROSE, "placeholder", NULL },
    { "", PROSE, "length", NULL },
    { "Ce sujet est bien trop long pour tenir dans la liste des messages", PROSE, "length", NULL },
    { "Un sujet", "Bonjour.", "length", NULL },
    { "Un sujet", PROSE "Résultat garanti.", "promise", "garanti" },
    { "Dernière chance", PROSE, "promise", "Dernière chance" },
    { "Un sujet", PROSE "C’est avant qu’il ne soit trop tard.", "promise", NULL },
    { "Un sujet", PROSE "Cliquez ici.", "spam", "Cliquez ici" },
    { "Un sujet", PROSE "Quelle chance !", "spam", "!" },
    { "Un sujet", PROSE "C’est FORMIDABLE.", "spam", "FORMIDABLE" },
    { "Un sujet",
      "Hello, we would like to offer you our services and we are sure that you will like them "
      "because they help agencies every day with their work and their clients.",
      "language", NULL },
  };
  g_autoptr (PalierDraftContext) context = context_of (FALSE);
  const char *footer = palier_composer_footer (context);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *body = g_strconcat (cases[i].text, "\n\n", footer, NULL);
    g_autoptr (GPtrArray) checks = palier_draft_check (context, cases[i].subject, body);
    if (cases[i].code == NULL)
      g_assert_cmpuint (checks->len, ==, 0);
    else
      g_assert_nonnull (find_check (checks, cases[i].code, cases[i].detail));
  }
}

/* Positions are bytes of the body, so that the words can be marked there. */
static void
test_places (void)
{
  g_autoptr (PalierDraftContext) context = context_of (FALSE);
  const char *footer = palier_composer_footer (context);
  g_autofree char *body = g_strconcat (PROSE "À Olivet, 87 % l’ont choisi.\n\n", footer, NULL);
  g_autoptr (GPtrArray) checks = palier_draft_check (context, "Un sujet", body);
  const PalierCheck *check = find_check (checks, "unsourced", NULL);

  g_assert_cmpuint (checks->len, ==, 1);
  g_assert_cmpint (check->severity, ==, PALIER_SEVERITY_ERROR);
  g_assert_cmpuint (check->end - check->start, ==, 2);
  g_assert_true (g_str_has_prefix (body + check->start, "87 %"));
}

/* Each line taken from the block under the text is missed. */
static void
test_missing (void)
{
  static const struct
  {
    const char *words, *code, *detail;
    gboolean also_later; /* in a follow-up too */
  } cases[] = {
    { "Claire Morel", "mention", "sender_name", TRUE },
    { "12 rue de l’Écu", "mention", "sender_address", TRUE },
    { "claire.morel@", "mention", "sender_email", TRUE },
    { "SIRET", "mention", "sender_mentions", TRUE },
    { "opposer", "notice", "opposition", TRUE },
    { "Salon RENT 2025", "notice", "source", FALSE },
    { "responsable du traitement", "notice", "controller", FALSE },
    { "intérêt légitime", "notice", "basis", FALSE },
    { "conservées", "notice", "retention", FALSE },
    { "rectifier", "notice", "rights", FALSE },
  };

  for (int later = 0; later <= 1; later++)
  {
    g_autoptr (PalierDraftContext) context = context_of (later);
    const char *footer = palier_composer_footer (context);
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) body = g_string_new (PROSE "\n\n");
      g_string_append (body, footer);
      guint n = g_string_replace (body, cases[i].words, "", 0);
      g_autoptr (GPtrArray) checks = palier_draft_check (context, "Un sujet", body->str);
      gboolean found = find_check (checks, cases[i].code, cases[i].detail) != NULL;
      g_assert_true (found == (!later || cases[i].also_later));
      g_assert_true ((n > 0) == found);
    }
  }
}

/* What the profile or the record do not hold is said, and no hole is hidden. */
static void
test_bare (void)
{
  g_autoptr (PalierProspect) p = palier_prospect_new ();
  g_autoptr (PalierProfile) profile = palier_profile_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierComposer) composer = palier_composer_new (&error);

  palier_prospect_set (p, PALIER_FIELD_KIND, "agency");
  g_autoptr (PalierDraftContext) context = palier_draft_context_new (
      &(PalierDraftInput) { .prospect = p, .profile = profile, .today_ms = NOW });
  g_autoptr (GPtrArray) variants = palier_composer_variants (composer, NULL, context, 3, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < variants->len; i++)
  {
    const PalierMessage *message = variants->pdata[i];
    g_assert_nonnull (find_check (message->checks, "mention", "sender_name"));
    g_assert_nonnull (find_check (message->checks, "mention", "sender_mentions"));
    g_assert_nonnull (find_check (message->checks, "notice", "source"));
    g_assert_nonnull (find_check (message->checks, "placeholder", NULL));
  }
}

/* A person's message claims no basis that is not recorded. */
static void
test_basis (void)
{
  static const struct
  {
    const char *basis;
    gboolean consent;
    const char *words; /* NULL: a finding instead */
  } cases[] = {
    { NULL, TRUE, "avec votre consentement" },
    { "contract", FALSE, "dans le cadre de notre relation commerciale" },
    { NULL, FALSE, NULL },
    { "legitimate_interest", FALSE, NULL },
  };
  g_autoptr (PalierProfile) profile = writer_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierComposer) composer = palier_composer_new (&error);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) p = palier_prospect_new ();
    palier_prospect_set (p, PALIER_FIELD_KIND, "person");
    palier_prospect_set (p, PALIER_FIELD_SOURCE, "Salon");
    palier_prospect_set (p, PALIER_FIELD_LEGAL_BASIS, cases[i].basis);
    g_autoptr (PalierDraftContext) context = palier_draft_context_new (&(PalierDraftInput) {
        .prospect = p, .profile = profile, .today_ms = NOW, .consent = cases[i].consent });
    g_autoptr (PalierMessage) message =
        palier_composer_compose (composer, context, "service", &error);
    g_assert_no_error (error);
    g_assert_true ((find_check (message->checks, "notice", "basis") == NULL)
                   == (cases[i].words != NULL));
    if (cases[i].words != NULL)
      g_assert_nonnull (strstr (message->body, cases[i].words));
    g_assert_true ((strstr (message->body, "consentement") != NULL) == cases[i].consent);
  }
}

/* Whatever is typed or pasted, findings stand inside the body and at the borders of letters. */
static void
test_noise (void)
{
  static const char *const pieces[] = { "{{",
                                        "}}",
                                        "[x]",
                                        "12 345 €",
                                        "É",
                                        "Olivet",
                                        "\n",
                                        " ",
                                        "\u202f",
                                        "!",
                                        "87 %",
                                        "chez ",
                                        "Claire Morel\n",
                                        "Agence de la Loire",
                                        "https://a.example",
                                        "ÉNORME",
                                        "œ",
                                        ".",
                                        "7" };
  g_autoptr (PalierRandom) random = palier_random_new_seeded (8);
  g_autoptr (PalierDraftContext) context = context_of (FALSE);
  g_autofree char *large = g_strnfill (70000, 'a');
  g_autoptr (GPtrArray) refused = palier_draft_check (context, "s", large);
  g_autoptr (GPtrArray) invalid = palier_draft_check (context, "s", "\xff\xfe");

  g_assert_nonnull (find_check (refused, "length", NULL));
  g_assert_cmpuint (invalid->len, ==, 1);
  for (int i = 0; i < 500; i++)
  {
    g_autoptr (GString) body = g_string_new (NULL);
    for (guint64 n = palier_random_below (random, 40); n > 0; n--)
      g_string_append (body, ANY (pieces));
    g_autoptr (GPtrArray) checks = palier_draft_check (context, body->str, body->str);
    g_assert_cmpuint (checks->len, >, 0);
    for (guint j = 0; j < checks->len; j++)
    {
      const PalierCheck *check = checks->pdata[j];
      g_assert_cmpuint (check->start, <=, check->end);
      g_assert_cmpuint (check->end, <=, body->len);
      g_assert_true (
          g_utf8_validate (body->str + check->start, (gssize) (check->end - check->start), NULL));
    }
  }
}

static void
test_reading (void)
{
  g_autoptr (PalierDraftContext) context = context_of (FALSE);
  const char *footer = palier_composer_footer (context);
  g_autofree char *body = g_strconcat ("un deux trois l’acte peut-être\n\n", footer, NULL);

  /* Five words: 1.5 s, so two. */
  g_assert_cmpint (palier_draft_reading_s (context, body), ==, 2);
  g_assert_cmpint (palier_draft_reading_s (context, ""), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafting/check/findings", test_findings);
  g_test_add_func ("/drafting/check/places", test_places);
  g_test_add_func ("/drafting/check/missing", test_missing);
  g_test_add_func ("/drafting/check/bare", test_bare);
  g_test_add_func ("/drafting/check/basis", test_basis);
  g_test_add_func ("/drafting/check/noise", test_noise);
  g_test_add_func ("/drafting/check/reading", test_reading);
  return g_test_run ();
}
