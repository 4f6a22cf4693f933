/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures and days that no fact has and that follow from facts, in one step or two, and what is put
 * as people put it who do not weigh each word: idioms, brands, days counted from today. The day of
 * writing is Thursday, 12 November 2026. */
#include <string.h>

#include "palier-draft-check.h"
#include "test-facts.h"

static const FactRow facts[] = {
  { "first_name", "Manon", "Manon", NULL },
  { "last_name", "Delvaux", "Delvaux", NULL },
  { "company", "Agence Quatre Vents", "Agence Quatre Vents", NULL },
  { "street", "11 place du 8 Mai 1945", "11 place du 8 Mai 1945", NULL },
  { "city", "Die", "Die", NULL },
  { "postal_code", "26150", "26150", NULL },
  { "listings", "57", "57 annonces", NULL },
  { "houses", "61", "61 maisons vendues", NULL },
  { "flats", "35", "35 appartements vendus", NULL },
  { "team_size", "6", "6 personnes", NULL },
  { "pack", "290", "290 € HT le pack de 5 reportages", NULL },
  { "discount", "15", "15 % de remise", NULL },
  { "fee", "49", "49 € HT par mois", NULL },
  { "rent", "820", "820 € par mois", NULL },
  { "raise", "1.5", "1,5 % par an", NULL },
  { "lease", "2023-11-15", "bail signé le 15 novembre 2023", NULL },
  { "closing", "2026-11-30", "30 novembre 2026", NULL },
  { "visit", "2026-11-20", "vendredi 20 novembre 2026", NULL },
  { "works", "2026-10-05/2026-10-26", "du 5 octobre au 26 octobre 2026", NULL },
  { "surface", "84", "84 m²", NULL },
  { "asking", "231000", "231 000 €", NULL },
  { "views", "1140", "1 140 vues", NULL },
  { "visits", "19", "19 visites", NULL },
  { "followers", "de 600 à 2100", "de 600 à 2 100 abonnés", NULL },
  { "before", "94", "94 jours avant", NULL },
  { "after", "41", "41 jours après", NULL },
  { "reply", "10", "réponse en dix jours ouvrés", NULL },
  { "load", "7.2", "7,2 secondes", NULL },
  { "multiple", "0.6-0.9", "de 0,6 à 0,9 fois le chiffre d’affaires", NULL },
  { "network", "1001 Toits", "Réseau 1001 Toits", NULL },
  { "deposit", "450", "450 CHF", NULL },
  { "sender_name", "Renaud Pirotte", "Renaud Pirotte", NULL },
  { "sender_company", "Trente-Six Prises", "Trente-Six Prises", NULL },
  { "sender_phone", "+33465719032", "04 65 71 90 32", NULL },
};

static const char *const borne_out[] = {
  /* one step */
  "Le pack revient à 246,50 € HT, remise déduite.",
  "Avec la remise, 246,50 € HT au lieu de 290.",
  "Deux packs, c’est 580 € HT.",
  "49 € HT par mois, soit 588 € HT à l’année.",
  "Six comptes à 49 € : 294 € HT par mois.",
  "820 € par mois, soit 9 840 € par an.",
  "820 € aujourd’hui, donc 832,30 € après révision.",
  "2 750 € le mètre carré, pour 231 000 €.",
  "61 maisons et 35 appartements, soit 96 ventes.",
  "61 maisons et 35 appartements, soit nonante-six ventes.",
  "96 ventes en tout : 61 maisons, 35 appartements.",
  "1 140 vues pour 57 annonces, soit vingt vues par annonce.",
  "1 140 vues pour 19 visites, soit 60 vues par visite.",
  "820 € sur 24 mois, soit 19 680 €.",
  /* two */
  "Le pack remisé fait 49,30 € HT par reportage.",
  "Pour trois packs : 870 € HT, soit 739,50 € après remise.",
  "588 € HT par an, donc 98 € HT par personne.",
  "820 €, puis 832,30 € : 9 987,60 € la deuxième année.",
  /* days */
  "Clôture à J-18.",
  "J – 18 avant la clôture.",
  "Vendredi en huit, je passe.",
  "Je vous rappelle lundi en quinze.",
  "Encore dix-huit jours.",
  "Après-demain samedi, on se voit.",
  "Trois semaines de travaux.",
  "Vingt et un jours de travaux.",
  "Le bail a bientôt trois ans.",
  "Au 11, place du 8-Mai-1945.",
  "Place du 8 Mai, à Die.",
  /* one figure beside another */
  "De 600 à 2 100 abonnés, soit × 3,5.",
  "Plus de trois fois plus d’abonnés, de 600 à 2 100.",
  "94 jours, puis 41 : cinquante-trois jours de moins, plus de la moitié du délai.",
  "Sept secondes, c’est long.",
  "Réponse en deux semaines.",
  "À dix-huit heures trente.",
  "1001 Toits, c’est nous.",
  "Les agences du 26.",
  "De 138 000 à 231 000 euros environ, soit 0,6 fois 231 000 €.",
  /* more by the unit, the day, in all */
  "Ramené à chacune des 6 personnes, un peu moins de 50 € du pack de 290.",
  "290 € le pack, un peu moins de 10 € par jour.",
  "231 000 € pour 84 m², 2 750 € tout juste le mètre.",
  "Deux ou trois ans dans un tiroir.",
  "Rue du 8-Mai-1945.",
  /* names of figures */
  "Trente-Six Prises vous attend.",
  "Chez Quatre Vents, tout va.",
  /* money of others */
  "450 francs suisses.",
  "Quatre cent cinquante francs.",
  /* idioms */
  "Je me mets en quatre pour vous.",
  "Faisons d’une pierre deux coups.",
  "Venez un de ces quatre.",
  "Coupons la poire en deux.",
  "Il n’y a pas trente-six solutions.",
  "Ne cherchons pas midi à quatorze heures.",
  "Jamais deux sans trois.",
  "Deux têtes valent mieux qu’une.",
  "Mettons les bouchées doubles.",
  "Il est sur son trente et un.",
  "Pour trois francs six sous.",
  "Cent fois sur le métier.",
  "À cent lieues de là.",
  "Ni une ni deux.",
  "Quatre à quatre.",
  "À deux doigts de signer.",
};

