/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults as envelopes of Sentry, which GlitchTip and Bugsink take too. */
#include "palier-fault.h"

#include <stdlib.h>
#include <string.h>

#include "yyjson.h"

/* ---- where to ---- */

/**
 * palier_fault_place_parse:
 * @self: (out caller-allocates): cleared by the caller in any case
 *
 * Returns: FALSE with G_IO_ERROR_INVALID_ARGUMENT
 */
gboolean
palier_fault_place_parse (PalierFaultPlace *self, const char *dsn, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (dsn, G_URI_FLAGS_HAS_PASSWORD, NULL);
  const char *path = uri != NULL ? g_uri_get_path (uri) : "";
  const char *slash = strrchr (path, '/');
  const char *key = uri != NULL ? g_uri_get_user (uri) : NULL;

  *self = (PalierFaultPlace) { 0 };
  if (slash == NULL || slash[1] == '\0' || key == NULL || *key == '\0')
  {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "must be https://KEY@HOST/PROJECT");
    return FALSE;
  }
  g_autofree char *prefix = g_strndup (path, (gsize) (slash - path));
  g_autofree char *envelopes = g_strdup_printf ("%s/api/%s/envelope/", prefix, slash + 1);
  self->key = g_strdup (key);
  self->url = g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                          g_uri_get_port (uri), envelopes, NULL, NULL);
  self->dsn = g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), key, g_uri_get_host (uri),
                          g_uri_get_port (uri), path, NULL, NULL);
  return TRUE;
}

void
palier_fault_place_clear (PalierFaultPlace *self)
{
  g_free (self->dsn);
  g_free (self->url);
  g_free (self->key);
}

/* ---- what is told ---- */

void
palier_fault_free (PalierFault *self)
{
  g_free (self->message);
  g_free (self);
}

/* Returns: (transfer full): @text without what may be personal or secret. The log has none of it by
 *   our own rule; what a library wrote into an error may have. */
char *
palier_fault_dup_scrubbed (const char *text)
{
  static const struct
  {
    const char *pattern;
    const char *instead;
  } rules[] = {
    { "[a-z][a-z0-9+.-]*://[^\\s\"']+", "[url]" },    { "[^\\s\"'<>]+@[^\\s\"'<>]+", "[address]" },
    { "/(home|Users)/[^/\\s]+", "/\\1/[user]" },      { "[A-Za-z0-9_-]{24,}", "[token]" },
    { "\\+?\\d(?:[ .()-]{0,2}\\d){7,}", "[number]" },
  };
  g_autofree char *clean = g_utf8_make_valid (text, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
  {
    g_autoptr (GRegex) regex = g_regex_new (rules[i].pattern, G_REGEX_CASELESS, 0, NULL);
    g_autofree char *next = g_regex_replace (regex, clean, -1, 0, rules[i].instead, 0, NULL);
    if (next != NULL)
      g_set_str (&clean, next);
  }
  return g_steal_pointer (&clean);
}

static void
add_moment (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *key, gint64 at_ms)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (at_ms / 1000);
  g_autofree char *seconds = g_date_time_format (at, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *text = g_strdup_printf ("%s.%03dZ", seconds, (int) (at_ms % 1000));

  yyjson_mut_obj_add_strcpy (doc, object, key, text);
}

/* The format wants the outermost call first. */
static void
add_frames (yyjson_mut_doc *doc, yyjson_mut_val *exception, const PalierFault *fault,
            const char *service)
{
  yyjson_mut_val *trace = yyjson_mut_obj_add_obj (doc, exception, "stacktrace");
  yyjson_mut_val *frames = yyjson_mut_obj_add_arr (doc, trace, "frames");

  for (guint i = fault->n_frames; i-- > 0;)
  {
    yyjson_mut_val *frame = yyjson_mut_arr_add_obj (doc, frames);
    char address[24];
    g_snprintf (address, sizeof address, "0x%" G_GINT64_MODIFIER "x", fault->frames[i]);
    yyjson_mut_obj_add_strcpy (doc, frame, "instruction_addr", address);
    yyjson_mut_obj_add_str (doc, frame, "package", service);
    yyjson_mut_obj_add_bool (doc, frame, "in_app", true);
  }
}

static void
add_exception (yyjson_mut_doc *doc, yyjson_mut_val *event, const PalierFault *fault,
               const char *service)
{
  yyjson_mut_val *list = yyjson_mut_obj_add_obj (doc, event, "exception");
  yyjson_mut_val *one = yyjson_mut_arr_add_obj (doc, yyjson_mut_obj_add_arr (doc, list, "values"));
  yyjson_mut_val *mechanism = yyjson_mut_obj (doc);

  yyjson_mut_obj_add_str (doc, one, "type", fault->type);
  yyjson_mut_obj_add_str (doc, one, "value", fault->message);
  yyjson_mut_obj_add_str (doc, mechanism, "type", "signalhandler");
  yyjson_mut_obj_add_bool (doc, mechanism, "handled", false);
  yyjson_mut_obj_add_val (doc, one, "mechanism", mechanism);
  add_frames (doc, one, fault, service);
}

static char *
write_event (const PalierFault *fault, const PalierFaultSource *source, const char *event_id,
             gsize *length)
{
  g_autofree char *release = g_strdup_printf ("%s@%s", source->service, source->version);
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *event = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, event);
  yyjson_mut_obj_add_str (doc, event, "event_id", event_id);
  add_moment (doc, event, "timestamp", fault->at_ms);
  yyjson_mut_obj_add_str (doc, event, "platform", "native");
  yyjson_mut_obj_add_str (doc, event, "level", fault->level);
  yyjson_mut_obj_add_str (doc, event, "logger", fault->where);
  yyjson_mut_obj_add_str (doc, event, "release", release);
  if (fault->type != NULL)
    add_exception (doc, event, fault, source->service);
  else
    yyjson_mut_obj_add_str (doc, yyjson_mut_obj_add_obj (doc, event, "message"), "formatted",
                            fault->message);
  if (*fault->trace != '\0')
    yyjson_mut_obj_add_str (doc, yyjson_mut_obj_add_obj (doc, event, "tags"), "trace_id",
                            fault->trace);
  char *text = yyjson_mut_write (doc, 0, length);
  yyjson_mut_doc_free (doc);
  return text;
}

