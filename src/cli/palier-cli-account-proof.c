/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account: what proves who one is: passwords, and the second step. */
#include "palier-cli-account.h"

#include <glib/gi18n.h>

PalierExit
palier_cli_account_password (PalierCli *cli, GError **error)
{
  g_autofree char *current = palier_cli_read_password ();
  g_autofree char *wanted = palier_cli_read_password ();

  return palier_cli_exit (dex_await (
      palier_account_service_change_password (palier_cli_get_account (cli), current, wanted),
      error));
}

PalierExit
palier_cli_account_ask_reset (PalierCli *cli, GError **error)
{
  g_autoptr (PalierAccountAsked) asked =
      dex_await_boxed (palier_account_service_ask_reset (palier_cli_get_account (cli),
                                                         cli->arguments[1], cli->arguments[2]),
                       error);

  if (asked == NULL)
    return PALIER_EXIT_FAILED;
  if (asked->by_mail)
    palier_cli_say (_ ("If there is an account of this address, a code goes to it: palierctl "
                       "account reset CODE, the new password on standard input."));
  else
    palier_cli_say (_ ("This relay sends no mail: its operator sets a password with “palier-relay "
                       "tenant password %s”."),
                    cli->arguments[2]);
  return palier_cli_print_asked (asked);
}

PalierExit
palier_cli_account_reset (PalierCli *cli, GError **error)
{
  g_autofree char *wanted = palier_cli_read_password ();

  return palier_cli_exit (dex_await (
      palier_account_service_reset (palier_cli_get_account (cli), cli->arguments[1], wanted),
      error));
}

PalierExit
palier_cli_account_ask_address (PalierCli *cli, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();
  g_autoptr (PalierAccountAsked) asked =
      dex_await_boxed (palier_account_service_ask_address (palier_cli_get_account (cli),
                                                           cli->arguments[1], password),
                       error);

  if (asked == NULL)
    return PALIER_EXIT_FAILED;
  if (asked->by_mail)
    palier_cli_say (_ ("A code goes to each of the two addresses: palierctl account email NEW-CODE "
                       "PRESENT-CODE."));
  else
    palier_cli_say (_ ("This relay sends no mail: its operator changes the address with "
                       "“palier-relay tenant email”."));
  return palier_cli_print_asked (asked);
}

PalierExit
palier_cli_account_change_address (PalierCli *cli, GError **error)
{
  return palier_cli_exit (
      dex_await (palier_account_service_change_address (palier_cli_get_account (cli),
                                                        cli->arguments[1], cli->arguments[2]),
                 error));
}

PalierExit
palier_cli_account_totp (PalierCli *cli, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();
  g_auto (GStrv) texts = dex_await_boxed (
      palier_account_service_enrol_factor (palier_cli_get_account (cli), password), error);

  if (texts == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "secret", texts[0]);
  palier_cli_add_text (builder, "uri", texts[1]);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  palier_cli_say (_ ("Give this to your authenticator, then: palierctl account confirm CODE."));
  return PALIER_EXIT_DONE;
}

PalierExit
palier_cli_account_confirm (PalierCli *cli, GError **error)
{
  g_auto (GStrv) codes = dex_await_boxed (
      palier_account_service_confirm_factor (palier_cli_get_account (cli), cli->arguments[1]),
      error);

  if (codes == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "recovery_codes");
  json_builder_begin_array (builder);
  for (guint i = 0; codes[i] != NULL; i++)
    json_builder_add_string_value (builder, codes[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  palier_cli_say (_ ("Keep these codes where your authenticator is not: each lets you in once, and "
                     "they are not shown again."));
  return PALIER_EXIT_DONE;
}

PalierExit
palier_cli_account_end_totp (PalierCli *cli, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();

  return palier_cli_exit (dex_await (
      palier_account_service_end_factor (palier_cli_get_account (cli), password, cli->arguments[1]),
      error));
}
