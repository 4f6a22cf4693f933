/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only one column of a file can be. A list of notaries has no contact but them: where no
 * header names an address, a number or a person, the only column whose values are such is the
 * contact's, whoever its header says that it is of. */
#include "palier-sole-columns.h"

#define NAMED 0.65     /* a header that names a field */
#define NEARLY_ALL 0.8 /* a share of values */
#define MOST 0.5       /* the same */
#define FEW 3          /* values that say nothing */
#define SOLE 0.9       /* how surely the only one is it */

typedef struct
{
  PalierEvidence *evidence; /* (array length=n) */
  guint n;
} Columns;

static gboolean
is_named (const Columns *self, const PalierField *fields)
{
  for (guint i = 0; i < self->n; i++)
    for (const PalierField *field = fields; *field != PALIER_FIELD_NONE; field++)
      if (palier_header_likelihood (&self->evidence[i].header, *field) >= NAMED)
        return TRUE;
  return FALSE;
}

/* Whether the values are such, and the header does not say that they are something else: as a
 * field, or as a name of its own that is none of ours, "Fax". */
static gboolean
has_such (const PalierEvidence *evidence, PalierContent content, double share)
{
  const PalierHeaderMatch *header = &evidence->header;

  if (evidence->blank_header || (header->n_meanings > 0 && palier_header_best (header) >= NAMED))
    return FALSE;
  return evidence->content.n >= FEW && palier_evidence_share (evidence, content) >= share
         && !header->sensitive && !(header->plain && header->none > 0);
}

static void
take (PalierEvidence *evidence, PalierField field)
{
  evidence->header = (PalierHeaderMatch) { .n_meanings = 1, .person = evidence->header.person };
  evidence->header.meanings[0].field = field;
  evidence->header.meanings[0].likelihood = SOLE;
}

/* The only column of addresses or numbers. */
static void
look_for_sole (Columns *self, const PalierField *fields, PalierContent content)
{
  guint n = 0, index = 0;

  if (is_named (self, fields))
    return;
  for (guint i = 0; i < self->n; i++)
    if (palier_evidence_share (&self->evidence[i], content) >= NEARLY_ALL)
    {
      n++;
      index = i;
    }
  if (n == 1 && has_such (&self->evidence[index], content, NEARLY_ALL))
    take (&self->evidence[index], fields[0]);
}

/* The first column of people of whom hardly one comes again. */
static void
look_for_people (Columns *self)
{
  static const PalierField names[] = { PALIER_FIELD_FULL_NAME, PALIER_FIELD_LAST_NAME,
                                       PALIER_FIELD_FIRST_NAME, PALIER_FIELD_NONE };

  if (is_named (self, names))
    return;
  for (guint i = 0; i < self->n; i++)
  {
    const PalierContentCounts *content = &self->evidence[i].content;
    if (has_such (&self->evidence[i], PALIER_CONTENT_FULL_NAME, MOST)
        && content->n_distinct >= NEARLY_ALL * content->n)
    {
      take (&self->evidence[i], PALIER_FIELD_FULL_NAME);
      return;
    }
  }
}

/**
 * palier_sole_columns_look:
 * @evidence_of: (array length=n): headers of the only ones of a kind are read anew
 */
void
palier_sole_columns_look (PalierEvidence *evidence_of, guint n)
{
  static const PalierField emails[] = { PALIER_FIELD_EMAIL, PALIER_FIELD_OTHER_EMAILS,
                                        PALIER_FIELD_NONE };
  static const PalierField phones[] = { PALIER_FIELD_PHONE, PALIER_FIELD_MOBILE,
                                        PALIER_FIELD_OTHER_PHONES, PALIER_FIELD_NONE };
  static const PalierField sirets[] = { PALIER_FIELD_SIRET, PALIER_FIELD_NONE };
  Columns columns = { .evidence = evidence_of, .n = n };

  look_for_sole (&columns, emails, PALIER_CONTENT_EMAIL);
  look_for_sole (&columns, phones, PALIER_CONTENT_PHONE);
  look_for_sole (&columns, sirets, PALIER_CONTENT_SIRET);
  look_for_people (&columns);
}
