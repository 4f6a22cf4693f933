/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The board is drawn anew from the columns each time they change: a file has some ten of them, and
 * one way to draw is one way to be wrong. Only the keyboard focus is carried over. */
#include "palier-import-board.h"

#include <glib/gi18n.h>

#include "palier-column-words.h"
#include "palier-field-chooser.h"
#include "palier-import-chip.h"

/* All alike, whatever stands in them: three beside each other in a usual window. */
#define SLOT_WIDTH 168
#define FREE_WIDTH 104

struct _PalierImportBoard
{
  AdwBin parent_instance;

  GtkOrientable *box;
  GtkWidget *columns_side;
  GtkLabel *columns_hint;
  GtkBox *columns;
  GtkWidget *keep_all;
  GtkFlowBox *fields;
  GtkFlowBox *free;
  char *shown; /* (nullable): what is drawn, see dup_key() */
};

enum
{
  PROP_NARROW = 1,
};

enum
{
  MAPPED,
  DETAILS,
  KEEP_ALL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierImportBoard, palier_import_board, ADW_TYPE_BIN)

/* Always offered; any other field stands on the board once a column is on it. */
static const PalierField usual_fields[] = {
  PALIER_FIELD_KIND,      PALIER_FIELD_COMPANY,   PALIER_FIELD_TITLE,  PALIER_FIELD_FIRST_NAME,
  PALIER_FIELD_LAST_NAME, PALIER_FIELD_FULL_NAME, PALIER_FIELD_JOB,    PALIER_FIELD_EMAIL,
  PALIER_FIELD_PHONE,     PALIER_FIELD_MOBILE,    PALIER_FIELD_STREET, PALIER_FIELD_POSTAL_CODE,
  PALIER_FIELD_CITY,      PALIER_FIELD_WEBSITE,   PALIER_FIELD_SIRET,  PALIER_FIELD_SOURCE,
  PALIER_FIELD_TAGS,      PALIER_FIELD_NOTES,
};

static gboolean
is_usual (PalierField field)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual_fields); i++)
    if (usual_fields[i] == field)
      return TRUE;
  return FALSE;
}

static int
target_of (gpointer drop)
{
  return GPOINTER_TO_INT (g_object_get_data (drop, "target"));
}

static gboolean
on_drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, PalierImportBoard *self)
{
  gtk_widget_remove_css_class (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)),
                               "drop-here");
  g_signal_emit (self, signals[MAPPED], 0, g_value_get_uint (value), target_of (target));
  return TRUE;
}

static GdkDragAction
on_enter_cb (GtkEventController *target)
{
  gtk_widget_add_css_class (gtk_event_controller_get_widget (target), "drop-here");
  return GDK_ACTION_MOVE;
}

static void
on_leave_cb (GtkEventController *target)
{
  gtk_widget_remove_css_class (gtk_event_controller_get_widget (target), "drop-here");
}

static void
accept_chips (PalierImportBoard *self, GtkWidget *widget, int target)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_UINT, GDK_ACTION_MOVE);

  g_object_set_data (G_OBJECT (drop), "target", GINT_TO_POINTER (target));
  g_signal_connect (drop, "drop", G_CALLBACK (on_drop_cb), self);
  g_signal_connect (drop, "enter", G_CALLBACK (on_enter_cb), NULL);
  g_signal_connect (drop, "leave", G_CALLBACK (on_leave_cb), NULL);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drop));
}

static void
on_placed_cb (PalierImportChip *chip, int target, PalierImportBoard *self)
{
  g_signal_emit (self, signals[MAPPED], 0, palier_import_chip_get_column (chip), target);
}

static void
on_details_cb (PalierImportChip *chip, PalierImportBoard *self)
{
  g_signal_emit (self, signals[DETAILS], 0, palier_import_chip_get_column (chip));
}

static void
on_keep_all_cb (PalierImportBoard *self)
{
  g_signal_emit (self, signals[KEEP_ALL], 0);
}

