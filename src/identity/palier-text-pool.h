/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-likeness.h"

G_BEGIN_DECLS

/* Each text of a column once, by a number: a record is then a row of numbers, equal texts are equal
 * numbers, and how often each occurs is known. Some 20 bytes a text beside its letters. */
typedef struct _PalierTextPool PalierTextPool;

/* What was found out about a text. */
typedef enum
{
  PALIER_TEXT_SHARED = 1 << 0,   /* several people of different names have it */
  PALIER_TEXT_PERSONAL = 1 << 1, /* a mobile number */
  PALIER_TEXT_GIVEN = 1 << 2,    /* a name that is usually a first name */
} PalierTextMarks;

/* 0 is no text. */
typedef guint32 PalierText;

PalierTextPool *palier_text_pool_new (void);
void palier_text_pool_free (PalierTextPool *self);
PalierText
palier_text_pool_add (PalierTextPool *self, guint column, const char *text, gsize length);

guint32 palier_text_pool_get_n (const PalierTextPool *self);
PalierSpan palier_text_pool_get (const PalierTextPool *self, PalierText text);
guint palier_text_pool_get_column (const PalierTextPool *self, PalierText text);
guint32 palier_text_pool_get_count (const PalierTextPool *self, PalierText text);
guint palier_text_pool_get_marks (const PalierTextPool *self, PalierText text);
void palier_text_pool_mark (PalierTextPool *self, PalierText text, guint marks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierTextPool, palier_text_pool_free)

G_END_DECLS
