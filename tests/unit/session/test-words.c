/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No code ever reaches a reader.
 *
 * 1. every field, fact, stage, band, criterion, action, send state and reason of the gate has words
 * 2. values as a reader expects them: a table of cases
 * 3. problems of a file: the field and what is wrong with it
 * 4. every error of every folder has words and its kind of failure */
#include <gio/gio.h>

#include "palier-ai.h"
#include "palier-composer.h"
#include "palier-import-error.h"
#include "palier-keyring.h"
#include "palier-net.h"
#include "palier-scoring.h"
#include "palier-send-state.h"
#include "palier-session.h"
#include "palier-smtp.h"
#include "palier-sender-test.h"
#include "palier-storage-error.h"
#include "palier-sync-error.h"

static void
assert_words (const char *code, const char *words)
{
  g_test_message ("%s", code);
  g_assert_cmpstr (words, !=, code);
  g_assert_cmpuint (strlen (words), >, 1);
}

static void
test_codes (void)
{
  for (int i = 0; i < PALIER_N_FIELDS; i++)
    assert_words (palier_field_name ((PalierField) i), palier_words_field ((PalierField) i));
  for (guint i = 0; i < palier_template_keys ()->len; i++)
  {
    const PalierTemplateVariable *fact = palier_template_keys ()->pdata[i];
    assert_words (fact->key, fact->description);
  }
  for (int i = 0; i < PALIER_N_STAGES; i++)
    assert_words (palier_stage_name ((PalierStage) i), palier_words_stage ((PalierStage) i));
  for (int i = 0; i < PALIER_N_CRITERIA; i++)
    assert_words (palier_criterion_name ((PalierCriterion) i),
                  palier_words_criterion (palier_criterion_name ((PalierCriterion) i)));
  for (int i = 0; i < PALIER_N_SEND_STATES; i++)
    assert_words (palier_send_state_name ((PalierSendState) i),
                  palier_words_delivery (palier_send_state_name ((PalierSendState) i)));
  for (int i = 0; i < PALIER_N_GATE_REASONS; i++)
  {
    PalierVerdict verdict = { .reason = (PalierGateReason) i, .alternative = PALIER_CHANNEL_NONE };
    g_autofree char *words = palier_words_verdict (&verdict);
    assert_words (palier_gate_reason_name ((PalierGateReason) i), words);
  }
  for (int i = 0; i < PALIER_N_SMTP_FAULTS; i++)
  {
    const char *fault = palier_smtp_fault_name ((PalierSmtpFault) i);
    g_autofree char *words = palier_sender_fault_words (fault);
    assert_words (fault, words);
  }
  for (int i = 0; i <= PALIER_AI_ERROR_STRUCTURE; i++)
  {
    g_autoptr (GError) error = g_error_new_literal (PALIER_AI_ERROR, i, "x");
    const char *code = palier_words_fallback_code (error);
    g_autofree char *why = palier_session_error_message (error);
    g_autofree char *words = palier_words_fallback (code);
    g_test_message ("%s: %s", code, words);
    g_assert_true (g_str_has_prefix (words, why));
    g_assert_cmpuint (strlen (words), >, strlen (why) + 20);
  }
}

static void
test_actions (void)
{
  const char *const *reasons = palier_scoring_action_reasons ();

  for (const char *const *action = palier_scoring_actions (); *action != NULL; action++)
  {
    PalierScore score = { .action = (char *) *action, .action_reason = (char *) reasons[0] };
    g_autofree char *words = palier_words_action (&score);
    g_assert_null (strchr (words, '_'));
    g_assert_true (g_str_equal (*action, "none") == (*words == '\0'));
  }
  for (; *reasons != NULL; reasons++)
  {
    PalierScore score = { .action = "call", .action_reason = (char *) *reasons };
    g_autofree char *words = palier_words_action (&score);
    g_assert_null (strstr (words, *reasons));
  }
}

static void
test_values (void)
{
  static const struct
  {
    PalierField field;
    const char *value;
    const char *words;
  } cases[] = {
    { PALIER_FIELD_KIND, "agency", "Agency" },
    { PALIER_FIELD_MOBILE, "+33639980001", "06 39 98 00 01" },
    { PALIER_FIELD_MOBILE, "+3221234567", "+3221234567" },
    { PALIER_FIELD_PORTALS, "PAP\nSeLoger", "PAP, SeLoger" },
    { PALIER_FIELD_SPECIALIZATIONS, "luxury\nrental", "Luxury, Rental" },
    { PALIER_FIELD_ESTIMATED_VALUE_CENTS, "35000000", "350000\u00a0€" },
    { PALIER_FIELD_SITE_FORM, "yes", "Yes" },
    { PALIER_FIELD_CITY, "Nantes", "Nantes" },
    { PALIER_FIELD_CITY, NULL, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *words = palier_words_value (cases[i].field, cases[i].value);
    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

static void
test_problems (void)
{
  static const struct
  {
    const char *code;
    const char *proposal;
    const char *words;
  } cases[] = {
    { "email_invalid", NULL, "E-mail: not valid" },
    { "postal_code_repaired", "01000", "Postal code: put right (read as 01000)" },
    { "phone_repaired", "+33199001012", "Phone: put right (read as 01 99 00 10 12)" },
    { "email_doubtful", "a@gmail.com", "E-mail: likely mistyped (perhaps a@gmail.com)" },
    { "siret_destroyed", NULL, "SIRET: rounded by a spreadsheet: the digits are lost" },
    { "row_ragged", NULL, "More or fewer cells than the header" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierProblem problem = { .code = (char *) cases[i].code,
                              .proposal = (char *) cases[i].proposal };
    g_autofree char *words = palier_words_problem (&problem);
    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

static void
test_errors (void)
{
  const struct
  {
    GQuark domain;
    int last;
  } domains[] = {
    { PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS },
    { PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_FAILED },
    { PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_UNREADABLE },
    { PALIER_KEYRING_ERROR, PALIER_KEYRING_ERROR_FAILED },
    { PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_RELAY },
    { PALIER_NET_ERROR, PALIER_NET_ERROR_JSON },
    { PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_ANSWER },
    { PALIER_AI_ERROR, PALIER_AI_ERROR_STRUCTURE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    for (int code = 0; code <= domains[i].last; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (domains[i].domain, code, "no_consent");
      g_autofree char *words = palier_session_error_message (error);
      g_test_message ("%s %d: %s", g_quark_to_string (domains[i].domain), code, words);
      g_assert_false (g_str_has_prefix (words, "Something went wrong"));
    }

  g_autoptr (GError) busy =
      g_error_new_literal (PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_BUSY, "busy");
  g_autoptr (GError) down =
      g_error_new_literal (PALIER_NET_ERROR, PALIER_NET_ERROR_CONNECT, "down");
  g_autoptr (GError) unknown = g_error_new_literal (G_FILE_ERROR, 77, "what");
  g_autofree char *words = palier_session_error_message (unknown);
  g_assert_cmpint (palier_session_error_failure (busy), ==, PALIER_FAILURE_LOCKED);
  g_assert_cmpint (palier_session_error_failure (down), ==, PALIER_FAILURE_NETWORK);
  g_assert_cmpint (palier_session_error_failure (unknown), ==, PALIER_FAILURE_OTHER);
  g_assert_true (g_str_has_prefix (words, "Something went wrong"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/codes", test_codes);
  g_test_add_func ("/words/actions", test_actions);
  g_test_add_func ("/words/values", test_values);
  g_test_add_func ("/words/problems", test_problems);
  g_test_add_func ("/words/errors", test_errors);
  return g_test_run ();
}
