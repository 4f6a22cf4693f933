/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Verdicts as a table: who, channel, address, basis, consent. 2. What bars, bars everywhere, and
 * comes first. 3. Hours of SMS and of calls. 4. Age. 5. Over all questions: a person gets nothing
 * electronic without consent or contract, a suppressed address nothing at all, a first message by
 * legitimate interest always needs its notice. 6. What lets pass. */
#include "palier-gate.h"

#define DAY (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
/* Monday 23 November 2026, 11:00 in Paris: within all hours. */
#define MONDAY G_GINT64_CONSTANT (1795428000000)

#define U PALIER_SIGNAL_UNKNOWN
#define Y PALIER_SIGNAL_YES
#define N PALIER_SIGNAL_NO

typedef struct
{
  gboolean is_agency;
  const char *channel, *nature, *basis;
  PalierSignal consent;
  gboolean informed;
  PalierVerdictKind kind;
  const char *reason, *article, *alternative;
} Case;

static const Case cases[] = {
  /* Agencies */
  { TRUE, "email", "generic", "none", U, FALSE, PALIER_VERDICT_ALLOWED, "firm_address",
    "CPCE art. L34-5", NULL },
  { TRUE, "email", "professional", "legitimate_interest", U, FALSE, PALIER_VERDICT_NEEDS_NOTICE,
    "interest", "RGPD art. 14", NULL },
  { TRUE, "email", "professional", "legitimate_interest", U, TRUE, PALIER_VERDICT_ALLOWED,
    "interest", "RGPD art. 6(1)(f)", NULL },
  { TRUE, "email", "professional", "none", U, FALSE, PALIER_VERDICT_BLOCKED, "no_basis",
    "RGPD art. 6", NULL },
  { TRUE, "email", "professional", "consent", U, FALSE, PALIER_VERDICT_BLOCKED, "no_consent",
    "CPCE art. L34-5", "letter" },
  { TRUE, "email", "private", "legitimate_interest", U, TRUE, PALIER_VERDICT_BLOCKED,
    "private_address", "CPCE art. L34-5", "letter" },
  { TRUE, "email", "unknown", "legitimate_interest", U, TRUE, PALIER_VERDICT_BLOCKED,
    "private_address", "CPCE art. L34-5", "letter" },
  { TRUE, "email", "private", "none", Y, FALSE, PALIER_VERDICT_ALLOWED, "consent",
    "CPCE art. L34-5", NULL },
  { TRUE, "email", "professional", "contract", U, FALSE, PALIER_VERDICT_ALLOWED, "customer",
    "CPCE art. L34-5", NULL },
  { TRUE, "sms", "unknown", "legitimate_interest", U, TRUE, PALIER_VERDICT_BLOCKED,
    "private_address", "CPCE art. L34-5", "letter" },
  { TRUE, "sms", "professional", "legitimate_interest", U, TRUE, PALIER_VERDICT_ALLOWED, "interest",
    "RGPD art. 6(1)(f)", NULL },
  { TRUE, "linkedin", "unknown", "legitimate_interest", U, FALSE, PALIER_VERDICT_NEEDS_NOTICE,
    "interest", "RGPD art. 14", NULL },
  { TRUE, "letter", "unknown", "legitimate_interest", U, FALSE, PALIER_VERDICT_NEEDS_NOTICE,
    "interest", "RGPD art. 14", NULL },
  { TRUE, "call", "professional", "legitimate_interest", U, TRUE, PALIER_VERDICT_ALLOWED,
    "interest", "RGPD art. 6(1)(f)", NULL },
  { TRUE, "call", "private", "legitimate_interest", U, TRUE, PALIER_VERDICT_BLOCKED,
    "private_address", "Code de la consommation art. L223-1", "letter" },
  /* Persons */
  { FALSE, "email", "private", "none", U, FALSE, PALIER_VERDICT_BLOCKED, "no_consent",
    "CPCE art. L34-5", "letter" },
  { FALSE, "email", "professional", "legitimate_interest", U, TRUE, PALIER_VERDICT_BLOCKED,
    "no_consent", "CPCE art. L34-5", "letter" },
  { FALSE, "email", "private", "consent", Y, FALSE, PALIER_VERDICT_ALLOWED, "consent",
    "CPCE art. L34-5", NULL },
  { FALSE, "email", "private", "contract", U, FALSE, PALIER_VERDICT_ALLOWED, "customer",
    "CPCE art. L34-5", NULL },
  { FALSE, "sms", "private", "none", U, FALSE, PALIER_VERDICT_BLOCKED, "no_consent",
    "CPCE art. L34-5", "letter" },
  { FALSE, "linkedin", "private", "none", U, FALSE, PALIER_VERDICT_BLOCKED, "no_consent",
    "CPCE art. L34-5", "letter" },
  { FALSE, "call", "private", "none", U, FALSE, PALIER_VERDICT_BLOCKED, "call_consent",
    "Code de la consommation art. L223-1", "letter" },
  { FALSE, "call", "private", "consent", Y, FALSE, PALIER_VERDICT_ALLOWED, "consent",
    "Code de la consommation art. L223-1", NULL },
  { FALSE, "letter", "private", "legitimate_interest", U, FALSE, PALIER_VERDICT_NEEDS_NOTICE,
    "interest", "RGPD art. 14", NULL },
  { FALSE, "letter", "private", "none", U, FALSE, PALIER_VERDICT_BLOCKED, "no_basis", "RGPD art. 6",
    NULL },
};

