/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reading.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_PHONE_UNKNOWN,
  PALIER_PHONE_MOBILE,
  PALIER_PHONE_LANDLINE,
  PALIER_PHONE_NOMADIC, /* 09: over the Internet, tied to no place */
  PALIER_PHONE_SPECIAL, /* 08: charged or free service numbers */
} PalierPhoneKind;

char *palier_phone_normalize (const char *text, const char *country, PalierPhoneKind *kind,
                              PalierReading *verdict);
PalierPhoneKind palier_phone_kind (const char *e164);
char *palier_phone_format (const char *e164);

G_END_DECLS
