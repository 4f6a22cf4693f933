/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spans as OTLP/HTTP takes them in JSON: identifiers in hexadecimal, numbers of 64 bits as strings,
 * enumerations as numbers. */
#include "palier-otlp.h"

#include <stdlib.h>

#include "yyjson.h"

#define STATUS_ERROR 2

static yyjson_mut_val *
add_attribute (yyjson_mut_doc *doc, yyjson_mut_val *list, const char *key)
{
  yyjson_mut_val *one = yyjson_mut_arr_add_obj (doc, list);

  yyjson_mut_obj_add_str (doc, one, "key", key);
  return yyjson_mut_obj_add_obj (doc, one, "value");
}

static void
add_text (yyjson_mut_doc *doc, yyjson_mut_val *list, const char *key, const char *text)
{
  if (text != NULL && *text != '\0')
    yyjson_mut_obj_add_str (doc, add_attribute (doc, list, key), "stringValue", text);
}

static void
add_decimal (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *key, gint64 value)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  yyjson_mut_obj_add_strcpy (doc, object, key, text);
}

/* A server's answers of 4xx are the caller's fault, and no error of the span. */
static const char *
get_error_type (const PalierSpan *span, char status[8])
{
  guint least = span->kind == PALIER_SPAN_CLIENT ? 400 : 500;

  if (span->error_type != NULL || span->status < least)
    return span->error_type;
  g_snprintf (status, 8, "%u", span->status);
  return status;
}

static void
add_span (yyjson_mut_doc *doc, yyjson_mut_val *list, const PalierSpan *span)
{
  yyjson_mut_val *one = yyjson_mut_arr_add_obj (doc, list);
  char status[8];
  const char *error_type = get_error_type (span, status);

  yyjson_mut_obj_add_str (doc, one, "traceId", span->trace.trace);
  yyjson_mut_obj_add_str (doc, one, "spanId", span->trace.span);
  if (*span->trace.parent != '\0')
    yyjson_mut_obj_add_str (doc, one, "parentSpanId", span->trace.parent);
  yyjson_mut_obj_add_str (doc, one, "name", span->name);
  yyjson_mut_obj_add_int (doc, one, "kind", span->kind);
  add_decimal (doc, one, "startTimeUnixNano", span->begun_us * 1000);
  add_decimal (doc, one, "endTimeUnixNano", (span->begun_us + span->taken_us) * 1000);
  yyjson_mut_val *attributes = yyjson_mut_obj_add_arr (doc, one, "attributes");
  add_text (doc, attributes, "http.request.method", span->method);
  add_text (doc, attributes, "http.route", span->route);
  if (span->status > 0)
    add_decimal (doc, add_attribute (doc, attributes, "http.response.status_code"), "intValue",
                 span->status);
  if (error_type != NULL)
    yyjson_mut_obj_add_strcpy (doc, add_attribute (doc, attributes, "error.type"), "stringValue",
                               error_type);
  yyjson_mut_val *outcome = yyjson_mut_obj_add_obj (doc, one, "status");
  if (error_type != NULL)
    yyjson_mut_obj_add_int (doc, outcome, "code", STATUS_ERROR);
}

/**
 * palier_otlp_write:
 * @spans: (element-type PalierSpan)
 *
 * Returns: (transfer full): the body of a POST to …/v1/traces
 */
GBytes *
palier_otlp_write (const GPtrArray *spans, const PalierSpanSource *source)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *resource_spans =
      yyjson_mut_arr_add_obj (doc, yyjson_mut_obj_add_arr (doc, root, "resourceSpans"));
  yyjson_mut_val *resource = yyjson_mut_obj_add_obj (doc, resource_spans, "resource");
  yyjson_mut_val *attributes = yyjson_mut_obj_add_arr (doc, resource, "attributes");
  yyjson_mut_val *scope_spans =
      yyjson_mut_arr_add_obj (doc, yyjson_mut_obj_add_arr (doc, resource_spans, "scopeSpans"));
  yyjson_mut_val *scope = yyjson_mut_obj_add_obj (doc, scope_spans, "scope");
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, scope_spans, "spans");
  gsize length = 0;

  yyjson_mut_doc_set_root (doc, root);
  add_text (doc, attributes, "service.name", source->service);
  add_text (doc, attributes, "service.version", source->version);
  add_text (doc, attributes, "service.instance.id", source->instance);
  yyjson_mut_obj_add_str (doc, scope, "name", "palier");
  yyjson_mut_obj_add_str (doc, scope, "version", source->version);
  for (guint i = 0; i < spans->len; i++)
    add_span (doc, list, g_ptr_array_index (spans, i));
  char *text = yyjson_mut_write (doc, 0, &length);
  yyjson_mut_doc_free (doc);
  return g_bytes_new_with_free_func (text, length, free, text);
}
