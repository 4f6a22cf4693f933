/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who belongs to an agency, and who is asked to join it. */
#include "palier-api-form.h"

#include "palier-invitation.h"

static const char *const none[] = { NULL };

static void
answer_empty_or_fail (PalierRequest *request, gboolean good, const GError *error)
{
  if (good)
    palier_request_answer_text (request, 204, "text/plain", "");
  else
    palier_api_account_fail (request, error);
}

/* The id that the path names; FALSE when it is none and the request is answered. */
static gboolean
take_id (PalierRequest *request, PalierId *out)
{
  if (palier_id_parse (request->part, out))
    return TRUE;
  palier_request_problem (request, 404, "not_found");
  return FALSE;
}

static gboolean
take_role (PalierRequest *request, const char *name, PalierRole *out)
{
  if (palier_role_from_name (name, out))
    return TRUE;
  palier_request_problem (request, 400, "bad_request");
  return FALSE;
}

/* Returns: (transfer none): of @list, with its `id`, `email`, `role` */
static yyjson_mut_val *
add_person (yyjson_mut_doc *doc, yyjson_mut_val *list, const PalierId *id, const char *email,
            PalierRole role)
{
  yyjson_mut_val *item = yyjson_mut_arr_add_obj (doc, list);
  char text[PALIER_ID_TEXT_SIZE];

  yyjson_mut_obj_add_strcpy (doc, item, "id", palier_id_format (id, text));
  yyjson_mut_obj_add_strcpy (doc, item, "email", email);
  yyjson_mut_obj_add_str (doc, item, "role", palier_role_name (role));
  return item;
}

/* Returns: (transfer none): the list @name of a new document */
static yyjson_mut_val *
begin_list (yyjson_mut_doc *doc, const char *name)
{
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  return yyjson_mut_obj_add_arr (doc, root, name);
}

/* ---- members */

void
palier_api_members (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request))
    return;
  g_autoptr (GPtrArray) members = palier_membership_list (api->store, &request->caller, &error);
  if (members == NULL)
  {
    palier_relay_api_fail (request, error);
    return;
  }
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *list = begin_list (doc, "members");
  for (guint i = 0; i < members->len; i++)
  {
    const PalierRelayAccount *member = g_ptr_array_index (members, i);
    yyjson_mut_val *item = add_person (doc, list, &member->id, member->email, member->role);
    yyjson_mut_obj_add_int (doc, item, "since", member->created_ms);
    yyjson_mut_obj_add_bool (doc, item, "current",
                             palier_id_equal (&member->id, &request->caller.account));
  }
  palier_api_answer (request, 200, doc);
}

/* @hand_over: (nullable): "yes": the caller becomes an agent with it */
static gboolean
change_role (PalierRelayApi *api, PalierRequest *request, const PalierId *member, PalierRole role,
             const char *hand_over, GError **error)
{
  if (role == PALIER_ROLE_OWNER && g_strcmp0 (hand_over, "yes") == 0)
    return palier_membership_hand_over (api->store, &request->caller, member, error);
  return palier_membership_set_role (api->store, &request->caller, member, role, error);
}

void
palier_api_put_member (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_autoptr (GError) error = NULL;
  PalierId member;
  PalierRole role;

  if (!palier_api_has_accounts (api, request)
      || !palier_form_take (&form, request, (const char *const[]) { "role", NULL },
                            (const char *const[]) { "hand_over", NULL })
      || !take_role (request, form.values[0], &role) || !take_id (request, &member))
    return;
  gboolean good = change_role (api, request, &member, role, form.values[1], &error);
  answer_empty_or_fail (request, good, error);
}

void
palier_api_remove_member (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_autoptr (GError) error = NULL;
  PalierId member;

  if (!palier_api_has_accounts (api, request) || !take_id (request, &member))
    return;
  gboolean good = palier_membership_remove (api->store, &request->caller, &member, &error);
  answer_empty_or_fail (request, good, error);
}

/* ---- invitations */

static void
add_invitation (yyjson_mut_doc *doc, yyjson_mut_val *list, const PalierInvitation *invitation)
{
  yyjson_mut_val *item =
      add_person (doc, list, &invitation->id, invitation->email, invitation->role);

  yyjson_mut_obj_add_int (doc, item, "created_at", invitation->created_ms);
  yyjson_mut_obj_add_int (doc, item, "until", invitation->until_ms);
}

void
palier_api_invitations (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request))
    return;
  g_autoptr (GPtrArray) waiting = palier_invitation_list (api->store, &request->caller, &error);
  if (waiting == NULL)
  {
    palier_relay_api_fail (request, error);
    return;
  }
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *list = begin_list (doc, "invitations");
  for (guint i = 0; i < waiting->len; i++)
    add_invitation (doc, list, g_ptr_array_index (waiting, i));
  palier_api_answer (request, 200, doc);
}

/* An agency writes to few strangers in a row, and to one address seldom. */
static gboolean
may_invite (PalierRelayApi *api, PalierRequest *request, const char *email)
{
  g_autofree char *address = palier_account_dup_bucket (api->store, email, NULL);
  g_autofree char *mails = g_strconcat ("mail ", address, NULL);
  g_autofree char *agency =
      g_strdup_printf ("invite %" G_GINT64_FORMAT, request->caller.tenant->id);

  return palier_api_may_try (api, request, api->by_network, agency)
         && palier_api_may_try (api, request, api->by_account, mails);
}

/* Without a mail server the code could only be told to who invites, and would show nothing of the
 * address: there the operator invites. */
static gboolean
has_mail (PalierRelayApi *api, PalierRequest *request)
{
  if (palier_system_mail_is_set_up (api->mail))
    return TRUE;
  palier_request_problem (request, 409, "no_mail");
  return FALSE;
}

void
palier_api_invite (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_auto (PalierNotice) notice = { 0 };
  g_autoptr (GError) error = NULL;
  PalierRole role;

  if (!palier_api_has_accounts (api, request)
      || !palier_form_take (&form, request, (const char *const[]) { "email", "role", NULL }, none)
      || !take_role (request, form.values[1], &role) || !has_mail (api, request)
      || !may_invite (api, request, form.values[0]))
    return;
  g_autoptr (PalierInvitation) invitation = palier_invitation_make (
      api->store, &request->caller, api->meter, form.values[0], role, &notice, &error);
  if (invitation == NULL)
  {
    palier_api_account_fail (request, error);
    return;
  }
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  add_invitation (doc, begin_list (doc, "invitations"), invitation);
  palier_api_answer (request, 201, doc);
  palier_system_mail_send (api->mail, &notice);
}

void
palier_api_revoke_invitation (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_autoptr (GError) error = NULL;
  PalierId invitation;

  if (!palier_api_has_accounts (api, request) || !take_id (request, &invitation))
    return;
  gboolean good = palier_invitation_revoke (api->store, &request->caller, &invitation, &error);
  answer_empty_or_fail (request, good, error);
}

void
palier_api_join (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request)
      || !palier_form_take (&form, request,
                            (const char *const[]) { "email", "code", "password", NULL },
                            (const char *const[]) { "device_name", NULL })
      || !palier_api_may_try (api, request, api->by_network, request->network))
    return;
  PalierJoiner joiner = { form.values[0], form.values[1],  form.values[2],
                          form.values[3], request->agency, request->language };
  g_autoptr (PalierLogin) login =
      palier_invitation_accept (api->authority, api->store, api->meter, &joiner, &error);
  if (login != NULL)
    palier_api_answer_login (request, 201, login);
  else
    palier_api_account_fail (request, error);
}
