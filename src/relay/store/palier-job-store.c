/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger. A job's state changes by palier_job_store_move() alone, which asks policy's table and
 * tells the tenant's devices in the same transaction. */
#include "palier-job-store.h"

#include <string.h>

#include "palier-job-tell.h"
#include "palier-process-store.h"

#define COLUMNS                                                                                    \
  "job_id, prospect_id, sender_id, state, reason, due_ms, attempts, first_ms, lease_ms, fence,"    \
  " mail_id, code, changed_ms, process_id, channel, campaign_id, step, planned_ms, pool, linked,"  \
  " bounced"

PalierSendJob *
palier_send_job_new (void)
{
  return g_new0 (PalierSendJob, 1);
}

PalierSendJob *
palier_send_job_copy (const PalierSendJob *self)
{
  PalierSendJob *copy = g_memdup2 (self, sizeof *self);
  copy->mail_id = g_strdup (self->mail_id);
  return copy;
}

void
palier_send_job_free (PalierSendJob *self)
{
  g_free (self->mail_id);
  g_free (self);
}

static PalierSendJob *
read_job (PalierRows *rows)
{
  PalierSendJob *job = palier_send_job_new ();

  palier_rows_id (rows, 0, &job->id);
  palier_rows_id (rows, 1, &job->prospect);
  palier_rows_id (rows, 2, &job->sender);
  job->state = palier_send_state_from_name (palier_rows_text (rows, 3));
  job->reason = palier_send_reason_from_name (palier_rows_text (rows, 4));
  job->due_ms = palier_rows_integer (rows, 5);
  job->attempts = (guint) palier_rows_integer (rows, 6);
  job->first_ms = palier_rows_integer (rows, 7);
  job->lease_ms = palier_rows_integer (rows, 8);
  job->fence = palier_rows_integer (rows, 9);
  job->mail_id = g_strdup (palier_rows_text (rows, 10));
  job->code = (int) palier_rows_integer (rows, 11);
  job->changed_ms = palier_rows_integer (rows, 12);
  palier_rows_id (rows, 13, &job->process);
  job->channel = palier_channel_from_name (palier_rows_text (rows, 14));
  palier_rows_id (rows, 15, &job->campaign);
  job->step = (guint) palier_rows_integer (rows, 16);
  job->planned_ms = palier_rows_integer (rows, 17);
  job->pool = (guint) palier_rows_integer (rows, 18);
  job->linked = palier_rows_integer (rows, 19) != 0;
  job->bounced = (PalierReturn) palier_rows_integer (rows, 20);
  return job;
}

static GPtrArray *
read_jobs (PalierRows *rows)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_send_job_free);

  while (palier_rows_next (rows))
    g_ptr_array_add (jobs, read_job (rows));
  return jobs;
}

/* Returns: (transfer full) (nullable) */
PalierSendJob *
palier_job_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *id)
{
  PalierSendJob *job = NULL;
  PalierRows *rows =
      palier_db_query (tx->db, "select " COLUMNS " from job where tenant_id = ?1 and job_id = ?2",
                       "Tu", tenant->id, id);

  if (palier_rows_next (rows))
  {
    job = read_job (rows);
    palier_rows_end (rows);
  }
  return job;
}

static gboolean
waits_for_time (PalierSendState state)
{
  return state == PALIER_SEND_SCHEDULED || state == PALIER_SEND_DEFERRED;
}

/* Whether the relay hands it over; else it is a task, which a person does. */
static gboolean
is_handed_over (const PalierSendJob *job)
{
  return job->channel == PALIER_CHANNEL_EMAIL;
}

/* Keeps `due`: it may say too early a time, never too late a one. */
static void
note_due (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job)
{
  if (!waits_for_time (job->state) || !is_handed_over (job))
    return;
  palier_db_run (tx->db,
                 "insert into due (tenant_id, due_ms) values (?1, ?2)"
                 " on conflict (tenant_id) do update set due_ms = excluded.due_ms"
                 " where excluded.due_ms < due.due_ms",
                 "Ti", tenant->id, job->due_ms);
  tx->has_due = TRUE;
}

/* Whose it is stays out of it: each column that is named has its index written again. */
static void
write_state (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job)
{
  palier_db_run (tx->db,
                 "update job set state = ?3, reason = ?4, due_ms = ?5, attempts = ?6,"
                 " first_ms = ?7, lease_ms = ?8, fence = ?9, mail_id = ?10, code = ?11,"
                 " changed_ms = ?12, process_id = ?13, linked = ?14"
                 " where tenant_id = ?1 and job_id = ?2",
                 "Tuttiiiiitiiui", tenant->id, &job->id, palier_send_state_name (job->state),
                 palier_send_reason_name (job->reason), job->due_ms, (gint64) job->attempts,
                 job->first_ms, job->lease_ms, job->fence, job->mail_id, (gint64) job->code,
                 job->changed_ms, &job->process, (gint64) job->linked);
}

