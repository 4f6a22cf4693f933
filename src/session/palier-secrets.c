/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With a key file there may be no keyring at all: passwords then lie in the base, which is
 * encrypted by that key and never synced from there. */
#include "palier-secrets.h"

#include <glib/gi18n.h>

#include "palier-keyring.h"
#include "palier-session-error.h"
#include "palier-setting-store.h"

#define TOKEN "relay.refresh"

static DexFuture *
load_fiber (gpointer data)
{
  PalierId *workspace = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      dex_await_string (palier_keyring_get (workspace, PALIER_KEYRING_KEY_NAME), &error);
  GBytes *key = text != NULL ? palier_key_from_text (text) : NULL;

  if (key != NULL)
    return dex_future_new_take_boxed (G_TYPE_BYTES, key);
  if (error == NULL
      || g_error_matches (error, PALIER_KEYRING_ERROR, PALIER_KEYRING_ERROR_NO_SECRET))
    return dex_future_new_reject (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_KEY, "no key");
  return palier_reject (&error);
}

/* → G_TYPE_BYTES. Errors: PALIER_SESSION_ERROR_NO_KEY, PALIER_KEYRING_ERROR. */
DexFuture *
palier_secrets_load_key (const char *key_file, const PalierId *workspace)
{
  g_autoptr (GError) error = NULL;
  GBytes *key;

  if (key_file == NULL)
    return dex_scheduler_spawn (NULL, 0, load_fiber, g_memdup2 (workspace, sizeof *workspace),
                                g_free);
  key = palier_key_file_read (key_file, &error);
  return key != NULL ? dex_future_new_take_boxed (G_TYPE_BYTES, key) : palier_reject (&error);
}

/* → TRUE. Errors: PALIER_KEYRING_ERROR. */
DexFuture *
palier_secrets_store_key (const char *key_file, const PalierId *workspace, GBytes *key)
{
  g_autoptr (GError) error = NULL;

  if (key_file != NULL)
    return palier_key_file_create (key_file, key, &error) ? dex_future_new_true ()
                                                          : palier_reject (&error);
  g_autofree char *text = palier_key_to_text (key);
  return palier_keyring_set (workspace, PALIER_KEYRING_KEY_NAME, _ ("Palier: key of the contacts"),
                             text);
}

static char *
dup_name (const PalierId *sender)
{
  char id[PALIER_ID_TEXT_SIZE];
  return g_strconcat ("smtp:", palier_id_format (sender, id), NULL);
}

static DexFuture *
on_missing_cb (DexFuture *failed, gpointer unused)
{
  g_autoptr (GError) error = NULL;

  dex_future_get_value (failed, &error);
  if (g_error_matches (error, PALIER_KEYRING_ERROR, PALIER_KEYRING_ERROR_NO_SECRET))
    return dex_future_new_for_string (NULL);
  return palier_reject (&error);
}

static DexFuture *
get (PalierCore *core, const char *name)
{
  if (core->key_file != NULL)
    return palier_local_store_get (core->workspace, name);
  return dex_future_catch (palier_keyring_get (palier_workspace_get_id (core->workspace), name),
                           on_missing_cb, NULL, NULL);
}

/* @secret: (nullable): NULL forgets it */
static DexFuture *
set (PalierCore *core, const char *name, const char *label, const char *secret)
{
  if (core->key_file != NULL)
    return palier_local_store_set (core->workspace, name, secret);
  if (secret == NULL)
    return palier_keyring_clear (palier_workspace_get_id (core->workspace), name);
  return palier_keyring_set (palier_workspace_get_id (core->workspace), name, label, secret);
}

DexFuture *
palier_secrets_get (PalierCore *core, const PalierId *sender)
{
  g_autofree char *name = dup_name (sender);
  return get (core, name);
}

DexFuture *
palier_secrets_set (PalierCore *core, const PalierId *sender, const char *password)
{
  g_autofree char *name = dup_name (sender);
  return set (core, name, _ ("Palier: password of the mailbox"), password);
}

DexFuture *
palier_secrets_get_ai_key (PalierCore *core, const char *service)
{
  g_autofree char *name = g_strconcat ("ai:", service, NULL);
  return get (core, name);
}

DexFuture *
palier_secrets_set_ai_key (PalierCore *core, const char *service, const char *key)
{
  g_autofree char *name = g_strconcat ("ai:", service, NULL);
  return set (core, name, _ ("Palier: key of the writing service"), key);
}

DexFuture *
palier_secrets_get_token (PalierCore *core)
{
  return get (core, TOKEN);
}

DexFuture *
palier_secrets_set_token (PalierCore *core, const char *token)
{
  return set (core, TOKEN, _ ("Palier: sign-in to the relay"), token);
}
