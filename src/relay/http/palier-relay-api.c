/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-relay-api.h"

#include "palier-api-form.h"
#include "palier-api-key.h"
#include "palier-api-once.h"
#include "palier-api-plan.h"
#include "palier-sync-range.h"
#include "palier-sync.h"

/* Who may ask (of an agency: any member, who may write, who says who belongs to it), whose bucket
 * pays, where it runs, what body it takes. data/api/relay.json describes each of them for those who
 * ask. A sync is any member's: what one may not write is refused record by record. */
#define READER PALIER_SCOPE_OPEN, PALIER_ROLE_READER, PALIER_RATE_FREE
#define PROBE PALIER_SCOPE_OPEN, PALIER_ROLE_READER, PALIER_RATE_FREE
#define ANYONE PALIER_SCOPE_OPEN, PALIER_ROLE_READER, PALIER_RATE_SHARED
#define MEMBER PALIER_SCOPE_TENANT, PALIER_ROLE_READER, PALIER_RATE_SHARED
#define AGENT PALIER_SCOPE_TENANT, PALIER_ROLE_AGENT, PALIER_RATE_SHARED
#define OWNER PALIER_SCOPE_TENANT, PALIER_ROLE_OWNER, PALIER_RATE_SHARED
#define AT_ONCE PALIER_RUN_AT_ONCE
#define POOL PALIER_RUN_POOL
#define PASSWORD PALIER_RUN_PASSWORD
#define NOTHING PALIER_BODY_NONE, 0
#define JSON PALIER_BODY_JSON, 16 * 1024
#define RECORDS PALIER_BODY_JSON, PALIER_SYNC_MAX_BYTES
#define RANGES PALIER_BODY_JSON, PALIER_RANGES_MAX_BYTES
#define KEYED .keyed = TRUE
#define FOR(what) .grant = PALIER_GRANT_##what
#define PROSPECT PALIER_BODY_JSON, 256 * 1024
#define QUESTION PALIER_BODY_JSON, PALIER_WRITING_MAX_BYTES
#define FORM PALIER_BODY_ANY, 16 * 1024

