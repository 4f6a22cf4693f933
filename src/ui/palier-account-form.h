/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* One step with an account that asks for a few words and sends them to the relay: a page whose
 * entries, button and deed are a row of a table (palier-account-steps.c). What the relay refuses is
 * said beside the button, and what was typed stays. */
#define PALIER_TYPE_ACCOUNT_FORM (palier_account_form_get_type ())
G_DECLARE_FINAL_TYPE (PalierAccountForm, palier_account_form, PALIER, ACCOUNT_FORM,
                      AdwNavigationPage)

typedef enum
{
  PALIER_ENTRY_TEXT,
  PALIER_ENTRY_EMAIL,
  PALIER_ENTRY_OWN_EMAIL, /* with what is to be said of it while it is typed, as the next two */
  PALIER_ENTRY_SIRET,
  PALIER_ENTRY_NEW_PASSWORD,
  PALIER_ENTRY_PASSWORD,
  PALIER_ENTRY_ROLE,
} PalierEntryKind;

typedef struct
{
  const char *name;
  const char *title; /* in English */
  PalierEntryKind kind;
  const char *after; /* (nullable): shown only once the relay has refused with this code */
} PalierAccountEntry;

#define PALIER_ACCOUNT_MAX_ENTRIES 4

typedef struct
{
  const char *name;
  const char *title;  /* in English, as the others */
  const char *words;  /* what it is for */
  const char *button; /* the deed */
  gboolean destructive;
  PalierAccountEntry entries[PALIER_ACCOUNT_MAX_ENTRIES];
  struct
  {
    const char *title; /* (nullable) */
    const char *page;
  } links[2];
  /* What the service answers; a fiber waits for it. */
  DexFuture *(*ask) (PalierAccountForm *form, PalierAccountService *service);
  /* @value: what it resolved to. Every step leads somewhere. */
  void (*done) (PalierAccountForm *form, const GValue *value);
} PalierAccountStep;

PalierAccountForm *
palier_account_form_new (PalierSession *session, const PalierAccountStep *step, const char *words);
void palier_account_form_add_above (PalierAccountForm *self, GtkWidget *widget);
const char *palier_account_form_get_text (PalierAccountForm *self, const char *name);

G_END_DECLS
