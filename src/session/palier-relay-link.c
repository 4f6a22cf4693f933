/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-relay-link.h"

#include <json-glib/json-glib.h>

#include "palier-aside-store.h"
#include "palier-local-relay.h"
#include "palier-relay-listener.h"
#include "palier-relay-meta.h"
#include "palier-secrets.h"
#include "palier-services.h"
#include "palier-setting-store.h"
#include "palier-sync-client.h"
#include "palier-sync-compare.h"
#include "palier-sync.h"

#define KEY_URL "relay.url"
#define KEY_DEVICE "relay.device"
#define META_MS (G_GINT64_CONSTANT (60) * 60 * 1000)

struct _PalierRelayLink
{
  PalierCore *core;
  PalierSettingsService *settings;
  PalierHttp *http;
  PalierLocalRelay *local;       /* (nullable): once it was needed */
  PalierAccount *account;        /* (nullable) */
  char *account_url;             /* (nullable): of the account */
  char *kept;                    /* (nullable): the refresh token as it was kept last */
  PalierRelayMeta *meta;         /* (nullable): what the relay in the cloud said of itself, … */
  char *meta_url;                /* (nullable): … which one, … */
  gint64 meta_until_ms;          /* … and how long that holds */
  PalierRelayListener *listener; /* (nullable) */
};

PalierRelayLink *
palier_relay_link_new (PalierCore *core, PalierSettingsService *settings)
{
  PalierRelayLink *self = g_new0 (PalierRelayLink, 1);

  self->core = palier_core_ref (core);
  self->settings = g_object_ref (settings);
  self->http = palier_http_new ();
  return self;
}

void
palier_relay_link_free (PalierRelayLink *self)
{
  palier_relay_link_stop_listening (self);
  g_clear_pointer (&self->account, palier_account_free);
  g_clear_pointer (&self->local, palier_local_relay_unref);
  g_clear_pointer (&self->http, palier_http_free);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->core, palier_core_unref);
  g_clear_pointer (&self->meta, palier_relay_meta_unref);
  g_free (self->account_url);
  g_free (self->kept);
  g_free (self->meta_url);
  g_free (self);
}

/* ---- which relay, and in whose name */

/* Of the relay that was asked last. */
const char *
palier_relay_link_get_url (PalierRelayLink *self)
{
  return self->account_url;
}

/* What is given to a relay: bits PALIER_CHANGED (kind). @url: (nullable): of the one in the cloud
 */
guint
palier_relay_link_get_kinds (const char *url)
{
  return url != NULL ? PALIER_SYNCED_KINDS : PALIER_SENDING_KINDS;
}

gboolean
palier_relay_link_has_local (PalierRelayLink *self)
{
  return self->local != NULL;
}

/* Whether the relay of this computer holds what was erased here since it ran last. */
gboolean
palier_relay_link_await_must_forget (PalierRelayLink *self)
{
  PalierWorkspace *workspace = self->core->workspace;
  g_autofree char *folder =
      g_build_filename (palier_workspace_get_folder (workspace), "relay", NULL);

  return g_file_test (folder, G_FILE_TEST_IS_DIR)
         && dex_await_boolean (palier_change_store_any_erased (workspace), NULL);
}

gboolean
palier_relay_link_is_cloud (PalierRelayLink *self)
{
  return self->account != NULL && palier_account_get_refresh_token (self->account) != NULL;
}

/* For how long the relay still wishes to be left alone, as it last said; 0: it did not say. */
gint64
palier_relay_link_get_quiet_ms (PalierRelayLink *self)
{
  return self->account != NULL ? palier_account_get_quiet_ms (self->account) : 0;
}

/* The relay in the cloud that the options or the settings name: (transfer full) (nullable). */
char *
palier_relay_link_await_url (PalierRelayLink *self)
{
  if (self->core->relay_url != NULL)
    return g_strdup (self->core->relay_url);
  char *url = dex_await_string (palier_local_store_get (self->core->workspace, KEY_URL), NULL);
  if (url != NULL && *url == '\0')
    g_clear_pointer (&url, g_free);
  return url;
}

