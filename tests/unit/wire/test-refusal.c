/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Codes lead back, statuses are errors. 2. The document, and its reading. 3. Bodies that are no
 * problem document. */
#include "palier-refusal.h"

#include <string.h>

static void
test_codes (void)
{
  for (int i = 0; i < PALIER_N_REFUSALS; i++)
  {
    g_assert_cmpint (palier_refusal_from_code (palier_refusal_code (i)), ==, i);
    g_assert_cmpint (palier_refusal_status (i), >=, 400);
    g_assert_cmpint (palier_refusal_status (i), <, 600);
  }
  g_assert_cmpint (palier_refusal_from_code ("?"), ==, PALIER_REFUSAL_NONE);
  g_assert_cmpint (palier_refusal_from_code (NULL), ==, PALIER_REFUSAL_NONE);
}

static void
test_document (void)
{
  g_autofree char *bare = palier_refusal_to_json (PALIER_REFUSAL_NOT_FOUND, NULL, NULL);
  g_autofree char *full = palier_refusal_to_json (PALIER_REFUSAL_QUOTA, "say \"no\"", "0af7");
  g_autofree char *detail = NULL;

  g_assert_cmpstr (bare, ==,
                   "{\"type\":\"tag:immo-ai.fr,2026:problem/not_found\","
                   "\"title\":\"There is no such thing\",\"status\":404,\"code\":\"not_found\"}");
  g_assert_cmpint (palier_refusal_from_json (full, strlen (full), &detail), ==,
                   PALIER_REFUSAL_QUOTA);
  g_assert_cmpstr (detail, ==, "say \"no\"");
  g_assert_nonnull (strstr (full, "\"trace\":\"0af7\""));
}

static void
test_others (void)
{
  static const char *const bodies[] = { "",    "<html>",       "{}",
                                        "[]",  "{\"code\":3}", "{\"code\":\"future_code\"}",
                                        "null" };
  g_autofree char *huge = g_strnfill (100000, ' ');

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
  {
    g_autofree char *detail = NULL;
    g_assert_cmpint (palier_refusal_from_json (bodies[i], strlen (bodies[i]), &detail), ==,
                     PALIER_REFUSAL_NONE);
    g_assert_null (detail);
  }
  memcpy (huge, "{\"code\":\"quota\"}", 16);
  g_assert_cmpint (palier_refusal_from_json (huge, strlen (huge), NULL), ==, PALIER_REFUSAL_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refusal/codes", test_codes);
  g_test_add_func ("/refusal/document", test_document);
  g_test_add_func ("/refusal/others", test_others);
  return g_test_run ();
}
