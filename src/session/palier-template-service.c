/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-template-service.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-draft-convert.h"
#include "palier-draft-lint.h"
#include "palier-draft-template.h"
#include "palier-services.h"
#include "palier-session-error.h"
#include "palier-template-find.h"
#include "palier-template-save.h"
#include "palier-template-store.h"
#include "palier-template-try.h"

struct _PalierTemplateService
{
  GObject parent;
  PalierCore *core;
  PalierSettingsService *settings;
};

G_DEFINE_FINAL_TYPE (PalierTemplateService, palier_template_service, G_TYPE_OBJECT)

static void
palier_template_service_finalize (GObject *object)
{
  PalierTemplateService *self = PALIER_TEMPLATE_SERVICE (object);

  g_object_unref (self->settings);
  palier_core_unref (self->core);
  G_OBJECT_CLASS (palier_template_service_parent_class)->finalize (object);
}

static void
palier_template_service_class_init (PalierTemplateServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_template_service_finalize;
}

static void
palier_template_service_init (PalierTemplateService *self)
{
}

PalierTemplateService *
palier_template_service_new (PalierCore *core, PalierSettingsService *settings)
{
  PalierTemplateService *self = g_object_new (PALIER_TYPE_TEMPLATE_SERVICE, NULL);

  self->core = palier_core_ref (core);
  self->settings = g_object_ref (settings);
  return self;
}

static DexFuture *
take_template (PalierTemplate *template, GError **error)
{
  return template != NULL ? dex_future_new_take_boxed (PALIER_TYPE_TEMPLATE, template)
                          : palier_reject (error);
}

static DexFuture *
list_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *all = palier_template_list_all (call->core, &error);

  return all != NULL ? dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, all) : palier_reject (&error);
}

DexFuture *
palier_template_service_list (PalierTemplateService *self)
{
  return palier_call_run (&(PalierCall) { .core = self->core }, list_fiber);
}

static DexFuture *
find_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;

  return take_template (palier_template_find (call->core, call->first, &error), &error);
}

/**
 * palier_template_service_find:
 * @which: an id, the key of one that ships, or a name; case and accents of a name do not matter
 *
 * Errors: PALIER_SESSION_ERROR_NO_TEMPLATE.
 */
DexFuture *
palier_template_service_find (PalierTemplateService *self, const char *which)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .first = (char *) which },
                          find_fiber);
}

static DexFuture *
save_fiber (gpointer data)
{
  PalierCall *call = data;

  return palier_template_save (call->core, call->value);
}

/* Resolves to @template as it is kept. */
static DexFuture *
save_and_give (PalierCore *core, PalierTemplate *template)
{
  g_autoptr (GError) error = NULL;

  return dex_await (palier_template_save (core, template), &error)
             ? take_template (palier_template_ref (template), &error)
             : palier_reject (&error);
}

/**
 * palier_template_service_save:
 * @template: changed by the call: gets an id where it has none, its name tidied
 *
 * Makes or changes one of the user's own. Errors:
 * PALIER_SESSION_ERROR_TEMPLATE_NAME, _TEMPLATE_TWICE; of PALIER_DRAFTING_ERROR those that say a
 * line.
 */
DexFuture *
palier_template_service_save (PalierTemplateService *self, PalierTemplate *template)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .value = palier_template_ref (template),
                                          .free_value = (GDestroyNotify) palier_template_free },
                          save_fiber);
}

/* "Relance (copy)", "Relance (copy 2)": the first that nobody has. */
static char *
dup_free_name (PalierCore *core, const char *name, GError **error)
{
  for (guint n = 1;; n++)
  {
    g_autoptr (GError) local = NULL;
    g_autofree char *free_name = n == 1 ? g_strdup_printf (_ ("%s (copy)"), name)
                                        : g_strdup_printf (_ ("%s (copy %u)"), name, n);
    g_autoptr (PalierTemplate) held = palier_template_find (core, free_name, &local);
    if (g_error_matches (local, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_TEMPLATE))
      return g_steal_pointer (&free_name);
    if (local != NULL)
      return g_propagate_error (error, g_steal_pointer (&local)), NULL;
  }
}

static DexFuture *
duplicate_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierTemplate) held = palier_template_find (call->core, call->first, &error);

  if (held == NULL)
    return palier_reject (&error);
  g_autoptr (PalierDraftSource) source = palier_draft_source_from_template (held);
  g_autoptr (PalierTemplate) copy = palier_draft_source_to_template (source);
  g_free (copy->name);
  copy->name = call->second != NULL ? g_strdup (call->second)
                                    : dup_free_name (call->core, held->name, &error);
  if (copy->name == NULL)
    return palier_reject (&error);
  return save_and_give (call->core, copy);
}

/* @which: as for palier_template_service_find(); @name: (nullable): of the copy. Errors: as for
 * palier_template_service_save(). */
DexFuture *
palier_template_service_duplicate (PalierTemplateService *self, const char *which, const char *name)
{
  return palier_call_run (
      &(PalierCall) { .core = self->core, .first = (char *) which, .second = (char *) name },
      duplicate_fiber);
}

