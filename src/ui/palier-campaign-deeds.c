/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-campaign-deeds.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-import-files.h"
#include "palier-sequence-edit.h"
#include "palier-shell.h"

typedef struct
{
  GtkWidget *widget;
  PalierSession *session;
  char *id;         /* (nullable): of a campaign; key of a sequence that ships */
  GPtrArray *files; /* (element-type GFile) */
} Deed;

static void
deed_free (gpointer data)
{
  Deed *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->session);
  g_free (self->id);
  g_ptr_array_unref (self->files);
  g_free (self);
}

static Deed *
deed_new (GtkWidget *widget, PalierSession *session, const char *id)
{
  Deed *self = g_new0 (Deed, 1);

  self->widget = g_object_ref (widget);
  self->session = g_object_ref (session);
  self->id = g_strdup (id);
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

static void
spawn (Deed *deed, DexFiberFunc fiber)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, deed, deed_free));
}

static PalierCampaignService *
get_service (const Deed *deed)
{
  return palier_session_get_campaigns (deed->session);
}

static PalierCampaign *
await_campaign (const Deed *deed, GError **error)
{
  return dex_await_boxed (palier_campaign_service_find (get_service (deed), deed->id), error);
}

/* ---- a new one */

static gboolean
is_taken (GPtrArray *campaigns, const char *name)
{
  for (guint i = 0; i < campaigns->len; i++)
    if (strcmp (((const PalierCampaign *) campaigns->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* (transfer full): "Name", or "Name (2)" where there is one of that name */
static char *
dup_free_name (GPtrArray *campaigns, const char *wanted)
{
  g_autofree char *name = g_strdup (wanted);

  for (guint n = 2; is_taken (campaigns, name); n++)
  {
    g_free (name);
    name = g_strdup_printf ("%s (%u)", wanted, n);
  }
  return g_steal_pointer (&name);
}

/* Keeps a draft of @sequence and opens it. */
static gboolean
await_draft (const Deed *deed, const PalierSequence *sequence, PalierFilter *audience,
             GError **error)
{
  const char *wanted =
      sequence->name != NULL && *sequence->name != '\0' ? sequence->name : _ ("New Campaign");
  g_autoptr (PalierCampaign) campaign = palier_campaign_new ();
  g_autoptr (GPtrArray) all =
      dex_await_boxed (palier_campaign_service_list (get_service (deed)), error);
  char id[PALIER_ID_TEXT_SIZE];

  if (all == NULL)
    return FALSE;
  campaign->name = dup_free_name (all, wanted);
  campaign->sequence = palier_sequence_copy (sequence);
  g_set_str (&campaign->sequence->name, campaign->name);
  campaign->audience = audience != NULL ? palier_filter_ref (audience) : NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (palier_campaign_service_save (get_service (deed), campaign), &local);
  if (local != NULL)
    return g_propagate_error (error, g_steal_pointer (&local)), FALSE;
  gtk_widget_activate_action (deed->widget, "campaigns.open", "s",
                              palier_id_format (&campaign->id, id));
  return TRUE;
}

static DexFuture *
begin_fiber (gpointer data)
{
  Deed *deed = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierSequence) sequence =
      deed->id != NULL ? palier_campaign_load (deed->id, &error) : palier_sequence_new ("");

  if (sequence == NULL || !await_draft (deed, sequence, NULL, &error))
    palier_shell_report (deed->widget, error);
  return NULL;
}

/* @key: (nullable): of a sequence that ships; NULL: an empty one */
void
palier_campaign_begin (GtkWidget *widget, PalierSession *session, const char *key)
{
  spawn (deed_new (widget, session, key), begin_fiber);
}

static DexFuture *
duplicate_fiber (gpointer data)
{
  Deed *deed = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierCampaign) campaign = await_campaign (deed, &error);

  if (campaign == NULL || !await_draft (deed, campaign->sequence, campaign->audience, &error))
    palier_shell_report (deed->widget, error);
  return NULL;
}

void
palier_campaign_duplicate (GtkWidget *widget, PalierSession *session, const char *id)
{
  spawn (deed_new (widget, session, id), duplicate_fiber);
}

static DexFuture *
remove_fiber (gpointer data)
{
  Deed *deed = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierCampaign) campaign = await_campaign (deed, &error);
  g_autoptr (PalierChangeset) changeset =
      campaign != NULL
          ? dex_await_boxed (palier_campaign_service_remove (get_service (deed), &campaign->id),
                             &error)
          : NULL;

  if (changeset == NULL)
  {
    palier_shell_report (deed->widget, error);
    return NULL;
  }
  gtk_widget_activate_action (deed->widget, "campaigns.list", NULL);
  palier_shell_toast_undo (deed->widget, _ ("Campaign removed"), &changeset->id);
  return NULL;
}

void
palier_campaign_remove (GtkWidget *widget, PalierSession *session, const char *id)
{
  spawn (deed_new (widget, session, id), remove_fiber);
}

/* ---- files */

/* A name that files can have. */
static char *
dup_file_name (const PalierCampaign *campaign)
{
  g_autofree char *name = g_strdup (campaign->name);

  g_strdelimit (name, "/\\:*?\"<>|", '-');
  return g_strconcat (name, ".json", NULL);
}

static DexFuture *
export_fiber (gpointer data)
{
  Deed *deed = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierCampaign) campaign = await_campaign (deed, &error);
  g_autofree char *name = campaign != NULL ? dup_file_name (campaign) : NULL;
  g_autoptr (GFile) file =
      name != NULL
          ? dex_await_object (
                palier_import_files_save (deed->widget, _ ("Export the Sequence"), name), NULL)
          : NULL;

  if (error == NULL && file == NULL)
    return NULL;
  if (file != NULL
      && palier_campaign_write_file (campaign->sequence, g_file_peek_path (file), &error))
    palier_shell_toast (deed->widget, _ ("Sequence exported, without the audience"));
  else
    palier_shell_report (deed->widget, error);
  return NULL;
}

