/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-row.h"

#include "palier-comparison.h"

struct _PalierImportRow
{
  GObject parent;
  PalierScanContent *content; /* (nullable): not read yet */
  PalierProspect *other;      /* (nullable) */
};

enum
{
  PROP_LINE = 1,
  PROP_PROSPECT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalierImportRow, palier_import_row, G_TYPE_OBJECT)

static void
palier_import_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PalierImportRow *self = PALIER_IMPORT_ROW (object);

  switch (id)
  {
  case PROP_LINE:
    g_value_set_uint64 (value, palier_import_row_get_line (self));
    break;
  case PROP_PROSPECT:
    g_value_set_boxed (value, palier_import_row_get_prospect (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
palier_import_row_finalize (GObject *object)
{
  palier_import_row_empty (PALIER_IMPORT_ROW (object));
  G_OBJECT_CLASS (palier_import_row_parent_class)->finalize (object);
}

static void
palier_import_row_class_init (PalierImportRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = palier_import_row_get_property;
  object_class->finalize = palier_import_row_finalize;
  properties[PROP_LINE] = g_param_spec_uint64 ("line", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_PROSPECT] =
      g_param_spec_boxed ("prospect", NULL, NULL, PALIER_TYPE_PROSPECT, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palier_import_row_init (PalierImportRow *self)
{
}

PalierImportRow *
palier_import_row_new (void)
{
  return g_object_new (PALIER_TYPE_IMPORT_ROW, NULL);
}

/* It is of another row from now on, and is not read until it is filled. Nothing is told before:
 * what is shown stays as it is for so long. */
void
palier_import_row_empty (PalierImportRow *self)
{
  g_clear_pointer (&self->content, palier_scan_content_free);
  g_clear_pointer (&self->other, palier_prospect_unref);
}

/* @content: (transfer full); @other: (nullable) */
void
palier_import_row_fill (PalierImportRow *self, PalierScanContent *content, PalierProspect *other)
{
  palier_import_row_empty (self);
  self->content = content;
  self->other = other != NULL ? palier_prospect_ref (other) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LINE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROSPECT]);
}

gboolean
palier_import_row_is_read (PalierImportRow *self)
{
  return self->content != NULL;
}

guint
palier_import_row_get_index (PalierImportRow *self)
{
  return self->content != NULL ? self->content->index : G_MAXUINT;
}

guint64
palier_import_row_get_line (PalierImportRow *self)
{
  return self->content != NULL ? self->content->row.line : 0;
}

PalierProspect *
palier_import_row_get_prospect (PalierImportRow *self)
{
  return self->content != NULL ? self->content->draft : NULL;
}

const char *const *
palier_import_row_get_cells (PalierImportRow *self)
{
  return self->content != NULL ? (const char *const *) self->content->raw : NULL;
}

const char *
palier_import_row_get_cell (PalierImportRow *self, guint column)
{
  return self->content != NULL && column < self->content->row.n_cells ? self->content->cells[column]
                                                                      : "";
}

gboolean
palier_import_row_is_mended (PalierImportRow *self, guint column)
{
  return self->content != NULL && column < self->content->row.n_cells
         && g_strcmp0 (self->content->cells[column], self->content->raw[column]) != 0;
}

/* (nullable) until it is read */
GPtrArray *
palier_import_row_get_problems (PalierImportRow *self)
{
  return self->content != NULL ? self->content->problems : NULL;
}

PalierImportVerdict
palier_import_row_get_verdict (PalierImportRow *self)
{
  return self->content != NULL ? (PalierImportVerdict) self->content->row.verdict
                               : PALIER_VERDICT_NEW;
}

guint64
palier_import_row_get_other_line (PalierImportRow *self)
{
  return self->content != NULL ? self->content->row.other_line : 0;
}

PalierProspect *
palier_import_row_get_other (PalierImportRow *self)
{
  return self->other;
}

static GArray *
compare (PalierProspect *a, PalierProspect *b)
{
  GArray *evidence = g_array_new (FALSE, FALSE, sizeof (PalierDuplicateEvidence));
  g_autoptr (PalierRecords) records = palier_records_new ();
  PalierComparison comparison;

  palier_records_add (records, a);
  palier_records_add (records, b);
  palier_records_seal (records);
  g_autoptr (PalierComparer) comparer = palier_comparer_new (records);
  palier_comparer_compare (comparer, 0, 1, &comparison);
  for (guint i = 0; i < palier_comparer_get_n_features (comparer); i++)
    if (comparison.levels[i] != PALIER_LEVEL_UNKNOWN)
    {
      PalierDuplicateEvidence row = { .field =
                                          g_intern_string (palier_comparer_get_name (comparer, i)),
                                      .agreement =
                                          palier_level_name ((PalierLevel) comparison.levels[i]) };
      g_array_append_val (evidence, row);
    }
  return evidence;
}

GArray *
palier_import_row_compare (PalierImportRow *self)
{
  PalierProspect *prospect = palier_import_row_get_prospect (self);

  return prospect != NULL && self->other != NULL
             ? compare (prospect, self->other)
             : g_array_new (FALSE, FALSE, sizeof (PalierDuplicateEvidence));
}

const char *
palier_import_row_get_reason (PalierImportRow *self)
{
  return self->content != NULL ? self->content->row.reason : NULL;
}

PalierDecision
palier_import_row_get_decision (PalierImportRow *self)
{
  return self->content != NULL ? (PalierDecision) self->content->row.decision
                               : PALIER_DECISION_KEEP;
}
