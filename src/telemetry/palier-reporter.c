/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is logged from warnings on is told. A crash can tell nothing: it notes where it was in a
 * file, which the next start tells, so that nobody waits and no other process is needed. */
#include "palier-reporter.h"

#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "palier-fault.h"
#include "palier-log.h"
#include "palier-shipper.h"
#include "palier-trace.h"

#define QUEUE_MAX 30
#define INTERVAL_MS 1000
#define FIRST_PAUSE_MS 60000 /* what the format asks for where the server does not */
#define STOP_MS 1000
#define NOTE_MAX 4096

static const struct
{
  int number;
  const char *name;
} signals[] = { { SIGSEGV, "SIGSEGV" },
                { SIGABRT, "SIGABRT" },
                { SIGBUS, "SIGBUS" },
                { SIGFPE, "SIGFPE" },
                { SIGILL, "SIGILL" } };

static struct
{
  PalierFaultPlace place;
  PalierFaultSource source;
  PalierRandom *random;
  PalierShipper *shipper;
  char note[NOTE_MAX]; /* the path of the file, for the handler */
  guint64 base;        /* where the program lies in memory */
} reporter;

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

static GBytes *
pack (const GPtrArray *faults, gpointer data)
{
  PalierTrace id;

  palier_trace_begin (&id, NULL, reporter.random);
  return palier_fault_write (g_ptr_array_index (faults, 0), &reporter.place, &reporter.source,
                             id.trace, now_ms ());
}

static void
tell (PalierFault *fault, const char *message)
{
  fault->message = palier_fault_dup_scrubbed (message);
  palier_shipper_add (reporter.shipper, fault);
}

static void
on_logged_cb (GLogLevelFlags level, const char *domain, const char *message, const char *trace)
{
  PalierFault *fault = g_new0 (PalierFault, 1);

  fault->level = level & G_LOG_LEVEL_ERROR      ? "fatal"
                 : level & G_LOG_LEVEL_CRITICAL ? "error"
                                                : "warning";
  fault->where = g_intern_string (domain != NULL ? domain : "palier");
  fault->at_ms = now_ms ();
  g_strlcpy (fault->trace, trace != NULL ? trace : "", sizeof fault->trace);
  tell (fault, message);
}

/* ---- crashes ---- */

/* In a handler of a signal only what POSIX allows there is called. */
static gsize
put_hex (char *out, guint64 value)
{
  gsize length = 0;

  for (int shift = 60; shift >= 0; shift -= 4)
    out[length++] = "0123456789abcdef"[(value >> shift) & 15];
  out[length++] = '\n';
  return length;
}

static void
on_crash_cb (int number)
{
  void *frames[PALIER_FAULT_FRAMES_MAX];
  char text[PALIER_FAULT_FRAMES_MAX * 17 + 17];
  int n = backtrace (frames, PALIER_FAULT_FRAMES_MAX);
  gsize length = put_hex (text, (guint64) number);

  for (int i = 0; i < n; i++)
    length += put_hex (text + length, (guint64) (gsize) frames[i] - reporter.base);
  int fd = open (reporter.note, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd >= 0)
  {
    ssize_t ignored = write (fd, text, length);
    (void) ignored;
    close (fd);
  }
  raise (number); /* once more, for its default: the handler is gone */
}

static int
on_object_cb (struct dl_phdr_info *info, size_t size, void *base)
{
  *(guint64 *) base = info->dlpi_addr;
  return 1; /* the first is the program */
}

static void
watch_for_crashes (void)
{
  void *frames[1];
  struct sigaction action = { .sa_handler = on_crash_cb, .sa_flags = (int) SA_RESETHAND };

  /* The first call loads a library, which must not be left to the handler. */
  backtrace (frames, 1);
  dl_iterate_phdr (on_object_cb, &reporter.base);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i].number, &action, NULL);
}

static const char *
name_signal (guint64 number)
{
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    if ((guint64) signals[i].number == number)
      return signals[i].name;
  return "signal";
}

/* Tells of the crash that ended this program the last time, if one did. */
static void
tell_crash (void)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (reporter.note, &text, NULL, NULL))
    return;
  unlink (reporter.note);
  g_auto (GStrv) lines = g_strsplit (text, "\n", PALIER_FAULT_FRAMES_MAX + 2);
  PalierFault *fault = g_new0 (PalierFault, 1);
  fault->level = "fatal";
  fault->where = reporter.source.service;
  fault->type = name_signal (g_ascii_strtoull (lines[0] != NULL ? lines[0] : "", NULL, 16));
  fault->at_ms = now_ms ();
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL && *lines[i] != '\0'; i++)
    if (fault->n_frames < PALIER_FAULT_FRAMES_MAX)
      fault->frames[fault->n_frames++] = g_ascii_strtoull (lines[i], NULL, 16);
  tell (fault, "the program ended before this start");
}

/* ---- start and end ---- */

/**
 * palier_reporter_start:
 *
 * Once, before other threads begin. Returns: FALSE with G_IO_ERROR_INVALID_ARGUMENT for a wrong DSN
 */
gboolean
palier_reporter_start (const PalierReporterOptions *options, GError **error)
{
  if (!palier_fault_place_parse (&reporter.place, options->dsn, error))
    return FALSE;
  g_autofree char *header =
      g_strdup_printf ("X-Sentry-Auth: Sentry sentry_key=%s, sentry_version=7,"
                       " sentry_client=palier/" PALIER_VERSION,
                       reporter.place.key);
  PalierShipperOptions shipping = { .url = reporter.place.url,
                                    .content_type = "application/x-sentry-envelope",
                                    .header = header,
                                    .queue_max = QUEUE_MAX,
                                    .batch_max = 1,
                                    .interval_ms = INTERVAL_MS,
                                    .first_pause_ms = FIRST_PAUSE_MS,
                                    .wanted = "X-Sentry-Rate-Limits",
                                    .pause = palier_fault_pause_ms,
                                    .pack = pack,
                                    .destroy = (GDestroyNotify) palier_fault_free };

  reporter.source = (PalierFaultSource) { options->service, PALIER_VERSION };
  reporter.random = palier_random_new_system ();
  g_snprintf (reporter.note, sizeof reporter.note, "%s/crash-%s", options->folder,
              options->service);
  reporter.shipper = palier_shipper_new (&shipping);
  tell_crash ();
  watch_for_crashes ();
  palier_log_set_listener (on_logged_cb);
  return TRUE;
}

/* What waits is told, for a second at most. */
void
palier_reporter_stop (void)
{
  if (reporter.shipper == NULL)
    return;
  palier_log_set_listener (NULL);
  palier_shipper_free (g_steal_pointer (&reporter.shipper), STOP_MS);
  g_clear_pointer (&reporter.random, palier_random_unref);
  palier_fault_place_clear (&reporter.place);
  reporter.place = (PalierFaultPlace) { 0 };
}

/* How many faults were never taken; not while it is stopped. */
guint64
palier_reporter_get_dropped (void)
{
  return reporter.shipper != NULL ? palier_shipper_get_dropped (reporter.shipper) : 0;
}
