/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-job-store.h"

G_BEGIN_DECLS

void palier_job_tell (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job,
                      const PalierJobChange *change);

G_END_DECLS
