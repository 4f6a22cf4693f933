/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "palier-clock.h"
#include "palier-random.h"

G_BEGIN_DECLS

/* A UUIDv7 (RFC 9562 § 5.7): sorts by the time it was made. In JSON: 36 lower-case characters. */
typedef struct
{
  guint8 bytes[16];
} PalierId;

#define PALIER_ID_NIL ((PalierId) { { 0 } })
/* Above every other. */
#define PALIER_ID_LAST                                                                             \
  ((PalierId) {                                                                                    \
      { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 } })
#define PALIER_ID_TEXT_SIZE 37

PalierId palier_id_new (PalierClock *clock, PalierRandom *random);
PalierId palier_id_derive (const PalierId *of, const void *bytes, gsize size);
gboolean palier_id_parse (const char *text, PalierId *out);
char *palier_id_format (const PalierId *id, char buffer[PALIER_ID_TEXT_SIZE]);
char *palier_id_dup_string (const PalierId *id);
gboolean palier_id_is_nil (const PalierId *id);
gboolean palier_id_equal (gconstpointer a, gconstpointer b);
guint palier_id_hash (gconstpointer id);
int palier_id_compare (const PalierId *a, const PalierId *b);

G_END_DECLS
