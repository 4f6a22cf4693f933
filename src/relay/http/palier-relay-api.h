/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-access-recorder.h"
#include "palier-authority.h"
#include "palier-domain-watch.h"
#include "palier-entitlement.h"
#include "palier-hits.h"
#include "palier-http-server.h"
#include "palier-limiter.h"
#include "palier-system-mail.h"
#include "palier-writing-desk.h"

G_BEGIN_DECLS

/* What the handlers work with. */
typedef struct
{
  PalierStore *store;
  const char *directory; /* what lies beside the store */
  PalierHits *hits;
  PalierFixedAnswer *pixel;        /* from palier_api_pixel_new() */
  PalierFixedAnswer *agency_pixel; /* … at agencies' hosts, which it does not bind to TLS */
  PalierAccessRecorder *recorder;  /* (nullable): where reading is not written down */
  PalierAuthority *authority;
  PalierSystemMail *mail;    /* the relay's own mails */
  PalierLimiter *by_account; /* tries to log in */
  PalierLimiter *by_network;
  gboolean registration;      /* whether anyone may open an account */
  gboolean plain_loopback;    /* webhooks of this machine are taken */
  PalierMeter meter;          /* what is counted, and limited */
  PalierSites sites;          /* where agencies are reached */
  PalierDomainWatch *domains; /* (nullable): where there are no agencies */
  PalierWritingDesk *desk;    /* (nullable): where no service writes */
} PalierRelayApi;

PalierServerApi palier_relay_api_describe (PalierRelayApi *self);
void palier_relay_api_fail (PalierRequest *request, const GError *error);

/* The handlers, by file. */
PalierFixedAnswer *palier_api_pixel_new (gboolean secure);
void palier_api_register (PalierRequest *request, gpointer api);
void palier_api_verify (PalierRequest *request, gpointer api);
void palier_api_login (PalierRequest *request, gpointer api);
void palier_api_refresh (PalierRequest *request, gpointer api);
void palier_api_ask_reset (PalierRequest *request, gpointer api);
void palier_api_reset (PalierRequest *request, gpointer api);
void palier_api_member (PalierRequest *request, gpointer api);
void palier_api_change_password (PalierRequest *request, gpointer api);
void palier_api_ask_address (PalierRequest *request, gpointer api);
void palier_api_change_address (PalierRequest *request, gpointer api);
void palier_api_devices (PalierRequest *request, gpointer api);
void palier_api_end_device (PalierRequest *request, gpointer api);
void palier_api_enrol_factor (PalierRequest *request, gpointer api);
void palier_api_confirm_factor (PalierRequest *request, gpointer api);
void palier_api_end_factor (PalierRequest *request, gpointer api);
void palier_api_erase_account (PalierRequest *request, gpointer api);
void palier_api_leave (PalierRequest *request, gpointer api);
void palier_api_members (PalierRequest *request, gpointer api);
void palier_api_put_member (PalierRequest *request, gpointer api);
void palier_api_remove_member (PalierRequest *request, gpointer api);
void palier_api_invitations (PalierRequest *request, gpointer api);
void palier_api_invite (PalierRequest *request, gpointer api);
void palier_api_revoke_invitation (PalierRequest *request, gpointer api);
void palier_api_join (PalierRequest *request, gpointer api);
void palier_api_agency (PalierRequest *request, gpointer api);
void palier_api_change_agency (PalierRequest *request, gpointer api);
void palier_api_check_domain (PalierRequest *request, gpointer api);
gint64 palier_api_find_agency (const char *host, char **name, gpointer api);
void palier_api_preferences_page (PalierRequest *request, gpointer api);
void palier_api_set_preferences (PalierRequest *request, gpointer api);
void palier_api_front (PalierRequest *request, gpointer api);
void palier_api_mark (PalierRequest *request, gpointer api);
void palier_api_access_log (PalierRequest *request, gpointer api);
void palier_api_usage (PalierRequest *request, gpointer api);
void palier_api_sync (PalierRequest *request, gpointer api);
void palier_api_ranges (PalierRequest *request, gpointer api);
void palier_api_events (PalierRequest *request, gpointer api);
void palier_api_keys (PalierRequest *request, gpointer api);
void palier_api_add_key (PalierRequest *request, gpointer api);
void palier_api_revoke_key (PalierRequest *request, gpointer api);
void palier_api_me (PalierRequest *request, gpointer api);
void palier_api_webhooks (PalierRequest *request, gpointer api);
void palier_api_webhook (PalierRequest *request, gpointer api);
void palier_api_add_webhook (PalierRequest *request, gpointer api);
void palier_api_change_webhook (PalierRequest *request, gpointer api);
void palier_api_remove_webhook (PalierRequest *request, gpointer api);
void palier_api_ping_webhook (PalierRequest *request, gpointer api);
void palier_api_rotate_webhook (PalierRequest *request, gpointer api);
void palier_api_deliveries (PalierRequest *request, gpointer api);
void palier_api_replay (PalierRequest *request, gpointer api);
void palier_api_prospects (PalierRequest *request, gpointer api);
void palier_api_prospect (PalierRequest *request, gpointer api);
void palier_api_add_prospect (PalierRequest *request, gpointer api);
void palier_api_change_prospect (PalierRequest *request, gpointer api);
void palier_api_counters (PalierRequest *request, gpointer api);
void palier_api_export (PalierRequest *request, gpointer api);
void palier_api_export_person (PalierRequest *request, gpointer api);
void palier_api_feed (PalierRequest *request, gpointer api);
void palier_api_sample (PalierRequest *request, gpointer api);
PalierFeedState palier_api_feed_next (PalierFeed *feed, GString *out, gpointer api);
void palier_api_put_secret (PalierRequest *request, gpointer api);
void palier_api_message (PalierRequest *request, gpointer api);
void palier_api_messages (PalierRequest *request, gpointer api);
void palier_api_click (PalierRequest *request, gpointer api);
void palier_api_open (PalierRequest *request, gpointer api);
void palier_api_unsubscribe_page (PalierRequest *request, gpointer api);
void palier_api_unsubscribe (PalierRequest *request, gpointer api);
void palier_api_write_draft (PalierRequest *request, gpointer api);
void palier_api_health (PalierRequest *request, gpointer api);
void palier_api_ready (PalierRequest *request, gpointer api);
void palier_api_meta (PalierRequest *request, gpointer api);
void palier_api_metrics (PalierRequest *request, gpointer api);

G_END_DECLS
