/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-account.h"

#include <string.h>
#include <yyjson.h>

#include "palier-refusal.h"
#include "palier-tracer.h"

#define ANSWER_MAX_BYTES (3 * 1024 * 1024)
#define ACCESS_LEAST_MS 60000
#define PACKED_FROM 1024 /* bytes of a body */
#define TIMEOUT_MS 60000
#define SILENCE_MS 60000 /* the relay speaks every 15 s, if only to say that it is there */

struct _PalierAccount
{
  gatomicrefcount references;
  PalierHttp *http;
  char *url;
  gboolean is_here; /* the relay is on this computer, where packing costs more than it saves */
  char *access;     /* (nullable) */
  gint64 access_until_ms; /* for so long it is good: of the monotonic clock */
  char *refresh;          /* (nullable): none for the relay of this computer */
  char *tenant;           /* (nullable): the agency, as the last login said */
  char *device;           /* (nullable): shows the relay later that this device was let in */
  DexFuture *renewal;     /* (nullable): of the access token, under way */
  gint64 quiet_until_ms;  /* monotonic: the relay asked to be left alone until then */
};

static gint64
get_monotonic_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

static PalierAccount *
create (PalierHttp *http, const char *url)
{
  PalierAccount *self = g_new0 (PalierAccount, 1);
  gsize length = strlen (url);

  g_atomic_ref_count_init (&self->references);
  self->http = http;
  self->url = g_strndup (url, length > 0 && url[length - 1] == '/' ? length - 1 : length);
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  self->is_here = host != NULL && palier_net_is_loopback (host);
  return self;
}

/* @http: kept by the caller for as long as the account */
PalierAccount *
palier_account_new_local (PalierHttp *http, const char *url, const char *token)
{
  PalierAccount *self = create (http, url);
  self->access = g_strdup (token);
  return self;
}

/* @refresh_token: (nullable): from an earlier login; without one, palier_account_enter() first */
PalierAccount *
palier_account_new (PalierHttp *http, const char *url, const char *refresh_token)
{
  PalierAccount *self = create (http, url);
  self->refresh = g_strdup (refresh_token);
  return self;
}

static void
forget (char **secret)
{
  if (*secret != NULL)
    explicit_bzero (*secret, strlen (*secret));
  g_clear_pointer (secret, g_free);
}

/* A call under way keeps what it needs: the account ends with the last of them. */
void
palier_account_free (PalierAccount *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  forget (&self->access);
  forget (&self->refresh);
  forget (&self->device);
  dex_clear (&self->renewal);
  g_free (self->tenant);
  g_free (self->url);
  g_free (self);
}

static PalierAccount *
keep (PalierAccount *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

const char *
palier_account_get_refresh_token (PalierAccount *self)
{
  return self->refresh;
}

/* Returns: (nullable): which agency of the relay's it is of */
const char *
palier_account_get_tenant (PalierAccount *self)
{
  return self->tenant;
}

const char *
palier_account_get_device_token (PalierAccount *self)
{
  return self->device;
}

/* Takes the refresh token that another program of this device was given meanwhile: the one that is
 * held here was used up for it. */
void
palier_account_adopt (PalierAccount *self, const char *refresh_token)
{
  if (g_strcmp0 (self->refresh, refresh_token) == 0)
    return;
  forget (&self->refresh);
  self->refresh = g_strdup (refresh_token);
}

/* For how long the relay still wishes to be left alone, as any of its answers said; 0: it does
 * not. Another answer, which was under way with that one, takes nothing back. */
gint64
palier_account_get_quiet_ms (PalierAccount *self)
{
  return MAX (self->quiet_until_ms - get_monotonic_ms (), 0);
}

typedef struct
{
  PalierAccount *account;
  char *method;
  char *path;
  GBytes *body; /* (nullable) */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  palier_account_free (call->account);
  g_free (call->method);
  g_free (call->path);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_free (call);
}

static Call *
call_new (PalierAccount *account, const char *method, const char *path, GBytes *body)
{
  Call *call = g_new0 (Call, 1);

  call->account = keep (account);
  call->method = g_strdup (method);
  call->path = g_strdup (path);
  call->body = body != NULL ? g_bytes_ref (body) : NULL;
  return call;
}

/* By which what the relay logs and tells of a request is found. */
static char *
dup_trace_header (const PalierTrace *trace)
{
  char value[PALIER_TRACE_HEADER_SIZE];

  return g_strconcat ("traceparent: ", palier_trace_format (trace, value), NULL);
}

/* In which language the relay answers, and writes to the owner of the account. */
static const char *
get_language_header (void)
{
  const char *const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_has_prefix (names[i], "fr"))
      return "Accept-Language: fr";
    else if (g_str_has_prefix (names[i], "en"))
      break;
  return "Accept-Language: en";
}

