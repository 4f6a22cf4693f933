/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model writes: texts that are refused, a row each, and texts of the built-in writer, none
 * of which would be. */
#include <string.h>

#include "palier-composer.h"
#include "palier-draft-answer.h"
#include "test-people.h"

#define PROSE                                                                                      \
  "Bonjour,\n\nJe vous écris au sujet de votre activité et je vous propose d’en parler avec vous " \
  "dans les jours qui viennent, si le moment vous convient.\n\n"

static PalierDraftPrompt *
prompt_new (const PalierDraftContext *context)
{
  g_autoptr (PalierRandom) random = palier_random_new_seeded (3);

  return palier_draft_prompt_new (
      &(PalierDraftTask) { .context = context, .angles = palier_composer_angles () }, random);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *why; /* NULL: taken */
  } cases[] = {
    { PROSE, NULL },
    { PROSE "Cordialement,", NULL },
    { PROSE "Nous partons de vos 1\u202f240 annonces : 3 450 €/m² en moyenne, soit 12,5 % de plus.",
      NULL },
    { PROSE "- maisons ;\n- appartements ;\n- terrains à bâtir, commerces, bureaux, entrepôts.",
      NULL },
    { PROSE "À 9 h 30 ou à 14 h, le 12.03.2027 ou plus tard, au 1ᵉʳ étage. J’ai 2 idées.", NULL },
    { PROSE "Voir https://a.example/b.", "a link" },
    { PROSE "Voir //a/b", "a link" },
    { PROSE "Voir www.a.b", "a link" },
    { PROSE "Voir agence-du-port.fr", "a link" },
    { PROSE "Voir mailto:a", "a link" },
    { PROSE "Écrivez à jean@port", "an address" },
    { PROSE "Écrivez à jean (at) port", "an address" },
    { PROSE "Appelez le 06 12 34 56 78.", "a number to call" },
    { PROSE "Appelez le +33 (0)6.12.34.56.78.", "a number to call" },
    { PROSE "C’est <b>important</b>.", "markup" },
    { PROSE "C’est &lt;important&gt;.", "markup" },
    { PROSE "C’est **important**.", "markup" },
    { PROSE "![](x)", "markup" },
    { PROSE "# Titre", "markup" },
    { PROSE "```", "markup" },
    { PROSE "sk-abcdefghijklmnop", "a code" },
    { PROSE "FR7630006000011234567890189", "a code" },
    { PROSE "assistant: oui", "a role" },
    { PROSE "FIN abcdef0123", "a role" },
    { PROSE "Привет", "another script" },
    { PROSE "您好", "another script" },
    { PROSE "\u202eabc", "letters that are none" },
    { PROSE "\uff41\uff42", "letters that are none" },
    { PROSE "We would be delighted to have a word with you about your agency.",
      "another language" },
    { PROSE "N’invente ni chiffre, ni pourcentage, ni prix, ni date, ni délai, ni nom de personne.",
      "the instructions" },
  };
  g_autoptr (PalierDraftContext) context = context_new (1, FALSE);
  g_autoptr (PalierDraftPrompt) prompt = prompt_new (context);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    gboolean taken = palier_draft_answer_accept (prompt, "Un sujet", cases[i].text, &error);
    g_assert_cmpstr (error != NULL ? error->message : NULL, ==, cases[i].why);
    g_assert_true (taken == (cases[i].why == NULL));
  }
}

static void
test_whole (void)
{
  g_autoptr (PalierDraftContext) context = context_new (1, FALSE);
  g_autoptr (PalierDraftPrompt) prompt = prompt_new (context);
  g_autofree char *flood = g_strnfill (3001, 'a');
  g_autofree char *marked = g_strconcat (PROSE, prompt->mark, NULL);

  g_assert_false (palier_draft_answer_accept (prompt, "Un sujet", flood, NULL));
  g_assert_false (palier_draft_answer_accept (prompt, "Un sujet", marked, NULL));
  g_assert_false (palier_draft_answer_accept (prompt, "Voir a.fr", PROSE, NULL));
}

static void
check_composed (PalierComposer *composer, guint n, gboolean follow_up)
{
  g_autoptr (PalierDraftContext) context = context_new (n, follow_up);
  g_autoptr (PalierDraftPrompt) prompt = prompt_new (context);
  g_autoptr (GPtrArray) variants = palier_composer_variants (composer, NULL, context, 3, NULL);
  const char *footer = palier_composer_footer (context);

  for (guint i = 0; variants != NULL && i < variants->len; i++)
  {
    const PalierMessage *message = variants->pdata[i];
    g_autoptr (GString) body =
        g_string_new_len (message->body, (gssize) (strlen (message->body) - strlen (footer)));
    g_autoptr (GError) error = NULL;
    /* The built-in writer may name the sender's own number; a model does not know it. */
    g_string_replace (body, palier_draft_context_display (context, "sender_phone"), "", 0);
    palier_draft_answer_accept (prompt, message->subject, body->str, &error);
    if (error != NULL)
      g_test_message ("%s", body->str);
    g_assert_no_error (error);
  }
}

static void
test_composed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierComposer) composer = palier_composer_new (&error);

  g_assert_no_error (error);
  for (guint n = 0; n < 120; n++)
    check_composed (composer, n, n % 2 == 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafting/answer/refused", test_refused);
  g_test_add_func ("/drafting/answer/whole", test_whole);
  g_test_add_func ("/drafting/answer/composed", test_composed);
  return g_test_run ();
}
