/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hit is written in one transaction with the event that tells it, and answered after the commit.
 * Where the reader has withdrawn his consent since, he is still led on, and nothing is written. */
#include "palier-hit.h"

#include "palier-job-store.h"
#include "palier-record-store.h"
#include "palier-relay-figures.h"
#include "yyjson.h"

#define HITS_TOLD_MAX 20 /* of one link; further ones only count */
#define AGENT_MAX 200
#define FAST_CLICK_MS 3000
#define FAST_OPEN_MS 2000
#define BURST_MS 2000

static const char *const machine_words[] = {
  "bot",      "crawl",     "spider",   "curl",       "wget",     "python",
  "aiohttp",  "scan",      "preview",  "fetch",      "http",     "slack",
  "facebook", "barracuda", "mimecast", "proofpoint", "headless",
};
static const char *const proxy_words[] = { "googleimageproxy", "ggpht", "yahoomailproxy" };

/**
 * palier_hit_new:
 * @token: (nullable): as it stood in the address
 *
 * Returns: (transfer full) (nullable): NULL for what cannot be a token
 */
PalierHit *
palier_hit_new (PalierLinkKind wanted, const char *token, const char *user_agent, gboolean by_head)
{
  PalierToken parsed;

  if (!palier_token_parse (token, &parsed))
    return NULL;
  PalierHit *self = g_new0 (PalierHit, 1);
  self->token = parsed;
  self->wanted = wanted;
  self->by_head = by_head;
  self->user_agent = g_strndup (user_agent != NULL ? user_agent : "", AGENT_MAX);
  return self;
}

void
palier_hit_free (PalierHit *self)
{
  g_free (self->user_agent);
  g_free (self->location);
  g_free (self);
}

static gboolean
holds_one_of (const char *text, const char *const *words, gsize n_words)
{
  for (gsize i = 0; i < n_words; i++)
    if (strstr (text, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * palier_hit_judge:
 * @user_agent: (nullable)
 * @since_sent_ms: since the mail server took the message
 * @other_clicks: how many other links of the message were followed within two seconds
 *
 * A guess that is stored with the hit, never used to drop one. A bare "Mozilla/5.0" is Apple's
 * privacy protection, which fetches whatever the reader does; a click within seconds of the
 * delivery, or on all links at once, is a scanner's.
 */
PalierHitBy
palier_hit_judge (PalierLinkKind kind, const char *user_agent, gboolean by_head,
                  gint64 since_sent_ms, guint other_clicks)
{
  g_autofree char *agent = g_ascii_strdown (user_agent != NULL ? user_agent : "", -1);

  if (holds_one_of (agent, proxy_words, G_N_ELEMENTS (proxy_words)))
    return PALIER_HIT_PROXY;
  if (by_head || *agent == '\0' || g_str_equal (agent, "mozilla/5.0")
      || holds_one_of (agent, machine_words, G_N_ELEMENTS (machine_words)))
    return PALIER_HIT_MACHINE;
  if (kind == PALIER_LINK_CLICK && (since_sent_ms < FAST_CLICK_MS || other_clicks > 0))
    return PALIER_HIT_MACHINE;
  if (kind == PALIER_LINK_OPEN && since_sent_ms < FAST_OPEN_MS)
    return PALIER_HIT_MACHINE;
  return PALIER_HIT_HUMAN;
}

/* Finds the tenant and the link of a token; FALSE when no message holds it. Errors are the
 * connection's. */
gboolean
palier_hit_look_up (PalierTx *tx, PalierHit *self, PalierTenant **tenant, PalierLink **link)
{
  *tenant = palier_store_get_tenant (tx, palier_token_tenant (&self->token), NULL);
  *link = *tenant != NULL ? palier_link_store_get (tx, *tenant, &self->token) : NULL;
  self->known = *link != NULL && (*link)->kind == self->wanted;
  if (!self->known)
    g_clear_pointer (link, palier_link_free);
  else
    self->job = (*link)->job;
  return self->known;
}

static gboolean
is_permitted (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job,
              PalierLinkKind kind)
{
  g_autoptr (GArray) consents = palier_consent_store_list (tx, tenant, &job->prospect);
  PalierTracking tracking = palier_tracking_permission (
      (const PalierConsentRow *) consents->data, consents->len, PALIER_CHANNEL_EMAIL, tx->now_ms);

  return (kind == PALIER_LINK_OPEN ? tracking.open : tracking.click) == PALIER_SIGNAL_YES;
}

static void
tell (PalierTx *tx, const PalierTenant *tenant, PalierHit *self, const PalierSendJob *job,
      const PalierLink *link)
{
  static const char *const by_names[] = { "human", "proxy", "machine" };
  gboolean open = link->kind == PALIER_LINK_OPEN;
  guint others =
      open ? 0 : palier_link_store_clicks_since (tx, tenant, &job->id, tx->now_ms - BURST_MS);
  PalierHitBy by =
      palier_hit_judge (link->kind, self->user_agent, self->by_head,
                        self->near ? G_MAXINT64 : tx->now_ms - job->changed_ms, others);
  g_autofree char *agent = g_utf8_make_valid (self->user_agent, -1);
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "by", by_names[by]);
  yyjson_mut_obj_add_bool (doc, root, "machine", by == PALIER_HIT_MACHINE);
  yyjson_mut_obj_add_str (doc, root, "agent", agent);
  if (link->url != NULL)
    yyjson_mut_obj_add_str (doc, root, "url", link->url);
  char *json = yyjson_mut_write (doc, 0, NULL);
  palier_event_store_add (tx, tenant, open ? "message.opened" : "message.clicked", &job->prospect,
                          &job->id, json);
  free (json);
  yyjson_mut_doc_free (doc);
}

/* A PalierTxFunc: writes an open or a click. An unknown token is no error: `known` says so. */
gboolean
palier_hit_record (PalierTx *tx, gpointer data, GError **error)
{
  PalierHit *self = data;
  PalierTenant *tenant = NULL;
  g_autoptr (PalierLink) link = NULL;

  if (!palier_hit_look_up (tx, self, &tenant, &link))
    return palier_db_check (tx->db, error);
  self->location = g_strdup (link->url);
  g_autoptr (PalierSendJob) job = palier_job_store_get (tx, tenant, &link->job);
  if (job != NULL && is_permitted (tx, tenant, job, link->kind))
  {
    if (link->hits < HITS_TOLD_MAX)
      tell (tx, tenant, self, job, link);
    palier_link_store_hit (tx, tenant, link);
    palier_figure_add (link->kind == PALIER_LINK_OPEN ? PALIER_FIGURE_OPENS : PALIER_FIGURE_CLICKS,
                       1);
  }
  return palier_db_check (tx->db, error);
}
