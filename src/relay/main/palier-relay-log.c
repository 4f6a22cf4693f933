/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tenant's access log: whether it is whole, and what an operator does in it. */
#include "palier-relay-log.h"

#include <stdio.h>

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