void
palier_relay_link_stop_listening (PalierRelayLink *self)
{
  g_clear_pointer (&self->listener, palier_relay_listener_free);
}

static void
use_account (PalierRelayLink *self, PalierAccount *account, const char *url)
{
  palier_relay_link_stop_listening (self);
  g_clear_pointer (&self->account, palier_account_free);
  self->account = account;
  g_set_str (&self->account_url, url);
}

static gboolean
join_local (PalierRelayLink *self, GError **error)
{
  if (self->local == NULL)
    self->local =
        palier_local_relay_new (self->core->workspace, self->core->key, self->core->random);
  g_autoptr (PalierRelayAddress) address =
      dex_await_boxed (palier_local_relay_ensure (self->local), error);
  if (address == NULL)
    return FALSE;
  if (self->account == NULL || g_strcmp0 (self->account_url, address->url) != 0)
    use_account (self, palier_account_new_local (self->http, address->url, address->token),
                 address->url);
  return TRUE;
}

/* Another program of this computer may have been given new tokens: what is kept is read each time.
 */
static gboolean
join_cloud (PalierRelayLink *self, const char *url, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *refresh = dex_await_string (palier_secrets_get_token (self->core), &failure);

  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
  if (refresh == NULL || *refresh == '\0')
  {
    g_set_error_literal (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_LOGIN, "not signed in");
    return FALSE;
  }
  if (self->account == NULL || g_strcmp0 (self->account_url, url) != 0)
    use_account (self, palier_account_new (self->http, url, refresh), url);
  else if (g_strcmp0 (refresh, self->kept) != 0)
    palier_account_adopt (self->account, refresh);
  g_set_str (&self->kept, refresh);
  return TRUE;
}

/**
 * palier_relay_link_await_meta:
 *
 * What the relay at @url says of itself, asked at most once an hour.
 *
 * Returns: (transfer none) (nullable): NULL with PALIER_SYNC_ERROR_OLD_RELAY, _OLD_CLIENT or what
 *   the call fails with: then nothing else is asked of it
 */
const PalierRelayMeta *
palier_relay_link_await_meta (PalierRelayLink *self, const char *url, GError **error)
{
  gint64 now_ms = palier_clock_monotonic_ms (self->core->clock);

  if (self->meta != NULL && g_strcmp0 (self->meta_url, url) == 0 && now_ms < self->meta_until_ms)
    return self->meta;
  PalierRelayMeta *meta = dex_await_boxed (palier_relay_meta_ask (self->http, url), error);
  g_clear_pointer (&self->meta, palier_relay_meta_unref);
  self->meta = meta;
  self->meta_until_ms = now_ms + META_MS;
  g_set_str (&self->meta_url, url);
  return meta;
}

/* A refresh token is used once: the new one is kept before it is needed. While it is written, the
 * keyring has the one before, which is not to be taken for another program's; and another call may
 * have come by one that is newer still. */
static gboolean
keep_refresh_token (PalierRelayLink *self, GError **error)
{
  for (;;)
  {
    g_autofree char *token = g_strdup (palier_account_get_refresh_token (self->account));
    if (token == NULL || g_strcmp0 (token, self->kept) == 0)
      return TRUE;
    if (!dex_await (palier_secrets_set_token (self->core, token), error))
      return FALSE;
    g_set_str (&self->kept, token);
  }
}

/* ---- what the relay must be told beside the records */

static GBytes *
create_json (const char *name, const char *value)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  char *text = json_to_string (root, FALSE);
  return g_bytes_new_take (text, strlen (text));
}

static gboolean
put (PalierRelayLink *self, const char *path, const char *name, const char *value, GError **error)
{
  g_autoptr (GBytes) body = create_json (name, value);
  g_autoptr (GBytes) answer =
      dex_await_boxed (palier_account_call (self->account, "PUT", path, body), error);

  return answer != NULL;
}

/* Under which the base keeps what concerns one relay. */
static char *
dup_relay_key (const char *prefix, const char *url)
{
  return g_strconcat (prefix, url != NULL ? url : "local", NULL);
}

/* A digest of what this relay was told last stays in the base, so that neither the next process nor
 * the next round says it again. Keyed, it says nothing about the password. */
