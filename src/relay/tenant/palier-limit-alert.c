/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-limit-alert.h"

#include "palier-account-store.h"
#include "palier-contact-store.h"
#include "palier-retry.h"
#include "palier-wall-time.h"

#define REACHED 100 /* percent */
#define CLAIM_MS (60 * 1000)
#define FIRST_PAUSE_MS (8 * 1000)

void
palier_limit_task_free (PalierLimitTask *self)
{
  g_clear_pointer (&self->alert, palier_limit_alert_free);
  palier_notice_clear (&self->notice);
  g_free (self);
}

/* ---- with the cause ---- */

static void
add_for_owners (PalierTx *tx, const PalierTenant *tenant, PalierLimitAlert *alert)
{
  g_autoptr (GPtrArray) accounts = palier_account_store_list (tx, tenant);

  for (guint i = 0; i < accounts->len; i++)
  {
    const PalierRelayAccount *account = g_ptr_array_index (accounts, i);
    if (account->role != PALIER_ROLE_OWNER)
      continue;
    alert->account = account->id;
    palier_limit_alert_store_add (tx, tenant, alert);
  }
}

static gint64
forecast (const PalierEntitlement *self, PalierTx *tx, const PalierTenant *tenant,
          PalierLimit limit)
{
  PalierLimitUse uses[PALIER_N_LIMITS];
  PalierUsage month[PALIER_N_USES] = { 0 };

  palier_entitlement_look (self, tx, tenant, uses, month);
  return uses[limit].reached_ms;
}

/**
 * palier_limit_alert_check:
 * @used: of it, with what this transaction adds
 *
 * Has the owners told, in the transaction of the cause, when @used reaches a mark of @limit: once a
 * month for each mark, and of the higher one alone where both are reached at once.
 */
void
palier_limit_alert_check (const PalierEntitlement *self, PalierTx *tx, const PalierTenant *tenant,
                          PalierLimit limit, gint64 used)
{
  gint64 most = palier_entitlement_limit (self, limit);
  gint64 near = palier_plans_get ()->alert_percent;
  g_autofree char *period = palier_wall_month_start (tx->now_ms);
  PalierLimitAlert alert = { .kind = (char *) palier_limit_name (limit),
                             .period = period,
                             .most = most,
                             .percent = used >= most ? REACHED : near,
                             .used = used };

  if (most == PALIER_NO_LIMIT || used * 100 < most * near
      || palier_limit_alert_store_has (tx, tenant, &alert))
    return;
  alert.reached_ms = forecast (self, tx, tenant, limit);
  add_for_owners (tx, tenant, &alert);
}

/* After contacts were written. */
void
palier_limit_alert_check_contacts (const PalierEntitlement *self, PalierTx *tx,
                                   const PalierTenant *tenant)
{
  if (palier_entitlement_limit (self, PALIER_LIMIT_CONTACTS) != PALIER_NO_LIMIT)
    palier_limit_alert_check (self, tx, tenant, PALIER_LIMIT_CONTACTS,
                              palier_contact_store_count (tx, tenant));
}

/* ---- on their way ---- */

typedef struct
{
  gint64 tenant;
  GPtrArray *tasks; /* (element-type PalierLimitTask) */
  const PalierLimitTask *task;
  PalierAlertState state;
} Work;

static gboolean
is_any_due (PalierTx *tx, gpointer due, GError **error)
{
  *(gboolean *) due = palier_limit_alert_store_is_due (tx);
  return palier_db_check (tx->db, error);
}

static gboolean
claim (PalierTx *tx, gpointer data, GError **error)
{
  ((Work *) data)->tenant = palier_limit_alert_store_claim (tx, tx->now_ms + CLAIM_MS);
  return palier_db_check (tx->db, error);
}

