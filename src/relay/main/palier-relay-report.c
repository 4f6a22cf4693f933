/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the agencies of a relay used and cost, for its operator. */
#include "palier-relay-process.h"

#include <stdio.h>
#include <string.h>

#include "palier-account-store.h"
#include "palier-entitlement.h"
#include "palier-wall-time.h"

#define WEEK_MS (7 * 24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define MICROS 1e6

typedef struct
{
  GArray *tenants; /* of gint64 */
  gint64 id;
  PalierUsage sums[PALIER_N_USES];
  PalierAgencyPlan subscription;
} Report;

static gboolean
list_tenants (PalierTx *tx, gpointer data, GError **error)
{
  Report *self = data;

  g_clear_pointer (&self->tenants, g_array_unref);
  self->tenants = palier_directory_list_tenants (tx);
  return palier_db_check (tx->db, error);
}

/* Of the last seven days, today included. */
static gboolean
look_at_tenant (PalierTx *tx, gpointer data, GError **error)
{
  Report *self = data;
  g_autofree char *from = palier_wall_day (tx->now_ms - WEEK_MS + WEEK_MS / 7);
  PalierTenant *tenant = palier_store_get_tenant (tx, self->id, error);

  if (tenant == NULL)
    return FALSE;
  palier_agency_plan_clear (&self->subscription);
  palier_agency_plan_store_get (tx, tenant, &self->subscription);
  palier_usage_store_sum (tx, tenant, from, self->sums);
  return palier_db_check (tx->db, error);
}

static void
print_tenant (const Report *self)
{
  const char *plan = self->subscription.plan;
  gint64 price = 0, cost = 0;

  printf ("%016" G_GINT64_MODIFIER "x\t%s", (guint64) self->id, plan != NULL ? plan : "-");
  for (guint i = 0; i < PALIER_N_USES; i++)
  {
    printf ("\t%" G_GINT64_FORMAT, self->sums[i].quantity);
    price += self->sums[i].price;
    cost += self->sums[i].cost;
  }
  printf ("\t%.2f\t%.4f\n", (double) price / MICROS, (double) cost / MICROS);
}

static int
report_costs (PalierStore *store)
{
  Report report = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean good = palier_store_read (store, list_tenants, &report, &error);

  fputs ("tenant\tplan", stdout);
  for (guint i = 0; i < PALIER_N_USES; i++)
    printf ("\t%s", palier_use_name (i));
  puts ("\tprice_eur\tcost_eur");
  for (guint i = 0; good && i < report.tenants->len; i++)
  {
    report.id = g_array_index (report.tenants, gint64, i);
    good = palier_store_read (store, look_at_tenant, &report, &error);
    if (good)
      print_tenant (&report);
  }
  palier_agency_plan_clear (&report.subscription);
  g_clear_pointer (&report.tenants, g_array_unref);
  return good ? PALIER_EXIT_DONE : palier_relay_report (error);
}

/**
 * palier_relay_print_report:
 * @words: (array zero-terminated=1): costs
 *
 * Returns: the exit status
 */
int
palier_relay_print_report (const PalierRelayConfig *config, char **words, gboolean weekly)
{
  g_autoptr (GError) error = NULL;

  if (g_strv_length (words) != 1 || strcmp (words[0], "costs") != 0 || !weekly)
  {
    fputs ("palier-relay: report costs --weekly\n", stderr);
    return PALIER_EXIT_USAGE;
  }
  g_autoptr (PalierStore) store = palier_relay_open_with_key (config, &error);
  return store != NULL ? report_costs (store) : palier_relay_report (error);
}
