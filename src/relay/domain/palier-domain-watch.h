/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-agency.h"

G_BEGIN_DECLS

/* Looks whether the domains of agencies are theirs: when they ask, and each day again. */
typedef struct _PalierDomainWatch PalierDomainWatch;

/* On the watch's thread. @error: NULL: the agency's hosts say what was found. */
typedef void (*PalierDomainDone) (gpointer data, const GError *error);

PalierDomainWatch *palier_domain_watch_new (PalierStore *store, const PalierSites *sites);
void palier_domain_watch_ask (PalierDomainWatch *self, gint64 tenant, PalierDomainDone done,
                              gpointer data);
void palier_domain_watch_free (PalierDomainWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDomainWatch, palier_domain_watch_free)

G_END_DECLS
