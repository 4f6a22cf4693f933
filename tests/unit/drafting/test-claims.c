/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a text claims, against one set of facts: rows whose words are so, and rows with the one word
 * or figure that is not. */
#include <string.h>

#include "palier-draft-check.h"
#include "test-facts.h"

static const FactRow facts[] = {
  { "salutation", "Le Goff", "Bonjour Madame Le Goff", NULL },
  { "first_name", "Anne-Marie", "Anne-Marie", NULL },
  { "company", "Agence du Port", "Agence du Port", NULL },
  { "city", "Saint-Étienne", "Saint-Étienne", NULL },
  { "postal_code", "42100", "42100", NULL },
  { "street", "29 rue de la Montat", "29 rue de la Montat", NULL },
  { "zones", "Les Abymes, Le Gosier", "Les Abymes et Le Gosier", NULL },
  { "active_listings", "43", "43\u00a0annonces", NULL },
  { "team_size", "5", "5 négociateurs", NULL },
  { "price_m2", "2960", "2\u202f960\u00a0€/m²", "n = 312" },
  { "sales", "312", "312\u00a0ventes", NULL },
  { "period", "2025-07/2026-06", "de juillet 2025 à juin 2026", NULL },
  { "change", "-2.6", "−2,6\u202f% en un an", NULL },
  { "share", "83", "83\u202f% des mandats", NULL },
  { "estimate_low", "268000", "268\u202f000\u00a0€", NULL },
  { "estimate_high", "285000", "285\u202f000\u00a0€", NULL },
  { "fee", "5500", "5\u202f500\u00a0€ TTC", NULL },
  { "tour_price", "120", "120 € HT", NULL },
  { "delay", "45", "45 jours", NULL },
  { "tour", "25", "25 minutes sur place", NULL },
  { "rooms", "T4", "T4", NULL },
  { "surface", "82", "82 m²", NULL },
  { "floor", "4", "4e étage", NULL },
  { "rating", "4.6", "4,6 sur 5", NULL },
  { "dpe", "E", "classe E", NULL },
  { "visit", "2026-11-20T18:00", "vendredi 20 novembre 2026 à 18 h", NULL },
  { "signed", "2026-06-22", "22 juin 2026", NULL },
  { "opened", "2017-05", "mai 2017", NULL },
  { "listing_ref", "VI-2087", "réf. VI-2087", NULL },
  { "sender_name", "Claire Morel", "Claire Morel", NULL },
  { "sender_company", "Century 21 Hoche", "Century 21 Hoche", NULL },
  { "sender_phone", "+33261910007", "02 61 91 00 07", NULL },
  { "sender_website", "hoche.example", "hoche.example", NULL },
  { "sender_email", "claire@hoche.example", "claire@hoche.example", NULL },
  { "sender_siret", "00200461700011", "002 004 617 00011", NULL },
  { "sender_address", "12 rue de l’Écu, 45000 Orléans", "12 rue de l’Écu, 45000 Orléans", NULL },
};

