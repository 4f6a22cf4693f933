/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call of a webhook. Whoever runs an agency names the address, so it may be anything: only
 * https, only to addresses of the Internet, asked of each address when the connection is made; no
 * redirect is followed, and of the answer the status alone counts. */
#include "palier-webhook-call.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "palier-tracer.h"

#define URL_MAX 2048
#define ANSWER_MAX (64 * 1024)
#define SECRET_BYTES 32
#define MEDIA "application/json"

static PalierHttpGuard
get_guard (gboolean plain_loopback)
{
  return plain_loopback ? palier_net_is_public_or_loopback : palier_net_is_public;
}

/* A host that is an address is asked at once; a name, when it is called. */
static gboolean
is_private_address (const char *host, gboolean plain_loopback)
{
  struct sockaddr_in four = { .sin_family = AF_INET };
  struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
  const struct sockaddr *address = NULL;

  if (inet_aton (host, &four.sin_addr) != 0)
    address = (struct sockaddr *) &four;
  else if (inet_pton (AF_INET6, host, &six.sin6_addr) == 1)
    address = (struct sockaddr *) &six;
  return address != NULL && !get_guard (plain_loopback) (address);
}

/**
 * palier_webhook_url_is_good:
 * @plain_loopback: http to this machine is good, too
 *
 * Whether @url may be called, as far as its text says.
 */
gboolean
palier_webhook_url_is_good (const char *url, gboolean plain_loopback)
{
  g_autoptr (GUri) uri = strlen (url) <= URL_MAX ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL
      || g_uri_get_fragment (uri) != NULL)
    return FALSE;
  for (const char *p = url; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;
  gboolean here = palier_net_is_loopback (host);
  if (here && plain_loopback)
    return TRUE;
  return strcmp (g_uri_get_scheme (uri), "https") == 0 && !here
         && !is_private_address (host, plain_loopback);
}

/* Returns: (transfer full) */
char *
palier_webhook_secret_new (PalierRandom *random)
{
  guint8 bytes[SECRET_BYTES];
  GString *text = g_string_new ("whsec_");

  palier_random_bytes (random, bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  explicit_bzero (bytes, sizeof bytes);
  return g_string_free_and_steal (text);
}

static void
append_signature (GString *out, const char *secret, gint64 seconds, const char *body)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) secret, strlen (secret));
  g_autofree char *head = g_strdup_printf ("%" G_GINT64_FORMAT ".", seconds);

  g_hmac_update (hmac, (const guchar *) head, (gssize) strlen (head));
  g_hmac_update (hmac, (const guchar *) body, (gssize) strlen (body));
  g_string_append_printf (out, "%sv1=%s", out->len > 0 ? "," : "", g_hmac_get_string (hmac));
}

/* Returns: (transfer full): v1= and the HMAC-SHA256 of "SECONDS.BODY"; after a change of the secret
 * that of the one before, too, for a day */
char *
palier_webhook_sign (const PalierSubscription *subscription, gint64 now_ms, const char *body)
{
  GString *out = g_string_new (NULL);

  append_signature (out, subscription->secret, now_ms / 1000, body);
  if (subscription->old_secret != NULL && now_ms < subscription->old_until_ms)
    append_signature (out, subscription->old_secret, now_ms / 1000, body);
  return g_string_free_and_steal (out);
}

/* The word for why nothing was answered; not the peer's own words. */
static const char *
name_fault (const GError *error)
{
  switch (error->domain == PALIER_NET_ERROR ? error->code : -1)
  {
  case PALIER_NET_ERROR_RESOLVE:
    return "resolve";
  case PALIER_NET_ERROR_CONNECT:
    return "connect";
  case PALIER_NET_ERROR_TIMED_OUT:
    return "timed_out";
  case PALIER_NET_ERROR_TLS:
    return "tls";
  case PALIER_NET_ERROR_TOO_LARGE:
    return "too_large";
  case PALIER_NET_ERROR_PRIVATE:
  case PALIER_NET_ERROR_INSECURE:
    return "private_address";
  default:
    return "dropped";
  }
}

