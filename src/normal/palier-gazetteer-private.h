/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-gazetteer.h"

G_BEGIN_DECLS

/* The resource as it lies in the program; data/gazetteer/make-gazetteer.py tells its layout. */
typedef struct
{
  GBytes *bytes; /* never let go: it points into the program itself */
  const guint8 *communes;
  const guint8 *starts;
  const guint8 *codes_of;
  const guint8 *postal;
  const guint8 *communes_of;
  const guint8 *slots;
  const char *areas;
  const char *names;
  guint n_communes;
  guint n_postal;
  guint n_areas_bytes;
} PalierGazetteer;

#define PALIER_GAZETTEER_SLOTS 65536
#define PALIER_GAZETTEER_EMPTY 0xFFFF

const PalierGazetteer *palier_gazetteer_data (void);
guint palier_gazetteer_u16 (const guint8 *section, guint i);
guint32 palier_gazetteer_u32 (const guint8 *section, guint i);
guint palier_gazetteer_insee_number (guint commune);
guint palier_gazetteer_tag (guint commune);
void palier_gazetteer_department_range (const char *code, guint *from, guint *to);
int palier_gazetteer_find_postal (const char *code);

G_END_DECLS
