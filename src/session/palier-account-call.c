/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-account-call.h"

#include <string.h>

#include "palier-services.h"
#include "palier-session-error.h"

static void
call_free (gpointer data)
{
  PalierAccountCall *call = data;

  for (guint i = 0; i < PALIER_ACCOUNT_TEXTS; i++)
  {
    if (call->texts[i] != NULL)
      explicit_bzero (call->texts[i], strlen (call->texts[i]));
    g_free (call->texts[i]);
  }
  g_object_unref (call->service);
  g_free (call);
}

/* @fiber: gets a PalierAccountCall */
DexFuture *
palier_account_spawn (PalierAccountService *self, DexFiberFunc fiber,
                      const char *const texts[PALIER_ACCOUNT_TEXTS])
{
  PalierAccountCall *call = g_new0 (PalierAccountCall, 1);

  call->service = g_object_ref (self);
  for (guint i = 0; i < PALIER_ACCOUNT_TEXTS; i++)
    call->texts[i] = g_strdup (texts[i]);
  return dex_scheduler_spawn (NULL, 0, fiber, call, call_free);
}

/* Asks the relay in the account's name. Returns: (transfer full) (nullable): the answer's body */
GBytes *
palier_account_send (PalierAccountCall *self, const char *method, const char *path,
                     const PalierAccountMember *members, gsize n_members, GError **error)
{
  g_autoptr (GBytes) body = members != NULL ? palier_account_body (members, n_members) : NULL;
  return palier_relay_link_call (self->service->sync->link, method, path, body, error);
}

GBytes *
palier_account_post (PalierAccountCall *self, const char *path, const PalierAccountMember *members,
                     gsize n_members, GError **error)
{
  return palier_account_send (self, "POST", path, members, n_members, error);
}

/* @error: (transfer full). A refusal of the relay's has words of its own here. */
DexFuture *
palier_account_reject (GError *error)
{
  if (error->domain == PALIER_SYNC_ERROR && palier_session_account_has_words (error->message))
  {
    error->domain = PALIER_SESSION_ERROR;
    error->code = PALIER_SESSION_ERROR_ACCOUNT;
  }
  return dex_future_new_for_error (error);
}

DexFuture *
palier_account_reject_nonsense (void)
{
  return dex_future_new_reject (PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_NONSENSE, "account");
}

/* @answer: (transfer full) (nullable); @error: where the call put its own, which is taken. A
 * pointer, since arguments are evaluated in any order. */
DexFuture *
palier_account_done_or (GBytes *answer, GError **error)
{
  if (answer == NULL)
    return palier_account_reject (g_steal_pointer (error));
  g_bytes_unref (answer);
  return dex_future_new_true ();
}

/* Returns: (nullable) (transfer none): the object that @answer is, kept by @parser */
JsonObject *
palier_account_parse (GBytes *answer, JsonParser *parser)
{
  gsize length = 0;
  const char *text = answer != NULL ? g_bytes_get_data (answer, &length) : NULL;

  if (text == NULL || !json_parser_load_from_data (parser, text, (gssize) length, NULL))
    return NULL;
  JsonNode *root = json_parser_get_root (parser);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
}

/* Returns: (nullable) (transfer none): the list @name in it, whose elements are all objects */
JsonArray *
palier_account_parse_list (GBytes *answer, const char *name, JsonParser *parser)
{
  JsonObject *object = palier_account_parse (answer, parser);
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;
  JsonArray *list =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (!JSON_NODE_HOLDS_OBJECT (json_array_get_element (list, i)))
      return NULL;
  return list;
}

/* Empty where it is missing or no text. */
const char *
palier_account_get_text (JsonObject *object, const char *name)
{
  const char *text = json_object_get_string_member_with_default (object, name, "");

  return text != NULL ? text : "";
}
