/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Columns without a header are known by their values. 2. A header that its values belie is not
 * placed. 3. No field twice, but further slots. 4. Samples, reasons, values. 5. Splits and
 * joins. 6. What the law protects. 7. The sample file: every column placed, every row kept. 8. What
 * was learned knows what no list does, and stands back where a file is too small. */
#include <string.h>

#include "palier-mapping.h"

/* Cells between "|", rows between "\n". */
static GPtrArray *
rows_of (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (rows, g_strsplit (lines[i], "|", -1));
  return rows;
}

/* "field,field,…" with "?" before what is only proposed and "-" for nothing. */
static char *
guess (const char *headers, const char *text)
{
  g_auto (GStrv) names = g_strsplit (headers, "|", -1);
  g_autoptr (GPtrArray) rows = rows_of (text);
  g_autoptr (GPtrArray) columns = palier_mapping_guess (names, rows);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < columns->len; i++)
  {
    const PalierColumn *column = columns->pdata[i];
    g_assert_cmpuint (column->index, ==, i);
    g_assert_cmpstr (column->header, ==, names[i]);
    g_assert_cmpint (column->field == PALIER_FIELD_NONE, ==,
                     column->confidence < PALIER_MAPPING_PLACED);
    g_string_append_printf (
        out, "%s%s%s", i > 0 ? "," : "",
        column->field == PALIER_FIELD_NONE && column->guess != PALIER_FIELD_NONE ? "?" : "",
        column->guess != PALIER_FIELD_NONE ? palier_field_name (column->guess) : "-");
  }
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *headers;
  const char *rows;
  const char *fields;
} cases[] = {
  { "Nom|Prénom|E-mail|Tél.|Portable|CP|Ville", "",
    "last_name,first_name,email,phone,mobile,"
    "postal_code,city" },
  /* No header at all. */
  { "||||",
    "Jean|Martin|jean@a.example|06 39 98 12 34|69003\n"
    "Marie|Dubois|marie@a.example|06 39 98 12 35|75011\n"
    "Sophie|Bernard|sophie@a.example|06 39 98 12 36|33000",
    "first_name,last_name,email,mobile,postal_code" },
  { "||",
    "Agence du Port|73282932000074|www.port.example\n"
    "Immo Bellevue|39860733300059|www.bellevue.example\n"
    "Cabinet Roy SARL|13002526500013|www.roy.example",
    "company,siret,website" },
  { "|", "M.|Lyon\nMme|Paris\nM.|Bordeaux", "title,city" },
  /* Values that belie the header. */
  { "Téléphone|Mail", "jean@a.example|0199001234\nmarie@a.example|0199001235\np@a.example|",
    "?email,-" },
  { "SIRET", "Lyon\nParis\nBrest", "-" },
  { "Qwx", "https://ads.example/17\nhttps://ads.example/18\nhttps://ads.example/19", "-" },
  { "N° voie|Voie", "12|rue Pasteur\n3|place Carnot\n7|quai Sud", "street,street" },
  /* Numbers that a spreadsheet rounded are still such numbers. */
  { "SIRET", "3,56E+13\n7,33E+13\n3,56E+13", "siret" },
  /* The values make up for a vague header. */
  { "Titre", "M.\nMme\nMme", "title" },
  { "Titre", "Gérant\nDirectrice\nAssistant", "job" },
  { "Nom client", "", "full_name" },
  { "Nom client|Prénom client", "", "last_name,first_name" },
  { "Position", "leader\nchallenger\nleader", "market_position" },
  { "Position", "Agent\nDirectrice\nConseiller", "job" },
  { "Type", "Agence\nParticulier\nagence", "kind" },
  /* One field, two columns. */
  { "E-mail|Adresse mail", "a@a.example|b@a.example\nc@a.example|d@a.example\ne@a.example|",
    "email,other_emails" },
  { "Téléphone|Mobile|Tél. 2", "0199001234|0639981234|0199001235", "phone,mobile,other_phones" },
  { "E-mail|Mail du conjoint", "a@a.example|b@a.example", "email,-" },
  { "Date de création|Prénom", "12/03/2024|Marie\n13/03/2024|Paul", "created_at,first_name" },
  { "Date de création|SIRET", "12/03/1994|73282932000074", "creation_date,siret" },
  /* What numbers, dates and sexes cannot be. */
  { "Biens|Nom", "3|Roy\n1|Petit\n2|Morel", "-,last_name" },
  { "Sexe|Nom", "F|Roy\nM|Petit\nF|Morel", "-,last_name" },
  { "SIREN|Date de création|Prénom", "732829320|12/03/1987|Marie\n398607333|01/09/1991|Paul",
    "siren,creation_date,first_name" },
  /* Of two of one name the first is the contact's. */
  { "Bailleur: Nom|Locataire: Nom", "Roy|Petit\nMorel|Martin\nFaure|Dubois", "last_name,-" },
  /* … but for those that say themselves that they are further ones. */
  { "Nom|Home City|Home Postal Code|Business City|Business Postal Code",
    "Roy|Nantes|44000|Lyon|69003\nPetit|Brest|29200|Lille|59000",
    "last_name,-,-,city,postal_code" },
  { "Fax|Contact ID", "0199001234|1", "-,-" },
  { "Locataire Nom|Locataire Tél|Garant Nom|Garant Tél", "Roy|0199001234|Petit|0199001235",
    "last_name,phone,-,-" },
  { "Adresse bien|CP bien|Adresse|CP", "3 rue X|44000|5 rue Y|69003", "-,-,street,postal_code" },
  /* A header of which a part is unknown is placed where its values say the same. */
  { "Ville qwx", "Nantes\nLyon\nBrest", "city" },
  { "Ville qwx", "A\nB\nC", "?city" },
  /* Words that are written for others, that are cut short, or that stand together. */
  { "Tph locataire|Nom", "0199001234|Roy\n0199001235|Petit\n0199001236|Morel", "phone,last_name" },
  { "nb_employees|SIRET", "12|73282932000074\n3|39860733300059\n7|13002526500013", "staff,siret" },
  { "Telephone (cell)|Telephone (work)", "0639981234|0199001234\n0639981235|0199001235",
    "mobile,phone" },
  { "Observ.|Nom", "Vend sa maison à la fin de l'été prochain|Roy", "notes,last_name" },
  { "codepostalAdresse|villeAdresse", "44000|Nantes\n69003|Lyon\n29200|Brest", "postal_code,city" },
  { "siret|siret_address|siret_zip|siret_city", "73282932000074|3 rue X|44000|Nantes",
    "siret,street,postal_code,city" },
  /* What is named and nothing else comes before what is named with more. */
  { "Meta: Pays|Pays", "FR|France\nBE|Belgique", "-,country" },
  { "Nom de naissance|Nom|Prénom", "Petit|Roy|Anne\n|Morel|Paul\n|Faure|Jean",
    "-,last_name,first_name" },
  /* Values of another kind than the header's. */
  { "Localité|Nom", "M. Jean Roy|Roy\nMme Anne Petit|Petit\nM. Paul Morel|Morel", "-,last_name" },
  { "Nom", "Garage du Port\nBoulangerie Le Fur\nHôtel Bellevue", "company" },
  { "Prix HT|TVA|Quantité|Prix TTC", "100|20|1|120\n200|40|2|240", "-,-,-,-" },
  /* The parts of a birth, and of any other date. */
  { "Nom|Jour|Mois|Année de naissance", "Roy|9|12|1937\nPetit|31|1|1950",
    "last_name,birthdate,birthdate,birthdate" },
  { "Nom|by|bm|bd", "Roy|1937|12|9\nPetit|1950|1|31", "last_name,birthdate,birthdate,birthdate" },
  { "Nom|Jour|Mois|Année", "Roy|9|12|2024\nPetit|31|1|2025", "last_name,-,-,-" },
  { "Nom|Né le|Jour|Mois|Année de naissance",
    "Roy|09/12/1937|9|12|1937\nPetit|31/01/1950|31|1|1950", "last_name,birthdate,-,-,-" },
  { "Prénom qwx|Nom", "Jean|Roy\nMarie|Petit\nPaul|Morel", "first_name,last_name" },
  { "Nom qwx|Prénom qwx", "Roy|Jean\nPetit|Marie\nMorel|Paul", "last_name,first_name" },
  { "Surface qwx", "45\n120\n63", "surface_m2" },
  { "Naissance qwx", "12/03/2010\n01/02/2011\n05/06/2012", "?birthdate" },
  /* Values that are of one field alone, and those that have a meaning by their neighbours. */
  { "Qwx", "jean@a.example\nmarie@a.example\np@a.example", "email" },
  { "Qwx", "Nantes\nLyon\nBrest", "?city" },
  { "CP|Qwx", "44000|Nantes\n69003|Lyon\n29200|Brest", "postal_code,city" },
  /* Who is named beside whom. */
  { "Nom mandataire|Prénom mandataire", "Roy|Jean\nPetit|Marie\nMorel|Paul",
    "last_name,first_name" },
  { "Prénom de l'utilisateur|Nom de l'utilisateur", "Jean|Roy\nMarie|Petit\nPaul|Morel",
    "first_name,last_name" },
  { "Nom|Prénom|Nom tuteur|Prénom tuteur",
    "Roy|Jean|Petit|Marie\nMorel|Paul|Faure|Anne\nMartin|Luc|Noel|Eve",
    "last_name,first_name,-,-" },
  { "Name|Last name", "Jean|Roy\nMarie|Petit\nPaul|Morel", "first_name,last_name" },
  { "Nom|SIRET|Contact : nom",
    "Pixelia|73282932000074|Roy\nAxelys|39860733300059|Petit\n"
    "Kalioz|13002526500013|Morel",
    "company,siret,last_name" },
  /* Letters that a table puts before its names. */
  { "T_NOM|T_VILLE|T_EMAIL", "Roy|Lyon|a@a.example\nPetit|Brest|b@a.example",
    "last_name,city,email" },
  { "xqVille|xqCp|xqNom", "Lyon|69003|Roy\nBrest|29200|Petit", "city,postal_code,last_name" },
  /* What another table calls it. */
  { "country_id/name|user_id/name", "France|Paul Garnier", "country,owner" },
  /* The first of two of a kind; yes and no are no name. */
  { "Tél. bureau|Tél. domicile", "0199001234|0199001235\n0199001236|0199001237",
    "phone,other_phones" },
  { "is_company|Nom", "true|Roy\nfalse|Petit\ntrue|Morel", "-,last_name" },
  /* Portals are of agencies; a lead came from one. */
  { "Nom|Prénom|Portail", "Roy|Jean|SeLoger\nPetit|Marie|Leboncoin",
    "last_name,first_name,source" },
  { "Agence|Portails", "Agence du Port|SeLoger\nImmo Bellevue|PAP", "company,portals" },
  /* What may be the one or the other: the values decide. */
  { "Nom|Sect.", "Roy|Caen, Brest\nPetit|Lyon\nMorel|Nantes, Lille", "last_name,zones" },
  { "Nom|Secteur", "Roy|Centre-ville\nPetit|Lyon 6e\nMorel|Quartier gare", "last_name,zones" },
  { "Rue ou localité|CP", "3 rue X|44000\n5 quai Y|69003\n8 place Z|29200", "street,postal_code" },
  { "Com.|Nom", "Lyon|Roy\nBrest|Petit\nNantes|Morel", "city,last_name" },
  { "Com.|Nom", "À rappeler en septembre|Roy\nNe veut pas de visite|Petit", "notes,last_name" },
  { "Commercial / Collaborateur|Nom", "Luc Noel|Roy\nLuc Noel|Petit", "owner,last_name" },
  /* A number of something is a code. */
  { "Account number|Account name", "C1|Garage du Port\nC2|Immo Bellevue", "-,company" },
  /* Who serves. */
  { "Nom|Clerc en charge", "Roy|Luc Noel\nPetit|Luc Noel", "last_name,owner" },
  { "Nom|Lead owner: Full name", "Roy|Luc Noel\nPetit|Luc Noel", "last_name,owner" },
  { "Nom|Affectation", "Roy|Agence du Port\nPetit|Immo Bellevue\nFaure|Agence du Port",
    "last_name,-" },
  /* Two letters before the names of an address, and another address behind it. */
  { "POCity|PORegion|POPostalCode|POCountry|SACity|SAPostalCode|SACountry",
    "Lyon|x|69003|France|Brest|29200|France\nNantes|y|44000|France|Lille|59000|France",
    "city,-,postal_code,country,-,-,-" },
  /* Names whose other half stands beside them, those of one who is mostly somebody else, and those
   * of the only ones in the file. */
  { "Nom du professeur|Prénom", "Roy|Jean\nPetit|Marie\nMorel|Paul", "last_name,first_name" },
  { "Nom du notaire|Prénom du notaire", "Roy|Jean\nPetit|Marie\nMorel|Paul",
    "last_name,first_name" },
  { "Owner name|City",
    "Jean Roy|Lyon\nMarie Petit|Brest\nPaul Morel|Lille\nAnne Faure|Caen\nLuc Noel|Nantes",
    "full_name,city" },
  { "ContactName|FirstName|LastName",
    "Garage du Port|Jean|Roy\nImmo Bellevue|Marie|Petit\n"
    "Hôtel de la Gare|Paul|Morel",
    "company,first_name,last_name" },
  { "Nom|Prénom|Destinataire", "Roy|Jean|Luc Noel\nPetit|Marie|Anne Faure",
    "last_name,first_name,-" },
  /* Values that tell what a header leaves open. */
  { "Nom|Délai qwx", "Roy|3 à 6 mois\nPetit|Dès que possible\nMorel|12 mois",
    "last_name,horizon_months" },
  { "Nom|Origine qwx", "Roy|SeLoger\nPetit|Bouche à oreille\nMorel|Vitrine", "last_name,source" },
  { "Naissance qwx", "12/03/1980\n01/02/1975\n05/06/1960", "birthdate" },
  { "Nom|Acceptez-vous d'être recontacté par e-mail ?", "Roy|Oui\nPetit|Non\nMorel|Oui",
    "last_name,email_consent" },
  { "Adresse|Qwx", "3 rue X|Nantes\n5 quai Y|Lyon\n8 place Z|Brest", "street,city" },
  { "Voie qwx", "rue Pasteur\nplace Carnot\nquai Sud", "street" },
  /* Sums to the cent, and those beside orders, are of no property. */
  { "Nom|Prix", "Roy|1250,40\nPetit|2480,90\nMorel|3100,15", "last_name,?estimated_value_cents" },
  { "N° commande|Prix|Billet|Paiement|Nom", "1|120000|A|CB|Roy\n2|130000|B|CB|Petit",
    "-,?estimated_value_cents,-,-,last_name" },
  /* Addresses that a few share are of those who serve. */
  { "E-mail|Mail qui suit",
    "a@a.example|x@b.example\nb@a.example|x@b.example\nc@a.example|x@b.example\n"
    "d@a.example|x@b.example\ne@a.example|y@b.example\nf@a.example|y@b.example\n"
    "g@a.example|y@b.example\nh@a.example|y@b.example",
    "email,?owner" },
  /* Words that are cut off, whose letters were lost or changed places, and what is no part of them.
   */
  { "Prix dem.|Surf. hab.|CODE_POSTA|Nom",
    "250 k€|120 m²|44000|Roy\n310 k€|85 m²|69003|Petit\n"
    "190 k€|60 m²|29200|Morel",
    "estimated_value_cents,surface_m2,postal_code,last_name" },
  { "Comm.|Nom", "Nantes|Roy\nLyon|Petit\nBrest|Morel", "city,last_name" },
  { "Pr?nom|TÃ©lÃ©phone|Vlile|Nom", "Jean|0199001234|Nantes|Roy",
    "first_name,phone,city,last_name" },
  { "Q1 - Nom|2. E-mail", "Roy|a@a.example\nPetit|b@a.example", "last_name,email" },
  { "contact.nom|contact.email|contact.ville|contact.cp|contact.tel",
    "Roy|a@a.example|Lyon|69003|0199001234", "last_name,email,city,postal_code,phone" },
  /* The only people, numbers and addresses of a file are the contact's. */
  { "Notaire|Tél notaire|Mail notaire",
    "Jean Roy|0199001234|a@a.example\nMarie Petit|0199001235|b@a.example\n"
    "Paul Morel|0199001236|c@a.example",
    "full_name,phone,email" },
  { "Fax", "0199001234\n0199001235\n0199001236", "-" },
  { "Adresse de référence|Code postal (adresse de référence)", "3 rue X|44000\n5 quai Y|69003",
    "street,postal_code" },
  /* Words of which the middle is left out. */
  { "Nom|Fction", "Roy|Gérant\nPetit|Comptable\nMorel|Directrice", "last_name,job" },
  /* A single "F" makes sexes of them. */
  { "Gender|Nom", "M|Roy\nM|Petit\nF|Morel\nM|Faure", "-,last_name" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_test_message ("%s", cases[i].headers);
    g_autofree char *fields = guess (cases[i].headers, cases[i].rows);
    g_assert_cmpstr (fields, ==, cases[i].fields);
  }
}

