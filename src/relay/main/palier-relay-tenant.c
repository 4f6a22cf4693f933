/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an operator does for accounts where the relay sends no mail, and for a tenant who ends,
 * beside a relay that runs or without one: each is one transaction of the store. */
#include "palier-relay-hosts.h"
#include "palier-relay-log.h"
#include "palier-relay-process.h"

#include <stdio.h>
#include <string.h>

#include "palier-address-change.h"
#include "palier-challenge-store.h"
#include "palier-entitlement.h"
#include "palier-invitation.h"
#include "palier-password-change.h"
#include "palier-registration.h"
#include "palier-tenant-erasure.h"

#define PASSWORD_MAX 1100

static int
fail (const GError *error)
{
  static const char *const words[PALIER_N_ACCOUNT_ERRORS] = {
    [PALIER_ACCOUNT_ERROR_EMAIL] = "there is no such account, or this is no address",
    [PALIER_ACCOUNT_ERROR_PASSWORD] = "this password is too short, too long or too well known",
    [PALIER_ACCOUNT_ERROR_CODE] = "no registration of this address waits",
    [PALIER_ACCOUNT_ERROR_ROLE] = "this account is no owner's",
    [PALIER_ACCOUNT_ERROR_USER_LIMIT] = "the plan has no room for another member",
    [PALIER_ACCOUNT_ERROR_ADDRESS_TAKEN] = "the new address has an account already",
    [PALIER_ACCOUNT_ERROR_KNOWN_MEMBER] = "this address belongs to a member already",
    [PALIER_ACCOUNT_ERROR_NAME] = "a name has at most 80 letters, and no control characters",
    [PALIER_ACCOUNT_ERROR_SLUG] =
        "a slug has 3 to 40 letters without accents, digits and single hyphens between them",
    [PALIER_ACCOUNT_ERROR_SLUG_TAKEN] = "this slug is another agency's, or kept back",
    [PALIER_ACCOUNT_ERROR_HOST_CHANGED] = "too many earlier hosts are still kept for this agency",
    [PALIER_ACCOUNT_ERROR_DOMAIN] = "this is no domain that an agency can have",
    [PALIER_ACCOUNT_ERROR_DOMAIN_PLAN] = "the plan has no domain of one's own",
    [PALIER_ACCOUNT_ERROR_NO_HOSTS] = "set public_url, and base_domain for slugs",
  };
  const char *text = error->domain == PALIER_ACCOUNT_ERROR ? words[error->code] : NULL;

  fprintf (stderr, "palier-relay: %s\n", text != NULL ? text : error->message);
  return PALIER_EXIT_FAILED;
}

static void
print_waiting (GPtrArray *waiting)
{
  for (guint i = 0; i < waiting->len; i++)
  {
    const PalierChallenge *one = g_ptr_array_index (waiting, i);
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (one->created_ms / 1000);
    g_autofree char *text = g_date_time_format_iso8601 (time);
    printf ("%u  %s  SIRET %s\n", i + 1, text, one->siret);
  }
}

/* @which: (nullable): which of several, as they were printed */
static int
verify (PalierStore *store, const char *email, const char *which)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) waiting = palier_registration_list (store, email, &error);
  guint64 number = 1;

  if (waiting == NULL)
    return fail (error);
  if (which == NULL && waiting->len > 1)
  {
    print_waiting (waiting);
    fputs ("palier-relay: several registrations of this address wait: name one by its number\n",
           stderr);
    return PALIER_EXIT_USAGE;
  }
  if (which != NULL && !g_ascii_string_to_unsigned (which, 10, 1, G_MAXUINT, &number, NULL))
    number = 0;
  if (!palier_registration_approve (store, email, (guint) number, &error))
    return fail (error);
  puts ("confirmed");
  return PALIER_EXIT_DONE;
}

