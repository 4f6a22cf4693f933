/* SPDX-License-Identifier: GPL-3.0-or-later */
/* references: what may be told of one's customers. */
#include <glib/gi18n.h>

#include "palier-cli-filter.h"
#include "palier-cli-json.h"

static struct
{
  char *customer;
  char *prospect;
  char *kind;
  char *city;
  char *postal_code;
  char *specializations;
  char *team_size;
  char *achieved;
  char *figure;
  char *period;
  char *proof;
  char *permission;
  char *how;
} given;

static const GOptionEntry references_entries[] = {
  { "customer", 0, 0, G_OPTION_ARG_STRING, &given.customer, N_ ("As it is named to others"),
    N_ ("NAME") },
  { "prospect", 0, 0, G_OPTION_ARG_STRING, &given.prospect,
    N_ ("The customer in the base: the reference is erased with it"), N_ ("ID") },
  { "kind", 0, 0, G_OPTION_ARG_STRING, &given.kind, N_ ("agency or person"), N_ ("KIND") },
  { "city", 0, 0, G_OPTION_ARG_STRING, &given.city, N_ ("Its town"), N_ ("TOWN") },
  { "postal-code", 0, 0, G_OPTION_ARG_STRING, &given.postal_code, N_ ("Its postal code"),
    N_ ("CODE") },
  { "specializations", 0, 0, G_OPTION_ARG_STRING, &given.specializations,
    N_ ("Of an agency, between commas: residential, commercial, luxury, rental"), N_ ("LIST") },
  { "team-size", 0, 0, G_OPTION_ARG_STRING, &given.team_size, N_ ("1, 2-5, 6-20 or 20+"),
    N_ ("SIZE") },
  { "achieved", 0, 0, G_OPTION_ARG_STRING, &given.achieved,
    N_ ("What was achieved, as it goes on after the name"), N_ ("TEXT") },
  { "figure", 0, 0, G_OPTION_ARG_STRING, &given.figure, N_ ("Told only where there is a proof"),
    N_ ("TEXT") },
  { "period", 0, 0, G_OPTION_ARG_STRING, &given.period, N_ ("When that was"), N_ ("TEXT") },
  { "proof", 0, 0, G_OPTION_ARG_STRING, &given.proof, N_ ("Where it can be seen"), N_ ("TEXT") },
  { "permission", 0, 0, G_OPTION_ARG_STRING, &given.permission,
    N_ ("What the customer allows: none, anonymous or named (default: none)"), N_ ("WORD") },
  { "how", 0, 0, G_OPTION_ARG_STRING, &given.how, N_ ("How the permission was given"),
    N_ ("TEXT") },
  { NULL },
};

static PalierReferenceService *
get_service (PalierCli *cli)
{
  return palier_session_get_references (cli->session);
}

static void
print_reference (const PalierReference *reference)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *told = palier_reference_service_dup_told (reference);

  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "id", &reference->id);
  palier_cli_add_id (builder, "prospect", &reference->prospect);
  palier_cli_add_text (builder, "customer", reference->customer);
  palier_cli_add_text (builder, "kind", reference->kind);
  palier_cli_add_text (builder, "city", reference->city);
  palier_cli_add_text (builder, "postal_code", reference->postal_code);
  json_builder_set_member_name (builder, "specializations");
  json_builder_begin_array (builder);
  for (char **one = reference->specializations; one != NULL && *one != NULL; one++)
    json_builder_add_string_value (builder, *one);
  json_builder_end_array (builder);
  palier_cli_add_text (builder, "team_size", reference->team_size);
  palier_cli_add_text (builder, "achieved", reference->achieved);
  palier_cli_add_text (builder, "figure", reference->figure);
  palier_cli_add_text (builder, "period", reference->period);
  palier_cli_add_text (builder, "proof", reference->proof);
  palier_cli_add_text (builder, "permission", reference->permission);
  palier_cli_add_time (builder, "permission_at", reference->permission_ms);
  palier_cli_add_text (builder, "permission_how", reference->permission_how);
  palier_cli_add_text (builder, "told", told);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static PalierExit
