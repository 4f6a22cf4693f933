/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each channel asks of a message: each row names the finding it must bring, or none. */
#include <string.h>

#include "palier-draft-channel.h"
#include "palier-draft-check.h"
#include "test-people.h"

static void
test_parts (void)
{
  static const struct
  {
    const char *piece;
    guint n, parts, units;
    gboolean wide;
  } cases[] = {
    { "a", 0, 1, 0, FALSE },     { "a", 160, 1, 160, FALSE }, { "a", 161, 2, 161, FALSE },
    { "é", 160, 1, 160, FALSE }, { "a", 306, 2, 306, FALSE }, { "a", 307, 3, 307, FALSE },
    { "€", 80, 1, 160, FALSE },  { "€", 81, 2, 162, FALSE },  { "€", 153, 3, 306, FALSE },
    { "ê", 70, 1, 70, TRUE },    { "ê", 71, 2, 71, TRUE },    { "’", 134, 2, 134, TRUE },
    { "😉", 35, 1, 70, TRUE },   { "😉", 67, 3, 134, TRUE },  { "ç", 1, 1, 1, TRUE },
    { "\n", 10, 1, 10, FALSE },  { "`", 1, 1, 1, TRUE },      { "[", 80, 1, 160, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GString) text = g_string_new (NULL);
    PalierDraftParts parts;
    for (guint n = 0; n < cases[i].n; n++)
      g_string_append (text, cases[i].piece);
    palier_draft_sms_parts (text->str, &parts);
    g_assert_cmpuint (parts.parts, ==, cases[i].parts);
    g_assert_cmpuint (parts.units, ==, cases[i].units);
    g_assert_cmpint (parts.wide, ==, cases[i].wide);
  }
}

static PalierDraftContext *
context_of (const char *channel, gboolean follow_up)
{
  g_autoptr (PalierProspect) p = palier_prospect_new ();
  g_autoptr (PalierProfile) profile = writer_new ();

  palier_prospect_set (p, PALIER_FIELD_KIND, "agency");
  palier_prospect_set (p, PALIER_FIELD_SOURCE, "Salon RENT 2025");
  return palier_draft_context_new (&(PalierDraftInput) { .prospect = p,
                                                         .profile = profile,
                                                         .today_ms = NOW,
                                                         .channel = channel,
                                                         .follow_up = follow_up });
}

static gboolean
has_check (const GPtrArray *checks, const char *code, const char *detail)
{
  for (guint i = 0; i < checks->len; i++)
  {
    const PalierCheck *check = checks->pdata[i];
    if (strcmp (check->code, code) == 0
        && (detail == NULL || g_strcmp0 (check->detail, detail) == 0))
      return TRUE;
  }
  return FALSE;
}

#define SMS "Agence du Parc : bonjour. Un point sur votre projet ? Claire Morel "

static void
test_findings (void)
{
  static const struct
  {
    const char *channel, *subject, *text;
    guint times; /* the text, so often */
    gboolean follow_up;
    const char *code, *detail; /* NULL: none of this code */
    gboolean found;
  } cases[] = {
    { "sms", "", SMS "STOP", 1, FALSE, "length", NULL, FALSE },
    { "sms", "", SMS "STOP", 1, FALSE, "mention", NULL, FALSE },
    { "sms", "", SMS "STOP", 1, FALSE, "notice", NULL, FALSE },
    { "sms", "", SMS "STOP", 1, FALSE, "alphabet", NULL, FALSE },
    { "sms", "", SMS, 1, FALSE, "notice", "opposition", TRUE },
    { "sms", "", "Bonjour. STOP", 1, FALSE, "mention", "sender_company", TRUE },
    { "sms", "", SMS "STOP", 3, FALSE, "length", "parts 2/1", TRUE },
    { "sms", "", SMS "peut-être STOP", 1, FALSE, "alphabet", "ê → e", TRUE },
    { "sms", "", SMS "l’avis STOP", 1, FALSE, "alphabet", "’ → '", TRUE },
    { "sms", "", SMS "😉 STOP", 1, FALSE, "alphabet", "😉", TRUE },
    { "sms", "", SMS "peut-être STOP", 1, FALSE, "length", "parts 2/1", TRUE },
    { "linkedin", "", "Bonjour, parlons-en. ", 5, FALSE, "length", NULL, FALSE },
    { "linkedin", "", "Bonjour, parlons-en. ", 20, FALSE, "length", "characters 420/300", TRUE },
    { "linkedin", "", "Bonjour, parlons-en. ", 20, TRUE, "length", NULL, FALSE },
    { "linkedin", "", "Bonjour, parlons-en. ", 5, FALSE, "mention", NULL, FALSE },
    { "letter", "Votre projet", "Madame, parlons de votre projet.\n", 30, FALSE, "length", NULL,
      FALSE },
    { "letter", "Votre projet", "Madame, parlons de votre projet.\n", 60, FALSE, "length", NULL,
      TRUE },
    { "letter", "", "Madame.", 1, FALSE, "length", "subject 0/90", TRUE },
    { "letter", "Votre projet", "Madame.", 1, FALSE, "mention", "sender_address", TRUE },
    { "letter", "Votre projet", "Madame.", 1, FALSE, "mention", "sender_email", FALSE },
    { "letter", "Votre projet", "Madame.", 1, FALSE, "notice", "rights", TRUE },
    { "email", "", "Bonjour.", 1, FALSE, "length", "subject 0/60", TRUE },
    { "email", "Votre projet", "Bonjour.", 1, FALSE, "mention", "sender_email", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierDraftContext) context = context_of (cases[i].channel, cases[i].follow_up);
    g_autoptr (GString) body = g_string_new (NULL);
    for (guint n = 0; n < cases[i].times; n++)
      g_string_append (body, cases[i].text);
    g_autoptr (GPtrArray) checks = palier_draft_check (context, cases[i].subject, body->str);
    if (has_check (checks, cases[i].code, cases[i].detail) != cases[i].found)
      g_error ("row %zu: %s", i, body->str);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafting/channel/parts", test_parts);
  g_test_add_func ("/drafting/channel/findings", test_findings);
  return g_test_run ();
}