static GtkWidget *
make_chip (PalierImportBoard *self, const PalierColumn *column)
{
  GtkWidget *chip = palier_import_chip_new (column);

  g_signal_connect (chip, "placed", G_CALLBACK (on_placed_cb), self);
  g_signal_connect (chip, "details", G_CALLBACK (on_details_cb), self);
  return chip;
}

/* The columns that stand on one target, in their order: several are joined. */
static guint
append_chips (PalierImportBoard *self, GtkBox *box, int target, GPtrArray *columns)
{
  guint n = 0;

  for (guint i = 0; i < columns->len; i++)
  {
    const PalierColumn *column = g_ptr_array_index (columns, i);
    if (palier_column_target (column) != target)
      continue;
    gtk_box_append (box, make_chip (self, column));
    n++;
  }
  return n;
}

static GtkWidget *
make_slot (PalierImportBoard *self, int target)
{
  GtkWidget *slot = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                                  4, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkWidget *label = gtk_label_new (palier_target_words (target));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (GTK_BOX (slot), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (slot), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  palier_target_words (target), -1);
  accept_chips (self, slot, target);
  return slot;
}

static void
append_child (GtkFlowBox *box, GtkWidget *slot)
{
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), slot);
  gtk_flow_box_append (box, child);
}

/* A field with its columns; a free one is no more than its name, so that many fit. */
static void
append_slot (PalierImportBoard *self, int target, GPtrArray *columns)
{
  GtkWidget *slot = make_slot (self, target);

  if (append_chips (self, GTK_BOX (slot), target, columns) > 0)
  {
    gtk_widget_add_css_class (slot, "slot");
    gtk_widget_set_size_request (slot, SLOT_WIDTH, -1);
    append_child (self->fields, slot);
  }
  else
  {
    gtk_widget_add_css_class (slot, "empty-slot");
    gtk_widget_set_size_request (slot, FREE_WIDTH, -1);
    gtk_widget_set_tooltip_text (slot, palier_target_words (target));
    append_child (self->free, slot);
  }
}

static gboolean
is_on (GPtrArray *columns, int target)
{
  for (guint i = 0; i < columns->len; i++)
    if (palier_column_target (g_ptr_array_index (columns, i)) == target)
      return TRUE;
  return FALSE;
}

static void
clear (PalierImportBoard *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->columns))))
    gtk_box_remove (self->columns, child);
  gtk_flow_box_remove_all (self->fields);
  gtk_flow_box_remove_all (self->free);
}

static void
append_left (PalierImportBoard *self, GPtrArray *columns)
{
  guint n = append_chips (self, self->columns, PALIER_FIELD_NONE, columns);

  gtk_label_set_text (self->columns_hint,
                      n > 0 ? _ ("Drag them onto a field, or press Enter and type its name. What "
                                 "stays here is not imported.")
                            : _ ("Every column has its place. Drag one here to leave it out."));
  gtk_widget_set_visible (self->keep_all, n > 0);
}

/* Puts the keyboard back onto the chip it was on, wherever that stands now. */
static void
focus_column (PalierImportBoard *self, GtkWidget *widget, guint column)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
  {
    if (PALIER_IS_IMPORT_CHIP (child)
        && palier_import_chip_get_column (PALIER_IMPORT_CHIP (child)) == column)
      gtk_widget_grab_focus (child);
    else
      focus_column (self, child, column);
  }
}

static int
focused_column (PalierImportBoard *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  GtkWidget *chip = focus ? gtk_widget_get_ancestor (focus, PALIER_TYPE_IMPORT_CHIP) : NULL;

  return chip ? (int) palier_import_chip_get_column (PALIER_IMPORT_CHIP (chip)) : -1;
}

/* All that a drawing depends on: the same columns are not drawn again, so that a chip does not go
 * away under the pointer when the file was only looked at once more. */
