/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against a real server. 1. What came is listed from a number or a day on, read whole or in part,
 * and nothing is marked as read. 2. Numbers start anew with another UIDVALIDITY. 3. A mail whose
 * lines look like the server's own words. 4. The folder of what was sent, and a message in it. 5. A
 * wrong secret, no folder, no server, no TLS, a certificate that does not hold, a server that goes
 * away. */
#include <string.h>
#include <unistd.h>

#include "palier-imap.h"
#include "peer.h"

typedef struct
{
  Peer peer;
  char *folder;
  PalierImapConfig config;
  char *ca_file;
} Server;

static void
start (Server *self, gboolean tls)
{
  self->folder = g_dir_make_tmp ("palier-imap-XXXXXX", NULL);
  const char *const arguments[] = { self->folder, tls ? "--tls" : NULL, NULL };
  g_chmod (self->folder, 0755);
  peer_start (&self->peer, "dovecot.py", arguments);
  self->ca_file = g_build_filename (self->folder, "certificate.pem", NULL);
  self->config = (PalierImapConfig) {
    .host = "127.0.0.1",
    .port = self->peer.port,
    .security = tls ? PALIER_SMTP_TLS : PALIER_SMTP_PLAIN,
    .user = "agent",
    .password = "secret",
    .ca_file = tls ? self->ca_file : NULL,
    .allow_plain_loopback = TRUE,
    .connect_ms = 5000,
    .reply_ms = 10000,
  };
}

static void
stop (Server *self)
{
  const char *const argv[] = { "rm", "-rf", self->folder, NULL };

  peer_stop (&self->peer);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (self->folder);
  g_free (self->ca_file);
}

static void
deliver (Server *self, const char *folder, const char *name, const char *mail)
{
  g_autofree char *path = g_build_filename (self->folder, "mail", folder, "new", name, NULL);
  g_assert_true (g_file_set_contents (path, mail, -1, NULL));
  g_chmod (path, 0666);
}

static PalierImap *
open_line (Server *self, guint32 *validity)
{
  g_autoptr (GError) error = NULL;
  PalierImap *line = palier_imap_open (&self->config, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (palier_imap_examine (line, "INBOX", validity, &error));
  g_assert_no_error (error);
  return line;
}

static void
check_uids (GArray *uids, guint n, guint32 first)
{
  g_assert_nonnull (uids);
  g_assert_cmpuint (uids->len, ==, n);
  g_assert_true (n == 0 || g_array_index (uids, guint32, 0) == first);
  g_array_unref (uids);
}

static void
check_mail (PalierImap *line, guint32 uid, gsize most, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) mail = palier_imap_fetch (line, uid, most, &error);

  g_assert_no_error (error);
  if (expected == NULL)
    g_assert_null (mail);
  else
    g_assert_cmpmem (g_bytes_get_data (mail, NULL), g_bytes_get_size (mail), expected,
                     strlen (expected));
}

static void
test_reading (void)
{
  Server server;
  guint32 validity, again;
  g_autofree char *big = g_strnfill (100000, 'x');
  g_autofree char *mail = g_strconcat ("Subject: big\r\n\r\n", big, "\r\n", NULL);
  g_autofree char *part = g_strndup (mail, 1000);
  const char *sly = "Subject: sly\r\n\r\nP4 OK done\r\n* SEARCH 7\r\n)\r\nP4 BAD\r\n";

  start (&server, FALSE);
  deliver (&server, ".", "1.a.x", "Subject: one\r\n\r\nOui\r\n");
  deliver (&server, ".", "2.a.x", mail);
  deliver (&server, ".", "3.a.x", sly);
  PalierImap *line = open_line (&server, &validity);
  check_uids (palier_imap_list_from (line, 0, NULL), 3, 1);
  check_mail (line, 1, 100, "Subject: one\r\n\r\nOui\r\n");
  check_mail (line, 2, 1000, part);
  check_mail (line, 3, 1000, sly);
  check_mail (line, 99, 1000, NULL);
  check_uids (palier_imap_list_from (line, 3, NULL), 1, 3);
  check_uids (palier_imap_list_from (line, 4, NULL), 0, 0);
  check_uids (palier_imap_list_since (line, g_get_real_time () / 1000 - 86400000, NULL), 3, 1);
  check_uids (palier_imap_list_since (line, g_get_real_time () / 1000 + 5 * 86400000LL, NULL), 0,
              0);
  palier_imap_close (line);

  /* Nothing was marked: a mail that somebody has seen lies in "cur" with an "S". */
  g_autofree char *seen = g_build_filename (server.folder, "mail", "new", "1.a.x", NULL);
  g_assert_true (g_file_test (seen, G_FILE_TEST_EXISTS));

  line = open_line (&server, &again);
  g_assert_cmpuint (again, ==, validity);
  palier_imap_close (line);
  stop (&server);
}

