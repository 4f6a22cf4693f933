/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a relay says of itself to anybody. */
#include "palier-account-call.h"
#include "palier-kind.h"

static void
info_clear (gpointer data)
{
  PalierRelayInfo *self = data;

  g_free (self->url);
  g_free (self->version);
  g_free (self->agency);
  g_strfreev (self->features);
}

PalierRelayInfo *
palier_relay_info_ref (PalierRelayInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_relay_info_free (PalierRelayInfo *self)
{
  g_atomic_rc_box_release_full (self, info_clear);
}

G_DEFINE_BOXED_TYPE (PalierRelayInfo, palier_relay_info, palier_relay_info_ref,
                     palier_relay_info_free)

static DexFuture *
relay_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  PalierRelayLink *link = self->service->sync->link;
  GError *error = NULL;
  g_autofree char *url =
      self->texts[0] != NULL ? g_strdup (self->texts[0]) : palier_relay_link_await_url (link);

  if (url == NULL)
    return dex_future_new_reject (PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_LOGIN, "not signed in");
  const PalierRelayMeta *meta = palier_relay_link_await_meta (link, url, &error);
  if (meta == NULL)
    return palier_account_reject (error);
  PalierRelayInfo *info = g_atomic_rc_box_new0 (PalierRelayInfo);
  info->url = g_steal_pointer (&url);
  info->version = g_strdup (meta->version);
  info->agency = g_strdup (meta->agency);
  info->registration = meta->registration;
  info->features = g_strdupv (meta->features);
  info->advised =
      palier_relay_meta_judge (meta, PALIER_WIRE_VERSION, PALIER_VERSION) == PALIER_META_ADVISED;
  return dex_future_new_take_boxed (PALIER_TYPE_RELAY_INFO, info);
}

DexFuture *
palier_account_service_relay (PalierAccountService *self, const char *url)
{
  return PALIER_ACCOUNT_SPAWN (self, relay_fiber, url);
}