static PalierGateQuestion
make (const Case *one)
{
  return (PalierGateQuestion) {
    .is_agency = one->is_agency,
    .channel = palier_channel_from_name (one->channel),
    .nature = palier_nature_from_name (one->nature),
    .basis = palier_basis_from_name (one->basis),
    .consent = one->consent,
    .informed = one->informed,
    .last_sign_ms = MONDAY - DAY,
    .now_ms = MONDAY,
  };
}

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    const Case *one = &cases[i];
    PalierGateQuestion question = make (one);
    PalierVerdict verdict = palier_gate_ask (&question);
    g_test_message ("%d %s %s %s", one->is_agency, one->channel, one->nature, one->basis);
    g_assert_cmpint (verdict.kind, ==, one->kind);
    g_assert_cmpstr (palier_gate_reason_name (verdict.reason), ==, one->reason);
    g_assert_cmpstr (verdict.article, ==, one->article);
    g_assert_cmpint (verdict.alternative, ==, palier_channel_from_name (one->alternative));
    g_assert_cmpint (verdict.not_before_ms, ==, 0);
  }
}

static void
check_barred (PalierGateQuestion question, const char *reason)
{
  PalierVerdict verdict = palier_gate_ask (&question);

  g_assert_cmpint (verdict.kind, ==, PALIER_VERDICT_BLOCKED);
  g_assert_cmpstr (palier_gate_reason_name (verdict.reason), ==, reason);
  g_assert_cmpint (verdict.alternative, ==, PALIER_CHANNEL_NONE);
}

static void
test_barred (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierGateQuestion question = make (&cases[i]);
    if (question.consent != Y)
    {
      question.unpublished = TRUE;
      check_barred (question, "unpublished");
    }
    question.last_sign_ms = MONDAY - 1200 * DAY;
    question.unpublished = FALSE;
    check_barred (question, "too_old");
    question.firm_closed = TRUE;
    check_barred (question, "closed");
    question.consent = N;
    check_barred (question, "opposed");
    question.suppressed = TRUE;
    check_barred (question, "suppressed");
  }
}

/* Hours after Monday 11:00 in Paris. */
#define HOURS(n) (MONDAY + (n) * G_GINT64_CONSTANT (3600000))

static void
test_hours (void)
{
  static const struct
  {
    const char *channel;
    gboolean is_agency;
    gint64 now;
    gint64 not_before; /* 0: allowed at once */
    PalierRegion region;
  } hours[] = {
    { "sms", TRUE, HOURS (0), 0 },
    { "sms", TRUE, HOURS (8), 0 },            /* 19:00 */
    { "sms", TRUE, HOURS (9), HOURS (21) },   /* 20:00 → 8:00 */
    { "sms", FALSE, HOURS (-4), HOURS (-3) }, /* 7:00 → 8:00 */
    { "sms", TRUE, HOURS (-24), HOURS (-3) }, /* Sunday → Monday 8:00 */
    { "sms", TRUE, HOURS (-48), 0 },          /* Saturday */
    { "call", FALSE, HOURS (2), HOURS (3) },  /* 13:00 → 14:00 */
    { "call", FALSE, HOURS (9), HOURS (23) }, /* 20:00 → 10:00 */
    { "call", FALSE, HOURS (-48), HOURS (-1) },
    { "call", TRUE, HOURS (-48), 0 },
    { "email", FALSE, HOURS (12), 0 },
    { "email", TRUE, HOURS (-24), 0 },
    { "sms", TRUE, HOURS (6), HOURS (18), PALIER_REGION_REUNION },   /* 17:00: 20:00 there → 8:00 */
    { "sms", TRUE, HOURS (0), HOURS (2), PALIER_REGION_GUADELOUPE }, /* 6:00 there → 8:00 */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hours); i++)
  {
    PalierGateQuestion question = { .is_agency = hours[i].is_agency,
                                    .channel = palier_channel_from_name (hours[i].channel),
                                    .consent = Y,
                                    .now_ms = hours[i].now,
                                    .region = hours[i].region };
    PalierVerdict verdict = palier_gate_ask (&question);
    g_test_message ("%zu", i);
    g_assert_cmpint (verdict.kind, ==,
                     hours[i].not_before == 0 ? PALIER_VERDICT_ALLOWED : PALIER_VERDICT_LATER);
    g_assert_cmpint (verdict.not_before_ms, ==, hours[i].not_before);
  }
}

