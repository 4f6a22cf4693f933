/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* One file of an archive; all is borrowed. */
typedef struct
{
  const char *name;
  gsize name_length;
  const char *bytes;
  gsize length;
} FuzzPart;

GByteArray *fuzz_pack (const FuzzPart *parts, guint n);
gsize fuzz_cut (const char **bytes, gsize *length, const char *mark);