static char *
dup_digest (PalierRelayLink *self, const PalierId *sender, const char *password)
{
  gsize length;
  const guint8 *key = g_bytes_get_data (self->core->key, &length);
  char id[PALIER_ID_TEXT_SIZE];
  g_autofree char *all = g_strjoin ("\n", palier_id_format (sender, id), password, NULL);

  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, key, length, all, -1);
}

static gboolean
put_password (PalierRelayLink *self, const PalierId *sender, const char *password, GError **error)
{
  char id[PALIER_ID_TEXT_SIZE];
  g_autofree char *path = g_strdup_printf ("/v1/senders/%s/secret", palier_id_format (sender, id));

  return put (self, path, "secret", password, error);
}

/* The mailbox's password goes once to each relay, and again when it has changed. */
static gboolean
tell_password (PalierRelayLink *self, const char *url, GError **error)
{
  PalierWorkspace *workspace = self->core->workspace;
  g_autoptr (GError) failure = NULL;
  g_autoptr (PalierSender) sender =
      dex_await_boxed (palier_settings_service_get_sender (self->settings), NULL);

  if (sender == NULL)
    return TRUE;
  g_autofree char *password =
      dex_await_string (palier_settings_service_get_password (self->settings, &sender->id), NULL);
  if (password == NULL)
    return TRUE;
  g_autofree char *digest = dup_digest (self, &sender->id, password);
  g_autofree char *told_key = dup_relay_key ("told:", url);
  g_autofree char *told = dex_await_string (palier_local_store_get (workspace, told_key), NULL);
  if (g_strcmp0 (told, digest) == 0)
    return TRUE;
  if (put_password (self, &sender->id, password, &failure))
    return dex_await (palier_local_store_set (workspace, told_key, digest), error);
  /* Who may only read lends no mailbox, and is in step for all that. */
  if (g_error_matches (failure, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_REFUSED)
      && g_str_equal (failure->message, palier_hold_code (PALIER_HOLD_ROLE)))
    return TRUE;
  return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
}

static gboolean
forget_told (PalierRelayLink *self, const char *url, GError **error)
{
  g_autofree char *told_key = dup_relay_key ("told:", url);

  return dex_await (palier_local_store_set (self->core->workspace, told_key, NULL), error);
}

/* ---- one exchange */

/* Tells the relay first what it must know before the messages come. @new_epoch: (out): whether it
 * has lost its history, and must be told again */
static gboolean
run_round (PalierRelayLink *self, const char *url, gboolean *new_epoch, PalierSyncReport *report,
           GError **error)
{
  PalierSyncLimits limits =
      url != NULL && self->meta != NULL ? self->meta->limits : PALIER_SYNC_LIMITS;
  g_autofree char *cursor_key = dup_relay_key ("cursor:", url);
  g_autofree char *told_key = dup_relay_key ("told:", url);
  g_autoptr (GError) failure = NULL;

  if (!tell_password (self, url, error))
    return FALSE;
  g_autofree PalierSyncRound *round =
      dex_await_boxed (palier_sync_client_run (self->core->workspace, self->account, cursor_key,
                                               told_key, palier_relay_link_get_kinds (url), limits),
                       &failure);

  if (!keep_refresh_token (self, error))
    return FALSE;
  if (round == NULL)
  {
    /* What it refuses it may have taken before it was exchanged for another version. */
    if (g_error_matches (failure, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_REFUSED))
      self->meta_until_ms = 0;
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
  }
  *report = (PalierSyncReport) { .pushed = round->pushed,
                                 .pulled = round->pulled,
                                 .put_aside = round->put_aside,
                                 .held = round->held,
                                 .replaced = round->replaced,
                                 .restamped = round->restamped,
                                 .clock_off_ms = round->clock_off_ms };
  *new_epoch = round->new_epoch;
  return TRUE;
}

/**
 * palier_relay_link_exchange:
 * @url: (nullable): of the relay in the cloud; NULL: the relay of this computer, started if need be
 * @report: (out): all but what is pending
 */
