/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The sending servers of the providers that agencies in France use. */
typedef struct
{
  const char *name;
  const char *host;
  int port;
  const char *security; /* as PalierSender has it */
} PalierMailPreset;

const PalierMailPreset *palier_mail_presets (guint *n);
int palier_mail_preset_of_host (const char *host);

G_END_DECLS