static int
set_password (PalierStore *store, const char *email)
{
  g_autoptr (GError) error = NULL;
  char line[PASSWORD_MAX];

  if (fgets (line, sizeof line, stdin) == NULL)
    *line = '\0';
  line[strcspn (line, "\n")] = '\0';
  gboolean good = palier_password_set (store, email, line, &error);
  explicit_bzero (line, sizeof line);
  if (!good)
    return fail (error);
  puts ("changed");
  return PALIER_EXIT_DONE;
}

static int
invite (PalierStore *store, PalierMeter meter, const char *owner, const char *email,
        const char *role_name)
{
  g_autoptr (GError) error = NULL;
  g_auto (PalierNotice) notice = { 0 };
  PalierCaller caller;
  PalierRole role;

  if (!palier_role_from_name (role_name, &role))
  {
    fputs ("palier-relay: a role is owner, agent or reader\n", stderr);
    return PALIER_EXIT_USAGE;
  }
  if (!palier_account_find (store, owner, &caller, &error))
    return fail (error);
  g_autoptr (PalierInvitation) invitation =
      palier_invitation_make (store, &caller, meter, email, role, &notice, &error);
  if (invitation == NULL)
    return fail (error);
  puts (notice.code);
  return PALIER_EXIT_DONE;
}

static void
print_erasure (const PalierErasure *erasure)
{
  for (guint i = 0; i < erasure->tables->len; i++)
  {
    const PalierErasedTable *one = &g_array_index (erasure->tables, PalierErasedTable, i);
    printf ("%10" G_GUINT64_FORMAT "  %s\n", one->rows, one->table);
  }
}

/* What there is, is shown; the tenant's number on standard input says that all of it may go. */
static gboolean
confirm (PalierStore *store, gint64 tenant, GError **error)
{
  g_auto (PalierErasure) there = { 0 };
  char line[64] = "";

  if (!palier_tenant_count (store, tenant, &there, error))
    return FALSE;
  printf ("the tenant %" G_GINT64_FORMAT " has\n", tenant);
  print_erasure (&there);
  puts ("Nothing brings it back. Its number again, to erase all of it:");
  fflush (stdout);
  gboolean sure =
      fgets (line, sizeof line, stdin) != NULL && g_ascii_strtoll (line, NULL, 10) == tenant;
  if (!sure)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "nothing was erased");
  return sure;
}

static int
erase (PalierStore *store, const char *directory, const char *name)
{
  g_auto (PalierErasure) erased = { 0 };
  g_auto (PalierErasure) left = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 tenant = 0;

  if (!palier_tenant_find (store, name, &tenant, &error) || !confirm (store, tenant, &error)
      || !palier_tenant_erase (store, directory, tenant, &erased, &error)
      || (!palier_tenant_count (store, tenant, &left, &error)
          && !g_error_matches (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN)))
    return fail (error);
  puts ("erased, and its data key with it:");
  print_erasure (&erased);
  printf ("%10" G_GUINT64_FORMAT "  in all; %" G_GUINT64_FORMAT " left\n", erased.rows, left.rows);
  return PALIER_EXIT_DONE;
}

static int
run_erase (PalierStore *store, const PalierRelayConfig *config, char **words)
{
  return erase (store, config->directory, words[0]);
}

static int
run_verify_log (PalierStore *store, const PalierRelayConfig *config, char **words)
{
  gint64 tenant = 0;
  g_autoptr (GError) error = NULL;

  return palier_tenant_find (store, words[0], &tenant, &error)
             ? palier_relay_verify_log (store, tenant)
             : fail (error);
}

static int
run_verify (PalierStore *store, const PalierRelayConfig *config, char **words)
{
  return verify (store, words[0], words[1]);
}

static int
run_password (PalierStore *store, const PalierRelayConfig *config, char **words)
{
  return set_password (store, words[0]);
}

/* ADDRESS NEW */
static int
run_address (PalierStore *store, const PalierRelayConfig *config, char **words)
{
  g_autoptr (GError) error = NULL;

  if (!palier_address_set (store, words[0], words[1], &error))
    return fail (error);
  puts ("changed");
  return PALIER_EXIT_DONE;
}

