/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be told of one's own customers: nothing without permission, no name where the permission
 * is for an anonymous mention, no figure that nothing proves. */
#include "palier-draft-reference.h"

#include <string.h>

#include "palier-french.h"
#include "palier-gazetteer.h"

/* How near two places are, the nearest first. */
typedef enum
{
  NEAR_TOWN,
  NEAR_DEPARTMENT,
  NEAR_REGION,
  NEAR_ELSEWHERE,
} Nearness;

typedef struct
{
  Nearness nearness;
  guint shared; /* specialisations that both have */
  gint64 at_ms;
} Rank;

static Nearness
measure_nearness (const PalierReference *reference, const PalierProspect *prospect)
{
  const char *city = palier_prospect_get (prospect, PALIER_FIELD_CITY);
  const char *code = palier_prospect_get (prospect, PALIER_FIELD_POSTAL_CODE);
  const char *here = code != NULL ? palier_department_of_postal_code (code) : NULL;
  const char *there = reference->postal_code != NULL
                          ? palier_department_of_postal_code (reference->postal_code)
                          : NULL;
  gboolean same = here != NULL && there != NULL && strcmp (here, there) == 0;

  if (city != NULL && reference->city != NULL && palier_gazetteer_same_town (city, reference->city)
      && (same || here == NULL || there == NULL))
    return NEAR_TOWN;
  if (same)
    return NEAR_DEPARTMENT;
  return here != NULL && there != NULL
                 && g_strcmp0 (palier_department_region (here), palier_department_region (there))
                        == 0
             ? NEAR_REGION
             : NEAR_ELSEWHERE;
}

static guint
count_shared (char *const *keys, const PalierProspect *prospect)
{
  guint n = 0;

  for (; keys != NULL && *keys != NULL; keys++)
    n += palier_prospect_in_set (prospect, PALIER_FIELD_SPECIALIZATIONS, *keys);
  return n;
}

/* Whether a customer is one like the prospect. Where either's specialisations are not known they
 * are no reason against it. */
static gboolean
is_like (const PalierReference *reference, const PalierProspect *prospect)
{
  gboolean known = palier_prospect_get (prospect, PALIER_FIELD_SPECIALIZATIONS) != NULL
                   && reference->specializations != NULL;

  return g_strcmp0 (reference->kind, palier_prospect_is_person (prospect) ? "person" : "agency")
             == 0
         && !palier_id_equal (&reference->prospect, palier_prospect_get_id (prospect))
         && (!known || count_shared (reference->specializations, prospect) > 0);
}

static int
compare_ranks (const Rank *a, const Rank *b)
{
  if (a->nearness != b->nearness)
    return a->nearness < b->nearness ? -1 : 1;
  if (a->shared != b->shared)
    return a->shared > b->shared ? -1 : 1;
  return (a->at_ms < b->at_ms) - (a->at_ms > b->at_ms);
}

/* "l’Agence du Port", as the user wrote it; else what kind of customer it is. */
static char *
dup_subject (const PalierReference *reference)
{
  if (g_strcmp0 (reference->permission, "named") == 0)
    return palier_french_value (reference->customer);
  return g_strdup (g_strcmp0 (reference->kind, "person") == 0 ? "un particulier" : "une agence");
}

/* "une agence, à Nantes, a confié trois mandats (14 ventes, au printemps 2026)" */
static char *
dup_display (const PalierReference *reference)
{
  GString *text = g_string_new_take (dup_subject (reference));
  const char *figure = reference->proof != NULL ? reference->figure : NULL;

  if (reference->city != NULL)
  {
    g_autofree char *place = palier_french_in_place (reference->city);
    g_string_append_printf (text, ", %s,", place);
  }
  g_string_append_printf (text, " %s", reference->achieved);
  if (figure != NULL || reference->period != NULL)
    g_string_append_printf (text, " (%s%s%s)", figure != NULL ? figure : "",
                            figure != NULL && reference->period != NULL ? ", " : "",
                            reference->period != NULL ? reference->period : "");
  return g_string_free_and_steal (text);
}

/**
 * palier_draft_reference_fact:
 *
 * Returns: (transfer full) (nullable): the fact "competitor_example", its date that of the
 *   permission; %NULL where there is no permission, or nothing to tell
 */
PalierFact *
palier_draft_reference_fact (const PalierReference *reference)
{
  char id[PALIER_ID_TEXT_SIZE];
  gboolean named = g_strcmp0 (reference->permission, "named") == 0;
  PalierFact *fact;

  if ((!named && g_strcmp0 (reference->permission, "anonymous") != 0) || reference->achieved == NULL
      || reference->customer == NULL)
    return NULL;
  fact = palier_fact_new ();
  fact->key = g_strdup ("competitor_example");
  fact->value = g_strdup (palier_id_format (&reference->id, id));
  fact->display = dup_display (reference);
  fact->source = g_strdup ("reference");
  fact->detail = g_strdup (reference->proof != NULL ? reference->proof : reference->permission_how);
  fact->at_ms = reference->permission_ms != 0 ? reference->permission_ms : reference->created_ms;
  fact->personal = named && g_strcmp0 (reference->kind, "person") == 0;
  return fact;
}

/**
 * palier_draft_reference_choose:
 * @references: (element-type PalierReference)
 *
 * Returns: (transfer full) (nullable): what may be told of the customer that is most like the
 *   prospect: of its kind, the nearest first, then who shares most specialisations, then the latest
 *   permission; %NULL where there is none
 */
PalierFact *
palier_draft_reference_choose (const GPtrArray *references, const PalierProspect *prospect)
{
  g_autoptr (PalierFact) best = NULL;
  Rank best_rank = { 0 };

  for (guint i = 0; i < references->len; i++)
  {
    const PalierReference *reference = references->pdata[i];
    g_autoptr (PalierFact) fact =
        is_like (reference, prospect) ? palier_draft_reference_fact (reference) : NULL;
    if (fact == NULL)
      continue;
    Rank rank = { measure_nearness (reference, prospect),
                  count_shared (reference->specializations, prospect), fact->at_ms };
    if (best != NULL && compare_ranks (&rank, &best_rank) >= 0)
      continue;
    g_clear_pointer (&best, palier_fact_free);
    best = g_steal_pointer (&fact);
    best_rank = rank;
  }
  return g_steal_pointer (&best);
}
