/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an operator does with the hosts of an agency. */
#include "palier-relay-hosts.h"

#include <stdio.h>
#include <string.h>

#include "palier-account-service.h"
#include "palier-domain-watch.h"

typedef struct
{
  PalierCaller caller;
  PalierSites sites;
  PalierMeter meter;
  PalierAgencyChange change;
} HostWork;

/* What there is to print of an agency. */
static void
print_host (const PalierTenant *tenant, const PalierHost *host)
{
  g_autofree char *name = palier_agency_dup_record_name (host);
  g_autofree char *record = palier_agency_dup_record (tenant, host);

  printf ("%s %s", palier_host_kind_name (host->kind), host->name);
  if (host->until_ms != 0)
    fputs (" given up", stdout);
  else if (host->kind == PALIER_HOST_DOMAIN)
    printf ("%s%s %s: TXT %s %s", host->proved_ms != 0 ? " proved" : "",
            host->reached ? " reached" : "", palier_host_fault_name (host->fault), name, record);
  putchar ('\n');
}

static gboolean
change_and_print (PalierTx *tx, gpointer data, GError **error)
{
  HostWork *self = data;
  const PalierTenant *tenant = self->caller.tenant;

  if (!palier_agency_change (tx, tenant, &self->sites, self->meter, &self->change, error))
    return FALSE;
  g_autofree char *name = palier_agency_store_dup_name (tx, tenant);
  g_autoptr (GPtrArray) hosts = palier_host_store_list (tx, tenant);
  printf ("name %s\n", name != NULL ? name : "");
  for (guint i = 0; i < hosts->len; i++)
    print_host (tenant, g_ptr_array_index (hosts, i));
  return palier_db_check (tx->db, error);
}

/* "none" stands for nothing. */
static const char *
read_word (const char *word)
{
  return g_strcmp0 (word, "none") == 0 ? "" : word;
}

static void
on_checked_cb (gpointer data, const GError *error)
{
  g_async_queue_push (data, error != NULL
                                ? g_error_copy (error)
                                : g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, ""));
}

/* Looks at the agency's domain now. Returns: FALSE with an error of the store */
static gboolean
check (PalierStore *store, const HostWork *work, GError **error)
{
  g_autoptr (PalierDomainWatch) watch = palier_domain_watch_new (store, &work->sites);
  g_autoptr (GAsyncQueue) queue = g_async_queue_new ();

  palier_domain_watch_ask (watch, work->caller.tenant->id, on_checked_cb, queue);
  g_autoptr (GError) found = g_async_queue_pop (queue);
  if (found->domain == G_IO_ERROR)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&found));
  return FALSE;
}

/**
 * palier_relay_run_host:
 * @words: ADDRESS [WORD]: of a member, and what @what is to be, "none" for without
 *
 * Prints what the agency has then.
 */
gboolean
palier_relay_run_host (PalierStore *store, const PalierRelayConfig *config, PalierHostDeed what,
                       char **words, GError **error)
{
  g_auto (GStrv) hosts = palier_relay_config_dup_hosts (config);
  const char *word = read_word (words[1]);
  HostWork work = { .sites = palier_relay_get_sites (config, (const char *const *) hosts),
                    .meter = config->plans ? PALIER_METER_LIMIT : PALIER_METER_COUNT,
                    .change = { .name = what == PALIER_HOST_DEED_NAME ? word : NULL,
                                .slug = what == PALIER_HOST_DEED_SLUG ? word : NULL,
                                .domain = what == PALIER_HOST_DEED_DOMAIN ? word : NULL } };

  return palier_account_find (store, words[0], &work.caller, error)
         && (what != PALIER_HOST_DEED_CHECK || check (store, &work, error))
         && palier_store_write (store, change_and_print, &work, error);
}
