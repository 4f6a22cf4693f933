/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words by which people write the keys of closed lists, and sets of words. */
#include "palier-choice.h"

#include <string.h>

#include "palier-digits.h"
#include "palier-fold.h"

#define MAX_ELEMENTS 64
#define MAX_DETAIL 10 /* bytes: "5 pieces" */

/* Folded words; a field has several lines for a key. */
static const struct
{
  PalierField field;
  const char *key;
  const char *words; /* separated by commas */
} choices[] = {
  { PALIER_FIELD_KIND, "agency",
    "agence,agences,agence immobiliere,professionnel,professionnels,professionnelle,pro,societe,"
    "entreprise,b2b,company,personne morale,morale,business,organisation,organization,"
    "mandataire,reseau,promoteur,syndic,administrateur de biens" },
  { PALIER_FIELD_KIND, "person",
    "particulier,particuliers,part,personne,personne physique,physique,private,vendeur,acquereur,acheteur,bailleur,proprietaire,b2c,contact,individual,"
    "locataire,investisseur,prospect particulier" },
  { PALIER_FIELD_TEAM_SIZE, "1", "seul,seule,independant,independante,solo,1 personne" },
  { PALIER_FIELD_TEAM_SIZE, "2-5", "2 5,2 a 5,de 2 a 5,petite" },
  { PALIER_FIELD_TEAM_SIZE, "6-20", "6 20,6 a 20,de 6 a 20,moyenne" },
  { PALIER_FIELD_TEAM_SIZE, "20+", "plus de 20,20 et plus,20 ou plus,grande" },
  { PALIER_FIELD_MARKET_POSITION, "leader", "numero 1,n 1,dominant,premier" },
  { PALIER_FIELD_MARKET_POSITION, "challenger", "numero 2,outsider" },
  { PALIER_FIELD_MARKET_POSITION, "follower", "suiveur,petit acteur" },
  { PALIER_FIELD_GROWTH, "growing", "en croissance,croissance,en hausse,hausse,progression" },
  { PALIER_FIELD_GROWTH, "stable", "stagnation" },
  { PALIER_FIELD_GROWTH, "declining", "en baisse,baisse,en declin,declin,recul" },
  { PALIER_FIELD_PROJECT, "sell",
    "vendre,vente,vend,vends,vendeur,mise en vente,estimation,estimer,faire estimer,vendre un bien,"
    "selling,seller,valuation,sale" },
  { PALIER_FIELD_PROJECT, "let",
    "louer,location,mettre en location,gestion locative,gestion,bailleur,letting,rent out,landlord" },
  { PALIER_FIELD_PROJECT, "buy",
    "acheter,achat,acquereur,acquisition,acheteur,recherche,acheter un bien,investissement,investir,"
    "buying,buyer,purchase" },
  { PALIER_FIELD_PROJECT, "other",
    "autre,divers,renseignement,information,demande d information,demande de visite,visite,"
    "question" },
  { PALIER_FIELD_STAGE, "prospect",
    "nouveau,nouvelle,new,lead,nouveau lead,a contacter,a traiter,a qualifier,non traite,suspect,"
    "froid,cold,open,ouvert,to contact,not contacted" },
  { PALIER_FIELD_STAGE, "contacted",
    "contacte,contactee,a relancer,a rappeler,relance,relancer,en attente,sans reponse,"
    "pas de reponse,nrp,message laisse,attempted,attempted to contact,waiting,call back" },
  { PALIER_FIELD_STAGE, "engaged",
    "engage,interesse,interessee,en discussion,a repondu,en cours,in progress,en reflexion,"
    "reflexion,tiede,warm,chaud,hot,nurturing,interested" },
  { PALIER_FIELD_STAGE, "qualified", "qualifie,qualifiee,mql,sql" },
  { PALIER_FIELD_STAGE, "demo",
    "demo,demonstration,rdv,rendez vous,rdv fixe,rdv pris,rendez vous pris,rdv estimation,"
    "meeting fixed,meeting,meeting booked,appointment,demo faite,estimation faite,estime" },
  { PALIER_FIELD_STAGE, "opportunity",
    "opportunite,negociation,devis,proposition,offre,offre en cours,sous offre,compromis,"
    "sous compromis,proposal,proposal sent,negotiation" },
  { PALIER_FIELD_STAGE, "customer",
    "client,cliente,gagne,signe,abonne,mandat signe,vendu,vendue,conclu,converti,converted,won,"
    "closed won" },
  { PALIER_FIELD_STAGE, "lost",
    "perdu,perdue,refus,refuse,sans suite,pas interesse,non interesse,not interested,abandon,"
    "abandonne,annule,disqualifie,unqualified,hors cible,closed lost" },
  { PALIER_FIELD_STAGE, "opted-out",
    "desinscrit,desabonne,ne plus contacter,opposition,stop,opted out,unsubscribed" },
  { PALIER_FIELD_LEGAL_BASIS, "legitimate_interest", "interet legitime,legitimate interest" },
  { PALIER_FIELD_LEGAL_BASIS, "consent", "consentement,optin,opt in" },
  { PALIER_FIELD_LEGAL_BASIS, "contract", "contrat,client" },
  { PALIER_FIELD_SPECIALIZATIONS, "residential",
    "residentiel,transaction,vente,ancien,neuf,habitation,logement" },
  { PALIER_FIELD_SPECIALIZATIONS, "commercial",
    "immobilier d entreprise,entreprise,bureaux,commerces,professionnel,locaux commerciaux" },
  { PALIER_FIELD_SPECIALIZATIONS, "luxury", "luxe,prestige,haut de gamme,demeures" },
  { PALIER_FIELD_SPECIALIZATIONS, "rental",
    "location,gestion,gestion locative,locatif,syndic,saisonnier" },
  { PALIER_FIELD_PROPERTY_TYPES, "apartment",
    "appartement,appartements,appart,appt,apt,studio,studios,duplex,triplex,loft,souplex,penthouse,flat,"
    "t1,t2,t3,t4,t5,t6,f1,f2,f3,f4,f5,f6,t1 bis,apartments,wohnung" },
  { PALIER_FIELD_PROPERTY_TYPES, "house",
    "maison,maisons,villa,villas,pavillon,pavillons,chalet,ferme,longere,mas,propriete,chateau,"
    "maison de ville,maison de village,maison individuelle,hotel particulier,corps de ferme,"
    "houses,townhouse,haus" },
  { PALIER_FIELD_PROPERTY_TYPES, "land",
    "terrain,terrains,terrain a batir,terrain constructible,parcelle,plot,grundstuck" },
  { PALIER_FIELD_PROPERTY_TYPES, "commercial",
    "local,locaux,commerce,commerces,bureau,bureaux,immeuble,local commercial,immeuble de rapport,"
    "fonds de commerce,entrepot,local d activite,office,shop,building" },
};

