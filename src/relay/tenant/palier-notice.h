/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-entitlement.h"
#include "palier-language.h"

G_BEGIN_DECLS

/* What an account's owner is told by mail. */
typedef enum
{
  PALIER_NOTICE_NONE,
  PALIER_NOTICE_VERIFY,          /* the code that confirms a registration */
  PALIER_NOTICE_KNOWN,           /* somebody registers an address that has an account */
  PALIER_NOTICE_RESET,           /* the code for a new password */
  PALIER_NOTICE_CHANGED,         /* the password has changed */
  PALIER_NOTICE_ADDRESS,         /* the code for the new address of an account */
  PALIER_NOTICE_ADDRESS_ASKED,   /* … and for the present one */
  PALIER_NOTICE_ADDRESS_CHANGED, /* the address has changed */
  PALIER_NOTICE_INVITED,         /* the code that lets the address into an agency */
  PALIER_NOTICE_WEBHOOK,         /* a webhook was disabled: the code is its host */
  PALIER_NOTICE_CONTACTS_NEAR,   /* there is little room left for contacts: use */
  PALIER_NOTICE_CONTACTS_REACHED,
  PALIER_NOTICE_EMAILS_NEAR,
  PALIER_NOTICE_EMAILS_REACHED,
  PALIER_NOTICE_AI_NEAR,
  PALIER_NOTICE_AI_REACHED,
  PALIER_N_NOTICES
} PalierNoticeKind;

typedef struct
{
  PalierNoticeKind kind;
  char *email;
  char *code; /* (nullable): as it is typed */
  char *from; /* (nullable): address of the member who invites */
  PalierLimitUse use;
  PalierLanguage language; /* of the reader */
  char *agency;            /* (nullable): what it calls itself; hostile text */
} PalierNotice;

static inline void
palier_notice_clear (PalierNotice *self)
{
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->agency, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierNotice, palier_notice_clear)

G_END_DECLS
