/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-entitlement.h"
#include "palier-host-store.h"

G_BEGIN_DECLS

#define PALIER_HOST_GRACE_MS (G_GINT64_CONSTANT (90) * 24 * 60 * 60 * 1000)

/* Where a relay is reached, and what it may give agencies of that. */
typedef struct
{
  const char *public_url;       /* (nullable): NULL: readers do not reach it */
  const char *base_domain;      /* (nullable): slugs are under it */
  const char *const *own_hosts; /* (array zero-terminated=1): which no agency may have */
  gboolean plain_loopback;      /* domains of this machine are taken, too */
} PalierSites;

char *palier_sites_dup_url (const PalierSites *self, const char *host);

/* What is to be other than it is; NULL: nothing, "": without. */
typedef struct
{
  const char *name;
  const char *slug;
  const char *domain;
} PalierAgencyChange;

gboolean palier_agency_change (PalierTx *tx, const PalierTenant *tenant, const PalierSites *sites,
                               PalierMeter meter, const PalierAgencyChange *change, GError **error);
char *palier_agency_dup_url (PalierTx *tx, const PalierTenant *tenant, const PalierSites *sites,
                             PalierMeter meter);
gint64 palier_agency_find (PalierTx *tx, const char *host);

PalierHost *palier_agency_find_domain (GPtrArray *hosts);
char *palier_agency_dup_record_name (const PalierHost *domain);
char *palier_agency_dup_record (const PalierTenant *tenant, const PalierHost *domain);
char *palier_agency_dup_mark (PalierStore *store, const char *host);

G_END_DECLS
