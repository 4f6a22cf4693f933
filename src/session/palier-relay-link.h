/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-change-store.h"
#include "palier-sync-comparison.h"
#include "palier-core.h"
#include "palier-relay-meta.h"
#include "palier-settings-service.h"
#include "palier-sync-service.h"

G_BEGIN_DECLS

/* The relay of this workspace: which one it is, in whose name it is asked, what it must be told
 * beside the records, and one exchange with it. Who calls holds PALIER_LOCK_SYNC. */
typedef struct _PalierRelayLink PalierRelayLink;

/* What goes up. A relay in the cloud keeps all devices of the agency in step; the one of this
 * computer gets what sending needs, the settings for the keys of the suppressions. */
#define PALIER_SENDING_KINDS                                                                       \
  (PALIER_CHANGED (PALIER_KIND_MESSAGE) | PALIER_CHANGED (PALIER_KIND_CONSENT)                     \
   | PALIER_CHANGED (PALIER_KIND_SUPPRESSION) | PALIER_CHANGED (PALIER_KIND_SENDER)                \
   | PALIER_CHANGED (PALIER_KIND_SETTING))
#define PALIER_SYNCED_KINDS (PALIER_CHANGED (PALIER_N_KINDS) - 1)

PalierRelayLink *palier_relay_link_new (PalierCore *core, PalierSettingsService *settings);
void palier_relay_link_free (PalierRelayLink *self);

const char *palier_relay_link_get_url (PalierRelayLink *self); /* (nullable) */
guint palier_relay_link_get_kinds (const char *url);
gboolean palier_relay_link_has_local (PalierRelayLink *self);
gboolean palier_relay_link_await_must_forget (PalierRelayLink *self);
gboolean palier_relay_link_is_cloud (PalierRelayLink *self);
gint64 palier_relay_link_get_quiet_ms (PalierRelayLink *self);

void palier_relay_link_listen (PalierRelayLink *self, GFunc on_word, gpointer data,
                               GDestroyNotify destroy);
void palier_relay_link_stop_listening (PalierRelayLink *self);

/* In a fiber. */
char *palier_relay_link_await_url (PalierRelayLink *self);
const PalierRelayMeta *
palier_relay_link_await_meta (PalierRelayLink *self, const char *url, GError **error);
gboolean palier_relay_link_exchange (PalierRelayLink *self, const char *url,
                                     PalierSyncReport *report, GError **error);
PalierSyncComparison *
palier_relay_link_compare (PalierRelayLink *self, const char *url, GError **error);
char *palier_relay_link_await_device (PalierRelayLink *self);
gboolean palier_relay_link_enter (PalierRelayLink *self, const char *url, const char *path,
                                  GBytes *body, GError **error);
GBytes *palier_relay_link_ask (PalierRelayLink *self, const char *url, const char *path,
                               GBytes *body, GError **error);
GBytes *palier_relay_link_call (PalierRelayLink *self, const char *method, const char *path,
                                GBytes *body, GError **error);
char *palier_relay_link_await_access (PalierRelayLink *self, char **token, GError **error);
gboolean palier_relay_link_use_local (PalierRelayLink *self, GError **error);
guint palier_relay_link_await_retry (PalierRelayLink *self, GError **error);
void palier_relay_link_stop (PalierRelayLink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRelayLink, palier_relay_link_free)

G_END_DECLS
