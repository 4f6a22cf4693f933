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

#define PALIER_PHONE_SIZE 20
#define PALIER_PHONE_EXTENSION_SIZE 7

/* One of the numbers in a text. */
typedef struct
{
  char e164[PALIER_PHONE_SIZE];
  char extension[PALIER_PHONE_EXTENSION_SIZE]; /* "poste 12"; empty where there is none */
  PalierPhoneKind kind;
  gboolean repaired; /* a lost zero was put back, or a letter read as a digit */
} PalierPhone;

guint palier_phone_list (const char *text, const char *country, PalierPhone *out, guint max);
char *palier_phone_normalize (const char *text, const char *country, PalierPhoneKind *kind,
                              PalierReading *verdict);
PalierPhoneKind palier_phone_kind (const char *e164);
char *palier_phone_format (const char *e164);

G_END_DECLS
