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
  const char *title;  /* in English, as the others */
  const char *words;  /* what it shows */
  const char *owners; /* (nullable): what is said to who is no owner, where these alone change it */
  const char *add;    /* (nullable): the button below, for who may change it */
  const char *add_page; /* where that leads */
  const char *done;     /* (nullable): what is said after a deed, which is then the last one here */
  DexFuture *(*read) (PalierAccountService *service); /* → G_TYPE_PTR_ARRAY */
  /* (nullable): NULL: no row */
  GtkWidget *(*make_row) (PalierAccountList *list, gconstpointer item);
} PalierAccountListing;

/* @value: (nullable) */
typedef DexFuture *(*PalierAccountDeed) (PalierAccountService *service, const char *id,
                                         const char *value);

AdwNavigationPage *
palier_account_list_new (PalierSession *session, const PalierAccountListing *listing);
gboolean palier_account_list_may_change (PalierAccountList *self);
void palier_account_list_run (PalierAccountList *self, PalierAccountDeed deed, const char *id,
                              const char *value);
GtkWidget *
palier_account_list_make_end (PalierAccountList *self, PalierAccountDeed deed, const char *id,
                              const char *question, const char *words, const char *answer);
void palier_account_list_ask_at_row (PalierAccountList *self, GtkWidget *row,
                                     PalierAccountDeed deed, const char *id, const char *question,
                                     const char *words, const char *answer);

G_END_DECLS