run_list (PalierCli *cli, GError **error)
{
  g_autoptr (GPtrArray) all =
      dex_await_boxed (palier_reference_service_list (get_service (cli)), error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    print_reference (all->pdata[i]);
  return all != NULL ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

/* What was not given stays. */
static gboolean
apply_given (PalierReference *reference, GError **error)
{
  const struct
  {
    const char *text;
    char **place;
  } texts[] = {
    { given.customer, &reference->customer },   { given.kind, &reference->kind },
    { given.city, &reference->city },           { given.postal_code, &reference->postal_code },
    { given.team_size, &reference->team_size }, { given.achieved, &reference->achieved },
    { given.figure, &reference->figure },       { given.period, &reference->period },
    { given.proof, &reference->proof },         { given.how, &reference->permission_how },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].text != NULL)
      g_set_str (texts[i].place, texts[i].text);
  if (given.specializations != NULL)
  {
    g_strfreev (reference->specializations);
    reference->specializations = g_strsplit (given.specializations, ",", -1);
    for (char **one = reference->specializations; *one != NULL; one++)
      g_strstrip (*one);
  }
  /* A permission that changes is a new one. */
  if (given.permission != NULL && g_set_str (&reference->permission, given.permission))
    reference->permission_ms = 0;
  return given.prospect == NULL
         || palier_cli_parse_id (given.prospect, &reference->prospect, error);
}

static PalierExit
save (PalierCli *cli, PalierReference *reference, GError **error)
{
  if (!apply_given (reference, error))
    return PALIER_EXIT_USAGE;
  if (!dex_await (palier_reference_service_save (get_service (cli), reference), error))
    return PALIER_EXIT_FAILED;
  print_reference (reference);
  return PALIER_EXIT_DONE;
}

static PalierExit
run_add (PalierCli *cli, GError **error)
{
  g_autoptr (PalierReference) reference = palier_reference_new ();

  return save (cli, reference, error);
}

static PalierExit
run_edit (PalierCli *cli, GError **error)
{
  PalierId id;

  if (!palier_cli_parse_id (cli->arguments[1], &id, error))
    return PALIER_EXIT_USAGE;
  g_autoptr (PalierReference) reference =
      dex_await_boxed (palier_reference_service_get (get_service (cli), &id), error);
  return reference != NULL ? save (cli, reference, error) : PALIER_EXIT_FAILED;
}

static PalierExit
run_remove (PalierCli *cli, GError **error)
{
  PalierId id;

  if (!palier_cli_parse_id (cli->arguments[1], &id, error))
    return PALIER_EXIT_USAGE;
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (palier_reference_service_remove (get_service (cli), &id), error);
  if (changeset == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "changeset", &changeset->id);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static const struct
{
  const char *name;
  guint arguments; /* after the name */
  PalierCommandRun run;
} actions[] = {
  { "list", 0, run_list },
  { "add", 0, run_add },
  { "edit", 1, run_edit },
  { "remove", 1, run_remove },
};

static PalierExit
run_references (PalierCli *cli, GError **error)
{
  if (cli->n_arguments == 0)
    return run_list (cli, error);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, cli->arguments[0])
        && actions[i].arguments + 1 == cli->n_arguments)
      return actions[i].run (cli, error);
  g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                       _ ("Usage: palierctl references [list | add | edit ID | remove ID], with "
                          "what is to be said as options"));
  return PALIER_EXIT_USAGE;
}

const PalierCommand palier_command_references = {
  .name = "references",
  .parameters = N_ ("[ACTION …]"),
  .summary = N_ ("List, add, change or remove what may be told of your customers"),
  .entries = references_entries,
  .run = run_references,
  .most = 2,
};