static const PalierRoute routes[] = {
  { "POST", "/v1/accounts/register", ANYONE, PASSWORD, JSON, palier_api_register },
  { "POST", "/v1/accounts/verify", ANYONE, POOL, JSON, palier_api_verify },
  { "POST", "/v1/accounts/reset", ANYONE, POOL, JSON, palier_api_ask_reset },
  { "POST", "/v1/accounts/password", ANYONE, PASSWORD, JSON, palier_api_reset },
  { "POST", "/v1/accounts/join", ANYONE, PASSWORD, JSON, palier_api_join },
  { "POST", "/v1/login", ANYONE, PASSWORD, JSON, palier_api_login },
  { "POST", "/v1/refresh", ANYONE, POOL, JSON, palier_api_refresh },
  { "GET", "/v1/account", MEMBER, POOL, NOTHING, palier_api_member },
  { "DELETE", "/v1/account", OWNER, PASSWORD, JSON, palier_api_erase_account },
  { "POST", "/v1/account/password", MEMBER, PASSWORD, JSON, palier_api_change_password },
  { "POST", "/v1/account/email", MEMBER, PASSWORD, JSON, palier_api_ask_address },
  { "POST", "/v1/account/email/confirm", MEMBER, POOL, JSON, palier_api_change_address },
  { "GET", "/v1/account/devices", MEMBER, POOL, NOTHING, palier_api_devices },
  { "DELETE", "/v1/account/devices/*", MEMBER, POOL, NOTHING, palier_api_end_device, KEYED },
  { "POST", "/v1/account/totp", MEMBER, PASSWORD, JSON, palier_api_enrol_factor },
  { "POST", "/v1/account/totp/confirm", MEMBER, POOL, JSON, palier_api_confirm_factor },
  { "POST", "/v1/account/totp/end", MEMBER, PASSWORD, JSON, palier_api_end_factor },
  { "POST", "/v1/account/leave", MEMBER, PASSWORD, JSON, palier_api_leave },
  { "GET", "/v1/members", MEMBER, POOL, NOTHING, palier_api_members },
  { "PUT", "/v1/members/*", OWNER, POOL, JSON, palier_api_put_member, KEYED },
  { "DELETE", "/v1/members/*", OWNER, POOL, NOTHING, palier_api_remove_member, KEYED },
  { "GET", "/v1/invitations", OWNER, POOL, NOTHING, palier_api_invitations },
  { "POST", "/v1/invitations", OWNER, POOL, JSON, palier_api_invite },
  { "DELETE", "/v1/invitations/*", OWNER, POOL, NOTHING, palier_api_revoke_invitation, KEYED },
  { "GET", "/v1/agency", MEMBER, POOL, NOTHING, palier_api_agency },
  { "PATCH", "/v1/agency", OWNER, POOL, JSON, palier_api_change_agency, KEYED },
  { "POST", "/v1/agency/domain/check", OWNER, POOL, NOTHING, palier_api_check_domain },
  { "GET", "/v1/access-log", OWNER, POOL, NOTHING, palier_api_access_log },
  { "GET", "/v1/usage", MEMBER, POOL, NOTHING, palier_api_usage },
  { "POST", "/v1/sync", MEMBER, POOL, RECORDS, palier_api_sync },
  { "POST", "/v1/sync/ranges", MEMBER, POOL, RANGES, palier_api_ranges },
  { "GET", "/v1/events", MEMBER, POOL, NOTHING, palier_api_events },
  { "GET", "/v1/feed", MEMBER, POOL, NOTHING, palier_api_feed, FOR (EVENTS_READ) },
  { "GET", "/v1/events/*/sample", MEMBER, POOL, NOTHING, palier_api_sample, FOR (EVENTS_READ) },
  { "GET", "/v1/account/keys", OWNER, POOL, NOTHING, palier_api_keys },
  { "POST", "/v1/account/keys", OWNER, POOL, JSON, palier_api_add_key },
  { "DELETE", "/v1/account/keys/*", OWNER, POOL, NOTHING, palier_api_revoke_key },
  { "GET", "/v1/me", MEMBER, POOL, NOTHING, palier_api_me, FOR (ANY) },
  { "GET", "/v1/webhooks", OWNER, POOL, NOTHING, palier_api_webhooks, FOR (WEBHOOKS_READ) },
  { "POST", "/v1/webhooks", OWNER, POOL, JSON, palier_api_add_webhook, FOR (WEBHOOKS_WRITE),
    KEYED },
  { "GET", "/v1/webhooks/*", OWNER, POOL, NOTHING, palier_api_webhook, FOR (WEBHOOKS_READ) },
  { "PATCH", "/v1/webhooks/*", OWNER, POOL, JSON, palier_api_change_webhook, FOR (WEBHOOKS_WRITE),
    KEYED },
  { "DELETE", "/v1/webhooks/*", OWNER, POOL, NOTHING, palier_api_remove_webhook,
    FOR (WEBHOOKS_WRITE), KEYED },
  { "POST", "/v1/webhooks/*/ping", OWNER, POOL, NOTHING, palier_api_ping_webhook,
    FOR (WEBHOOKS_WRITE), KEYED },
  { "POST", "/v1/webhooks/*/rotate", OWNER, POOL, NOTHING, palier_api_rotate_webhook,
    FOR (WEBHOOKS_WRITE), KEYED },
  { "GET", "/v1/webhooks/*/deliveries", OWNER, POOL, NOTHING, palier_api_deliveries,
    FOR (WEBHOOKS_READ) },
  { "POST", "/v1/deliveries/*/replay", OWNER, POOL, NOTHING, palier_api_replay,
    FOR (WEBHOOKS_WRITE), KEYED },
  { "GET", "/v1/prospects", MEMBER, POOL, NOTHING, palier_api_prospects, FOR (PROSPECTS_READ) },
  { "POST", "/v1/prospects", AGENT, POOL, PROSPECT, palier_api_add_prospect, FOR (PROSPECTS_WRITE),
    KEYED },
  { "GET", "/v1/prospects/*", MEMBER, POOL, NOTHING, palier_api_prospect, FOR (PROSPECTS_READ) },
  { "PATCH", "/v1/prospects/*", AGENT, POOL, PROSPECT, palier_api_change_prospect,
    FOR (PROSPECTS_WRITE), KEYED },
  { "GET", "/v1/counters", MEMBER, POOL, NOTHING, palier_api_counters, FOR (COUNTERS_READ) },
  { "GET", "/v1/export", OWNER, POOL, NOTHING, palier_api_export },
  { "GET", "/v1/persons/*/export", MEMBER, POOL, NOTHING, palier_api_export_person },
  { "PUT", "/v1/senders/*/secret", AGENT, POOL, JSON, palier_api_put_secret, KEYED },
  { "GET", "/v1/messages/*", MEMBER, POOL, NOTHING, palier_api_message, FOR (MESSAGES_READ) },
  { "GET", "/v1/messages", MEMBER, POOL, NOTHING, palier_api_messages, FOR (MESSAGES_READ) },
  { "POST", "/v1/ai/messages", AGENT, POOL, QUESTION, palier_api_write_draft },
  { "GET", "/t/c/*", READER, POOL, NOTHING, palier_api_click },
  { "GET", "/t/o/*.gif", READER, AT_ONCE, NOTHING, palier_api_open },
  { "GET", "/u/*", READER, POOL, NOTHING, palier_api_unsubscribe_page },
  { "POST", "/u/*", READER, POOL, FORM, palier_api_unsubscribe },
  { "GET", "/u/*/preferences", READER, POOL, NOTHING, palier_api_preferences_page },
  { "POST", "/u/*/preferences", READER, POOL, FORM, palier_api_set_preferences },
  { "GET", "/", READER, AT_ONCE, NOTHING, palier_api_front },
  { "GET", "/.well-known/palier-relay", PROBE, AT_ONCE, NOTHING, palier_api_mark },
  { "GET", "/healthz", PROBE, AT_ONCE, NOTHING, palier_api_health },
  { "GET", "/readyz", PROBE, POOL, NOTHING, palier_api_ready },
  { "GET", "/v1/meta", ANYONE, AT_ONCE, NOTHING, palier_api_meta },
  { "GET", "/metrics", PROBE, POOL, NOTHING, palier_api_metrics },
};