/* Devices see what means something to a person: not the claims, nor the hand-over itself. */
static gboolean
is_told (PalierSendState state)
{
  return state != PALIER_SEND_CLAIMED && state != PALIER_SEND_HANDING_OVER;
}

void
palier_job_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job)
{
  PalierJobChange change = { .reason = job->reason };
  const PalierId *campaign = palier_id_is_nil (&job->campaign) ? NULL : &job->campaign;

  palier_db_run (tx->db,
                 "insert into job (tenant_id, job_id, prospect_id, sender_id, state, reason,"
                 " due_ms, changed_ms, channel, campaign_id, step, planned_ms, pool)"
                 " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                 "Tuuuttiituiii", tenant->id, &job->id, &job->prospect, &job->sender,
                 palier_send_state_name (job->state), palier_send_reason_name (job->reason),
                 job->due_ms, tx->now_ms, palier_channel_name (job->channel), campaign,
                 (gint64) job->step, job->planned_ms, (gint64) job->pool);
  note_due (tx, tenant, job);
  palier_job_tell (tx, tenant, job, &change);
}

/**
 * palier_job_store_move:
 * @job: as it stands in this transaction; changed with the row
 *
 * Takes the job to another state; one that policy does not allow is a bug and ends the program.
 */
void
palier_job_store_move (PalierTx *tx, const PalierTenant *tenant, PalierSendJob *job,
                       PalierSendState to, const PalierJobChange *change)
{
  gboolean back = job->state == PALIER_SEND_CLAIMED && to == PALIER_SEND_SCHEDULED
                  && (change->reason == PALIER_REASON_NONE || change->reason == job->reason);

  job->state = palier_send_state_move (job->state, to);
  job->reason = change->reason;
  job->code = change->code;
  job->changed_ms = tx->now_ms;
  if (to != PALIER_SEND_CLAIMED)
    job->lease_ms = 0;
  if (waits_for_time (to))
    job->due_ms = change->due_ms;
  note_due (tx, tenant, job);
  write_state (tx, tenant, job);
  if (is_told (to) && !back)
    palier_job_tell (tx, tenant, job, change);
}

/* Writes what a new version of the message says (when, from whom), without a change of state. */
void
palier_job_store_retarget (PalierTx *tx, const PalierTenant *tenant, PalierSendJob *job)
{
  job->changed_ms = tx->now_ms;
  write_state (tx, tenant, job);
  palier_db_run (tx->db,
                 "update job set prospect_id = ?3, sender_id = ?4, pool = ?5"
                 " where tenant_id = ?1 and job_id = ?2",
                 "Tuuui", tenant->id, &job->id, &job->prospect, &job->sender, (gint64) job->pool);
  note_due (tx, tenant, job);
}

/* Gives a scheduled message another time. */
void
palier_job_store_reschedule (PalierTx *tx, const PalierTenant *tenant, PalierSendJob *job,
                             const PalierJobChange *change)
{
  job->reason = change->reason;
  job->due_ms = change->due_ms;
  job->changed_ms = tx->now_ms;
  write_state (tx, tenant, job);
  note_due (tx, tenant, job);
  palier_job_tell (tx, tenant, job, change);
}

/* Says why a message waits, where that is another reason than before. */
void
palier_job_store_explain (PalierTx *tx, const PalierTenant *tenant, PalierSendJob *job,
                          PalierSendReason reason)
{
  PalierJobChange change = { .reason = reason };

  if (job->reason == reason)
    return;
  job->reason = reason;
  job->changed_ms = tx->now_ms;
  write_state (tx, tenant, job);
  palier_job_tell (tx, tenant, job, &change);
}

/* A complaint stays one, whatever comes back after it. */
void
palier_job_store_set_bounced (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                              PalierReturn bounced)
{
  palier_db_run (
      tx->db, "update job set bounced = ?3 where tenant_id = ?1 and job_id = ?2 and bounced < ?3",
      "Tui", tenant->id, id, (gint64) bounced);
}

/* What is scheduled for later by @reason is due now. */
void
palier_job_store_hasten (PalierTx *tx, const PalierTenant *tenant, PalierSendReason reason)
{
  g_autoptr (GPtrArray) jobs = read_jobs (palier_db_query (
      tx->db,
      "select " COLUMNS " from job where tenant_id = ?1 and state = 'scheduled' and reason = ?2",
      "Tt", tenant->id, palier_send_reason_name (reason)));
  PalierJobChange change = { .reason = PALIER_REASON_NONE };

  for (guint i = 0; i < jobs->len; i++)
  {
    PalierSendJob *job = g_ptr_array_index (jobs, i);
    job->due_ms = tx->now_ms;
    job->reason = PALIER_REASON_NONE;
    palier_job_store_retarget (tx, tenant, job);
    palier_job_tell (tx, tenant, job, &change);
  }
}

