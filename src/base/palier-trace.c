/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-trace.h"

#include <string.h>

/* "00-" 32 digits "-" 16 digits "-" 2 digits; a later version may go on after another "-". */
#define TRACE_AT 3
#define PARENT_AT 36
#define FLAGS_AT 53
#define LENGTH 55

/* Copies @length lower-case hexadecimal digits that are not all zero. */
static gboolean
take_digits (const char *text, gsize length, char *out)
{
  if (strspn (text, "0123456789abcdef") < length || strspn (text, "0") >= length)
    return FALSE;
  memcpy (out, text, length);
  out[length] = '\0';
  return TRUE;
}

static gboolean
is_well_formed (const char *header)
{
  gsize length = strlen (header);

  if (length < LENGTH || header[2] != '-' || header[PARENT_AT - 1] != '-'
      || header[FLAGS_AT - 1] != '-' || g_str_has_prefix (header, "ff")
      || strspn (header, "0123456789abcdef") != 2
      || strspn (header + FLAGS_AT, "0123456789abcdef") != 2)
    return FALSE;
  return g_str_has_prefix (header, "00") ? length == LENGTH
                                         : length == LENGTH || header[LENGTH] == '-';
}

static void
make_digits (PalierRandom *random, gsize length, char *out)
{
  static const char digits[] = "0123456789abcdef";
  guint8 bytes[16];

  palier_random_bytes (random, bytes, length / 2);
  for (gsize i = 0; i < length; i++)
    out[i] = digits[i % 2 == 0 ? bytes[i / 2] >> 4 : bytes[i / 2] & 15];
  out[length] = '\0';
}

/**
 * palier_trace_begin:
 * @traceparent: (nullable): the caller's header, which may be anything
 *
 * Takes up the caller's trace, or begins one.
 */
void
palier_trace_begin (PalierTrace *self, const char *traceparent, PalierRandom *random)
{
  *self = (PalierTrace) { 0 };
  make_digits (random, 16, self->span);
  if (traceparent != NULL && is_well_formed (traceparent)
      && take_digits (traceparent + TRACE_AT, 32, self->trace)
      && take_digits (traceparent + PARENT_AT, 16, self->parent))
  {
    self->sampled = g_ascii_xdigit_value (traceparent[FLAGS_AT + 1]) & 1;
    return;
  }
  make_digits (random, 32, self->trace);
  self->parent[0] = '\0';
}

/* A part of what @parent is part of. */
void
palier_trace_begin_child (PalierTrace *self, const PalierTrace *parent, PalierRandom *random)
{
  *self = *parent;
  memcpy (self->parent, parent->span, sizeof self->parent);
  make_digits (random, 16, self->span);
}

/* Returns: @out: the value of a `traceparent` header, by which another program takes this up */
const char *
palier_trace_format (const PalierTrace *self, char out[PALIER_TRACE_HEADER_SIZE])
{
  g_snprintf (out, PALIER_TRACE_HEADER_SIZE, "00-%s-%s-%02x", self->trace, self->span,
              self->sampled ? 1u : 0u);
  return out;
}
