/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account: who belongs to the agency. */
#include "palier-cli-account.h"

PalierExit
palier_cli_account_members (PalierCli *cli, GError **error)
{
  g_autoptr (GPtrArray) people =
      dex_await_boxed (palier_account_service_list_members (palier_cli_get_account (cli)), error);

  for (guint i = 0; people != NULL && i < people->len; i++)
  {
    const PalierAgencyMember *person = g_ptr_array_index (people, i);
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "id", person->id);
    palier_cli_add_text (builder, "email", person->email);
    palier_cli_add_text (builder, "role", person->role);
    palier_cli_add_bool (builder, "invited", person->invited);
    palier_cli_add_bool (builder, "current", person->current);
    palier_cli_add_time (builder, "since", person->since_ms);
    if (person->invited)
      palier_cli_add_time (builder, "until", person->until_ms);
    json_builder_end_object (builder);
    palier_cli_print_json (builder);
  }
  return palier_cli_exit (people != NULL);
}

/* Members are named by their address or their id. Returns: (transfer full) (nullable): the id */
static char *
await_member (PalierCli *cli, const char *name, GError **error)
{
  g_autoptr (GPtrArray) people =
      dex_await_boxed (palier_account_service_list_members (palier_cli_get_account (cli)), error);

  for (guint i = 0; people != NULL && i < people->len; i++)
  {
    const PalierAgencyMember *person = g_ptr_array_index (people, i);
    if (g_ascii_strcasecmp (person->email, name) == 0)
      return g_strdup (person->id);
  }
  return people != NULL ? g_strdup (name) : NULL;
}

PalierExit
palier_cli_account_role (PalierCli *cli, GError **error)
{
  g_autofree char *member = await_member (cli, cli->arguments[1], error);

  return palier_cli_exit (member != NULL
                          && dex_await (palier_account_service_set_role (
                                            palier_cli_get_account (cli), member, cli->arguments[2],
                                            palier_cli_account_hand_over),
                                        error));
}

PalierExit
palier_cli_account_remove (PalierCli *cli, GError **error)
{
  g_autofree char *member = await_member (cli, cli->arguments[1], error);

  return palier_cli_exit (
      member != NULL
      && dex_await (palier_account_service_remove_member (palier_cli_get_account (cli), member),
                    error));
}

PalierExit
palier_cli_account_invite (PalierCli *cli, GError **error)
{
  const char *role = cli->n_arguments > 2 ? cli->arguments[2] : "agent";

  return palier_cli_exit (dex_await (
      palier_account_service_invite (palier_cli_get_account (cli), cli->arguments[1], role),
      error));
}

PalierExit
palier_cli_account_join (PalierCli *cli, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();

  return palier_cli_exit (
      dex_await (palier_account_service_join (palier_cli_get_account (cli), cli->arguments[1],
                                              cli->arguments[2], cli->arguments[3], password),
                 error));
}

PalierExit
palier_cli_account_leave (PalierCli *cli, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();

  return palier_cli_exit (
      dex_await (palier_account_service_leave (palier_cli_get_account (cli), password), error));
}
