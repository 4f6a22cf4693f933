/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-reference-service.h"

#include <string.h>

#include "palier-draft-reference.h"
#include "palier-fold.h"
#include "palier-gazetteer.h"
#include "palier-reference-store.h"
#include "palier-services.h"
#include "palier-session-error.h"

struct _PalierReferenceService
{
  GObject parent;
  PalierCore *core;
};

G_DEFINE_FINAL_TYPE (PalierReferenceService, palier_reference_service, G_TYPE_OBJECT)

static void
palier_reference_service_finalize (GObject *object)
{
  palier_core_unref (PALIER_REFERENCE_SERVICE (object)->core);
  G_OBJECT_CLASS (palier_reference_service_parent_class)->finalize (object);
}

static void
palier_reference_service_class_init (PalierReferenceServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_reference_service_finalize;
}

static void
palier_reference_service_init (PalierReferenceService *self)
{
}

PalierReferenceService *
palier_reference_service_new (PalierCore *core)
{
  PalierReferenceService *self = g_object_new (PALIER_TYPE_REFERENCE_SERVICE, NULL);

  self->core = palier_core_ref (core);
  return self;
}

DexFuture *
palier_reference_service_list (PalierReferenceService *self)
{
  return palier_reference_store_list (self->core->workspace);
}

static DexFuture *
get_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all =
      dex_await_boxed (palier_reference_store_list (call->core->workspace), &error);
  char id[PALIER_ID_TEXT_SIZE];

  for (guint i = 0; all != NULL && i < all->len; i++)
  {
    PalierReference *reference = all->pdata[i];
    if (palier_id_equal (&reference->id, &call->id))
      return dex_future_new_take_boxed (PALIER_TYPE_REFERENCE, palier_reference_ref (reference));
  }
  if (all != NULL)
    error = g_error_new_literal (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_REFERENCE,
                                 palier_id_format (&call->id, id));
  return palier_reject (&error);
}

/* Errors: PALIER_SESSION_ERROR_NO_REFERENCE. */
DexFuture *
palier_reference_service_get (PalierReferenceService *self, const PalierId *id)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .id = *id }, get_fiber);
}

/* One line, without blanks at its ends; what is empty is none. */
static void
tidy (char **text)
{
  g_autofree char *valid = g_utf8_make_valid (*text != NULL ? *text : "", -1);
  const char *line = g_strstrip (g_strdelimit (valid, "\n\r\t", ' '));

  g_set_str (text, *line != '\0' ? line : NULL);
}

static gboolean
is_short (const char *text, glong most)
{
  return text == NULL || g_utf8_strlen (text, -1) <= most;
}

static gboolean
is_choice (guint field, const char *text)
{
  return text == NULL
         || palier_value_is_valid (palier_kind_field (PALIER_KIND_REFERENCE, field), text);
}

/* Returns: the field that is wrong; PALIER_N_REFERENCE_FIELDS: none */
static guint
find_fault (const PalierReference *self)
{
  g_autofree char *specializations =
      self->specializations != NULL ? g_strjoinv ("\n", self->specializations) : NULL;

  if (self->customer == NULL || !is_short (self->customer, PALIER_REFERENCE_NAME_MAX))
    return PALIER_REFERENCE_FIELD_CUSTOMER;
  if (self->achieved == NULL || !is_short (self->achieved, PALIER_REFERENCE_TEXT_MAX))
    return PALIER_REFERENCE_FIELD_ACHIEVED;
  if (!is_short (self->proof, PALIER_REFERENCE_TEXT_MAX))
    return PALIER_REFERENCE_FIELD_PROOF;
  if (!is_short (self->figure, PALIER_REFERENCE_NAME_MAX))
    return PALIER_REFERENCE_FIELD_FIGURE;
  if (!is_short (self->period, PALIER_REFERENCE_NAME_MAX))
    return PALIER_REFERENCE_FIELD_PERIOD;
  if (!is_short (self->city, PALIER_REFERENCE_NAME_MAX))
    return PALIER_REFERENCE_FIELD_CITY;
  if (self->postal_code != NULL && !palier_gazetteer_is_postal_code (self->postal_code))
    return PALIER_REFERENCE_FIELD_POSTAL_CODE;
  if (!is_choice (PALIER_REFERENCE_FIELD_KIND, self->kind))
    return PALIER_REFERENCE_FIELD_KIND;
  if (!is_choice (PALIER_REFERENCE_FIELD_SPECIALIZATIONS, specializations))
    return PALIER_REFERENCE_FIELD_SPECIALIZATIONS;
  if (!is_choice (PALIER_REFERENCE_FIELD_TEAM_SIZE, self->team_size))
    return PALIER_REFERENCE_FIELD_TEAM_SIZE;
  if (!is_choice (PALIER_REFERENCE_FIELD_PERMISSION, self->permission))
    return PALIER_REFERENCE_FIELD_PERMISSION;
  /* Nobody can say later how a permission was given that nobody wrote down. */
  if (strcmp (self->permission, "none") != 0
      && (self->permission_how == NULL
          || !is_short (self->permission_how, PALIER_REFERENCE_NAME_MAX)))
    return PALIER_REFERENCE_FIELD_PERMISSION_HOW;
  return PALIER_N_REFERENCE_FIELDS;
}

static void
complete (PalierCore *core, PalierReference *self)
{
  char **texts[] = { &self->customer, &self->city,   &self->postal_code, &self->achieved,
                     &self->figure,   &self->period, &self->proof,       &self->permission_how };
  gint64 now_ms = palier_core_now_ms (core);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    tidy (texts[i]);
  if (self->kind == NULL)
    self->kind = g_strdup ("agency");
  if (self->permission == NULL)
    self->permission = g_strdup ("none");
  if (strcmp (self->permission, "none") == 0)
    self->permission_ms = 0;
  else if (self->permission_ms == 0)
    self->permission_ms = now_ms;
  if (self->created_ms == 0)
    self->created_ms = now_ms;
}

static DexFuture *
save_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierReference *reference = call->value;

  complete (call->core, reference);
  guint fault = find_fault (reference);
  if (fault < PALIER_N_REFERENCE_FIELDS)
    return dex_future_new_reject (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_REFERENCE, "%s",
                                  palier_kind_field (PALIER_KIND_REFERENCE, fault)->name);
  if (palier_id_is_nil (&reference->id))
    reference->id = palier_workspace_new_id (call->core->workspace);
  return palier_reference_store_put (call->core->workspace, reference);
}

/**
 * palier_reference_service_save:
 * @reference: changed by the call: gets an id where it has none, its texts tidied; a permission
 *   without a date is of now
 *
 * Resolves to %NULL for a new one or where nothing differs. Errors: PALIER_SESSION_ERROR_REFERENCE,
 * which names the field
 */
DexFuture *
palier_reference_service_save (PalierReferenceService *self, PalierReference *reference)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .value = palier_reference_ref (reference),
                                          .free_value = (GDestroyNotify) palier_reference_free },
                          save_fiber);
}

DexFuture *
palier_reference_service_remove (PalierReferenceService *self, const PalierId *id)
{
  return palier_reference_store_remove (self->core->workspace, id);
}

char *
palier_reference_service_dup_told (const PalierReference *reference)
{
  g_autoptr (PalierFact) fact = palier_draft_reference_fact (reference);

  return fact != NULL ? g_strdup (fact->display) : NULL;
}
