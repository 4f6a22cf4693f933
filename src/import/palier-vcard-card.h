/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-field.h"
#include "palier-vcard-line.h"

G_BEGIN_DECLS

#define PALIER_VCARD_N_COLUMNS 38

/* One card in the making, as values of fixed columns. */
typedef struct _PalierVcardCard PalierVcardCard;

PalierVcardCard *palier_vcard_card_new (void);
void palier_vcard_card_free (PalierVcardCard *self);
void palier_vcard_card_begin (PalierVcardCard *self);
void palier_vcard_card_take (PalierVcardCard *self, const PalierVcardProperty *property);
void palier_vcard_card_end (PalierVcardCard *self);
const GString *palier_vcard_card_get (const PalierVcardCard *self, guint column);
gboolean palier_vcard_card_is_cut (const PalierVcardCard *self);

const char *palier_vcard_column_title (guint column);
PalierField palier_vcard_column_field (guint column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierVcardCard, palier_vcard_card_free)

G_END_DECLS
