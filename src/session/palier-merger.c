/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of several values is the best, and what becomes of the others. */
#include "palier-merger.h"

#include <string.h>

#include "palier-email.h"
#include "palier-identity.h"
#include "palier-prospect-store.h"

struct _PalierMergeBatch
{
  GArray *merges;   /* (element-type PalierProspectMerge) */
  GPtrArray *edits; /* (element-type PalierProspectEdit) */
  char *label;      /* (nullable): of the only one */
  guint n;
};

/* ---- the proposal */

static PalierProspect *
get_prospect (const PalierMergePlan *plan, guint index)
{
  return g_ptr_array_index (plan->prospects, index);
}

static guint
count_filled (const PalierProspect *prospect)
{
  guint n = 0;

  for (int field = 0; field < PALIER_N_FIELDS; field++)
    n += palier_prospect_get (prospect, (PalierField) field) != NULL;
  return n;
}

/* How much a value says: a whole name more than an initial, one's own address more than contact@,
 * mixed case more than capitals. */
static guint
weigh_value (PalierField field, const char *value)
{
  guint length = (guint) MIN (g_utf8_strlen (value, -1), 200);
  gboolean shouted = g_utf8_strlen (value, -1) > 3;

  if (field == PALIER_FIELD_EMAIL)
    return palier_email_is_generic (value) ? 1 : 2;
  if (palier_field_info (field)->type != PALIER_TYPE_TEXT)
    return 1;
  for (const char *p = value; *p != '\0' && shouted; p = g_utf8_next_char (p))
    shouted = !g_unichar_islower (g_utf8_get_char (p));
  return 2 * length + !shouted;
}

/* The value that most of them have wins over one that only a typo may have made. */
static guint
count_voices (const PalierMergePlan *plan, PalierField field, const char *value)
{
  guint n = 0;

  for (guint i = 0; i < plan->prospects->len; i++)
    n += g_strcmp0 (palier_prospect_get (get_prospect (plan, i), field), value) == 0;
  return n;
}

static gint64
weigh (const PalierMergePlan *plan, PalierField field, guint index)
{
  const PalierProspect *prospect = get_prospect (plan, index);
  const char *value = palier_prospect_get (prospect, field);

  if (value == NULL)
    return -1;
  return (gint64) count_voices (plan, field, value) * 100000
         + (gint64) weigh_value (field, value) * 100 + (index == plan->kept ? 50 : 0)
         + MIN (count_filled (prospect), 49);
}

static int
choose (const PalierMergePlan *plan, PalierField field)
{
  int best = -1;
  gint64 most = -1;

  for (guint i = 0; i < plan->prospects->len; i++)
  {
    gint64 weight = weigh (plan, field, i);
    if (weight > most)
      best = (int) i;
    most = MAX (most, weight);
  }
  return best;
}

/* The one of which most is known stays; of equals the oldest. */
static guint
choose_kept (const PalierMergePlan *plan)
{
  guint best = 0;

  for (guint i = 1; i < plan->prospects->len; i++)
    if (count_filled (get_prospect (plan, i)) > count_filled (get_prospect (plan, best)))
      best = i;
  return best;
}

PalierMergePlan *
palier_merger_plan (PalierCore *core, GArray *ids, GError **error)
{
  g_autoptr (PalierMergePlan) plan = palier_merge_plan_new ();

  for (guint i = 0; i < ids->len; i++)
  {
    PalierProspect *prospect = dex_await_boxed (
        palier_prospect_store_get (core->workspace, &g_array_index (ids, PalierId, i)), error);
    if (prospect == NULL)
      return NULL;
    g_ptr_array_add (plan->prospects, prospect);
  }
  plan->kept = choose_kept (plan);
  for (int field = 0; field < PALIER_N_FIELDS; field++)
    if (palier_field_info ((PalierField) field)->stored)
      plan->choices[field] = choose (plan, (PalierField) field);
  return g_steal_pointer (&plan);
}

/* ---- what the plan makes of them */

static void
add_line (GHashTable *lines, const char *line)
{
  if (line != NULL && *line != '\0')
    g_hash_table_add (lines, g_strdup (line));
}

static void
add_lines (GHashTable *lines, const PalierProspect *prospect, PalierField field)
{
  g_auto (GStrv) all = palier_prospect_dup_set (prospect, field);

  for (guint i = 0; all[i] != NULL; i++)
    add_line (lines, all[i]);
}

static char *
join_lines (GHashTable *lines)
{
  g_autoptr (GPtrArray) all = g_hash_table_get_keys_as_ptr_array (lines);

  g_ptr_array_sort_values (all, (GCompareFunc) strcmp);
  g_ptr_array_add (all, NULL);
  return g_strjoinv ("\n", (char **) all->pdata);
}

static GHashTable *
lines_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Every address and number that is not the chosen one. */
static void
keep_others (const PalierMergePlan *plan, PalierProspect *out, PalierField others,
             const PalierField *fields, gsize n_fields)
{
  g_autoptr (GHashTable) lines = lines_new ();

  for (guint i = 0; i < plan->prospects->len; i++)
  {
    add_lines (lines, get_prospect (plan, i), others);
    for (gsize k = 0; k < n_fields; k++)
      add_line (lines, palier_prospect_get (get_prospect (plan, i), fields[k]));
  }
  for (gsize k = 0; k < n_fields; k++)
    if (palier_prospect_get (out, fields[k]) != NULL)
      g_hash_table_remove (lines, palier_prospect_get (out, fields[k]));
  palier_prospect_take (out, others, join_lines (lines));
}

