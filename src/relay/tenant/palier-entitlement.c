/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a quota counts is held in the transaction of its cause, before the act; one tenant's are
 * written one after the other, so that no two processes take the last one. Replies, unsubscribing,
 * erasure and export ask for nothing here. */
#include "palier-entitlement.h"

#include "palier-account-store.h"
#include "palier-contact-store.h"
#include "palier-job-store.h"
#include "palier-limit-alert.h"
#include "palier-wall-time.h"

const char *
palier_use_verdict_name (PalierUseVerdict verdict)
{
  static const char *const names[] = { "granted", "quota", "budget", "subscription", "contacts" };
  return names[verdict];
}

/* An agency of which nothing was said tries the relay out, from the first time that counts. */
static void
begin_trial (PalierTx *tx, const PalierTenant *tenant, PalierAgencyPlan *subscription)
{
  const PalierPlans *plans = palier_plans_get ();

  subscription->plan = g_strdup (plans->trial->name);
  subscription->status = PALIER_PLAN_TRIALING;
  subscription->since_ms = tx->now_ms;
  subscription->until_ms = tx->now_ms + plans->trial_ms;
  if (palier_db_is_writing (tx->db))
    palier_agency_plan_store_set (tx, tenant, subscription);
}

static gboolean
may_write (const PalierEntitlement *self, gint64 now_ms)
{
  return self->status == PALIER_PLAN_ACTIVE
         || ((self->status == PALIER_PLAN_TRIALING || self->status == PALIER_PLAN_PAST_DUE)
             && now_ms < self->until_ms);
}

static void
read_subscription (PalierEntitlement *self, const PalierAgencyPlan *subscription, gint64 now_ms)
{
  const PalierPlans *plans = palier_plans_get ();
  const PalierPlan *plan = palier_plans_find (plans, subscription->plan);

  /* One that this version does not know gets what is tried out. */
  self->plan = plan != NULL ? plan : plans->trial;
  self->status = subscription->status;
  self->until_ms = subscription->status == PALIER_PLAN_PAST_DUE
                       ? subscription->since_ms + plans->grace_ms
                       : subscription->until_ms;
  self->may_write = may_write (self, now_ms);
  self->may_exceed_budget = self->plan->budget == PALIER_NO_LIMIT;
  self->budget =
      subscription->budget != PALIER_BUDGET_OF_PLAN ? subscription->budget : self->plan->budget;
}

void
palier_entitlement_load (PalierTx *tx, const PalierTenant *tenant, PalierMeter meter,
                         PalierEntitlement *out)
{
  g_auto (PalierAgencyPlan) subscription = { 0 };

  *out = (PalierEntitlement) {
    .meter = meter, .status = PALIER_PLAN_ACTIVE, .may_write = TRUE, .budget = PALIER_NO_LIMIT
  };
  if (meter != PALIER_METER_LIMIT)
    return;
  palier_agency_plan_store_get (tx, tenant, &subscription);
  if (subscription.plan == NULL)
    begin_trial (tx, tenant, &subscription);
  read_subscription (out, &subscription, tx->now_ms);
}

gint64
palier_entitlement_limit (const PalierEntitlement *self, PalierLimit limit)
{
  return self->plan != NULL ? self->plan->limits[limit] : PALIER_NO_LIMIT;
}

gboolean
palier_entitlement_has (const PalierEntitlement *self, const char *feature)
{
  return self->plan == NULL || g_strv_contains (self->plan->features, feature);
}

/* Returns: for how many contacts more there is room, or PALIER_NO_LIMIT */
gint64
palier_entitlement_room (const PalierEntitlement *self, PalierTx *tx, const PalierTenant *tenant)
{
  gint64 limit = palier_entitlement_limit (self, PALIER_LIMIT_CONTACTS);

  return limit == PALIER_NO_LIMIT ? PALIER_NO_LIMIT
                                  : MAX (0, limit - palier_contact_store_count (tx, tenant));
}

/* ---- use */

/* In millionths of a euro. */
gint64
palier_entitlement_spent (const PalierUsage month[PALIER_N_USES])
{
  gint64 spent = 0;

  for (guint i = 0; i < PALIER_N_USES; i++)
    spent += month[i].price;
  return spent;
}

gboolean
palier_entitlement_is_alert (const PalierEntitlement *self, gint64 spent)
{
  return self->budget != PALIER_NO_LIMIT
         && spent * 100 >= self->budget * palier_plans_get ()->alert_percent;
}

