/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-http-exchange.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

#include "palier-http-coding.h"
#include "palier-http-hosts.h"
#include "palier-http-pipe.h"
#include "palier-net.h"
#include "palier-refusal.h"
#include "palier-relay-figures.h"
#include "palier-tracer.h"

#define TRANSPORT "max-age=63072000; includeSubDomains"
/* What else an agency has under its domain is its own affair, and it may take the domain away. */
#define TRANSPORT_OF_AGENCY "max-age=604800"

/* ---- the request ---- */

static const char *
get_header (struct MHD_Connection *connection, const char *name)
{
  return MHD_lookup_connection_value (connection, MHD_HEADER_KIND, name);
}

/* An IPv4 peer of a listener for both is known by its IPv4 address.
 * @out: (array fixed-size=46) */
static void
write_six (const struct in6_addr *address, char *out)
{
  if (IN6_IS_ADDR_V4MAPPED (address))
    inet_ntop (AF_INET, &address->s6_addr[12], out, PALIER_ADDRESS_SIZE);
  else
    inet_ntop (AF_INET6, address, out, PALIER_ADDRESS_SIZE);
}

/* @out: (array fixed-size=46) */
static void
write_peer (struct MHD_Connection *connection, char *out)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

  if (info != NULL && info->client_addr->sa_family == AF_INET)
    inet_ntop (AF_INET, &((struct sockaddr_in *) info->client_addr)->sin_addr, out,
               PALIER_ADDRESS_SIZE);
  else if (info != NULL && info->client_addr->sa_family == AF_INET6)
    write_six (&((struct sockaddr_in6 *) info->client_addr)->sin6_addr, out);
}

/* A proxy that is trusted puts what it knows behind what its own peer claimed. Returns: (transfer
 * full) (nullable): the last word of the header @name, of such a proxy; else NULL */
static char *
dup_forwarded (struct MHD_Connection *connection, const char *name, const char *peer,
               const char *const *proxies)
{
  const char *header = get_header (connection, name);

  if (header == NULL || !g_strv_contains (proxies, peer))
    return NULL;
  const char *comma = strrchr (header, ',');
  return g_strstrip (g_strdup (comma != NULL ? comma + 1 : header));
}

/* Who asks, and for which host: as it is seen here, or as a trusted proxy saw it. */
static void
read_peer (PalierHttpExchange *self, const char *const *proxies)
{
  char *address = self->request.address;

  write_peer (self->connection, address);
  g_autofree char *host = dup_forwarded (self->connection, "X-Forwarded-Host", address, proxies);
  g_autofree char *client = dup_forwarded (self->connection, "X-Forwarded-For", address, proxies);
  palier_hosts_read (host != NULL ? host : get_header (self->connection, "Host"), self->host);
  if (client != NULL && g_hostname_is_ip_address (client) && strlen (client) < PALIER_ADDRESS_SIZE)
    g_strlcpy (address, client, PALIER_ADDRESS_SIZE);
  g_autofree char *network = palier_net_dup_network (address);
  g_strlcpy (self->request.network, network, PALIER_NETWORK_SIZE);
}

/* Returns: (nullable) */
static const char *
get_bearer (struct MHD_Connection *connection)
{
  const char *value = get_header (connection, "Authorization");
  return value != NULL && g_ascii_strncasecmp (value, "Bearer ", 7) == 0 ? value + 7 : NULL;
}

static const char *
get_method (const char *method)
{
  static const char *const known[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i], method) == 0)
      return known[i];
  return "OTHER";
}

PalierHttpExchange *
palier_http_exchange_new (struct MHD_Connection *connection, const char *method, const char *path,
                          PalierRandom *random, const char *const *proxies)
{
  PalierHttpExchange *self = g_new0 (PalierHttpExchange, 1);
  PalierRequest *request = &self->request;

  self->connection = connection;
  self->since_us = g_get_monotonic_time ();
  request->exchange = self;
  request->method = get_method (method);
  request->path = path;
  request->bearer = get_bearer (connection);
  request->user_agent = get_header (connection, "User-Agent");
  request->idempotency_key = get_header (connection, "Idempotency-Key");
  read_peer (self, proxies);
  request->language = palier_language_accepted (get_header (connection, "Accept-Language"));
  palier_trace_begin (&request->trace, get_header (connection, "traceparent"), random);
  palier_tracer_choose (&request->trace);
  request->body = g_byte_array_sized_new (1); /* so that an empty body is bytes, too */
  return self;
}

