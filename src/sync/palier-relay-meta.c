/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-relay-meta.h"

#include <string.h>
#include <yyjson.h>

#include "palier-kind.h"
#include "palier-sync.h"

#define META "/v1/meta"
#define VERSION_PARTS 3

static void
meta_clear (gpointer data)
{
  PalierRelayMeta *self = data;

  g_free (self->version);
  g_free (self->least);
  g_free (self->recommended);
  g_free (self->agency);
  g_strfreev (self->features);
}

PalierRelayMeta *
palier_relay_meta_ref (PalierRelayMeta *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_relay_meta_unref (PalierRelayMeta *self)
{
  g_atomic_rc_box_release_full (self, meta_clear);
}

G_DEFINE_BOXED_TYPE (PalierRelayMeta, palier_relay_meta, palier_relay_meta_ref,
                     palier_relay_meta_unref)

static char *
dup_text (yyjson_val *object, const char *name)
{
  return g_strdup (yyjson_get_str (yyjson_obj_get (object, name)));
}

static char **
dup_texts (yyjson_val *list)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  yyjson_arr_iter iter = yyjson_arr_iter_with (list);

  for (yyjson_val *value; (value = yyjson_arr_iter_next (&iter)) != NULL;)
    if (yyjson_is_str (value))
      g_strv_builder_add (texts, yyjson_get_str (value));
  return g_strv_builder_end (texts);
}

/* No more than this program gives at once. */
static PalierSyncLimits
read_limits (yyjson_val *said)
{
  guint64 records = yyjson_get_uint (yyjson_obj_get (said, "records"));
  guint64 bytes = yyjson_get_uint (yyjson_obj_get (said, "bytes"));
  PalierSyncLimits limits = PALIER_SYNC_LIMITS;

  if (records > 0)
    limits.records = (guint) MIN (records, limits.records);
  if (bytes > 0)
    limits.bytes = (gsize) MIN (bytes, limits.bytes);
  return limits;
}

/* What an earlier relay does not say holds as it was then. */
static PalierRelayMeta *
read_meta (yyjson_val *root)
{
  PalierRelayMeta *self = g_atomic_rc_box_new0 (PalierRelayMeta);
  yyjson_val *wire = yyjson_obj_get (root, "wire");
  yyjson_val *client = yyjson_obj_get (root, "client");

  self->version = dup_text (root, "version");
  self->wire_least = yyjson_get_uint (yyjson_obj_get (wire, "least"));
  self->wire_most = yyjson_get_uint (yyjson_obj_get (wire, "most"));
  self->least = dup_text (client, "least");
  self->recommended = dup_text (client, "recommended");
  self->accounts = yyjson_get_bool (yyjson_obj_get (root, "accounts"));
  self->registration = yyjson_get_bool (yyjson_obj_get (root, "registration"));
  self->agency = dup_text (root, "agency");
  self->features = dup_texts (yyjson_obj_get (root, "features"));
  self->limits = read_limits (yyjson_obj_get (root, "limits"));
  return self;
}

/* Returns: (transfer full) (nullable): NULL when @answer is none of a relay's */
PalierRelayMeta *
palier_relay_meta_parse (GBytes *answer)
{
  gsize length;
  const char *text = g_bytes_get_data (answer, &length);
  yyjson_doc *document = yyjson_read (text, length, 0);
  PalierRelayMeta *self = read_meta (yyjson_doc_get_root (document));

  yyjson_doc_free (document);
  if (self->version == NULL || self->wire_most == 0)
    g_clear_pointer (&self, palier_relay_meta_unref);
  return self;
}

/* @version: (nullable): "1.2.3"; what is missing is 0 */
static void
read_version (const char *version, guint64 parts[VERSION_PARTS])
{
  g_auto (GStrv) words = g_strsplit (version != NULL ? version : "", ".", VERSION_PARTS);

  for (guint i = 0, n = g_strv_length (words); i < VERSION_PARTS; i++)
    parts[i] = i < n ? g_ascii_strtoull (words[i], NULL, 10) : 0;
}

static gboolean
is_before (const char *version, const char *other)
{
  guint64 ours[VERSION_PARTS];
  guint64 theirs[VERSION_PARTS];

  read_version (version, ours);
  read_version (other, theirs);
  for (guint i = 0; i < VERSION_PARTS; i++)
    if (ours[i] != theirs[i])
      return ours[i] < theirs[i];
  return FALSE;
}

/* @wire, @version: of the program that asks */
PalierMetaVerdict
palier_relay_meta_judge (const PalierRelayMeta *self, guint64 wire, const char *version)
{
  if (wire < self->wire_least || is_before (version, self->least))
    return PALIER_META_OLD_CLIENT;
  if (wire > self->wire_most)
    return PALIER_META_OLD_RELAY;
  return is_before (version, self->recommended) ? PALIER_META_ADVISED : PALIER_META_FITS;
}

/* A relay that knows no such question is older than the question. @error: (transfer full) */
static DexFuture *
reject (GError *error)
{
  g_autoptr (GError) why = error;

  if (g_error_matches (why, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_REFUSED)
      && strcmp (why->message, "not_found") == 0)
    return dex_future_new_reject (PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_OLD_RELAY, "no " META);
  return dex_future_new_for_error (g_steal_pointer (&why));
}

static DexFuture *
ask_fiber (gpointer data)
{
  GError *error = NULL;
  g_autoptr (GBytes) answer =
      dex_await_boxed (palier_account_call (data, "GET", META, NULL), &error);

  if (answer == NULL)
    return reject (error);
  g_autoptr (PalierRelayMeta) meta = palier_relay_meta_parse (answer);
  if (meta == NULL)
    return dex_future_new_reject (PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_NONSENSE, META);
  PalierMetaVerdict verdict = palier_relay_meta_judge (meta, PALIER_WIRE_VERSION, PALIER_VERSION);
  if (verdict == PALIER_META_OLD_CLIENT)
    return dex_future_new_reject (PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_OLD_CLIENT, "%s",
                                  meta->version);
  if (verdict == PALIER_META_OLD_RELAY)
    return dex_future_new_reject (PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_OLD_RELAY, "%s",
                                  meta->version);
  return dex_future_new_take_boxed (PALIER_TYPE_RELAY_META, g_steal_pointer (&meta));
}

/**
 * palier_relay_meta_ask:
 * @http: kept by the caller until the answer is there
 *
 * Returns: → PALIER_TYPE_RELAY_META, of a relay that fits. Errors: PALIER_SYNC_ERROR_OLD_RELAY,
 *   _OLD_CLIENT, _NONSENSE and others; PALIER_NET_ERROR
 */
DexFuture *
palier_relay_meta_ask (PalierHttp *http, const char *url)
{
  return dex_scheduler_spawn (NULL, 0, ask_fiber, palier_account_new (http, url, NULL),
                              (GDestroyNotify) palier_account_free);
}
