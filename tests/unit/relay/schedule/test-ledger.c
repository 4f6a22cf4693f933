/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of a message through the ledger, over a real store.
 *
 * 1. intake: what becomes a job, and what ends one     4. a fence: who lost a claim cannot begin
 * 2. hand-over: gate, consent, suppression, cap        5. a crash: uncertain, and back
 * 3. results: each outcome has its state               6. the n-th step of the store fails: all or
 * nothing */
#include "palier-handover.h"
#include "palier-intake.h"
#include "palier-record-batch.h"

#include <string.h>

#include "relay-fixture.h"

#define ADDRESS "contact@agence.example"

typedef struct
{
  Fixture fixture;
  PalierId device;
  PalierId message;
  PalierId prospect;
  PalierId sender;
  guint stamp;

  const char *state; /* of the message to put */
  gint64 due_ms;
  const char *to;
  const char *notice;
  PalierPurpose purpose; /* of the consent to put */
  gboolean given;

  PalierSmtpResult result;
  guint daily_cap;
  PalierEntitlement entitlement; /* of a relay that counts nothing */
  gboolean begun;
  PalierSendJob *job;
  guint count;
  PalierId process; /* whose jobs to recover */
} Bench;

static PalierMark
get_mark (Bench *bench)
{
  return (PalierMark) { ((PalierStamp) FIXTURE_NOW << 16) + ++bench->stamp, 9 };
}

static void
put (PalierTx *tx, Bench *bench, PalierRecord *record)
{
  const PalierRecord *merged = NULL;
  g_autoptr (GPtrArray) records = g_ptr_array_new ();

  g_ptr_array_add (records, record);
  g_autoptr (PalierRecordBatch) batch =
      palier_record_batch_new (tx, bench->fixture.tenant, &bench->device, records);
  palier_record_batch_merge (batch, record, &merged);
  palier_record_batch_write (batch);
  if (merged != NULL)
    palier_intake_apply (tx, bench->fixture.tenant, merged);
}

static gboolean
put_sender (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;
  PalierMark mark = get_mark (bench);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_SENDER, &bench->sender);

  palier_record_set (record, PALIER_SENDER_FIELD_HOST, "127.0.0.1", mark);
  palier_record_set_integer (record, PALIER_SENDER_FIELD_PORT, 2525, mark);
  palier_record_set (record, PALIER_SENDER_FIELD_SECURITY, "none", mark);
  palier_record_set (record, PALIER_SENDER_FIELD_FROM_EMAIL, "claire@example.fr", mark);
  put (tx, bench, record);
  return palier_db_check (tx->db, error);
}

static gboolean
put_message (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;
  PalierMark mark = get_mark (bench);
  char text[PALIER_ID_TEXT_SIZE];
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_MESSAGE, &bench->message);

  palier_record_set (record, PALIER_MESSAGE_FIELD_PROSPECT,
                     palier_id_format (&bench->prospect, text), mark);
  palier_record_set (record, PALIER_MESSAGE_FIELD_SENDER, palier_id_format (&bench->sender, text),
                     mark);
  palier_record_set (record, PALIER_MESSAGE_FIELD_CHANNEL, "email", mark);
  palier_record_set (record, PALIER_MESSAGE_FIELD_SUBJECT, "Vos mandats", mark);
  palier_record_set (record, PALIER_MESSAGE_FIELD_BODY,
                     "Bonjour, [notre page](https://example.fr/a).", mark);
  palier_record_set (record, PALIER_MESSAGE_FIELD_STATE, bench->state, mark);
  palier_record_set (record, PALIER_MESSAGE_FIELD_TO, bench->to, mark);
  palier_record_set (record, PALIER_MESSAGE_FIELD_NOTICE, bench->notice, mark);
  if (bench->due_ms != 0)
    palier_record_set_integer (record, PALIER_MESSAGE_FIELD_DUE_AT, bench->due_ms, mark);
  put (tx, bench, record);
  return palier_db_check (tx->db, error);
}

static gboolean
put_consent (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;
  PalierMark mark = get_mark (bench);
  char text[PALIER_ID_TEXT_SIZE];
  PalierId id = palier_id_new (bench->fixture.clock, bench->fixture.random);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_CONSENT, &id);

  palier_record_set (record, PALIER_CONSENT_FIELD_SUBJECT,
                     palier_id_format (&bench->prospect, text), mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_PURPOSE, palier_purpose_name (bench->purpose),
                     mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_GIVEN, bench->given ? "yes" : "no", mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_ORIGIN, "person", mark);
  palier_record_set_integer (record, PALIER_CONSENT_FIELD_AT, FIXTURE_NOW + bench->stamp, mark);
  put (tx, bench, record);
  return palier_db_check (tx->db, error);
}

