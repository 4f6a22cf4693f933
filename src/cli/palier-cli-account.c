/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account: the account at a relay in the cloud. Passwords come by standard input, a line each. */
#include "palier-cli-account.h"

#include <glib/gi18n.h>

static char *factor;
gboolean palier_cli_account_hand_over;

static const GOptionEntry account_entries[] = {
  { "factor", 0, 0, G_OPTION_ARG_STRING, &factor,
    N_ ("Code of the authenticator, or a recovery code"), N_ ("CODE") },
  { "hand-over", 0, 0, G_OPTION_ARG_NONE, &palier_cli_account_hand_over,
    N_ ("With “role MEMBER owner”: become an agent at once"), NULL },
  { NULL },
};

PalierAccountService *
palier_cli_get_account (PalierCli *cli)
{
  return palier_session_get_account (cli->session);
}

PalierExit
palier_cli_exit (gboolean good)
{
  return good ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

/* What was asked for of a relay, and who confirms it. */
PalierExit
palier_cli_print_asked (const PalierAccountAsked *asked)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "confirmation", asked->by_mail ? "mail" : "operator");
  palier_cli_add_bool (builder, "webmail", asked->webmail);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

/* The password comes by standard input. */
PalierExit
palier_cli_sign_in (PalierCli *cli, const char *url, const char *email, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();

  return palier_cli_exit (dex_await (
      palier_account_service_login (palier_cli_get_account (cli), url, email, password, factor),
      error));
}

static PalierExit
run_login (PalierCli *cli, GError **error)
{
  return palier_cli_sign_in (cli, cli->arguments[1], cli->arguments[2], error);
}

static PalierExit
run_register (PalierCli *cli, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();
  g_autoptr (PalierAccountAsked) asked = dex_await_boxed (
      palier_account_service_register (palier_cli_get_account (cli), cli->arguments[1],
                                       cli->arguments[2], password, cli->arguments[3]),
      error);

  if (asked == NULL)
    return PALIER_EXIT_FAILED;
  if (asked->webmail)
    palier_cli_say (_ ("This is an address that anyone can have. One of your agency inspires more "
                       "trust, and stays yours."));
  if (asked->by_mail)
    palier_cli_say (_ ("A code goes to this address: palierctl account verify CODE."));
  else
    palier_cli_say (_ ("This relay sends no mail: its operator confirms the account with "
                       "“palier-relay tenant verify %s”; then sign in."),
                    cli->arguments[2]);
  return palier_cli_print_asked (asked);
}

static PalierExit
run_verify (PalierCli *cli, GError **error)
{
  return palier_cli_exit (dex_await (
      palier_account_service_verify (palier_cli_get_account (cli), cli->arguments[1]), error));
}

static PalierExit
run_show (PalierCli *cli, GError **error)
{
  g_autoptr (PalierAccountInfo) info =
      dex_await_boxed (palier_account_service_describe (palier_cli_get_account (cli)), error);

  if (info == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "relay", info->url);
  palier_cli_add_text (builder, "email", info->email);
  palier_cli_add_text (builder, "siret", info->siret);
  palier_cli_add_text (builder, "role", info->role);
  palier_cli_add_bool (builder, "second_factor", info->second_factor);
  palier_cli_add_int (builder, "recovery_codes", info->recovery_codes);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static PalierExit
run_devices (PalierCli *cli, GError **error)
{
  g_autoptr (GPtrArray) devices =
      dex_await_boxed (palier_account_service_list_devices (palier_cli_get_account (cli)), error);

  for (guint i = 0; devices != NULL && i < devices->len; i++)
  {
    const PalierAccountDevice *device = g_ptr_array_index (devices, i);
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "id", device->id);
    palier_cli_add_text (builder, "name", device->name);
    palier_cli_add_time (builder, "created_at", device->created_ms);
    palier_cli_add_time (builder, "used_at", device->used_ms);
    palier_cli_add_bool (builder, "current", device->current);
    json_builder_end_object (builder);
    palier_cli_print_json (builder);
  }
  return palier_cli_exit (devices != NULL);
}

static PalierExit
run_revoke (PalierCli *cli, GError **error)
{
  return palier_cli_exit (dex_await (
      palier_account_service_revoke (palier_cli_get_account (cli), cli->arguments[1]), error));
}

