/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-campaign-watch.h"

#include "palier-campaign-pass.h"
#include "palier-campaign-store.h"

#define CLAIMED_MS 10000 /* who dies in a pass has it done by another then */
#define CLAIM_TENANTS 8
#define TICK_MS 5000

struct _PalierCampaignWatch
{
  PalierStore *store;
  PalierMeter meter;
  GMutex lock;
  GCond cond;
  gboolean woken;
  gboolean stopping;
  GThread *thread;
};

typedef struct
{
  GArray *tenants; /* of gint64 */
  gint64 next_ms;
} Claim;

static gboolean
claim (PalierTx *tx, gpointer data, GError **error)
{
  Claim *self = data;

  g_clear_pointer (&self->tenants, g_array_unref);
  self->tenants = palier_pass_store_claim (tx, CLAIM_TENANTS, tx->now_ms + CLAIMED_MS);
  return palier_db_check (tx->db, error);
}

static gboolean
look (PalierTx *tx, gpointer data, GError **error)
{
  Claim *self = data;

  self->next_ms = palier_pass_store_next_ms (tx);
  return palier_db_check (tx->db, error);
}

static gboolean
forget (PalierTx *tx, gpointer data, GError **error)
{
  palier_pass_store_forget (tx, *(gint64 *) data);
  return palier_db_check (tx->db, error);
}

static void
pass (PalierCampaignWatch *self, gint64 tenant)
{
  g_autoptr (GError) error = NULL;

  if (palier_campaign_pass (self->store, tenant, self->meter, &error))
    return;
  if (g_error_matches (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN))
    palier_store_write (self->store, forget, &tenant, NULL); /* erased meanwhile */
  else
    g_warning ("campaigns are not planned yet: %s", error->message);
}

static gint64
get_now_ms (PalierCampaignWatch *self)
{
  return palier_clock_now_ms (palier_store_get_clock (self->store));
}

/* Returns: when to look again */
static gint64
look_around (PalierCampaignWatch *self)
{
  Claim work = { NULL, G_MAXINT64 };
  g_autoptr (GError) error = NULL;
  gboolean good = palier_store_read (self->store, look, &work, &error);

  if (good && work.next_ms <= get_now_ms (self))
  {
    good = palier_store_write (self->store, claim, &work, &error);
    for (guint i = 0; good && i < work.tenants->len; i++)
      pass (self, g_array_index (work.tenants, gint64, i));
    good = good && palier_store_read (self->store, look, &work, &error);
  }
  g_clear_pointer (&work.tenants, g_array_unref);
  if (!good)
    g_warning ("campaigns are not looked at: %s", error->message);
  return good ? work.next_ms : get_now_ms (self) + TICK_MS;
}

/* With the lock. */
static void
wait_until (PalierCampaignWatch *self, gint64 next_ms)
{
  gint64 wait_ms = CLAMP (next_ms - get_now_ms (self), 0, TICK_MS);
  gint64 end_us = g_get_monotonic_time () + wait_ms * 1000;

  while (!self->stopping && !self->woken && g_cond_wait_until (&self->cond, &self->lock, end_us))
    ;
  self->woken = FALSE;
}

static gpointer
watch_main (gpointer data)
{
  PalierCampaignWatch *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
  {
    g_mutex_unlock (&self->lock);
    gint64 next_ms = look_around (self);
    g_mutex_lock (&self->lock);
    wait_until (self, next_ms);
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

PalierCampaignWatch *
palier_campaign_watch_new (PalierStore *store, PalierMeter meter)
{
  PalierCampaignWatch *self = g_new0 (PalierCampaignWatch, 1);

  self->store = store;
  self->meter = meter;
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("campaigns", watch_main, self);
  return self;
}

/* Something may be due. Safe on any thread. */
void
palier_campaign_watch_wake (PalierCampaignWatch *self)
{
  g_mutex_lock (&self->lock);
  self->woken = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
}

/* Waits for the pass under way. */
void
palier_campaign_watch_free (PalierCampaignWatch *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self);
}