/* Answers with what an error of the store means to a client. */
void
palier_relay_api_fail (PalierRequest *request, const GError *error)
{
  guint status = 500;
  const char *code = "internal";

  if (g_error_matches (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN))
    status = 404, code = "not_found";
  else if (g_error_matches (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_FULL)
           || g_error_matches (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_LOCKED)
           || g_error_matches (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_BUSY))
  {
    status = 503, code = "unavailable";
    request->retry_after = error->code == PALIER_STORE_ERROR_BUSY ? 5 : 30;
  }
  if (status >= 500)
    g_log_structured (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "PALIER_TRACE", request->trace.trace,
                      "MESSAGE", "%s", error->message);
  palier_request_problem (request, status, code);
}

/* Wrong keys are counted for the address: nobody finds one by trying. */
static void
refuse_bearer (PalierRelayApi *self, PalierRequest *request)
{
  if (!palier_api_key_is_one (request->bearer)
      || palier_api_may_try (self, request, self->by_network, request->network))
    palier_request_problem (request, 401, "not_authenticated");
}

typedef struct
{
  PalierRequest *request;
  PalierMeter meter;
  gboolean passes;
} KeyCheck;

static gboolean
check_key (PalierTx *tx, gpointer data, GError **error)
{
  KeyCheck *self = data;
  gboolean has = palier_api_plan_has_api (tx, self->request, self->meter);

  if (!palier_db_check (tx->db, error))
    return FALSE;
  self->passes = has;
  return TRUE;
}

/* Whether the key may be used here, and still has its place in the agency's plan. */
static gboolean
admit_key (PalierRelayApi *self, PalierRequest *request, const PalierRoute *route)
{
  KeyCheck check = { request, self->meter, self->meter != PALIER_METER_LIMIT };

  if ((request->caller.grants & route->grant) == 0)
  {
    palier_request_problem (request, 403, "not_allowed");
    return FALSE;
  }
  if (!check.passes)
    palier_api_read (self, request, check_key, &check);
  return check.passes;
}

/* Finds the tenant in whose name the request comes; FALSE when it is refused instead. */
static gboolean
admit (PalierRequest *request, const PalierRoute *route, gpointer data)
{
  PalierRelayApi *self = data;
  g_autoptr (GError) error = NULL;

  if (!palier_authority_admit (self->authority, request->bearer, &request->caller, &error))
  {
    if (error != NULL)
      palier_relay_api_fail (request, error);
    else
      refuse_bearer (self, request);
    return FALSE;
  }
  request->tenant = request->caller.tenant;
  return palier_id_is_nil (&request->caller.key) || admit_key (self, request, route);
}

PalierServerApi
palier_relay_api_describe (PalierRelayApi *self)
{
  return (PalierServerApi) { routes,         G_N_ELEMENTS (routes), admit,
                             palier_api_run, palier_api_feed_next,  self };
}