/* Names that are written one way, whatever way they come. */
static const struct
{
  const char *folded;
  const char *name;
} portals[] = {
  { "seloger", "SeLoger" },         { "se loger", "SeLoger" },
  { "leboncoin", "Leboncoin" },     { "le bon coin", "Leboncoin" },
  { "lbc", "Leboncoin" },           { "bien ici", "Bien'ici" },
  { "bienici", "Bien'ici" },        { "logic immo", "Logic-Immo" },
  { "logicimmo", "Logic-Immo" },    { "pap", "PAP" },
  { "figaro immo", "Figaro Immo" }, { "figaro immobilier", "Figaro Immo" },
  { "green acres", "Green-Acres" }, { "paru vendu", "ParuVendu" },
  { "paruvendu", "ParuVendu" },     { "ouest france immo", "Ouest-France Immo" },
};

/* "3", "8 agents": a team's size by its number. */
static const char *
team_size (const char *folded)
{
  char *end;
  guint64 n = g_ascii_strtoull (folded, &end, 10);

  if (end == folded || n == 0 || n > 100000 || strpbrk (end, "0123456789") != NULL)
    return NULL;
  return n == 1 ? "1" : n <= 5 ? "2-5" : n <= 20 ? "6-20" : "20+";
}

/* What a word stands for: numbers of lines of the table. */
typedef struct
{
  guint n;
  guint8 lines[PALIER_N_FIELDS];
} Meanings;

G_STATIC_ASSERT (G_N_ELEMENTS (choices) <= G_MAXUINT8);

static void
add_meaning (GHashTable *meanings, const char *word, guint line)
{
  Meanings *of_word = g_hash_table_lookup (meanings, word);

  if (of_word == NULL)
  {
    of_word = g_new0 (Meanings, 1);
    g_hash_table_insert (meanings, g_strdup (word), of_word);
  }
  g_assert (of_word->n < G_N_ELEMENTS (of_word->lines));
  of_word->lines[of_word->n++] = (guint8) line;
}

/* Keys as they are, and folded words → Meanings. */
static gpointer
load_meanings (gpointer unused)
{
  GHashTable *meanings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
  {
    g_auto (GStrv) words = g_strsplit (choices[i].words, ",", -1);
    add_meaning (meanings, choices[i].key, i);
    for (guint k = 0; words[k] != NULL; k++)
      add_meaning (meanings, words[k], i);
  }
  return meanings;
}

static const Meanings *
meanings_of (const char *word)
{
  static GOnce once = G_ONCE_INIT;
  static const Meanings none;
  const Meanings *found = g_hash_table_lookup (g_once (&once, load_meanings, NULL), word);

  return found != NULL ? found : &none;
}

static const char *
key_of (PalierField field, const char *word)
{
  const Meanings *meanings = meanings_of (word);

  for (guint i = 0; i < meanings->n; i++)
    if (choices[meanings->lines[i]].field == field)
      return choices[meanings->lines[i]].key;
  return NULL;
}

/* "1 nouveau": behind the number that puts the values of a list in order. */
static const char *
skip_number (const char *words)
{
  return words + strspn (words, "0123456789 ");
}

