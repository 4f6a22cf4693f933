/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `palier-relay check`: the settings, and for each fault of them what mends it. */
#include "palier-relay-process.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "palier-event-stream.h"
#include "palier-http-tls.h"
#include "palier-writing-desk.h"

typedef struct
{
  const PalierRelayConfig *config;
  guint problems;
} Check;

static void
problem (Check *self, const char *what, const char *remedy)
{
  printf ("problem: %s\n  remedy: %s\n", what, remedy);
  self->problems++;
}

static void
check_key (Check *self)
{
  g_autoptr (GError) error = NULL;
  PalierSealKey key;

  if (palier_relay_config_get_key (self->config, NULL, &key, &error))
    palier_seal_key_clear (&key);
  else
    problem (self, error->message,
             "`palier-relay serve` makes a key where there is none; for a store that exists, put"
             " its own key back in master_key_file: no other opens it");
  if (palier_relay_config_is_rekeying (self->config))
    problem (self, "a change of the master key was begun and has not ended",
             "run `palier-relay rotate-master-key` again, which ends it");
}

static void
check_key_file (Check *self)
{
  struct stat found;
  const char *path = self->config->master_key_file;

  if (path != NULL && stat (path, &found) == 0 && (found.st_mode & 077) != 0)
    problem (self, "master_key_file: others may read it", "chmod 600 it");
}

static void
check_directory (Check *self)
{
  const char *path = self->config->directory;
  g_autofree char *what = g_strdup_printf ("directory: %s", path);

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
  {
    g_autofree char *missing = g_strconcat (what, " does not exist", NULL);
    problem (self, missing, "`palier-relay serve` makes it, where it may");
  }
  else if (access (path, R_OK | W_OK | X_OK) != 0)
  {
    g_autofree char *closed = g_strconcat (what, " cannot be written", NULL);
    problem (self, closed, "give it to the user that runs the relay (chown)");
  }
}

static void
check_tls (Check *self)
{
  const PalierRelayConfig *config = self->config;
  g_autoptr (GError) error = NULL;
  PalierTls *tls = NULL;

  if ((config->tls_certificate == NULL) != (config->tls_key == NULL))
    problem (self, "tls_certificate and tls_key go together", "set both, or none behind a proxy");
  else if (config->tls_certificate != NULL)
  {
    tls = palier_tls_new (config->tls_certificate, config->tls_key, &error);
    if (tls == NULL)
      problem (self, error->message, "both are PEM files that the relay's user can read");
    g_clear_pointer (&tls, palier_tls_free);
  }
}

/* Asks the server, and tells it nothing. */
static void
check_stream (Check *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  if (self->config->event_stream == NULL)
    return;
  g_autoptr (PalierEventStream) stream =
      palier_event_stream_new (self->config->event_stream, self->config->event_stream_key);
  if (!palier_event_stream_tell (stream, none, &error))
    problem (self, error->message,
             "event_stream names a server of Valkey or Redis that runs, and its password; events"
             " wait meanwhile");
}

static void
check_writing (Check *self)
{
  g_autoptr (GError) error = NULL;

  if (self->config->ai_service == NULL)
    puts ("note: no ai_service: the relay writes no drafts for agencies");
  else if (!palier_writing_desk_check (self->config, &error))
    problem (self, error->message,
             "ai_service, ai_endpoint, ai_key and ai_model are those of one account at the service"
             " that writes");
}

static gboolean
is_loopback (const char *address)
{
  return g_str_has_prefix (address, "127.") || strcmp (address, "::1") == 0;
}

static void
check_reach (Check *self)
{
  const PalierRelayConfig *config = self->config;

  if (!is_loopback (config->listen) && config->tls_certificate == NULL)
    problem (self, "listen: tokens and addresses go over the network in clear",
             "set tls_certificate and tls_key, or listen on 127.0.0.1 behind a proxy with TLS");
  if (config->public_url != NULL && g_str_has_prefix (config->public_url, "http:"))
    puts ("note: public_url is not https: mail programs offer no one-click unsubscribing then");
  if (config->mail_host == NULL || config->mail_from == NULL)
    puts ("note: no mail_host or no mail_from: accounts are confirmed by palier-relay tenant verify"
          " ADDRESS, and passwords reset by palier-relay tenant password ADDRESS");
  if (config->base_domain != NULL && config->public_url == NULL)
    problem (self, "base_domain: agencies have no addresses without public_url",
             "set public_url to where readers reach this relay");
  if (config->public_url == NULL)
    puts ("note: no public_url: links stay as written, opens and clicks are not known");
}

/* Prints the settings, secrets masked, and what is wrong with them. */
int
palier_relay_check (const PalierRelayConfig *config)
{
  g_autofree char *settings = palier_relay_config_print (config);
  Check check = { .config = config };

  fputs (settings, stdout);
  check_key (&check);
  check_key_file (&check);
  check_directory (&check);
  check_tls (&check);
  check_stream (&check);
  check_writing (&check);
  check_reach (&check);
  return check.problems == 0 ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}
