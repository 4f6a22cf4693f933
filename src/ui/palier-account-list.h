/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* A page that lists what the relay tells of an account, a row each with what can be done to it; it
 * is read again after each deed. What it lists is a row of a table (palier-account-listings.c). */
#define PALIER_TYPE_ACCOUNT_LIST (palier_account_list_get_type ())
G_DECLARE_FINAL_TYPE (PalierAccountList, palier_account_list, PALIER, ACCOUNT_LIST,
                      AdwNavigationPage)

typedef struct
{
  const char *name;
  const char *title;    /* in English, as the others */
  const char *words;    /* what it shows */
  const char *add;      /* (nullable): the button below, for whom may_add() finds */
  const char *add_page; /* where that leads */
  DexFuture *(*read) (PalierAccountService *service); /* → G_TYPE_PTR_ARRAY */
  gboolean (*may_add) (GPtrArray *all);
  GtkWidget *(*make_row) (PalierAccountList *list, gconstpointer item, GPtrArray *all);
} PalierAccountListing;

/* @value: (nullable) */
typedef DexFuture *(*PalierAccountDeed) (PalierAccountService *service, const char *id,
                                         const char *value);

AdwNavigationPage *
palier_account_list_new (PalierSession *session, const PalierAccountListing *listing);
void palier_account_list_run (PalierAccountList *self, PalierAccountDeed deed, const char *id,
                              const char *value);
GtkWidget *
palier_account_list_make_end (PalierAccountList *self, PalierAccountDeed deed, const char *id,
                              const char *question, const char *words, const char *answer);

G_END_DECLS
