/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-local-relay.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "palier-paths.h"

#define TOKEN_BYTES 32
#define START_MS 15000
#define STOP_MS 10000
#define RETRY_MS 100
#define GREETING_MAX 4096

struct _PalierLocalRelay
{
  PalierWorkspace *workspace;
  PalierRandom *random;
  char *master_key;            /* derived from the workspace's, so that it needs no keeping */
  GSubprocess *child;          /* (nullable): ours */
  PalierRelayAddress *address; /* of our child */
};

G_DEFINE_QUARK (palier-sync-error-quark, palier_sync_error)
G_DEFINE_BOXED_TYPE (PalierRelayAddress, palier_relay_address, palier_relay_address_ref,
                     palier_relay_address_free)

PalierRelayAddress *
palier_relay_address_new (const char *url, const char *token)
{
  PalierRelayAddress *self = g_atomic_rc_box_new0 (PalierRelayAddress);
  self->url = g_strdup (url);
  self->token = g_strdup (token);
  return self;
}

PalierRelayAddress *
palier_relay_address_ref (PalierRelayAddress *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
relay_address_clear (gpointer data)
{
  PalierRelayAddress *self = data;
  g_free (self->url);
  g_free (self->token);
}

void
palier_relay_address_free (PalierRelayAddress *self)
{
  g_atomic_rc_box_release_full (self, relay_address_clear);
}

PalierLocalRelay *
palier_local_relay_new (PalierWorkspace *workspace, GBytes *key, PalierRandom *random)
{
  static const char purpose[] = "palier local relay 1";
  PalierLocalRelay *self = g_atomic_rc_box_new0 (PalierLocalRelay);
  gsize length;
  const guchar *bytes = g_bytes_get_data (key, &length);

  self->workspace = g_object_ref (workspace);
  self->random = palier_random_ref (random);
  self->master_key = g_compute_hmac_for_data (G_CHECKSUM_SHA256, bytes, length,
                                              (const guchar *) purpose, strlen (purpose));
  return self;
}

PalierLocalRelay *
palier_local_relay_ref (PalierLocalRelay *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
local_relay_clear (gpointer data)
{
  PalierLocalRelay *self = data;

  g_clear_object (&self->child);
  g_clear_pointer (&self->address, palier_relay_address_free);
  g_clear_object (&self->workspace);
  palier_random_unref (self->random);
  g_free (self->master_key);
}

void
palier_local_relay_unref (PalierLocalRelay *self)
{
  g_atomic_rc_box_release_full (self, local_relay_clear);
}

static char *
dup_hex (const guint8 *bytes, gsize length)
{
  GString *text = g_string_sized_new (length * 2);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free_and_steal (text);
}

static char *
make_token (PalierRandom *random)
{
  guint8 bytes[TOKEN_BYTES];
  palier_random_bytes (random, bytes, sizeof bytes);
  return dup_hex (bytes, sizeof bytes);
}

/* Where the others look: a file that only the user can read. */
static char *
dup_runtime_file (PalierLocalRelay *self)
{
  char id[PALIER_ID_TEXT_SIZE];
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "palier", NULL);
  g_autofree char *name = g_strconcat (
      "relay-", palier_id_format (palier_workspace_get_id (self->workspace), id), NULL);

  g_mkdir_with_parents (folder, 0700);
  return g_build_filename (folder, name, NULL);
}

static void
publish (PalierLocalRelay *self)
{
  g_autofree char *path = dup_runtime_file (self);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n", self->address->url, self->address->token);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_warning ("local relay: %s", error->message);
}

static PalierRelayAddress *
find_published (PalierLocalRelay *self)
{
  g_autofree char *path = dup_runtime_file (self);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\n", 3);
  if (g_strv_length (lines) < 3)
    return NULL;
  return palier_relay_address_new (lines[0], lines[1]);
}

static GSubprocess *
spawn (PalierLocalRelay *self, GError **error)
{
  g_autofree char *program = palier_paths_dup_program ("palier-relay");
  g_autofree char *folder =
      g_build_filename (palier_workspace_get_folder (self->workspace), "relay", NULL);
  g_autoptr (GSubprocess) child =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, error,
                        program, "serve", "--local", "--dir", folder, NULL);

  if (child == NULL && error != NULL)
    (*error)->domain = PALIER_SYNC_ERROR, (*error)->code = PALIER_SYNC_ERROR_NO_PROGRAM;
  return g_steal_pointer (&child);
}

static gboolean
hand_over_keys (PalierLocalRelay *self, GSubprocess *child, const char *token, GError **error)
{
  g_autofree char *line =
      g_strdup_printf ("{\"master_key\":\"%s\",\"token\":\"%s\"}\n", self->master_key, token);

  return g_output_stream_write_all (g_subprocess_get_stdin_pipe (child), line, strlen (line), NULL,
                                    NULL, error);
}

static void
on_line_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DexPromise *promise = data;
  GError *error = NULL;
  char *line =
      g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  if (line != NULL)
    dex_promise_resolve_string (promise, line);
  else
    dex_promise_reject (promise, error != NULL
                                     ? error
                                     : g_error_new_literal (PALIER_SYNC_ERROR,
                                                            PALIER_SYNC_ERROR_START, "it ended"));
  dex_unref (promise);
}

