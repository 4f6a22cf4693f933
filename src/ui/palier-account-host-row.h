/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account-list.h"

G_BEGIN_DECLS

/* An address of the agency, with what can be done to it. */
GtkWidget *palier_account_host_row_new (PalierAccountList *list, gconstpointer host);

G_END_DECLS
