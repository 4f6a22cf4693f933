/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-session.h"

#include <string.h>

#include "palier-secrets.h"
#include "palier-services.h"

/* Changes come in bursts (an import, a sync): who listens hears at most ten a second. */
#define CHANGED_DELAY_MS 100
#define GONE_MS 5000

struct _PalierSession
{
  GObject parent;
  PalierCore *core;
  PalierImportService *imports;
  PalierProspectService *prospects;
  PalierMessageService *messages;
  PalierConsentService *consents;
  PalierSyncService *sync;
  PalierAccountService *account;
  PalierStatsService *stats;
  PalierSettingsService *settings;
  PalierSegmentService *segments;
  PalierTemplateService *templates;
  PalierReferenceService *references;
  PalierCampaignService *campaigns;
  PalierUndoService *undo;
  PalierDuplicateService *duplicates;
  PalierAiService *ai;
  guint changed_source;
  gulong changed_handler;
};

G_DEFINE_FINAL_TYPE (PalierSession, palier_session, G_TYPE_OBJECT)

static guint changed_signal;

static void
detach (PalierSession *self)
{
  if (self->core->workspace != NULL)
    g_clear_signal_handler (&self->changed_handler, self->core->workspace);
  g_clear_handle_id (&self->changed_source, g_source_remove);
  g_clear_object (&self->imports);
  g_clear_object (&self->prospects);
  g_clear_object (&self->messages);
  g_clear_object (&self->consents);
  g_clear_object (&self->account);
  g_clear_object (&self->sync);
  g_clear_object (&self->stats);
  g_clear_object (&self->segments);
  g_clear_object (&self->templates);
  g_clear_object (&self->references);
  g_clear_object (&self->campaigns);
  g_clear_object (&self->undo);
  g_clear_object (&self->duplicates);
  g_clear_object (&self->ai);
  g_clear_object (&self->settings);
}

static void
palier_session_finalize (GObject *object)
{
  PalierSession *self = PALIER_SESSION (object);

  detach (self);
  palier_core_unref (self->core);
  G_OBJECT_CLASS (palier_session_parent_class)->finalize (object);
}

