/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-campaign-steps.h"

struct _PalierCampaignSteps
{
  GObject parent_instance;

  GtkListBox *list;
  GPtrArray *rows;      /* (element-type PalierStepRow) */
  GPtrArray *templates; /* (element-type PalierTemplate) */
  PalierSequence *sequence;
};

G_DEFINE_FINAL_TYPE (PalierCampaignSteps, palier_campaign_steps, G_TYPE_OBJECT)

enum
{
  CHANGED,
  MOVED,
  REMOVED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static guint
find_row (PalierCampaignSteps *self, PalierStepRow *row)
{
  guint index = 0;

  g_ptr_array_find (self->rows, row, &index);
  return index;
}

static void
on_changed_cb (PalierCampaignSteps *self, PalierStepRow *row)
{
  g_signal_emit (self, signals[CHANGED], 0, find_row (self, row), row);
}

static void
on_moved_cb (PalierCampaignSteps *self, int by, PalierStepRow *row)
{
  g_signal_emit (self, signals[MOVED], 0, find_row (self, row), by);
}

static void
on_removed_cb (PalierCampaignSteps *self, PalierStepRow *row)
{
  g_signal_emit (self, signals[REMOVED], 0, find_row (self, row));
}

static void
add_row (PalierCampaignSteps *self)
{
  GtkWidget *row = palier_step_row_new ();

  g_signal_connect_object (row, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "moved", G_CALLBACK (on_moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (on_removed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rows, row);
  gtk_list_box_append (self->list, row);
}

static void
palier_campaign_steps_finalize (GObject *object)
{
  PalierCampaignSteps *self = PALIER_CAMPAIGN_STEPS (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->templates);
  g_clear_pointer (&self->sequence, palier_sequence_free);
  G_OBJECT_CLASS (palier_campaign_steps_parent_class)->finalize (object);
}

static void
palier_campaign_steps_class_init (PalierCampaignStepsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_campaign_steps_finalize;
  signals[CHANGED] =
      g_signal_new ("changed", PALIER_TYPE_CAMPAIGN_STEPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT, PALIER_TYPE_STEP_ROW);
  signals[MOVED] = g_signal_new ("moved", PALIER_TYPE_CAMPAIGN_STEPS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_INT);
  signals[REMOVED] = g_signal_new ("removed", PALIER_TYPE_CAMPAIGN_STEPS, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
palier_campaign_steps_init (PalierCampaignSteps *self)
{
  self->rows = g_ptr_array_new ();
  self->templates = g_ptr_array_new ();
}

/* @list: lives as long as this does */
PalierCampaignSteps *
palier_campaign_steps_new (GtkListBox *list)
{
  PalierCampaignSteps *self = g_object_new (PALIER_TYPE_CAMPAIGN_STEPS, NULL);

  self->list = list;
  return self;
}

static void
show_rows (PalierCampaignSteps *self)
{
  while (self->rows->len > self->sequence->steps->len)
    palier_campaign_steps_remove (self, self->rows->len - 1);
  while (self->rows->len < self->sequence->steps->len)
    add_row (self);
  for (guint i = 0; i < self->rows->len; i++)
    palier_step_row_show (self->rows->pdata[i], self->sequence, i, self->templates);
}

/* @templates: (element-type PalierTemplate): all that there are */
void
palier_campaign_steps_set_templates (PalierCampaignSteps *self, GPtrArray *templates)
{
  g_ptr_array_unref (self->templates);
  self->templates = g_ptr_array_ref (templates);
  if (self->sequence != NULL)
    show_rows (self);
}

void
palier_campaign_steps_show (PalierCampaignSteps *self, PalierSequence *sequence)
{
  palier_sequence_ref (sequence);
  g_clear_pointer (&self->sequence, palier_sequence_free);
  self->sequence = sequence;
  show_rows (self);
}

/* Before the sequence is shown in which the step has changed places. */
void
palier_campaign_steps_move (PalierCampaignSteps *self, guint index, int by)
{
  GtkWidget *row = g_ptr_array_steal_index (self->rows, index);

  g_ptr_array_insert (self->rows, (int) index + by, row);
  g_object_ref (row);
  gtk_list_box_remove (self->list, row);
  gtk_list_box_insert (self->list, row, (int) index + by);
  g_object_unref (row);
}

/* Before the sequence without it is shown. */
void
palier_campaign_steps_remove (PalierCampaignSteps *self, guint index)
{
  gtk_list_box_remove (self->list, g_ptr_array_remove_index (self->rows, index));
}

/* Gives the keyboard to the row of the step, or to the last one. */
void
palier_campaign_steps_focus (PalierCampaignSteps *self, guint index)
{
  if (self->rows->len > 0)
    palier_step_row_focus (self->rows->pdata[MIN (index, self->rows->len - 1)]);
}

/* Shows what the last step is made of. */
void
palier_campaign_steps_open_last (PalierCampaignSteps *self)
{
  PalierStepRow *row = self->rows->pdata[self->rows->len - 1];

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  palier_step_row_focus (row);
}
