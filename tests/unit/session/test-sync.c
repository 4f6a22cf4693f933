/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The background sync against a relay of a few lines.
 *
 * 1. a relay that fails is asked again as soon as there is a reason
 * 2. one that says how long it wishes to be left alone is left alone, whatever happens meanwhile */
#include "session-fixture.h"

#include "palier-services.h"

#define OK                                                                                         \
  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"                                          \
  "Connection: close\r\n\r\n"
#define META "{\"version\":\"0.1.0\",\"wire\":{\"least\":1,\"most\":99}}"
#define TOKENS "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":900}"

typedef struct
{
  const char *path;
  const char *retry_after; /* header line or "" */
  gboolean patient;
} Case;

typedef struct
{
  const Case *test;
  guint asked; /* but for signing in, and what it is */
} Relay;

/* The head of a request, and its body as far as it came with it: enough for what is asked here. */
static gboolean
on_incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source,
                gpointer data)
{
  Relay *relay = data;
  char request[4096];
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  gssize n = g_input_stream_read (in, request, sizeof request - 1, NULL, NULL);
  g_autofree char *refusal =
      g_strdup_printf ("HTTP/1.1 503 x\r\n%sContent-Length: 0\r\nConnection: close\r\n\r\n",
                       relay->test->retry_after);

  request[MAX (n, 0)] = '\0';
  gboolean login = g_str_has_prefix (request, "POST /v1/login");
  gboolean meta = g_str_has_prefix (request, "GET /v1/meta");
  const char *answer = login ? OK TOKENS : meta ? OK META : refusal;
  relay->asked += g_str_has_prefix (request, "POST /v1/sync ");
  g_output_stream_write_all (out, answer, strlen (answer), NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

static GSocketService *
start_relay (Relay *relay, char **url)
{
  GSocketService *service = g_socket_service_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  *url = g_strdup_printf ("http://127.0.0.1:%u",
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming_cb), relay);
  g_socket_service_start (service);
  return service;
}

/* Turns the main loop until the relay was asked so often, or for @at_most_ms. */
static guint
wait_asked (Relay *relay, guint times, gint64 at_most_ms)
{
  gint64 end = g_get_monotonic_time () + at_most_ms * 1000;

  while (relay->asked < times && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
  return relay->asked;
}

static void
test_retry_after (Fixture *self, gconstpointer data)
{
  Relay relay = { .test = data };
  g_autofree char *url = NULL;
  g_autoptr (GSocketService) service = start_relay (&relay, &url);
  PalierSyncService *sync = palier_session_get_sync (self->session);

  fixture_done (palier_account_service_login (palier_session_get_account (self->session), url,
                                              "anne@example.org", "x", NULL));
  palier_sync_service_start (sync);
  g_assert_cmpuint (wait_asked (&relay, 1, 5000), ==, 1);
  while (palier_sync_service_get_state (sync) == PALIER_SYNC_WORKING)
    g_main_context_iteration (NULL, TRUE);
  for (int i = 0; i < 3; i++)
  {
    palier_sync_service_wake (sync);
    wait_asked (&relay, 2, 50);
  }
  if (relay.test->patient)
    g_assert_cmpuint (relay.asked, ==, 1);
  else
    g_assert_cmpuint (relay.asked, >=, 2);
  fixture_done (palier_sync_service_stop (sync));
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

static const Case cases[] = {
  { "/session/sync/fails", "", FALSE },
  { "/session/sync/retry-after", "Retry-After: 60\r\n", TRUE },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, &cases[i], fixture_set_up, test_retry_after,
                fixture_tear_down);
  return g_test_run ();
}
