/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-random.h"

G_BEGIN_DECLS

/* W3C Trace Context: what ties the lines of many programs about one request together. */
typedef struct
{
  char trace[33];  /* 32 hexadecimal digits */
  char span[17];   /* of this program's part; 16 digits */
  char parent[17]; /* of the caller's; empty: none */
  gboolean sampled;
} PalierTrace;

#define PALIER_TRACE_HEADER_SIZE 56

void palier_trace_begin (PalierTrace *self, const char *traceparent, PalierRandom *random);
void palier_trace_begin_child (PalierTrace *self, const PalierTrace *parent, PalierRandom *random);
const char *palier_trace_format (const PalierTrace *self, char out[PALIER_TRACE_HEADER_SIZE]);

G_END_DECLS
