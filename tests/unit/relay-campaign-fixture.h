/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A campaign on a relay's store whose clock is turned from one event to the next: what the passes
 * plan is handed over as the dispatcher would, to a server that takes everything, and what is a
 * task is done when it is due. */
#pragma once

#include "palier-campaign-pass.h"
#include "palier-campaign-store.h"
#include "palier-handover.h"
#include "palier-intake.h"
#include "palier-mail-pool.h"
#include "palier-plan-cast.h"
#include "palier-record-batch.h"
#include "palier-sequence-json.h"

#include "relay-fixture.h"

#define RUN_MINUTE_MS G_GINT64_CONSTANT (60000)
#define RUN_HOUR_MS (60 * RUN_MINUTE_MS)
#define RUN_DAY_MS (24 * RUN_HOUR_MS)
/* Monday 2026-11-30, 5 h in Paris and 8 h in La Réunion: nobody's hours have begun. */
#define RUN_START (G_GINT64_CONSTANT (1796011200) * 1000)
#define RUN_OPENS (RUN_START + 4 * RUN_HOUR_MS)

/* A message that left, or a task that was done. */
typedef struct
{
  guint prospect;
  guint step; /* its id */
  gint64 at_ms;
} RunGone;

typedef struct
{
  Fixture fixture;
  PalierId device;
  PalierId campaign;
  PalierId sender;
  GArray *prospects;    /* of PalierId */
  GHashTable *messages; /* PalierId of a message → GUINT (prospect << 8 | step) */
  PalierSequence *sequence;
  guint stamp;
  GArray *gone;  /* of RunGone */
  gboolean lazy; /* tasks are left undone */

  const char *state; /* what is to be written next */
  guint who;
  guint step;
  const char *event;
  const char *data;
  gint64 due_ms;
  gint64 next_ms;
  PalierSmtpResult result;
  guint counts[PALIER_N_SEND_STATES];
} Run;

static inline guint
run_hash_id (gconstpointer id)
{
  guint hash;

  memcpy (&hash, ((const PalierId *) id)->bytes + 8, sizeof hash);
  return hash;
}

static inline gboolean
run_equal_ids (gconstpointer a, gconstpointer b)
{
  return palier_id_equal (a, b);
}

static inline gint64
run_now (Run *self)
{
  return palier_clock_now_ms (self->fixture.clock);
}

static inline PalierMark
run_mark (Run *self)
{
  return (PalierMark) { ((PalierStamp) run_now (self) << 16) + ++self->stamp, 9 };
}

static inline void
run_set_id (PalierRecord *record, guint field, const PalierId *id, PalierMark mark)
{
  char text[PALIER_ID_TEXT_SIZE];

  palier_record_set (record, field, palier_id_format (id, text), mark);
}

/* As a device gives it. */
static inline void
run_put (PalierTx *tx, Run *self, PalierRecord *record)
{
  const PalierRecord *merged = NULL;
  g_autoptr (GPtrArray) records = g_ptr_array_new ();

  g_ptr_array_add (records, record);
  g_autoptr (PalierRecordBatch) batch =
      palier_record_batch_new (tx, self->fixture.tenant, &self->device, records);
  palier_record_batch_merge (batch, record, &merged);
  palier_record_batch_write (batch);
  if (merged != NULL)
    palier_intake_apply (tx, self->fixture.tenant, merged);
}

static inline gboolean
run_put_sender (PalierTx *tx, gpointer data, GError **error)
{
  Run *self = data;
  PalierMark mark = run_mark (self);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_SENDER, &self->sender);

  palier_record_set (record, PALIER_SENDER_FIELD_HOST, "127.0.0.1", mark);
  palier_record_set_integer (record, PALIER_SENDER_FIELD_PORT, 2525, mark);
  palier_record_set (record, PALIER_SENDER_FIELD_SECURITY, "none", mark);
  palier_record_set (record, PALIER_SENDER_FIELD_FROM_EMAIL, "claire@example.fr", mark);
  palier_record_set_integer (record, PALIER_SENDER_FIELD_DAILY_CAP, 60, mark);
  run_put (tx, self, record);
  return palier_db_check (tx->db, error);
}

