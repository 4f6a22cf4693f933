/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The actions of `palierctl account`. */
#pragma once

#include "palier-cli.h"

G_BEGIN_DECLS

/* --hand-over */
extern gboolean palier_cli_account_hand_over;

PalierAccountService *palier_cli_get_account (PalierCli *cli);
PalierExit palier_cli_exit (gboolean good);
PalierExit palier_cli_print_asked (const PalierAccountAsked *asked);

PalierExit palier_cli_account_password (PalierCli *cli, GError **error);
PalierExit palier_cli_account_ask_reset (PalierCli *cli, GError **error);
PalierExit palier_cli_account_reset (PalierCli *cli, GError **error);
PalierExit palier_cli_account_ask_address (PalierCli *cli, GError **error);
PalierExit palier_cli_account_change_address (PalierCli *cli, GError **error);
PalierExit palier_cli_account_totp (PalierCli *cli, GError **error);
PalierExit palier_cli_account_confirm (PalierCli *cli, GError **error);
PalierExit palier_cli_account_end_totp (PalierCli *cli, GError **error);
PalierExit palier_cli_account_usage (PalierCli *cli, GError **error);
PalierExit palier_cli_account_members (PalierCli *cli, GError **error);
PalierExit palier_cli_account_role (PalierCli *cli, GError **error);
PalierExit palier_cli_account_remove (PalierCli *cli, GError **error);
PalierExit palier_cli_account_invite (PalierCli *cli, GError **error);
PalierExit palier_cli_account_join (PalierCli *cli, GError **error);
PalierExit palier_cli_account_leave (PalierCli *cli, GError **error);
PalierExit palier_cli_account_hosts (PalierCli *cli, GError **error);
PalierExit palier_cli_account_change_hosts (PalierCli *cli, GError **error);
PalierExit palier_cli_account_check_domain (PalierCli *cli, GError **error);
PalierExit palier_cli_account_export (PalierCli *cli, GError **error);
PalierExit palier_cli_account_access_log (PalierCli *cli, GError **error);
PalierExit palier_cli_account_erase (PalierCli *cli, GError **error);

G_END_DECLS
