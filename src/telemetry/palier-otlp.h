/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-trace.h"

G_BEGIN_DECLS

/* As OpenTelemetry numbers them. */
typedef enum
{
  PALIER_SPAN_INTERNAL = 1,
  PALIER_SPAN_SERVER = 2,
  PALIER_SPAN_CLIENT = 3,
} PalierSpanKind;

#define PALIER_SPAN_NAME_MAX 96

/* A part of a trace that has ended. There is no place in it for what is personal: an address is the
 * template of its route, and nothing else is text of others. */
typedef struct
{
  PalierTrace trace;
  PalierSpanKind kind;
  char name[PALIER_SPAN_NAME_MAX];
  const char *method; /* (nullable): a literal */
  char route[PALIER_SPAN_NAME_MAX];
  guint status;           /* of HTTP; 0: none */
  const char *error_type; /* (nullable): a literal */
  gint64 begun_us;        /* since 1970 */
  gint64 taken_us;
} PalierSpan;

/* Who tells. */
typedef struct
{
  const char *service;
  const char *version;
  const char *instance;
} PalierSpanSource;

GBytes *palier_otlp_write (const GPtrArray *spans, const PalierSpanSource *source);

G_END_DECLS
