/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is said of a field of a registration while it is typed, before any relay is asked. */
typedef enum
{
  PALIER_HINT_NONE,    /* nothing to say yet */
  PALIER_HINT_WRONG,   /* the relay would refuse it */
  PALIER_HINT_WARNING, /* it is taken, and could be better */
  PALIER_HINT_GOOD,
} PalierHint;

PalierHint palier_account_hint_email (const char *text, char **words);
PalierHint palier_account_hint_siret (const char *text, char **words);
PalierHint palier_account_hint_password (const char *text, char **words);

G_END_DECLS