static void
note_span (const PalierTrace *trace, const char *method, const char *path, guint status,
           gint64 since_us)
{
  g_autofree char *route = palier_tracer_dup_route (path);
  PalierSpanFacts facts = { .name = method,
                            .kind = PALIER_SPAN_CLIENT,
                            .method = g_intern_string (method),
                            .route = route,
                            .status = status,
                            .error_type = status == 0 ? "connection" : NULL };

  palier_tracer_note (trace, &facts, g_get_monotonic_time () - since_us);
}

/* One request and its answer, whatever its status. */
static PalierHttpAnswer *
ask (PalierAccount *self, const char *method, const char *path, GBytes *body, GError **error)
{
  g_autofree char *url = g_strconcat (self->url, path, NULL);
  gint64 since_us = g_get_monotonic_time ();
  PalierTrace trace;
  palier_tracer_begin (&trace);
  g_autofree char *header = dup_trace_header (&trace);
  const char *const headers[] = { header, get_language_header (), NULL };
  PalierHttpRequest request = { .method = method,
                                .url = url,
                                .body = body,
                                .gzip = body != NULL && !self->is_here
                                        && g_bytes_get_size (body) >= PACKED_FROM,
                                .content_type = body != NULL ? "application/json" : NULL,
                                .bearer = self->access,
                                .headers = headers,
                                .timeout_ms = TIMEOUT_MS,
                                .max_bytes = ANSWER_MAX_BYTES };

  PalierHttpAnswer *answer = dex_await_boxed (palier_http_send (self->http, &request, NULL), error);
  note_span (&trace, method, path, answer != NULL ? answer->status : 0, since_us);
  if (answer != NULL && answer->retry_after_ms > 0)
    self->quiet_until_ms = MAX (self->quiet_until_ms, get_monotonic_ms () + answer->retry_after_ms);
  return answer;
}

/* Whether the answer is a success; else @error says what to do about it. What does not know where
 * a relay is asked, and says so in no problem document (RFC 9457), is none. */
static gboolean
accept_status (const PalierHttpAnswer *answer, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (answer->body, &length);

  if (answer->status >= 200 && answer->status < 300)
    return TRUE;

  g_autofree char *code = palier_refusal_dup_code (text, length);
  PalierSyncError kind = PALIER_SYNC_ERROR_REFUSED;
  if (answer->status == 401)
    kind = PALIER_SYNC_ERROR_LOGIN;
  else if (answer->status == 429 || answer->status >= 500)
    kind = PALIER_SYNC_ERROR_RELAY;
  else if (answer->status < 400
           || (code == NULL && (answer->status == 404 || answer->status == 405)))
    kind = PALIER_SYNC_ERROR_NONSENSE;
  g_set_error_literal (error, PALIER_SYNC_ERROR, kind, code != NULL ? code : "unknown");
  return FALSE;
}

static gboolean
take_tokens (PalierAccount *self, const PalierHttpAnswer *answer, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (answer->body, &length);
  yyjson_doc *document = yyjson_read (text, length, 0);
  yyjson_val *root = yyjson_doc_get_root (document);
  const char *access = yyjson_get_str (yyjson_obj_get (root, "access_token"));
  const char *refresh = yyjson_get_str (yyjson_obj_get (root, "refresh_token"));
  const char *device = yyjson_get_str (yyjson_obj_get (root, "device_token"));
  gboolean whole = access != NULL && refresh != NULL;

  if (whole)
  {
    forget (&self->access);
    forget (&self->refresh);
    self->access = g_strdup (access);
    self->access_until_ms =
        get_monotonic_ms () + yyjson_get_sint (yyjson_obj_get (root, "expires_in")) * 1000;
    self->refresh = g_strdup (refresh);
    g_set_str (&self->tenant, yyjson_get_str (yyjson_obj_get (root, "tenant")));
    g_set_str (&self->device, device != NULL ? device : self->device);
  }
  else
    g_set_error_literal (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_NONSENSE, "tokens");
  yyjson_doc_free (document);
  return whole;
}

/* Returns: (transfer full): a JSON object */
GBytes *
palier_account_body (const PalierAccountMember *members, gsize n_members)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  gsize length;

  yyjson_mut_doc_set_root (document, root);
  for (gsize i = 0; i < n_members; i++)
    if (members[i].value != NULL)
      yyjson_mut_obj_add_str (document, root, members[i].name, members[i].value);
  char *text = yyjson_mut_write (document, 0, &length);
  yyjson_mut_doc_free (document);
  return g_bytes_new_with_free_func (text, length, free, text);
}

