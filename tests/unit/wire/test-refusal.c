/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Titles in two languages. 2. The document, and its reading. 3. Bodies that are no problem
 * document. */
#include "palier-refusal.h"

#include <string.h>

static void
test_titles (void)
{
  g_assert_cmpstr (palier_refusal_title ("not_found", FALSE), ==, "There is no such thing");
  g_assert_cmpstr (palier_refusal_title ("not_found", TRUE), ==, "Introuvable");
  g_assert_null (palier_refusal_title ("no_such_code", FALSE));
}

static void
test_document (void)
{
  g_autofree char *bare = palier_refusal_to_json (404, "not_found", FALSE, NULL, NULL, NULL);
  g_autofree char *full = palier_refusal_to_json (503, "busy", TRUE, "0af7", NULL, "dix à la fois");
  g_autofree char *code = palier_refusal_dup_code (full, strlen (full));

  g_assert_cmpstr (bare, ==,
                   "{\"type\":\"tag:immo-ai.fr,2026:problem/not_found\","
                   "\"title\":\"There is no such thing\",\"status\":404,\"code\":\"not_found\"}");
  g_assert_cmpstr (code, ==, "busy");
  g_assert_nonnull (strstr (full, "\"title\":\"Trop de demandes à la fois\""));
  g_assert_nonnull (strstr (full, "\"trace\":\"0af7\""));
  g_assert_nonnull (strstr (full, "\"detail\":\"dix à la fois\""));
}

static void
test_others (void)
{
  static const char *const bodies[] = { "", "<html>", "{}", "[]", "{\"code\":3}", "null" };
  g_autofree char *future = palier_refusal_dup_code ("{\"code\":\"future\"}", 17);
  g_autofree char *huge = g_strnfill (100000, ' ');

  g_assert_cmpstr (future, ==, "future");
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    g_assert_null (palier_refusal_dup_code (bodies[i], strlen (bodies[i])));
  memcpy (huge, "{\"code\":\"busy\"}", 15);
  g_assert_null (palier_refusal_dup_code (huge, strlen (huge)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refusal/titles", test_titles);
  g_test_add_func ("/refusal/document", test_document);
  g_test_add_func ("/refusal/others", test_others);
  return g_test_run ();
}
