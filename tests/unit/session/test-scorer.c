/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was measured counts only as far as the reader lets it be measured. */
#include "palier-scorer.h"

#include "palier-consent.h"

#define NOW G_GINT64_CONSTANT (1763800000000)
#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

static const struct
{
  const char *purpose; /* (nullable): nothing was said */
  gboolean given;
  guint opens;
  guint clicks;
  gint64 last_sign_ms;
} cases[] = {
  { NULL, FALSE, 0, 0, NOW - 9 * DAY },         { "open", TRUE, 2, 0, NOW - DAY },
  { "open", FALSE, 0, 0, NOW - 9 * DAY },       { "click", TRUE, 0, 1, NOW - 2 * DAY },
  { "prospecting", TRUE, 0, 0, NOW - 9 * DAY },
};

static void
test_measured (void)
{
  const PalierProspectHistory exchanged = { .last_sent_ms = NOW - 10 * DAY,
                                            .last_reply_ms = NOW - 9 * DAY,
                                            .last_open_ms = NOW - DAY,
                                            .last_click_ms = NOW - 2 * DAY,
                                            .n_opened = 1,
                                            .n_clicked = 1,
                                            .recent_opens = 2,
                                            .recent_clicks = 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GPtrArray) consents =
        g_ptr_array_new_with_free_func ((GDestroyNotify) palier_consent_free);
    PalierConsent *consent = palier_consent_new ();
    PalierScoringHistory history;
    consent->purpose = g_strdup (cases[i].purpose);
    consent->channel = g_strdup ("email");
    consent->given = cases[i].given;
    consent->at_ms = NOW - 20 * DAY;
    consent->origin = g_strdup ("person");
    g_ptr_array_add (consents, consent);
    if (cases[i].purpose == NULL)
      g_ptr_array_set_size (consents, 0);
    palier_scorer_history (&exchanged, consents, NOW, &history);
    g_assert_cmpuint (history.opens_72h, ==, cases[i].opens);
    g_assert_cmpuint (history.clicks_72h, ==, cases[i].clicks);
    g_assert_cmpint (history.last_sign_ms, ==, cases[i].last_sign_ms);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/scorer/measured", test_measured);
  return g_test_run ();
}
