/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* How the variants are to be written: channel, template, tone and length; and a button to have a
 * service write them once more. Signal: "changed" (): the user wants them otherwise. */
#define PALIER_TYPE_COMPOSER_CHOICES (palier_composer_choices_get_type ())
G_DECLARE_FINAL_TYPE (PalierComposerChoices, palier_composer_choices, PALIER, COMPOSER_CHOICES,
                      AdwBin)

void palier_composer_choices_show (PalierComposerChoices *self, GPtrArray *templates,
                                   const PalierProspect *prospect, const char *channel);
void palier_composer_choices_show_writer (PalierComposerChoices *self, const char *writer);
void palier_composer_choices_get (PalierComposerChoices *self, PalierWriteOrder *order);
void palier_composer_choices_keep (PalierComposerChoices *self);
void palier_composer_choices_revert (PalierComposerChoices *self);

G_END_DECLS
