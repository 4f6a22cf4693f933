/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-comparison.h"

G_BEGIN_DECLS

/* Names of firms side by side: rare words count, "agence" and "immobilier" hardly. */
typedef struct _PalierFirmWords PalierFirmWords;

PalierFirmWords *palier_firm_words_new (PalierTextPool *pool);
void palier_firm_words_free (PalierFirmWords *self);
PalierLevel palier_firm_words_compare (PalierFirmWords *self, PalierSpan a, PalierSpan b);

G_END_DECLS
