/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the agency calls itself before its readers, and the addresses that its messages' links have.
 */
#include "palier-account-call.h"

#define AGENCY "/v1/agency"

void
palier_agency_host_free (PalierAgencyHost *self)
{
  g_free (self->kind);
  g_free (self->name);
  g_free (self->fault);
  g_free (self->record_name);
  g_free (self->record);
  g_free (self);
}

static PalierAgencyHost *
read_host (JsonObject *object)
{
  PalierAgencyHost *self = g_new0 (PalierAgencyHost, 1);
  const char *name = palier_account_get_text (object, "host");
  g_autofree char *shown = g_hostname_to_unicode (name);
  JsonNode *record = json_object_get_member (object, "record");

  self->kind = g_strdup (palier_account_get_text (object, "kind"));
  self->name = g_strdup (shown != NULL ? shown : name);
  self->until_ms = json_object_get_int_member_with_default (object, "until", 0);
  self->checked_ms = json_object_get_int_member_with_default (object, "checked_at", 0);
  self->proved = json_object_get_boolean_member_with_default (object, "proved", FALSE);
  self->reached = json_object_get_boolean_member_with_default (object, "reached", FALSE);
  self->fault = g_strdup (palier_account_get_text (object, "fault"));
  if (record == NULL || !JSON_NODE_HOLDS_OBJECT (record))
    return self;
  self->record_name = g_strdup (palier_account_get_text (json_node_get_object (record), "name"));
  self->record = g_strdup (palier_account_get_text (json_node_get_object (record), "value"));
  return self;
}

static PalierAgencyHost *
make_name (const char *name)
{
  PalierAgencyHost *self = g_new0 (PalierAgencyHost, 1);

  self->kind = g_strdup ("name");
  self->name = g_strdup (name);
  self->fault = g_strdup ("");
  return self;
}

/* @answer: (nullable): NULL with @error */
static DexFuture *
read_agency (GBytes *answer, GError *error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (answer == NULL)
    return palier_account_reject (error);
  JsonArray *list = palier_account_parse_list (answer, "hosts", parser);
  if (list == NULL)
    return palier_account_reject_nonsense ();
  GPtrArray *hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_agency_host_free);
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  if (*palier_account_get_text (root, "name") != '\0')
    g_ptr_array_add (hosts, make_name (palier_account_get_text (root, "name")));
  for (guint i = 0; i < json_array_get_length (list); i++)
    g_ptr_array_add (hosts, read_host (json_array_get_object_element (list, i)));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, hosts);
}

static DexFuture *
list_fiber (gpointer data)
{
  GError *error = NULL;
  g_autoptr (GBytes) answer = palier_account_send (data, "GET", AGENCY, NULL, 0, &error);

  return read_agency (answer, error);
}

DexFuture *
palier_account_service_list_hosts (PalierAccountService *self)
{
  return PALIER_ACCOUNT_SPAWN (self, list_fiber, NULL);
}

/* Of the three texts those that are given. */
static DexFuture *
change_fiber (gpointer data)
{
  static const char *const names[] = { "name", "slug", "domain" };
  PalierAccountCall *self = data;
  PalierAccountMember members[G_N_ELEMENTS (names)];
  gsize count = 0;
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (self->texts[i] != NULL)
      members[count++] = (PalierAccountMember) { names[i], self->texts[i] };
  g_autoptr (GBytes) answer = palier_account_send (self, "PATCH", AGENCY, members, count, &error);
  return read_agency (answer, error);
}

DexFuture *
palier_account_service_change_hosts (PalierAccountService *self, const char *name, const char *slug,
                                     const char *domain)
{
  return PALIER_ACCOUNT_SPAWN (self, change_fiber, name, slug, domain);
}

static DexFuture *
check_fiber (gpointer data)
{
  GError *error = NULL;
  g_autoptr (GBytes) answer = palier_account_post (data, AGENCY "/domain/check", NULL, 0, &error);

  return read_agency (answer, error);
}

DexFuture *
palier_account_service_check_domain (PalierAccountService *self)
{
  return PALIER_ACCOUNT_SPAWN (self, check_fiber, NULL);
}
