/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the law says to a message: the table of tests/data/law/cases.txt, whose head explains its
 * columns. What the record of consents says is folded as application and relay do it, so a case
 * tells what happens to a prospect, not to a question that was made up. */
#include <stdio.h>

#include "palier-gate.h"

typedef enum
{
  WHO,
  CHANNEL,
  ADDRESS,
  BASIS,
  CONSENTS,
  LAST_SIGN,
  MARKS,
  WHEN,
  WHERE,
  N_GIVEN
} Given;

typedef enum
{
  VERDICT,
  REASON,
  ARTICLE,
  THEN,
  N_EXPECTED
} Expected;

static const char *const verdicts[] = { "allowed", "notice", "later", "blocked" };

/* Returns: (transfer full): the cells of a part of a row, without the blanks around them */
static char **
split (const char *part, const char *by, guint count)
{
  char **cells = g_strsplit (part, by, -1);

  g_assert_cmpuint (g_strv_length (cells), ==, count);
  for (guint i = 0; i < count; i++)
    g_strstrip (cells[i]);
  return cells;
}

static gboolean
is_none (const char *cell)
{
  return g_str_equal (cell, "-");
}

static gint64
read_day_ms (const char *day)
{
  g_autofree char *text = g_strconcat (day, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (at);
  return g_date_time_to_unix (at) * 1000;
}

static PalierRegion
read_region (const char *where)
{
  g_auto (GStrv) words = g_strsplit (where, " ", 2);
  return palier_region_find (words[0], words[1]);
}

/* "2026-11-23 11:00" by the wall's clock in @region. */
static gint64
read_wall_ms (const char *text, PalierRegion region)
{
  g_autofree char *day_text = g_strndup (text, 10);
  GDate day;
  guint hour, minute;

  g_date_clear (&day, 1);
  g_date_set_parse (&day, day_text);
  g_assert_true (g_date_valid (&day));
  g_assert_cmpint (sscanf (text + 10, " %u:%u", &hour, &minute), ==, 2);
  gint64 at_ms = palier_region_midnight_ms (region, &day) + (hour * 60 + minute) * 60000;
  g_autoptr (GDateTime) wall = palier_region_wall_time (region, at_ms);
  return at_ms - (g_date_time_get_hour (wall) - (int) hour) * G_GINT64_CONSTANT (3600000);
}

static PalierConsentOrigin
read_origin (const char *text)
{
  PalierConsentOrigin origin = PALIER_CONSENT_BY_PERSON;

  if (text != NULL)
    g_assert_true (palier_consent_origin_parse (text, &origin));
  return origin;
}

/* "[purpose:][channel:]+2026-10-01[@origin][>2026-11-01]" */
static PalierConsentRow
read_consent (const char *text)
{
  PalierConsentRow row = { PALIER_PURPOSE_PROSPECTING, PALIER_CHANNEL_NONE };
  g_auto (GStrv) ends = g_strsplit (text, ">", 2);
  g_auto (GStrv) origins = g_strsplit (ends[0], "@", 2);
  g_auto (GStrv) words = g_strsplit (origins[0], ":", -1);
  guint last = g_strv_length (words) - 1;

  for (guint i = 0; i < last; i++)
    if (palier_channel_from_name (words[i]) != PALIER_CHANNEL_NONE)
      row.channel = palier_channel_from_name (words[i]);
    else
      row.purpose = palier_purpose_from_name (words[i]);
  g_assert_true (row.purpose != PALIER_PURPOSE_NONE);
  g_assert_true (words[last][0] == '+' || words[last][0] == '-');
  row.given = words[last][0] == '+';
  row.at_ms = read_day_ms (words[last] + 1);
  row.origin = read_origin (origins[1]);
  row.expires_ms = ends[1] != NULL ? read_day_ms (ends[1]) : 0;
  return row;
}

static PalierSignal
fold_consents (const char *cell, PalierChannel channel, gint64 now_ms)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (PalierConsentRow));
  g_auto (GStrv) texts = g_strsplit (is_none (cell) ? "" : cell, ",", -1);

  for (guint i = 0; texts[i] != NULL; i++)
  {
    PalierConsentRow row = read_consent (texts[i]);
    g_array_append_val (rows, row);
  }
  return palier_consent_fold ((const PalierConsentRow *) rows->data, rows->len,
                              PALIER_PURPOSE_PROSPECTING, channel, now_ms);
}