static const struct
{
  const char *text, *words;
} unsourced[] = {
  { "Le pack revient à 256,50 € HT, remise déduite.", "256,50" },
  { "Deux packs, c’est 560 € HT.", "560" },
  { "49 € HT par mois, soit 558 € HT à l’année.", "558" },
  { "820 € aujourd’hui, donc 842,30 € après révision.", "842,30" },
  { "2 570 € le mètre carré, pour 231 000 €.", "2 570" },
  { "61 maisons et 35 appartements, soit 86 ventes.", "86" },
  { "1 140 vues pour 57 annonces, soit trente vues par annonce.", "trente" },
  { "Le pack remisé fait 43,90 € HT le reportage.", "43,90" },
  { "588 € HT par an, donc 89 € HT par personne.", "89" },
  { "Clôture à J-16.", "J-16" },
  { "Vendredi en quinze, je passe.", "Vendredi en quinze" },
  { "Les travaux ont duré cinq semaines.", "cinq" },
  { "Après-demain dimanche, on se voit.", "Après-demain dimanche" },
  { "Au 11, place du 8 Mai 1954.", "1954" },
  { "540 francs suisses.", "540" },
  { "Trente-Sept Prises vous attend.", "Trente-Sept" },
  { "De 600 à 2 100 abonnés, soit × 4,5.", "4,5" },
  { "94 jours, puis 41 : soixante-trois jours de moins.", "soixante-trois" },
  { "Réponse en quatre semaines.", "quatre" },
  { "1002 Toits, c’est nous.", "1002" },
  { "Les agences du 38.", "38" },
  { "Bruno Pirotte vous attend.", "Bruno" },
  { "Bruno Pirotte\nTrente-Six Prises", "Bruno" },
};

static gboolean
overlaps (const PalierCheck *check, const char *text, const char *words)
{
  gsize start = (gsize) (strstr (text, words) - text);

  return strcmp (check->code, "unsourced") == 0 && check->start < start + strlen (words)
         && check->end > start;
}

static void
test_borne_out (void)
{
  g_autoptr (PalierDraftContext) context = context_of_rows (facts, G_N_ELEMENTS (facts), FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (borne_out); i++)
  {
    g_autoptr (GPtrArray) checks = palier_draft_check (context, "Un sujet", borne_out[i]);
    for (guint k = 0; k < checks->len; k++)
      if (strcmp (((PalierCheck *) checks->pdata[k])->code, "unsourced") == 0)
      {
        g_test_message ("%s: %s", borne_out[i], ((PalierCheck *) checks->pdata[k])->detail);
        g_test_fail ();
      }
  }
}

static void
test_unsourced (void)
{
  g_autoptr (PalierDraftContext) context = context_of_rows (facts, G_N_ELEMENTS (facts), FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (unsourced); i++)
  {
    g_autoptr (GPtrArray) checks = palier_draft_check (context, "Un sujet", unsourced[i].text);
    gboolean found = FALSE;
    for (guint k = 0; k < checks->len; k++)
      found |= overlaps (checks->pdata[k], unsourced[i].text, unsourced[i].words);
    if (!found)
    {
      g_test_message ("%s: %s is not found", unsourced[i].text, unsourced[i].words);
      g_test_fail ();
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafting/reckoned/borne-out", test_borne_out);
  g_test_add_func ("/drafting/reckoned/unsourced", test_unsourced);
  return g_test_run ();
}
