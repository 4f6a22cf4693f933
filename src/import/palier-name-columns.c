/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose name a column "Nom" holds, by the columns beside it: "Nom mandataire" is a surname where
 * "Prénom mandataire" stands too, "Name" a first name beside "Last name", "Nom" that of a firm
 * where a register says so and somebody else has the surname. */
#include "palier-name-columns.h"

#include <string.h>

#include "palier-fold.h"
#include "palier-header-dictionary.h"
#include "palier-header-letters.h"

#define NAMED 0.65  /* a header that names a field */
#define PAIRED 0.95 /* a name that has its other half */
#define OF_A_FIRM 0.85
#define IN_CHARGE 0.9
#define FEW_PEOPLE 0.15 /* shares of values */
#define SOME 0.25
#define ALL_DIFFER 0.8
#define OWNS 0.55 /* a header that may name an owner */

typedef struct
{
  char **headers;
  PalierEvidence *evidence; /* (array length=n_columns) */
  guint n_columns;
} Columns;

static gboolean
says (const PalierEvidence *evidence, PalierField field, double least)
{
  return palier_header_likelihood (&evidence->header, field) >= least;
}

/* Whether a column but @but names @field. */
static gboolean
is_named (const Columns *self, guint but, PalierField field, double least)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (i != but && !self->evidence[i].empty && says (&self->evidence[i], field, least))
      return TRUE;
  return FALSE;
}

/* Gives @field the header, and nothing else. */
static void
rename_header (PalierEvidence *evidence, PalierField field, double likelihood)
{
  PalierHeaderMatch *header = &evidence->header;

  *header = (PalierHeaderMatch) { .n_meanings = 1, .person = header->person };
  header->meanings[0].field = field;
  header->meanings[0].likelihood = likelihood;
}

static const char *const first_words[] = { "prenom", "prenoms",   "first",    "firstname", "fname",
                                           "given",  "givenname", "forename", NULL };
static const char *const last_words[] = { "nom",   "noms",    "last",   "lastname",
                                          "lname", "surname", "family", NULL };

/* Whose name it is: the words of the header but those of @half. (nullable): none of @half is
 * there, or nothing else. @others: also of those who are mostly not the contact: "notaire" */
static char *
whose (const char *header, const char *const *half, gboolean others)
{
  const PalierHeaderDictionary *dictionary = palier_header_dictionary_get ();
  g_autofree char *parted = palier_header_part_cases (header);
  g_autofree char *folded = palier_fold_words (parted);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();
  gboolean found = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
  {
    PalierWordKind kind = palier_header_dictionary_kind (dictionary, words[i]);
    if (g_strv_contains (half, words[i]))
      found = TRUE;
    else if ((kind == PALIER_WORD_OTHER && !others) || kind == PALIER_WORD_FURTHER
             || kind == PALIER_WORD_SENSITIVE)
      return NULL;
    else if (!palier_header_dictionary_is_link (words[i]) && strcmp (words[i], "name") != 0)
      g_strv_builder_add (left, words[i]);
  }
  g_auto (GStrv) kept = g_strv_builder_end (left);
  return found && *kept != NULL ? g_strjoinv (" ", kept) : NULL;
}

/* Whether @words say who is in charge: an agent is not the contact. */
static gboolean
is_in_charge (const char *words)
{
  PalierHeaderMatch match = palier_header_match (words);

  return palier_header_likelihood (&match, PALIER_FIELD_OWNER) >= IN_CHARGE;
}

/* Whose first name or surname each column is: (element-type utf8): %NULL for any other column */
static GPtrArray *
list_persons (const Columns *self, const char *const *half, gboolean others)
{
  GPtrArray *persons = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->n_columns; i++)
    g_ptr_array_add (persons, whose (self->headers[i], half, others));
  return persons;
}

/* The column of surnames of @person, or -1. */
static int
find_surname (GPtrArray *surnames, const char *person)
{
  for (guint i = 0; person != NULL && i < surnames->len; i++)
    if (g_strcmp0 (person, surnames->pdata[i]) == 0)
      return is_in_charge (person) ? -1 : (int) i;
  return -1;
}

/* Whether a column but @but names a person. */
static gboolean
is_person_named (const Columns *self, guint but)
{
  return is_named (self, but, PALIER_FIELD_FIRST_NAME, NAMED)
         || is_named (self, but, PALIER_FIELD_LAST_NAME, NAMED)
         || is_named (self, but, PALIER_FIELD_FULL_NAME, NAMED);
}

/* "Prénom mandataire", "Nom mandataire": where nobody else is named, they are the contact's; and
 * so are even those of a "notaire". */
static void
look_for_pairs (Columns *self, gboolean others)
{
  g_autoptr (GPtrArray) firsts = list_persons (self, first_words, others);
  g_autoptr (GPtrArray) surnames = list_persons (self, last_words, others);

  if (others && is_person_named (self, self->n_columns))
    return;

  for (guint i = 0; i < self->n_columns; i++)
  {
    int last = find_surname (surnames, firsts->pdata[i]);
    if (last < 0 || is_named (self, i, PALIER_FIELD_FIRST_NAME, NAMED)
        || self->evidence[last].header.sensitive)
      continue;
    rename_header (&self->evidence[i], PALIER_FIELD_FIRST_NAME, PAIRED);
    rename_header (&self->evidence[last], PALIER_FIELD_LAST_NAME, PAIRED);
    return;
  }
}