/* Once a month, in the transaction that crosses the line. */
static void
warn_of_budget (const PalierEntitlement *self, PalierTx *tx, const PalierTenant *tenant,
                gint64 spent)
{
  g_autofree char *month = palier_wall_month_start (tx->now_ms);
  g_auto (PalierAgencyPlan) subscription = { 0 };

  if (!palier_entitlement_is_alert (self, spent))
    return;
  palier_agency_plan_store_get (tx, tenant, &subscription);
  if (g_strcmp0 (subscription.alerted, month) == 0)
    return;
  g_set_str (&subscription.alerted, month);
  palier_agency_plan_store_set (tx, tenant, &subscription);
  palier_tx_changed (tx, tenant);
  g_log_structured (G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "MESSAGE",
                    "an agency has spent %" G_GINT64_FORMAT " %% of its budget",
                    self->budget > 0 ? spent * 100 / self->budget : 100);
}

/* The limits of a month, and what each counts. */
static const struct
{
  PalierLimit limit;
  PalierUse use;
} monthly[] = {
  { PALIER_LIMIT_EMAILS, PALIER_USE_EMAIL },
  { PALIER_LIMIT_AI_TOKENS, PALIER_USE_AI_TOKEN },
};

/* Whether @use is counted by the month. */
static gboolean
find_limit (PalierUse use, PalierLimit *limit)
{
  for (gsize i = 0; i < G_N_ELEMENTS (monthly); i++)
    if (monthly[i].use == use)
      return *limit = monthly[i].limit, TRUE;
  return FALSE;
}

/* @month: with what this transaction adds, or would have */
static void
warn (const PalierEntitlement *self, PalierTx *tx, const PalierTenant *tenant, PalierUse use,
      const PalierUsage month[PALIER_N_USES])
{
  PalierLimit limit;

  if (!find_limit (use, &limit))
    warn_of_budget (self, tx, tenant, palier_entitlement_spent (month));
  else if (palier_entitlement_limit (self, limit) != PALIER_NO_LIMIT)
    palier_limit_alert_check (self, tx, tenant, limit,
                              MIN (month[use].quantity, palier_entitlement_limit (self, limit)));
}

static gboolean
is_beyond (const PalierEntitlement *self, PalierUse use, gint64 quantity)
{
  PalierLimit limit;

  return find_limit (use, &limit) && palier_entitlement_limit (self, limit) != PALIER_NO_LIMIT
         && quantity > palier_entitlement_limit (self, limit);
}

static PalierUseVerdict
judge (const PalierEntitlement *self, PalierUse use, const PalierUsage *usage,
       const PalierUsage month[PALIER_N_USES])
{
  gint64 after = palier_entitlement_spent (month) + usage->price;

  if (!self->may_write)
    return PALIER_USE_CLOSED;
  if (is_beyond (self, use, month[use].quantity + usage->quantity))
    return PALIER_USE_QUOTA;
  if (usage->price > 0 && self->budget != PALIER_NO_LIMIT && !self->may_exceed_budget
      && after * 100 > self->budget * palier_plans_get ()->stop_percent)
    return PALIER_USE_BUDGET;
  return PALIER_USE_GRANTED;
}

/**
 * palier_entitlement_hold:
 * @cause: what it is for: granted once, it stays so
 *
 * Counts something before it is done, in the transaction of its cause; palier_meter_settle()
 * follows when it is known whether it was.
 */
PalierUseVerdict
palier_entitlement_hold (const PalierEntitlement *self, PalierTx *tx, const PalierTenant *tenant,
                         PalierUse use, const PalierId *cause, gint64 quantity)
{
  const PalierUsage *one = &palier_plans_get ()->prices[use];
  PalierUsage usage = { quantity, quantity * one->price, quantity * one->cost };
  PalierUsage month[PALIER_N_USES] = { 0 };

  if (self->meter == PALIER_METER_NONE)
    return PALIER_USE_GRANTED;
  if (self->meter == PALIER_METER_LIMIT)
  {
    g_autofree char *from = palier_wall_month_start (tx->now_ms);
    palier_usage_store_sum (tx, tenant, from, month);
    PalierUseVerdict verdict = judge (self, use, &usage, month);
    if (verdict != PALIER_USE_GRANTED && !palier_usage_store_has (tx, tenant, use, cause))
    {
      month[use].quantity += verdict == PALIER_USE_QUOTA ? quantity : 0;
      warn (self, tx, tenant, use, month);
      return verdict;
    }
  }
  if (palier_usage_store_hold (tx, tenant, use, cause, &usage))
  {
    month[use].quantity += usage.quantity;
    month[use].price += usage.price;
    warn (self, tx, tenant, use, month);
  }
  return PALIER_USE_GRANTED;
}