static PalierExit
run_relay (PalierCli *cli, GError **error)
{
  const char *url = cli->n_arguments > 1 ? cli->arguments[1] : NULL;
  g_autoptr (PalierRelayInfo) info =
      dex_await_boxed (palier_account_service_relay (palier_cli_get_account (cli), url), error);

  if (info == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "relay", info->url);
  palier_cli_add_text (builder, "version", info->version);
  if (info->agency != NULL)
    palier_cli_add_text (builder, "agency", info->agency);
  palier_cli_add_bool (builder, "registration", info->registration);
  palier_cli_add_bool (builder, "update_advised", info->advised);
  json_builder_set_member_name (builder, "features");
  json_builder_begin_array (builder);
  for (guint i = 0; info->features[i] != NULL; i++)
    json_builder_add_string_value (builder, info->features[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  if (info->advised)
    palier_cli_say (_ ("The relay recommends a newer version of Palier."));
  return PALIER_EXIT_DONE;
}

static PalierExit
run_logout (PalierCli *cli, GError **error)
{
  return palier_cli_exit (
      dex_await (palier_account_service_logout (palier_cli_get_account (cli)), error));
}

static const struct
{
  const char *name;
  guint arguments; /* after the name */
  PalierCommandRun run;
} actions[] = {
  { "register", 3, run_register },
  { "verify", 1, run_verify },
  { "login", 2, run_login },
  { "show", 0, run_show },
  { "relay", 0, run_relay },
  { "relay", 1, run_relay },
  { "devices", 0, run_devices },
  { "revoke", 1, run_revoke },
  { "password", 0, palier_cli_account_password },
  { "email", 1, palier_cli_account_ask_address },
  { "email", 2, palier_cli_account_change_address },
  { "reset", 2, palier_cli_account_ask_reset },
  { "reset", 1, palier_cli_account_reset },
  { "totp", 0, palier_cli_account_totp },
  { "confirm", 1, palier_cli_account_confirm },
  { "end-totp", 1, palier_cli_account_end_totp },
  { "logout", 0, run_logout },
  { "members", 0, palier_cli_account_members },
  { "role", 2, palier_cli_account_role },
  { "remove", 1, palier_cli_account_remove },
  { "invite", 1, palier_cli_account_invite },
  { "invite", 2, palier_cli_account_invite },
  { "join", 3, palier_cli_account_join },
  { "leave", 0, palier_cli_account_leave },
  { "erase", 0, palier_cli_account_erase },
  { "hosts", 0, palier_cli_account_hosts },
  { "name", 1, palier_cli_account_change_hosts },
  { "slug", 1, palier_cli_account_change_hosts },
  { "domain", 1, palier_cli_account_change_hosts },
  { "check-domain", 0, palier_cli_account_check_domain },
  { "export", 1, palier_cli_account_export },
  { "export", 2, palier_cli_account_export },
  { "usage", 0, palier_cli_account_usage },
  { "access-log", 1, palier_cli_account_access_log },
  { "access-log", 2, palier_cli_account_access_log },
};

static PalierExit
run_account (PalierCli *cli, GError **error)
{
  if (g_str_equal (cli->arguments[0], "keys") || g_str_equal (cli->arguments[0], "webhooks"))
    return palier_cli_run_programs (cli, error);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, cli->arguments[0])
        && actions[i].arguments + 1 == cli->n_arguments)
      return actions[i].run (cli, error);
  g_set_error_literal (
      error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
      _ ("Usage: palierctl account register URL E-MAIL SIRET | verify CODE | login URL E-MAIL | relay [URL] | show "
         "| devices | revoke DEVICE | password | email E-MAIL | email CODE CODE | reset URL E-MAIL | reset CODE | totp | confirm CODE "
         "| end-totp CODE | logout | members | invite E-MAIL [ROLE] | role MEMBER ROLE [--hand-over] | "
         "remove MEMBER | join URL E-MAIL CODE | leave | usage | hosts | name NAME | slug SLUG|none | domain DOMAIN|none | check-domain | export FILE [PERSON] | access-log FILE [PERSON] | erase | keys … | webhooks …; a role is owner, agent or reader; passwords "
         "on standard input"));
  return PALIER_EXIT_USAGE;
}

const PalierCommand palier_command_account = {
  .name = "account",
  .parameters = N_ ("ACTION …"),
  .summary = N_ ("Open, enter, guard, share or leave an account at a relay in the cloud"),
  .entries = account_entries,
  .run = run_account,
  .least = 1,
  .most = 4,
};