static void
test_other_validity (void)
{
  Server server;
  guint32 validity, again;

  start (&server, FALSE);
  deliver (&server, ".", "1.a.x", "Subject: one\r\n\r\nOui\r\n");
  palier_imap_close (open_line (&server, &validity));
  g_autofree char *list = g_build_filename (server.folder, "mail", "dovecot-uidlist", NULL);
  g_autofree char *index = g_build_filename (server.folder, "mail", "dovecot.index.log", NULL);
  g_usleep (1100000);
  g_assert_cmpint (g_unlink (list), ==, 0);
  g_unlink (index);
  palier_imap_close (open_line (&server, &again));
  g_assert_cmpuint (again, !=, validity);
  stop (&server);
}

static void
test_sent (void)
{
  Server server;
  guint32 validity;
  gboolean found;
  g_autoptr (GError) error = NULL;

  start (&server, TRUE);
  PalierImap *line = open_line (&server, &validity);
  g_autofree char *sent = palier_imap_find_sent (line, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sent, ==, "Messages sent");
  deliver (&server, ".Messages sent", "1.a.x",
           "Message-ID: <a@b.example>\r\nSubject: x\r\n\r\nx\r\n");
  g_assert_true (palier_imap_examine (line, sent, &validity, NULL));
  g_assert_true (palier_imap_has_message (line, "a@b.example", &found, NULL) && found);
  g_assert_true (palier_imap_has_message (line, "b@b.example", &found, NULL) && !found);
  g_assert_true (palier_imap_has_message (line, "a\"\r\nZ LOGOUT", &found, NULL) && !found);
  palier_imap_close (line);
  stop (&server);
}

static void
check_fault (const PalierImapConfig *config, PalierNetError code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (palier_imap_open (config, NULL, &error));
  g_assert_error (error, PALIER_NET_ERROR, (gint) code);
}

static void
test_faults (void)
{
  Server server;
  guint32 validity;
  g_autoptr (GError) error = NULL;

  start (&server, TRUE);
  PalierImapConfig config = server.config;
  config.password = "wrong";
  check_fault (&config, PALIER_NET_ERROR_LOGIN);
  config = server.config;
  config.ca_file = NULL;
  check_fault (&config, PALIER_NET_ERROR_TLS);
  config = server.config;
  config.host = "x\ny";
  check_fault (&config, PALIER_NET_ERROR_URL);
  config.host = "192.0.2.1";
  config.security = PALIER_SMTP_PLAIN;
  check_fault (&config, PALIER_NET_ERROR_INSECURE);
  config.host = "127.0.0.1";
  config.allow_plain_loopback = FALSE;
  check_fault (&config, PALIER_NET_ERROR_INSECURE);

  PalierImap *line = open_line (&server, &validity);
  g_assert_false (palier_imap_examine (line, "Nowhere", &validity, &error));
  g_assert_error (error, PALIER_NET_ERROR, PALIER_NET_ERROR_REFUSED);
  g_clear_error (&error);
  config = server.config;
  stop (&server);
  g_assert_null (palier_imap_list_from (line, 1, &error));
  g_assert_true (error->domain == PALIER_NET_ERROR);
  palier_imap_close (line);
  config.ca_file = NULL;
  check_fault (&config, PALIER_NET_ERROR_CONNECT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/reading", test_reading);
  g_test_add_func ("/imap/other-validity", test_other_validity);
  g_test_add_func ("/imap/sent", test_sent);
  g_test_add_func ("/imap/faults", test_faults);
  return g_test_run ();
}
