/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row is as a whole, once its cells are read: whether it is about anybody, of which kind, in
 * which town, what it says about being written to, and what else there is to keep. */
#include <string.h>

#include "palier-custom.h"
#include "palier-mapper-private.h"
#include "palier-number.h"
#include "palier-town.h"

static void
add_note (GString *lines, const char *name, const char *text)
{
  g_string_append_printf (lines, "%s%s: %s", lines->len > 0 ? "\n" : "", name, text);
}

/* What has no field of ours: custom texts, and lines of the notes. */
void
palier_mapper_keep_others (PalierMapperWork *work)
{
  const char *notes = palier_prospect_get (work->prospect, PALIER_FIELD_NOTES);
  g_autoptr (GString) lines = g_string_new (notes);
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();

  if (work->planned != NULL)
    add_note (lines, work->planned->name, palier_mapper_cell (work, work->planned));
  for (guint i = 0; i < work->mapper->kept->len; i++)
  {
    const PalierMapperSlot *slot = work->mapper->kept->pdata[i];
    const char *cell = palier_mapper_cell (work, slot);
    if (cell == NULL)
      continue;
    if (slot->use == PALIER_COLUMN_NOTE)
      add_note (lines, slot->name, cell);
    else
    {
      g_ptr_array_add (pairs, slot->name);
      g_ptr_array_add (pairs, (gpointer) cell);
    }
  }
  if (pairs->len > 0)
    palier_prospect_take (
        work->prospect, PALIER_FIELD_CUSTOM,
        palier_custom_from_pairs ((const char *const *) pairs->pdata, pairs->len));
  if (g_strcmp0 (lines->str, notes) == 0 || lines->len == 0)
    return;
  work->slot = work->planned != NULL ? work->planned : work->mapper->kept->pdata[0];
  palier_prospect_take (work->prospect, PALIER_FIELD_NOTES,
                        palier_mapper_bound (work, g_strdup (lines->str), PALIER_MAPPER_NOTES_MAX));
}

/* The column by which a town is known, for what is told of it. */
static const PalierMapperSlot *
slot_of_town (const PalierMapper *mapper)
{
  static const PalierField fields[] = { PALIER_FIELD_CITY, PALIER_FIELD_POSTAL_CODE,
                                        PALIER_FIELD_STREET };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (mapper->of_field[fields[i]] != NULL)
      return mapper->of_field[fields[i]]->pdata[0];
  return NULL;
}

/* The town by its official name where that is certain, with its INSEE code; what does not go
 * together is told with what was likely meant. */
void
palier_mapper_check_town (PalierMapperWork *work)
{
  PalierProspect *prospect = work->prospect;
  const char *code = palier_prospect_get (prospect, PALIER_FIELD_POSTAL_CODE);
  const char *city = palier_prospect_get (prospect, PALIER_FIELD_CITY);
  g_auto (PalierTown) town = { 0 };

  work->slot = slot_of_town (work->mapper);
  if (city == NULL || work->slot == NULL)
    return;
  palier_town_read (code, city, palier_prospect_get (prospect, PALIER_FIELD_COUNTRY), &town);
  if (town.verdict == PALIER_READING_DOUBTFUL)
    palier_mapper_tell (work, PALIER_FIELD_CITY, PALIER_READING_DOUBTFUL, city,
                        town.proposed_city != NULL ? town.proposed_city : town.proposed_code);
  palier_mapper_put_beside (work, PALIER_FIELD_INSEE_CODE, town.insee);
  if (town.city == NULL || strcmp (town.city, city) == 0)
    return;
  if (palier_prospect_get_original (prospect, PALIER_FIELD_CITY) == NULL)
    palier_prospect_set_original (prospect, PALIER_FIELD_CITY, city);
  palier_prospect_set (prospect, PALIER_FIELD_CITY, town.city);
}

/* Whether a row is of an agency or of a person, where the file does not say: whoever has a firm,
 * its number or its portals is an agency. */