/* @kind: the name of a limit of which owners are told */
static PalierNoticeKind
find_notice (const char *kind, gboolean reached)
{
  static const PalierNoticeKind notices[PALIER_N_LIMITS][2] = {
    [PALIER_LIMIT_CONTACTS] = { PALIER_NOTICE_CONTACTS_NEAR, PALIER_NOTICE_CONTACTS_REACHED },
    [PALIER_LIMIT_EMAILS] = { PALIER_NOTICE_EMAILS_NEAR, PALIER_NOTICE_EMAILS_REACHED },
    [PALIER_LIMIT_AI_TOKENS] = { PALIER_NOTICE_AI_NEAR, PALIER_NOTICE_AI_REACHED },
  };

  for (guint i = 0; i < PALIER_N_LIMITS; i++)
    if (g_str_equal (kind, palier_limit_name (i)))
      return notices[i][reached != FALSE];
  return PALIER_NOTICE_NONE;
}

static PalierNotice
write_notice (const PalierRelayAccount *account, const PalierLimitAlert *alert, gint64 now_ms)
{
  return (PalierNotice) { .kind = find_notice (alert->kind, alert->percent >= REACHED),
                          .email = g_strdup (account->email),
                          .language = account->language,
                          .use = { .used = alert->used,
                                   .limit = alert->most,
                                   .resets_ms = palier_wall_next_month_ms (now_ms),
                                   .reached_ms = alert->reached_ms } };
}

/* Who is no owner any more need not know, and of a past month nobody. */
static void
take_one (PalierTx *tx, const PalierTenant *tenant, Work *self, PalierLimitAlert *alert)
{
  g_autofree char *period = palier_wall_month_start (tx->now_ms);
  g_autoptr (PalierRelayAccount) account = palier_account_store_get (tx, tenant, &alert->account);

  if (account == NULL || account->email == NULL || account->role != PALIER_ROLE_OWNER
      || !g_str_equal (alert->period, period))
  {
    palier_limit_alert_store_settle (tx, tenant, alert, PALIER_ALERT_VOID, 0);
    palier_limit_alert_free (alert);
    return;
  }
  PalierLimitTask *task = g_new0 (PalierLimitTask, 1);
  task->tenant = tenant->id;
  task->alert = alert;
  task->notice = write_notice (account, alert, tx->now_ms);
  g_ptr_array_add (self->tasks, task);
}

static gboolean
take (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;
  const PalierTenant *tenant = palier_store_get_tenant (tx, self->tenant, error);

  if (tenant == NULL)
    return FALSE;
  g_autoptr (GPtrArray) alerts = palier_limit_alert_store_take (tx, tenant);
  g_ptr_array_set_size (self->tasks, 0);
  while (alerts->len > 0)
    take_one (tx, tenant, self, g_ptr_array_steal_index (alerts, 0));
  return palier_db_check (tx->db, error);
}

/**
 * palier_limit_alert_take:
 * @tasks: (element-type PalierLimitTask): gets what is due of one tenant, if there is any
 *
 * No other process takes them, now or later: each is to be settled.
 *
 * Returns: FALSE with an error of the store
 */
gboolean
palier_limit_alert_take (PalierStore *store, GPtrArray *tasks, GError **error)
{
  Work work = { .tasks = tasks };
  gboolean due = FALSE;

  return palier_store_read (store, is_any_due, &due, error)
         && (!due || palier_store_write (store, claim, &work, error))
         && (work.tenant == 0 || palier_store_write (store, take, &work, error));
}

static gboolean
settle (PalierTx *tx, gpointer data, GError **error)
{
  const Work *self = data;
  const PalierLimitAlert *alert = self->task->alert;
  const PalierTenant *tenant = palier_store_get_tenant (tx, self->task->tenant, error);

  if (tenant == NULL)
    return FALSE;
  palier_limit_alert_store_settle (tx, tenant, alert, self->state,
                                   palier_retry_back_off ((guint) alert->attempts, FIRST_PAUSE_MS,
                                                          palier_random_uint64 (tx->random),
                                                          tx->now_ms));
  return palier_db_check (tx->db, error);
}

/* @state: what became of @task; one that waits is tried again, after pauses that grow.
 * Returns: FALSE with an error of the store */
gboolean
palier_limit_alert_settle (PalierStore *store, const PalierLimitTask *task, PalierAlertState state,
                           GError **error)
{
  Work work = { .task = task, .state = state };

  return palier_store_write (store, settle, &work, error);
}
