/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-agency.h"
#include "palier-http.h"

G_BEGIN_DECLS

PalierHostFault
palier_domain_check_record (const char *name, const char *record, GCancellable *cancellable);
PalierHostFault
palier_domain_check_reach (PalierHttp *http, const PalierSites *sites, const char *domain,
                           const char *mark, GCancellable *cancellable);

G_END_DECLS
