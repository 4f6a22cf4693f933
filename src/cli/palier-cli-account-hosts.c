/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account hosts, name, slug, domain, check-domain: what readers see of the agency. */
#include "palier-cli-account.h"

#include "palier-words.h"

static void
print_host (const PalierAgencyHost *host)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *words = palier_words_host (host);

  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "kind", host->kind);
  palier_cli_add_text (builder, g_str_equal (host->kind, "name") ? "name" : "host", host->name);
  if (host->until_ms != 0)
    palier_cli_add_time (builder, "until", host->until_ms);
  if (host->record != NULL)
  {
    palier_cli_add_bool (builder, "proved", host->proved);
    palier_cli_add_bool (builder, "reached", host->reached);
    palier_cli_add_text (builder, "fault", host->fault);
    palier_cli_add_text (builder, "record_name", host->record_name);
    palier_cli_add_text (builder, "record", host->record);
  }
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  palier_cli_say ("%s: %s", host->name, words);
}

/* @future: (transfer full): → G_TYPE_PTR_ARRAY of PalierAgencyHost */
static PalierExit
print (DexFuture *future, GError **error)
{
  g_autoptr (GPtrArray) hosts = dex_await_boxed (future, error);

  for (guint i = 0; hosts != NULL && i < hosts->len; i++)
    print_host (g_ptr_array_index (hosts, i));
  return palier_cli_exit (hosts != NULL);
}

PalierExit
palier_cli_account_hosts (PalierCli *cli, GError **error)
{
  return print (palier_account_service_list_hosts (palier_cli_get_account (cli)), error);
}

/* name, slug or domain; "none" stands for without. */
PalierExit
palier_cli_account_change_hosts (PalierCli *cli, GError **error)
{
  const char *what = cli->arguments[0];
  const char *value = g_str_equal (cli->arguments[1], "none") ? "" : cli->arguments[1];

  return print (palier_account_service_change_hosts (palier_cli_get_account (cli),
                                                     g_str_equal (what, "name") ? value : NULL,
                                                     g_str_equal (what, "slug") ? value : NULL,
                                                     g_str_equal (what, "domain") ? value : NULL),
                error);
}

PalierExit
palier_cli_account_check_domain (PalierCli *cli, GError **error)
{
  return print (palier_account_service_check_domain (palier_cli_get_account (cli)), error);
}