static void
read_marks (const char *cell, PalierGateQuestion *q)
{
  g_auto (GStrv) marks = g_strsplit (is_none (cell) ? "" : cell, ",", -1);

  q->suppressed = g_strv_contains ((const char *const *) marks, "suppressed");
  q->firm_closed = g_strv_contains ((const char *const *) marks, "closed");
  q->unpublished = g_strv_contains ((const char *const *) marks, "unpublished");
  q->informed = g_strv_contains ((const char *const *) marks, "informed");
  g_assert_cmpint (q->suppressed + q->firm_closed + q->unpublished + q->informed, ==,
                   (int) g_strv_length (marks));
}

static PalierGateQuestion
read_question (char **given)
{
  PalierGateQuestion q = {
    .is_agency = g_str_equal (given[WHO], "agency"),
    .channel = palier_channel_from_name (given[CHANNEL]),
    .nature = palier_nature_from_name (given[ADDRESS]),
    .basis = palier_basis_from_name (given[BASIS]),
    .region = read_region (given[WHERE]),
  };

  /* A name that was misspelt would be read as nothing known. */
  g_assert_true (q.is_agency || g_str_equal (given[WHO], "person"));
  g_assert_true (q.channel != PALIER_CHANNEL_NONE);
  g_assert_cmpstr (palier_nature_name (q.nature), ==, given[ADDRESS]);
  g_assert_cmpstr (palier_basis_name (q.basis), ==, given[BASIS]);
  q.now_ms = read_wall_ms (given[WHEN], q.region);
  q.last_sign_ms = is_none (given[LAST_SIGN]) ? 0 : read_day_ms (given[LAST_SIGN]);
  q.consent = fold_consents (given[CONSENTS], q.channel, q.now_ms);
  read_marks (given[MARKS], &q);
  return q;
}

static void
check_then (const PalierVerdict *verdict, const char *then, PalierRegion region)
{
  gboolean later = verdict->kind == PALIER_VERDICT_LATER;
  const char *alternative = later || is_none (then) ? NULL : then;

  g_assert_cmpint (verdict->not_before_ms, ==, later ? read_wall_ms (then, region) : 0);
  g_assert_cmpint (verdict->alternative, ==, palier_channel_from_name (alternative));
}

static void
check_row (const char *line)
{
  g_auto (GStrv) halves = split (line, "||", 2);
  g_auto (GStrv) given = split (halves[0], "|", N_GIVEN);
  g_auto (GStrv) expected = split (halves[1], "|", N_EXPECTED);
  PalierGateQuestion question = read_question (given);
  PalierVerdict verdict = palier_gate_ask (&question);

  g_assert_cmpstr (verdicts[verdict.kind], ==, expected[VERDICT]);
  g_assert_cmpstr (palier_gate_reason_name (verdict.reason), ==, expected[REASON]);
  g_assert_cmpstr (verdict.article, ==, expected[ARTICLE]);
  check_then (&verdict, expected[THEN], question.region);
}

static void
test_law (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TEST_DATA"), "law", "cases.txt", NULL);
  g_autofree char *text = NULL;
  guint rows = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
  {
    if (lines[i][0] == '\0' || lines[i][0] == '#')
      continue;
    g_test_message ("line %u: %s", i + 1, lines[i]);
    check_row (lines[i]);
    rows++;
  }
  g_assert_cmpuint (rows, >=, 120);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/law", test_law);
  return g_test_run ();
}