void
palier_campaign_export (GtkWidget *widget, PalierSession *session, const char *id)
{
  spawn (deed_new (widget, session, id), export_fiber);
}

/* What one file has wrong is said, and the others go on. */
static DexFuture *
import_fiber (gpointer data)
{
  Deed *deed = data;

  for (guint i = 0; i < deed->files->len; i++)
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (PalierSequence) sequence =
        palier_campaign_read_file (g_file_peek_path (deed->files->pdata[i]), &error);
    if (sequence == NULL || !await_draft (deed, sequence, NULL, &error))
      palier_shell_report (deed->widget, error);
  }
  return NULL;
}

/* @files: (array length=n_files): a sequence each */
void
palier_campaign_import (GtkWidget *widget, PalierSession *session, GFile *const *files,
                        guint n_files)
{
  Deed *deed = deed_new (widget, session, NULL);

  for (guint i = 0; i < n_files; i++)
    if (g_file_peek_path (files[i]) != NULL)
      g_ptr_array_add (deed->files, g_object_ref (files[i]));
  spawn (deed, import_fiber);
}

static DexFuture *
choose_fiber (gpointer data)
{
  Deed *deed = data;
  g_autoptr (GtkFileFilter) sequences = gtk_file_filter_new ();
  g_autoptr (GListModel) files = NULL;

  gtk_file_filter_set_name (sequences, _ ("Sequences"));
  gtk_file_filter_add_suffix (sequences, "json");
  files = dex_await_object (
      palier_import_files_choose (deed->widget, _ ("Choose Sequences"), sequences), NULL);
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (deed->files, g_list_model_get_item (files, i));
  return import_fiber (deed);
}

void
palier_campaign_choose_files (GtkWidget *widget, PalierSession *session)
{
  spawn (deed_new (widget, session, NULL), choose_fiber);
}
