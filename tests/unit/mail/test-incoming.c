/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. What a writer wrote himself, as a table of mail programs. 2. When an absence ends. 3. What a
 * refusal means for the address. 4. Kinds of small mails that are easily taken for another. 5. A
 * mail that is cut off, too big or none. */
#include <string.h>

#include "palier-incoming-private.h"

static const struct
{
  const char *text;
  const char *own;
} texts[] = {
  { "Oui.\r\n\r\nLe lun. 9 nov. 2026 à 08:30, Claire <c@q.fr> a écrit :\r\n> Bonjour", "Oui." },
  { "Oui.\n\nLe lun. 9 nov. 2026 à 08:30, Claire Morel\n<c@q.fr> a écrit :\n\nBonjour", "Oui." },
  { "Yes.\n\nOn Mon, Nov 9, 2026 at 8:30 AM Claire <c@q.fr>\nwrote:\n\n> Hello", "Yes." },
  { "Oui.\n\n-----Message d'origine-----\nDe : Claire\n", "Oui." },
  { "Oui.\n\n-------- Message original --------\nSujet : x\n", "Oui." },
  { "Oui.\n\n----- Mail original -----\nDe: \"C\" <c@q.fr>\nÀ: x\n", "Oui." },
  { "Oui.\n________________________________\nDe : Claire\nEnvoyé : lundi\nÀ : P\nObjet : x\n\nB",
    "Oui." },
  { "Oui.\n\nDe : Claire <c@q.fr>\nEnvoyé : lundi\nÀ : P\nObjet : x\n\nBonjour", "Oui." },
  { "Oui.\n\n*De :* Claire\n*Date :* lundi\n*Objet :* x\n\nBonjour", "Oui." },
  { "Oui.\n\n> Message du 09/11/26 08:30\n> De : \"C\" <c@q.fr>\n> Objet : x", "Oui." },
  { "> Une visite ?\nOui.\n> Quand ?\nMardi.", "Oui.\nMardi." },
  { "Le 09/11/2026 à 08:30, Claire a écrit :\n> Quand ?\n\nMardi.", "Mardi." },
  { "Oui.\n\nCordialement,\nPaul Girard\n02 40 00 00 00", "Oui." },
  { "Oui.\n-- \nPaul", "Oui." },
  { "Oui.\n\nEnvoyé de mon iPhone", "Oui." },
  { "De : ce côté-là, rien à dire.", "De : ce côté-là, rien à dire." },
  { "Le notaire a écrit :\ntout va bien.", "Le notaire a écrit :\ntout va bien." },
  { "", "" },
};

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts) - 2; i++)
  {
    g_autofree char *own = palier_incoming_own_text (texts[i].text);
    g_assert_cmpstr (own, ==, texts[i].own);
  }
}

/* Of a mail of Monday, 9 November 2026. */
static const struct
{
  const char *text;
  const char *day;
} absences[] = {
  { "Je suis absent jusqu'au 16 novembre.", "2026-11-16" },
  { "absente jusqu’au vendredi 20 novembre inclus", "2026-11-21" },
  { "De retour le lundi 23 novembre 2026", "2026-11-23" },
  { "Je serai de retour lundi.", "2026-11-16" },
  { "de retour demain", "2026-11-10" },
  { "de retour la semaine prochaine", "2026-11-16" },
  { "en congés du 9 au 22 novembre", "2026-11-22" },
  { "en congés du 21/12/2026 au 03/01/2027 inclus", "2027-01-04" },
  { "jusqu'au 12", "2026-11-12" },
  { "jusqu'au 2", "2026-12-02" },
  { "jusqu'au 1er janvier", "2027-01-01" },
  { "retour le 15/12", "2026-12-15" },
  { "out of office until November 30th", "2026-11-30" },
  { "back on 12/24/2026", "2026-12-24" },
  { "I return on the 3rd of December.", "2026-12-03" },
  { "from 10 November to 17 November inclusive", "2026-11-18" },
  { "back in the office on Monday, December 7", "2026-12-07" },
  { "réouverture le 4 janvier 2027", "2027-01-04" },
  { "à mon retour, merci d'appeler le 06 12 34 56 78", NULL },
  { "de retour à 14 h", NULL },
  { "jusqu'au 31 novembre", NULL },
  { "absent", NULL },
};

static void
test_absences (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (absences); i++)
  {
    g_autofree char *day =
        palier_incoming_back_on (absences[i].text, G_GINT64_CONSTANT (1794214800000));
    g_test_message ("%s", absences[i].text);
    g_assert_cmpstr (day, ==, absences[i].day);
  }
  g_autofree char *undated = palier_incoming_back_on ("de retour le 12", 0);
  g_assert_null (undated);
}

