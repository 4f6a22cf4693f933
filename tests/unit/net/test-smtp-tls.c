/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. STARTTLS and TLS from the first byte with a certificate that holds. 2. Another host's,
 * expired, self-signed, an unknown issuer's, no TLS at all, STARTTLS missing or refused: each has
 * its name, and neither login nor message leaves. */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "palier-smtp.h"
#include "peer.h"
#include "send-one.h"

static char *folder;

typedef struct
{
  EVP_PKEY *key;
  X509 *certificate;
} Issuer;

static char *
get_path (const char *name, const char *end)
{
  g_autofree char *file = g_strconcat (name, end, NULL);
  return g_build_filename (folder, file, NULL);
}

static void
set_name (X509_NAME *name, const char *text)
{
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_UTF8, (const guchar *) text, -1, -1, 0);
}

static void
add_extension (X509 *certificate, int id, const char *value)
{
  X509_EXTENSION *extension = X509V3_EXT_conf_nid (NULL, NULL, id, value);
  g_assert_nonnull (extension);
  X509_add_ext (certificate, extension, -1);
  X509_EXTENSION_free (extension);
}

static void
write_pem (const char *name, const Issuer *made)
{
  g_autofree char *certificate = get_path (name, ".pem");
  g_autofree char *key = get_path (name, ".key");
  FILE *file = fopen (certificate, "w");
  PEM_write_X509 (file, made->certificate);
  fclose (file);
  file = fopen (key, "w");
  PEM_write_PrivateKey (file, made->key, NULL, NULL, 0, NULL, NULL);
  fclose (file);
}

/* A certificate, by itself or by @issuer, good from a year ago to @days from now. */
static Issuer
make (const char *name, const char *alternative, int days, const Issuer *issuer)
{
  Issuer made = { EVP_EC_gen ("P-256"), X509_new () };
  const Issuer *by = issuer != NULL ? issuer : &made;
  static long serial = 1;

  X509_set_version (made.certificate, X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (made.certificate), serial++);
  X509_gmtime_adj (X509_getm_notBefore (made.certificate), -365L * 86400);
  X509_gmtime_adj (X509_getm_notAfter (made.certificate), days * 86400L);
  X509_set_pubkey (made.certificate, made.key);
  set_name (X509_get_subject_name (made.certificate), name);
  X509_set_issuer_name (made.certificate, X509_get_subject_name (by->certificate));
  if (alternative != NULL)
    add_extension (made.certificate, NID_subject_alt_name, alternative);
  else
    add_extension (made.certificate, NID_basic_constraints, "critical,CA:TRUE");
  X509_sign (made.certificate, by->key, EVP_sha256 ());
  write_pem (name, &made);
  return made;
}

static void
issuer_clear (Issuer *self)
{
  X509_free (self->certificate);
  EVP_PKEY_free (self->key);
}

static void
make_all (void)
{
  Issuer ca = make ("ca", NULL, 30, NULL);
  Issuer other = make ("other", NULL, 30, NULL);
  Issuer made[] = {
    make ("good", "IP:127.0.0.1,DNS:localhost", 30, &ca),
    make ("name", "DNS:mail.example.com", 30, &ca),
    make ("expired", "IP:127.0.0.1", -1, &ca),
    make ("self", "IP:127.0.0.1", 30, NULL),
    make ("untrusted", "IP:127.0.0.1", 30, &other),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (made); i++)
    issuer_clear (&made[i]);
  issuer_clear (&ca);
  issuer_clear (&other);
}

typedef struct
{
  const char *title;
  const char *certificate;
  const char *peer_tls;
  PalierSmtpSecurity security;
  const char *rule;
  PalierSmtpFault fault;
  PalierSmtpStage stage;
} Case;

