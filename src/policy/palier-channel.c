/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-channel.h"

static const char *const channels[] = { "email", "sms", "linkedin", "call", "letter" };
static const char *const purposes[] = { "prospecting", "open",      "click",
                                        "enrichment",  "profiling", "ai" };

G_STATIC_ASSERT (G_N_ELEMENTS (channels) == PALIER_N_CHANNELS);
G_STATIC_ASSERT (G_N_ELEMENTS (purposes) == PALIER_N_PURPOSES);

static int
find (const char *const *names, int count, const char *name)
{
  for (int i = 0; name != NULL && i < count; i++)
    if (g_str_equal (names[i], name))
      return i;
  return -1;
}

const char *
palier_channel_name (PalierChannel channel)
{
  g_assert ((int) channel >= 0 && channel < PALIER_N_CHANNELS);
  return channels[channel];
}

/* Returns: the channel, or PALIER_CHANNEL_NONE; @name may be NULL. */
PalierChannel
palier_channel_from_name (const char *name)
{
  return (PalierChannel) find (channels, PALIER_N_CHANNELS, name);
}

const char *
palier_purpose_name (PalierPurpose purpose)
{
  g_assert ((int) purpose >= 0 && purpose < PALIER_N_PURPOSES);
  return purposes[purpose];
}

/* Returns: the purpose, or PALIER_PURPOSE_NONE; @name may be NULL. */
PalierPurpose
palier_purpose_from_name (const char *name)
{
  return (PalierPurpose) find (purposes, PALIER_N_PURPOSES, name);
}
