/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the command line to the window. The window is presented first, with nothing in it; the base
 * is opened by a fiber after that, so that a large one costs no time before the first frame.
 *
 * One instance a workspace: a workspace named on the command line has an application id of its own,
 * so that a second start joins the window of its own base and of no other. */
#include "palier-application.h"

#include <glib/gi18n.h>

#include "palier-sample.h"
#include "palier-session.h"
#include "palier-ui.h"
#include "palier-window.h"

#define APP_ID "fr.immo_ai.Palier"

struct _PalierApplication
{
  AdwApplication parent_instance;

  PalierSession *session;
  char *workspace; /* (nullable): NULL: the user's own */
  char *key_file;  /* (nullable): NULL: the keyring */
  char *relay_url; /* (nullable): NULL: as the settings say */
  gboolean sample;
  gboolean stopping;
};

G_DEFINE_FINAL_TYPE (PalierApplication, palier_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "workspace", 'w', 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Open the workspace in this folder"),
    N_ ("FOLDER") },
  { "key-file", 'k', 0, G_OPTION_ARG_FILENAME, NULL,
    N_ ("Read the workspace's key from this file, not from the keyring"), N_ ("FILE") },
  { "relay", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Use the relay at this address"), N_ ("URL") },
  { "sample", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_ ("Open a workspace apart, filled with invented contacts"), NULL },
  { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
  { NULL },
};

/* Returns: (transfer none) (nullable) */
static PalierWindow *
get_window (PalierApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l; l = l->next)
    if (PALIER_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static gboolean
await_session (PalierApplication *self, GError **error)
{
  if (!dex_await (palier_session_open_or_create (self->session), error))
    return FALSE;
  return !self->sample || dex_await (palier_sample_fill (self->session), error);
}

static DexFuture *
open_fiber (gpointer data)
{
  PalierApplication *self = data;
  g_autoptr (GError) error = NULL;
  gboolean open = await_session (self, &error);
  PalierWindow *window = get_window (self);

  if (window == NULL)
    return NULL;
  if (!open)
  {
    palier_window_show_trouble (window, error);
    return NULL;
  }
  palier_window_set_session (window, self->session);
  palier_sync_service_start (palier_session_get_sync (self->session));
  return NULL;
}

static void
spawn (PalierApplication *self, DexFiberFunc fiber)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, g_object_ref (self), g_object_unref));
}

static void
start_session (PalierApplication *self)
{
  const PalierSessionOptions session_options = { .directory = self->workspace,
                                                 .key_file = self->key_file,
                                                 .relay_url = self->relay_url };

  g_clear_object (&self->session);
  self->session = palier_session_new (&session_options);
  spawn (self, open_fiber);
}

static PalierWindow *
ensure_window (PalierApplication *self)
{
  PalierWindow *window = get_window (self);

  if (window == NULL)
  {
    window = palier_window_new (GTK_APPLICATION (self));
    if (self->session && palier_session_is_open (self->session))
      palier_window_set_session (window, self->session);
    else
      start_session (self);
  }
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* ---- quitting: what is in hand is finished, the base closed, the local relay stopped */

static DexFuture *
stop_fiber (gpointer data)
{
  PalierApplication *self = data;
  g_autoptr (GError) error = NULL;

  if (!dex_await (palier_session_close (self->session), &error))
    g_warning ("closing the workspace: %s", error->message);
  g_application_release (G_APPLICATION (self));
  return NULL;
}

static void
stop (PalierApplication *self)
{
  if (self->stopping || self->session == NULL || !palier_session_is_open (self->session))
    return;
  self->stopping = TRUE;
  g_application_hold (G_APPLICATION (self));
  spawn (self, stop_fiber);
}

static void
on_quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PalierWindow *window = get_window (data);

  if (window)
    gtk_window_close (GTK_WINDOW (window));
}

static void
on_open_again_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  start_session (data);
}

static void
on_window_removed_cb (PalierApplication *self)
{
  if (get_window (self) == NULL)
    stop (self);
}

/* ---- overrides */

static void
take_path (GVariantDict *given, const char *name, char **out)
{
  g_autofree char *path = NULL;

  if (g_variant_dict_lookup (given, name, "^ay", &path))
  {
    g_free (*out);
    *out = g_canonicalize_filename (path, NULL);
  }
}

/* An id that only starts with the same workspace share. */
static void
name_instance (PalierApplication *self)
{
  g_autofree char *sum = NULL, *id = NULL;

  if (self->workspace == NULL)
    return;
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->workspace, -1);
  sum[12] = '\0';
  id = g_strdup_printf (APP_ID ".W%s", sum);
  g_application_set_application_id (G_APPLICATION (self), id);
}

static int
palier_application_handle_local_options (GApplication *application, GVariantDict *given)
{
  PalierApplication *self = PALIER_APPLICATION (application);

  if (g_variant_dict_contains (given, "version"))
  {
    g_print ("palier %s\n", PALIER_VERSION);
    return 0;
  }
  take_path (given, "workspace", &self->workspace);
  take_path (given, "key-file", &self->key_file);
  g_variant_dict_lookup (given, "relay", "s", &self->relay_url);
  self->sample = g_variant_dict_contains (given, "sample");
  if (self->sample && self->workspace == NULL)
    self->workspace = palier_sample_dup_directory ();
  if (self->sample && self->key_file == NULL)
    self->key_file = g_build_filename (self->workspace, "sample.key", NULL);
  name_instance (self);
  return -1;
}

static void
palier_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = { { "quit", on_quit_cb },
                                          { "open-again", on_open_again_cb } };
  static const struct
  {
    const char *action;
    const char *keys[3];
  } keys[] = {
    { "app.quit", { "<Control>q" } },
    { "win.search", { "<Control>f" } },
    { "win.new-prospect", { "<Control>n" } },
    { "win.import", { "<Control>o" } },
    { "win.undo", { "<Control>z" } },
    { "win.sync", { "F5" } },
    { "win.preferences", { "<Control>comma" } },
    { "win.show-page('prospects')", { "<Alt>1" } },
    { "win.show-page('import')", { "<Alt>2" } },
    { "win.show-page('messages')", { "<Alt>3" } },
    { "win.show-page('campaigns')", { "<Alt>4" } },
    { "win.show-page('dashboard')", { "<Alt>5" } },
  };

  G_APPLICATION_CLASS (palier_application_parent_class)->startup (application);
  palier_ui_init ();
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), keys[i].action,
                                           (const char *const *) keys[i].keys);
}

static void
palier_application_activate (GApplication *application)
{
  ensure_window (PALIER_APPLICATION (application));
}

static void
palier_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  palier_window_import (ensure_window (PALIER_APPLICATION (application)), files, (guint) n_files);
}

static void
palier_application_finalize (GObject *object)
{
  PalierApplication *self = PALIER_APPLICATION (object);

  g_clear_object (&self->session);
  g_free (self->workspace);
  g_free (self->key_file);
  g_free (self->relay_url);
  G_OBJECT_CLASS (palier_application_parent_class)->finalize (object);
}

static void
palier_application_class_init (PalierApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = palier_application_finalize;
  application_class->handle_local_options = palier_application_handle_local_options;
  application_class->startup = palier_application_startup;
  application_class->activate = palier_application_activate;
  application_class->open = palier_application_open;
}

static void
palier_application_init (PalierApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
  g_signal_connect_after (self, "window-removed", G_CALLBACK (on_window_removed_cb), NULL);
}

PalierApplication *
palier_application_new (void)
{
  return g_object_new (PALIER_TYPE_APPLICATION, "application-id", APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/fr/immo_ai/Palier",
                       NULL);
}