/* "maison 5 pieces": the kind of property that is told more closely. */
static const char *
detailed_property (const char *words)
{
  const char *space = strchr (words, ' ');

  if (space == NULL || strlen (space + 1) >= MAX_DETAIL || strpbrk (space, "0123456789") == NULL)
    return NULL;
  g_autofree char *kind = g_strndup (words, (gsize) (space - words));
  return key_of (PALIER_FIELD_PROPERTY_TYPES, kind);
}

/**
 * palier_choice_key:
 * @field: one with a closed list
 * @text: a key, or what people write for it: a number may stand before it ("1 - Nouveau"), and a
 *   kind of property may be told more closely ("Maison 5 pièces")
 *
 * Returns: (nullable) (transfer none): the key
 */
const char *
palier_choice_key (PalierField field, const char *text)
{
  if (strnlen (text, 201) > 200)
    return NULL;
  g_autofree char *plain = palier_text_squeeze (text);
  g_autofree char *lower = g_utf8_strdown (plain, -1);
  g_autofree char *words = palier_fold_words (plain);
  const char *key = key_of (field, lower);

  if (key == NULL)
    key = key_of (field, words);
  if (key == NULL && field == PALIER_FIELD_TEAM_SIZE)
    key = team_size (words);
  if (key == NULL)
    key = key_of (field, skip_number (words));
  if (key == NULL && field == PALIER_FIELD_PROPERTY_TYPES)
    key = detailed_property (skip_number (words));
  return key;
}

static void
count_meanings (const char *word, guint *counts)
{
  const Meanings *meanings = meanings_of (word);

  for (guint i = 0; i < meanings->n; i++)
    counts[choices[meanings->lines[i]].field] = 1;
}

/**
 * palier_choice_count:
 * @words: folded
 * @counts: (array length=PALIER_N_FIELDS): (inout): 1 for each field for which palier_choice_key()
 *   finds a key
 */
void
palier_choice_count (const char *words, guint *counts)
{
  const char *name = skip_number (words);

  count_meanings (words, counts);
  count_meanings (name, counts);
  if (detailed_property (name) != NULL)
    counts[PALIER_FIELD_PROPERTY_TYPES] = 1;
  if (team_size (words) != NULL)
    counts[PALIER_FIELD_TEAM_SIZE] = 1;
}

/* One element of a set, in its one spelling. */
static char *
set_element (PalierField field, const char *text)
{
  g_autofree char *plain = palier_text_squeeze (text);

  if (palier_field_info (field)->choices != NULL)
    return g_strdup (palier_choice_key (field, plain));
  if (field == PALIER_FIELD_PORTALS)
  {
    g_autofree char *words = palier_fold_words (plain);
    for (gsize i = 0; i < G_N_ELEMENTS (portals); i++)
      if (strcmp (portals[i].folded, words) == 0)
        return g_strdup (portals[i].name);
  }
  return *plain != '\0' ? g_steal_pointer (&plain) : NULL;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * palier_choice_set:
 * @text: words parted by commas, semicolons, slashes, bars, plus signs or line ends
 * @unknown: (out): whether a word is none of the field's closed list
 *
 * Returns: (transfer full) (nullable): canonical: one a line, sorted, no repeats
 */
char *
palier_choice_set (PalierField field, const char *text, gboolean *unknown)
{
  g_autoptr (GPtrArray) elements = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) pieces = g_strsplit_set (text, ",;/|+\n", MAX_ELEMENTS);

  *unknown = FALSE;
  for (guint i = 0; pieces[i] != NULL; i++)
  {
    if (palier_is_blank (pieces[i]))
      continue;
    char *element = set_element (field, pieces[i]);
    if (element == NULL)
      *unknown = TRUE;
    else if (g_ptr_array_find_with_equal_func (elements, element, g_str_equal, NULL))
      g_free (element);
    else
      g_ptr_array_add (elements, element);
  }
  if (elements->len == 0)
    return NULL;
  g_ptr_array_sort (elements, compare_texts);
  g_ptr_array_add (elements, NULL);
  return g_strjoinv ("\n", (char **) elements->pdata);
}

/**
 * palier_choice_fill_values:
 * @field: PALIER_FIELD_NONE and fields without a closed list leave the keys empty
 *
 * Gives the different values of a column the keys they likely stand for. A new array is set: others
 * may still read the old one.
 */
void
palier_choice_fill_values (PalierColumn *column, PalierField field)
{
  GPtrArray *old = column->values;
  gboolean listed = field != PALIER_FIELD_NONE && palier_field_info (field)->choices != NULL;

  if (old == NULL)
    return;
  column->values = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_column_value_free);
  for (guint i = 0; i < old->len; i++)
  {
    const PalierColumnValue *value = old->pdata[i];
    const char *key = listed ? palier_choice_key (field, value->text) : NULL;
    g_ptr_array_add (column->values, palier_column_value_new (value->text, key, value->n));
  }
  g_ptr_array_unref (old);
}
