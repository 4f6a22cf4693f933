/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-id.h"
#include "palier-seal.h"

G_BEGIN_DECLS

/* Short records that are on the disk before anyone is told so, and wait there for the store. */
typedef struct _PalierJournal PalierJournal;

#define PALIER_JOURNAL_RECORD_MAX 1024

/* On the journal's thread: it must be short. @error is NULL when the record is on the disk. */
typedef void (*PalierJournalDone) (gpointer data, const GError *error);

/* Records that follow each other. */
typedef struct
{
  guint64 first;      /* the number of the first of them */
  GPtrArray *records; /* (element-type GBytes) */
} PalierJournalPart;

PalierJournal *palier_journal_open (const char *directory, const PalierSealKey *key,
                                    PalierRandom *random, GError **error);
void palier_journal_stop (PalierJournal *self);
void palier_journal_free (PalierJournal *self);
const PalierId *palier_journal_get_id (PalierJournal *self);

void palier_journal_add (PalierJournal *self, const void *record, gsize length,
                         PalierJournalDone done, gpointer data);

gboolean palier_journal_next (PalierJournal *self, PalierJournalPart *part);
guint64 palier_journal_get_waiting (PalierJournal *self);

void palier_journal_part_clear (PalierJournalPart *part);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierJournalPart, palier_journal_part_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierJournal, palier_journal_free)

G_END_DECLS
