/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What columns say of each other: words that several share, whose something is where a file has
 * several people, which of two of one name is the contact's. */
#include "palier-surroundings.h"

#include <string.h>

#include "palier-fold.h"
#include "palier-header-dictionary.h"
#include "palier-header-letters.h"
#include "palier-name-columns.h"
#include "palier-sole-columns.h"

#define MIN_PREFIXED 3  /* columns */
#define MIN_OF_BILLS 3  /* the same */
#define MIN_COMMON 5    /* columns */
#define COMMON 0.8      /* a share of all */
#define SHORT_MARK 2    /* letters: "po" */
#define VAGUER 0.12     /* how much less surely the second is named: "Nom de naissance" */
#define LESS_PLAIN 0.03 /* the same of a header that says more: "Business address" */
#define NAMED 0.9       /* a header that surely names a field */

typedef struct
{
  char **headers;
  PalierEvidence *evidence; /* (array length=n_columns) */
  guint n_columns;
} Columns;

/* Whether the header names @field more surely than @least. */
static gboolean
says (const PalierEvidence *evidence, PalierField field, double least)
{
  return palier_header_likelihood (&evidence->header, field) > least;
}

/* Its words, also where they stand together: "cbRaisonSociale". */
static char **
split_header (const Columns *self, guint index)
{
  g_autofree char *parted = palier_header_part_cases (self->headers[index]);
  g_autofree char *folded = palier_fold_words (parted);

  return g_strsplit (folded, " ", -1);
}

/* What is of the property, or says itself that it is a further one: "Home City", "Other City". */
static gboolean
stands_back (const PalierHeaderMatch *header)
{
  return header->property || header->further;
}

/* How surely a column that need not stand back names @field; 0: there is none. */
static double
most_plainly_named (const Columns *self, PalierField field)
{
  double most = 0;

  for (guint i = 0; i < self->n_columns; i++)
    if (says (&self->evidence[i], field, 0.65) && !self->evidence[i].empty
        && !stands_back (&self->evidence[i].header))
      most = MAX (most, palier_header_likelihood (&self->evidence[i].header, field));
  return most;
}

/* Of two columns of one name the first is the contact's: "Bailleur: Nom", "Locataire: Nom". */
static void
look_for_namesakes (Columns *self)
{
  static const PalierField single[] = { PALIER_FIELD_FIRST_NAME,  PALIER_FIELD_LAST_NAME,
                                        PALIER_FIELD_EMAIL,       PALIER_FIELD_STREET,
                                        PALIER_FIELD_POSTAL_CODE, PALIER_FIELD_CITY };

  for (gsize k = 0; k < G_N_ELEMENTS (single); k++)
  {
    gboolean before = FALSE;
    double plain = most_plainly_named (self, single[k]);
    for (guint i = 0; i < self->n_columns; i++)
    {
      PalierEvidence *evidence = &self->evidence[i];
      if (!says (evidence, single[k], 0.65) || evidence->empty)
        continue;
      double margin = evidence->header.plain ? VAGUER : LESS_PLAIN;
      gboolean vaguer =
          single[k] != PALIER_FIELD_EMAIL && !says (evidence, single[k], plain - margin);
      gboolean aside = plain > 0 && (stands_back (&evidence->header) || vaguer);
      if (before || aside)
        evidence->said_before = single[k];
      before |= !aside;
    }
  }
}

/* Whether another column, of @person or of nobody in particular, names @field. */
static gboolean
is_named_of (const Columns *self, const char *person, PalierField field)
{
  for (guint i = 0; i < self->n_columns; i++)
  {
    const PalierHeaderMatch *header = &self->evidence[i].header;
    if (says (&self->evidence[i], field, 0.65)
        && (header->person == NULL || strcmp (header->person, person) == 0))
      return TRUE;
  }
  return FALSE;
}

/* Whether the header names what somebody has for himself and what @contact has too. (nullable):
 * nobody is known yet. */
static gboolean
is_own_too (const Columns *self, guint index, const char *contact)
{
  static const PalierField own[][2] = { { PALIER_FIELD_FIRST_NAME, PALIER_FIELD_FIRST_NAME },
                                        { PALIER_FIELD_LAST_NAME, PALIER_FIELD_LAST_NAME },
                                        { PALIER_FIELD_EMAIL, PALIER_FIELD_EMAIL },
                                        { PALIER_FIELD_PHONE, PALIER_FIELD_MOBILE },
                                        { PALIER_FIELD_MOBILE, PALIER_FIELD_PHONE },
                                        { PALIER_FIELD_STREET, PALIER_FIELD_STREET } };

  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    if (says (&self->evidence[index], own[i][0], 0.65)
        && (contact == NULL || is_named_of (self, contact, own[i][0])
            || is_named_of (self, contact, own[i][1])))
      return TRUE;
  return FALSE;
}