static gboolean
renew (PalierAccount *self, const char *path, GBytes *body, GError **error)
{
  forget (&self->access);
  g_autoptr (PalierHttpAnswer) answer = ask (self, "POST", path, body, error);

  return answer != NULL && accept_status (answer, error) && take_tokens (self, answer, error);
}

static DexFuture *
enter_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (GError) error = NULL;

  if (!renew (call->account, call->path, call->body, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}

/**
 * palier_account_enter:
 * @path: of what answers with tokens: a login, the confirmation of a registration
 *
 * Returns: → TRUE. Errors: PALIER_SYNC_ERROR_LOGIN and the others, whose message is the relay's
 *   code; PALIER_NET_ERROR
 */
DexFuture *
palier_account_enter (PalierAccount *self, const char *path, GBytes *body)
{
  return dex_scheduler_spawn (NULL, 0, enter_fiber, call_new (self, "POST", path, body), call_free);
}

/* Calls that find the access token run out wait for one renewal: a refresh token that comes a
 * second time ends the session.
 *
 * @used: (nullable): the access token that the relay did not take */
static gboolean
refresh_tokens (PalierAccount *self, const char *used, GError **error)
{
  if (self->renewal == NULL || !dex_future_is_pending (self->renewal))
  {
    if (self->access != NULL && g_strcmp0 (self->access, used) != 0)
      return TRUE;
    PalierAccountMember member = { "refresh_token", self->refresh };
    g_autoptr (GBytes) body = palier_account_body (&member, 1);
    dex_clear (&self->renewal);
    self->renewal = palier_account_enter (self, "/v1/refresh", body);
  }
  g_autoptr (DexFuture) renewal = dex_ref (self->renewal);
  gboolean good = dex_await (dex_ref (renewal), error);
  if (self->renewal == renewal)
    dex_clear (&self->renewal);
  return good;
}

/**
 * palier_account_await_access:
 *
 * In a fiber, of an account.
 *
 * Returns: (transfer none) (nullable): an access token that is good for a minute more, for an
 *   exchange of another kind; NULL with the errors of palier_account_enter()
 */
const char *
palier_account_await_access (PalierAccount *self, GError **error)
{
  g_autofree char *used = g_strdup (self->access);
  gboolean good = used != NULL && get_monotonic_ms () + ACCESS_LEAST_MS < self->access_until_ms;

  return good || refresh_tokens (self, used, error) ? self->access : NULL;
}

/* Other refusals have the same status: of a password or a code that is wrong. */
static gboolean
has_run_out (const PalierHttpAnswer *answer)
{
  gsize length;
  const char *text = g_bytes_get_data (answer->body, &length);
  g_autofree char *code = palier_refusal_dup_code (text, length);

  return answer->status == 401 && (code == NULL || strcmp (code, "not_authenticated") == 0);
}

static DexFuture *
call_fiber (gpointer data)
{
  Call *call = data;
  PalierAccount *self = call->account;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierHttpAnswer) answer = NULL;

  if (self->access == NULL && self->refresh != NULL && !refresh_tokens (self, NULL, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  g_autofree char *used = g_strdup (self->access);
  answer = ask (self, call->method, call->path, call->body, &error);
  if (answer != NULL && self->refresh != NULL && has_run_out (answer))
  {
    g_clear_pointer (&answer, palier_http_answer_free);
    if (refresh_tokens (self, used, &error))
      answer = ask (self, call->method, call->path, call->body, &error);
  }
  if (answer == NULL || !accept_status (answer, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_ref (answer->body));
}

/**
 * palier_account_call:
 * @path: from "/v1/…" on
 * @body: (nullable): JSON
 *
 * Asks the relay in this account's name; an access token that has run out is renewed once.
 *
 * Returns: → G_TYPE_BYTES, the body of a successful answer. Errors: PALIER_SYNC_ERROR,
 *   PALIER_NET_ERROR
 */
DexFuture *
palier_account_call (PalierAccount *self, const char *method, const char *path, GBytes *body)
{
  return dex_scheduler_spawn (NULL, 0, call_fiber, call_new (self, method, path, body), call_free);
}

/**
 * palier_account_listen:
 *
 * Listens for the relay's word that there is something new (server-sent events): @on_line gets each
 * line on the caller's main context.
 *
 * Returns: settles when the stream ends, for whatever reason; PALIER_NET_ERROR
 */
DexFuture *
palier_account_listen (PalierAccount *self, PalierHttpLine on_line, gpointer data,
                       GDestroyNotify destroy, GCancellable *cancellable)
{
  g_autofree char *url = g_strconcat (self->url, "/v1/events", NULL);
  PalierHttpRequest request = {
    .method = "GET", .url = url, .bearer = self->access, .timeout_ms = SILENCE_MS
  };

  return palier_http_stream (self->http, &request, on_line, data, destroy, cancellable);
}