/* @happened: else nothing of it is charged */
void
palier_meter_settle (PalierMeter meter, PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                     const PalierId *cause, gboolean happened)
{
  if (meter == PALIER_METER_NONE)
    return;
  if (happened)
    palier_usage_store_charge (tx, tenant, use, cause);
  else
    palier_usage_store_release (tx, tenant, use, cause);
}

/* It happened, and took @quantity, which cost the operator @cost millionths of a euro. */
void
palier_meter_settle_as (PalierMeter meter, PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                        const PalierId *cause, gint64 quantity, gint64 cost)
{
  PalierUsage usage = { quantity, quantity * palier_plans_get ()->prices[use].price, cost };

  if (meter != PALIER_METER_NONE)
    palier_usage_store_charge_as (tx, tenant, use, cause, &usage);
}

/* ---- what the operator sets */

/* What waited for room is tried again at once, and devices ask anew. */
gboolean
palier_entitlement_set_plan (PalierTx *tx, const PalierTenant *tenant, const PalierPlan *plan,
                             PalierPlanStatus status, GError **error)
{
  g_auto (PalierAgencyPlan) subscription = { 0 };

  palier_agency_plan_store_get (tx, tenant, &subscription);
  g_set_str (&subscription.plan, plan->name);
  subscription.status = status;
  subscription.since_ms = tx->now_ms;
  subscription.until_ms =
      status == PALIER_PLAN_TRIALING ? tx->now_ms + palier_plans_get ()->trial_ms : 0;
  palier_agency_plan_store_set (tx, tenant, &subscription);
  palier_job_store_hasten (tx, tenant, PALIER_REASON_QUOTA);
  palier_contact_store_forget (tx, tenant);
  palier_tx_changed (tx, tenant);
  return palier_db_check (tx->db, error);
}

/* @budget: a month, in millionths of a euro, or PALIER_BUDGET_OF_PLAN */
void
palier_entitlement_set_budget (PalierTx *tx, const PalierTenant *tenant, gint64 budget)
{
  g_auto (PalierAgencyPlan) subscription = { 0 };

  palier_agency_plan_store_get (tx, tenant, &subscription);
  if (subscription.plan == NULL)
    begin_trial (tx, tenant, &subscription);
  subscription.budget = budget;
  palier_agency_plan_store_set (tx, tenant, &subscription);
}

/* ---- what is shown */

static gint64
count_users (PalierTx *tx, const PalierTenant *tenant)
{
  g_autoptr (GPtrArray) members = palier_account_store_list (tx, tenant);
  return members->len;
}

static void
look_at_month (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
               const PalierUsage month[PALIER_N_USES], PalierLimitUse *out)
{
  gint64 daily[PALIER_FORECAST_DAYS];

  palier_usage_store_daily (tx, tenant, palier_use_name (use), daily);
  out->used = month[use].quantity;
  out->resets_ms = palier_wall_next_month_ms (tx->now_ms);
  out->reached_ms = palier_forecast_reached_ms (daily, out->used, out->limit, tx->now_ms);
  if (out->reached_ms >= out->resets_ms)
    out->reached_ms = PALIER_FORECAST_NEVER;
}

/**
 * palier_entitlement_look:
 * @uses: (out): by limit
 * @month: (out): what the ledger has of this month
 */
void
palier_entitlement_look (const PalierEntitlement *self, PalierTx *tx, const PalierTenant *tenant,
                         PalierLimitUse uses[PALIER_N_LIMITS], PalierUsage month[PALIER_N_USES])
{
  g_autofree char *from = palier_wall_month_start (tx->now_ms);
  gint64 daily[PALIER_FORECAST_DAYS];

  palier_usage_store_sum (tx, tenant, from, month);
  for (guint i = 0; i < PALIER_N_LIMITS; i++)
    uses[i] = (PalierLimitUse) { .limit = palier_entitlement_limit (self, i),
                                 .reached_ms = PALIER_FORECAST_NEVER };
  uses[PALIER_LIMIT_USERS].used = count_users (tx, tenant);
  PalierLimitUse *contacts = &uses[PALIER_LIMIT_CONTACTS];
  palier_contact_store_daily (tx, tenant, daily);
  contacts->used = palier_contact_store_count (tx, tenant);
  contacts->reached_ms =
      palier_forecast_reached_ms (daily, contacts->used, contacts->limit, tx->now_ms);
  for (gsize i = 0; i < G_N_ELEMENTS (monthly); i++)
    look_at_month (tx, tenant, monthly[i].use, month, &uses[monthly[i].limit]);
}
