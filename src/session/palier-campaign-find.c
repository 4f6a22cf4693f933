/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-campaign-find.h"

#include <string.h>

#include "palier-campaign-store.h"
#include "palier-fold.h"
#include "palier-session-error.h"

static gboolean
is_meant (const PalierCampaign *campaign, const PalierId *id, const char *folded)
{
  g_autofree char *name = palier_fold (campaign->name);

  return id != NULL ? palier_id_equal (&campaign->id, id) : strcmp (name, folded) == 0;
}

/* In a fiber. Returns: (transfer full): the one of that id or name, the newest of several; NULL
 * with PALIER_SESSION_ERROR_NO_CAMPAIGN, or of the storage */
PalierCampaign *
palier_campaign_find (PalierCore *core, const char *which, GError **error)
{
  PalierId id;
  gboolean has_id = palier_id_parse (which, &id);
  g_autofree char *folded = palier_fold (which);
  g_autoptr (GPtrArray) all = dex_await_boxed (palier_campaign_store_list (core->workspace), error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (is_meant (all->pdata[i], has_id ? &id : NULL, folded))
      return palier_campaign_ref (all->pdata[i]);
  if (all != NULL)
    g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_CAMPAIGN, which);
  return NULL;
}

/* In a fiber. @most: its state may not be a later one. Returns: (transfer full): one that may be
 * changed; NULL with PALIER_SESSION_ERROR_NO_CAMPAIGN, _CAMPAIGN_STATE, or of the storage */
PalierCampaign *
palier_campaign_get (PalierCore *core, const PalierId *id, PalierCampaignState most, GError **error)
{
  char text[PALIER_ID_TEXT_SIZE];
  g_autoptr (PalierCampaign) campaign =
      palier_campaign_find (core, palier_id_format (id, text), error);

  if (campaign == NULL)
    return NULL;
  if (!campaign->foreign && campaign->state <= most)
    return palier_campaign_copy (campaign);
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_CAMPAIGN_STATE,
                       palier_campaign_state_name (campaign->state));
  return NULL;
}

/* Returns: FALSE with the first fault: its name, and the step where it has one */
gboolean
palier_campaign_is_sound (const PalierSequence *sequence, GError **error)
{
  g_autoptr (GArray) faults = palier_sequence_check (sequence);

  if (faults->len == 0)
    return TRUE;
  const PalierSequenceFault *first = &g_array_index (faults, PalierSequenceFault, 0);
  g_set_error (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_SEQUENCE, "%s %u",
               palier_sequence_fault_name (first->kind), first->step);
  return FALSE;
}
