/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that the relay has of an agency, or of one person: page by page, and written down before it
 * is read. */
#include "palier-relay-api.h"

#include <string.h>

#include "palier-access-store.h"
#include "palier-export-store.h"

typedef struct
{
  const PalierCaller *caller;
  PalierId person; /* nil: all */
  guint64 after;   /* then up to where */
  gboolean more;
  GPtrArray *records; /* (element-type GBytes) */
} Export;

static gboolean
note (PalierTx *tx, gpointer data, GError **error)
{
  Export *self = data;
  g_autoptr (GArray) persons = g_array_new (FALSE, FALSE, sizeof (PalierId));
  PalierAccessEntry access = { .action = PALIER_ACCESS_EXPORT,
                               .account = self->caller->account,
                               .session = self->caller->session,
                               .persons = persons };

  if (!palier_id_is_nil (&self->person))
    g_array_append_val (persons, self->person);
  palier_access_store_add (tx, self->caller->tenant, &access);
  return palier_db_check (tx->db, error);
}

static gboolean
read_page (PalierTx *tx, gpointer data, GError **error)
{
  Export *self = data;
  const PalierId *person = palier_id_is_nil (&self->person) ? NULL : &self->person;

  self->more =
      palier_export_store_page (tx, self->caller->tenant, person, &self->after, self->records);
  return palier_db_check (tx->db, error);
}

static void
answer (PalierRequest *request, const Export *self)
{
  GString *out = g_string_new ("{\"records\":[");

  for (guint i = 0; i < self->records->len; i++)
  {
    gsize length = 0;
    const char *json = g_bytes_get_data (g_ptr_array_index (self->records, i), &length);
    if (i > 0)
      g_string_append_c (out, ',');
    g_string_append_len (out, json, (gssize) length);
  }
  if (self->more)
    g_string_append_printf (out, "],\"next\":%" G_GUINT64_FORMAT "}", self->after);
  else
    g_string_append (out, "],\"next\":null}");
  palier_request_answer (request, 200, "application/json", g_string_free_to_bytes (out));
}

static void export (PalierRelayApi *api, PalierRequest *request, const PalierId *person)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  Export self = { .caller = &request->caller, .person = *person, .records = records };
  const char *after = palier_request_get_query (request, "after");
  g_autoptr (GError) error = NULL;

  if (after != NULL && !g_ascii_string_to_unsigned (after, 10, 1, G_MAXINT64, &self.after, NULL))
    palier_request_problem (request, 400, "bad_request");
  else if ((self.after == 0 && !palier_store_write (api->store, note, &self, &error))
           || !palier_store_read (api->store, read_page, &self, &error))
    palier_relay_api_fail (request, error);
  else
    answer (request, &self);
}

void
palier_api_export (PalierRequest *request, gpointer data)
{
  export (data, request, &PALIER_ID_NIL);
}

/* A person of whom there is nothing gets an empty page: so it is told to whoever asks for it. */
void
palier_api_export_person (PalierRequest *request, gpointer data)
{
  PalierId person;

  if (palier_id_parse (request->part, &person) && !palier_id_is_nil (&person))
    export (data, request, &person);
  else
    palier_request_problem (request, 400, "bad_request");
}
