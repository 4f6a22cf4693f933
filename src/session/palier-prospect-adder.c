/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what is typed to a stored prospect: the same cleaning, the same question of who is there
 * already and the same defaults as for a row of a file. */
#include "palier-prospect-adder.h"

#include "palier-changeset-store.h"
#include "palier-event-store.h"
#include "palier-field-editor.h"
#include "palier-identity.h"
#include "palier-prospect-store.h"
#include "palier-scorer.h"
#include "palier-session-error.h"

/* Of one shared key (a switchboard) only so many rows are compared. */
#define MAX_CANDIDATES 32

/* Puts what @text means into @prospect. */
static gboolean
put_text (PalierProspect *prospect, const PalierFieldText *text, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) edits =
      palier_field_editor_edits (prospect, text->field, text->text, &failure);

  if (edits == NULL)
  {
    g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_FIELD, failure->message);
    return FALSE;
  }
  for (guint i = 0; i < edits->len; i++)
  {
    const PalierProspectEdit *edit = g_ptr_array_index (edits, i);
    palier_prospect_set (prospect, edit->field, edit->value);
    palier_prospect_set_original (prospect, edit->field, edit->original);
  }
  return TRUE;
}

gboolean
palier_prospect_adder_check (PalierField field, const char *text, GError **error)
{
  g_autoptr (PalierProspect) prospect = palier_prospect_new ();

  return put_text (prospect, &(PalierFieldText) { field, (char *) text }, error);
}

static gboolean
has_any (const PalierProspect *prospect, const PalierField *fields, gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    if (palier_prospect_get (prospect, fields[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* An agency where nothing is said but a firm or its number. */
static void
put_kind (PalierProspect *prospect)
{
  static const PalierField of_firms[] = { PALIER_FIELD_COMPANY, PALIER_FIELD_SIRET };
  gboolean firm = has_any (prospect, of_firms, G_N_ELEMENTS (of_firms));

  if (palier_prospect_get (prospect, PALIER_FIELD_KIND) == NULL)
    palier_prospect_set (prospect, PALIER_FIELD_KIND, firm ? "agency" : "person");
}

/* The legitimate interest is for professionals only; of a person the user has to know a basis. */
static void
put_defaults (PalierProspect *prospect, gint64 now_ms)
{
  put_kind (prospect);
  if (palier_prospect_get (prospect, PALIER_FIELD_LEGAL_BASIS) == NULL
      && !palier_prospect_is_person (prospect))
    palier_prospect_set (prospect, PALIER_FIELD_LEGAL_BASIS, "legitimate_interest");
  if (palier_prospect_get (prospect, PALIER_FIELD_STAGE) == NULL)
    palier_prospect_set (prospect, PALIER_FIELD_STAGE, "prospect");
  palier_prospect_take (prospect, PALIER_FIELD_CREATED_AT,
                        g_strdup_printf ("%" G_GINT64_FORMAT, now_ms));
}

static gboolean
check_anybody (const PalierProspect *prospect, GError **error)
{
  static const PalierField telling[] = { PALIER_FIELD_COMPANY,    PALIER_FIELD_LAST_NAME,
                                         PALIER_FIELD_FIRST_NAME, PALIER_FIELD_EMAIL,
                                         PALIER_FIELD_PHONE,      PALIER_FIELD_MOBILE,
                                         PALIER_FIELD_SIRET };

  if (has_any (prospect, telling, G_N_ELEMENTS (telling)))
    return TRUE;
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_FIELD, "row_no_contact");
  return FALSE;
}

/* ---- who is there already */

#define MAX_KEYS (PALIER_IDENTITY_KEYS + 2 * PALIER_IDENTITY_OTHERS)

static guint
add_values (PalierProspectKey keys[MAX_KEYS], guint n, PalierField field, char **values)
{
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    keys[n++] = (PalierProspectKey) { field, values[i] };
  return n;
}

static GArray *
await_candidates (PalierCore *core, const PalierProspect *draft, GError **error)
{
  PalierIdentityKey found[PALIER_IDENTITY_KEYS];
  PalierProspectKey keys[MAX_KEYS];
  guint n_found = palier_identity_keys (draft, found), n = 0;
  g_auto (GStrv) emails = palier_identity_dup_others (draft, PALIER_FIELD_EMAIL);
  g_auto (GStrv) phones = palier_identity_dup_others (draft, PALIER_FIELD_PHONE);

  for (guint i = 0; i < n_found; i++)
    if (found[i].field != PALIER_FIELD_LINKEDIN)
      keys[n++] = (PalierProspectKey) { found[i].field, found[i].value };
  n = add_values (keys, n, PALIER_FIELD_EMAIL, emails);
  n = add_values (keys, n, PALIER_FIELD_PHONE, phones);
  if (n == 0)
    return g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) matches =
      dex_await_boxed (palier_prospect_store_find (core->workspace, keys, n), error);
  if (matches == NULL)
    return NULL;
  GArray *ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < MIN (matches->len, MAX_CANDIDATES); i++)
    g_array_append_val (ns, g_array_index (matches, PalierProspectMatch, i).n);
  return ns;
}

/* @same: (out) (transfer full) (nullable) */
static gboolean
await_same_kind (PalierCore *core, const PalierProspect *draft, PalierProspect **same,
                 GError **error)
{
  g_autoptr (GArray) ns = await_candidates (core, draft, error);
  guint chosen;

  *same = NULL;
  if (ns == NULL)
    return FALSE;
  g_autoptr (GPtrArray) rows =
      dex_await_boxed (palier_prospect_store_rows (core->workspace, ns), error);
  if (rows == NULL)
    return FALSE;
  for (guint i = rows->len; i > 0; i--)
    if (g_ptr_array_index (rows, i - 1) == NULL)
      g_ptr_array_remove_index (rows, i - 1);
  if (rows->len > 0 && palier_identity_choose (draft, rows, &chosen, NULL) == PALIER_IDENTITY_SAME)
    *same = palier_prospect_ref (g_ptr_array_index (rows, chosen));
  return TRUE;
}

/* Where the kind is not said, the same person may be there as either. */
static gboolean
await_same (PalierCore *core, PalierProspect *draft, PalierProspect **same, GError **error)
{
  static const char *const kinds[] = { "agency", "person" };

  if (palier_prospect_get (draft, PALIER_FIELD_KIND) != NULL)
    return await_same_kind (core, draft, same, error);
  *same = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds) && *same == NULL; i++)
  {
    palier_prospect_set (draft, PALIER_FIELD_KIND, kinds[i]);
    if (!await_same_kind (core, draft, same, error))
      return FALSE;
  }
  palier_prospect_set (draft, PALIER_FIELD_KIND, NULL);
  return TRUE;
}