void
palier_mapper_decide_kind (PalierMapperWork *work)
{
  static const PalierField of_firms[] = { PALIER_FIELD_COMPANY, PALIER_FIELD_SIRET,
                                          PALIER_FIELD_SIREN,   PALIER_FIELD_NAF,
                                          PALIER_FIELD_PORTALS, PALIER_FIELD_ACTIVE_LISTINGS,
                                          PALIER_FIELD_STAFF,   PALIER_FIELD_TEAM_SIZE };
  const char *kind = "person";

  if (palier_prospect_get (work->prospect, PALIER_FIELD_KIND) != NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (of_firms); i++)
    if (palier_prospect_get (work->prospect, of_firms[i]) != NULL)
      kind = "agency";
  palier_prospect_set (work->prospect, PALIER_FIELD_KIND, kind);
}

/* The first column of @field and its cell: (nullable). */
static const char *
first_cell (PalierMapperWork *work, PalierField field)
{
  GPtrArray *slots = work->mapper->of_field[field];

  if (slots == NULL)
    return NULL;
  work->slot = slots->pdata[0];
  return palier_mapper_cell (work, slots->pdata[0]);
}

/* What the row says about being written to by e-mail, with where it says so. */
PalierConsent *
palier_mapper_read_consent (PalierMapperWork *work)
{
  const PalierMapper *mapper = work->mapper;
  const char *day = first_cell (work, PALIER_FIELD_EMAIL_CONSENT_DATE);
  const PalierMapperSlot *of_day = day != NULL ? work->slot : NULL;
  const char *cell = first_cell (work, PALIER_FIELD_EMAIL_CONSENT);
  PalierReading verdict;
  gboolean given;
  gint64 at_ms = mapper->now_ms;

  if (cell == NULL)
    return NULL;
  if (!palier_yes_no_read (cell, &given, &verdict))
  {
    palier_mapper_tell (work, PALIER_FIELD_EMAIL_CONSENT, verdict, cell, NULL);
    return NULL;
  }
  PalierConsent *consent = palier_consent_new ();
  consent->proof = g_strdup_printf ("%s: %s%s%s", work->slot->header, cell, day != NULL ? ", " : "",
                                    day != NULL ? day : "");
  work->slot = of_day;
  if (day != NULL && !palier_time_normalize (day, of_day->order, mapper->year, &at_ms, &verdict))
    palier_mapper_tell (work, PALIER_FIELD_EMAIL_CONSENT_DATE, verdict, day, NULL);
  consent->purpose = g_strdup ("prospecting");
  consent->channel = g_strdup ("email");
  consent->given = given;
  consent->at_ms = MIN (at_ms, mapper->now_ms);
  return consent;
}

/* Whether there is anything by which to know or to reach whom the row is about. */
gboolean
palier_mapper_has_contact (const PalierProspect *prospect)
{
  static const PalierField known[] = { PALIER_FIELD_COMPANY,   PALIER_FIELD_FIRST_NAME,
                                       PALIER_FIELD_LAST_NAME, PALIER_FIELD_EMAIL,
                                       PALIER_FIELD_PHONE,     PALIER_FIELD_MOBILE,
                                       PALIER_FIELD_SIRET,     PALIER_FIELD_SIREN,
                                       PALIER_FIELD_WEBSITE,   PALIER_FIELD_LINKEDIN };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (palier_prospect_get (prospect, known[i]) != NULL)
      return TRUE;
  /* A name was left out, but it is a person, who can be told from others and reached by post. */
  return palier_prospect_get (prospect, PALIER_FIELD_BIRTHDATE) != NULL
         && palier_prospect_get (prospect, PALIER_FIELD_STREET) != NULL;
}

void
palier_mapper_tell_flags (PalierMapperWork *work)
{
  static const struct
  {
    PalierRowFlags flag;
    const char *code;
  } flags[] = { { PALIER_ROW_RAGGED, "row_ragged" }, { PALIER_ROW_UNCLOSED, "row_unclosed" },
                { PALIER_ROW_CUT, "row_cut" },       { PALIER_ROW_BAD_BYTES, "row_bad_bytes" },
                { PALIER_ROW_HIDDEN, "row_hidden" }, { PALIER_ROW_MISSING, "row_missing" } };

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    if ((work->row->flags & flags[i].flag) != 0)
      palier_mapper_add_problem (work, -1, flags[i].code, NULL, NULL);
}
