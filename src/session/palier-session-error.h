/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PALIER_SESSION_ERROR (palier_session_error_quark ())
GQuark palier_session_error_quark (void);

typedef enum
{
  PALIER_SESSION_ERROR_NO_WORKSPACE,   /* the folder holds no base yet: create one */
  PALIER_SESSION_ERROR_EXISTS,         /* the folder holds a base already */
  PALIER_SESSION_ERROR_NO_KEY,         /* the base is there, its key is not */
  PALIER_SESSION_ERROR_NOT_FOUND,      /* no such prospect, message, changeset */
  PALIER_SESSION_ERROR_VALUE,          /* a field does not take this text; message: problem code */
  PALIER_SESSION_ERROR_FIELD,          /* the same of a new prospect: nothing was added */
  PALIER_SESSION_ERROR_NO_CONTACT,     /* no column of the file is taken for a contact's data */
  PALIER_SESSION_ERROR_FILE_CHANGED,   /* not the file any more that was shown */
  PALIER_SESSION_ERROR_PROFILE,        /* the agency profile lacks what a message must say */
  PALIER_SESSION_ERROR_NO_SENDER,      /* no mailbox to send from */
  PALIER_SESSION_ERROR_NO_ADDRESS,     /* the prospect has no address on this channel */
  PALIER_SESSION_ERROR_GATE,           /* the legal gate blocks; message: reason code */
  PALIER_SESSION_ERROR_CHECKS,         /* the text has findings that must be mended or confirmed */
  PALIER_SESSION_ERROR_STATE,          /* the message is no draft any more */
  PALIER_SESSION_ERROR_SENDER_TEST,    /* the mailbox refuses; message: diagnosis code */
  PALIER_SESSION_ERROR_RELAY,          /* the relay could not be started or answers nonsense */
  PALIER_SESSION_ERROR_LOGIN,          /* the relay does not know these credentials */
  PALIER_SESSION_ERROR_NO_SEGMENT,     /* no segment of that name; message: the name */
  PALIER_SESSION_ERROR_SEGMENT_NAME,   /* empty or too long */
  PALIER_SESSION_ERROR_NO_TEMPLATE,    /* no template of that id, key or name; message: it */
  PALIER_SESSION_ERROR_TEMPLATE_NAME,  /* empty or too long */
  PALIER_SESSION_ERROR_TEMPLATE_TWICE, /* there is one of that name; message: the name */
  PALIER_SESSION_ERROR_TEMPLATE_SHIPS, /* cannot be removed or changed */
  PALIER_SESSION_ERROR_TEMPLATE_KIND,  /* for agencies, the prospect is a person, or the reverse */
  PALIER_SESSION_ERROR_NO_REFERENCE,   /* no reference of that id */
  PALIER_SESSION_ERROR_REFERENCE,      /* a field does not take this; message: the field */
  PALIER_SESSION_ERROR_ACCOUNT,        /* refused by the account's relay; message: its code */
  PALIER_SESSION_ERROR_NOT_REPLACED,   /* nothing of this field gave way, or it is settled */
  PALIER_SESSION_ERROR_AI_OPPOSED,     /* the prospect is, to a service that writes */
  PALIER_SESSION_ERROR_AI_BUDGET,      /* of this month; message: the month */
  PALIER_SESSION_ERROR_NO_WORDING,     /* no other of this paragraph */
  PALIER_SESSION_ERROR_SEQUENCE,       /* cannot run; message: what is wrong, and the step */
  PALIER_SESSION_ERROR_AUDIENCE,       /* a line that is no prospect; message: its number */
  PALIER_SESSION_ERROR_NO_CAMPAIGN,    /* no campaign of that id or name; message: it */
  PALIER_SESSION_ERROR_CAMPAIGN_NAME,  /* empty or too long */
  PALIER_SESSION_ERROR_CAMPAIGN_STATE, /* does not allow this; message: the state */
  PALIER_SESSION_ERROR_OPTIONS,        /* an option or a mapping file that cannot be read */
} PalierSessionError;

/* What kind of failure it is, for exit codes and icons. */
typedef enum
{
  PALIER_FAILURE_OTHER,
  PALIER_FAILURE_USAGE,
  PALIER_FAILURE_LOCKED,
  PALIER_FAILURE_NETWORK,
  PALIER_FAILURE_CANCELLED,
} PalierFailure;

const char *palier_session_account_words (const char *code);
gboolean palier_session_account_has_words (const char *code);
char *palier_session_error_message (const GError *error);
PalierFailure palier_session_error_failure (const GError *error);
gboolean palier_session_error_is_signed_out (const GError *error);

G_END_DECLS
