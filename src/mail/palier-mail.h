/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PALIER_MAIL_ERROR (palier_mail_error_quark ())

typedef enum
{
  PALIER_MAIL_ERROR_ADDRESS, /* one that cannot be written to */
  PALIER_MAIL_ERROR_HEADER,  /* a control character, or too long for a header */
  PALIER_MAIL_ERROR_BODY,    /* no UTF-8, empty or too long */
  PALIER_MAIL_ERROR_SYNTAX,  /* no mail */
} PalierMailError;

GQuark palier_mail_error_quark (void);

#define PALIER_MAIL_MAX_BODY (256 * 1024)
#define PALIER_MAIL_MAX_HEADER 900 /* bytes of one value, so that no line passes 998 */
#define PALIER_MAIL_MAX_BYTES (8 * 1024 * 1024)

/**
 * PalierLinkFunc:
 * @url: a link of the body, http or https
 *
 * Called once for each different link, in the order of the text.
 *
 * Returns: (nullable) (transfer full): what to write instead; NULL leaves it as it is
 */
typedef char *(*PalierLinkFunc) (const char *url, gpointer data);

/* All that one message is made of; nothing is taken from the clock or from chance, so that the same
 * draft gives the same bytes. What is not needed is NULL. */
typedef struct
{
  const char *from_name; /* (nullable) */
  const char *from_email;
  const char *to_name; /* (nullable) */
  const char *to_email;
  const char *reply_to; /* (nullable) */
  const char *subject;
  const char *text;       /* light Markdown: **strong**, [words](url), lines that start with "- " */
  const char *message_id; /* without brackets */
  gint64 date_ms;
  const char *boundary; /* the job's id: letters, digits, dashes; at most 50 */

  const char *unsubscribe_url;    /* (nullable): https only goes with one click (RFC 8058) */
  const char *unsubscribe_mailto; /* (nullable): "mailto:…" */
  const char *unsubscribe_label;  /* (nullable): the words of a visible link at the end */
  const char *feedback_id;        /* (nullable) */
  const char *pixel_url;          /* (nullable): only with the reader's consent */
  PalierLinkFunc rewrite;         /* (nullable): only with the reader's consent */
  gpointer rewrite_data;
} PalierMailDraft;

GBytes *palier_mail_compose (const PalierMailDraft *draft, GError **error);
gboolean palier_mail_address_is_valid (const char *address);

/* A mail that was read. */
typedef struct _PalierMail PalierMail;

PalierMail *palier_mail_parse (GBytes *bytes, GError **error);
void palier_mail_free (PalierMail *self);
char *palier_mail_dup_header (PalierMail *self, const char *name);
char *palier_mail_dup_part (PalierMail *self, const char *subtype);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierMail, palier_mail_free)

G_END_DECLS
