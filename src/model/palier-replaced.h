/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-id.h"
#include "palier-kind.h"

G_BEGIN_DECLS

/* How long, and of how many fields, what gave way is kept. */
#define PALIER_REPLACED_DAYS 90
#define PALIER_REPLACED_MAX 10000

/* A value that was written on this device and gave way to what another one wrote later, which still
 * stands. */
typedef struct
{
  PalierKind kind;
  PalierId id; /* of the record */
  char *field;
  char *value;    /* what stood here */
  gint64 at_ms;   /* when it gave way here */
  char *now;      /* (nullable): what stands there instead; NULL: nothing */
  gint64 now_ms;  /* when that was written */
  char *member;   /* (nullable): by whom: the address of his account … */
  char *computer; /* (nullable): … and where */
} PalierReplaced;

void palier_replaced_free (PalierReplaced *self);

/* Who writes on a device. It is a setting of each device's own, so that it reaches all others. */
char *palier_author_dup_setting (guint64 device);
char *palier_author_to_text (const char *member, const char *computer);
void palier_author_read (const char *text, char **member, char **computer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierReplaced, palier_replaced_free)

G_END_DECLS
