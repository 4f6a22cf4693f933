/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tenant's access log: whether it is whole, and what an operator does in it. */
#include "palier-relay-log.h"

#include <stdio.h>

#include "palier-account-store.h"
#include "palier-relay-process.h"

typedef struct
{
  gint64 tenant;
  PalierAccessVerdict verdict;
} LogCheck;

static gboolean
check_log (PalierTx *tx, gpointer data, GError **error)
{
  LogCheck *self = data;
  PalierTenant *tenant = palier_store_get_tenant (tx, self->tenant, error);

  return tenant != NULL && palier_access_store_verify (tx, tenant, &self->verdict, error);
}

/* Says whether the log of @tenant is as it was written. Returns: the exit status */
int
palier_relay_verify_log (PalierStore *store, gint64 tenant)
{
  static const char *const words[] = {
    [PALIER_ACCESS_BROKEN] = "is not the one that was written",
    [PALIER_ACCESS_GAP] = "is missing",
    [PALIER_ACCESS_SHORT] = "and what may have followed is missing, or the end was exchanged",
  };
  LogCheck check = { .tenant = tenant };
  g_autoptr (GError) error = NULL;

  if (!palier_store_read (store, check_log, &check, &error))
    return palier_relay_report (error);
  if (check.verdict.state == PALIER_ACCESS_WHOLE)
  {
    printf ("whole: %" G_GUINT64_FORMAT " entries\n", check.verdict.entries);
    return PALIER_EXIT_DONE;
  }
  printf ("broken: entry %" G_GUINT64_FORMAT " %s\n", check.verdict.seq,
          words[check.verdict.state]);
  return PALIER_EXIT_FAILED;
}

typedef struct
{
  gint64 tenant;
  PalierAccessAction action;
} Deed;

static gboolean
note_deed (PalierTx *tx, gpointer data, GError **error)
{
  const Deed *self = data;
  const PalierTenant *tenant = palier_store_get_tenant (tx, self->tenant, error);
  PalierAccessEntry access = { .action = self->action };

  if (tenant != NULL)
    palier_access_store_add (tx, tenant, &access);
  return tenant != NULL && palier_db_check (tx->db, error);
}

/* What the operator does to @tenant. */
gboolean
palier_relay_note_deed (PalierStore *store, gint64 tenant, PalierAccessAction action,
                        GError **error)
{
  Deed deed = { tenant, action };

  return palier_store_write (store, note_deed, &deed, error);
}

/* ---- to all */

typedef struct
{
  PalierAccessAction action;
  GArray *tenants;
  GError *error; /* the first */
  guint waiting;
  GMutex lock;
  GCond ended;
} Deeds;

typedef struct
{
  Deeds *all;
  Deed deed;
} OneDeed;

static gboolean
list_tenants (PalierTx *tx, gpointer data, GError **error)
{
  Deeds *self = data;

  self->tenants = palier_directory_list_tenants (tx);
  return palier_db_check (tx->db, error);
}

static gboolean
note_one (PalierTx *tx, gpointer data, GError **error)
{
  return note_deed (tx, &((OneDeed *) data)->deed, error);
}

static void
on_noted_cb (gpointer data, const GError *error)
{
  OneDeed *one = data;
  Deeds *all = one->all;

  g_mutex_lock (&all->lock);
  if (error != NULL && all->error == NULL)
    all->error = g_error_copy (error);
  all->waiting--;
  g_cond_signal (&all->ended);
  g_mutex_unlock (&all->lock);
  g_free (one);
}

/* Many are written with one flush. */
static void
note_all (PalierStore *store, Deeds *self)
{
  self->waiting = self->tenants->len;
  for (guint i = 0; i < self->tenants->len; i++)
  {
    OneDeed *one = g_new (OneDeed, 1);
    *one = (OneDeed) { self, { g_array_index (self->tenants, gint64, i), self->action } };
    palier_store_submit (store, note_one, on_noted_cb, one);
  }
  g_mutex_lock (&self->lock);
  while (self->waiting > 0)
    g_cond_wait (&self->ended, &self->lock);
  g_mutex_unlock (&self->lock);
}

/* What the operator does to the store, and so to each tenant in it. */
gboolean
palier_relay_note_deed_to_all (PalierStore *store, PalierAccessAction action, GError **error)
{
  Deeds deeds = { .action = action };

  g_mutex_init (&deeds.lock);
  g_cond_init (&deeds.ended);
  if (palier_store_read (store, list_tenants, &deeds, &deeds.error))
    note_all (store, &deeds);
  g_clear_pointer (&deeds.tenants, g_array_unref);
  g_mutex_clear (&deeds.lock);
  g_cond_clear (&deeds.ended);
  if (deeds.error == NULL)
    return TRUE;
  g_propagate_error (error, deeds.error);
  return FALSE;
}