/* How many are scheduled for later by @reason. */
guint
palier_job_store_count_waiting (PalierTx *tx, const PalierTenant *tenant, PalierSendReason reason)
{
  gint64 count = 0;
  PalierRows *rows = palier_db_query (
      tx->db,
      "select count (*) from job where tenant_id = ?1 and state = 'scheduled' and reason = ?2",
      "Tt", tenant->id, palier_send_reason_name (reason));

  while (palier_rows_next (rows))
    count = palier_rows_integer (rows, 0);
  return (guint) count;
}

static void
find_due (PalierTx *tx, const PalierTenant *tenant, PalierSendState state, guint limit,
          GPtrArray *jobs)
{
  if (jobs->len >= limit)
    return;
  g_autoptr (GPtrArray) more = read_jobs (palier_db_query (
      tx->db,
      "select " COLUMNS " from job where tenant_id = ?1 and state = ?2 and due_ms <= ?3"
      " and lease_ms <= ?3 and channel = 'email' order by due_ms limit ?4 for update skip locked",
      "Ttii", tenant->id, palier_send_state_name (state), tx->now_ms,
      (gint64) (limit - jobs->len)));
  g_ptr_array_extend_and_steal (jobs, g_steal_pointer (&more));
}

/* A tenant who is no more has nothing to send. */
void
palier_job_store_forget_due (PalierTx *tx, gint64 tenant)
{
  palier_db_run (tx->db, "delete from due where tenant_id = ?1", "T", tenant);
}

static void
refresh_due (PalierTx *tx, const PalierTenant *tenant)
{
  palier_job_store_forget_due (tx, tenant->id);
  palier_db_run (
      tx->db,
      "insert into due (tenant_id, due_ms) select ?1, due_ms from"
      " (select min (due_ms) as due_ms from (select min (due_ms) as due_ms from job"
      " where tenant_id = ?1 and state = 'scheduled' and channel = 'email' union all select min (due_ms) from job"
      " where tenant_id = ?1 and state = 'deferred' union all select min (lease_ms) from job"
      " where tenant_id = ?1 and state = 'claimed') as times) as first where due_ms is not null",
      "T", tenant->id);
}

/**
 * palier_job_store_claim:
 * @lease_ms: until when the jobs are the caller's
 *
 * Takes due jobs for one worker, also those whose claim has ended: their fence grows, so that who
 * held them before can no longer begin.
 *
 * Returns: (transfer full) (element-type PalierSendJob): claimed, earliest first
 */
GPtrArray *
palier_job_store_claim (PalierTx *tx, const PalierTenant *tenant, guint limit, gint64 lease_ms)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_send_job_free);
  find_due (tx, tenant, PALIER_SEND_SCHEDULED, limit, jobs);
  find_due (tx, tenant, PALIER_SEND_DEFERRED, limit, jobs);
  find_due (tx, tenant, PALIER_SEND_CLAIMED, limit, jobs);
  for (guint i = 0; i < jobs->len; i++)
  {
    PalierSendJob *job = g_ptr_array_index (jobs, i);
    job->fence++;
    job->lease_ms = lease_ms;
    job->process = *palier_store_get_process (tx->store);
    if (job->state == PALIER_SEND_CLAIMED)
      palier_job_store_retarget (tx, tenant, job);
    else
    {
      /* The reason stays, so that the same one a second time is no news. */
      PalierJobChange same = { .reason = job->reason, .code = job->code };
      palier_job_store_move (tx, tenant, job, PALIER_SEND_CLAIMED, &same);
    }
  }
  if (jobs->len > 0)
    palier_process_store_hold (tx, tenant);
  refresh_due (tx, tenant);
  return jobs;
}

/* Returns: (transfer full) (element-type PalierSendJob) */
GPtrArray *
palier_job_store_list (PalierTx *tx, const PalierTenant *tenant, PalierSendState state, guint limit)
{
  return read_jobs (palier_db_query (
      tx->db, "select " COLUMNS " from job where tenant_id = ?1 and state = ?2 limit ?3", "Tti",
      tenant->id, palier_send_state_name (state), (gint64) limit));
}

/* Returns: (transfer full) (element-type PalierSendJob): by id, the highest (newest) first; those
 *   below @before (nullable) */
