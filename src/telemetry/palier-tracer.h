/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-otlp.h"

G_BEGIN_DECLS

/* Where the spans of this process go; off until it is started, and then every function here costs
 * next to nothing. */
typedef struct
{
  const char *endpoint; /* of a collector: …/v1/traces is asked there */
  const char *service;
  guint percent; /* of the traces that begin here; what another began, he has chosen */
} PalierTracerOptions;

void palier_tracer_start (const PalierTracerOptions *options);
void palier_tracer_stop (void);
guint64 palier_tracer_get_dropped (void);

void palier_tracer_begin (PalierTrace *trace);
void palier_tracer_choose (PalierTrace *trace);
const PalierTrace *palier_tracer_enter (const PalierTrace *trace);

/* What is told of a span when it has ended. */
typedef struct
{
  const char *name; /* of its kind; with a route: its method and that */
  PalierSpanKind kind;
  const char *method; /* (nullable): a literal */
  const char *route;  /* (nullable): with "*" where there is something of the caller's */
  guint status;
  const char *error_type; /* (nullable): a literal */
} PalierSpanFacts;

void palier_tracer_note (const PalierTrace *trace, const PalierSpanFacts *facts, gint64 taken_us);
void palier_tracer_note_part (const PalierSpanFacts *facts, gint64 taken_us);
char *palier_tracer_dup_route (const char *path);

G_END_DECLS
