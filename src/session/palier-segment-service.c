/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-segment-service.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-fold.h"
#include "palier-import-store.h"
#include "palier-segment-propose.h"
#include "palier-segment-store.h"
#include "palier-services.h"
#include "palier-session-error.h"
#include "palier-words.h"

#define CHOICES_MAX 60

struct _PalierSegmentService
{
  GObject parent;
  PalierCore *core;
};

G_DEFINE_FINAL_TYPE (PalierSegmentService, palier_segment_service, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (PalierSegmentRow, palier_segment_row, palier_segment_row_ref,
                     palier_segment_row_free)

PalierSegmentRow *
palier_segment_row_ref (PalierSegmentRow *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
row_clear (gpointer data)
{
  PalierSegmentRow *self = data;

  g_free (self->name);
  g_free (self->rule);
  g_clear_pointer (&self->filter, palier_filter_free);
}

void
palier_segment_row_free (PalierSegmentRow *self)
{
  g_atomic_rc_box_release_full (self, row_clear);
}

/* Returns: (transfer full) (nullable): the share that replied, with its n; NULL below a sensible n
 */
char *
palier_segment_row_dup_rate (const PalierSegmentRow *self)
{
  if (self->contacted < PALIER_SEGMENT_RATE_MIN)
    return NULL;
  /* Translators: a share of replies, and of how many prospects */
  return g_strdup_printf (_ ("%.0f %% replied (n = %u)"),
                          100.0 * (double) self->replied / (double) self->contacted,
                          (guint) MIN (self->contacted, G_MAXUINT));
}

/* @a, @b: (type PalierSegmentRow): whether one would be shown as the other, and do the same */
gboolean
palier_segment_row_equal (gconstpointer a, gconstpointer b)
{
  const PalierSegmentRow *one = a;
  const PalierSegmentRow *other = b;
  g_autofree char *here = one->filter != NULL ? palier_filter_to_json (one->filter) : NULL;
  g_autofree char *there = other->filter != NULL ? palier_filter_to_json (other->filter) : NULL;

  return palier_id_equal (&one->id, &other->id) && one->count == other->count
         && one->contacted == other->contacted && one->replied == other->replied
         && g_str_equal (one->name, other->name) && g_str_equal (one->rule, other->rule)
         && g_strcmp0 (here, there) == 0;
}

void
palier_filter_choice_free (PalierFilterChoice *self)
{
  g_free (self->value);
  g_free (self->label);
  g_free (self);
}

static void
palier_segment_service_finalize (GObject *object)
{
  palier_core_unref (PALIER_SEGMENT_SERVICE (object)->core);
  G_OBJECT_CLASS (palier_segment_service_parent_class)->finalize (object);
}

static void
palier_segment_service_class_init (PalierSegmentServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_segment_service_finalize;
}

static void
palier_segment_service_init (PalierSegmentService *self)
{
}

PalierSegmentService *
palier_segment_service_new (PalierCore *core)
{
  PalierSegmentService *self = g_object_new (PALIER_TYPE_SEGMENT_SERVICE, NULL);
  self->core = palier_core_ref (core);
  return self;
}

/* In a fiber. */
PalierSegmentRow *
palier_segment_row_make (PalierCore *core, const char *name, PalierFilter *filter, GError **error)
{
  g_autoptr (PalierSegmentRow) row = g_atomic_rc_box_new0 (PalierSegmentRow);

  row->rule = filter != NULL ? palier_words_filter (filter)
                             : g_strdup (_ ("Written by a newer version of Palier"));
  row->name = g_strdup (name != NULL ? name : row->rule);
  row->filter = filter != NULL ? palier_filter_ref (filter) : NULL;
  if (filter == NULL)
    return g_steal_pointer (&row);
  g_autoptr (GArray) figures =
      dex_await_boxed (palier_segment_store_measure (core->workspace, filter), error);
  if (figures == NULL)
    return NULL;
  row->count = g_array_index (figures, guint64, 0);
  row->contacted = g_array_index (figures, guint64, 1);
  row->replied = g_array_index (figures, guint64, 2);
  return g_steal_pointer (&row);
}

static DexFuture *
list_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_segment_row_free);
  g_autoptr (GPtrArray) segments =
      dex_await_boxed (palier_segment_store_list (call->core->workspace), &error);

  for (guint i = 0; segments != NULL && i < segments->len; i++)
  {
    PalierSegment *segment = g_ptr_array_index (segments, i);
    PalierSegmentRow *row =
        palier_segment_row_make (call->core, segment->name, segment->filter, &error);
    if (row == NULL)
      return palier_reject (&error);
    row->id = segment->id;
    g_ptr_array_add (rows, row);
  }
  return segments != NULL ? dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows))
                          : palier_reject (&error);
}

DexFuture *
palier_segment_service_list (PalierSegmentService *self)
{
  return palier_call_run (&(PalierCall) { .core = self->core }, list_fiber);
}

static DexFuture *
propose_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = palier_segment_propose (call->core, &error);

  return rows != NULL ? dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, rows) : palier_reject (&error);
}

/* Those that are kept already are not proposed again. */
DexFuture *
palier_segment_service_propose (PalierSegmentService *self)
{
  return palier_call_run (&(PalierCall) { .core = self->core }, propose_fiber);
}