static void
test_reasons (void)
{
  g_auto (GStrv) headers = g_strsplit ("E-mail|Ville|", "|", -1);
  g_autoptr (GPtrArray) rows =
      rows_of ("a@a.example|Wxyz|jean@b.example\nb@a.example|Wxyz|x\n\nc@a.example|Uvw|y");
  g_autoptr (GPtrArray) columns = palier_mapping_guess (headers, rows);
  const PalierColumn *email = columns->pdata[0], *city = columns->pdata[1];

  g_assert_cmpstr (email->reason, ==, "both");
  g_assert_cmpstr (city->reason, ==, "header");
  g_assert_cmpstr (city->samples[0], ==, "Wxyz");
  g_assert_cmpstr (city->samples[1], ==, "Uvw");
  g_assert_null (city->samples[2]);
}

static const PalierColumn *
guess_one (const char *headers, const char *text, guint index, GPtrArray **columns)
{
  g_auto (GStrv) names = g_strsplit (headers, "|", -1);
  g_autoptr (GPtrArray) rows = rows_of (text);

  *columns = palier_mapping_guess (names, rows);
  return (*columns)->pdata[index];
}

static void
test_splits (void)
{
  static const struct
  {
    const char *headers, *rows;
    guint index;
    PalierField field;
    PalierSplit split;
  } ways[] = {
    { "Nom complet", "Mme Marie Dupont", 0, PALIER_FIELD_FULL_NAME, PALIER_SPLIT_NAME },
    { "CP Ville", "44000 Nantes\n75011 Paris", 0, PALIER_FIELD_POSTAL_CODE, PALIER_SPLIT_TOWN },
    { "CP|Ville", "44000|Nantes\n75011|Paris", 0, PALIER_FIELD_POSTAL_CODE, PALIER_SPLIT_NONE },
    { "Adresse", "3 rue du Puits, 44000 Nantes\n5 quai X 75011 Paris", 0, PALIER_FIELD_STREET,
      PALIER_SPLIT_ADDRESS },
    { "Adresse|CP", "3 rue du Puits, 44000 Nantes|44000", 0, PALIER_FIELD_STREET,
      PALIER_SPLIT_NONE },
    { "Tél.", "01 99 00 12 34 / 06 39 98 12 34\n01 99 00 12 35", 0, PALIER_FIELD_PHONE,
      PALIER_SPLIT_PHONES },
    { "Mail", "a@a.example; b@a.example", 0, PALIER_FIELD_EMAIL, PALIER_SPLIT_EMAILS },
    { "Mail", "a@a.example / 06 39 98 12 34", 0, PALIER_FIELD_EMAIL, PALIER_SPLIT_CONTACT },
    { "Adresse 1|Adresse 2", "3 rue du Puits|Bât. B\n4 rue X|", 1, PALIER_FIELD_STREET,
      PALIER_SPLIT_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
  {
    g_autoptr (GPtrArray) columns = NULL;
    g_test_message ("%s", ways[i].headers);
    const PalierColumn *column = guess_one (ways[i].headers, ways[i].rows, ways[i].index, &columns);
    g_assert_cmpint (column->field, ==, ways[i].field);
    g_assert_cmpint (column->split, ==, ways[i].split);
  }
}

/* Neither placed nor proposed, and told. */
static void
test_sensitive (void)
{
  static const char *const cases_of[][2] = {
    { "N° sécu", "x" },
    { "Religion", "" },
    { "Numéro", "1 85 05 44 123 456 89\n2 90 11 44 123 456 12\n2 71 01 44 123 456 33" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases_of); i++)
  {
    g_autoptr (GPtrArray) columns = NULL;
    const PalierColumn *column = guess_one (cases_of[i][0], cases_of[i][1], 0, &columns);
    g_assert_cmpint (column->field, ==, PALIER_FIELD_NONE);
    g_assert_cmpint (column->guess, ==, PALIER_FIELD_NONE);
    g_assert_cmpstr (column->reason, ==, "sensitive");
    g_assert_false (palier_column_is_used (column));
  }
}

static void
test_values (void)
{
  g_autoptr (GPtrArray) columns = NULL;
  const PalierColumn *column =
      guess_one ("Statut du lead|Nom", "Client|A\nPerdu|B\nClient|C\nZut|D", 0, &columns);
  const PalierColumnValue *first = column->values->pdata[0], *zut = column->values->pdata[2];

  g_assert_cmpint (column->field, ==, PALIER_FIELD_STAGE);
  g_assert_cmpuint (column->values->len, ==, 3);
  g_assert_cmpstr (first->text, ==, "Client");
  g_assert_cmpstr (first->key, ==, "customer");
  g_assert_cmpuint (first->n, ==, 2);
  g_assert_cmpstr (zut->text, ==, "Zut");
  g_assert_null (zut->key);
}

/* What the sample file is for: to show everything. */
static void
test_sample (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("TEST_DATA"), "..", "..", "data", "sample", "contacts.csv", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (palier_reader_get_encoding (reader), ==, "WINDOWS-1252");
  g_assert_cmpstr (palier_reader_get_delimiter (reader), ==, ";");
  g_assert_cmpint (palier_reader_get_header_row (reader), ==, 2);

  g_autoptr (GPtrArray) rows = palier_reader_take_sample (reader, 1000, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 300);
  g_autoptr (GPtrArray) columns = palier_mapping_guess (palier_reader_get_headers (reader), rows);
  for (guint i = 0; i < columns->len; i++)
  {
    const PalierColumn *column = columns->pdata[i];
    g_test_message ("%s", column->header);
    g_assert_cmpint (column->field, !=, PALIER_FIELD_NONE);
  }
  g_assert_cmpint (((PalierColumn *) columns->pdata[0])->field, ==, PALIER_FIELD_KIND);

  g_autoptr (PalierMapper) mapper = palier_mapper_new (columns, rows, 1795305600000);
  guint kept = 0, agencies = 0, given = 0, refused = 0;
  for (guint i = 0; i < rows->len; i++)
  {
    char **cells = rows->pdata[i];
    PalierRow row = { .line = i + 1,
                      .n_cells = g_strv_length (cells),
                      .cells = (const char *const *) cells };
    g_autoptr (PalierDraft) draft = palier_mapper_apply (mapper, &row, NULL);
    g_assert_nonnull (draft);
    kept++;
    agencies += !palier_prospect_is_person (draft->prospect);
    given += draft->consent != NULL && draft->consent->given;
    refused += draft->consent != NULL && !draft->consent->given;
  }
  g_assert_cmpuint (kept, ==, 300);
  g_assert_cmpuint (agencies, >, 150);
  g_assert_cmpuint (kept - agencies, >, 50);
  g_assert_cmpuint (given, >, 10);
  g_assert_cmpuint (refused, >, 10);
}

/* The guess for the last column, its name behind those of a whole file, or behind one. */
static char *
guess_last (const char *header, const char *values, gboolean whole)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  g_auto (GStrv) cells = g_strsplit (values, "|", -1);

  for (guint i = 0; cells[i] != NULL; i++)
  {
    g_autofree char *before =
        whole ? g_strdup_printf ("Roy%c|Anne|06 39 98 12 %u|p%u@a.example|44000|Nantes", 'a' + i,
                                 10 + i, i)
              : g_strdup_printf ("p%u@a.example", i);
    g_string_append_printf (rows, "%s%s|%s", i > 0 ? "\n" : "", before, cells[i]);
  }
  g_autofree char *headers =
      g_strconcat (whole ? "Nom|Prénom|Portable|Courriel|CP|Ville|" : "Courriel|", header, NULL);
  g_autofree char *fields = guess (headers, rows->str);
  return g_strdup (strrchr (fields, ',') + 1);
}

static void
test_judged (void)
{
  static const struct
  {
    const char *header, *values, *in_whole, *in_small;
  } cases_of[] = {
    { "Bla bla",
      "Rappeler en fin de semaine|Cherche une maison avec jardin|Ne veut pas de visite le samedi|"
      "Attend la réponse de sa banque",
      "?notes", "-" },
    { "Nom du chien", "Rex|Médor|Max|Léo", "-", "?first_name" },
    { "Agent de secteur", "Julie Martin|Paul Henry|Julie Martin|Julie Martin", "owner", "?owner" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases_of); i++)
  {
    g_autofree char *whole = guess_last (cases_of[i].header, cases_of[i].values, TRUE);
    g_autofree char *small = guess_last (cases_of[i].header, cases_of[i].values, FALSE);
    g_test_message ("%s", cases_of[i].header);
    g_assert_cmpstr (whole, ==, cases_of[i].in_whole);
    g_assert_cmpstr (small, ==, cases_of[i].in_small);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mapping/cases", test_cases);
  g_test_add_func ("/mapping/reasons", test_reasons);
  g_test_add_func ("/mapping/splits", test_splits);
  g_test_add_func ("/mapping/sensitive", test_sensitive);
  g_test_add_func ("/mapping/values", test_values);
  g_test_add_func ("/mapping/sample", test_sample);
  g_test_add_func ("/mapping/judged", test_judged);
  return g_test_run ();
}