gboolean
palier_prospect_adder_find_same (PalierCore *core, GPtrArray *texts, PalierProspect **same,
                                 GError **error)
{
  g_autoptr (PalierProspect) draft = palier_prospect_new ();

  for (guint i = 0; i < texts->len; i++)
    put_text (draft, g_ptr_array_index (texts, i), NULL);
  return await_same (core, draft, same, error);
}

/* ---- adding */

static gboolean
insert (PalierCore *core, PalierProspect *draft, const PalierId *changeset, GError **error)
{
  static const PalierScoringHistory no_history = { 0 };
  g_autoptr (GArray) scores = g_array_new (FALSE, FALSE, sizeof (PalierScoreRow));
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  PalierScoreRow score;
  GError *failure = NULL;

  palier_scorer_evaluate (core->scoring, draft, &no_history, palier_core_now_ms (core), &score);
  g_array_append_val (scores, score);
  g_ptr_array_add (rows, draft);
  gint64 n = dex_await_int64 (
      palier_prospect_store_insert (core->workspace, changeset, rows, scores), &failure);
  if (failure != NULL)
    return g_propagate_error (error, failure), FALSE;
  palier_prospect_set_n (draft, n);
  return TRUE;
}

/* That it came in by hand is an event: the record itself does not say it. */
static gboolean
append_event (PalierCore *core, const PalierProspect *prospect, GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);
  PalierEvent *event = palier_event_new ();

  event->id = palier_workspace_new_id (core->workspace);
  event->name = g_strdup ("lead.new");
  event->at_ms = palier_core_now_ms (core);
  event->prospect = *palier_prospect_get_id (prospect);
  g_ptr_array_add (events, event);
  return dex_await (palier_event_store_append (core->workspace, events), error);
}

/* In a changeset of its own, which is taken back where anything fails. */
static gboolean
store (PalierCore *core, PalierProspect *draft, PalierId *changeset, GError **error)
{
  g_autofree char *label = palier_prospect_dup_display_name (draft);
  PalierId id = palier_workspace_new_id (core->workspace);

  *changeset = palier_workspace_new_id (core->workspace);
  palier_prospect_set_id (draft, &id);
  if (!dex_await (palier_changeset_store_begin (core->workspace, changeset, "create", label),
                  error))
    return FALSE;
  if (insert (core, draft, changeset, error) && append_event (core, draft, error)
      && dex_await (palier_changeset_store_close (core->workspace, changeset), error))
    return TRUE;
  dex_await (palier_changeset_store_abandon (core->workspace, changeset), NULL);
  return FALSE;
}

/**
 * palier_prospect_adder_add:
 * @anyway: although the same prospect is there already
 *
 * Returns: (transfer full): Errors: PALIER_SESSION_ERROR_FIELD
 */
PalierAddition *
palier_prospect_adder_add (PalierCore *core, GPtrArray *texts, gboolean anyway, GError **error)
{
  g_autoptr (PalierProspect) draft = palier_prospect_new ();
  g_autoptr (PalierProspect) same = NULL;
  PalierId changeset = PALIER_ID_NIL;

  for (guint i = 0; i < texts->len; i++)
    if (!put_text (draft, g_ptr_array_index (texts, i), error))
      return NULL;
  if (!check_anybody (draft, error) || (!anyway && !await_same (core, draft, &same, error)))
    return NULL;
  put_defaults (draft, palier_core_now_ms (core));
  if (same == NULL && !store (core, draft, &changeset, error))
    return NULL;
  PalierAddition *addition = g_atomic_rc_box_new0 (PalierAddition);
  addition->added = same == NULL;
  addition->prospect = palier_prospect_ref (same != NULL ? same : draft);
  addition->changeset = changeset;
  return addition;
}
