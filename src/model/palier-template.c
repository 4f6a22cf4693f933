/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-template.h"

G_DEFINE_BOXED_TYPE (PalierTemplate, palier_template, palier_template_ref, palier_template_free)

static void
variable_free (gpointer data)
{
  PalierTemplateVariable *self = data;

  g_free (self->key);
  g_free (self->description);
  g_free (self->example);
  g_free (self);
}

PalierTemplate *
palier_template_new (void)
{
  PalierTemplate *self = g_atomic_rc_box_new0 (PalierTemplate);

  self->variables = g_ptr_array_new_with_free_func (variable_free);
  return self;
}

static void
template_clear (gpointer data)
{
  PalierTemplate *self = data;

  g_free (self->key);
  g_free (self->name);
  g_free (self->category);
  g_free (self->channel);
  g_free (self->kind);
  g_free (self->step);
  g_free (self->relation);
  g_free (self->angle);
  g_strfreev (self->agency_types);
  g_strfreev (self->specializations);
  g_strfreev (self->maturities);
  g_strfreev (self->team_sizes);
  g_strfreev (self->subjects);
  g_free (self->body);
  g_ptr_array_unref (self->variables);
}

PalierTemplate *
palier_template_ref (PalierTemplate *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_template_free (PalierTemplate *self)
{
  g_atomic_rc_box_release_full (self, template_clear);
}

/* @example: (nullable) */
void
palier_template_add_variable (PalierTemplate *self, const char *key, const char *description,
                              const char *example)
{
  PalierTemplateVariable *variable = g_new0 (PalierTemplateVariable, 1);

  variable->key = g_strdup (key);
  variable->description = g_strdup (description);
  variable->example = g_strdup (example);
  g_ptr_array_add (self->variables, variable);
}

void
palier_template_finding_free (PalierTemplateFinding *self)
{
  g_free (self->code);
  g_free (self->detail);
  g_free (self);
}
