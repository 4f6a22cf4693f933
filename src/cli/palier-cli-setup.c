/* SPDX-License-Identifier: GPL-3.0-or-later */
/* init, profile, sender, login, check: what stands before the first message. */
#include "palier-cli.h"

#include <glib/gi18n.h>
#include <string.h>

static PalierExit
run_init (PalierCli *cli, GError **error)
{
  if (!dex_await (palier_session_create (cli->session), error))
    return PALIER_EXIT_FAILED;

  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "workspace", palier_session_get_directory (cli->session));
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

/* One "key=value" of the command line. */
static gboolean
split_pair (const char *text, char **key, const char **value, GError **error)
{
  const char *equals = strchr (text, '=');

  if (equals == NULL)
  {
    g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE, _ ("“%s” is no KEY=VALUE"), text);
    return FALSE;
  }
  *key = g_strndup (text, (gsize) (equals - text));
  *value = equals + 1;
  return TRUE;
}

static gboolean
unknown_key (const char *key, GError **error)
{
  g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE, _ ("There is no key “%s”"), key);
  return FALSE;
}

static gboolean
set_profile_pairs (PalierProfile *profile, PalierCli *cli, GError **error)
{
  for (guint i = 0; i < cli->n_arguments; i++)
  {
    g_autofree char *key = NULL;
    const char *value;
    if (!split_pair (cli->arguments[i], &key, &value, error))
      return FALSE;
    if (!palier_profile_set_key (profile, key, value))
      return unknown_key (key, error);
  }
  return TRUE;
}

static void
print_profile (const PalierProfile *profile)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  for (const char *const *key = palier_profile_keys (); *key != NULL; key++)
    palier_cli_add_text (builder, *key, palier_profile_get_key (profile, *key));
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static PalierExit
run_profile (PalierCli *cli, GError **error)
{
  PalierSettingsService *settings = palier_session_get_settings (cli->session);
  g_autoptr (PalierProfile) profile =
      dex_await_boxed (palier_settings_service_get_profile (settings), error);

  if (profile == NULL)
    return PALIER_EXIT_FAILED;
  if (!set_profile_pairs (profile, cli, error))
    return PALIER_EXIT_USAGE;
  if (cli->n_arguments > 0
      && !dex_await (palier_settings_service_set_profile (settings, profile), error))
    return PALIER_EXIT_FAILED;
  print_profile (profile);
  return PALIER_EXIT_DONE;
}

static gboolean password_on_stdin;
static gboolean test_sender;

static const GOptionEntry sender_entries[] = {
  { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &password_on_stdin,
    N_ ("Read the password from standard input"), NULL },
  { "test", 't', 0, G_OPTION_ARG_NONE, &test_sender, N_ ("Try to send, and say what is wrong"),
    NULL },
  { NULL },
};

static gboolean
set_port (PalierSender *sender, const char *value)
{
  gint64 port;

  if (!g_ascii_string_to_signed (value, 10, 1, 65535, &port, NULL))
    return FALSE;
  sender->port = (int) port;
  return TRUE;
}

static gboolean
set_sender_key (PalierSender *sender, const char *key, const char *value)
{
  struct
  {
    const char *key;
    char **place;
  } texts[] = { { "host", &sender->host },
                { "user", &sender->user },
                { "from_name", &sender->from_name },
                { "from_email", &sender->from_email },
                { "security", &sender->security } };

  if (g_str_equal (key, "port"))
    return set_port (sender, value);
  if (g_str_equal (key, "allow_plain_loopback"))
    return sender->allow_plain_loopback = g_str_equal (value, "yes"), TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (key, texts[i].key))
      return g_set_str (texts[i].place, value), TRUE;
  return FALSE;
}

static gboolean
set_sender_pairs (PalierSender *sender, PalierCli *cli, GError **error)
{
  for (guint i = 0; i < cli->n_arguments; i++)
  {
    g_autofree char *key = NULL;
    const char *value;
    if (!split_pair (cli->arguments[i], &key, &value, error))
      return FALSE;
    if (!set_sender_key (sender, key, value))
      return unknown_key (key, error);
  }
  return TRUE;
}

