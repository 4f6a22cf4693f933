/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-cli.h"

G_BEGIN_DECLS

/* What the command campaign does with one that is kept. */
PalierExit
palier_cli_campaign_create (PalierCli *cli, const char *name, const char *sequence, GError **error);
PalierExit palier_cli_campaign_change (PalierCli *cli, const char *which, const char *path,
                                       gboolean apply, GError **error);
PalierExit palier_cli_campaign_kept (PalierCli *cli, GError **error);
PalierExit palier_cli_campaign_run (PalierCli *cli, const char *verb, const char *which,
                                    gboolean *known, GError **error);

G_END_DECLS
