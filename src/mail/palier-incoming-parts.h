/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is in a mail, as far as the rest asks for it. Texts are UTF-8 and bounded. */
typedef struct
{
  char *head;      /* the header lines as they came, NUL-ended */
  char *from;      /* (nullable): the address */
  char *from_name; /* (nullable) */
  char *subject;
  gint64 date_ms;            /* 0: none, or none that can be read */
  char *text;                /* the first text/plain, else the first text/html as text */
  char *report;              /* (nullable): message/delivery-status */
  char *feedback;            /* (nullable): message/feedback-report */
  char *receipt;             /* (nullable): message/disposition-notification */
  char *returned;            /* (nullable): the head of the mail that is within */
  gboolean forwarded_report; /* @report was within a mail that is within */
} PalierIncomingParts;

PalierIncomingParts *palier_incoming_parts_new (GBytes *bytes, GError **error);
void palier_incoming_parts_free (PalierIncomingParts *self);
char *palier_incoming_field (const char *block, const char *name);

char *palier_incoming_html_text (const char *html);
char *palier_incoming_own_text (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierIncomingParts, palier_incoming_parts_free)

G_END_DECLS
