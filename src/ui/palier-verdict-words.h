/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import-rows.h"

G_BEGIN_DECLS

/* What a row of a file is, and what becomes of it, in words. */
const char *palier_verdict_words (PalierImportVerdict verdict);
const char *palier_verdict_title (PalierImportVerdict verdict);
const char *palier_decision_words (PalierDecision decision);
char *palier_import_row_dup_words (PalierImportRow *row);

G_END_DECLS
