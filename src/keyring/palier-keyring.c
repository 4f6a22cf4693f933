/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libsecret's calls that wait for the user (a keyring to unlock) run on a pool thread. */
#include "palier-keyring.h"

#include <gio/gio.h>
#include <libsecret/secret.h>
#include <string.h>

#include "palier-worker.h"

G_DEFINE_QUARK (palier-keyring-error-quark, palier_keyring_error)

static const SecretSchema schema = {
  "fr.immo_ai.Palier",
  SECRET_SCHEMA_NONE,
  { { "workspace", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "name", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

typedef struct
{
  char workspace[PALIER_ID_TEXT_SIZE];
  char *name;
  char *label;
  char *secret;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->name);
  g_free (call->label);
  if (call->secret != NULL)
    explicit_bzero (call->secret, strlen (call->secret));
  g_free (call->secret);
  g_free (call);
}

static Call *
call_new (const PalierId *workspace, const char *name, const char *label, const char *secret)
{
  Call *call = g_new0 (Call, 1);

  palier_id_format (workspace, call->workspace);
  call->name = g_strdup (name);
  call->label = g_strdup (label);
  call->secret = g_strdup (secret);
  return call;
}

static DexFuture *
reject (const GError *error)
{
  PalierKeyringError code = PALIER_KEYRING_ERROR_FAILED;

  if (error->domain == G_DBUS_ERROR || error->domain == G_IO_ERROR
      || g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT))
    code = PALIER_KEYRING_ERROR_NO_SERVICE;
  else if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    code = PALIER_KEYRING_ERROR_DISMISSED;
  return dex_future_new_reject (PALIER_KEYRING_ERROR, (int) code, "%s", error->message);
}

static DexFuture *
get_job (gpointer data)
{
  Call *call = data;
  g_autoptr (GError) error = NULL;
  char *secret = secret_password_lookup_nonpageable_sync (
      &schema, NULL, &error, "workspace", call->workspace, "name", call->name, NULL);

  if (error != NULL)
    return reject (error);
  if (secret == NULL)
    return dex_future_new_reject (PALIER_KEYRING_ERROR, PALIER_KEYRING_ERROR_NO_SECRET, "%s",
                                  call->name);
  DexFuture *future = dex_future_new_for_string (secret);
  secret_password_free (secret);
  return future;
}

static DexFuture *
set_job (gpointer data)
{
  Call *call = data;
  g_autoptr (GError) error = NULL;

  if (!secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, call->label, call->secret,
                                   NULL, &error, "workspace", call->workspace, "name", call->name,
                                   NULL))
    return reject (error);
  return dex_future_new_true ();
}

static DexFuture *
clear_job (gpointer data)
{
  Call *call = data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_sync (&schema, NULL, &error, "workspace", call->workspace, "name",
                              call->name, NULL);
  return error == NULL ? dex_future_new_true () : reject (error);
}

/* → string. Errors: PALIER_KEYRING_ERROR_NO_SECRET, _NO_SERVICE, _DISMISSED, _FAILED. */
DexFuture *
palier_keyring_get (const PalierId *workspace, const char *name)
{
  return palier_pool_run (get_job, call_new (workspace, name, NULL, NULL), call_free);
}

/* @label: what the keyring's own program shows. → TRUE. */
DexFuture *
palier_keyring_set (const PalierId *workspace, const char *name, const char *label,
                    const char *secret)
{
  return palier_pool_run (set_job, call_new (workspace, name, label, secret), call_free);
}

/* → TRUE, also where there was nothing. */
DexFuture *
palier_keyring_clear (const PalierId *workspace, const char *name)
{
  return palier_pool_run (clear_job, call_new (workspace, name, NULL, NULL), call_free);
}