static const char *const borne_out[] = {
  /* figures in other forms */
  "Vos 43 annonces.",
  "Vos quarante-trois annonces.",
  "Une quarantaine d’annonces.",
  "Plus de 40 annonces.",
  "Un peu plus de quarante annonces.",
  "43 biens, c’est beaucoup.",
  "Il se vend à 2 960 euros le mètre carré.",
  "Il se vend à près de 3 000 €/m².",
  "Il se vend à 2960€/m2.",
  "Il se vend autour de 2 950 €/m².",
  "La médiane approche 3 000 €/m².",
  "Entre 268 et 285 k€.",
  "De 268 000 à 285 000 €.",
  "Environ 0,27 M€.",
  "De 268 000 à 285 000 EUR.",
  "Deux cent quatre-vingt-cinq mille euros.",
  "285 kE, visite possible.",
  "€285,000 is asked.",
  "Un recul de 2,6 %.",
  "Les prix ont baissé (-2,6 %).",
  "deux virgule six, à peu près.",
  "83 % des mandats.",
  "Plus de huit mandats sur dix.",
  "Plus des quatre cinquièmes.",
  "Quatre-vingt-trois pour cent.",
  "Une note de 4,6.",
  "Noté 4,6/5.",
  "312 ventes, soit un bon nombre.",
  "Plus de trois cents ventes.",
  "Les frais sont de 5 500 € TTC.",
  "La visite coûte 120 euros hors taxes.",
  "Il faut un mois et demi.",
  "Il faut environ six semaines.",
  "Il faut quarante-cinq jours.",
  "25 min sur place.",
  "Votre T4 de 82 m2.",
  "Au quatrième étage.",
  "Au 4ème étage.",
  "La note E : DPE classe E.",
  "En étiquette E.",
  /* dates */
  "Vendredi 20 novembre à 18 h.",
  "Rendez-vous le 20/11/2026.",
  "Rendez-vous vendredi 20, à 18 heures.",
  "Depuis le 22 juin.",
  "Signé en juin dernier.",
  "Depuis juin 2026.",
  "Créée en mai 2017.",
  "Depuis 2017.",
  "De l’été 2025 à l’été 2026.",
  "Saint-Étienne, le 12 novembre 2026",
  "Depuis neuf ans.",
  /* names and places */
  "Bonjour Madame LE GOFF.",
  "À St-Etienne, rue de la Montat.",
  "Aux Abymes et au Gosier.",
  "L’AGENCE DU PORT vous connaît.",
  "Claire, de Century 21 Hoche.",
  "C. Morel",
  "Dans la Loire.",
  "En Auvergne-Rhône-Alpes.",
  "Au 29 rue de la Montat, 42100 Saint-Etienne.",
  "12 rue de l’Écu, 45000 Orléans.",
  "Réf. VI-2087.",
  /* what identifies */
  "02.61.91.00.07",
  "Appelez le +33 2 61 91 00 07.",
  "SIRET 00200461700011",
  "SIREN 002 004 617",
  "Voir www.hoche.example/biens.",
  "Écrivez à claire@hoche.example.",
  /* everyday */
  "Trois questions, deux minutes.",
  "Un appel d’un quart d’heure ?",
  "Auriez-vous 15 minutes ?",
  "Jeudi à 10 h 30 ?",
  "Entre 9 h et 11 h.",
  "1. Une visite\n2. Un prix\n3. Une vente",
  "Étape 2 : la visite.",
  "Une visite 3D en 24 h/24.",
  "Plutôt mardi ou jeudi ?",
  "STOP au 36111.",
  "À deux pas de chez vous.",
  "Je vous ai écrit il y a dix jours.",
  "Un double vitrage.",
  "Rien n’est cédé à un tiers.",
  "À votre disposition pour un 2e rendez-vous.",
  /* the law and whom everybody knows */
  "Vos droits (RGPD, art. 15 à 22) et la CNIL (www.cnil.fr).",
  "L’article L. 223-1 du Code de la consommation.",
  "La loi n° 2025-594 du 30 juin 2025.",
  "Le règlement (UE) 2016/679.",
  "La loi du 6 juillet 1989.",
  "Vos données sont conservées trois ans.",
  "Sur SeLoger et Leboncoin.",
  "Sur Google, LinkedIn ou Bien’ici.",
  "L’acquéreur a dix jours pour se rétracter.",
  "Selon les Notaires de France.",
  "L’INSEE et l’ADEME le disent.",
  "Cordialement",
  "Veuillez agréer, Madame, mes salutations.",
};