void
palier_http_exchange_free (PalierHttpExchange *self)
{
  PalierRequest *request = &self->request;

  g_free (request->part);
  g_free (request->agency_name);
  g_free (request->location);
  g_free (request->allow);
  g_byte_array_unref (request->body);
  g_clear_pointer (&request->answer, g_bytes_unref);
  g_clear_pointer (&request->pipe, palier_http_pipe_unref);
  g_free (self);
}

/* What is more than the route takes is read and forgotten. */
void
palier_http_exchange_take_body (PalierHttpExchange *self, const char *data, gsize length)
{
  PalierRequest *request = &self->request;

  if (self->refused)
    return;
  if (request->body->len + length > self->route->max_body)
  {
    palier_request_problem (request, 413, "too_large");
    self->refused = TRUE;
  }
  else
    g_byte_array_append (request->body, (const guint8 *) data, (guint) length);
}

/* Returns: (nullable): a parameter of the address, as it was written; hostile text */
const char *
palier_request_get_query (PalierRequest *self, const char *name)
{
  return MHD_lookup_connection_value (self->exchange->connection, MHD_GET_ARGUMENT_KIND, name);
}

/* Returns: (nullable): hostile text */
const char *
palier_request_get_header (PalierRequest *self, const char *name)
{
  return get_header (self->exchange->connection, name);
}

/* Returns: the host that is asked, which is served */
const char *
palier_request_get_host (PalierRequest *self)
{
  return self->exchange->host;
}

/* Returns: of its connection: valid until palier_request_finish() */
int
palier_request_get_socket (PalierRequest *self)
{
  return MHD_get_connection_info (self->exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD)
      ->connect_fd;
}

/* Lets the handler return without an answer; palier_request_finish() follows, on any thread. A
 * handler in the pool may defer once more what the pool has deferred. */
void
palier_request_defer (PalierRequest *self)
{
  PalierHttpExchange *exchange = self->exchange;

  if (g_atomic_int_add (&exchange->unfinished, 1) > 0)
    return;
  exchange->deferred = TRUE;
  MHD_suspend_connection (exchange->connection);
}

void
palier_request_finish (PalierRequest *self)
{
  PalierHttpExchange *exchange = self->exchange;

  if (!g_atomic_int_dec_and_test (&exchange->unfinished))
    return;
  palier_http_coding_pack (exchange);
  g_atomic_int_set (&exchange->ready, TRUE);
  MHD_resume_connection (exchange->connection);
}

/* ---- the answer ---- */

/**
 * palier_request_answer:
 * @type: (transfer none): a literal
 * @body: (transfer full)
 */
void
palier_request_answer (PalierRequest *self, guint status, const char *type, GBytes *body)
{
  g_clear_pointer (&self->answer, g_bytes_unref);
  self->fixed = NULL;
  self->status = status;
  self->type = type;
  self->answer = body;
}

void
palier_request_answer_text (PalierRequest *self, guint status, const char *type, const char *body)
{
  palier_request_answer (self, status, type, g_bytes_new (body, strlen (body)));
}

/* @json: (transfer full): from malloc, as yyjson gives it */
void
palier_request_answer_json (PalierRequest *self, guint status, char *json, gsize length)
{
  palier_request_answer (self, status, "application/json",
                         g_bytes_new_with_free_func (json, length, free, json));
}

/* Answers with Server-Sent Events that are written to @pipe, before the answer's begin and after
 * it. */
void
palier_request_answer_pipe (PalierRequest *self, PalierHttpPipe *pipe)
{
  self->status = 200;
  self->pipe = palier_http_pipe_ref (pipe);
}

static void
answer_problem (PalierRequest *self, guint status, const char *code, const char *member,
                const char *detail)
{
  g_autofree char *json = palier_refusal_to_json (
      status, code, self->language == PALIER_LANGUAGE_FRENCH, self->trace.trace, member, detail);

  palier_figure_add (PALIER_FIGURE_REFUSED_REQUESTS, 1);
  palier_request_answer_text (self, status, PALIER_REFUSAL_MEDIA, json);
}

/* A problem document (RFC 9457). @code is one that palier_refusal_title() knows. */
void
palier_request_problem (PalierRequest *self, guint status, const char *code)
{
  answer_problem (self, status, code, NULL, NULL);
}

/* @member: (nullable): of the body, to which the problem is due */
void
palier_request_problem_of (PalierRequest *self, guint status, const char *code, const char *member)
{
  answer_problem (self, status, code, member, NULL);
}

/* @detail: (nullable): in the caller's language */
void
palier_request_problem_in_detail (PalierRequest *self, guint status, const char *code,
                                  const char *detail)
{
  answer_problem (self, status, code, NULL, detail);
}