static void
print_sender (const PalierSender *sender, const PalierSenderTest *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "host", sender->host);
  palier_cli_add_int (builder, "port", sender->port);
  palier_cli_add_text (builder, "security", sender->security);
  palier_cli_add_text (builder, "user", sender->user);
  palier_cli_add_text (builder, "from_name", sender->from_name);
  palier_cli_add_text (builder, "from_email", sender->from_email);
  if (result != NULL)
  {
    palier_cli_add_text (builder, "test", result->code);
    palier_cli_add_text (builder, "detail", result->detail);
  }
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static PalierExit
test_and_print (PalierSettingsService *settings, PalierSender *sender, const char *password,
                GError **error)
{
  g_autoptr (PalierSenderTest) result =
      dex_await_boxed (palier_settings_service_test_sender (settings, sender, password), error);

  if (result == NULL)
    return PALIER_EXIT_FAILED;
  print_sender (sender, result);
  palier_cli_say ("%s", result->words);
  return result->ok ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

static PalierExit
run_sender (PalierCli *cli, GError **error)
{
  PalierSettingsService *settings = palier_session_get_settings (cli->session);
  g_autoptr (GError) failure = NULL;
  g_autoptr (PalierSender) sender =
      dex_await_boxed (palier_settings_service_get_sender (settings), &failure);

  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), PALIER_EXIT_FAILED;
  if (sender == NULL)
    sender = palier_sender_new ();
  if (!set_sender_pairs (sender, cli, error))
    return PALIER_EXIT_USAGE;

  g_autofree char *password = password_on_stdin ? palier_cli_read_password () : NULL;
  if ((cli->n_arguments > 0 || password != NULL)
      && !dex_await (palier_settings_service_set_sender (settings, sender, password), error))
    return PALIER_EXIT_FAILED;
  if (test_sender)
    return test_and_print (settings, sender, password, error);
  print_sender (sender, NULL);
  return PALIER_EXIT_DONE;
}

static PalierExit
run_login (PalierCli *cli, GError **error)
{
  if (g_str_equal (cli->arguments[0], "local"))
    return dex_await (palier_sync_service_use_local (palier_session_get_sync (cli->session)), error)
               ? PALIER_EXIT_DONE
               : PALIER_EXIT_FAILED;
  if (cli->n_arguments < 2)
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("Usage: palierctl login URL E-MAIL, the password on standard input"));
    return PALIER_EXIT_USAGE;
  }
  return palier_cli_sign_in (cli, cli->arguments[0], cli->arguments[1], error);
}

static PalierExit
run_check (PalierCli *cli, GError **error)
{
  g_auto (GStrv) findings = dex_await_boxed (palier_session_check (cli->session), error);

  if (findings == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; findings[i] != NULL; i++)
    json_builder_add_string_value (builder, findings[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return findings[0] == NULL ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

const PalierCommand palier_command_init = {
  .name = "init",
  .parameters = "",
  .summary = N_ ("Create an empty encrypted base"),
  .run = run_init,
  .new_base = TRUE,
};

const PalierCommand palier_command_profile = {
  .name = "profile",
  .parameters = N_ ("[KEY=VALUE…]"),
  .summary = N_ ("Show or set who writes: agency, name, address, mentions"),
  .run = run_profile,
  .most = 100,
};

const PalierCommand palier_command_sender = {
  .name = "sender",
  .parameters = N_ ("[KEY=VALUE…]"),
  .summary = N_ ("Show, set or test the mailbox that messages leave from"),
  .entries = sender_entries,
  .run = run_sender,
  .most = 100,
};

const PalierCommand palier_command_login = {
  .name = "login",
  .parameters = N_ ("URL E-MAIL | local"),
  .summary = N_ ("Use a relay in the cloud, or the one of this computer"),
  .run = run_login,
  .least = 1,
  .most = 2,
};

const PalierCommand palier_command_check = {
  .name = "check",
  .parameters = "",
  .summary = N_ ("Check that the base is sound"),
  .run = run_check,
};
