/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who belongs to the agency. Members and who is invited are one list here: both have an address and
 * a role, and either is ended in the same way. */
#include "palier-account-call.h"

#define MEMBERS "/v1/members"
#define INVITATIONS "/v1/invitations"

void
palier_agency_member_free (PalierAgencyMember *self)
{
  g_free (self->id);
  g_free (self->email);
  g_free (self->role);
  g_free (self);
}

static PalierAgencyMember *
read_person (JsonObject *object, gboolean invited)
{
  PalierAgencyMember *person = g_new0 (PalierAgencyMember, 1);

  person->id = g_strdup (palier_account_get_text (object, "id"));
  person->email = g_strdup (palier_account_get_text (object, "email"));
  person->role = g_strdup (palier_account_get_text (object, "role"));
  person->invited = invited;
  person->current = json_object_get_boolean_member_with_default (object, "current", FALSE);
  person->since_ms =
      json_object_get_int_member_with_default (object, invited ? "created_at" : "since", 0);
  person->until_ms = json_object_get_int_member_with_default (object, "until", 0);
  return person;
}

/* Returns: FALSE with PALIER_SYNC_ERROR_NONSENSE, or what the call fails with */
static gboolean
add_people (PalierAccountCall *self, GPtrArray *people, gboolean invited, GError **error)
{
  const char *path = invited ? INVITATIONS : MEMBERS;
  g_autoptr (GBytes) answer = palier_account_send (self, "GET", path, NULL, 0, error);
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (answer == NULL)
    return FALSE;
  JsonArray *list = palier_account_parse_list (answer, invited ? "invitations" : "members", parser);
  if (list == NULL)
  {
    g_set_error_literal (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_NONSENSE, path);
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (list); i++)
    g_ptr_array_add (people, read_person (json_array_get_object_element (list, i), invited));
  return TRUE;
}

static gboolean
is_owner (GPtrArray *people)
{
  for (guint i = 0; i < people->len; i++)
  {
    const PalierAgencyMember *member = g_ptr_array_index (people, i);
    if (member->current)
      return g_str_equal (member->role, "owner");
  }
  return FALSE;
}

static DexFuture *
list_members_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  g_autoptr (GPtrArray) people =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_agency_member_free);
  GError *error = NULL;

  if (!add_people (self, people, FALSE, &error)
      || (is_owner (people) && !add_people (self, people, TRUE, &error)))
    return palier_account_reject (error);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&people));
}

DexFuture *
palier_account_service_list_members (PalierAccountService *self)
{
  return PALIER_ACCOUNT_SPAWN (self, list_members_fiber, NULL);
}

static char *
dup_path (const char *folder, const char *id)
{
  g_autofree char *part = g_uri_escape_string (id, NULL, FALSE);
  return g_strconcat (folder, "/", part, NULL);
}

static DexFuture *
set_role_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  PalierAccountMember members[] = { { "role", self->texts[1] }, { "hand_over", self->texts[2] } };
  g_autofree char *path = dup_path (MEMBERS, self->texts[0]);
  GError *error = NULL;

  return palier_account_done_or (
      palier_account_send (self, "PUT", path, members, G_N_ELEMENTS (members), &error), &error);
}

DexFuture *
palier_account_service_set_role (PalierAccountService *self, const char *member, const char *role,
                                 gboolean hand_over)
{
  return PALIER_ACCOUNT_SPAWN (self, set_role_fiber, member, role, hand_over ? "yes" : NULL);
}

/* Ids of members and of invitations are never the same. */
static DexFuture *
remove_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  g_autofree char *member = dup_path (MEMBERS, self->texts[0]);
  g_autofree char *invitation = dup_path (INVITATIONS, self->texts[0]);
  g_autoptr (GError) failure = NULL;
  GError *error = NULL;
  g_autoptr (GBytes) answer = palier_account_send (self, "DELETE", member, NULL, 0, &failure);

  if (answer == NULL && !g_str_equal (failure->message, "not_found"))
    return palier_account_reject (g_steal_pointer (&failure));
  if (answer == NULL)
    answer = palier_account_send (self, "DELETE", invitation, NULL, 0, &error);
  return answer != NULL ? dex_future_new_true () : palier_account_reject (error);
}

DexFuture *
palier_account_service_remove_member (PalierAccountService *self, const char *member)
{
  return PALIER_ACCOUNT_SPAWN (self, remove_fiber, member);
}

static DexFuture *
invite_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  PalierAccountMember members[] = { { "email", self->texts[0] }, { "role", self->texts[1] } };
  GError *error = NULL;

  return palier_account_done_or (
      palier_account_post (self, INVITATIONS, members, G_N_ELEMENTS (members), &error), &error);
}

DexFuture *
palier_account_service_invite (PalierAccountService *self, const char *email, const char *role)
{
  return PALIER_ACCOUNT_SPAWN (self, invite_fiber, email, role);
}

static DexFuture *
join_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  PalierAccountMember members[] = { { "email", self->texts[1] },
                                    { "code", self->texts[2] },
                                    { "password", self->texts[3] },
                                    { "device_name", palier_account_get_device_name () } };

  return palier_account_enter_by (self, self->texts[0], PALIER_ACCOUNTS_PATH "join", members,
                                  G_N_ELEMENTS (members));
}

DexFuture *
palier_account_service_join (PalierAccountService *self, const char *url, const char *email,
                             const char *code, const char *password)
{
  return PALIER_ACCOUNT_SPAWN (self, join_fiber, url, email, code, password);
}

/* What ends the account; this base goes on by itself. */
static DexFuture *
end_account (PalierAccountCall *self, const char *method, const char *path)
{
  PalierSyncService *sync = self->service->sync;
  PalierAccountMember member = { "password", self->texts[0] };
  GError *error = NULL;
  g_autoptr (GBytes) answer = palier_account_send (self, method, path, &member, 1, &error);

  if (answer == NULL || !palier_relay_link_use_local (sync->link, &error))
    return palier_account_reject (error);
  palier_sync_service_renew (sync);
  return dex_future_new_true ();
}

static DexFuture *
leave_fiber (gpointer data)
{
  return end_account (data, "POST", PALIER_ACCOUNT_PATH "/leave");
}

DexFuture *
palier_account_service_leave (PalierAccountService *self, const char *password)
{
  return PALIER_ACCOUNT_SPAWN (self, leave_fiber, password);
}

static DexFuture *
erase_fiber (gpointer data)
{
  return end_account (data, "DELETE", PALIER_ACCOUNT_PATH);
}

DexFuture *
palier_account_service_erase (PalierAccountService *self, const char *password)
{
  return PALIER_ACCOUNT_SPAWN (self, erase_fiber, password);
}
