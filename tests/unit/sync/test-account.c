/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against a relay of a few lines that gives tokens as the real one does: a refresh token that comes
 * a second time ends the session. */
#include "palier-account.h"

#include "palier-sync-error.h"
#include "small-server.h"

#define SLOW_US (100 * 1000)
#define N_CALLS 8

static struct
{
  GMutex lock;
  guint token;     /* the number of the tokens that hold */
  guint renewals;  /* refresh tokens that were taken */
  guint wrong;     /* wrong codes that came */
  gboolean stolen; /* a refresh token came twice */
} relay;

static guint16 port;
static PalierHttp *http;

static char *
answer (guint status, const char *body)
{
  return g_strdup_printf ("HTTP/1.1 %u X\r\nContent-Type: application/json\r\nConnection: close\r\n"
                          "Content-Length: %zu\r\n\r\n%s",
                          status, strlen (body), body);
}

/* With the lock. Whether the token of this kind, "access-3", holds. */
static gboolean
holds (const char *request, const char *kind)
{
  g_autofree char *token = g_strdup_printf ("%s-%u", kind, relay.token);

  return !relay.stolen && strstr (request, token) != NULL;
}

/* With the lock. */
static char *
renew (const char *request)
{
  relay.stolen |= !holds (request, "refresh");
  if (relay.stolen)
    return answer (401, "{\"code\":\"credentials\"}");
  relay.token++;
  relay.renewals++;
  g_autofree char *body =
      g_strdup_printf ("{\"access_token\":\"access-%u\",\"refresh_token\":\"refresh-%u\"}",
                       relay.token, relay.token);
  return answer (200, body);
}

/* With the lock. */
static char *
serve (const char *request)
{
  if (strstr (request, "/v1/refresh HTTP") != NULL)
    return renew (request);
  if (!holds (request, "access"))
    return answer (401, "{\"code\":\"not_authenticated\"}");
  if (strstr (request, "/v1/wrong HTTP") == NULL)
    return answer (200, "{}");
  relay.wrong++;
  return answer (401, "{\"code\":\"factor_wrong\"}");
}

static gboolean
on_run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
           gpointer data)
{
  char request[8192];

  small_server_read (connection, request, sizeof request);
  g_mutex_lock (&relay.lock);
  g_autofree char *text = serve (request);
  g_mutex_unlock (&relay.lock);
  /* As long as another call needs to come in between. */
  if (strstr (request, "/v1/refresh HTTP") != NULL)
    g_usleep (SLOW_US);
  small_server_write (connection, text);
  return TRUE;
}

static void
call_all (PalierAccount *account)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < N_CALLS; i++)
    g_ptr_array_add (calls, palier_account_call (account, "GET", "/v1/thing", NULL));
  for (guint i = 0; i < N_CALLS; i++)
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) body = dex_await_boxed (dex_ref (calls->pdata[i]), &error);
    g_assert_no_error (error);
    g_assert_nonnull (body);
  }
}

static void
run_out (void)
{
  g_mutex_lock (&relay.lock);
  relay.token++;
  g_mutex_unlock (&relay.lock);
}

/* Calls at once, without an access token, with one, and with one that has run out. */
static void
story_renewal (PalierAccount *account)
{
  call_all (account);
  g_assert_cmpuint (relay.renewals, ==, 1);
  call_all (account);
  g_assert_cmpuint (relay.renewals, ==, 1);
  run_out ();
  palier_account_adopt (account, "refresh-3");
  call_all (account);
  g_assert_cmpuint (relay.renewals, ==, 2);
  g_assert_false (relay.stolen);
}

/* What is refused for another reason comes once, and costs no token. */
static void
story_refused (PalierAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body =
      dex_await_boxed (palier_account_call (account, "POST", "/v1/wrong", NULL), &error);

  g_assert_null (body);
  g_assert_error (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_LOGIN);
  g_assert_cmpstr (error->message, ==, "factor_wrong");
  g_assert_cmpuint (relay.wrong, ==, 1);
  g_assert_cmpuint (relay.renewals, ==, 1);
}

/* An account that has ended elsewhere says so to each call. */
static void
story_ended (PalierAccount *account)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func (dex_unref);

  relay.stolen = TRUE;
  for (guint i = 0; i < N_CALLS; i++)
    g_ptr_array_add (calls, palier_account_call (account, "GET", "/v1/thing", NULL));
  for (guint i = 0; i < N_CALLS; i++)
  {
    g_autoptr (GError) error = NULL;
    g_assert_null (dex_await_boxed (dex_ref (calls->pdata[i]), &error));
    g_assert_error (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_LOGIN);
  }
}

typedef void (*Story) (PalierAccount *account);

static DexFuture *
story_fiber (gpointer data)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", port);
  PalierAccount *account = palier_account_new (http, url, "refresh-1");

  ((Story) data) (account);
  palier_account_free (account);
  return dex_future_new_true ();
}

static void
run_story (gconstpointer story)
{
  relay.token = 1;
  relay.renewals = relay.wrong = 0;
  relay.stolen = FALSE;
  story_tell (story_fiber, (gpointer) story);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_autoptr (GSocketService) service = small_server_new (G_CALLBACK (on_run_cb), &port);
  http = palier_http_new ();

  g_test_add_data_func ("/account/renewal", story_renewal, run_story);
  g_test_add_data_func ("/account/refused", story_refused, run_story);
  g_test_add_data_func ("/account/ended", story_ended, run_story);
  int result = g_test_run ();

  palier_http_free (http);
  return result;
}
