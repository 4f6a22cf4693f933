/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thread looks, one domain after the other. What DNS does not answer changes nothing; a proof
 * that is missing for days ends the domain's use, since it may have another owner by then. */
#include "palier-domain-watch.h"

#include "palier-domain-check.h"

#define TICK_US (30 * G_USEC_PER_SEC)
#define AGAIN_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define PATIENCE_MS (3 * AGAIN_MS)

struct _PalierDomainWatch
{
  PalierStore *store;
  PalierSites sites;
  PalierHttp *http;
  GCancellable *cancellable;
  GThread *thread;
  GMutex lock; /* of all that follows */
  GCond change;
  GQueue asked; /* of Ask */
  gboolean stopping;
  gboolean done; /* the fiber under way has ended */
};

typedef struct
{
  gint64 tenant;
  PalierDomainDone done;
  gpointer data;
} Ask;

/* One look at a domain. */
typedef struct
{
  PalierDomainWatch *watch;
  gint64 tenant;
  PalierHost *domain; /* (nullable): NULL: there is none */
  char *name;         /* in DNS */
  char *record;
  char *mark;
  PalierHostFault proof;
  PalierHostFault reach;
  gboolean proved;
} Look;

static void
look_clear (Look *self)
{
  g_clear_pointer (&self->domain, palier_host_free);
  g_free (self->name);
  g_free (self->record);
  g_free (self->mark);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

static PalierHost *
take_domain (PalierTx *tx, const PalierTenant *tenant)
{
  g_autoptr (GPtrArray) hosts = palier_host_store_list (tx, tenant);
  PalierHost *domain = palier_agency_find_domain (hosts);
  guint at = 0;

  return domain != NULL && g_ptr_array_find (hosts, domain, &at)
             ? g_ptr_array_steal_index (hosts, at)
             : NULL;
}

static gboolean
find_domain (PalierTx *tx, gpointer data, GError **error)
{
  Look *self = data;
  const PalierTenant *tenant = palier_store_get_tenant (tx, self->tenant, error);

  if (tenant == NULL)
    return FALSE;
  self->domain = take_domain (tx, tenant);
  if (self->domain != NULL)
  {
    self->name = palier_agency_dup_record_name (self->domain);
    self->record = palier_agency_dup_record (tenant, self->domain);
    self->mark = palier_agency_dup_mark (tx->store, self->domain->name);
  }
  return palier_db_check (tx->db, error);
}

static void
settle_proof (PalierTx *tx, const PalierTenant *tenant, Look *self, PalierHost *domain)
{
  gboolean good = self->proof == PALIER_HOST_FAULT_NONE;

  if (good && !palier_host_store_take (tx, tenant, domain->digest, 0, tx->now_ms + AGAIN_MS))
  {
    self->proof = PALIER_HOST_FAULT_TAKEN;
    domain->proved_ms = 0;
  }
  else if (good)
  {
    domain->proved_ms = domain->proved_ms != 0 ? domain->proved_ms : tx->now_ms;
    domain->failing_ms = 0;
  }
  else if (self->proof == PALIER_HOST_FAULT_NO_RECORD && domain->proved_ms != 0)
  {
    domain->failing_ms = domain->failing_ms != 0 ? domain->failing_ms : tx->now_ms;
    if (tx->now_ms - domain->failing_ms >= PATIENCE_MS)
    {
      domain->proved_ms = 0;
      palier_host_store_drop (tx, tenant, domain->digest);
    }
  }
}

/* Writes what was found, where the agency has that domain still. */
static gboolean
settle (PalierTx *tx, Look *self, gboolean of_proof, GError **error)
{
  const PalierTenant *tenant = palier_store_get_tenant (tx, self->tenant, error);
  g_autoptr (PalierHost) domain = tenant != NULL ? take_domain (tx, tenant) : NULL;

  if (domain == NULL || g_strcmp0 (domain->name, self->domain->name) != 0)
    return tenant != NULL && palier_db_check (tx->db, error);
  if (of_proof)
    settle_proof (tx, tenant, self, domain);
  else
    domain->reached = self->reach == PALIER_HOST_FAULT_NONE;
  domain->checked_ms = tx->now_ms;
  domain->fault = self->proof != PALIER_HOST_FAULT_NONE ? self->proof : self->reach;
  self->proved = domain->proved_ms != 0;
  palier_host_store_put (tx, tenant, domain);
  return palier_db_check (tx->db, error);
}

static gboolean
note_proof (PalierTx *tx, gpointer data, GError **error)
{
  return settle (tx, data, TRUE, error);
}

static gboolean
note_reach (PalierTx *tx, gpointer data, GError **error)
{
  return settle (tx, data, FALSE, error);
}

static DexFuture *
reach_fiber (gpointer data)
{
  Look *self = data;
  PalierDomainWatch *watch = self->watch;

  self->reach = palier_domain_check_reach (watch->http, &watch->sites, self->domain->name,
                                           self->mark, watch->cancellable);
  g_mutex_lock (&watch->lock);
  watch->done = TRUE;
  g_cond_broadcast (&watch->change);
  g_mutex_unlock (&watch->lock);
  return dex_future_new_true ();
}

static void
wait_for_reach (PalierDomainWatch *self, Look *look)
{
  self->done = FALSE;
  g_autoptr (DexFuture) future =
      dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, reach_fiber, look, NULL);
  g_mutex_lock (&self->lock);
  while (!self->done)
    g_cond_wait (&self->change, &self->lock);
  g_mutex_unlock (&self->lock);
}

