/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-template-editor.h"
#include "palier-template-form.h"
#include "palier-template-keys.h"
#include "palier-template-text.h"
#include "palier-template-variables.h"

G_BEGIN_DECLS

struct _PalierTemplateEditor
{
  AdwNavigationPage parent_instance;

  PalierSession *session;
  PalierTemplate *template; /* as it is kept; a nil id: ships, or is not kept yet */
  gboolean edited;
  gboolean saving;
  guint pause;             /* source, 0 for none */
  PalierTemplateThen then; /* (nullable): what follows a save that was asked for on leaving */
  gpointer then_data;
  GDestroyNotify then_destroy;
  PalierTemplateForm *form;
  PalierTemplateVariables *variables;
  PalierTemplateKeys *facts;
  PalierTemplateKeys *conditions;

  AdwWindowTitle *title;
  AdwBanner *banner;
  GtkWidget *save_button;
  GtkWidget *narrow_bar; /* what the header has no room for */
  GtkToggleButton *preview_button;
  GtkWidget *text_side;
  GtkWidget *preview_side;
  AdwBreakpoint *narrow;
  AdwPreferencesGroup *head_group;
  AdwPreferencesGroup *use_group;
  AdwPreferencesGroup *variables_group;
  GtkWidget *insert_box;
  GtkMenuButton *fact_button;
  GtkMenuButton *condition_button;
  GtkWidget *subject_box;
  PalierTemplateText *subjects;
  PalierTemplateText *body;
  GtkBox *findings;
  GtkLabel *metrics;
};

/* palier-template-editor.c */
PalierTemplate *palier_template_editor_read (PalierTemplateEditor *self);
void palier_template_editor_show_state (PalierTemplateEditor *self);
gboolean palier_template_editor_is_kept (PalierTemplateEditor *self);

/* palier-template-editor-deeds.c */
void palier_template_editor_set_edited (PalierTemplateEditor *self, gboolean edited);
void palier_template_editor_install_actions (GtkWidgetClass *class);
void palier_template_editor_connect_menus (PalierTemplateEditor *self);
void palier_template_editor_forget_then (PalierTemplateEditor *self);

G_END_DECLS
