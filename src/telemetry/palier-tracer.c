/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-tracer.h"

#include <string.h>

#include "palier-shipper.h"

#define QUEUE_MAX 2048
#define BATCH_MAX 512
#define INTERVAL_MS 5000
#define FIRST_PAUSE_MS 1000
#define STOP_MS 1000

static struct
{
  gboolean on; /* atomic */
  PalierShipper *shipper;
  PalierRandom *random;
  char *service;
  char *instance;
  guint percent;
} tracer;

static _Thread_local const PalierTrace *current; /* what this thread works for */

static GBytes *
pack (const GPtrArray *spans, gpointer data)
{
  PalierSpanSource source = { tracer.service, PALIER_VERSION, tracer.instance };
  return palier_otlp_write (spans, &source);
}

/* Once, before other threads begin. */
void
palier_tracer_start (const PalierTracerOptions *options)
{
  gboolean slash = g_str_has_suffix (options->endpoint, "/");
  g_autofree char *url = g_strconcat (options->endpoint, slash ? "" : "/", "v1/traces", NULL);
  PalierShipperOptions shipping = { .url = url,
                                    .content_type = "application/json",
                                    .queue_max = QUEUE_MAX,
                                    .batch_max = BATCH_MAX,
                                    .interval_ms = INTERVAL_MS,
                                    .first_pause_ms = FIRST_PAUSE_MS,
                                    .pack = pack,
                                    .destroy = g_free };
  PalierTrace name;

  tracer.random = palier_random_new_system ();
  palier_trace_begin (&name, NULL, tracer.random);
  tracer.instance = g_strdup (name.trace);
  tracer.service = g_strdup (options->service);
  tracer.percent = options->percent;
  tracer.shipper = palier_shipper_new (&shipping);
  g_atomic_int_set (&tracer.on, TRUE);
}

/* When no thread tells anything any more: what waits is brought, for a second at most. */
void
palier_tracer_stop (void)
{
  if (!g_atomic_int_get (&tracer.on))
    return;
  g_atomic_int_set (&tracer.on, FALSE);
  palier_shipper_free (g_steal_pointer (&tracer.shipper), STOP_MS);
  g_clear_pointer (&tracer.random, palier_random_unref);
  g_clear_pointer (&tracer.service, g_free);
  g_clear_pointer (&tracer.instance, g_free);
}

/* How many spans were never taken; not while it is stopped. */
guint64
palier_tracer_get_dropped (void)
{
  return tracer.shipper != NULL ? palier_shipper_get_dropped (tracer.shipper) : 0;
}

/* Of a trace that begins here, chooses whether it is told. */
void
palier_tracer_choose (PalierTrace *trace)
{
  if (*trace->parent == '\0')
    trace->sampled = g_atomic_int_get (&tracer.on)
                     && g_ascii_strtoull (trace->trace + 24, NULL, 16) % 100 < tracer.percent;
}

/* Begins a trace; it may be given to others though it is not told here. */
void
palier_tracer_begin (PalierTrace *trace)
{
  g_autoptr (PalierRandom) random = palier_random_new_system ();

  palier_trace_begin (trace, NULL, random);
  palier_tracer_choose (trace);
}

/* @trace: (nullable): what this thread works for from now on
 * Returns: (nullable): what it worked for, to be entered again */
const PalierTrace *
palier_tracer_enter (const PalierTrace *trace)
{
  const PalierTrace *before = current;

  current = trace;
  return before;
}

static void
fill (PalierSpan *span, const PalierSpanFacts *facts)
{
  g_autoptr (GString) route = g_string_new (facts->route);

  g_string_replace (route, "*", "{part}", 0);
  g_strlcpy (span->route, route->str, sizeof span->route);
  g_snprintf (span->name, sizeof span->name, "%s%s%s", facts->name, route->len > 0 ? " " : "",
              route->str);
  span->kind = facts->kind;
  span->method = facts->method;
  span->status = facts->status;
  span->error_type = facts->error_type;
}

/* Tells of a span that has ended just now. Safe on any thread, and waits for nobody. */
void
palier_tracer_note (const PalierTrace *trace, const PalierSpanFacts *facts, gint64 taken_us)
{
  if (!trace->sampled || !g_atomic_int_get (&tracer.on))
    return;
  PalierSpan *span = g_new0 (PalierSpan, 1);
  span->trace = *trace;
  span->taken_us = taken_us;
  span->begun_us = g_get_real_time () - taken_us;
  fill (span, facts);
  palier_shipper_add (tracer.shipper, span);
}

/* The same, of a part of what this thread works for. */
void
palier_tracer_note_part (const PalierSpanFacts *facts, gint64 taken_us)
{
  PalierTrace part;

  if (current == NULL || !current->sampled || !g_atomic_int_get (&tracer.on))
    return;
  palier_trace_begin_child (&part, current, tracer.random);
  palier_tracer_note (&part, facts, taken_us);
}

static gboolean
is_word (const char *text)
{
  return strspn (text, "abcdefghijklmnopqrstuvwxyz-_") == strlen (text);
}

/* Returns: (transfer full): @path without what may be of the caller's: a part that is no plain word
 *   is "*", and what is asked behind "?" is left out. A part with a digit is not plain, but for
 * "v1".
 */
char *
palier_tracer_dup_route (const char *path)
{
  g_autofree char *bare = g_strndup (path, strcspn (path, "?"));
  g_auto (GStrv) parts = g_strsplit (bare, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (!is_word (parts[i]) && strcmp (parts[i], "v1") != 0)
      g_set_str (&parts[i], "*");
  return g_strjoinv ("/", parts);
}