static gboolean
look_at (PalierDomainWatch *self, gint64 tenant, GError **error)
{
  g_auto (Look) look = { .watch = self, .tenant = tenant };

  if (!palier_store_read (self->store, find_domain, &look, error))
    return FALSE;
  if (look.domain == NULL)
    return TRUE;
  look.proof = palier_domain_check_record (look.name, look.record, self->cancellable);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
      || !palier_store_write (self->store, note_proof, &look, error))
    return FALSE;
  if (!look.proved)
    return TRUE;
  wait_for_reach (self, &look);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error)
         && palier_store_write (self->store, note_reach, &look, error);
}

/* ---- each day */

static gboolean
is_any_due (PalierTx *tx, gpointer due, GError **error)
{
  *(gboolean *) due = palier_host_store_is_check_due (tx);
  return palier_db_check (tx->db, error);
}

static gboolean
claim (PalierTx *tx, gpointer tenant, GError **error)
{
  *(gint64 *) tenant = palier_host_store_claim_check (tx, tx->now_ms + AGAIN_MS);
  return palier_db_check (tx->db, error);
}

/* Returns: whether there was one to look at */
static gboolean
look_at_due (PalierDomainWatch *self)
{
  g_autoptr (GError) error = NULL;
  gboolean due = FALSE;
  gint64 tenant = 0;

  gboolean good = palier_store_read (self->store, is_any_due, &due, &error)
                  && (!due || palier_store_write (self->store, claim, &tenant, &error))
                  && (tenant == 0 || look_at (self, tenant, &error));
  if (!good && !g_cancellable_is_cancelled (self->cancellable))
    g_warning ("an agency's domain is not looked at: %s", error->message);
  return good && tenant != 0;
}

/* ---- its life */

static void
answer (PalierDomainWatch *self, Ask *ask)
{
  g_autoptr (GError) error = NULL;

  look_at (self, ask->tenant, &error);
  ask->done (ask->data, error);
  g_free (ask);
}

static gpointer
watch_main (gpointer data)
{
  PalierDomainWatch *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping || self->asked.length > 0)
  {
    Ask *ask = g_queue_pop_head (&self->asked);
    g_mutex_unlock (&self->lock);
    gboolean busy = ask != NULL;
    if (ask != NULL)
      answer (self, ask);
    else
      busy = look_at_due (self);
    gint64 until_us = g_get_monotonic_time () + TICK_US;
    g_mutex_lock (&self->lock);
    while (!busy && !self->stopping && self->asked.length == 0
           && g_cond_wait_until (&self->change, &self->lock, until_us))
      ;
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* @sites: what it points to is kept by the caller */
PalierDomainWatch *
palier_domain_watch_new (PalierStore *store, const PalierSites *sites)
{
  PalierDomainWatch *self = g_new0 (PalierDomainWatch, 1);

  dex_init ();
  self->store = store;
  self->sites = *sites;
  self->http = palier_http_new ();
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->asked);
  g_mutex_init (&self->lock);
  g_cond_init (&self->change);
  self->thread = g_thread_new ("domains", watch_main, self);
  return self;
}

/* Looks at the domain of @tenant now. Safe on any thread. */
void
palier_domain_watch_ask (PalierDomainWatch *self, gint64 tenant, PalierDomainDone done,
                         gpointer data)
{
  Ask *ask = g_new (Ask, 1);

  *ask = (Ask) { tenant, done, data };
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->asked, ask);
  g_cond_broadcast (&self->change);
  g_mutex_unlock (&self->lock);
}

/* What was asked and is not answered yet is told that nothing was found out. */
void
palier_domain_watch_free (PalierDomainWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_broadcast (&self->change);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  palier_http_free (self->http);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->change);
  g_free (self);
}
