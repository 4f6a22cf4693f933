/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "palier-log.h"
#include "palier-relay-process.h"

static const char usage[] =
    "Usage: palier-relay serve [--config FILE] [--port N]\n"
    "       palier-relay serve --local --dir DIRECTORY [--port N]\n"
    "       palier-relay migrate [--config FILE]\n"
    "       palier-relay check [--config FILE]\n"
    "       palier-relay tenant verify ADDRESS [NUMBER] [--config FILE]\n"
    "       palier-relay tenant password ADDRESS [--config FILE]\n"
    "       palier-relay tenant email ADDRESS NEW [--config FILE]\n"
    "       palier-relay tenant invite OWNER ADDRESS [ROLE] [--config FILE]\n"
    "       palier-relay tenant plan ADDRESS [PLAN [STATUS]] [--config FILE]\n"
    "       palier-relay tenant budget ADDRESS EUROS|plan [--config FILE]\n"
    "       palier-relay tenant name ADDRESS [NAME|none] [--config FILE]\n"
    "       palier-relay tenant slug ADDRESS [SLUG|none] [--config FILE]\n"
    "       palier-relay tenant domain ADDRESS [DOMAIN|none] [--config FILE]\n"
    "       palier-relay tenant check-domain ADDRESS [--config FILE]\n"
    "       palier-relay tenant erase ADDRESS|NUMBER [--config FILE]\n"
    "       palier-relay verify-log ADDRESS|NUMBER [--config FILE]\n"
    "       palier-relay backup FOLDER [--config FILE]\n"
    "       palier-relay restore BACKUP [--config FILE]\n"
    "       palier-relay revive [--config FILE]\n"
    "       palier-relay report costs --weekly [--config FILE]\n"
    "       palier-relay rotate-key [--config FILE]\n"
    "       palier-relay rotate-master-key [--config FILE]\n"
    "\n"
    "Settings stand in FILE as key = value and in the environment as PALIER_RELAY_KEY;\n"
    "`check` prints them. A local relay reads its keys from standard input, as one line:\n"
    "{\"master_key\":HEX64,\"token\":TEXT}, prints {\"port\":N} and ends when its input is closed.\n"
    "`tenant verify` confirms the registration of an address where the relay has no mail server to\n"
    "send a code by; `tenant password` reads a new password from standard input and ends all\n"
    "sessions of the account; `tenant email` gives it another address; `tenant invite` prints a code that lets an address into the agency of\n"
    "an owner; `tenant erase` shows what the tenant of an address has and removes it for ever once\n"
    "its number comes on standard input; `verify-log` says whether its access log is as it was written;\n"
    "`backup` puts a sealed copy of the store into FOLDER, beside\n"
    "a relay that runs, and `restore` puts one in the place of a store; `revive` follows where another\n"
    "program put it back; `tenant plan` says or sets what the agency of an address may use where plans\n"
    "apply (plans = yes), `tenant budget` what it may spend a month; `tenant name`, `tenant slug` and\n"
    "`tenant domain` say or set what its readers see and by which hosts it is reached, `tenant\n"
    "check-domain` looks whether its domain is proved; `report costs` prints what each\n"
    "agency used in the last seven days; `rotate-key` lets another key sign access tokens;\n"
    "`rotate-master-key` seals what the master key seals with another one, while no relay runs.\n"
    "\n"
    "Exit status: 0 done, 1 failed, 2 usage, 4 another relay serves the directory.\n";

static gboolean local;
static char *config_file;
static char *directory;
static char *port;
static gboolean weekly;

static const GOptionEntry entries[] = {
  { "config", 0, 0, G_OPTION_ARG_FILENAME, &config_file, NULL, NULL },
  { "local", 0, 0, G_OPTION_ARG_NONE, &local, NULL, NULL },
  { "dir", 0, 0, G_OPTION_ARG_FILENAME, &directory, NULL, NULL },
  { "weekly", 0, 0, G_OPTION_ARG_NONE, &weekly, NULL, NULL },
  { "port", 0, 0, G_OPTION_ARG_STRING, &port, NULL, NULL },
  G_OPTION_ENTRY_NULL,
};

static gboolean
load (PalierRelayConfig *config, GError **error)
{
  g_auto (GStrv) environment = g_get_environ ();

  /* A local relay listens where nobody else looks, on any free port. */
  if (local && !palier_relay_config_set (config, "port", "0", error))
    return FALSE;
  return (config_file == NULL || palier_relay_config_load_file (config, config_file, error))
         && palier_relay_config_load_environment (config, (const char *const *) environment, error)
         && (directory == NULL || palier_relay_config_set (config, "directory", directory, error))
         && (port == NULL || palier_relay_config_set (config, "port", port, error));
}

static int
fail (const char *why)
{
  fprintf (stderr, "palier-relay: %s\n%s", why, usage);
  return PALIER_EXIT_USAGE;
}

static const struct
{
  const char *name;
  int (*run) (const PalierRelayConfig *config);
} commands[] = {
  { "migrate", palier_relay_migrate },
  { "check", palier_relay_check },
  { "revive", palier_relay_revive },
  { "rotate-key", palier_relay_rotate_key },
  { "rotate-master-key", palier_relay_rotate_master_key },
};

/* About one folder or file. */
static const struct
{
  const char *name;
  int (*run) (const PalierRelayConfig *config, char **words);
} copying[] = {
  { "backup", palier_relay_backup },
  { "restore", palier_relay_restore },
};

static int
run (char **words, const PalierRelayConfig *config)
{
  const char *command = words[0];

  if (strcmp (command, "tenant") == 0)
    return palier_relay_tenant (config, words + 1);
  if (strcmp (command, "verify-log") == 0)
    return palier_relay_tenant (config, words);
  for (gsize i = 0; i < G_N_ELEMENTS (copying); i++)
    if (strcmp (command, copying[i].name) == 0)
      return g_strv_length (words) == 2 ? copying[i].run (config, words + 1)
                                        : fail ("the folder or file of the copy is needed");
  if (strcmp (command, "report") == 0)
    return palier_relay_print_report (config, words + 1, weekly);
  if (words[1] != NULL)
    return fail ("one command is needed");
  if (strcmp (command, "serve") == 0)
    return palier_relay_serve (config, local);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (command, commands[i].name) == 0)
      return commands[i].run (config);
  return fail ("no such command");
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (PalierRelayConfig) config = palier_relay_config_new ();
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  signal (SIGPIPE, SIG_IGN);
  palier_log_init ("relay");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (argc > 1 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "help") == 0))
    return fputs (usage, stdout) < 0;
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return fail (error->message);
  if (argc < 2)
    return fail ("one command is needed");
  if (local && directory == NULL)
    return fail ("--local needs --dir");
  if (!load (config, &error))
    return palier_relay_report (error);
  return run (argv + 1, config);
}