/* The first line that @child prints; also where it never comes. */
static DexFuture *
read_line (GSubprocess *child)
{
  g_autoptr (GDataInputStream) stream =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  DexPromise *promise = dex_promise_new ();

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (stream), FALSE);
  g_buffered_input_stream_set_buffer_size (G_BUFFERED_INPUT_STREAM (stream), GREETING_MAX);
  g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, NULL, on_line_cb,
                                       dex_ref (promise));
  return dex_future_first (DEX_FUTURE (promise), dex_timeout_new_msec (START_MS), NULL);
}

/* {"port":N} and nothing that could be taken for it. */
static guint
parse_port (const char *line)
{
  const char *found = strstr (line, "\"port\":");
  guint64 port = found != NULL ? g_ascii_strtoull (found + strlen ("\"port\":"), NULL, 10) : 0;
  return port <= G_MAXUINT16 ? (guint) port : 0;
}

/* In a fiber, with the lock held. */
static PalierRelayAddress *
start (PalierLocalRelay *self, GError **error)
{
  g_autofree char *token = make_token (self->random);
  g_autofree char *stale = dup_runtime_file (self);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) failure = NULL;

  g_unlink (stale);
  if ((child = spawn (self, error)) == NULL)
    return NULL;
  g_autofree char *line = hand_over_keys (self, child, token, &failure)
                              ? dex_await_string (read_line (child), &failure)
                              : NULL;
  guint port = line != NULL ? parse_port (line) : 0;
  if (port == 0)
  {
    g_set_error (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_START, "%s",
                 failure != NULL ? failure->message : line);
    g_subprocess_force_exit (child);
    return NULL;
  }
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_set_object (&self->child, child);
  g_clear_pointer (&self->address, palier_relay_address_free);
  self->address = palier_relay_address_new (url, token);
  publish (self);
  return palier_relay_address_ref (self->address);
}

static gboolean
is_alive (PalierLocalRelay *self)
{
  return self->child != NULL && g_subprocess_get_identifier (self->child) != NULL;
}

/* In a fiber: our own child, else another process's, else one that is started now. */
static DexFuture *
ensure_fiber (gpointer data)
{
  PalierLocalRelay *self = data;
  g_autoptr (GError) error = NULL;

  if (is_alive (self))
    return dex_future_new_take_boxed (PALIER_TYPE_RELAY_ADDRESS,
                                      palier_relay_address_ref (self->address));
  for (int waited_ms = 0; waited_ms < START_MS; waited_ms += RETRY_MS)
  {
    PalierRelayAddress *address;

    if (self->child != NULL || palier_workspace_try_lock (self->workspace, PALIER_LOCK_RELAY))
    {
      if ((address = start (self, &error)) != NULL)
        return dex_future_new_take_boxed (PALIER_TYPE_RELAY_ADDRESS, address);
      g_clear_object (&self->child);
      palier_workspace_unlock (self->workspace, PALIER_LOCK_RELAY);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
    if ((address = find_published (self)) != NULL)
      return dex_future_new_take_boxed (PALIER_TYPE_RELAY_ADDRESS, address);
    dex_await (dex_timeout_new_msec (RETRY_MS), NULL);
  }
  return dex_future_new_reject (PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_LOCKED, "locked");
}

/* → PALIER_TYPE_RELAY_ADDRESS. Errors: PALIER_SYNC_ERROR_NO_PROGRAM, _START, _LOCKED. */
DexFuture *
palier_local_relay_ensure (PalierLocalRelay *self)
{
  return dex_scheduler_spawn (NULL, 0, ensure_fiber, palier_local_relay_ref (self),
                              (GDestroyNotify) palier_local_relay_unref);
}

static void
on_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DexPromise *promise = data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  dex_promise_resolve_boolean (promise, TRUE);
  dex_unref (promise);
}

static DexFuture *
wait_end (GSubprocess *child)
{
  DexPromise *promise = dex_promise_new ();
  g_subprocess_wait_async (child, NULL, on_ended_cb, dex_ref (promise));
  return dex_future_first (DEX_FUTURE (promise), dex_timeout_new_msec (STOP_MS), NULL);
}

/* It drains when its input ends: what is being handed over is finished, the rest waits on disk. */
static DexFuture *
stop_fiber (gpointer data)
{
  PalierLocalRelay *self = data;
  g_autoptr (GSubprocess) child = g_steal_pointer (&self->child);
  g_autofree char *path = dup_runtime_file (self);

  if (child == NULL)
    return dex_future_new_true ();
  g_unlink (path);
  g_output_stream_close (g_subprocess_get_stdin_pipe (child), NULL, NULL);
  if (!dex_await (wait_end (child), NULL))
    g_subprocess_send_signal (child, SIGTERM);
  palier_workspace_unlock (self->workspace, PALIER_LOCK_RELAY);
  return dex_future_new_true ();
}

DexFuture *
palier_local_relay_stop (PalierLocalRelay *self)
{
  return dex_scheduler_spawn (NULL, 0, stop_fiber, palier_local_relay_ref (self),
                              (GDestroyNotify) palier_local_relay_unref);
}
