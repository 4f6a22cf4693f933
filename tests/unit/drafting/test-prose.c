/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three hundred prospects of every make, first message and follow-up, three variants each: what no
 * text may ever hold, what every text must, and that variants differ. */
#include <string.h>

#include "palier-composer.h"
#include "test-people.h"

#define N_PROSPECTS 300

/* Faults that a reader would see at once. */
static void
look_for_faults (const char *text)
{
  static const char *const faults[] = {
    "{{",        "}}",        "  ",         " ,",     " .",     ",,",         "..",
    "' ",        "'",         "(null)",     " \n",    "\n\n\n", "de Orléans", "de Hyères",
    "de Yvetot", "de Écully", "d’Honfleur", " à Le ", "à Les ", " de Le ",    " de Les ",
    " ;",        " ?",        " :",         " !",     "!",      "« ",         " »",
    "Cedex",     "OLIVET",    " de du ",    "à à",    " de de "
  };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (strstr (text, faults[i]) != NULL)
      g_error ("<%s> in: %s", faults[i], text);
}

/* The odd name that holds marks of the template language stands as it is: it is cut out, so that
 * what is left must be clean. */
static char *
without_odd_name (const char *text)
{
  g_autoptr (GString) out = g_string_new (text);

  g_string_replace (out, "Agence {{city}} 87 %", "Agence", 0);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
check_message (const PalierMessage *message, gboolean follow_up)
{
  g_autofree char *subject = without_odd_name (message->subject);
  g_autofree char *body = without_odd_name (message->body);

  look_for_faults (subject);
  look_for_faults (body);
  g_assert_cmpint (g_utf8_strlen (message->subject, -1), <=, 60);
  g_assert_true (g_str_has_prefix (message->body, "Bonjour"));
  g_assert_nonnull (strstr (message->body, "Claire Morel"));
  g_assert_nonnull (strstr (message->body, "CPI\u00a0") != NULL
                        ? message->body
                        : strstr (message->body, "CPI 4501"));
  g_assert_nonnull (strstr (message->body, "opposer"));
  g_assert_true ((strstr (message->body, "CNIL") == NULL) == follow_up);
  g_assert_cmpint (message->reading_s, >, 5);
  g_assert_cmpint (message->reading_s, <, 75);
  for (guint i = 0; i < message->checks->len; i++)
  {
    const PalierCheck *check = message->checks->pdata[i];
    g_error ("%s %s: %s\n%s", message->template_key, check->code, check->detail, message->body);
  }
}

static void
check_variants (PalierComposer *composer, guint n, gboolean follow_up)
{
  g_autoptr (PalierDraftContext) context = context_new (n, follow_up);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) variants = palier_composer_variants (composer, NULL, context, 3, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (variants->len, ==, 3);
  for (guint i = 0; i < 3; i++)
  {
    const PalierMessage *one = variants->pdata[i];
    const PalierMessage *other = variants->pdata[(i + 1) % 3];
    check_message (one, follow_up);
    g_assert_cmpstr (one->angle, ==, palier_composer_angles ()[i]);
    g_assert_cmpstr (one->subject, !=, other->subject);
    g_assert_cmpstr (one->body, !=, other->body);
    g_assert_cmpstr (one->template_key, !=, other->template_key);
  }
}

static void
test_all (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierComposer) composer = palier_composer_new (&error);

  g_assert_no_error (error);
  for (guint n = 0; n < N_PROSPECTS; n++)
  {
    check_variants (composer, n, FALSE);
    check_variants (composer, n, TRUE);
  }
}

/* Written once by hand, so that a change of a template is seen by who reads the test. */
static void
test_one (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierComposer) composer = palier_composer_new (&error);
  g_autoptr (PalierProspect) p = palier_prospect_new ();
  g_autoptr (PalierProfile) profile = writer_new ();

  palier_prospect_set (p, PALIER_FIELD_KIND, "agency");
  palier_prospect_set (p, PALIER_FIELD_COMPANY, "Agence de la Loire");
  palier_prospect_set (p, PALIER_FIELD_TITLE, "Mme");
  palier_prospect_set (p, PALIER_FIELD_LAST_NAME, "Le Goff");
  palier_prospect_set (p, PALIER_FIELD_CITY, "Olivet");
  palier_prospect_set (p, PALIER_FIELD_ACTIVE_LISTINGS, "24");
  palier_prospect_set (p, PALIER_FIELD_PORTALS, "leboncoin\nseloger");
  palier_prospect_set (p, PALIER_FIELD_SOURCE, "SIRENE");
  g_autoptr (PalierDraftContext) context = palier_draft_context_new (
      &(PalierDraftInput) { .prospect = p, .profile = profile, .today_ms = NOW });
  g_autoptr (PalierMessage) message =
      palier_composer_compose (composer, context, "local_proof", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (message->subject, ==, "Entre confrères à Olivet\u00a0: une proposition simple");
  g_assert_true (g_str_has_prefix (
      message->body,
      "Bonjour Madame Le Goff,\n\nVous exercez à Olivet, qui fait partie de mon "
      "secteur\u202f; je travaille à l’Agence du Parc, à Orléans. Sauf erreur de ma "
      "part, vous présentez actuellement 24\u00a0annonces, notamment sur Leboncoin et "
      "SeLoger.\n\n"));
  g_assert_cmpuint (message->checks->len, ==, 0);
  g_assert_cmpint (message->personalization, ==, 88);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafting/prose/all", test_all);
  g_test_add_func ("/drafting/prose/one", test_one);
  return g_test_run ();
}