/* self->state, and the sequence as it is. */
static inline gboolean
run_put_campaign (PalierTx *tx, gpointer data, GError **error)
{
  Run *self = data;
  PalierMark mark = run_mark (self);
  gsize length;
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_CAMPAIGN, &self->campaign);
  g_autofree char *json = palier_sequence_to_json (self->sequence, &length);

  palier_record_set (record, PALIER_CAMPAIGN_FIELD_STATE, self->state, mark);
  palier_record_set (record, PALIER_CAMPAIGN_FIELD_SEQUENCE, json, mark);
  run_set_id (record, PALIER_CAMPAIGN_FIELD_SENDER, &self->sender, mark);
  run_put (tx, self, record);
  return palier_db_check (tx->db, error);
}

/* Of five prospects two are of one firm, one has his mail at a provider for everybody, one lives in
 * Alsace and one overseas. */
static inline char *
run_dup_email (guint who)
{
  return who % 5 == 2 ? g_strdup_printf ("p%u@orange.fr", who)
                      : g_strdup_printf ("jean%u@agence%u.example", who, who);
}

static inline const char *
run_get_postal_code (guint who)
{
  return who % 5 == 3 ? "67000" : who % 5 == 4 ? "97400" : "75011";
}

static inline char *
run_dup_siren (guint who)
{
  return who % 5 < 2 ? g_strdup_printf ("9%08u", who / 5) : NULL;
}

static inline gboolean
run_put_prospect (PalierTx *tx, gpointer data, GError **error)
{
  Run *self = data;
  PalierMark mark = run_mark (self);
  const PalierId *id = &g_array_index (self->prospects, PalierId, self->who);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_PROSPECT, id);
  g_autofree char *email = run_dup_email (self->who);
  g_autofree char *siren = run_dup_siren (self->who);

  palier_record_set (record, PALIER_FIELD_KIND, "agency", mark);
  palier_record_set (record, PALIER_FIELD_EMAIL, email, mark);
  palier_record_set (record, PALIER_FIELD_POSTAL_CODE, run_get_postal_code (self->who), mark);
  palier_record_set (record, PALIER_FIELD_LEGAL_BASIS, "contract", mark);
  palier_record_set_integer (record, PALIER_FIELD_CREATED_AT, RUN_START, mark);
  if (siren != NULL)
    palier_record_set (record, PALIER_FIELD_SIREN, siren, mark);
  run_put (tx, self, record);
  return palier_db_check (tx->db, error);
}

/* self->who, with self->state. Each enters a moment after the one before: that is their order. */
static inline gboolean
run_put_enrolment (PalierTx *tx, gpointer data, GError **error)
{
  Run *self = data;
  PalierMark mark = run_mark (self);
  const PalierId *prospect = &g_array_index (self->prospects, PalierId, self->who);
  PalierId id = palier_id_derive (&self->campaign, prospect->bytes, sizeof prospect->bytes);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_ENROLMENT, &id);

  run_set_id (record, PALIER_ENROLMENT_FIELD_CAMPAIGN, &self->campaign, mark);
  run_set_id (record, PALIER_ENROLMENT_FIELD_PROSPECT, prospect, mark);
  palier_record_set_integer (record, PALIER_ENROLMENT_FIELD_ENTERED_AT, RUN_START + self->who,
                             mark);
  palier_record_set (record, PALIER_ENROLMENT_FIELD_STATE, self->state, mark);
  run_put (tx, self, record);
  return palier_db_check (tx->db, error);
}

static inline PalierId
run_message_id (Run *self, guint who, guint step)
{
  const PalierId *prospect = &g_array_index (self->prospects, PalierId, who);
  PalierId enrolment = palier_id_derive (&self->campaign, prospect->bytes, sizeof prospect->bytes);
  char text[16];

  g_snprintf (text, sizeof text, "%u", step);
  return palier_id_derive (&enrolment, text, strlen (text));
}