static void
test_age (void)
{
  PalierGateQuestion question = make (&cases[0]);

  question.last_sign_ms = MONDAY - 1095 * DAY;
  g_assert_cmpint (palier_gate_ask (&question).kind, ==, PALIER_VERDICT_ALLOWED);
  question.last_sign_ms = MONDAY - 1097 * DAY;
  g_assert_cmpint (palier_gate_ask (&question).reason, ==, PALIER_GATE_TOO_OLD);
  question.last_sign_ms = 0;
  g_assert_cmpint (palier_gate_ask (&question).kind, ==, PALIER_VERDICT_ALLOWED);
  g_assert_cmpint (palier_gate_sign_ms (0, MONDAY), ==, 0);
  g_assert_cmpint (palier_gate_sign_ms (MONDAY - DAY, MONDAY), ==, MONDAY - DAY);
  g_assert_cmpint (palier_gate_sign_ms (MONDAY + DAY, MONDAY), ==, MONDAY + DAY);
  g_assert_cmpint (palier_gate_sign_ms (MONDAY + DAY + 1, MONDAY), ==, 0);
}

static void
check_laws (const PalierGateQuestion *q)
{
  PalierVerdict verdict = palier_gate_ask (q);
  gboolean passes = palier_verdict_lets_pass (&verdict, TRUE);
  gboolean electronic = q->channel != PALIER_CHANNEL_LETTER;

  g_assert_nonnull (verdict.article);
  if (q->suppressed || q->consent == N)
    g_assert_cmpint (verdict.kind, ==, PALIER_VERDICT_BLOCKED);
  if (!q->is_agency && electronic && q->consent != Y && q->basis != PALIER_BASIS_CONTRACT)
    g_assert_cmpint (verdict.kind, ==, PALIER_VERDICT_BLOCKED);
  if (passes && verdict.reason == PALIER_GATE_INTEREST)
    g_assert_cmpint (palier_verdict_lets_pass (&verdict, FALSE), ==, q->informed);
  if (verdict.alternative != PALIER_CHANNEL_NONE)
  {
    PalierGateQuestion other = *q;
    other.channel = verdict.alternative;
    other.basis = PALIER_BASIS_LEGITIMATE_INTEREST;
    verdict = palier_gate_ask (&other);
    g_assert_true (palier_verdict_lets_pass (&verdict, TRUE));
  }
}

static void
test_all (void)
{
  PalierGateQuestion q = { .now_ms = MONDAY };

  for (int bits = 0; bits < 8; bits++)
    for (int channel = 0; channel < PALIER_N_CHANNELS; channel++)
      for (int nature = 0; nature < PALIER_N_NATURES; nature++)
        for (int basis = 0; basis < PALIER_N_BASES; basis++)
          for (int consent = 0; consent < 3; consent++)
          {
            q.is_agency = bits & 1;
            q.suppressed = (bits & 2) != 0;
            q.informed = (bits & 4) != 0;
            q.channel = channel;
            q.nature = nature;
            q.basis = basis;
            q.consent = consent;
            check_laws (&q);
          }
}

static void
test_passes (void)
{
  static const struct
  {
    PalierVerdictKind kind;
    gboolean with, without;
  } kinds[] = { { PALIER_VERDICT_ALLOWED, TRUE, TRUE },
                { PALIER_VERDICT_NEEDS_NOTICE, TRUE, FALSE },
                { PALIER_VERDICT_LATER, FALSE, FALSE },
                { PALIER_VERDICT_BLOCKED, FALSE, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
  {
    PalierVerdict verdict = { .kind = kinds[i].kind };
    g_assert_cmpint (palier_verdict_lets_pass (&verdict, TRUE), ==, kinds[i].with);
    g_assert_cmpint (palier_verdict_lets_pass (&verdict, FALSE), ==, kinds[i].without);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gate/table", test_table);
  g_test_add_func ("/gate/barred", test_barred);
  g_test_add_func ("/gate/hours", test_hours);
  g_test_add_func ("/gate/age", test_age);
  g_test_add_func ("/gate/all", test_all);
  g_test_add_func ("/gate/passes", test_passes);
  return g_test_run ();
}
