/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account: the account at a relay in the cloud. Passwords come by standard input, a line each. */
#include "palier-cli.h"

#include <glib/gi18n.h>

#include "palier-words.h"

static char *factor;
static gboolean hand_over;

static const GOptionEntry account_entries[] = {
  { "factor", 0, 0, G_OPTION_ARG_STRING, &factor,
    N_ ("Code of the authenticator, or a recovery code"), N_ ("CODE") },
  { "hand-over", 0, 0, G_OPTION_ARG_NONE, &hand_over,
    N_ ("With “role MEMBER owner”: become an agent at once"), NULL },
  { NULL },
};

static PalierAccountService *
service (PalierCli *cli)
{
  return palier_session_get_account (cli->session);
}

static PalierExit
done (gboolean good)
{
  return good ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

static void
add_bool (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

/* The password comes by standard input. */
PalierExit
palier_cli_sign_in (PalierCli *cli, const char *url, const char *email, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();

  return done (dex_await (
      palier_account_service_login (service (cli), url, email, password, factor), error));
}

static PalierExit
run_login (PalierCli *cli, GError **error)
{
  return palier_cli_sign_in (cli, cli->arguments[1], cli->arguments[2], error);
}

static PalierExit
print_asked (const PalierAccountAsked *asked)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "confirmation", asked->by_mail ? "mail" : "operator");
  add_bool (builder, "webmail", asked->webmail);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static PalierExit
run_register (PalierCli *cli, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();
  g_autoptr (PalierAccountAsked) asked = dex_await_boxed (
      palier_account_service_register (service (cli), cli->arguments[1], cli->arguments[2],
                                       password, cli->arguments[3]),
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
  return print_asked (asked);
}

static PalierExit
run_verify (PalierCli *cli, GError **error)
{
  return done (dex_await (palier_account_service_verify (service (cli), cli->arguments[1]), error));
}

static PalierExit
run_show (PalierCli *cli, GError **error)
{
  g_autoptr (PalierAccountInfo) info =
      dex_await_boxed (palier_account_service_describe (service (cli)), error);

  if (info == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "relay", info->url);
  palier_cli_add_text (builder, "email", info->email);
  palier_cli_add_text (builder, "siret", info->siret);
  palier_cli_add_text (builder, "role", info->role);
  add_bool (builder, "second_factor", info->second_factor);
  palier_cli_add_int (builder, "recovery_codes", info->recovery_codes);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static PalierExit
run_devices (PalierCli *cli, GError **error)
{
  g_autoptr (GPtrArray) devices =
      dex_await_boxed (palier_account_service_list_devices (service (cli)), error);

  for (guint i = 0; devices != NULL && i < devices->len; i++)
  {
    const PalierAccountDevice *device = g_ptr_array_index (devices, i);
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "id", device->id);
    palier_cli_add_text (builder, "name", device->name);
    palier_cli_add_time (builder, "created_at", device->created_ms);
    palier_cli_add_time (builder, "used_at", device->used_ms);
    add_bool (builder, "current", device->current);
    json_builder_end_object (builder);
    palier_cli_print_json (builder);
  }
  return done (devices != NULL);
}

static PalierExit
run_revoke (PalierCli *cli, GError **error)
{
  return done (dex_await (palier_account_service_revoke (service (cli), cli->arguments[1]), error));
}

static PalierExit
run_password (PalierCli *cli, GError **error)
{
  g_autofree char *current = palier_cli_read_password ();
  g_autofree char *wanted = palier_cli_read_password ();

  return done (
      dex_await (palier_account_service_change_password (service (cli), current, wanted), error));
}

static PalierExit
run_ask_reset (PalierCli *cli, GError **error)
{
  g_autoptr (PalierAccountAsked) asked = dex_await_boxed (
      palier_account_service_ask_reset (service (cli), cli->arguments[1], cli->arguments[2]),
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
  return print_asked (asked);
}

static PalierExit
run_reset (PalierCli *cli, GError **error)
{
  g_autofree char *wanted = palier_cli_read_password ();

  return done (
      dex_await (palier_account_service_reset (service (cli), cli->arguments[1], wanted), error));
}

static PalierExit
run_totp (PalierCli *cli, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();
  g_auto (GStrv) texts =
      dex_await_boxed (palier_account_service_enrol_factor (service (cli), password), error);

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

static PalierExit
run_confirm (PalierCli *cli, GError **error)
{
  g_auto (GStrv) codes = dex_await_boxed (
      palier_account_service_confirm_factor (service (cli), cli->arguments[1]), error);

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

static PalierExit
run_end_totp (PalierCli *cli, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();

  return done (dex_await (
      palier_account_service_end_factor (service (cli), password, cli->arguments[1]), error));
}

static PalierExit
run_logout (PalierCli *cli, GError **error)
{
  return done (dex_await (palier_account_service_logout (service (cli)), error));
}

static void
add_limit (JsonBuilder *builder, const PalierUsageLimit *limit)
{
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "kind", limit->kind);
  palier_cli_add_int (builder, "used", limit->used);
  if (limit->limit >= 0)
    palier_cli_add_int (builder, "limit", limit->limit);
  if (limit->resets_ms != 0)
    palier_cli_add_time (builder, "resets_at", limit->resets_ms);
  if (limit->reached_ms != 0)
    palier_cli_add_time (builder, "reached_at", limit->reached_ms);
  json_builder_end_object (builder);
}

static void
say_limit (const PalierUsageLimit *limit)
{
  g_autofree char *use = palier_words_limit_use (limit);
  g_autofree char *forecast = palier_words_limit_forecast (limit);

  palier_cli_say ("%s%s%s", use, forecast != NULL ? " · " : "", forecast != NULL ? forecast : "");
}

static void
say_plan (const PalierUsageInfo *usage)
{
  g_autofree char *state = palier_words_plan_state (usage);

  palier_cli_say ("%s%s%s", palier_words_plan (usage->plan), state != NULL ? " · " : "",
                  state != NULL ? state : "");
}

static PalierExit
run_usage (PalierCli *cli, GError **error)
{
  g_autoptr (PalierUsageInfo) usage =
      dex_await_boxed (palier_account_service_usage (service (cli)), error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (usage == NULL)
    return PALIER_EXIT_FAILED;
  json_builder_begin_object (builder);
  if (usage->plan != NULL)
  {
    palier_cli_add_text (builder, "plan", usage->plan);
    palier_cli_add_text (builder, "status", usage->status);
  }
  if (usage->until_ms != 0)
    palier_cli_add_time (builder, "until", usage->until_ms);
  add_bool (builder, "may_write", usage->may_write);
  json_builder_set_member_name (builder, "limits");
  json_builder_begin_array (builder);
  for (guint i = 0; i < usage->limits->len; i++)
    add_limit (builder, &g_array_index (usage->limits, PalierUsageLimit, i));
  json_builder_end_array (builder);
  palier_cli_add_int (builder, "waiting", usage->waiting);
  palier_cli_add_int (builder, "spent_micros", usage->spent_micros);
  add_bool (builder, "budget_alert", usage->budget_alert);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  if (usage->plan != NULL)
    say_plan (usage);
  for (guint i = 0; i < usage->limits->len; i++)
    say_limit (&g_array_index (usage->limits, PalierUsageLimit, i));
  return PALIER_EXIT_DONE;
}

/* ---- who belongs to the agency */

static PalierExit
run_members (PalierCli *cli, GError **error)
{
  g_autoptr (GPtrArray) people =
      dex_await_boxed (palier_account_service_list_members (service (cli)), error);

  for (guint i = 0; people != NULL && i < people->len; i++)
  {
    const PalierAgencyMember *person = g_ptr_array_index (people, i);
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "id", person->id);
    palier_cli_add_text (builder, "email", person->email);
    palier_cli_add_text (builder, "role", person->role);
    add_bool (builder, "invited", person->invited);
    add_bool (builder, "current", person->current);
    palier_cli_add_time (builder, "since", person->since_ms);
    if (person->invited)
      palier_cli_add_time (builder, "until", person->until_ms);
    json_builder_end_object (builder);
    palier_cli_print_json (builder);
  }
  return done (people != NULL);
}

/* Members are named by their address or their id. Returns: (transfer full) (nullable): the id */
static char *
await_member (PalierCli *cli, const char *name, GError **error)
{
  g_autoptr (GPtrArray) people =
      dex_await_boxed (palier_account_service_list_members (service (cli)), error);

  for (guint i = 0; people != NULL && i < people->len; i++)
  {
    const PalierAgencyMember *person = g_ptr_array_index (people, i);
    if (g_ascii_strcasecmp (person->email, name) == 0)
      return g_strdup (person->id);
  }
  return people != NULL ? g_strdup (name) : NULL;
}

static PalierExit
run_role (PalierCli *cli, GError **error)
{
  g_autofree char *member = await_member (cli, cli->arguments[1], error);

  return done (member != NULL
               && dex_await (palier_account_service_set_role (service (cli), member,
                                                              cli->arguments[2], hand_over),
                             error));
}

static PalierExit
run_remove (PalierCli *cli, GError **error)
{
  g_autofree char *member = await_member (cli, cli->arguments[1], error);

  return done (member != NULL
               && dex_await (palier_account_service_remove_member (service (cli), member), error));
}

static PalierExit
run_invite (PalierCli *cli, GError **error)
{
  const char *role = cli->n_arguments > 2 ? cli->arguments[2] : "agent";

  return done (
      dex_await (palier_account_service_invite (service (cli), cli->arguments[1], role), error));
}

static PalierExit
run_join (PalierCli *cli, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();

  return done (
      dex_await (palier_account_service_join (service (cli), cli->arguments[1], cli->arguments[2],
                                              cli->arguments[3], password),
                 error));
}

static PalierExit
run_leave (PalierCli *cli, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();

  return done (dex_await (palier_account_service_leave (service (cli), password), error));
}

/* @future: (transfer full): how many lines went into a file; @name: what they are */
static PalierExit
print_count (DexFuture *future, const char *name, GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint count = dex_await_uint (future, &failure);

  if (failure != NULL)
  {
    g_propagate_error (error, g_steal_pointer (&failure));
    return PALIER_EXIT_FAILED;
  }
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_int (builder, name, count);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

/* Into a file, a line a record. */
static PalierExit
run_export (PalierCli *cli, GError **error)
{
  const char *person = cli->n_arguments > 2 ? cli->arguments[2] : NULL;

  return print_count (palier_account_service_export (service (cli), cli->arguments[1], person),
                      "records", error);
}

static PalierExit
run_access_log (PalierCli *cli, GError **error)
{
  const char *person = cli->n_arguments > 2 ? cli->arguments[2] : NULL;

  return print_count (palier_account_service_access_log (service (cli), cli->arguments[1], person),
                      "entries", error);
}

static PalierExit
run_erase (PalierCli *cli, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();

  return done (dex_await (palier_account_service_erase (service (cli), password), error));
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
  { "devices", 0, run_devices },
  { "revoke", 1, run_revoke },
  { "password", 0, run_password },
  { "reset", 2, run_ask_reset },
  { "reset", 1, run_reset },
  { "totp", 0, run_totp },
  { "confirm", 1, run_confirm },
  { "end-totp", 1, run_end_totp },
  { "logout", 0, run_logout },
  { "members", 0, run_members },
  { "role", 2, run_role },
  { "remove", 1, run_remove },
  { "invite", 1, run_invite },
  { "invite", 2, run_invite },
  { "join", 3, run_join },
  { "leave", 0, run_leave },
  { "erase", 0, run_erase },
  { "export", 1, run_export },
  { "export", 2, run_export },
  { "usage", 0, run_usage },
  { "access-log", 1, run_access_log },
  { "access-log", 2, run_access_log },
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
      _ ("Usage: palierctl account register URL E-MAIL SIRET | verify CODE | login URL E-MAIL | show "
         "| devices | revoke DEVICE | password | reset URL E-MAIL | reset CODE | totp | confirm CODE "
         "| end-totp CODE | logout | members | invite E-MAIL [ROLE] | role MEMBER ROLE [--hand-over] | "
         "remove MEMBER | join URL E-MAIL CODE | leave | usage | export FILE [PERSON] | access-log FILE [PERSON] | erase | keys … | webhooks …; a role is owner, agent or reader; passwords "
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