static PalierWebhookOutcome
note_answer (PalierDelivery *delivery, guint status)
{
  delivery->status = status;
  g_clear_pointer (&delivery->fault, g_free);
  if (status >= 200 && status < 300)
  {
    delivery->state = PALIER_DELIVERY_DELIVERED;
    return PALIER_WEBHOOK_TAKEN;
  }
  delivery->fault = g_strdup ("status");
  return status == 410 ? PALIER_WEBHOOK_GONE : PALIER_WEBHOOK_FAILED;
}

static PalierWebhookOutcome
note_error (PalierDelivery *delivery, const GError *error)
{
  if (g_error_matches (error, PALIER_NET_ERROR, PALIER_NET_ERROR_CANCELLED))
    return PALIER_WEBHOOK_CANCELLED;
  delivery->status = 0;
  g_set_str (&delivery->fault, name_fault (error));
  return PALIER_WEBHOOK_FAILED;
}

static char *
make_header (const char *name, const char *value)
{
  return g_strconcat (name, ": ", value, NULL);
}

static GStrv
make_headers (const PalierSubscription *subscription, const PalierDelivery *delivery,
              const char *body, gint64 now_ms, const PalierTrace *trace)
{
  g_autoptr (GStrvBuilder) headers = g_strv_builder_new ();
  g_autofree char *signature = palier_webhook_sign (subscription, now_ms, body);
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, now_ms / 1000);
  char id[PALIER_ID_TEXT_SIZE], parent[PALIER_TRACE_HEADER_SIZE];

  g_strv_builder_take (headers, make_header ("traceparent", palier_trace_format (trace, parent)));
  g_strv_builder_take (headers, make_header ("X-Palier-Event", delivery->name));
  g_strv_builder_take (headers,
                       make_header ("X-Palier-Id", palier_id_format (&delivery->event, id)));
  g_strv_builder_take (headers,
                       make_header ("X-Palier-Delivery", palier_id_format (&delivery->id, id)));
  g_strv_builder_take (headers, make_header ("X-Palier-Timestamp", seconds));
  g_strv_builder_take (headers, make_header ("X-Palier-Signature", signature));
  return g_strv_builder_end (headers);
}

/* A trace of its own: events of many requests are told one after the other, some of them days
 * later.
 */
static void
note_span (const PalierTrace *trace, const PalierDelivery *delivery, gint64 from_us)
{
  PalierSpanFacts facts = { .name = "webhook",
                            .kind = PALIER_SPAN_CLIENT,
                            .method = "POST",
                            .status = delivery->status,
                            .error_type = g_intern_string (delivery->fault) };

  palier_tracer_note (trace, &facts, g_get_monotonic_time () - from_us);
}

/**
 * palier_webhook_call:
 * @delivery: an attempt is counted, and its answer noted
 *
 * Sends one event. In a fiber.
 */
PalierWebhookOutcome
palier_webhook_call (const PalierWebhookCaller *caller, const PalierSubscription *subscription,
                     PalierDelivery *delivery, const char *body, gint64 now_ms)
{
  PalierTrace trace;
  palier_tracer_begin (&trace);
  g_auto (GStrv) headers = make_headers (subscription, delivery, body, now_ms, &trace);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GError) error = NULL;
  PalierHttpRequest request = { .method = "POST",
                                .url = subscription->url,
                                .body = bytes,
                                .content_type = MEDIA,
                                .headers = (const char *const *) headers,
                                .timeout_ms = caller->timeout_ms,
                                .max_bytes = ANSWER_MAX,
                                .guard = get_guard (caller->plain_loopback) };

  gint64 from_us = g_get_monotonic_time ();

  delivery->attempts++;
  g_autoptr (PalierHttpAnswer) answer =
      dex_await_boxed (palier_http_send (caller->http, &request, caller->cancellable), &error);
  PalierWebhookOutcome outcome =
      answer != NULL ? note_answer (delivery, answer->status) : note_error (delivery, error);
  if (outcome != PALIER_WEBHOOK_CANCELLED)
    note_span (&trace, delivery, from_us);
  return outcome;
}