/* Returns: (transfer full) (nullable): without @error where there is none of that name */
static PalierSegment *
find_segment (PalierCore *core, const char *name, GError **error)
{
  g_autofree char *wanted = palier_fold (name);
  g_autoptr (GPtrArray) segments =
      dex_await_boxed (palier_segment_store_list (core->workspace), error);

  for (guint i = 0; segments != NULL && i < segments->len; i++)
  {
    PalierSegment *segment = g_ptr_array_index (segments, i);
    g_autofree char *folded = palier_fold (segment->name);
    if (strcmp (folded, wanted) == 0)
      return palier_segment_ref (segment);
  }
  return NULL;
}

static DexFuture *
find_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  PalierSegment *segment = find_segment (call->core, call->first, &error);

  if (segment != NULL)
    return dex_future_new_take_boxed (PALIER_TYPE_SEGMENT, segment);
  if (error == NULL)
    error =
        g_error_new_literal (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_SEGMENT, call->first);
  return palier_reject (&error);
}

/* Accents and case do not matter. Errors: PALIER_SESSION_ERROR_NO_SEGMENT. */
DexFuture *
palier_segment_service_find (PalierSegmentService *self, const char *name)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .first = (char *) name }, find_fiber);
}

static char *
tidy_name (const char *name, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  g_autofree char *tidy = g_strdup (g_strstrip (g_strdelimit (valid, "\n\r\t", ' ')));

  if (*tidy != '\0' && g_utf8_strlen (tidy, -1) <= PALIER_SEGMENT_NAME_MAX)
    return g_steal_pointer (&tidy);
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_SEGMENT_NAME, tidy);
  return NULL;
}

static DexFuture *
save_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = tidy_name (call->first, &error);
  g_autoptr (PalierSegment) known = NULL;
  PalierSegment *segment = palier_segment_new ();
  g_autoptr (PalierSegment) kept = segment;

  if (name == NULL)
    return palier_reject (&error);
  known = find_segment (call->core, name, &error);
  if (error != NULL)
    return palier_reject (&error);
  segment->id = known != NULL ? known->id : palier_workspace_new_id (call->core->workspace);
  segment->created_ms = palier_core_now_ms (call->core);
  segment->name = g_steal_pointer (&name);
  segment->filter = palier_filter_ref (call->value);
  if (!dex_await (palier_segment_store_put (call->core->workspace, segment), &error))
    return palier_reject (&error);
  return dex_future_new_take_boxed (PALIER_TYPE_SEGMENT, g_steal_pointer (&kept));
}

/* Makes a segment, or gives the one of that name another filter. Errors:
 * PALIER_SESSION_ERROR_SEGMENT_NAME. */
DexFuture *
palier_segment_service_save (PalierSegmentService *self, const char *name, PalierFilter *filter)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .first = (char *) name,
                                          .value = palier_filter_ref (filter),
                                          .free_value = (GDestroyNotify) palier_filter_free },
                          save_fiber);
}

DexFuture *
palier_segment_service_remove (PalierSegmentService *self, const PalierId *id)
{
  return palier_segment_store_remove (self->core->workspace, id);
}

static void
add_choice (GPtrArray *choices, PalierFilterKey key, const char *value, const char *label,
            guint count)
{
  PalierFilterChoice *choice = g_new0 (PalierFilterChoice, 1);

  choice->value = g_strdup (value);
  choice->label = label != NULL ? g_strdup (label) : palier_words_filter_value (key, value);
  choice->count = count;
  g_ptr_array_add (choices, choice);
}

static gboolean
add_imports (PalierCore *core, GPtrArray *choices, GError **error)
{
  g_autoptr (GPtrArray) files =
      dex_await_boxed (palier_import_store_list (core->workspace, CHOICES_MAX), error);

  for (guint i = 0; files != NULL && i < files->len; i++)
  {
    const PalierImportFile *file = g_ptr_array_index (files, i);
    char id[PALIER_ID_TEXT_SIZE];
    add_choice (choices, PALIER_FILTER_IMPORT, palier_id_format (&file->id, id), file->file_name,
                (guint) file->created);
  }
  return files != NULL;
}

static gboolean
add_values (PalierCore *core, PalierFilterKey key, GPtrArray *choices, GError **error)
{
  g_autoptr (GPtrArray) values =
      dex_await_boxed (palier_segment_store_values (core->workspace, key, CHOICES_MAX), error);

  for (guint i = 0; values != NULL && i < values->len; i++)
  {
    const PalierSegmentValue *value = g_ptr_array_index (values, i);
    add_choice (choices, key, value->value, NULL, value->count);
  }
  return values != NULL;
}

static DexFuture *
choices_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierFilterKey key = (PalierFilterKey) call->number;
  const PalierFilterInfo *info = palier_filter_info (key);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) choices =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_filter_choice_free);
  g_auto (GStrv) keys = g_strsplit (info->choices != NULL ? info->choices : "", " ", -1);

  for (char **one = keys; *one != NULL; one++)
    if (**one != '\0')
      add_choice (choices, key, *one, NULL, 0);
  if (info->type == PALIER_FILTER_TYPE_ID && !add_imports (call->core, choices, &error))
    return palier_reject (&error);
  if (info->type == PALIER_FILTER_TYPE_TEXT && !add_values (call->core, key, choices, &error))
    return palier_reject (&error);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&choices));
}

/* What a filter on @key may ask for: the closed list, or what the base holds, most frequent first.
 */
DexFuture *
palier_segment_service_choices (PalierSegmentService *self, PalierFilterKey key)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .number = key }, choices_fiber);
}