static char *
write_head (const PalierFaultPlace *place, const char *event_id, gint64 now_ms)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *head = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, head);
  yyjson_mut_obj_add_str (doc, head, "event_id", event_id);
  add_moment (doc, head, "sent_at", now_ms);
  yyjson_mut_obj_add_str (doc, head, "dsn", place->dsn);
  char *text = yyjson_mut_write (doc, 0, NULL);
  yyjson_mut_doc_free (doc);
  return text;
}

/**
 * palier_fault_write:
 * @event_id: 32 hexadecimal digits
 *
 * Returns: (transfer full): an envelope of one event
 */
GBytes *
palier_fault_write (const PalierFault *self, const PalierFaultPlace *place,
                    const PalierFaultSource *source, const char *event_id, gint64 now_ms)
{
  gsize length = 0;
  char *event = write_event (self, source, event_id, &length);
  char *head = write_head (place, event_id, now_ms);
  char *envelope = g_strdup_printf ("%s\n{\"type\":\"event\",\"length\":%" G_GSIZE_FORMAT
                                    ",\"content_type\":\"application/json\"}\n%s\n",
                                    head, length, event);

  free (event);
  free (head);
  return g_bytes_new_take (envelope, strlen (envelope));
}

/* Whether a limit holds for what is told here: "SECONDS:category;category:…", where no category
 * stands for all. */
static gboolean
is_of_errors (const char *const *parts)
{
  g_auto (GStrv) categories = g_strsplit (parts[1] != NULL ? parts[1] : "", ";", -1);

  return parts[1] == NULL || *parts[1] == '\0'
         || g_strv_contains ((const char *const *) categories, "error");
}

/**
 * palier_fault_pause_ms:
 * @limits: (nullable): X-Sentry-Rate-Limits: limits with commas between; hostile text
 *
 * For how long the server wants no errors. Where it says so for some kinds of things, Retry-After
 * is for others; where it is too busy and says nothing, it is left alone for a minute.
 */
gint64
palier_fault_pause_ms (guint status, gint64 retry_after_ms, const char *limits)
{
  g_auto (GStrv) list = g_strsplit (limits != NULL ? limits : "", ",", 64);
  gint64 most_s = 0;

  for (guint i = 0; list[i] != NULL; i++)
  {
    g_auto (GStrv) parts = g_strsplit (g_strstrip (list[i]), ":", -1);
    gint64 seconds = parts[0] != NULL ? g_ascii_strtoll (parts[0], NULL, 10) : 0;
    if (parts[0] != NULL && is_of_errors ((const char *const *) parts))
      most_s = MAX (most_s, CLAMP (seconds, 0, G_MAXINT32));
  }
  if (limits != NULL && *limits != '\0')
    return most_s * 1000;
  return status == 429 && retry_after_ms == 0 ? 60 * 1000 : retry_after_ms;
}