static gboolean
put_person (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_PROSPECT, &bench->prospect);

  palier_record_set (record, PALIER_FIELD_KIND, "person", get_mark (bench));
  put (tx, bench, record);
  return palier_db_check (tx->db, error);
}

static gboolean
read_job (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;

  g_clear_pointer (&bench->job, palier_send_job_free);
  bench->job = palier_job_store_get (tx, bench->fixture.tenant, &bench->message);
  return palier_db_check (tx->db, error);
}

static gboolean
claim (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;
  g_autoptr (GPtrArray) jobs =
      palier_job_store_claim (tx, bench->fixture.tenant, 10, tx->now_ms + 60000);

  g_clear_pointer (&bench->job, palier_send_job_free);
  bench->count = jobs->len;
  if (jobs->len > 0)
    bench->job = palier_send_job_copy (g_ptr_array_index (jobs, 0));
  return palier_db_check (tx->db, error);
}

static PalierLetter *
prepare (PalierTx *tx, Bench *bench)
{
  g_autoptr (PalierMailbox) mailbox =
      palier_mailbox_load (tx, bench->fixture.tenant, &bench->sender, TRUE);
  return mailbox == NULL ? NULL
                         : palier_letter_prepare (tx, bench->fixture.tenant, bench->job, mailbox,
                                                  "https://r.example.fr");
}

static gboolean
begin (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;
  g_autoptr (PalierLetter) letter = prepare (tx, bench);

  bench->begun = letter != NULL
                 && palier_handover_begin (tx, bench->fixture.tenant, letter, bench->daily_cap,
                                           &bench->entitlement);
  return palier_db_check (tx->db, error);
}

static gboolean
settle (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;
  g_autoptr (PalierLetter) letter = prepare (tx, bench);

  if (letter != NULL)
    palier_handover_settle (tx, bench->fixture.tenant, letter, bench->entitlement.meter,
                            &bench->result);
  return palier_db_check (tx->db, error);
}

static gboolean
recover (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;

  bench->count = palier_job_store_recover (tx, bench->fixture.tenant, &bench->process);
  return palier_db_check (tx->db, error);
}

static gboolean
unsubscribe (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;

  palier_intake_unsubscribe (tx, bench->fixture.tenant, &bench->message, "test");
  return palier_db_check (tx->db, error);
}

static void
run (Bench *bench, PalierTxFunc func)
{
  fixture_write (&bench->fixture, func, bench);
}

static void
set_up (Bench *bench)
{
  *bench = (Bench) { .state = "approved", .due_ms = FIXTURE_NOW, .to = ADDRESS, .notice = "yes" };
  fixture_set_up (&bench->fixture, &palier_db_sqlite);
  bench->device = palier_id_new (bench->fixture.clock, bench->fixture.random);
  bench->message = palier_id_new (bench->fixture.clock, bench->fixture.random);
  bench->prospect = palier_id_new (bench->fixture.clock, bench->fixture.random);
  bench->sender = palier_id_new (bench->fixture.clock, bench->fixture.random);
  run (bench, put_sender);
}

static void
tear_down (Bench *bench)
{
  g_clear_pointer (&bench->job, palier_send_job_free);
  fixture_tear_down (&bench->fixture);
}

static void
assert_job (Bench *bench, PalierSendState state, PalierSendReason reason)
{
  run (bench, read_job);
  g_assert_nonnull (bench->job);
  g_assert_cmpstr (palier_send_state_name (bench->job->state), ==, palier_send_state_name (state));
  g_assert_cmpstr (palier_send_reason_name (bench->job->reason), ==,
                   palier_send_reason_name (reason));
}

static void
test_intake (void)
{
  static const struct
  {
    const char *state;
    gint64 due_ms;
    int job; /* PalierSendState, -1: none */
  } cases[] = {
    { "draft", 0, -1 },
    { "approved", 0, -1 }, /* still the agent's */
    { "draft", FIXTURE_NOW, -1 },
    { "approved", FIXTURE_NOW + 1000, PALIER_SEND_SCHEDULED },
    { "approved", FIXTURE_NOW, PALIER_SEND_SCHEDULED },
    { "withdrawn", FIXTURE_NOW, PALIER_SEND_CANCELLED },
    { "approved", FIXTURE_NOW, PALIER_SEND_CANCELLED }, /* what is cancelled stays so */
  };
  Bench bench;

  set_up (&bench);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    bench.state = cases[i].state;
    bench.due_ms = cases[i].due_ms;
    run (&bench, put_message);
    run (&bench, read_job);
    g_assert_cmpint (bench.job != NULL ? (int) bench.job->state : -1, ==, cases[i].job);
  }
  tear_down (&bench);
}

