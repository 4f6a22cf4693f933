/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-plan.h"

#include <string.h>

#include "palier-draft-convert.h"
#include "palier-draft-template.h"
#include "palier-drafter.h"
#include "palier-session-error.h"
#include "palier-template-find.h"
#include "palier-template-service.h"
#include "palier-template-store.h"

struct _PalierDraftPlan
{
  PalierComposer *composer; /* the session's */
  guint n_variants;
  GPtrArray *own;         /* (nullable) (element-type PalierDraftTemplate): the user's, ranked */
  PalierTemplate *chosen; /* (nullable): the only one to write by */
  PalierDraftTemplate *template;
};

/* With the key by which messages name it. */
static PalierDraftTemplate *
read_template (const PalierTemplate *template, GError **error)
{
  PalierDraftSource *source = palier_draft_source_from_template (template);

  g_free (source->key);
  source->key = palier_template_dup_id (template);
  return palier_draft_template_new (source, error);
}

static gboolean
read_chosen (PalierDraftPlan *self, GError **error)
{
  self->template = read_template (self->chosen, error);
  return self->template != NULL;
}

/* What was changed last comes first; by id on all devices alike. */
static int
compare_age (gconstpointer a, gconstpointer b)
{
  const PalierTemplate *one = a, *other = b;

  if (one->updated_ms != other->updated_ms)
    return one->updated_ms < other->updated_ms ? 1 : -1;
  return palier_id_compare (&one->id, &other->id);
}

/* In a fiber. One that another version or device left unreadable is passed over. */
static gboolean
load_own (PalierDraftPlan *self, PalierCore *core, GError **error)
{
  g_autoptr (GPtrArray) kept =
      dex_await_boxed (palier_template_store_list (core->workspace), error);

  if (kept == NULL)
    return FALSE;
  self->own = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_draft_template_free);
  g_ptr_array_sort_values (kept, compare_age);
  for (guint i = 0; i < kept->len; i++)
  {
    PalierDraftTemplate *template = read_template (kept->pdata[i], NULL);
    if (template != NULL)
      g_ptr_array_add (self->own, template);
  }
  palier_composer_rank (self->own);
  return TRUE;
}

/**
 * palier_draft_plan_new:
 * @which: (nullable): one template, as for palier_template_find(); else for each prospect those of
 *   the user's own that fit, the most specific first, then those that ship
 * @n_variants: without @which: at most that many, an angle each
 *
 * In a fiber. Returns: (transfer full): %NULL with PALIER_SESSION_ERROR_NO_TEMPLATE, or of the
 *   storage; not to be kept longer than the session
 */
PalierDraftPlan *
palier_draft_plan_new (PalierCore *core, const char *which, guint n_variants, GError **error)
{
  g_autoptr (PalierDraftPlan) self = g_new0 (PalierDraftPlan, 1);

  self->n_variants = n_variants;
  self->composer = palier_core_get_composer (core, error);
  if (self->composer == NULL)
    return NULL;
  if (which == NULL)
    return load_own (self, core, error) ? g_steal_pointer (&self) : NULL;
  self->chosen = palier_template_find (core, which, error);
  return self->chosen != NULL && read_chosen (self, error) ? g_steal_pointer (&self) : NULL;
}

/* The same by a template that need not be kept. */
PalierDraftPlan *
palier_draft_plan_new_of (PalierCore *core, PalierTemplate *template, GError **error)
{
  g_autoptr (PalierDraftPlan) self = g_new0 (PalierDraftPlan, 1);

  self->chosen = palier_template_ref (template);
  self->composer = palier_core_get_composer (core, error);
  return self->composer != NULL && read_chosen (self, error) ? g_steal_pointer (&self) : NULL;
}

void
palier_draft_plan_free (PalierDraftPlan *self)
{
  g_clear_pointer (&self->own, g_ptr_array_unref);
  g_clear_pointer (&self->chosen, palier_template_free);
  g_clear_pointer (&self->template, palier_draft_template_free);
  g_free (self);
}

/* (nullable): e-mail */
const char *
palier_draft_plan_get_channel (const PalierDraftPlan *self)
{
  return self->chosen != NULL ? self->chosen->channel : NULL;
}

/* (nullable): the one template */
const PalierDraftTemplate *
palier_draft_plan_get_template (const PalierDraftPlan *self)
{
  return self->template;
}

/* (nullable): as a message names it */
char *
palier_draft_plan_dup_template_key (const PalierDraftPlan *self)
{
  return self->chosen != NULL ? palier_template_dup_id (self->chosen) : NULL;
}

static GPtrArray *
write_chosen (const PalierDraftPlan *self, const PalierDraftContext *context, GError **error)
{
  if (palier_draft_context_is_person (context) != (strcmp (self->chosen->kind, "person") == 0))
  {
    g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_TEMPLATE_KIND,
                         self->chosen->kind);
    return NULL;
  }
  PalierMessage *message = palier_composer_write (self->template, context);
  GPtrArray *messages = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
  g_ptr_array_add (messages, message);
  return messages;
}

/**
 * palier_draft_plan_write:
 * @context: of the plan's channel
 *
 * Returns: (transfer full) (element-type PalierMessage): without id, prospect and times; %NULL with
 *   PALIER_SESSION_ERROR_TEMPLATE_KIND or PALIER_DRAFTING_ERROR_NO_TEMPLATE
 */
GPtrArray *
palier_draft_plan_write (const PalierDraftPlan *self, const PalierDraftContext *context,
                         GError **error)
{
  GPtrArray *messages =
      self->chosen != NULL
          ? write_chosen (self, context, error)
          : palier_composer_variants (self->composer, self->own, context, self->n_variants, error);

  for (guint i = 0; messages != NULL && i < messages->len; i++)
    palier_drafter_note_notice (context, messages->pdata[i]);
  return messages;
}
