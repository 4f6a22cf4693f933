/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account-form.h"

G_BEGIN_DECLS

const PalierAccountStep *palier_account_step_find (const char *name);

G_END_DECLS
