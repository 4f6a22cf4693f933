/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an agency calls itself, and the hosts by which it is reached; and what is served there to
 * who asks nothing of it. */
#include "palier-api-form.h"

#include <string.h>

#include "palier-agency.h"
#include "palier-api-once.h"
#include "palier-host-name.h"
#include "palier-page.h"

static const char *const none[] = { NULL };

/* FALSE when a domain costs the agency too many questions and the request is answered. */
static gboolean
may_check (PalierRelayApi *api, PalierRequest *request)
{
  g_autofree char *bucket =
      g_strdup_printf ("domain %" G_GINT64_FORMAT, request->caller.tenant->id);

  return palier_api_may_try (api, request, api->by_network, bucket);
}

/* ---- what there is */

static void
add_domain (yyjson_mut_doc *doc, yyjson_mut_val *item, const PalierTenant *tenant,
            const PalierHost *host)
{
  yyjson_mut_val *record = yyjson_mut_obj_add_obj (doc, item, "record");
  g_autofree char *name = palier_agency_dup_record_name (host);
  g_autofree char *text = palier_agency_dup_record (tenant, host);

  yyjson_mut_obj_add_str (doc, record, "type", "TXT");
  yyjson_mut_obj_add_strcpy (doc, record, "name", name);
  yyjson_mut_obj_add_strcpy (doc, record, "value", text);
  yyjson_mut_obj_add_bool (doc, item, "proved", host->proved_ms != 0);
  yyjson_mut_obj_add_bool (doc, item, "reached", host->reached);
  if (host->checked_ms != 0)
    yyjson_mut_obj_add_int (doc, item, "checked_at", host->checked_ms);
  if (host->fault != PALIER_HOST_FAULT_NONE)
    yyjson_mut_obj_add_str (doc, item, "fault", palier_host_fault_name (host->fault));
}

static void
add_host (yyjson_mut_doc *doc, yyjson_mut_val *list, const PalierTenant *tenant,
          const PalierHost *host)
{
  yyjson_mut_val *item = yyjson_mut_arr_add_obj (doc, list);

  yyjson_mut_obj_add_str (doc, item, "kind", palier_host_kind_name (host->kind));
  yyjson_mut_obj_add_strcpy (doc, item, "host", host->name);
  if (host->until_ms != 0)
    yyjson_mut_obj_add_int (doc, item, "until", host->until_ms);
  else if (host->kind == PALIER_HOST_DOMAIN)
    add_domain (doc, item, tenant, host);
}

/* What the agency could have, and has not asked for. */
static void
add_offer (yyjson_mut_doc *doc, yyjson_mut_val *root, PalierTx *tx, const PalierTenant *tenant,
           const PalierRelayApi *api)
{
  const PalierSites *sites = &api->sites;
  PalierEntitlement entitlement;

  palier_entitlement_load (tx, tenant, api->meter, &entitlement);
  if (sites->public_url != NULL && sites->base_domain != NULL)
    yyjson_mut_obj_add_str (doc, root, "base_domain", sites->base_domain);
  yyjson_mut_obj_add_bool (doc, root, "own_domain",
                           sites->public_url != NULL
                               && palier_entitlement_has (&entitlement, "own_domain"));
}

static void
answer_agency (PalierTx *tx, const PalierRelayApi *api, PalierRequest *request)
{
  const PalierTenant *tenant = request->tenant;
  g_autoptr (GPtrArray) hosts = palier_host_store_list (tx, tenant);
  g_autofree char *name = palier_agency_store_dup_name (tx, tenant);
  g_autofree char *url = palier_agency_dup_url (tx, tenant, &api->sites, api->meter);
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_doc_set_root (doc, root);

  yyjson_mut_obj_add_strcpy (doc, root, "name", name != NULL ? name : "");
  if (url != NULL)
    yyjson_mut_obj_add_strcpy (doc, root, "url", url);
  add_offer (doc, root, tx, tenant, api);
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, root, "hosts");
  for (guint i = 0; i < hosts->len; i++)
    add_host (doc, list, tenant, g_ptr_array_index (hosts, i));
  palier_api_answer (request, 200, doc);
}

