/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account-form.h"

G_BEGIN_DECLS

/* The account at a relay, from "this computer only" on. Its actions are for what stands in it:
 * "account.go" (s): the page of that name, a step or devices or members; "account.restart": begin
 * with what the account is now. */
#define PALIER_TYPE_ACCOUNT_DIALOG (palier_account_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PalierAccountDialog, palier_account_dialog, PALIER, ACCOUNT_DIALOG, AdwDialog)

AdwDialog *palier_account_dialog_new (PalierSession *session);

/* What a page asks of the dialog it stands in, or stood in. */
const char *palier_account_dialog_get_relay (GtkWidget *page);
PalierAccountForm *
palier_account_dialog_make_step (GtkWidget *page, const char *name, const char *words);
void palier_account_dialog_push (GtkWidget *page, AdwNavigationPage *next);
void palier_account_dialog_go (GtkWidget *page, const char *name, const char *words);
void palier_account_dialog_back (GtkWidget *page);
void palier_account_dialog_restart (GtkWidget *page);
void palier_account_dialog_tell (GtkWidget *page, const char *words);

G_END_DECLS
