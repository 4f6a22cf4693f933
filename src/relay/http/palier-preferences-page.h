/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-page.h"
#include "palier-signal.h"

G_BEGIN_DECLS

/* What is told above the page, of what its reader has just asked for. */
typedef enum
{
  PALIER_PREFERENCES_QUIET,
  PALIER_PREFERENCES_NOTED,
  PALIER_PREFERENCES_BAD_ADDRESS,
  PALIER_PREFERENCES_NOT_AGREED, /* he did not tick that he agrees */
  PALIER_PREFERENCES_UNCLEAR,
  PALIER_N_PREFERENCES_NOTES
} PalierPreferencesNote;

/* What is known of a reader and of who writes to him; all texts (nullable), hostile. */
typedef struct
{
  char *agency;
  char *mailbox;     /* whose messages come from it */
  char *source;      /* where his address is from */
  char *source_date; /* ISO day */
  char *basis;       /* a name of palier-gate.h */
  gboolean stopped;  /* he is not written to any more */
  PalierSignal open, click;
} PalierPreferences;

void palier_preferences_clear (PalierPreferences *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierPreferences, palier_preferences_clear)

char *palier_preferences_page_write (const PalierPreferences *known, PalierPreferencesNote note,
                                     PalierPageLanguage language);

G_END_DECLS
