/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-changeset.h"
#include "palier-segment.h"

G_BEGIN_DECLS

/* A rate is shown only from so many prospects written to. */
#define PALIER_SEGMENT_RATE_MIN 30

/* A segment, or one that is proposed, with its figures. */
typedef struct
{
  PalierId id;          /* nil: proposed */
  char *name;           /* of a proposed one: the filter in words */
  char *rule;           /* the filter in words */
  PalierFilter *filter; /* (nullable): written by a newer version */
  guint64 count;
  guint64 contacted; /* those to whom something was sent */
  guint64 replied;
} PalierSegmentRow;

#define PALIER_TYPE_SEGMENT_ROW (palier_segment_row_get_type ())
GType palier_segment_row_get_type (void);
PalierSegmentRow *palier_segment_row_ref (PalierSegmentRow *self);
void palier_segment_row_free (PalierSegmentRow *self);
char *palier_segment_row_dup_rate (const PalierSegmentRow *self);
gboolean palier_segment_row_equal (gconstpointer a, gconstpointer b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSegmentRow, palier_segment_row_free)

/* A value that a filter may ask for. */
typedef struct
{
  char *value;
  char *label; /* in the user's language */
  guint count; /* 0: not counted */
} PalierFilterChoice;

void palier_filter_choice_free (PalierFilterChoice *self);

/* Saved filters, and such as the base suggests. */
#define PALIER_TYPE_SEGMENT_SERVICE (palier_segment_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierSegmentService, palier_segment_service, PALIER, SEGMENT_SERVICE,
                      GObject)

/* → G_TYPE_PTR_ARRAY of PalierSegmentRow, by name */
DexFuture *palier_segment_service_list (PalierSegmentService *self);
/* → G_TYPE_PTR_ARRAY of PalierSegmentRow, the most useful first */
DexFuture *palier_segment_service_propose (PalierSegmentService *self);
/* → PALIER_TYPE_SEGMENT */
DexFuture *palier_segment_service_find (PalierSegmentService *self, const char *name);
/* → PALIER_TYPE_SEGMENT */
DexFuture *
palier_segment_service_save (PalierSegmentService *self, const char *name, PalierFilter *filter);
/* → PALIER_TYPE_CHANGESET */
DexFuture *palier_segment_service_remove (PalierSegmentService *self, const PalierId *id);
/* → G_TYPE_PTR_ARRAY of PalierFilterChoice */
DexFuture *palier_segment_service_choices (PalierSegmentService *self, PalierFilterKey key);

G_END_DECLS