static const struct
{
  const char *text, *words;
} unsourced[] = {
  { "Vos 34 annonces.", "34" },
  { "Vos trente-quatre annonces.", "trente-quatre" },
  { "Une soixantaine d’annonces.", "Une soixantaine" },
  { "Plus de 50 annonces.", "50" },
  { "Moins de 40 annonces.", "40" },
  { "Vos trois négociateurs.", "trois" },
  { "Il se vend à 2 690 €/m².", "2690€" },
  { "Il se vend à près de 3 500 €/m².", "3500€" },
  { "De 268 000 à 258 000 €.", "258000€" },
  { "Deux cent soixante-cinq mille euros.", "Deux cent soixante-cinq mille" },
  { "Un recul de 6,2 %.", "6,2%" },
  { "Une hausse de +2,6 %.", "2,6%" },
  { "38 % des mandats.", "38%" },
  { "Trois mandats sur quatre.", "Trois mandats sur quatre" },
  { "Près d’un tiers des mandats.", "un tiers" },
  { "La moitié des acheteurs.", "moitié" },
  { "Noté 4,9/5.", "4,9/5" },
  { "Un acheteur sur deux.", "Un acheteur sur deux" },
  { "Vendu deux fois plus vite.", "deux fois plus" },
  { "De quoi doubler vos ventes.", "doubler" },
  { "Les frais sont de 4 500 € TTC.", "4500€" },
  { "Les frais sont de 5 500 € HT.", "5500€" },
  { "Il faut deux mois.", "deux" },
  { "Il faut 54 jours.", "54" },
  { "Votre T3.", "T3" },
  { "Votre 28 m².", "28" },
  { "Au troisième étage.", "troisième" },
  { "Dans le 8e, à deux pas.", "8e" },
  { "DPE classe F.", "F" },
  { "Vendredi 27 novembre à 18 h.", "Vendredi 27 novembre" },
  { "Jeudi 20 novembre.", "Jeudi 20 novembre" },
  { "Vendredi 20 novembre à 17 h.", "17 h" },
  { "Rendez-vous le 21/11.", "21/11" },
  { "Depuis le 12 juin.", "12 juin" },
  { "On s’est parlé en mars.", "mars" },
  { "On s’est vus le mois dernier.", "le mois dernier" },
  { "Créée en mai 2016.", "mai 2016" },
  { "Depuis 2011.", "2011" },
  { "Depuis douze ans.", "douze" },
  { "Bonjour Madame Le Gall.", "Gall" },
  { "Bonjour Mme LE GALL.", "GALL" },
  { "L’Agence du Lac nous suit.", "Lac" },
  { "Comme chez Goëlo Habitat.", "Goëlo" },
  { "Goëlo Habitat nous suit.", "Goëlo" },
  { "À bientôt,\nSophie", "Sophie" },
  { "Vos biens de Roanne.", "Roanne" },
  { "Firminy bouge.", "Firminy" },
  { "Aux Abymes et à Sainte-Anne.", "Sainte" },
  { "En Bretagne.", "Bretagne" },
  { "Au 27 rue de la Montat.", "27" },
  { "Rue des Alouettes.", "Alouettes" },
  { "42000 Saint-Étienne.", "42000" },
  { "Réf. VI-2078.", "VI-2078" },
  { "02 61 91 00 70", "02 61 91 00 70" },
  { "SIRET 00200461700012", "00200461700012" },
  { "Voir hoche-immo.example.", "hoche-immo.example" },
  { "Écrivez à claire@hoche.test.", "claire@hoche.test" },
  { "La loi n° 2025-999.", "2025-999" },
  { "35 minutes sur place.", "35" },
};

/* (nullable): the first finding about a claim */
static const PalierCheck *
find_unsourced (const GPtrArray *checks)
{
  for (guint i = 0; i < checks->len; i++)
    if (strcmp (((PalierCheck *) checks->pdata[i])->code, "unsourced") == 0)
      return checks->pdata[i];
  return NULL;
}

static void
test_borne_out (void)
{
  g_autoptr (PalierDraftContext) context = context_of_rows (facts, G_N_ELEMENTS (facts), FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (borne_out); i++)
  {
    g_autoptr (GPtrArray) checks = palier_draft_check (context, "Un sujet", borne_out[i]);
    const PalierCheck *check = find_unsourced (checks);
    if (check != NULL)
    {
      g_test_message ("%s: %s", borne_out[i], check->detail);
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
    const PalierCheck *check = find_unsourced (checks);
    if (check == NULL || strcmp (check->detail, unsourced[i].words) != 0)
    {
      g_test_message ("%s: %s", unsourced[i].text, check != NULL ? check->detail : "nothing");
      g_test_fail ();
    }
  }
}

/* A subject's places are its own. */
static void
test_subject (void)
{
  g_autoptr (PalierDraftContext) context = context_of_rows (facts, G_N_ELEMENTS (facts), FALSE);
  const char *subject = "Nos 34 ventes";
  g_autoptr (GPtrArray) checks = palier_draft_check (context, subject, "Bonjour.");
  const PalierCheck *check = find_unsourced (checks);

  g_assert_nonnull (check);
  g_assert_true (check->in_subject);
  g_assert_true (g_str_has_prefix (subject + check->start, "34"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafting/claims/borne-out", test_borne_out);
  g_test_add_func ("/drafting/claims/unsourced", test_unsourced);
  g_test_add_func ("/drafting/claims/subject", test_subject);
  return g_test_run ();
}
