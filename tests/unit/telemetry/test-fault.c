/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where faults are told, and what is left out of them. */
#include "palier-fault.h"

#include <string.h>

static void
test_place (void)
{
  static const struct
  {
    const char *dsn;
    const char *url; /* NULL: refused */
    const char *told;
  } cases[] = {
    { "https://abc@sentry.example/7", "https://sentry.example/api/7/envelope/",
      "https://abc@sentry.example/7" },
    { "https://abc:secret@sentry.example/7", "https://sentry.example/api/7/envelope/",
      "https://abc@sentry.example/7" },
    { "http://abc@127.0.0.1:9000/a/b/12", "http://127.0.0.1:9000/a/b/api/12/envelope/",
      "http://abc@127.0.0.1:9000/a/b/12" },
    { "https://sentry.example/7", NULL, NULL },
    { "https://abc@sentry.example/", NULL, NULL },
    { "https://abc@sentry.example", NULL, NULL },
    { "nonsense", NULL, NULL },
    { "", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_auto (PalierFaultPlace) place = { 0 };
    g_autoptr (GError) error = NULL;
    g_assert_cmpint (palier_fault_place_parse (&place, cases[i].dsn, &error), ==,
                     cases[i].url != NULL);
    g_assert_cmpstr (place.url, ==, cases[i].url);
    g_assert_cmpstr (place.dsn, ==, cases[i].told);
    g_assert_cmpint (error == NULL, ==, cases[i].url != NULL);
  }
}

static void
test_scrubbed (void)
{
  static const struct
  {
    const char *text;
    const char *clean;
  } cases[] = {
    { "a hit is lost: the disk is full", "a hit is lost: the disk is full" },
    { "550 <claire.morel@example.fr>: no such user", "550 <[address]>: no such user" },
    { "call of +33 6 12 34 56 78 failed", "call of [number] failed" },
    { "06.12.34.56.78", "[number]" },
    { "/home/"
      "claire/relay.sqlite is locked",
      "/home/"
      "[user]/relay.sqlite is locked" },
    { "GET https://example.fr/u/abc?mail=x refused", "GET [url] refused" },
    { "token eyJhbGciOiJFZERTQSJ9abcdefgh", "token [token]" },
    { "status 503 after 12 tries", "status 503 after 12 tries" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *clean = palier_fault_dup_scrubbed (cases[i].text);
    g_assert_cmpstr (clean, ==, cases[i].clean);
  }
}

typedef struct
{
  guint status;
  gint64 retry_after_ms;
  const char *limits;
  gint64 pause_ms;
} PauseCase;

static const PauseCase pauses[] = {
  { 200, 0, NULL, 0 },
  { 200, 0, "", 0 },
  { 503, 7000, NULL, 7000 },
  { 429, 7000, NULL, 7000 },
  { 429, 0, NULL, 60000 },
  { 200, 0, "60:error:key", 60000 },
  { 200, 0, "60::organization", 60000 },
  { 200, 0, "60", 60000 },
  { 429, 90000, "60:transaction:key", 0 },
  { 429, 90000, "60:transaction;error:key, 2700:session:organization", 60000 },
  { 200, 0, "10:error, 60:default;error:x:reason", 60000 },
  { 200, 0, "-5:error", 0 },
  { 200, 0, "99999999999999999999:error", G_MAXINT32 *G_GINT64_CONSTANT (1000) },
  { 200, 0, "nonsense", 0 },
  { 200, 0, ":::,,,;", 0 },
};

static void
test_pause (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pauses); i++)
    g_assert_cmpint (
        palier_fault_pause_ms (pauses[i].status, pauses[i].retry_after_ms, pauses[i].limits), ==,
        pauses[i].pause_ms);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/telemetry/fault/place", test_place);
  g_test_add_func ("/telemetry/fault/scrubbed", test_scrubbed);
  g_test_add_func ("/telemetry/fault/pause", test_pause);
  return g_test_run ();
}
