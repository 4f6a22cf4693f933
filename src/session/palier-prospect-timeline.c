/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened with a prospect, and what the user noted of it. */
#include <json-glib/json-glib.h>

#include "palier-activity-store.h"
#include "palier-event-store.h"
#include "palier-prospect-store.h"
#include "palier-record.h"
#include "palier-services.h"
#include "palier-session-error.h"

#define TIMELINE_MAX 500

/* Whether one says that the prospect was added by hand. */
static gboolean
has_first_event (GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    if (g_str_equal (((PalierEvent *) g_ptr_array_index (events, i))->name, "lead.new"))
      return TRUE;
  return FALSE;
}

/* How the record came in. It is no event of its own: an import of many rows would write as many,
 * and the record says it already. */
static PalierEvent *
make_first_event (const PalierProspect *prospect)
{
  PalierEvent *event = palier_event_new ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const char *source = palier_prospect_get (prospect, PALIER_FIELD_SOURCE);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "source");
  json_builder_add_string_value (builder, source != NULL ? source : "");
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  event->id = *palier_prospect_get_id (prospect);
  event->name = g_strdup ("prospect.imported");
  event->at_ms = palier_prospect_get_integer (prospect, PALIER_FIELD_CREATED_AT, 0);
  event->prospect = *palier_prospect_get_id (prospect);
  event->data = json_to_string (root, FALSE);
  return event;
}

/* @more: (element-type PalierEvent), the latest first: taken into @events, which is so too. */
static void
merge_events (GPtrArray *events, GPtrArray *more)
{
  for (guint i = 0, k = 0; k < more->len; i++)
  {
    PalierEvent *event = g_ptr_array_index (more, k);
    if (i < events->len && ((PalierEvent *) g_ptr_array_index (events, i))->at_ms > event->at_ms)
      continue;
    g_ptr_array_insert (events, (int) i, palier_event_ref (event));
    k++;
  }
  if (events->len > TIMELINE_MAX)
    g_ptr_array_set_size (events, TIMELINE_MAX);
}

static DexFuture *
timeline_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierProspect) prospect =
      dex_await_boxed (palier_prospect_store_get (call->core->workspace, &call->id), &error);
  GPtrArray *events = prospect != NULL
                          ? dex_await_boxed (palier_event_store_timeline (call->core->workspace,
                                                                          &call->id, TIMELINE_MAX),
                                             &error)
                          : NULL;

  if (events == NULL)
    return palier_reject (&error);
  g_autoptr (GPtrArray) activities = dex_await_boxed (
      palier_activity_store_of_prospect (call->core->workspace, &call->id, TIMELINE_MAX), &error);
  if (activities == NULL)
  {
    g_ptr_array_unref (events);
    return palier_reject (&error);
  }
  merge_events (events, activities);
  if (events->len < TIMELINE_MAX && !has_first_event (events))
    g_ptr_array_add (events, make_first_event (prospect));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, events);
}

/* The latest first; the last one says how the record came in. */
DexFuture *
palier_prospect_service_timeline (PalierProspectService *self, const PalierId *id)
{
  return palier_call_run (
      &(PalierCall) { .core = palier_prospect_service_get_core (self), .id = *id }, timeline_fiber);
}

/* ---- what the user notes */

/* Returns: (transfer full) (nullable): @text as it is kept. Errors: PALIER_SESSION_ERROR_FIELD */
static char *
clean (const char *text, GError **error)
{
  g_autofree char *clean = g_strstrip (g_strdup (text));

  if (palier_value_is_valid (palier_kind_field (PALIER_KIND_ACTIVITY, PALIER_ACTIVITY_FIELD_TEXT),
                             clean))
    return g_steal_pointer (&clean);
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_FIELD, "notes_invalid");
  return NULL;
}

static DexFuture *
note_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (PalierProspect) prospect =
      dex_await_boxed (palier_prospect_store_get (call->core->workspace, &call->id), &error);

  if (prospect == NULL || !(text = clean (call->second, &error)))
    return palier_reject (&error);
  return palier_activity_store_add (call->core->workspace, &call->id, call->first, text,
                                    palier_core_now_ms (call->core));
}

/**
 * palier_prospect_service_note:
 * @type: note or call
 * @text: what is to be remembered
 *
 * Writes it into the prospect's timeline, as of now.
 *
 * Returns: (transfer full): → TRUE. Errors: PALIER_SESSION_ERROR_FIELD where it is empty or too
 *   long, PALIER_STORAGE_ERROR_NOT_FOUND
 */
DexFuture *
palier_prospect_service_note (PalierProspectService *self, const PalierId *id, const char *type,
                              const char *text)
{
  return palier_call_run (&(PalierCall) { .core = palier_prospect_service_get_core (self),
                                          .id = *id,
                                          .first = (char *) type,
                                          .second = (char *) text },
                          note_fiber);
}

static DexFuture *
edit_note_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = clean (call->first, &error);

  return text != NULL ? palier_activity_store_edit (call->core->workspace, &call->id, text)
                      : palier_reject (&error);
}

/**
 * palier_prospect_service_edit_note:
 * @id: of a note or call, as its event in the timeline has it
 *
 * Returns: (transfer full): → PALIER_TYPE_CHANGESET. Errors: as of palier_prospect_service_note()
 */
DexFuture *
palier_prospect_service_edit_note (PalierProspectService *self, const PalierId *id,
                                   const char *text)
{
  return palier_call_run (&(PalierCall) { .core = palier_prospect_service_get_core (self),
                                          .id = *id,
                                          .first = (char *) text },
                          edit_note_fiber);
}

/* → PALIER_TYPE_CHANGESET. Errors: PALIER_STORAGE_ERROR_NOT_FOUND */
DexFuture *
palier_prospect_service_delete_note (PalierProspectService *self, const PalierId *id)
{
  return palier_activity_store_delete (palier_prospect_service_get_core (self)->workspace, id);
}