typedef struct
{
  PalierRelayApi *api;
  PalierRequest *request;
  PalierAgencyChange change;
} Change;

static gboolean
show (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;

  answer_agency (tx, self->api, self->request);
  return palier_db_check (tx->db, error);
}

void
palier_api_agency (PalierRequest *request, gpointer data)
{
  Change change = { data, request, { 0 } };

  if (palier_api_has_accounts (data, request))
    palier_api_read (data, request, show, &change);
}

/* ---- changing it */

static gboolean
change_agency (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;
  PalierRelayApi *api = self->api;
  g_autoptr (GError) failure = NULL;

  if (!palier_agency_change (tx, self->request->tenant, &api->sites, api->meter, &self->change,
                             &failure))
  {
    /* An undone transaction keeps no answer: what is refused is asked anew. */
    if (failure->domain == PALIER_ACCOUNT_ERROR)
      palier_api_account_fail (self->request, failure);
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  answer_agency (tx, api, self->request);
  return palier_api_once_keep (tx, self->request, error);
}

/* {"name":TEXT?,"slug":TEXT?,"domain":TEXT?}: what is missing stays as it is, "" takes away. */
void
palier_api_change_agency (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request)
      || !palier_form_take (&form, request, none,
                            (const char *const[]) { "name", "slug", "domain", NULL }))
    return;
  Change change = { api, request, { form.values[0], form.values[1], form.values[2] } };
  if (!palier_store_write (api->store, change_agency, &change, &error)
      && error->domain != PALIER_ACCOUNT_ERROR)
    palier_relay_api_fail (request, error);
}

/* ---- its domain */

static void
on_checked_cb (gpointer data, const GError *error)
{
  Change *self = data;

  if (error != NULL)
    palier_relay_api_fail (self->request, error);
  else
    palier_api_read (self->api, self->request, show, self);
  palier_request_finish (self->request);
  g_free (self);
}

void
palier_api_check_domain (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;

  if (!palier_api_has_accounts (api, request) || !may_check (api, request))
    return;
  Change *change = g_new0 (Change, 1);
  change->api = api;
  change->request = request;
  palier_request_defer (request);
  palier_domain_watch_ask (api->domains, request->tenant->id, on_checked_cb, change);
}

/* ---- before the agency is known */

typedef struct
{
  const char *host;
  gint64 agency;
  char *name;
} Search;

static gboolean
find_agency (PalierTx *tx, gpointer data, GError **error)
{
  Search *self = data;

  self->agency = palier_agency_find (tx, self->host);
  const PalierTenant *tenant =
      self->agency != 0 ? palier_store_get_tenant (tx, self->agency, NULL) : NULL;
  if (tenant != NULL)
    self->name = palier_agency_store_dup_name (tx, tenant);
  return palier_db_check (tx->db, error);
}

/* A PalierHostsLookUp. */
gint64
palier_api_find_agency (const char *host, char **name, gpointer data)
{
  PalierRelayApi *api = data;
  Search search = { .host = host };

  if (!palier_store_read (api->store, find_agency, &search, NULL))
    search.agency = PALIER_HOSTS_UNAVAILABLE;
  *name = search.name;
  return search.agency;
}

/* What a reader finds who cuts a link down to its host. */
void
palier_api_front (PalierRequest *request, gpointer data)
{
  static const PalierPage pages[PALIER_N_PAGE_LANGUAGES] = {
    { "Bonjour",
      "<p>Cette adresse sert aux liens des messages envoyés avec Palier. Pour ne plus en recevoir, "
      "suivez le lien de désinscription du message, ou répondez-lui « STOP ».</p>" },
    { "Hello",
      "<p>This address serves the links of messages that were sent with Palier. To get no more, "
      "follow the message’s link to unsubscribe, or answer it with “STOP”.</p>" },
  };

  palier_page_answer (request, 200, pages, request->agency_name);
}

/* By this a relay knows that a domain leads to itself. */
void
palier_api_mark (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_autofree char *mark = palier_agency_dup_mark (api->store, palier_request_get_host (request));

  palier_request_answer_text (request, 200, "text/plain", mark);
}
