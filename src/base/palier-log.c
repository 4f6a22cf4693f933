/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One JSON object a line on stderr, with the fields the specification gives. A message never holds
 * personal data: ids only. When stderr is a terminal, a plain line instead. */
#include "palier-log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FAULTS (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)

static const char *service_name = "palier";
static PalierLogListener on_fault; /* atomic */

static const char *
level_name (GLogLevelFlags level)
{
  if (level & G_LOG_LEVEL_ERROR)
    return "FATAL";
  if (level & G_LOG_LEVEL_CRITICAL)
    return "ERROR";
  if (level & G_LOG_LEVEL_WARNING)
    return "WARN";
  if (level & (G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO))
    return "INFO";
  return "DEBUG";
}

static void
append_json_string (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  for (const char *p = valid; *p != '\0'; p++)
  {
    guchar c = (guchar) *p;
    if (c == '"' || c == '\\')
      g_string_append_printf (out, "\\%c", c);
    else if (c < 0x20)
      g_string_append_printf (out, "\\u%04x", c);
    else
      g_string_append_c (out, (char) c);
  }
  g_string_append_c (out, '"');
}

static const char *
field_text (const GLogField *fields, gsize n_fields, const char *key)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, key) == 0 && fields[i].length < 0)
      return fields[i].value;
  return NULL;
}

static GLogWriterOutput
write_json (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer unused)
{
  const char *domain = field_text (fields, n_fields, "GLIB_DOMAIN");
  if (g_log_writer_default_would_drop (level, domain))
    return G_LOG_WRITER_HANDLED;
  PalierLogListener listener = g_atomic_pointer_get (&on_fault);
  if (listener != NULL && level & FAULTS)
    listener (level, domain, field_text (fields, n_fields, "MESSAGE"),
              field_text (fields, n_fields, "PALIER_TRACE"));
  if (isatty (STDERR_FILENO))
    return g_log_writer_standard_streams (level, fields, n_fields, NULL);

  static const struct
  {
    const char *key;
    const char *name;
    gboolean is_json;
  } extra[] = { { "PALIER_TRACE", "traceId" },
                { "PALIER_USER", "userId" },
                { "PALIER_COMPANY", "companyId" },
                { "PALIER_CONTEXT", "context", TRUE } };
  const char *message = field_text (fields, n_fields, "MESSAGE");
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "{\"timestamp\":\"%s.%03dZ\",\"level\":\"%s\",\"service\":\"%s\"",
                          when, g_date_time_get_microsecond (now) / 1000, level_name (level),
                          service_name);
  for (gsize i = 0; i < G_N_ELEMENTS (extra); i++)
  {
    const char *value = field_text (fields, n_fields, extra[i].key);
    if (value == NULL || *value == '\0')
      continue;
    g_string_append_printf (line, ",\"%s\":", extra[i].name);
    if (extra[i].is_json)
      g_string_append (line, value);
    else
      append_json_string (line, value);
  }
  g_string_append (line, ",\"message\":");
  append_json_string (line, message ? message : "");
  g_string_append (line, "}\n");
  fputs (line->str, stderr);
  return G_LOG_WRITER_HANDLED;
}

/**
 * palier_log_init:
 * @service: (transfer none): a literal: 'desktop', 'palierctl', 'relay'
 *
 * Programs log, libraries return errors: called once, by main().
 */
void
palier_log_init (const char *service)
{
  service_name = service;
  g_log_set_writer_func (write_json, NULL, NULL);
}

/* @listener: (nullable): is told of all from warnings on, too */
void
palier_log_set_listener (PalierLogListener listener)
{
  g_atomic_pointer_set (&on_fault, listener);
}