static void
test_due (void)
{
  Bench bench;

  set_up (&bench);
  bench.due_ms = FIXTURE_NOW + 1000;
  run (&bench, put_message);
  run (&bench, claim);
  g_assert_cmpuint (bench.count, ==, 0);
  palier_clock_advance (bench.fixture.clock, 1000);
  run (&bench, claim);
  g_assert_cmpuint (bench.count, ==, 1);
  run (&bench, claim);
  g_assert_cmpuint (bench.count, ==, 0);
  /* The lease has ended: another may take it, with a higher fence. */
  palier_clock_advance (bench.fixture.clock, 61000);
  run (&bench, claim);
  g_assert_cmpuint (bench.count, ==, 1);
  g_assert_cmpint (bench.job->fence, ==, 2);
  tear_down (&bench);
}

/* Where each hindrance leads at the hand-over. */
static void
test_gate (void)
{
  static const struct
  {
    const char *what;
    PalierTxFunc before; /* (nullable) */
    PalierPurpose purpose;
    gboolean given;
    const char *to;
    const char *notice;
    PalierSendState state;
    PalierSendReason reason;
  } cases[] = {
    { "nothing", NULL, 0, FALSE, ADDRESS, "yes", PALIER_SEND_HANDING_OVER, PALIER_REASON_NONE },
    { "withdrawn", put_consent, PALIER_PURPOSE_PROSPECTING, FALSE, ADDRESS, "yes",
      PALIER_SEND_SET_ASIDE, PALIER_REASON_GATE },
    { "a person", put_person, 0, FALSE, ADDRESS, "yes", PALIER_SEND_SET_ASIDE, PALIER_REASON_GATE },
    { "no address", NULL, 0, FALSE, "nobody", "yes", PALIER_SEND_SET_ASIDE,
      PALIER_REASON_NO_ADDRESS },
    { "unsubscribed", unsubscribe, 0, FALSE, ADDRESS, "yes", PALIER_SEND_CANCELLED,
      PALIER_REASON_UNSUBSCRIBED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    Bench bench;
    set_up (&bench);
    bench.to = cases[i].to;
    bench.notice = cases[i].notice;
    bench.purpose = cases[i].purpose;
    bench.given = cases[i].given;
    run (&bench, put_message);
    run (&bench, claim);
    if (cases[i].before != NULL)
      run (&bench, cases[i].before);
    run (&bench, begin);
    g_test_message ("%s", cases[i].what);
    g_assert_cmpint (bench.begun, ==, cases[i].state == PALIER_SEND_HANDING_OVER);
    assert_job (&bench, cases[i].state, cases[i].reason);
    tear_down (&bench);
  }
}

static gboolean
set_suppressed (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;
  const guint8 keys[2][PALIER_SUPPRESSION_KEY_SIZE] = { { 4 }, { 5 } };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    palier_suppression_store_add_key (tx, bench->fixture.tenant, keys[i]);
  g_autofree char *hash =
      palier_suppression_dup_hash (keys[1], PALIER_ADDRESS_EMAIL, "contact@agence.example");
  palier_suppression_store_add (tx, bench->fixture.tenant, hash);
  return palier_db_check (tx->db, error);
}

static void
test_suppressed (void)
{
  Bench bench;

  set_up (&bench);
  run (&bench, put_message);
  run (&bench, set_suppressed);
  run (&bench, claim);
  run (&bench, begin);
  g_assert_false (bench.begun);
  assert_job (&bench, PALIER_SEND_SET_ASIDE, PALIER_REASON_GATE);
  tear_down (&bench);
}

static gboolean
begin_after_withdrawal (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;
  g_autoptr (PalierLetter) letter = prepare (tx, bench);

  g_assert_true (letter->open);
  g_assert_cmpuint (letter->links->len, ==, 2);
  bench->given = FALSE;
  if (!put_consent (tx, bench, error))
    return FALSE;
  bench->begun = palier_handover_begin (tx, bench->fixture.tenant, letter, 0, &bench->entitlement);
  return palier_db_check (tx->db, error);
}

/* A letter that was composed with a pixel does not leave once the consent to it is gone. */
static void
test_consent_between (void)
{
  Bench bench;

  set_up (&bench);
  bench.purpose = PALIER_PURPOSE_OPEN;
  bench.given = TRUE;
  run (&bench, put_consent);
  run (&bench, put_message);
  run (&bench, claim);
  run (&bench, begin_after_withdrawal);
  g_assert_false (bench.begun);
  assert_job (&bench, PALIER_SEND_SCHEDULED, PALIER_REASON_NONE);
  tear_down (&bench);
}

static void
test_results (void)
{
  static const struct
  {
    PalierSmtpResult result;
    PalierSendState state;
    PalierSendReason reason;
  } cases[] = {
    { { .outcome = PALIER_SMTP_ACCEPTED, .code = 250 }, PALIER_SEND_ACCEPTED, PALIER_REASON_NONE },
    { { .outcome = PALIER_SMTP_UNCERTAIN, .stage = PALIER_SMTP_STAGE_FINAL },
      PALIER_SEND_UNCERTAIN,
      PALIER_REASON_LINE_DROPPED },
    { { .outcome = PALIER_SMTP_REFUSED, .code = 550, .fault = PALIER_SMTP_RECIPIENT_REFUSED },
      PALIER_SEND_REFUSED,
      PALIER_REASON_SERVER_NEVER },
    { { .outcome = PALIER_SMTP_DEFERRED, .code = 450, .fault = PALIER_SMTP_RECIPIENT_REFUSED },
      PALIER_SEND_DEFERRED,
      PALIER_REASON_SERVER_LATER },
    { { .outcome = PALIER_SMTP_DEFERRED, .fault = PALIER_SMTP_UNREACHABLE, .session_failed = TRUE },
      PALIER_SEND_DEFERRED,
      PALIER_REASON_CONNECTION },
    { { .outcome = PALIER_SMTP_DEFERRED,
        .code = 535,
        .fault = PALIER_SMTP_AUTH_REFUSED,
        .session_failed = TRUE },
      PALIER_SEND_SET_ASIDE,
      PALIER_REASON_SENDER_BROKEN },
    { { .outcome = PALIER_SMTP_DEFERRED,
        .code = 454,
        .fault = PALIER_SMTP_AUTH_REFUSED,
        .session_failed = TRUE },
      PALIER_SEND_DEFERRED,
      PALIER_REASON_SERVER_LATER },
    { { .outcome = PALIER_SMTP_DEFERRED, .fault = PALIER_SMTP_TLS_NAME, .session_failed = TRUE },
      PALIER_SEND_SET_ASIDE,
      PALIER_REASON_SENDER_BROKEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    Bench bench;
    set_up (&bench);
    run (&bench, put_message);
    run (&bench, claim);
    run (&bench, begin);
    bench.result = cases[i].result;
    run (&bench, settle);
    assert_job (&bench, cases[i].state, cases[i].reason);
    /* A second word on the same hand-over says nothing. */
    bench.result.outcome = PALIER_SMTP_ACCEPTED;
    run (&bench, settle);
    assert_job (&bench, cases[i].state, cases[i].reason);
    tear_down (&bench);
  }
}

static void
test_gives_up (void)
{
  Bench bench;
  guint attempts = 0;

  set_up (&bench);
  run (&bench, put_message);
  do
  {
    run (&bench, claim);
    g_assert_cmpuint (bench.count, ==, 1);
    run (&bench, begin);
    bench.result = (PalierSmtpResult) { .outcome = PALIER_SMTP_DEFERRED, .code = 451 };
    run (&bench, settle);
    run (&bench, read_job);
    attempts++;
    if (bench.job->state == PALIER_SEND_DEFERRED)
      palier_clock_set (bench.fixture.clock, bench.job->due_ms);
  } while (bench.job->state == PALIER_SEND_DEFERRED && attempts < 100);
  assert_job (&bench, PALIER_SEND_REFUSED, PALIER_REASON_GAVE_UP);
  g_assert_cmpuint (attempts, >, 10);
  g_assert_cmpint (palier_clock_now_ms (bench.fixture.clock) - FIXTURE_NOW, <=,
                   72 * G_GINT64_CONSTANT (3600000));
  tear_down (&bench);
}

static void
test_fence (void)
{
  Bench bench;

  set_up (&bench);
  run (&bench, put_message);
  run (&bench, claim);
  PalierSendJob *held = g_steal_pointer (&bench.job);
  /* The message changed meanwhile: the claim of the old version is worth nothing. */
  run (&bench, put_message);
  bench.job = held;
  run (&bench, begin);
  g_assert_false (bench.begun);
  assert_job (&bench, PALIER_SEND_SCHEDULED, PALIER_REASON_NONE);
  tear_down (&bench);
}

static void
test_cap (void)
{
  Bench bench;

  set_up (&bench);
  bench.daily_cap = 1;
  for (int i = 0; i < 2; i++)
  {
    bench.message = palier_id_new (bench.fixture.clock, bench.fixture.random);
    bench.prospect = bench.message;
    run (&bench, put_message);
    run (&bench, claim);
    run (&bench, begin);
    g_assert_cmpint (bench.begun, ==, i == 0);
  }
  assert_job (&bench, PALIER_SEND_SCHEDULED, PALIER_REASON_PACING);
  /* Midnight in Paris, in winter an hour before that of UTC. */
  g_assert_cmpint (bench.job->due_ms % 86400000, ==, 23 * 3600000);
  tear_down (&bench);
}

static void
test_crash (void)
{
  Bench bench;

  set_up (&bench);
  bench.process = *palier_store_get_process (bench.fixture.store);
  run (&bench, put_message);
  run (&bench, claim);
  run (&bench, recover);
  g_assert_cmpuint (bench.count, ==, 0);
  assert_job (&bench, PALIER_SEND_SCHEDULED, PALIER_REASON_NONE);
  run (&bench, claim);
  run (&bench, begin);
  fixture_reopen (&bench.fixture, &palier_db_sqlite);
  run (&bench, recover);
  g_assert_cmpuint (bench.count, ==, 1);
  assert_job (&bench, PALIER_SEND_UNCERTAIN, PALIER_REASON_CRASH);
  run (&bench, claim);
  g_assert_cmpuint (bench.count, ==, 0);
  /* A new version of it changes nothing: it may have left. */
  run (&bench, put_message);
  assert_job (&bench, PALIER_SEND_UNCERTAIN, PALIER_REASON_CRASH);
  tear_down (&bench);
}

/* ---- a store whose n-th step fails ---- */

static gint steps_left = -1;

static gboolean
failing_step (gpointer handle, gpointer statement, gboolean *has_row, GError **error)
{
  if (g_atomic_int_get (&steps_left) == 0)
  {
    *has_row = FALSE;
    g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_FULL, "as asked");
    return FALSE;
  }
  if (g_atomic_int_get (&steps_left) > 0)
    g_atomic_int_add (&steps_left, -1);
  return palier_db_sqlite.step (handle, statement, has_row, error);
}

static gboolean
failing_run (gpointer handle, gpointer statement, GError **error)
{
  gboolean has_row = TRUE;
  gboolean good = TRUE;

  while (good && has_row)
    good = failing_step (handle, statement, &has_row, error);
  return good;
}

static gboolean
count_records (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;

  bench->count = (guint) palier_record_store_last_seq (tx, bench->fixture.tenant);
  return palier_db_check (tx->db, error);
}

static void
test_steps_fail (void)
{
  static const PalierTxFunc ways[] = { put_message, claim, begin, settle };
  PalierDbEngine engine = palier_db_sqlite;
  guint failures = 0;

  engine.step = failing_step;
  engine.run = failing_run;
  for (gsize way = 0; way < G_N_ELEMENTS (ways); way++)
  {
    Bench bench;
    set_up (&bench);
    fixture_reopen (&bench.fixture, &engine);
    for (gsize before = 0; before < way; before++)
      run (&bench, ways[before]);
    run (&bench, count_records);
    guint seq = bench.count;
    gboolean good = FALSE;
    for (gint n = 0; !good; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PalierSendJob) held = bench.job != NULL ? palier_send_job_copy (bench.job) : NULL;
      g_atomic_int_set (&steps_left, n);
      good = palier_store_write (bench.fixture.store, ways[way], &bench, &error);
      g_atomic_int_set (&steps_left, -1);
      failures += !good;
      run (&bench, count_records);
      if (!good)
      {
        g_assert_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_FULL);
        g_assert_cmpuint (bench.count, ==, seq);
        g_clear_pointer (&bench.job, palier_send_job_free);
        bench.job = g_steal_pointer (&held);
      }
    }
    tear_down (&bench);
  }
  g_assert_cmpuint (failures, >, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/ledger/intake", test_intake);
  g_test_add_func ("/relay/ledger/due", test_due);
  g_test_add_func ("/relay/ledger/gate", test_gate);
  g_test_add_func ("/relay/ledger/suppressed", test_suppressed);
  g_test_add_func ("/relay/ledger/consent-between", test_consent_between);
  g_test_add_func ("/relay/ledger/results", test_results);
  g_test_add_func ("/relay/ledger/gives-up", test_gives_up);
  g_test_add_func ("/relay/ledger/fence", test_fence);
  g_test_add_func ("/relay/ledger/cap", test_cap);
  g_test_add_func ("/relay/ledger/crash", test_crash);
  g_test_add_func ("/relay/ledger/steps-fail", test_steps_fail);
  return g_test_run ();
}