static void
palier_session_class_init (PalierSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_session_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_session_init (PalierSession *self)
{
}

/* Touches no file: see palier_session_open(). */
PalierSession *
palier_session_new (const PalierSessionOptions *options)
{
  PalierSession *self = g_object_new (PALIER_TYPE_SESSION, NULL);
  PalierCore *core = g_atomic_rc_box_new0 (PalierCore);

  core->clock =
      options->clock != NULL ? palier_clock_ref (options->clock) : palier_clock_new_system ();
  core->random =
      options->random != NULL ? palier_random_ref (options->random) : palier_random_new_system ();
  core->directory = options->directory != NULL
                        ? g_strdup (options->directory)
                        : g_build_filename (g_get_user_data_dir (), "palier", NULL);
  core->key_file = g_strdup (options->key_file);
  core->relay_url = g_strdup (options->relay_url);
  core->scoring = palier_scoring_parameters_get_default ();
  self->core = core;
  return self;
}

const char *
palier_session_get_directory (PalierSession *self)
{
  return self->core->directory;
}

gboolean
palier_session_exists (PalierSession *self)
{
  PalierId id;
  return palier_workspace_probe (self->core->directory, &id, NULL);
}

gboolean
palier_session_is_open (PalierSession *self)
{
  return self->prospects != NULL;
}

static gboolean
on_changed_cb (gpointer data)
{
  PalierSession *self = data;

  self->changed_source = 0;
  g_signal_emit (self, changed_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
on_workspace_changed_cb (PalierWorkspace *workspace, guint kinds, gpointer data)
{
  PalierSession *self = data;

  if (self->changed_source == 0)
    self->changed_source = g_timeout_add (CHANGED_DELAY_MS, on_changed_cb, self);
}

/* @workspace: (transfer full) */
static void
attach (PalierSession *self, PalierWorkspace *workspace, GBytes *key)
{
  PalierCore *core = self->core;

  g_clear_object (&core->workspace);
  g_clear_pointer (&core->key, g_bytes_unref);
  core->workspace = workspace;
  core->key = g_bytes_ref (key);
  self->changed_handler =
      g_signal_connect (workspace, "changed", G_CALLBACK (on_workspace_changed_cb), self);
  self->settings = palier_settings_service_new (core);
  self->sync = palier_sync_service_new (core, self->settings);
  self->account = palier_account_service_new (core, self->sync);
  self->imports = palier_import_service_new (core);
  self->prospects = palier_prospect_service_new (core);
  self->ai = palier_ai_service_new (core, self->sync);
  self->messages = palier_message_service_new (core, self->settings, self->sync, self->ai);
  self->consents = palier_consent_service_new (core);
  self->stats = palier_stats_service_new (core);
  self->segments = palier_segment_service_new (core);
  self->templates = palier_template_service_new (core, self->settings);
  self->references = palier_reference_service_new (core);
  self->campaigns = palier_campaign_service_new (core, self->settings, self->sync);
  self->undo = palier_undo_service_new (core);
  self->duplicates = palier_duplicate_service_new (core);
}

static gboolean
is_newer (const GError *error)
{
  return g_error_matches (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NEWER);
}

/* In a fiber. A base of a newer version is opened to be read. */
static gboolean
open_base (PalierSession *self, GError **error)
{
  PalierCore *core = self->core;
  g_autoptr (GError) failure = NULL;
  PalierId id;

  if (!palier_workspace_probe (core->directory, &id, error))
    return FALSE;
  g_autoptr (GBytes) key = dex_await_boxed (palier_secrets_load_key (core->key_file, &id), error);
  if (key == NULL)
    return FALSE;
  PalierWorkspace *workspace =
      dex_await_object (palier_workspace_open (core->directory, key, PALIER_WORKSPACE_READ_WRITE,
                                               core->clock, core->random),
                        &failure);
  if (workspace == NULL && is_newer (failure))
  {
    g_clear_error (&failure);
    workspace =
        dex_await_object (palier_workspace_open (core->directory, key, PALIER_WORKSPACE_READ_ONLY,
                                                 core->clock, core->random),
                          &failure);
  }
  if (workspace == NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
  attach (self, workspace, key);
  return TRUE;
}

static GBytes *
make_key (PalierRandom *random)
{
  guint8 key[PALIER_WORKSPACE_KEY_SIZE];
  palier_random_bytes (random, key, sizeof key);
  GBytes *bytes = g_bytes_new (key, sizeof key);
  explicit_bzero (key, sizeof key);
  return bytes;
}

/* In a fiber. The key is kept before the base is made: a base without a key could never be read. A
 * key file that is there already is used as it is. */
static gboolean
create_base (PalierSession *self, GError **error)
{
  PalierCore *core = self->core;
  PalierId id = palier_id_new (core->clock, core->random);
  g_autoptr (GBytes) key = NULL;

  if (palier_session_exists (self))
    return g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_EXISTS,
                                core->directory),
           FALSE;
  if (core->key_file != NULL && g_file_test (core->key_file, G_FILE_TEST_EXISTS))
    key = dex_await_boxed (palier_secrets_load_key (core->key_file, &id), error);
  else
  {
    key = make_key (core->random);
    if (!dex_await (palier_secrets_store_key (core->key_file, &id, key), error))
      return FALSE;
  }
  if (key == NULL)
    return FALSE;
  PalierWorkspace *workspace = dex_await_object (
      palier_workspace_create (core->directory, &id, key, core->clock, core->random), error);
  if (workspace == NULL)
    return FALSE;
  attach (self, workspace, key);
  return TRUE;
}

static DexFuture *
open_fiber (gpointer self)
{
  g_autoptr (GError) error = NULL;
  return open_base (self, &error) ? dex_future_new_true () : palier_reject (&error);
}

static DexFuture *
create_fiber (gpointer self)
{
  g_autoptr (GError) error = NULL;
  return create_base (self, &error) ? dex_future_new_true () : palier_reject (&error);
}

static DexFuture *
open_or_create_fiber (gpointer self)
{
  g_autoptr (GError) error = NULL;
  gboolean create = !palier_session_exists (self);

  if (create ? create_base (self, &error) : open_base (self, &error))
    return dex_future_new_for_boolean (create);
  return palier_reject (&error);
}

static DexFuture *
run (PalierSession *self, DexFiberFunc fiber)
{
  return dex_scheduler_spawn (NULL, 0, fiber, g_object_ref (self), g_object_unref);
}

/**
 * palier_session_open:
 *
 * Returns: (transfer full): → TRUE. Errors: PALIER_STORAGE_ERROR, PALIER_SESSION_ERROR_NO_KEY
 */
DexFuture *
palier_session_open (PalierSession *self)
{
  return run (self, open_fiber);
}

/* Makes a base with a new key and opens it. → TRUE. Errors: PALIER_SESSION_ERROR_EXISTS, … */
DexFuture *
palier_session_create (PalierSession *self)
{
  return run (self, create_fiber);
}

/* → boolean: whether it was created. */
DexFuture *
palier_session_open_or_create (PalierSession *self)
{
  return run (self, open_or_create_fiber);
}

static DexFuture *
close_fiber (gpointer data)
{
  PalierSession *self = data;
  g_autoptr (GError) error = NULL;

  if (!palier_session_is_open (self))
    return dex_future_new_true ();
  dex_await (palier_sync_service_stop (self->sync), NULL);
  detach (self);
  if (!dex_await (palier_workspace_close (self->core->workspace), &error))
    return palier_reject (&error);
  return dex_future_new_true ();
}

/* Ends the sync and what is being written, then closes the base. → TRUE. */
DexFuture *
palier_session_close (PalierSession *self)
{
  return run (self, close_fiber);
}

/* At the end of a program, when it has let go of its sessions: waits for what they still do on
 * other threads. */
void
palier_session_wait_all_gone (void)
{
  if (!palier_workspace_wait_all_gone (GONE_MS))
    g_debug ("a base is still held at the end");
}

static DexFuture *
check_fiber (gpointer data)
{
  PalierSession *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GStrvBuilder) findings = g_strv_builder_new ();

  if (!dex_await (palier_workspace_check (self->core->workspace), &error))
  {
    if (!g_error_matches (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_DAMAGED))
      return palier_reject (&error);
    g_strv_builder_add (findings, error->message);
  }
  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_end (findings));
}

/* → G_TYPE_STRV: what is wrong with the base; empty where all is sound. */
DexFuture *
palier_session_check (PalierSession *self)
{
  return run (self, check_fiber);
}

PalierImportService *
palier_session_get_imports (PalierSession *self)
{
  return self->imports;
}

PalierProspectService *
palier_session_get_prospects (PalierSession *self)
{
  return self->prospects;
}

PalierMessageService *
palier_session_get_messages (PalierSession *self)
{
  return self->messages;
}

PalierConsentService *
palier_session_get_consents (PalierSession *self)
{
  return self->consents;
}

PalierAccountService *
palier_session_get_account (PalierSession *self)
{
  return self->account;
}

PalierSyncService *
palier_session_get_sync (PalierSession *self)
{
  return self->sync;
}

PalierStatsService *
palier_session_get_stats (PalierSession *self)
{
  return self->stats;
}

PalierSettingsService *
palier_session_get_settings (PalierSession *self)
{
  return self->settings;
}

PalierSegmentService *
palier_session_get_segments (PalierSession *self)
{
  return self->segments;
}

PalierTemplateService *
palier_session_get_templates (PalierSession *self)
{
  return self->templates;
}

PalierReferenceService *
palier_session_get_references (PalierSession *self)
{
  return self->references;
}

PalierCampaignService *
palier_session_get_campaigns (PalierSession *self)
{
  return self->campaigns;
}

PalierUndoService *
palier_session_get_undo (PalierSession *self)
{
  return self->undo;
}

PalierAiService *
palier_session_get_ai (PalierSession *self)
{
  return self->ai;
}

PalierDuplicateService *
palier_session_get_duplicates (PalierSession *self)
{
  return self->duplicates;
}