static DexFuture *
remove_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierTemplate) held = palier_template_find (call->core, call->first, &error);

  if (held == NULL)
    return palier_reject (&error);
  if (palier_id_is_nil (&held->id))
    return dex_future_new_reject (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_TEMPLATE_SHIPS, "%s",
                                  held->key);
  return palier_template_store_remove (call->core->workspace, &held->id);
}

/* Errors: PALIER_SESSION_ERROR_NO_TEMPLATE, _TEMPLATE_SHIPS. */
DexFuture *
palier_template_service_remove (PalierTemplateService *self, const char *which)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .first = (char *) which },
                          remove_fiber);
}

/* ---- files */

/* A file that is larger than any template is not read to its end. */
static char *
read_file (const char *path, gsize *length, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *text = g_malloc (PALIER_DRAFT_SOURCE_MAX + 1);

  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), text, PALIER_DRAFT_SOURCE_MAX + 1,
                                   length, NULL, error))
    return NULL;
  return g_steal_pointer (&text);
}

/* Makes @template the one of the user's own that has its name, if any has. */
static gboolean
take_place (PalierCore *core, PalierTemplate *template, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (PalierTemplate) held = palier_template_find (core, template->name, &local);

  if (held != NULL)
  {
    template->id = held->id;
    template->created_ms = held->created_ms;
  }
  else if (!g_error_matches (local, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_TEMPLATE))
    return g_propagate_error (error, g_steal_pointer (&local)), FALSE;
  return TRUE;
}

static DexFuture *
import_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  g_autofree char *text = read_file (call->first, &length, &error);
  g_autoptr (PalierDraftTemplate) read =
      text != NULL ? palier_draft_template_parse (text, (gssize) length, &error) : NULL;

  if (read == NULL)
    return palier_reject (&error);
  g_autoptr (PalierTemplate) template =
      palier_draft_source_to_template (palier_draft_template_get_source (read));
  if (call->number && !take_place (call->core, template, &error))
    return palier_reject (&error);
  return save_and_give (call->core, template);
}

/* Adds what a file holds as one of the user's own; with @replace changes the one of that name,
 * which can be undone. Errors: of files, and as for palier_template_service_save(); nothing is
 * added then.
 */
DexFuture *
palier_template_service_import (PalierTemplateService *self, const char *path, gboolean replace)
{
  return palier_call_run (
      &(PalierCall) { .core = self->core, .first = (char *) path, .number = replace },
      import_fiber);
}

static DexFuture *
export_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierTemplate) held = palier_template_find (call->core, call->first, &error);

  if (held == NULL)
    return palier_reject (&error);
  g_autoptr (PalierDraftSource) source = palier_draft_source_from_template (held);
  g_autofree char *text = palier_draft_source_print (source);
  g_autoptr (GFile) file = g_file_new_for_path (call->second);
  return g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                  NULL, &error)
             ? dex_future_new_true ()
             : palier_reject (&error);
}

/* Writes the file whole, or leaves what stood there. */
DexFuture *
palier_template_service_export (PalierTemplateService *self, const char *which, const char *path)
{
  return palier_call_run (
      &(PalierCall) { .core = self->core, .first = (char *) which, .second = (char *) path },
      export_fiber);
}

/* ---- trial */

static DexFuture *
try_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierTemplateService *self = PALIER_TEMPLATE_SERVICE (call->service);

  return palier_template_try (self->core, self->settings, call->value, &call->id);
}

/* Errors: PALIER_SESSION_ERROR_TEMPLATE_KIND where it is for another kind of prospect; of
 * PALIER_DRAFTING_ERROR those that say a line; of the storage. */
DexFuture *
palier_template_service_try (PalierTemplateService *self, PalierTemplate *template,
                             const PalierId *prospect)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .service = G_OBJECT (self),
                                          .id = *prospect,
                                          .value = palier_template_ref (template),
                                          .free_value = (GDestroyNotify) palier_template_free },
                          try_fiber);
}

/* ---- lint */

/* As the lines of its file are counted. */
GPtrArray *
palier_template_service_lint (const PalierTemplate *template)
{
  g_autoptr (PalierDraftSource) source = palier_draft_source_from_template (template);
  g_autofree char *file = palier_draft_source_print (source);

  return palier_draft_lint_text (file, strlen (file));
}

/* The line of its file on which the text of @template begins; its subjects stand before the empty
 * line above it. */
guint
palier_template_service_body_line (const PalierTemplate *template)
{
  g_autoptr (PalierDraftSource) source = palier_draft_source_from_template (template);
  g_autofree char *file = palier_draft_source_print (source);
  guint line = 3;

  for (const char *p = file; !g_str_has_prefix (p, "\n\n"); p++)
    line += *p == '\n';
  return line;
}

/* Returns: (nullable): NULL where the file cannot be read */
GPtrArray *
palier_template_service_lint_file (const char *path, GError **error)
{
  gsize length = 0;
  g_autofree char *text = read_file (path, &length, error);

  return text != NULL ? palier_draft_lint_text (text, length) : NULL;
}

/* Returns: (transfer full): the id, or the key of one that ships */
char *
palier_template_dup_id (const PalierTemplate *template)
{
  char text[PALIER_ID_TEXT_SIZE];

  return g_strdup (palier_id_is_nil (&template->id) ? template->key
                                                    : palier_id_format (&template->id, text));
}
