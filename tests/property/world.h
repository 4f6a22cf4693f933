/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Devices, a relay, and the post between them: see convergence.c. */
#pragma once

#include "palier-random.h"
#include "palier-sync.h"

#define MAX_DEVICES 6
#define N_POOL 5 /* records that are written again and again */
#define BATCH 4  /* records a request, so that there is more */
#define START_MS G_GINT64_CONSTANT (1760000000000)
#define DAY_MS G_GINT64_CONSTANT (86400000)

typedef struct
{
  PalierRecord *record;
  guint64 dirty; /* of a device: the number of the change that waits; 0: none */
  guint64 seq;   /* of the relay */
  guint64 device;
} Row;

typedef struct
{
  PalierId id;
  guint field;
  char *old;
  PalierMark mark;
} Edit;

typedef struct
{
  PalierId id;
  guint64 dirty;
  PalierStamp latest;
} Given;

typedef struct
{
  PalierId id;
  guint64 tag;
  GHashTable *rows;
  guint64 changes;
  PalierHlc hlc;
  gint64 skew_ms;
  gint64 relay_ahead_ms;
  PalierStamp received;
  PalierCursor cursor;

  /* Of the process: gone with it. */
  gboolean asked;
  PalierId batch;
  GArray *given; /* (element-type Given) */

  GHashTable *copy; /* (nullable): an old one, and what stood beside it */
  PalierHlc copy_hlc;
  PalierCursor copy_cursor;
  guint64 copy_changes;

  Edit last;
} Device;

typedef struct
{
  gboolean to_relay;
  guint device;
  PalierId batch;
  GBytes *body;
} Letter;

typedef struct
{
  GHashTable *rows;
  GHashTable *batches; /* of PalierId to GArray of Verdict: taken before */
  PalierId epoch;
  guint64 seq;
  GHashTable *copy; /* (nullable) */
  guint64 copy_seq;
} Relay;

typedef struct
{
  PalierRandom *random;
  Device devices[MAX_DEVICES];
  guint n_devices;
  Relay relay;
  GPtrArray *mail; /* (element-type Letter) */
  PalierId pool[N_POOL];
  guint64 ids;
  gint64 now_ms;
  gboolean restamped;
  const char *failure;
} World;

void world_init (World *world, guint64 seed);
void world_clear (World *world);
PalierId world_next_id (World *world);

GHashTable *table_copy (GHashTable *table);
char *table_dump (GHashTable *table);
Row *table_put (GHashTable *table, PalierRecord *record);
gboolean table_merge (GHashTable *table, const PalierRecord *record, Row **out);

PalierMark device_tick (World *world, Device *device);
void device_mark_dirty (Device *device, Row *row);
GPtrArray *device_list_dirty (Device *device);
void device_ask (World *world, guint index);
gboolean device_read_answer (World *world, const Letter *letter);
void device_keep_copy (Device *device);
void device_put_back (Device *device);

void relay_answer (World *world, const Letter *letter);
void relay_put_back (World *world);

gboolean world_deliver (World *world, guint index, gboolean again);