/* The first person of whom something stands there is the contact; what another one has is not his.
 */
static void
look_for_others (Columns *self)
{
  const char *contact = NULL;

  for (guint i = 0; i < self->n_columns; i++)
  {
    PalierHeaderMatch *header = &self->evidence[i].header;
    if (header->person == NULL || !is_own_too (self, i, contact))
      continue;
    if (contact == NULL)
      contact = header->person;
    else if (strcmp (contact, header->person) != 0)
      *header = (PalierHeaderMatch) { .none = 0.9, .person = header->person };
  }
}

/* One to three letters that stand before the names of three columns and more, as those of a table
 * do: "T" in "T_VILLE", "cb" in "cbVille". They are added to @shared. */
static void
find_prefixes (const Columns *self, GHashTable *shared)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->n_columns; i++)
  {
    g_auto (GStrv) words = split_header (self, i);
    if (words[0] == NULL || words[1] == NULL || strlen (words[0]) > 3
        || palier_header_knows_word (words[0]))
      continue;
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, words[0])) + 1;
    g_hash_table_insert (counts, g_strdup (words[0]), GUINT_TO_POINTER (n));
    if (n >= MIN_PREFIXED)
      g_hash_table_add (shared, g_strdup (words[0]));
  }
}

/* The word that stands before nearly all columns says nothing of any: "contact" in "contact.email",
 * "contact.ville". */
static void
find_common_word (const Columns *self, GHashTable *shared)
{
  g_autofree char *common = NULL;
  guint n = 0;

  for (guint i = 0; i < self->n_columns; i++)
  {
    g_auto (GStrv) words = split_header (self, i);
    gboolean more = words[0] != NULL && words[1] != NULL;
    if (more && common == NULL)
      g_set_str (&common, words[0]);
    n += more && g_strcmp0 (common, words[0]) == 0;
  }
  if (n >= MIN_COMMON && n >= COMMON * self->n_columns)
    g_hash_table_add (shared, g_steal_pointer (&common));
}

/* Whether @word is known and neither changes what stands beside it nor says whose it is; a few
 * letters may change it elsewhere. */
static gboolean
may_be_mark (const char *word)
{
  PalierHeaderMatch match = palier_header_match (word);
  PalierWordKind kind = palier_header_dictionary_kind (palier_header_dictionary_get (), word);

  if (kind == PALIER_WORD_OTHER)
    return strlen (word) <= SHORT_MARK;
  return match.person == NULL && !match.property && match.n_meanings > 0
         && kind == PALIER_WORD_UNKNOWN;
}

/* A known word before or behind three columns that are fields without it says which of several they
 * are of: "siret" in "siret_address", "siret_zip", "siret_city". They are added to @shared. */
static void
find_known_marks (const Columns *self, gboolean behind, GHashTable *shared)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->n_columns; i++)
  {
    g_auto (GStrv) words = split_header (self, i);
    guint n_words = g_strv_length (words);
    if (n_words < 2 || !may_be_mark (words[behind ? n_words - 1 : 0]))
      continue;
    g_autofree char *mark = g_strdup (words[behind ? n_words - 1 : 0]);
    if (behind)
      g_clear_pointer (&words[n_words - 1], g_free);
    g_autofree char *rest = g_strjoinv (" ", words + !behind);
    PalierHeaderMatch match = palier_header_match (rest);
    if (!match.plain || palier_header_best (&match) < NAMED || match.n_meanings == 0)
      continue;
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, mark)) + 1;
    g_hash_table_insert (counts, g_strdup (mark), GUINT_TO_POINTER (n));
    if (n >= MIN_PREFIXED)
      g_hash_table_add (shared, g_strdup (mark));
  }
}

/* The folded words of headers that nobody knows and that several columns share: "demandeur" in
 * "nom_demandeur", "tel_demandeur". */
static GHashTable *
find_shared_words (const Columns *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTable *shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->n_columns; i++)
  {
    g_auto (GStrv) words = split_header (self, i);
    for (guint k = 0; words[k] != NULL; k++)
      if (strlen (words[k]) >= 3 && !palier_header_knows_word (words[k])
          && !g_hash_table_add (seen, g_strdup (words[k])))
        g_hash_table_add (shared, g_strdup (words[k]));
  }
  find_prefixes (self, shared);
  find_common_word (self, shared);
  find_known_marks (self, FALSE, shared);
  find_known_marks (self, TRUE, shared);
  return shared;
}

/* The header without words that are @shared: (nullable): none is */
static char *
without_shared (const Columns *self, guint index, GHashTable *shared)
{
  g_auto (GStrv) words = split_header (self, index);
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();

  for (guint k = 0; words[k] != NULL; k++)
    if (!g_hash_table_contains (shared, words[k]))
      g_strv_builder_add (left, words[k]);
  g_auto (GStrv) kept = g_strv_builder_end (left);
  return g_strv_length (kept) < g_strv_length (words) ? g_strjoinv (" ", kept) : NULL;
}

