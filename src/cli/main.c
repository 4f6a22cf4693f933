/* SPDX-License-Identifier: GPL-3.0-or-later */
/* palierctl: the services of the application from a terminal. Options may stand before or after
 * the command; the command runs in a fiber over an open session. */
#include "palier-cli.h"

#include <glib/gi18n.h>

#include "palier-locale.h"
#include "palier-log.h"
#include "palier-telemetry.h"

static char *workspace;
static char *key_file;
static char *relay_url;
static gboolean show_version;

static const GOptionEntry global_entries[] = {
  { "workspace", 0, 0, G_OPTION_ARG_FILENAME, &workspace,
    N_ ("Folder of the base (default: your own)"), N_ ("FOLDER") },
  { "key-file", 0, 0, G_OPTION_ARG_FILENAME, &key_file,
    N_ ("File with the base's key, instead of the keyring"), N_ ("FILE") },
  { "relay", 0, 0, G_OPTION_ARG_STRING, &relay_url,
    N_ ("Address of the relay (default: as in the preferences)"), N_ ("URL") },
  { "version", 0, 0, G_OPTION_ARG_NONE, &show_version, N_ ("Show the version"), NULL },
  { NULL },
};

typedef struct
{
  const PalierCommand *command;
  PalierCli cli;
  GMainLoop *loop;
  PalierExit result;
} Run;

static const PalierCommand *
find_command (const char *name)
{
  for (guint i = 0; name != NULL && palier_commands[i] != NULL; i++)
    if (g_str_equal (palier_commands[i]->name, name))
      return palier_commands[i];
  return NULL;
}

static char *
list_commands (void)
{
  GString *text = g_string_new (_ ("Commands:"));

  for (guint i = 0; palier_commands[i] != NULL; i++)
    g_string_append_printf (text, "\n  %-10s %s", palier_commands[i]->name,
                            _ (palier_commands[i]->summary));
  g_string_append_printf (text, "\n\n%s",
                          _ ("“palierctl COMMAND --help” tells more about one. Answers are JSON on "
                             "standard output; words for you are on standard error.\nExit codes: 0 "
                             "done, 1 failed, 2 usage, 3 partly done, 4 locked, 5 network."));
  return g_string_free (text, FALSE);
}

static GOptionContext *
create_context (const PalierCommand *command)
{
  g_autofree char *parameters = command != NULL
                                    ? g_strjoin (" ", command->name, command->parameters, NULL)
                                    : g_strdup (_ ("COMMAND …"));
  GOptionContext *context = g_option_context_new (parameters);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, global_entries, GETTEXT_PACKAGE);
  if (command != NULL)
  {
    g_option_context_set_summary (context, _ (command->summary));
    if (command->entries != NULL)
      g_option_context_add_main_entries (context, command->entries, GETTEXT_PACKAGE);
    return context;
  }
  g_autofree char *commands = list_commands ();
  g_option_context_set_summary (context, commands);
  g_option_context_set_strict_posix (context, TRUE);
  return context;
}

/* Splits the command line; @arguments is what is left after options and command. */
static gboolean
parse (int argc, char **argv, const PalierCommand **out, char ***arguments, GError **error)
{
  g_auto (GStrv) words = g_strdupv (argv);
  g_autoptr (GOptionContext) general = create_context (NULL);

  if (!g_option_context_parse_strv (general, &words, error) || show_version)
    return show_version;
  if (words[1] == NULL)
  {
    g_autofree char *help = g_option_context_get_help (general, TRUE, NULL);
    g_printerr ("%s", help);
    return g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                                _ ("A command is missing.")),
           FALSE;
  }

  const PalierCommand *command = find_command (words[1]);
  if (command == NULL)
  {
    g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                 _ ("There is no command “%s”; “palierctl --help” lists them."), words[1]);
    return FALSE;
  }
  *out = command;

  g_autoptr (GOptionContext) special = create_context (command);
  g_auto (GStrv) rest = g_strdupv (words + 1);
  if (!g_option_context_parse_strv (special, &rest, error))
    return FALSE;
  *arguments = g_strdupv (rest + 1);
  return TRUE;
}

static gboolean
count_arguments (const PalierCommand *command, guint n, GError **error)
{
  if (n >= command->least && n <= command->most)
    return TRUE;
  g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE, _ ("Usage: palierctl %s %s"),
               command->name, command->parameters);
  return FALSE;
}

static PalierExit
report (const GError *error)
{
  static const PalierExit exits[] = {
    [PALIER_FAILURE_OTHER] = PALIER_EXIT_FAILED,     [PALIER_FAILURE_USAGE] = PALIER_EXIT_USAGE,
    [PALIER_FAILURE_LOCKED] = PALIER_EXIT_LOCKED,    [PALIER_FAILURE_NETWORK] = PALIER_EXIT_NETWORK,
    [PALIER_FAILURE_CANCELLED] = PALIER_EXIT_FAILED,
  };

  if (error->domain == PALIER_CLI_ERROR || error->domain == G_OPTION_ERROR)
  {
    palier_cli_say ("palierctl: %s", error->message);
    return PALIER_EXIT_USAGE;
  }
  g_autofree char *words = palier_session_error_message (error);
  palier_cli_say ("palierctl: %s", words);
  return exits[palier_session_error_failure (error)];
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;
  gboolean open =
      run->command->new_base || dex_await (palier_session_open (run->cli.session), &error);

  if (open)
    run->result = run->command->run (&run->cli, &error);
  if (error != NULL)
    run->result = report (error);
  if (palier_session_is_open (run->cli.session))
    dex_await (palier_session_close (run->cli.session), NULL);
  g_main_loop_quit (run->loop);
  return dex_future_new_true ();
}

static PalierExit
run_command (const PalierCommand *command, char **arguments)
{
  PalierSessionOptions options = { .directory = workspace,
                                   .key_file = key_file,
                                   .relay_url = relay_url };
  g_autoptr (PalierSession) session = palier_session_new (&options);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run run = { .command = command,
              .cli = { session, arguments, g_strv_length (arguments) },
              .loop = loop };

  dex_future_disown (dex_scheduler_spawn (NULL, 0, run_fiber, &run, NULL));
  g_main_loop_run (loop);
  return run.result;
}

int
main (int argc, char **argv)
{
  const PalierCommand *command = NULL;
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;

  palier_locale_init ();
  palier_log_init ("palierctl");
  dex_init ();

  if (!parse (argc, argv, &command, &arguments, &error))
    return report (error);
  if (show_version)
  {
    palier_cli_print_line ("{\"version\":\"" PALIER_VERSION "\"}");
    return PALIER_EXIT_DONE;
  }
  if (!count_arguments (command, g_strv_length (arguments), &error))
    return report (error);
  palier_telemetry_start ("palierctl");
  PalierExit result = run_command (command, arguments);
  palier_session_wait_all_gone ();
  palier_telemetry_stop ();
  return (int) result;
}
