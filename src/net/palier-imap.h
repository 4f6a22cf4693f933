/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-net.h"
#include "palier-smtp.h"

G_BEGIN_DECLS

typedef struct
{
  const char *host;
  guint16 port;
  PalierSmtpSecurity security;
  const char *user;
  const char *password; /* (nullable): or @bearer */
  const char *bearer;   /* (nullable): an access token, for XOAUTH2 */
  const char *ca_file;  /* (nullable): trusted instead of the system's */
  gboolean allow_plain_loopback;
  guint connect_ms; /* 0: 15 s */
  guint reply_ms;   /* 0: 60 s */
} PalierImapConfig;

/* One line to one mailbox, which is only looked at: nothing in it is changed, no mail is marked as
 * read. It belongs to one thread; its calls block. An error of any call ends it. */
typedef struct _PalierImap PalierImap;

PalierImap *
palier_imap_open (const PalierImapConfig *config, GCancellable *cancellable, GError **error);
void palier_imap_close (PalierImap *self);

gboolean
palier_imap_examine (PalierImap *self, const char *folder, guint32 *uid_validity, GError **error);
GArray *palier_imap_list_from (PalierImap *self, guint32 uid, GError **error);
GArray *palier_imap_list_since (PalierImap *self, gint64 since_ms, GError **error);
gboolean
palier_imap_has_message (PalierImap *self, const char *message_id, gboolean *found, GError **error);
GBytes *palier_imap_fetch (PalierImap *self, guint32 uid, gsize most, GError **error);
char *palier_imap_find_sent (PalierImap *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierImap, palier_imap_close)

G_END_DECLS