gboolean
palier_relay_link_exchange (PalierRelayLink *self, const char *url, PalierSyncReport *report,
                            GError **error)
{
  gboolean new_epoch;

  return (url != NULL ? join_cloud (self, url, error)
                            && palier_relay_link_await_meta (self, url, error) != NULL
                      : join_local (self, error))
         && run_round (self, url, &new_epoch, report, error)
         && (!new_epoch || run_round (self, url, &new_epoch, report, error));
}

/* Returns: (transfer full) (nullable): what differs between this base and the relay; see
 * palier_sync_compare() */
PalierSyncComparison *
palier_relay_link_compare (PalierRelayLink *self, const char *url, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!(url != NULL ? join_cloud (self, url, error) : join_local (self, error)))
    return NULL;
  g_autoptr (PalierSyncComparison) comparison = dex_await_boxed (
      palier_sync_compare (self->core->workspace, self->account, palier_relay_link_get_kinds (url)),
      &failure);
  if (!keep_refresh_token (self, error))
    return NULL;
  if (comparison == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return g_steal_pointer (&comparison);
}

/**
 * palier_relay_link_listen:
 * @on_word: gets @data when the relay says that there is something new
 *
 * Should the stream end, the next call opens another; while it lasts a call does nothing.
 */
void
palier_relay_link_listen (PalierRelayLink *self, GFunc on_word, gpointer data,
                          GDestroyNotify destroy)
{
  if (self->account == NULL
      || (self->listener != NULL && !palier_relay_listener_is_over (self->listener)))
  {
    destroy (data);
    return;
  }
  palier_relay_link_stop_listening (self);
  self->listener = palier_relay_listener_new (self->account, on_word, data, destroy);
}

/* ---- another relay */

static gboolean
keep_choice (PalierRelayLink *self, const char *url, const char *refresh, GError **error)
{
  return dex_await (palier_secrets_set_token (self->core, refresh), error)
         && dex_await (palier_local_store_set (self->core->workspace, KEY_URL, url), error)
         && forget_told (self, *url != '\0' ? url : NULL, error);
}

/* All but messages: another relay would send what has left already. @url: (nullable) */
static guint
get_told_kinds (const char *url)
{
  return palier_relay_link_get_kinds (url) & ~PALIER_CHANGED (PALIER_KIND_MESSAGE);
}

/* Has wait again what a relay lacks, or all where that cannot be asked now. */
static gboolean
tell_again (PalierRelayLink *self, PalierAccount *account, const char *url, GError **error)
{
  PalierWorkspace *workspace = self->core->workspace;
  guint told = get_told_kinds (url);

  return dex_await (palier_sync_requeue (workspace, account, told, NULL), NULL)
         || dex_await (palier_change_store_requeue (workspace, told), error);
}

/* A place in one agency's sequence is none in another's of the same relay. */
static gboolean
keep_tenant (PalierRelayLink *self, const char *url, const char *tenant, GError **error)
{
  PalierWorkspace *workspace = self->core->workspace;
  g_autofree char *tenant_key = dup_relay_key ("tenant:", url);
  g_autofree char *cursor_key = dup_relay_key ("cursor:", url);
  g_autofree char *before = dex_await_string (palier_local_store_get (workspace, tenant_key), NULL);

  return g_strcmp0 (before, tenant) == 0
         || (dex_await (palier_local_store_set (workspace, cursor_key, NULL), error)
             && dex_await (palier_local_store_set (workspace, tenant_key, tenant), error));
}

/* What shows a relay that this device was let in before; it opens nothing. (transfer full)
 * (nullable) */
char *
palier_relay_link_await_device (PalierRelayLink *self)
{
  char *device =
      dex_await_string (palier_local_store_get (self->core->workspace, KEY_DEVICE), NULL);

  if (device != NULL && *device == '\0')
    g_clear_pointer (&device, g_free);
  return device;
}

/**
 * palier_relay_link_enter:
 * @path: of what answers with tokens
 *
 * From now on this workspace syncs with @url, in the name of the account that the answer is for.
 */
