/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an event looks outside, the same wherever it is told:
 *
 *   {"id","type","created_at","tenant","seq","data":{…}} */
#include "palier-outbox-json.h"

#include <stdlib.h>
#include <string.h>

/* @event: must live as long as @doc */
yyjson_mut_val *
palier_outbox_event_describe (yyjson_mut_doc *doc, const PalierTenant *tenant,
                              const PalierOutboxEvent *event)
{
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  char id[PALIER_ID_TEXT_SIZE];
  char handle[20];

  g_snprintf (handle, sizeof handle, "%016" G_GINT64_MODIFIER "x", tenant->id);
  yyjson_mut_obj_add_strcpy (doc, root, "id", palier_id_format (&event->id, id));
  yyjson_mut_obj_add_str (doc, root, "type", event->name);
  yyjson_mut_obj_add_int (doc, root, "created_at", event->at_ms);
  yyjson_mut_obj_add_strcpy (doc, root, "tenant", handle);
  yyjson_mut_obj_add_uint (doc, root, "seq", event->seq);
  yyjson_mut_obj_add_val (doc, root, "data", yyjson_mut_raw (doc, event->data));
  return root;
}

/* Returns: (transfer full) */
char *
palier_outbox_event_to_json (const PalierTenant *tenant, const PalierOutboxEvent *event)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);

  yyjson_mut_doc_set_root (doc, palier_outbox_event_describe (doc, tenant, event));
  char *text = yyjson_mut_write (doc, 0, NULL);
  char *owned = g_strdup (text);
  free (text);
  yyjson_mut_doc_free (doc);
  return owned;
}

static void
add_id (GString *data, const char *name)
{
  g_string_append_printf (data, "%s\"%s\":\"01890000-0000-7000-8000-000000000000\"",
                          data->len > 1 ? "," : "", name);
}

/* Returns: (transfer full): one as it would be, for who sets up what is done with it */
PalierOutboxEvent *
palier_outbox_event_new_example (const PalierBusinessEvent *kind, gint64 at_ms)
{
  PalierOutboxEvent *event = g_new0 (PalierOutboxEvent, 1);
  GString *data = g_string_new ("{");

  if (kind->of_prospect)
    add_id (data, "prospect_id");
  if (kind->of_message)
    add_id (data, "message_id");
  for (guint i = 0; i < PALIER_BUSINESS_MEMBERS && kind->members[i].name != NULL; i++)
    g_string_append_printf (data, "%s\"%s\":%s", data->len > 1 ? "," : "", kind->members[i].name,
                            kind->members[i].example);
  g_string_append_c (data, '}');
  event->name = g_strdup (kind->name);
  event->at_ms = at_ms;
  event->data = g_string_free_and_steal (data);
  return event;
}

/* A place in a tenant's events, as a reader keeps it. */
char *
palier_place_format (const PalierId *epoch, guint64 seq, char buffer[PALIER_PLACE_TEXT_SIZE])
{
  char id[PALIER_ID_TEXT_SIZE];

  g_snprintf (buffer, PALIER_PLACE_TEXT_SIZE, "%s.%" G_GUINT64_FORMAT, palier_id_format (epoch, id),
              seq);
  return buffer;
}

/* @text: (nullable): anything. Returns: the number, 0 for a place of another epoch or of none: then
 * all that is kept is told again */
guint64
palier_place_parse (const char *text, const PalierId *epoch)
{
  char again[PALIER_PLACE_TEXT_SIZE];
  const char *dot = text != NULL ? strchr (text, '.') : NULL;
  guint64 seq = dot != NULL ? g_ascii_strtoull (dot + 1, NULL, 10) : 0;

  return dot != NULL && strcmp (palier_place_format (epoch, seq, again), text) == 0 ? seq : 0;
}
