/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-undo-service.h"

#include <glib/gi18n.h>

#include "palier-changeset-store.h"
#include "palier-message-store.h"
#include "palier-prospect-store.h"
#include "palier-score-pass.h"
#include "palier-services.h"
#include "palier-words.h"

/* How far back the last action that can still be undone is looked for. */
#define LAST_AMONG 50

struct _PalierUndoService
{
  GObject parent;
  PalierCore *core;
};

G_DEFINE_FINAL_TYPE (PalierUndoService, palier_undo_service, G_TYPE_OBJECT)

static void
palier_undo_service_finalize (GObject *object)
{
  palier_core_unref (PALIER_UNDO_SERVICE (object)->core);
  G_OBJECT_CLASS (palier_undo_service_parent_class)->finalize (object);
}

static void
palier_undo_service_class_init (PalierUndoServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_undo_service_finalize;
}

static void
palier_undo_service_init (PalierUndoService *self)
{
}

PalierUndoService *
palier_undo_service_new (PalierCore *core)
{
  PalierUndoService *self = g_object_new (PALIER_TYPE_UNDO_SERVICE, NULL);
  self->core = palier_core_ref (core);
  return self;
}

static DexFuture *
last_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all =
      dex_await_boxed (palier_changeset_store_list (call->core->workspace, LAST_AMONG), &error);

  if (all == NULL)
    return palier_reject (&error);
  for (guint i = 0; i < all->len; i++)
  {
    PalierChangeset *changeset = g_ptr_array_index (all, i);
    if (!changeset->undone)
      return dex_future_new_take_boxed (PALIER_TYPE_CHANGESET, palier_changeset_ref (changeset));
  }
  return dex_future_new_take_boxed (PALIER_TYPE_CHANGESET, NULL);
}

/* The latest action that was not undone; NULL where there is none. */
DexFuture *
palier_undo_service_last (PalierUndoService *self)
{
  return palier_call_run (&(PalierCall) { .core = self->core }, last_fiber);
}

DexFuture *
palier_undo_service_list (PalierUndoService *self, guint limit)
{
  return palier_changeset_store_list (self->core->workspace, limit);
}

static char *
describe_conflict (const PalierConflict *conflict)
{
  char id[PALIER_ID_TEXT_SIZE];

  palier_id_format (&conflict->id, id);
  return g_strjoin (" ", palier_kind_name (conflict->kind), id, conflict->field, NULL);
}

/* Whom a conflict is about; nobody, where the record is gone. */
static char *
dup_name (PalierCore *core, const PalierConflict *conflict)
{
  g_autoptr (PalierMessage) message =
      conflict->kind == PALIER_KIND_MESSAGE
          ? dex_await_boxed (palier_message_store_get (core->workspace, &conflict->id), NULL)
          : NULL;
  g_autoptr (PalierProspect) prospect =
      conflict->kind == PALIER_KIND_PROSPECT
          ? dex_await_boxed (palier_prospect_store_get (core->workspace, &conflict->id), NULL)
          : NULL;

  if (message != NULL && message->prospect_name != NULL)
    return g_strdup (message->prospect_name);
  return prospect != NULL ? palier_prospect_dup_display_name (prospect) : g_strdup (_ ("Unknown"));
}

static char *
word_conflict (PalierCore *core, const PalierConflict *conflict)
{
  g_autofree char *name = dup_name (core, conflict);
  PalierField field = palier_field_from_name (conflict->field);

  if (field == PALIER_FIELD_NONE)
    return g_strdup_printf (_ ("%s was changed since, and stays."), name);
  return g_strdup_printf (_ ("%s: “%s” was changed since, and stays."), name,
                          palier_words_field (field));
}

static DexFuture *
undo_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierUndoResult) result =
      dex_await_boxed (palier_changeset_store_undo (call->core->workspace, &call->id), &error);

  if (result == NULL || !palier_score_pass_run (call->core, result->prospects, &error))
    return palier_reject (&error);
  PalierUndo *undo = g_atomic_rc_box_new0 (PalierUndo);
  undo->changeset = call->id;
  undo->n_records = (guint) result->n_records;
  undo->conflicts = g_ptr_array_new_with_free_func (g_free);
  undo->words = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < result->conflicts->len; i++)
  {
    const PalierConflict *conflict = g_ptr_array_index (result->conflicts, i);
    g_ptr_array_add (undo->conflicts, describe_conflict (conflict));
    g_ptr_array_add (undo->words, word_conflict (call->core, conflict));
  }
  return dex_future_new_take_boxed (PALIER_TYPE_UNDO, undo);
}

/**
 * palier_undo_service_undo:
 *
 * Puts everything back as it was, but for what was changed since and for messages that have left:
 * these are listed. What is put back is scored anew.
 *
 * Returns: (transfer full): → PALIER_TYPE_UNDO. Errors: PALIER_STORAGE_ERROR_NOT_FOUND,
 *   PALIER_STORAGE_ERROR_STATE where it was undone already
 */
DexFuture *
palier_undo_service_undo (PalierUndoService *self, const PalierId *changeset)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .id = *changeset }, undo_fiber);
}
