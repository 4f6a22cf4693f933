/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A way to reach someone. */
typedef enum
{
  PALIER_CHANNEL_EMAIL,
  PALIER_CHANNEL_SMS,
  PALIER_CHANNEL_LINKEDIN, /* a task for the user: their terms forbid automation */
  PALIER_CHANNEL_CALL,     /* a task for the user */
  PALIER_CHANNEL_LETTER,   /* printed */
  PALIER_N_CHANNELS
} PalierChannel;

#define PALIER_CHANNEL_NONE ((PalierChannel) - 1)

/* What a consent is given for; each is asked for by itself. */
typedef enum
{
  PALIER_PURPOSE_PROSPECTING,
  PALIER_PURPOSE_OPEN,  /* an individual pixel */
  PALIER_PURPOSE_CLICK, /* individual links */
  PALIER_PURPOSE_ENRICHMENT,
  PALIER_PURPOSE_PROFILING,
  PALIER_PURPOSE_AI, /* texts written by a third party's model */
  PALIER_N_PURPOSES
} PalierPurpose;

#define PALIER_PURPOSE_NONE ((PalierPurpose) - 1)

const char *palier_channel_name (PalierChannel channel);
PalierChannel palier_channel_from_name (const char *name);

const char *palier_purpose_name (PalierPurpose purpose);
PalierPurpose palier_purpose_from_name (const char *name);

G_END_DECLS