/* Of self->who for the step with the id self->step; self->due_ms: when it is meant to leave. */
static inline gboolean
run_put_message (PalierTx *tx, gpointer data, GError **error)
{
  Run *self = data;
  PalierMark mark = run_mark (self);
  const PalierStep *step = palier_sequence_get_step (
      self->sequence, (guint) palier_sequence_find_step (self->sequence, self->step));
  PalierId id = run_message_id (self, self->who, self->step);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_MESSAGE, &id);
  g_autofree char *email = run_dup_email (self->who);

  run_set_id (record, PALIER_MESSAGE_FIELD_CAMPAIGN, &self->campaign, mark);
  run_set_id (record, PALIER_MESSAGE_FIELD_PROSPECT,
              &g_array_index (self->prospects, PalierId, self->who), mark);
  run_set_id (record, PALIER_MESSAGE_FIELD_SENDER, &self->sender, mark);
  palier_record_set_integer (record, PALIER_MESSAGE_FIELD_STEP, self->step, mark);
  palier_record_set (record, PALIER_MESSAGE_FIELD_CHANNEL, palier_channel_name (step->channel),
                     mark);
  palier_record_set (record, PALIER_MESSAGE_FIELD_SUBJECT, "Vos mandats", mark);
  palier_record_set (record, PALIER_MESSAGE_FIELD_BODY, "Bonjour, [voici](https://example.fr/a).",
                     mark);
  palier_record_set (record, PALIER_MESSAGE_FIELD_STATE, "approved", mark);
  palier_record_set (record, PALIER_MESSAGE_FIELD_NOTICE, "yes", mark);
  palier_record_set_integer (record, PALIER_MESSAGE_FIELD_DUE_AT, self->due_ms, mark);
  if (step->channel == PALIER_CHANNEL_EMAIL)
    palier_record_set (record, PALIER_MESSAGE_FIELD_TO, email, mark);
  run_put (tx, self, record);
  g_hash_table_insert (self->messages, g_memdup2 (&id, sizeof id),
                       GUINT_TO_POINTER (self->who << 8 | self->step));
  return palier_db_check (tx->db, error);
}

/* self->event, with self->data, of self->who and the message of self->step (0: of none). */
static inline gboolean
run_put_event (PalierTx *tx, gpointer data, GError **error)
{
  Run *self = data;
  PalierMark mark = run_mark (self);
  PalierId id = palier_id_new (self->fixture.clock, self->fixture.random);
  PalierId message = run_message_id (self, self->who, self->step);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_EVENT, &id);

  palier_record_set (record, PALIER_EVENT_FIELD_NAME, self->event, mark);
  palier_record_set_integer (record, PALIER_EVENT_FIELD_AT, run_now (self), mark);
  run_set_id (record, PALIER_EVENT_FIELD_PROSPECT,
              &g_array_index (self->prospects, PalierId, self->who), mark);
  if (self->step != 0)
    run_set_id (record, PALIER_EVENT_FIELD_MESSAGE, &message, mark);
  if (self->data != NULL)
    palier_record_set (record, PALIER_EVENT_FIELD_DATA, self->data, mark);
  run_put (tx, self, record);
  return palier_db_check (tx->db, error);
}

static inline void
run_write (Run *self, PalierTxFunc func)
{
  fixture_write (&self->fixture, func, self);
}

static inline void
run_happen (Run *self, const char *event, const char *data, guint who, guint step)
{
  self->event = event;
  self->data = data;
  self->who = who;
  self->step = step;
  run_write (self, run_put_event);
}

static inline void
run_set_state (Run *self, const char *state)
{
  self->state = state;
  run_write (self, run_put_campaign);
}

static inline void
run_set_enrolment (Run *self, guint who, const char *state)
{
  self->state = state;
  self->who = who;
  run_write (self, run_put_enrolment);
}

/* ---- the rehearsal ---- */

static inline void
run_enrol (Run *self, PalierPlanCast *cast, guint who)
{
  g_autofree char *email = run_dup_email (who);
  g_autofree char *siren = run_dup_siren (who);
  PalierEnrolment enrolment = {
    .since_ms = RUN_START,
    .responses = { .replied = PALIER_SIGNAL_NO, .met = PALIER_SIGNAL_NO },
    .region = palier_region_find (NULL, run_get_postal_code (who)),
    .firm = siren != NULL ? palier_plan_cast_firm (cast, siren) : 0,
    .pool = (guint8) palier_mail_pool_find (email),
  };

  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
    enrolment.lanes[i] = (guint8) i;
  g_array_append_val (cast->enrolments, enrolment);
}

/* Returns: (element-type PalierPlanRow): what is planned for everybody, as a device rehearses it */
static inline GArray *
run_rehearse (Run *self)
{
  const PalierSequence *sequences[] = { self->sequence };
  g_autoptr (PalierPlanCast) cast = palier_plan_cast_new ();
  PalierPlanQuestion question = { .sequences = sequences, .n_sequences = 1, .now_ms = RUN_START };

  for (guint i = 0; i < self->prospects->len; i++)
    run_enrol (self, cast, i);
  palier_plan_cast_lane (cast, PALIER_CHANNEL_EMAIL)->pace = palier_plan_mail_pace (60);
  palier_plan_cast_fill (cast, &question);
  return palier_plan (&question);
}

/* ---- the run ---- */