static int
run_invite (PalierStore *store, const PalierRelayConfig *config, char **words)
{
  return invite (store, config->plans ? PALIER_METER_LIMIT : PALIER_METER_COUNT, words[0], words[1],
                 words[2] != NULL ? words[2] : "agent");
}

/* ---- plans */

typedef struct
{
  PalierCaller caller;
  const PalierPlan *plan; /* (nullable): NULL only looks */
  PalierPlanStatus status;
  gint64 budget; /* in millionths of a euro */
  PalierAgencyPlan now;
} PlanWork;

static gboolean
set_plan (PalierTx *tx, gpointer data, GError **error)
{
  PlanWork *self = data;

  if (self->plan != NULL
      && !palier_entitlement_set_plan (tx, self->caller.tenant, self->plan, self->status, error))
    return FALSE;
  palier_agency_plan_clear (&self->now);
  palier_agency_plan_store_get (tx, self->caller.tenant, &self->now);
  return palier_db_check (tx->db, error);
}

static gboolean
set_budget (PalierTx *tx, gpointer data, GError **error)
{
  PlanWork *self = data;

  palier_entitlement_set_budget (tx, self->caller.tenant, self->budget);
  return palier_db_check (tx->db, error);
}

static int
fail_usage (const char *what)
{
  fprintf (stderr, "palier-relay: %s\n", what);
  return PALIER_EXIT_USAGE;
}

/* ADDRESS [PLAN [STATUS]] */
static int
run_plan (PalierStore *store, const PalierRelayConfig *config, char **words)
{
  g_autoptr (GError) error = NULL;
  PlanWork work = { .plan = palier_plans_find (palier_plans_get (), words[1]),
                    .status = PALIER_PLAN_ACTIVE };

  if (words[1] != NULL && work.plan == NULL)
    return fail_usage ("a plan is starter, growth, scale or enterprise");
  if (words[1] != NULL && words[2] != NULL
      && !palier_plan_status_from_name (words[2], &work.status))
    return fail_usage ("a status is trialing, active, past_due, paused, unpaid or canceled");
  if (!palier_account_find (store, words[0], &work.caller, &error)
      || !palier_store_write (store, set_plan, &work, &error))
    return fail (error);
  if (work.now.plan != NULL)
    printf ("%s %s\n", work.now.plan, palier_plan_status_name (work.now.status));
  else
    puts ("none: the trial begins with the first use");
  palier_agency_plan_clear (&work.now);
  return PALIER_EXIT_DONE;
}

/* ADDRESS EUROS */
static int
run_budget (PalierStore *store, const PalierRelayConfig *config, char **words)
{
  g_autoptr (GError) error = NULL;
  PlanWork work = { 0 };
  guint64 euros;

  if (strcmp (words[1], "plan") == 0)
    work.budget = PALIER_BUDGET_OF_PLAN;
  else if (g_ascii_string_to_unsigned (words[1], 10, 0, 1000000, &euros, NULL))
    work.budget = (gint64) euros * 1000000;
  else
    return fail_usage ("a budget is a number of euros a month, or \"plan\" for the plan's own");
  if (!palier_account_find (store, words[0], &work.caller, &error)
      || !palier_store_write (store, set_budget, &work, &error))
    return fail (error);
  puts ("changed");
  return PALIER_EXIT_DONE;
}

/* ---- hosts */

static int
run_host (PalierStore *store, const PalierRelayConfig *config, PalierHostDeed what, char **words)
{
  g_autoptr (GError) error = NULL;

  return palier_relay_run_host (store, config, what, words, &error) ? PALIER_EXIT_DONE
                                                                    : fail (error);
}

static int
run_name (PalierStore *store, const PalierRelayConfig *config, char **words)
{
  return run_host (store, config, PALIER_HOST_DEED_NAME, words);
}

