/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-notice.h"
#include "palier-random.h"
#include "palier-relay-config.h"
#include "palier-smtp.h"

G_BEGIN_DECLS

/* The relay's own mails to the owners of accounts, by a thread that nobody waits for. */
typedef struct _PalierSystemMail PalierSystemMail;

PalierSystemMail *palier_system_mail_new (const PalierRelayConfig *config, PalierRandom *random);
void palier_system_mail_free (PalierSystemMail *self);
gboolean palier_system_mail_is_set_up (PalierSystemMail *self);
void palier_system_mail_send (PalierSystemMail *self, const PalierNotice *notice);
PalierSmtpOutcome palier_system_mail_hand_over (PalierSystemMail *self, const PalierNotice *notice,
                                                GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSystemMail, palier_system_mail_free)

G_END_DECLS