static struct MHD_Response *
make_response (PalierHttpExchange *self, PalierStreams *streams)
{
  PalierRequest *request = &self->request;

  if (request->stream)
  {
    PalierFeed feed = { request->caller, request->feed_seq };
    return palier_streams_open (streams, request->tenant->id, request->feed ? &feed : NULL,
                                self->connection);
  }
  if (request->pipe != NULL)
    return palier_http_pipe_open (request->pipe, self->connection);
  gsize length = 0;
  const void *body = g_bytes_get_data (request->answer, &length);
  struct MHD_Response *response = MHD_create_response_from_buffer_copy (length, body);
  if (response != NULL)
    MHD_add_response_header (response, "Content-Type", request->type);
  if (response != NULL && self->packed)
    MHD_add_response_header (response, "Content-Encoding", "gzip");
  return response;
}

static void
add_number (struct MHD_Response *response, const char *name, guint number)
{
  char text[16];

  g_snprintf (text, sizeof text, "%u", number);
  MHD_add_response_header (response, name, text);
}

/* @rule: (nullable): of Strict-Transport-Security; NULL where readers do not come by TLS */
static void
add_fixed_headers (struct MHD_Response *response, const char *rule)
{
  if (rule != NULL)
    MHD_add_response_header (response, "Strict-Transport-Security", rule);
  MHD_add_response_header (response, "Cache-Control", "no-store");
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header (response, "Referrer-Policy", "no-referrer");
  MHD_add_response_header (response, "X-Frame-Options", "DENY");
  MHD_add_response_header (response, "Cross-Origin-Opener-Policy", "same-origin");
  MHD_add_response_header (response, "Content-Security-Policy",
                           "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
                           " frame-ancestors 'none'");
}

static void
add_headers (const PalierRequest *request, struct MHD_Response *response)
{
  const char *rule = request->agency != 0 ? TRANSPORT_OF_AGENCY : TRANSPORT;

  add_fixed_headers (response, request->exchange->secure ? rule : NULL);
  MHD_add_response_header (response, "X-Request-Id", request->trace.trace);
  MHD_add_response_header (response, "Vary", "Accept-Language, Accept-Encoding");
  if (request->last)
    MHD_add_response_header (response, "Connection", "close");
  if (request->location != NULL)
    MHD_add_response_header (response, "Location", request->location);
  if (request->allow != NULL)
    MHD_add_response_header (response, "Allow", request->allow);
  if (request->status == 401)
    MHD_add_response_header (response, "WWW-Authenticate", "Bearer");
  if (request->replayed)
    MHD_add_response_header (response, "Idempotent-Replayed", "true");
  if (request->retry_after > 0)
    add_number (response, "Retry-After", request->retry_after);
  if (request->allowance.limit > 0)
  {
    add_number (response, "RateLimit-Limit", request->allowance.limit);
    add_number (response, "RateLimit-Remaining", request->allowance.remaining);
    add_number (response, "RateLimit-Reset", request->allowance.reset_s);
  }
}

/**
 * palier_fixed_answer_new:
 * @type: of the body
 * @body: (transfer none): static
 * @secure: see PalierServerOptions
 *
 * Any number of requests at the relay's own hosts may be answered by it at once. It has no id of
 * the request.
 */
PalierFixedAnswer *
palier_fixed_answer_new (const char *type, const void *body, gsize length, gboolean secure)
{
  PalierFixedAnswer *self = MHD_create_response_from_buffer_static (length, body);

  if (self == NULL)
    g_error ("no memory");
  MHD_add_response_header (self, "Content-Type", type);
  add_fixed_headers (self, secure ? TRANSPORT : NULL);
  return self;
}

/* Those that are being sent keep it. */
void
palier_fixed_answer_free (PalierFixedAnswer *self)
{
  MHD_destroy_response (self);
}

void
palier_request_answer_fixed (PalierRequest *self, PalierFixedAnswer *answer)
{
  self->status = 200;
  self->fixed = answer;
}

/* Hands the answer to libmicrohttpd; MHD_NO ends the connection. */
enum MHD_Result
palier_http_exchange_send (PalierHttpExchange *self, PalierStreams *streams)
{
  PalierRequest *request = &self->request;

  if (request->fixed != NULL)
    return MHD_queue_response (self->connection, request->status, request->fixed);
  struct MHD_Response *response = make_response (self, streams);
  if (response == NULL)
    return MHD_NO;
  add_headers (request, response);
  enum MHD_Result result = MHD_queue_response (self->connection, request->status, response);
  MHD_destroy_response (response);
  return result;
}
