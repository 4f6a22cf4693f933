/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spans: what of an address is told, how fast one is when nobody listens, and that a server that is
 * away keeps nobody waiting. */
#include "palier-tracer.h"

#include <string.h>

#include "palier-shipper.h"

static void
test_route (void)
{
  static const char *const cases[][2] = {
    { "/v1/sync", "/v1/sync" },
    { "/v1/messages/01934567-89ab-7000-8000-0123456789ab", "/v1/messages/*" },
    { "/v1/account/devices", "/v1/account/devices" },
    { "/v1/prospects?email=claire@example.fr", "/v1/prospects" },
    { "/v1/export/Claire", "/v1/export/*" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *route = palier_tracer_dup_route (cases[i][0]);
    g_assert_cmpstr (route, ==, cases[i][1]);
  }
}

static void
test_off (void)
{
  PalierTrace trace;
  PalierSpanFacts facts = { .name = "GET", .kind = PALIER_SPAN_CLIENT };

  palier_tracer_begin (&trace);
  g_assert_false (trace.sampled);
  g_assert_cmpuint (strlen (trace.trace), ==, 32);
  g_assert_null (palier_tracer_enter (&trace));
  palier_tracer_note (&trace, &facts, 1);
  palier_tracer_note_part (&facts, 1);
  g_assert_true (palier_tracer_enter (NULL) == &trace);
  palier_tracer_stop ();
}

static GBytes *
pack_nothing (const GPtrArray *items, gpointer data)
{
  return g_bytes_new_static ("", 0);
}

/* Nobody listens on port 1: of what is added the newest stay, and to stop takes no time. */
static void
test_away (void)
{
  PalierShipperOptions options = { .url = "http://127.0.0.1:1/",
                                   .content_type = "text/plain",
                                   .queue_max = 100,
                                   .batch_max = 10,
                                   .interval_ms = 60000,
                                   .first_pause_ms = 60000,
                                   .pack = pack_nothing,
                                   .destroy = g_free };
  PalierShipper *shipper = palier_shipper_new (&options);
  gint64 since_us = g_get_monotonic_time ();

  for (int i = 0; i < 1000; i++)
    palier_shipper_add (shipper, g_strdup ("x"));
  g_assert_cmpint (g_get_monotonic_time () - since_us, <, G_USEC_PER_SEC);
  g_assert_cmpuint (palier_shipper_get_dropped (shipper), >=, 800);
  palier_shipper_free (shipper, 1000);
  g_assert_cmpint (g_get_monotonic_time () - since_us, <, 5 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/telemetry/tracer/route", test_route);
  g_test_add_func ("/telemetry/tracer/off", test_off);
  g_test_add_func ("/telemetry/tracer/away", test_away);
  return g_test_run ();
}