gboolean
palier_relay_link_enter (PalierRelayLink *self, const char *url, const char *path, GBytes *body,
                         GError **error)
{
  g_autoptr (PalierAccount) account = palier_account_new (self->http, url, NULL);

  /* What waits is known before the choice is: who dies in between has the relay of before. */
  if (palier_relay_link_await_meta (self, url, error) == NULL
      || !dex_await (palier_account_enter (account, path, body), error)
      || !tell_again (self, account, url, error)
      || !keep_tenant (self, url, palier_account_get_tenant (account), error)
      || !keep_choice (self, url, palier_account_get_refresh_token (account), error))
    return FALSE;
  const char *device = palier_account_get_device_token (account);
  if (device != NULL
      && !dex_await (palier_local_store_set (self->core->workspace, KEY_DEVICE, device), error))
    return FALSE;
  g_set_str (&self->kept, palier_account_get_refresh_token (account));
  use_account (self, g_steal_pointer (&account), url);
  return TRUE;
}

/* Asks @url in nobody's name. Returns: (transfer full) (nullable): the answer's body */
GBytes *
palier_relay_link_ask (PalierRelayLink *self, const char *url, const char *path, GBytes *body,
                       GError **error)
{
  g_autoptr (PalierAccount) nobody = palier_account_new (self->http, url, NULL);

  if (palier_relay_link_await_meta (self, url, error) == NULL)
    return NULL;
  return dex_await_boxed (palier_account_call (nobody, "POST", path, body), error);
}

/* The relay of the account. Returns: (transfer full) (nullable): its address */
static char *
await_cloud (PalierRelayLink *self, GError **error)
{
  g_autofree char *url = palier_relay_link_await_url (self);

  if (url == NULL)
    g_set_error_literal (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_LOGIN, "not signed in");
  return url != NULL && join_cloud (self, url, error) ? g_steal_pointer (&url) : NULL;
}

/* @token: (out) (transfer full): by which it is asked for a minute at least, other than by
 * palier_relay_link_call(). Returns: (transfer full) (nullable): the address of the account's
 * relay */
char *
palier_relay_link_await_access (PalierRelayLink *self, char **token, GError **error)
{
  g_autofree char *url = await_cloud (self, error);
  g_autoptr (GError) failure = NULL;

  if (url == NULL)
    return NULL;
  g_autofree char *access = g_strdup (palier_account_await_access (self->account, &failure));
  if (!keep_refresh_token (self, error))
    return NULL;
  if (access == NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), NULL;
  *token = g_steal_pointer (&access);
  return g_steal_pointer (&url);
}

/* Asks the relay in the cloud in the account's name. Returns: (transfer full) (nullable): the
 * answer's body */
GBytes *
palier_relay_link_call (PalierRelayLink *self, const char *method, const char *path, GBytes *body,
                        GError **error)
{
  g_autofree char *url = await_cloud (self, error);
  g_autoptr (GError) failure = NULL;

  if (url == NULL)
    return NULL;
  g_autoptr (GBytes) answer =
      dex_await_boxed (palier_account_call (self->account, method, path, body), &failure);
  if (!keep_refresh_token (self, error))
    return NULL;
  if (answer == NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), NULL;
  return g_steal_pointer (&answer);
}

/* Forgets the account; messages go by the relay of this computer from now on. */
gboolean
palier_relay_link_use_local (PalierRelayLink *self, GError **error)
{
  if (!keep_choice (self, "", NULL, error)
      || !dex_await (palier_change_store_requeue (self->core->workspace, get_told_kinds (NULL)),
                     error))
    return FALSE;
  g_clear_pointer (&self->kept, g_free);
  use_account (self, NULL, NULL);
  return TRUE;
}

/* Has what was put aside tried again by the next exchange. Returns: how many records */
guint
palier_relay_link_await_retry (PalierRelayLink *self, GError **error)
{
  g_autofree char *url = palier_relay_link_await_url (self);
  g_autofree char *cursor_key = dup_relay_key ("cursor:", url);

  return dex_await_uint (palier_aside_store_retry (self->core->workspace, cursor_key), error);
}

/* Lets the relay of this computer finish what is under way. */
void
palier_relay_link_stop (PalierRelayLink *self)
{
  palier_relay_link_stop_listening (self);
  if (self->local != NULL)
    dex_await (palier_local_relay_stop (self->local), NULL);
}