static inline void
run_note (Run *self, const PalierId *message)
{
  guint key = GPOINTER_TO_UINT (g_hash_table_lookup (self->messages, message));
  RunGone one = { key >> 8, key & 0xff, run_now (self) };

  g_array_append_val (self->gone, one);
}

static inline gboolean
run_hand_over (PalierTx *tx, gpointer data, GError **error)
{
  Run *self = data;
  const PalierTenant *tenant = self->fixture.tenant;
  PalierEntitlement entitlement = { .meter = PALIER_METER_NONE };
  g_autoptr (PalierMailbox) mailbox = palier_mailbox_load (tx, tenant, &self->sender, TRUE);
  g_autoptr (GPtrArray) jobs = palier_job_store_claim (tx, tenant, 100, tx->now_ms + 60000);

  for (guint i = 0; i < jobs->len; i++)
  {
    g_autoptr (PalierLetter) letter =
        palier_letter_prepare (tx, tenant, jobs->pdata[i], mailbox, "https://r.example.fr");
    if (!palier_handover_begin (tx, tenant, letter, mailbox->daily_cap, &entitlement))
      continue;
    run_note (self, &letter->job->id);
    palier_handover_settle (tx, tenant, letter, PALIER_METER_NONE, &self->result);
  }
  return palier_db_check (tx->db, error);
}

/* The first task that is due, as self->who and self->step; self->next_ms: when the first thing of
 * all is due. */
static inline gboolean
run_look (PalierTx *tx, gpointer data, GError **error)
{
  Run *self = data;
  gint64 first_ms = G_MAXINT64;
  g_autoptr (GArray) none = palier_job_store_due_tenants (tx, 0, &first_ms);
  PalierRows *rows = palier_db_query (tx->db,
                                      "select job_id, due_ms from job where tenant_id = ?1"
                                      " and state = 'scheduled' and channel <> 'email'"
                                      " and due_ms > ?2 order by due_ms, job_id limit 1",
                                      "Ti", self->fixture.tenant->id,
                                      self->lazy ? tx->now_ms : G_GINT64_CONSTANT (0));

  self->next_ms = MIN (first_ms, palier_pass_store_next_ms (tx));
  self->step = 0;
  while (palier_rows_next (rows))
  {
    PalierId id;
    palier_rows_id (rows, 0, &id);
    gint64 due_ms = palier_rows_integer (rows, 1);
    guint key = GPOINTER_TO_UINT (g_hash_table_lookup (self->messages, &id));
    self->next_ms = MIN (self->next_ms, due_ms);
    if (due_ms > tx->now_ms)
      continue;
    self->who = key >> 8;
    self->step = key & 0xff;
  }
  return palier_db_check (tx->db, error);
}

static inline void
run_pass (Run *self)
{
  g_autoptr (GError) error = NULL;

  palier_campaign_pass (self->fixture.store, self->fixture.tenant->id, PALIER_METER_NONE, &error);
  g_assert_no_error (error);
}

static inline gboolean
run_read_next_pass (PalierTx *tx, gpointer data, GError **error)
{
  *(gint64 *) data = palier_pass_store_next_ms (tx);
  return palier_db_check (tx->db, error);
}

static inline void
run_pass_if_due (Run *self)
{
  gint64 due_ms;

  for (guint i = 0; i < 3; i++)
  {
    g_assert_true (palier_store_read (self->fixture.store, run_read_next_pass, &due_ms, NULL));
    if (due_ms > run_now (self))
      return;
    run_pass (self);
  }
  g_assert_not_reached ();
}

/* Lets everything happen that happens until @end_ms. */
static inline void
run_until (Run *self, gint64 end_ms)
{
  for (;;)
  {
    run_pass_if_due (self);
    run_write (self, run_hand_over);
    g_assert_true (palier_store_read (self->fixture.store, run_look, self, NULL));
    if (self->step != 0)
    {
      PalierId id = run_message_id (self, self->who, self->step);
      run_note (self, &id);
      run_happen (self, "message.done", NULL, self->who, self->step);
      continue;
    }
    if (self->next_ms >= end_ms)
      break;
    if (self->next_ms > run_now (self))
      palier_clock_advance (self->fixture.clock, self->next_ms - run_now (self));
  }
  palier_clock_advance (self->fixture.clock, MAX (0, end_ms - run_now (self)));
}