/* What a person has: where none of it stands beside, the name is not of a person. */
static gboolean
is_of_person (const PalierHeaderMatch *match)
{
  static const PalierField fields[] = { PALIER_FIELD_FIRST_NAME, PALIER_FIELD_LAST_NAME,
                                        PALIER_FIELD_FULL_NAME,  PALIER_FIELD_TITLE,
                                        PALIER_FIELD_EMAIL,      PALIER_FIELD_PHONE,
                                        PALIER_FIELD_MOBILE,     PALIER_FIELD_STREET,
                                        PALIER_FIELD_CITY,       PALIER_FIELD_COMPANY,
                                        PALIER_FIELD_SIRET,      PALIER_FIELD_POSTAL_CODE };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (palier_header_likelihood (match, fields[i]) > 0.65)
      return TRUE;
  return FALSE;
}

/* How many columns that share words with others are of a person without them. */
static guint
count_of_persons (const Columns *self, GHashTable *shared)
{
  guint n = 0;

  for (guint i = 0; i < self->n_columns; i++)
  {
    g_autofree char *rest = without_shared (self, i, shared);
    PalierHeaderMatch match = palier_header_match (rest);
    n += rest != NULL && is_of_person (&match);
  }
  return n;
}

/* What several columns share does not tell them apart: the headers are read without it. Of a thing
 * that has neither address nor number nor first name the name is not one of a person: "Nom
 * cotisation", "Prix cotisation". */
static void
look_past_shared_words (Columns *self)
{
  g_autoptr (GHashTable) shared = find_shared_words (self);
  guint n_persons = count_of_persons (self, shared);

  for (guint i = 0; i < self->n_columns && g_hash_table_size (shared) > 0; i++)
  {
    PalierEvidence *evidence = &self->evidence[i];
    g_autofree char *rest = without_shared (self, i, shared);
    PalierHeaderMatch match = palier_header_match (rest);
    if (rest == NULL || evidence->header.sensitive || (is_of_person (&match) && n_persons < 2))
      continue;
    if (palier_header_best (&match) > palier_header_best (&evidence->header))
      evidence->header = match;
  }
}

/* Whether columns are those of bills. */
static gboolean
has_bills (const Columns *self)
{
  static const char *const words[] = { "ht",       "ttc",      "tva",     "quantite", "qte",
                                       "unitaire", "quantity", "order",   "commande", "ticket",
                                       "billet",   "tarif",    "facture", "invoice",  "paiement",
                                       "payment",  NULL };
  guint n = 0;

  for (guint i = 0; i < self->n_columns; i++)
  {
    g_auto (GStrv) parts = split_header (self, i);
    gboolean billed = FALSE;
    for (guint k = 0; parts[k] != NULL; k++)
      billed |= g_strv_contains (words, parts[k]);
    n += billed;
  }
  return n >= MIN_OF_BILLS;
}

/**
 * palier_surroundings_look:
 * @headers: (array length=n): as in the file
 * @evidence: (array length=n): what is known of each column by itself; headers are read anew where
 *   the others say more of them
 */
PalierSurroundings
palier_surroundings_look (char **headers, PalierEvidence *evidence_of, guint n)
{
  Columns columns = { .headers = headers, .evidence = evidence_of, .n_columns = n };
  const Columns *self = &columns;
  PalierSurroundings around = { 0 };

  look_past_shared_words (&columns);
  palier_sole_columns_look (evidence_of, n);
  palier_name_columns_look (headers, evidence_of, n);
  look_for_others (&columns);
  look_for_namesakes (&columns);
  gboolean codes = FALSE, cities = FALSE;

  for (guint i = 0; i < self->n_columns; i++)
  {
    const PalierEvidence *evidence = &self->evidence[i];
    if (evidence->empty)
      continue;
    gboolean first_name =
        says (evidence, PALIER_FIELD_FIRST_NAME, 0.8) && !evidence->header.further;
    around.first_names |= first_name;
    around.names |= first_name || says (evidence, PALIER_FIELD_FULL_NAME, 0.77);
    codes |= says (evidence, PALIER_FIELD_POSTAL_CODE, 0.8);
    cities |= says (evidence, PALIER_FIELD_CITY, 0.8);
    around.companies |= says (evidence, PALIER_FIELD_COMPANY, 0.9);
    around.registered |= says (evidence, PALIER_FIELD_SIRET, 0.9)
                         || says (evidence, PALIER_FIELD_SIREN, 0.9)
                         || says (evidence, PALIER_FIELD_NAF, 0.9);
  }
  around.towns = codes && cities;
  around.billed = has_bills (self);
  return around;
}