static char *
dup_key (GPtrArray *columns)
{
  GString *key = g_string_new (NULL);

  for (guint i = 0; i < columns->len; i++)
  {
    const PalierColumn *column = g_ptr_array_index (columns, i);
    g_autofree char *samples = column->samples ? g_strjoinv ("\x1f", column->samples) : NULL;
    g_autofree char *guess = palier_column_dup_guess (column);
    g_autofree char *details = palier_column_dup_details (column);
    g_string_append_printf (key, "%u %d %s\x1f%s\x1f%s\x1f%s\x1e", column->index,
                            palier_column_target (column), column->header, samples, guess, details);
  }
  return g_string_free (key, FALSE);
}

static void
palier_import_board_finalize (GObject *object)
{
  g_free (PALIER_IMPORT_BOARD (object)->shown);
  G_OBJECT_CLASS (palier_import_board_parent_class)->finalize (object);
}

static void
palier_import_board_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PalierImportBoard *self = PALIER_IMPORT_BOARD (object);
  gboolean narrow = g_value_get_boolean (value);

  g_assert (id == PROP_NARROW);
  gtk_orientable_set_orientation (self->box,
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_size_request (self->columns_side, narrow ? -1 : 230, -1);
}

static void
palier_import_board_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PalierImportBoard *self = PALIER_IMPORT_BOARD (object);

  g_assert (id == PROP_NARROW);
  g_value_set_boolean (value,
                       gtk_orientable_get_orientation (self->box) == GTK_ORIENTATION_VERTICAL);
}

static void
palier_import_board_class_init (PalierImportBoardClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = palier_import_board_finalize;
  G_OBJECT_CLASS (class)->set_property = palier_import_board_set_property;
  G_OBJECT_CLASS (class)->get_property = palier_import_board_get_property;
  g_object_class_install_property (
      G_OBJECT_CLASS (class), PROP_NARROW,
      g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  signals[MAPPED] = g_signal_new ("mapped", PALIER_TYPE_IMPORT_BOARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_INT);
  signals[DETAILS] = g_signal_new ("details", PALIER_TYPE_IMPORT_BOARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[KEEP_ALL] = g_signal_new ("keep-all", PALIER_TYPE_IMPORT_BOARD, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-import-board.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierImportBoard, box);
  gtk_widget_class_bind_template_child (widget_class, PalierImportBoard, columns_side);
  gtk_widget_class_bind_template_child (widget_class, PalierImportBoard, columns_hint);
  gtk_widget_class_bind_template_child (widget_class, PalierImportBoard, columns);
  gtk_widget_class_bind_template_child (widget_class, PalierImportBoard, keep_all);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_all_cb);
  gtk_widget_class_bind_template_child (widget_class, PalierImportBoard, fields);
  gtk_widget_class_bind_template_child (widget_class, PalierImportBoard, free);
}

static void
palier_import_board_init (PalierImportBoard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  accept_chips (self, self->columns_side, PALIER_FIELD_NONE);
}

/**
 * palier_import_board_set_columns:
 * @columns: (element-type PalierColumn): read now, not kept
 */
void
palier_import_board_set_columns (PalierImportBoard *self, GPtrArray *columns)
{
  int focused = focused_column (self);
  g_autofree char *key = dup_key (columns);

  if (g_strcmp0 (key, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&key);
  clear (self);
  append_left (self, columns);
  for (guint i = 0; i < G_N_ELEMENTS (usual_fields); i++)
    append_slot (self, usual_fields[i], columns);
  for (int field = 0; field < PALIER_N_FIELDS; field++)
    if (!is_usual ((PalierField) field) && is_on (columns, field))
      append_slot (self, field, columns);
  append_slot (self, PALIER_TARGET_CUSTOM, columns);
  append_slot (self, PALIER_TARGET_NOTE, columns);
  if (focused >= 0)
    focus_column (self, GTK_WIDGET (self), (guint) focused);
}