static void
unite_sets (const PalierMergePlan *plan, PalierProspect *out, PalierField field)
{
  g_autoptr (GHashTable) lines = lines_new ();

  for (guint i = 0; i < plan->prospects->len; i++)
    add_lines (lines, get_prospect (plan, i), field);
  palier_prospect_take (out, field, join_lines (lines));
}

/* Notes of all, one after the other, none twice. */
static void
join_notes (const PalierMergePlan *plan, PalierProspect *out)
{
  g_autoptr (GString) notes = g_string_new (palier_prospect_get (out, PALIER_FIELD_NOTES));

  for (guint i = 0; i < plan->prospects->len; i++)
  {
    const char *more = palier_prospect_get (get_prospect (plan, i), PALIER_FIELD_NOTES);
    if (more == NULL || strstr (notes->str, more) != NULL)
      continue;
    g_string_append_printf (notes, "%s%s", notes->len > 0 ? "\n\n" : "", more);
  }
  palier_prospect_set (out, PALIER_FIELD_NOTES, notes->str);
}

static void
put_choice (const PalierMergePlan *plan, PalierProspect *out, PalierField field)
{
  int choice = plan->choices[field];

  if (choice < 0 || (guint) choice >= plan->prospects->len)
    return;
  PalierProspect *from = get_prospect (plan, (guint) choice);
  palier_prospect_set (out, field, palier_prospect_get (from, field));
  palier_prospect_set_original (out, field, palier_prospect_get_original (from, field));
}

PalierProspect *
palier_merge_plan_preview (const PalierMergePlan *plan)
{
  static const PalierField emails[] = { PALIER_FIELD_EMAIL };
  static const PalierField phones[] = { PALIER_FIELD_PHONE, PALIER_FIELD_MOBILE };
  g_autoptr (PalierProspect) out = palier_prospect_copy (get_prospect (plan, plan->kept));

  for (int i = 0; i < PALIER_N_FIELDS; i++)
  {
    PalierField field = (PalierField) i;
    if (!palier_field_info (field)->stored)
      continue;
    if (palier_field_info (field)->merge == PALIER_MERGE_SET)
      unite_sets (plan, out, field);
    else
      put_choice (plan, out, field);
  }
  keep_others (plan, out, PALIER_FIELD_OTHER_EMAILS, emails, G_N_ELEMENTS (emails));
  keep_others (plan, out, PALIER_FIELD_OTHER_PHONES, phones, G_N_ELEMENTS (phones));
  join_notes (plan, out);
  /* Whatever else one of them has is filled in: columns of the user's own among it. */
  for (guint i = 0; i < plan->prospects->len; i++)
  {
    PalierProspect *filled = palier_identity_fill (out, get_prospect (plan, i));
    if (filled == NULL)
      continue;
    palier_prospect_unref (out);
    out = filled;
  }
  return g_steal_pointer (&out);
}

/* ---- writing */

PalierMergeBatch *
palier_merge_batch_new (void)
{
  PalierMergeBatch *self = g_new0 (PalierMergeBatch, 1);

  self->merges = g_array_new (FALSE, FALSE, sizeof (PalierProspectMerge));
  self->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);
  return self;
}

void
palier_merge_batch_free (PalierMergeBatch *self)
{
  g_array_unref (self->merges);
  g_ptr_array_unref (self->edits);
  g_free (self->label);
  g_free (self);
}

static void
add_edits (PalierMergeBatch *self, const PalierProspect *before, const PalierProspect *after)
{
  for (int i = 0; i < PALIER_N_FIELDS; i++)
  {
    PalierField field = (PalierField) i;
    const char *value = palier_prospect_get (after, field);
    if (palier_field_info (field)->stored
        && g_strcmp0 (value, palier_prospect_get (before, field)) != 0)
      g_ptr_array_add (self->edits,
                       palier_prospect_edit_new (palier_prospect_get_id (before), field, value,
                                                 palier_prospect_get_original (after, field)));
  }
}

void
palier_merge_batch_add (PalierMergeBatch *self, PalierMergePlan *plan)
{
  PalierProspect *kept = get_prospect (plan, plan->kept);
  g_autoptr (PalierProspect) after = palier_merge_plan_preview (plan);

  add_edits (self, kept, after);
  for (guint i = 0; i < plan->prospects->len; i++)
  {
    PalierProspectMerge merge = { *palier_prospect_get_id (get_prospect (plan, i)),
                                  *palier_prospect_get_id (kept) };
    if (i != plan->kept)
      g_array_append_val (self->merges, merge);
  }
  g_clear_pointer (&self->label, g_free);
  if (self->n++ == 0)
    self->label = palier_prospect_dup_display_name (after);
}

/* Returns: (transfer full): → PALIER_TYPE_CHANGESET */
DexFuture *
palier_merge_batch_write (PalierMergeBatch *self, PalierCore *core)
{
  return palier_prospect_store_merge (core->workspace, self->label, self->merges, self->edits);
}

/* Puts the plans by in an open changeset. Returns: (transfer full): → TRUE */
DexFuture *
palier_merge_batch_stage (PalierMergeBatch *self, PalierCore *core, const PalierId *changeset)
{
  return palier_prospect_store_stage_merges (core->workspace, changeset, self->merges, self->edits);
}
