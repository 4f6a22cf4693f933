/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. What people paste, to an address, a verdict and a proposal. 2. Generic and public mailboxes.
 * 3. Keys. */
#include "palier-email.h"

#include <string.h>

#define OK PALIER_READING_OK
#define INVALID PALIER_READING_INVALID
#define DOUBTFUL PALIER_READING_DOUBTFUL

static const struct
{
  const char *text;
  const char *address;
  const char *proposal;
  PalierReading verdict;
} cases[] = {
  { "jean@agence.example", "jean@agence.example", NULL, OK },
  { "  Jean.Dupont@AGENCE.Example ", "jean.dupont@agence.example", NULL, OK },
  { "mailto:jean@agence.example?subject=x", "jean@agence.example", NULL, OK },
  { "Jean Dupont <jean@agence.example>", "jean@agence.example", NULL, OK },
  { "\"Dupont, Jean\" <jean@agence.example>", "jean@agence.example", NULL, OK },
  { "jean@agence.example.", "jean@agence.example", NULL, OK },
  { "jean @ agence.example", "jean@agence.example", NULL, OK },
  { "jean(at)agence.example", "jean@agence.example", NULL, OK },
  { "jean@agence.example;", "jean@agence.example", NULL, OK },
  { "jean+immo@agence.example", "jean+immo@agence.example", NULL, OK },
  { "o'brien@agence.example", "o'brien@agence.example", NULL, OK },
  { "jean@héhé.example", "jean@héhé.example", NULL, OK },
  { "a@x.fr ; b@x.fr", "a@x.fr", NULL, PALIER_READING_MORE },
  { "raj@agency.example / 9876501234", "raj@agency.example", NULL, OK },
  { "jean@gmial.com", "jean@gmial.com", "jean@gmail.com", DOUBTFUL },
  { "jean@gmail.fr", "jean@gmail.fr", "jean@gmail.com", DOUBTFUL },
  { "jean@hotmial.fr", "jean@hotmial.fr", "jean@hotmail.fr", DOUBTFUL },
  { "jean@wanado.fr", "jean@wanado.fr", "jean@wanadoo.fr", DOUBTFUL },
  { "jean@orage.fr", "jean@orage.fr", "jean@orange.fr", DOUBTFUL },
  { "jean@outloook.fr", "jean@outloook.fr", "jean@outlook.fr", DOUBTFUL },
  { "jean@gmail", NULL, "jean@gmail.com", INVALID },
  { "jean@ymail.com", "jean@ymail.com", NULL, OK },
  { "jean@email.com", "jean@email.com", NULL, OK },
  { "jean@gmx.de", "jean@gmx.de", NULL, OK },
  { "jean@fre.fr", "jean@fre.fr", NULL, OK },
  { "jean(a)agence.example", "jean@agence.example", NULL, OK },
  { "jean[a]agence.example", "jean@agence.example", NULL, OK },
  { "jean at agence.example", NULL, "jean@agence.example", INVALID },
  { "jean arobase gmail point com", NULL, "jean@gmail.com", INVALID },
  { "jean@gmail,com", NULL, "jean@gmail.com", INVALID },
  { "jean.dupontgmail.com", NULL, "jean.dupont@gmail.com", INVALID },
  { "jean.dupont.wanadoo.fr", NULL, "jean.dupont@wanadoo.fr", INVALID },
  { "jean dupont@agence.example", "dupont@agence.example", NULL, OK },
  { "jean@agence.con", "jean@agence.con", "jean@agence.com", DOUBTFUL },
  { "jean@agence-lyon.ft", "jean@agence-lyon.ft", "jean@agence-lyon.fr", DOUBTFUL },
  { "jean@gmaim.con", "jean@gmaim.con", "jean@gmail.com", DOUBTFUL },
  { "jean@hotmail.f", NULL, "jean@hotmail.fr", INVALID },
  { "jean@freee.fr", "jean@freee.fr", "jean@free.fr", DOUBTFUL },
  { "jean@gm\xd0\xb0il.com", "jean@gm\xd0\xb0il.com", "jean@gmail.com", DOUBTFUL },
  { "jean@\xd0\xbf\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0.\xd1\x80\xd1\x84",
    "jean@\xd0\xbf\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0.\xd1\x80\xd1\x84", NULL, OK },
  { "jean", NULL, NULL, INVALID },
  { "@agence.example", NULL, NULL, INVALID },
  { "jean@agence", NULL, NULL, INVALID },
  { "jean@@agence.example", NULL, "jean@agence.example", INVALID },
  { "jean..dupont@agence.example", NULL, "jean.dupont@agence.example", INVALID },
  { ".jean@agence.example", NULL, NULL, INVALID },
  { "hélène@agence.example", NULL, "helene@agence.example", INVALID },
  { "jean@-agence.example", NULL, NULL, INVALID },
  { "jean@127.0.0.1", NULL, NULL, INVALID },
  { "\xff@agence.example", NULL, NULL, INVALID },
  { "", NULL, NULL, PALIER_READING_BLANK },
  { NULL, NULL, NULL, PALIER_READING_BLANK },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierReading verdict;
    g_autofree char *proposal = NULL;
    g_test_message ("%s", cases[i].text);
    g_autofree char *address = palier_email_normalize (cases[i].text, &proposal, &verdict);
    g_assert_cmpstr (address, ==, cases[i].address);
    g_assert_cmpstr (proposal, ==, cases[i].proposal);
    g_assert_cmpint (verdict, ==, cases[i].verdict);
  }
}

static void
test_oversized (void)
{
  PalierReading verdict;
  g_autofree char *text = g_strnfill (100000, 'a');
  memcpy (text + 50000, "@b.", 3);
  g_assert_null (palier_email_normalize (text, NULL, &verdict));
  g_assert_cmpint (verdict, ==, INVALID);
}

static const struct
{
  const char *address;
  gboolean generic;
  gboolean webmail;
} kinds[] = {
  { "contact@agence.example", TRUE, FALSE },   { "Contact@agence.example", TRUE, FALSE },
  { "agence.lyon@x.example", TRUE, FALSE },    { "info2@x.example", TRUE, FALSE },
  { "jean.dupont@x.example", FALSE, FALSE },   { "jean.dupont@orange.fr", FALSE, TRUE },
  { "agence.du.port@wanadoo.fr", TRUE, TRUE }, { "contactin@x.example", FALSE, FALSE },
};

static void
test_kinds (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
  {
    g_test_message ("%s", kinds[i].address);
    g_assert_cmpint (palier_email_is_generic (kinds[i].address), ==, kinds[i].generic);
    g_assert_cmpint (palier_email_is_webmail (kinds[i].address), ==, kinds[i].webmail);
  }
  g_autofree char *key = palier_email_key ("Jean.Dupont@x.example");
  g_assert_cmpstr (key, ==, "jean.dupont@x.example");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/email/cases", test_cases);
  g_test_add_func ("/email/oversized", test_oversized);
  g_test_add_func ("/email/kinds", test_kinds);
  return g_test_run ();
}