/* "Name" beside "Last name": where that is all, it is the other half. */
static void
look_for_halves (Columns *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (g_ascii_strcasecmp (self->headers[i], "name") == 0
        && palier_evidence_share (&self->evidence[i], PALIER_CONTENT_FIRST_NAME) >= 0.6
        && is_named (self, i, PALIER_FIELD_LAST_NAME, 0.9)
        && !is_named (self, i, PALIER_FIELD_FIRST_NAME, NAMED))
      rename_header (&self->evidence[i], PALIER_FIELD_FIRST_NAME, PAIRED);
}

/* Whether most values may be the names of people. */
static gboolean
may_be_surnames (const PalierEvidence *evidence)
{
  return evidence->content.n > 0
         && palier_evidence_share (evidence, PALIER_CONTENT_FULL_NAME) < SOME
         && palier_evidence_share (evidence, PALIER_CONTENT_COMPANY) < SOME
         && palier_evidence_share (evidence, PALIER_CONTENT_NUMBER) < SOME;
}

/* "Nom du professeur" next to "Prénom": where no surname is named, it is the other half. */
static void
look_for_surnames (Columns *self)
{
  if (is_named (self, self->n_columns, PALIER_FIELD_LAST_NAME, NAMED))
    return;
  for (guint i = 0; i < self->n_columns; i++)
  {
    g_autofree char *person = whose (self->headers[i], last_words, TRUE);
    gboolean beside =
        (i > 0 && says (&self->evidence[i - 1], PALIER_FIELD_FIRST_NAME, 0.9))
        || (i + 1 < self->n_columns && says (&self->evidence[i + 1], PALIER_FIELD_FIRST_NAME, 0.9));
    if (person == NULL || !beside || is_in_charge (person) || !may_be_surnames (&self->evidence[i]))
      continue;
    rename_header (&self->evidence[i], PALIER_FIELD_LAST_NAME, PAIRED);
    return;
  }
}

/* "Owner": in a file that names nobody else, whose values hardly come again, the contact. */
static void
look_for_owners (Columns *self)
{
  if (is_person_named (self, self->n_columns))
    return;
  for (guint i = 0; i < self->n_columns; i++)
  {
    const PalierContentCounts *content = &self->evidence[i].content;
    if (says (&self->evidence[i], PALIER_FIELD_OWNER, OWNS) && content->n >= 5
        && content->n_distinct >= ALL_DIFFER * content->n
        && (palier_evidence_share (&self->evidence[i], PALIER_CONTENT_FULL_NAME) >= SOME
            || palier_evidence_share (&self->evidence[i], PALIER_CONTENT_SURNAME) >= SOME))
    {
      rename_header (&self->evidence[i], PALIER_FIELD_FULL_NAME, PAIRED);
      return;
    }
  }
}

/* Whether hardly a value is the name of a person, or what one does. */
static gboolean
has_few_people (const PalierEvidence *evidence)
{
  return evidence->content.n >= 3
         && palier_evidence_share (evidence, PALIER_CONTENT_FULL_NAME) < FEW_PEOPLE
         && palier_evidence_share (evidence, PALIER_CONTENT_SURNAME) < FEW_PEOPLE
         && palier_evidence_share (evidence, PALIER_CONTENT_FIRST_NAME) < FEW_PEOPLE
         && palier_evidence_share (evidence, PALIER_CONTENT_JOB) < FEW_PEOPLE
         && palier_evidence_share (evidence, PALIER_CONTENT_NUMBER) < FEW_PEOPLE;
}

/* Whether the file is a register of firms. */
static gboolean
is_register (const Columns *self)
{
  return is_named (self, self->n_columns, PALIER_FIELD_SIRET, 0.9)
         || is_named (self, self->n_columns, PALIER_FIELD_SIREN, 0.9)
         || is_named (self, self->n_columns, PALIER_FIELD_NAF, 0.9);
}

/* Whether the header names what firms may be called, too: "Nom", and "Contact name" where the
 * people stand in columns of their own. */
static gboolean
may_be_firm (const Columns *self, guint index)
{
  return says (&self->evidence[index], PALIER_FIELD_COMPANY, 0.4)
         || (says (&self->evidence[index], PALIER_FIELD_FULL_NAME, NAMED)
             && is_named (self, index, PALIER_FIELD_FIRST_NAME, IN_CHARGE)
             && is_named (self, index, PALIER_FIELD_LAST_NAME, IN_CHARGE));
}

/* "Nom" in a register of firms, or over names of firms, where no column says what the firms are
 * called. */
static void
look_for_firms (Columns *self)
{
  gboolean registered = is_register (self);

  if (is_named (self, self->n_columns, PALIER_FIELD_COMPANY, NAMED))
    return;
  for (guint i = 0; i < self->n_columns; i++)
    if (may_be_firm (self, i) && !self->evidence[i].empty && has_few_people (&self->evidence[i])
        && (registered
            || palier_evidence_share (&self->evidence[i], PALIER_CONTENT_COMPANY) >= SOME))
    {
      rename_header (&self->evidence[i], PALIER_FIELD_COMPANY, OF_A_FIRM);
      return;
    }
}

/**
 * palier_name_columns_look:
 * @headers: (array length=n): as in the file
 * @evidence_of: (array length=n): headers of names are read anew where others say more of them
 */
void
palier_name_columns_look (char **headers, PalierEvidence *evidence_of, guint n)
{
  Columns columns = { .headers = headers, .evidence = evidence_of, .n_columns = n };

  look_for_pairs (&columns, FALSE);
  look_for_pairs (&columns, TRUE);
  look_for_halves (&columns);
  look_for_surnames (&columns);
  look_for_owners (&columns);
  look_for_firms (&columns);
}