static const struct
{
  const char *said;
  const char *status;
  PalierBounce bounce;
} refusals[] = {
  { "550 5.1.1 User unknown", "5.1.1", PALIER_BOUNCE_HARD },
  { "550-5.1.1 The email account that you tried to reach", "5.1.1", PALIER_BOUNCE_HARD },
  { "550 no such user here", "5.0.0", PALIER_BOUNCE_HARD },
  { "(#5.2.2)", "5.2.2", PALIER_BOUNCE_SOFT },
  { "552 mailbox full", "5.2.2", PALIER_BOUNCE_SOFT },
  { "452 4.2.2 over quota", "4.2.2", PALIER_BOUNCE_SOFT },
  { "451 4.1.1 user unknown, try again", "4.1.1", PALIER_BOUNCE_SOFT },
  { "554 5.7.1 Message rejected as spam", "5.7.1", PALIER_BOUNCE_BLOCKED },
  { "550 5.7.1 Recipient does not exist", "5.7.1", PALIER_BOUNCE_HARD },
  { "550 5.4.1 Recipient address rejected: Access denied", "5.4.1", PALIER_BOUNCE_HARD },
  { "4.4.1 Connection timed out", "4.4.1", PALIER_BOUNCE_SOFT },
  { "utilisateur inconnu", NULL, PALIER_BOUNCE_HARD },
  { "boîte aux lettres pleine", NULL, PALIER_BOUNCE_SOFT },
  { "10.5.1.1 said nothing, version 5.1.1.2", NULL, PALIER_BOUNCE_SOFT },
};

static void
test_refusals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
  {
    g_autofree char *status = palier_incoming_status (refusals[i].said);
    g_assert_cmpstr (status, ==, refusals[i].status);
    g_assert_cmpint (palier_incoming_bounce_of (status, refusals[i].said), ==, refusals[i].bounce);
  }
}

#define PERSON "From: Paul <paul@immo.example>\nDate: Mon, 9 Nov 2026 09:00:00 +0100\n"

static const struct
{
  const char *mail;
  PalierIncomingKind kind;
} kinds[] = {
  { PERSON "Subject: Re: x\n\nJe suis absent lundi, mais mardi me va.", PALIER_INCOMING_REPLY },
  { PERSON "Subject: TR: Undelivered Mail Returned to Sender\n\nVoici l'erreur.",
    PALIER_INCOMING_REPLY },
  { PERSON "Subject: Re: x\n\nOui !\n\n> STOP pour ne plus recevoir", PALIER_INCOMING_REPLY },
  { PERSON "Subject: Re: x\n\nSTOP\n\n> Bonjour", PALIER_INCOMING_UNSUBSCRIBE },
  { PERSON "Subject: STOP\n\n", PALIER_INCOMING_UNSUBSCRIBE },
  { PERSON "Subject: Re: x\nAuto-Submitted: no\n\nOui", PALIER_INCOMING_REPLY },
  { PERSON "Subject: Re: x\nAuto-Submitted: auto-replied\n\nMerci", PALIER_INCOMING_AUTO_REPLY },
  { PERSON "Subject: Re: x\nAuto-Submitted: auto-replied\n\nJe suis absent",
    PALIER_INCOMING_OUT_OF_OFFICE },
  { PERSON "Subject: Réponse automatique : x\n\nMerci", PALIER_INCOMING_AUTO_REPLY },
  { "From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n<a@b.example>: 550 no",
    PALIER_INCOMING_BOUNCE },
  { "From: postmaster@petite-agence.example\nSubject: Re: x\n\nVolontiers, demain ?",
    PALIER_INCOMING_REPLY },
};

static void
test_kinds (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
  {
    g_autoptr (GBytes) bytes = g_bytes_new_static (kinds[i].mail, strlen (kinds[i].mail));
    g_autoptr (PalierIncoming) one = palier_incoming_read (bytes, NULL);
    g_test_message ("%s", kinds[i].mail);
    g_assert_cmpstr (palier_incoming_kind_name (one->kind), ==,
                     palier_incoming_kind_name (kinds[i].kind));
  }
}

static void
test_sizes (void)
{
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GError) error = NULL;
  g_assert_null (palier_incoming_read (empty, &error));
  g_assert_nonnull (error);

  g_autofree char *words = g_strnfill (3 * PALIER_INCOMING_MAX_BYTES, 'x');
  g_autofree char *mail = g_strconcat ("Subject: x\n\nOui\n", words, NULL);
  g_autoptr (GBytes) huge = g_bytes_new (mail, strlen (mail));
  g_autoptr (PalierIncoming) one = palier_incoming_read (huge, NULL);
  g_assert_cmpuint (strlen (one->text), <=, PALIER_INCOMING_MAX_TEXT);
  g_assert_cmpint (one->kind, ==, PALIER_INCOMING_REPLY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incoming/texts", test_texts);
  g_test_add_func ("/incoming/absences", test_absences);
  g_test_add_func ("/incoming/refusals", test_refusals);
  g_test_add_func ("/incoming/kinds", test_kinds);
  g_test_add_func ("/incoming/sizes", test_sizes);
  return g_test_run ();
}