static const Case cases[] = {
  { "starttls", "good", "starttls", PALIER_SMTP_STARTTLS, NULL, PALIER_SMTP_OK,
    PALIER_SMTP_STAGE_FINAL },
  { "implicit", "good", "implicit", PALIER_SMTP_TLS, NULL, PALIER_SMTP_OK,
    PALIER_SMTP_STAGE_FINAL },
  { "name", "name", "starttls", PALIER_SMTP_STARTTLS, NULL, PALIER_SMTP_TLS_NAME,
    PALIER_SMTP_STAGE_TLS },
  { "implicit-name", "name", "implicit", PALIER_SMTP_TLS, NULL, PALIER_SMTP_TLS_NAME,
    PALIER_SMTP_STAGE_TLS },
  { "expired", "expired", "starttls", PALIER_SMTP_STARTTLS, NULL, PALIER_SMTP_TLS_EXPIRED,
    PALIER_SMTP_STAGE_TLS },
  { "self-signed", "self", "implicit", PALIER_SMTP_TLS, NULL, PALIER_SMTP_TLS_SELF_SIGNED,
    PALIER_SMTP_STAGE_TLS },
  { "untrusted", "untrusted", "implicit", PALIER_SMTP_TLS, NULL, PALIER_SMTP_TLS_UNTRUSTED,
    PALIER_SMTP_STAGE_TLS },
  { "no-tls", "good", "none", PALIER_SMTP_TLS, NULL, PALIER_SMTP_TLS_FAILED,
    PALIER_SMTP_STAGE_TLS },
  { "missing", "good", "none", PALIER_SMTP_STARTTLS, NULL, PALIER_SMTP_NO_STARTTLS,
    PALIER_SMTP_STAGE_EHLO },
  { "refused", "good", "starttls", PALIER_SMTP_STARTTLS, "starttls=454 4.7.0 not now",
    PALIER_SMTP_NO_STARTTLS, PALIER_SMTP_STAGE_STARTTLS },
  { "auth", "good", "starttls", PALIER_SMTP_STARTTLS, "auth=535 5.7.8 no", PALIER_SMTP_AUTH_REFUSED,
    PALIER_SMTP_STAGE_AUTH },
};

static void
check (const Case *one, const PalierSmtpResult *result, Peer *peer)
{
  gboolean well = one->fault == PALIER_SMTP_OK;

  g_test_message ("%s at %s: %s", palier_smtp_fault_name (result->fault),
                  palier_smtp_stage_name (result->stage), result->text);
  g_assert_cmpstr (palier_smtp_fault_name (result->fault), ==, palier_smtp_fault_name (one->fault));
  g_assert_cmpstr (palier_smtp_stage_name (result->stage), ==, palier_smtp_stage_name (one->stage));
  g_assert_cmpint (result->outcome, ==, well ? PALIER_SMTP_ACCEPTED : PALIER_SMTP_DEFERRED);
  g_assert_cmpint (result->session_failed, ==, !well);
  g_assert_cmpuint (peer_count (peer, "\"event\": \"message\""), ==, well ? 4 : 0);
  g_assert_cmpuint (peer_count (peer, "\"tls\": false, \"line\": \"AUTH\""), ==, 0);
  g_assert_cmpuint (peer_count (peer, "\"tls\": false, \"line\": \"MAIL"), ==, 0);
}

/* What goes out at once goes through TLS as well. */
static void
send_three (PalierSmtpSession *session, GBytes *mail)
{
  PalierSmtpMessage message = { "a@example.com", "b@example.org", mail };
  const PalierSmtpMessage messages[] = { message, message, message };
  PalierSmtpResult results[3];

  g_assert_cmpuint (palier_smtp_session_send (session, messages, 3, NULL, results), ==, 3);
  for (guint i = 0; i < 3; i++)
  {
    g_assert_cmpint (results[i].outcome, ==, PALIER_SMTP_ACCEPTED);
    palier_smtp_result_clear (&results[i]);
  }
}

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  Peer peer;
  g_autofree char *certificate = get_path (one->certificate, ".pem");
  g_autofree char *key = get_path (one->certificate, ".key");
  g_autofree char *ca = get_path ("ca", ".pem");
  g_autoptr (GBytes) mail = g_bytes_new_static ("A: b\r\n\r\nc\r\n", 10);
  const char *const arguments[] = { "--tls",        one->peer_tls, "--cert", certificate,
                                    "--key",        key,           "--auth", "user:secret",
                                    "--pipelining", one->rule,     NULL };
  g_auto (PalierSmtpResult) result = { 0 };
  g_auto (PalierSmtpResult) diagnosis = { 0 };

  peer_start (&peer, "smtp-peer.py", arguments);
  PalierSmtpConfig config = { .host = "127.0.0.1",
                              .port = peer.port,
                              .security = one->security,
                              .user = "user",
                              .password = "secret",
                              .ca_file = ca,
                              .allow_plain_loopback = TRUE,
                              .reply_ms = 20000 };
  PalierSmtpSession *session = palier_smtp_session_new (&config);
  send_one (session, "a@example.com", "b@example.org", mail, NULL, &result);
  if (result.outcome == PALIER_SMTP_ACCEPTED)
    send_three (session, mail);
  palier_smtp_session_free (session);
  check (one, &result, &peer);
  palier_smtp_diagnose (&config, "a@example.com", "b@example.org", NULL, &diagnosis);
  g_assert_cmpstr (palier_smtp_fault_name (diagnosis.fault), ==,
                   palier_smtp_fault_name (one->fault));
  peer_stop (&peer);
}

static void
remove_all (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
  {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (folder);
  g_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("palier-tls-XXXXXX", NULL);
  make_all ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *path = g_strconcat ("/smtp-tls/", cases[i].title, NULL);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  int result = g_test_run ();
  remove_all ();
  return result;
}
