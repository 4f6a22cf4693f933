/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-sender.h"

#include <string.h>

#include "palier-mail.h"
#include "palier-reader-store.h"
#include "palier-record-store.h"

void
palier_mailbox_free (PalierMailbox *self)
{
  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->password);
  g_free (self->host);
  g_free (self->user);
  g_free (self->from_name);
  g_free (self->from_email);
  g_free (self->reply_to);
  g_free (self->imap_host);
  g_free (self->imap_user);
  g_free (self->fingerprint);
  g_free (self);
}

static PalierSmtpSecurity
parse_security (const char *name)
{
  if (g_strcmp0 (name, "none") == 0)
    return PALIER_SMTP_PLAIN;
  return g_strcmp0 (name, "tls") == 0 ? PALIER_SMTP_TLS : PALIER_SMTP_STARTTLS;
}

static char *
dup_filled (const PalierRecord *record, guint field)
{
  const char *text = palier_record_get (record, field);
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/* Connections are told apart by all that a session is made of; the secret by its digest only. */
static char *
make_fingerprint (const PalierMailbox *self)
{
  const char *password = self->password != NULL ? self->password : "";
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, password, -1);

  return g_strdup_printf ("%s|%u|%d|%s|%s|%d", self->host, self->smtp.port,
                          (int) self->smtp.security, self->user != NULL ? self->user : "", digest,
                          self->smtp.allow_plain_loopback);
}

static PalierMailbox *
read_mailbox (const PalierRecord *record, gboolean plain_loopback)
{
  PalierMailbox *self = g_new0 (PalierMailbox, 1);
  gint64 port = palier_record_get_integer (record, PALIER_SENDER_FIELD_PORT, 587);
  const char *plain = palier_record_get (record, PALIER_SENDER_FIELD_ALLOW_PLAIN_LOOPBACK);

  self->host = dup_filled (record, PALIER_SENDER_FIELD_HOST);
  self->user = dup_filled (record, PALIER_SENDER_FIELD_USER);
  self->from_name = dup_filled (record, PALIER_SENDER_FIELD_FROM_NAME);
  self->from_email = dup_filled (record, PALIER_SENDER_FIELD_FROM_EMAIL);
  self->reply_to = dup_filled (record, PALIER_SENDER_FIELD_REPLY_TO);
  self->daily_cap = (guint) palier_record_get_integer (record, PALIER_SENDER_FIELD_DAILY_CAP, 0);
  self->smtp.port = port > 0 && port <= G_MAXUINT16 ? (guint16) port : 587;
  self->smtp.security = parse_security (palier_record_get (record, PALIER_SENDER_FIELD_SECURITY));
  self->smtp.allow_plain_loopback = plain_loopback && g_strcmp0 (plain, "yes") == 0;
  return self;
}

static void
read_imap (PalierMailbox *self, const PalierRecord *record)
{
  gint64 port = palier_record_get_integer (record, PALIER_SENDER_FIELD_IMAP_PORT, 993);

  self->imap_host = dup_filled (record, PALIER_SENDER_FIELD_IMAP_HOST);
  self->imap_user = dup_filled (record, PALIER_SENDER_FIELD_IMAP_USER);
  self->imap.port = port > 0 && port <= G_MAXUINT16 ? (guint16) port : 993;
  self->imap.security =
      palier_record_get (record, PALIER_SENDER_FIELD_IMAP_SECURITY) != NULL
          ? parse_security (palier_record_get (record, PALIER_SENDER_FIELD_IMAP_SECURITY))
          : PALIER_SMTP_TLS;
  self->imap.allow_plain_loopback = self->smtp.allow_plain_loopback;
}

/* A mailbox is most often called as its user is, or by its address. */
static void
point_imap (PalierMailbox *self)
{
  self->imap.host = self->imap_host;
  self->imap.password = self->password;
  self->imap.user = self->imap_user != NULL ? self->imap_user : self->user;
  if (self->imap.user == NULL)
    self->imap.user = self->from_email;
}

static gboolean
is_complete (const PalierMailbox *self)
{
  return self->host != NULL && self->from_email != NULL
         && palier_mail_address_is_valid (self->from_email)
         && (self->user == NULL || self->password != NULL);
}

/**
 * palier_mailbox_load:
 * @plain_loopback: whether this relay lets a sender speak without TLS to this machine
 *
 * Returns: (transfer full) (nullable): NULL when there is no such sender, or a part of it is
 *   missing: its host, its address, the secret of its user
 */
PalierMailbox *
palier_mailbox_load (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender,
                     gboolean plain_loopback)
{
  g_autoptr (PalierRecord) record =
      palier_record_store_get (tx, tenant, PALIER_KIND_SENDER, sender);

  if (record == NULL || record->deleted_ms != 0 || record->erased)
    return NULL;
  g_autoptr (PalierMailbox) self = read_mailbox (record, plain_loopback);
  read_imap (self, record);
  if (self->user != NULL || self->imap_host != NULL)
    self->password = palier_secret_store_get (tx, tenant, sender);
  if (!is_complete (self))
    return NULL;
  self->smtp.host = self->host;
  self->smtp.user = self->user;
  self->smtp.password = self->user != NULL ? self->password : NULL;
  point_imap (self);
  self->fingerprint = make_fingerprint (self);
  return g_steal_pointer (&self);
}
