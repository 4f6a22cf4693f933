/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Telemetry of a program of the user: only where he, or who set up his computer, has asked for it
 * by the variables that OpenTelemetry and Sentry have names for. */
#include "palier-telemetry.h"

#include "palier-reporter.h"
#include "palier-tracer.h"

/**
 * palier_telemetry_start:
 * @service: (transfer none): a literal
 */
void
palier_telemetry_start (const char *service)
{
  const char *endpoint = g_getenv ("OTEL_EXPORTER_OTLP_ENDPOINT");
  const char *dsn = g_getenv ("SENTRY_DSN");
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "palier", NULL);
  PalierTracerOptions tracing = { endpoint, service, 100 };
  PalierReporterOptions reporting = { dsn, service, folder };
  g_autoptr (GError) error = NULL;

  if (endpoint != NULL && *endpoint != '\0')
    palier_tracer_start (&tracing);
  if (dsn == NULL || *dsn == '\0')
    return;
  g_mkdir_with_parents (folder, 0700);
  if (!palier_reporter_start (&reporting, &error))
    g_warning ("SENTRY_DSN: %s", error->message);
}

void
palier_telemetry_stop (void)
{
  palier_tracer_stop ();
  palier_reporter_stop ();
}