GPtrArray *
palier_job_store_page (PalierTx *tx, const PalierTenant *tenant, const PalierId *before,
                       guint limit)
{
  return read_jobs (palier_db_query (tx->db,
                                     "select " COLUMNS " from job where tenant_id = ?1"
                                     " and job_id < ?2 order by job_id desc limit ?3",
                                     "Tui", tenant->id, before != NULL ? before : &PALIER_ID_LAST,
                                     (gint64) limit));
}

GPtrArray *
palier_job_store_of_prospect (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect)
{
  return read_jobs (palier_db_query (
      tx->db, "select " COLUMNS " from job where tenant_id = ?1 and prospect_id = ?2", "Tu",
      tenant->id, prospect));
}

/* Returns: (transfer full) (element-type PalierSendJob): by prospect */
GPtrArray *
palier_job_store_of_campaign (PalierTx *tx, const PalierTenant *tenant, const PalierId *campaign)
{
  return read_jobs (palier_db_query (tx->db,
                                     "select " COLUMNS " from job where tenant_id = ?1"
                                     " and campaign_id = ?2 order by prospect_id",
                                     "Tu", tenant->id, campaign));
}

/* Returns: (transfer full) (element-type PalierSendJob): of one prospect in one campaign */
GPtrArray *
palier_job_store_of_enrolment (PalierTx *tx, const PalierTenant *tenant, const PalierId *campaign,
                               const PalierId *prospect)
{
  return read_jobs (palier_db_query (tx->db,
                                     "select " COLUMNS " from job where tenant_id = ?1"
                                     " and campaign_id = ?2 and prospect_id = ?3",
                                     "Tuu", tenant->id, campaign, prospect));
}

/**
 * palier_job_store_due_tenants:
 * @next_ms: (out): when the next one after them is due, G_MAXINT64 if none
 *
 * Returns: (transfer full) (element-type gint64): tenants with something to send now
 */
GArray *
palier_job_store_due_tenants (PalierTx *tx, guint limit, gint64 *next_ms)
{
  GArray *tenants = g_array_new (FALSE, FALSE, sizeof (gint64));
  PalierRows *rows =
      palier_db_query (tx->db, "select tenant_id, due_ms from due order by due_ms limit ?1", "i",
                       (gint64) limit + 1);

  *next_ms = G_MAXINT64;
  while (palier_rows_next (rows))
  {
    gint64 tenant = palier_rows_integer (rows, 0);
    gint64 due_ms = palier_rows_integer (rows, 1);
    if (due_ms <= tx->now_ms && tenants->len < limit)
      g_array_append_val (tenants, tenant);
    else
      *next_ms = MIN (*next_ms, due_ms);
  }
  return tenants;
}

static guint
move_all (PalierTx *tx, const PalierTenant *tenant, const PalierId *process, PalierSendState from,
          PalierSendState to, PalierSendReason reason)
{
  g_autoptr (GPtrArray) jobs = palier_job_store_list (tx, tenant, from, G_MAXINT32);
  guint moved = 0;

  for (guint i = 0; i < jobs->len; i++)
  {
    PalierSendJob *job = g_ptr_array_index (jobs, i);
    PalierJobChange change = { .reason = reason, .due_ms = job->due_ms };
    if (!palier_id_equal (&job->process, process))
      continue;
    palier_job_store_move (tx, tenant, job, to, &change);
    moved++;
  }
  return moved;
}

/**
 * palier_job_store_recover:
 * @process: which has ended, and held jobs of @tenant
 *
 * What it was handing over may have left and is uncertain; what it had only claimed goes back.
 *
 * Returns: how many are uncertain now
 */
guint
palier_job_store_recover (PalierTx *tx, const PalierTenant *tenant, const PalierId *process)
{
  move_all (tx, tenant, process, PALIER_SEND_CLAIMED, PALIER_SEND_SCHEDULED, PALIER_REASON_NONE);
  return move_all (tx, tenant, process, PALIER_SEND_HANDING_OVER, PALIER_SEND_UNCERTAIN,
                   PALIER_REASON_CRASH);
}

void
palier_job_store_count (PalierTx *tx, const PalierTenant *tenant,
                        guint64 counts[PALIER_N_SEND_STATES])
{
  PalierRows *rows = palier_db_query (
      tx->db, "select state, count (*) from job where tenant_id = ?1 group by state", "T",
      tenant->id);

  memset (counts, 0, PALIER_N_SEND_STATES * sizeof *counts);
  while (palier_rows_next (rows))
  {
    PalierSendState state = palier_send_state_from_name (palier_rows_text (rows, 0));
    if (state != PALIER_SEND_STATE_NONE)
      counts[state] = (guint64) palier_rows_integer (rows, 1);
  }
}