static int
run_slug (PalierStore *store, const PalierRelayConfig *config, char **words)
{
  return run_host (store, config, PALIER_HOST_DEED_SLUG, words);
}

static int
run_domain (PalierStore *store, const PalierRelayConfig *config, char **words)
{
  return run_host (store, config, PALIER_HOST_DEED_DOMAIN, words);
}

static int
run_check_domain (PalierStore *store, const PalierRelayConfig *config, char **words)
{
  return run_host (store, config, PALIER_HOST_DEED_CHECK, words);
}

/* ---- */

#define UNNOTED PALIER_N_ACCESS_ACTIONS /* it has no tenant yet, shows nothing, or ends the log */

static const struct
{
  const char *name;
  guint least; /* words after the name */
  guint most;
  PalierAccessAction noted;
  int (*run) (PalierStore *store, const PalierRelayConfig *config, char **words);
} actions[] = {
  { "verify", 1, 2, UNNOTED, run_verify },
  { "password", 1, 1, PALIER_ACCESS_PASSWORD, run_password },
  { "email", 2, 2, PALIER_ACCESS_ADDRESS, run_address },
  { "invite", 2, 3, PALIER_ACCESS_INVITE, run_invite },
  { "erase", 1, 1, UNNOTED, run_erase },
  { "verify-log", 1, 1, UNNOTED, run_verify_log },
  { "plan", 1, 3, PALIER_ACCESS_PLAN, run_plan },
  { "budget", 2, 2, PALIER_ACCESS_BUDGET, run_budget },
  { "name", 1, 2, PALIER_ACCESS_HOST, run_name },
  { "slug", 1, 2, PALIER_ACCESS_HOST, run_slug },
  { "domain", 1, 2, PALIER_ACCESS_HOST, run_domain },
  { "check-domain", 1, 1, PALIER_ACCESS_HOST, run_check_domain },
};

static int
act (guint which, const PalierRelayConfig *config, char **words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierStore) store = palier_relay_open_with_key (config, &error);
  gint64 tenant = 0;

  /* Written down before it is done. A name that is nobody's is for the action to complain of. */
  if (store == NULL
      || (actions[which].noted != UNNOTED && palier_tenant_find (store, words[0], &tenant, NULL)
          && !palier_relay_note_deed (store, tenant, actions[which].noted, &error)))
    return palier_relay_report (error);
  return actions[which].run (store, config, words);
}

/**
 * palier_relay_tenant:
 * @words: (array zero-terminated=1): an action and what it is about, as the usage has it
 *
 * Returns: the exit status
 */
int
palier_relay_tenant (const PalierRelayConfig *config, char **words)
{
  guint count = g_strv_length (words);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (count >= 1 + actions[i].least && count <= 1 + actions[i].most
        && strcmp (words[0], actions[i].name) == 0)
      return act (i, config, words + 1);
  fputs (
      "palier-relay: tenant verify ADDRESS [NUMBER], tenant password ADDRESS with the password "
      "on standard input, tenant email ADDRESS NEW, tenant invite OWNER ADDRESS [ROLE], tenant plan ADDRESS [PLAN [STATUS]], tenant "
      "budget ADDRESS EUROS|plan, tenant name ADDRESS [NAME|none], tenant slug ADDRESS [SLUG|none], "
      "tenant domain ADDRESS [DOMAIN|none], tenant check-domain ADDRESS, or tenant erase "
      "ADDRESS|NUMBER\n",
      stderr);
  return PALIER_EXIT_USAGE;
}

/* Another key signs access tokens from now on. Returns: the exit status. */
int
palier_relay_rotate_key (const PalierRelayConfig *config)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierStore) store = palier_relay_open_with_key (config, &error);

  if (store == NULL || !palier_relay_note_deed_to_all (store, PALIER_ACCESS_SIGNING_KEY, &error)
      || !palier_authority_rotate (store, &error))
    return palier_relay_report (error);
  puts ("another key signs; a relay that runs takes it within a minute");
  return PALIER_EXIT_DONE;
}