static inline gboolean
run_count (PalierTx *tx, gpointer data, GError **error)
{
  Run *self = data;
  guint64 counts[PALIER_N_SEND_STATES];

  palier_job_store_count (tx, self->fixture.tenant, counts);
  for (guint i = 0; i < PALIER_N_SEND_STATES; i++)
    self->counts[i] = (guint) counts[i];
  return palier_db_check (tx->db, error);
}

static inline void
run_read_counts (Run *self)
{
  g_assert_true (palier_store_read (self->fixture.store, run_count, self, NULL));
}

typedef struct
{
  Run *run;
  PalierId id;
  PalierSendJob *job;
} RunJob;

static inline gboolean
run_read_job (PalierTx *tx, gpointer data, GError **error)
{
  RunJob *self = data;

  self->job = palier_job_store_get (tx, self->run->fixture.tenant, &self->id);
  return palier_db_check (tx->db, error);
}

/* Returns: (transfer full): what the ledger says of a message */
static inline PalierSendJob *
run_get_job (Run *self, guint who, guint step)
{
  RunJob work = { self, run_message_id (self, who, step), NULL };

  g_assert_true (palier_store_read (self->fixture.store, run_read_job, &work, NULL));
  g_assert_nonnull (work.job);
  return work.job;
}

static inline void
run_assert_job (Run *self, guint who, guint step, PalierSendState state, PalierSendReason reason)
{
  g_autoptr (PalierSendJob) job = run_get_job (self, who, step);

  g_assert_cmpstr (palier_send_state_name (job->state), ==, palier_send_state_name (state));
  g_assert_cmpstr (palier_send_reason_name (job->reason), ==, palier_send_reason_name (reason));
}

static inline void
run_assert_nothing_twice (Run *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->gone->len; i++)
  {
    const RunGone *one = &g_array_index (self->gone, RunGone, i);
    g_assert_true (
        g_hash_table_add (seen, GUINT_TO_POINTER ((one->prospect << 8 | one->step) + 1)));
  }
}

static inline gboolean
run_put_all (PalierTx *tx, gpointer data, GError **error)
{
  Run *self = data;
  g_autoptr (GArray) rows = run_rehearse (self);

  self->state = "running";
  run_put_campaign (tx, self, NULL);
  self->state = "active";
  for (self->who = 0; self->who < self->prospects->len; self->who++)
  {
    run_put_prospect (tx, self, NULL);
    run_put_enrolment (tx, self, NULL);
  }
  for (guint i = 0; i < rows->len; i++)
  {
    const PalierPlanRow *row = &g_array_index (rows, PalierPlanRow, i);
    self->who = row->enrolment;
    self->step = palier_sequence_get_step (self->sequence, row->step)->id;
    self->due_ms = row->at_ms;
    run_put_message (tx, self, NULL);
  }
  return palier_db_check (tx->db, error);
}

/* Writes prospects, enrolments and the messages of all steps, as a device does when it launches. */
static inline void
run_launch (Run *self, guint n_prospects)
{
  for (guint i = 0; i < n_prospects; i++)
  {
    PalierId id = palier_id_new (self->fixture.clock, self->fixture.random);
    g_array_append_val (self->prospects, id);
  }
  run_write (self, run_put_all);
}

static inline void
run_set_up (Run *self, const PalierDbEngine *engine, const char *sequence)
{
  g_autoptr (GError) error = NULL;

  *self = (Run) { .result.outcome = PALIER_SMTP_ACCEPTED };
  self->fixture.path = fixture_make_tables (engine);
  self->fixture.clock = palier_clock_new_fake (RUN_START);
  self->fixture.random = palier_random_new_seeded (5);
  fixture_open (&self->fixture, engine);
  self->device = palier_id_new (self->fixture.clock, self->fixture.random);
  self->campaign = palier_id_new (self->fixture.clock, self->fixture.random);
  self->sender = palier_id_new (self->fixture.clock, self->fixture.random);
  self->prospects = g_array_new (FALSE, FALSE, sizeof (PalierId));
  self->messages = g_hash_table_new_full (run_hash_id, run_equal_ids, g_free, NULL);
  self->gone = g_array_new (FALSE, FALSE, sizeof (RunGone));
  self->sequence = palier_sequence_from_json (sequence, strlen (sequence), &error);
  g_assert_no_error (error);
  run_write (self, run_put_sender);
}

static inline void
run_tear_down (Run *self)
{
  g_array_unref (self->prospects);
  g_array_unref (self->gone);
  g_hash_table_unref (self->messages);
  palier_sequence_free (self->sequence);
  fixture_tear_down (&self->fixture);
}
