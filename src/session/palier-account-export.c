/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that the relay has of the agency, or of one person, or who read whom, into a file of a line a
 * record. */
#include <errno.h>
#include <glib/gstdio.h>

#include "palier-account-call.h"

typedef struct
{
  PalierAccountCall *call;
  const char *list; /* what a page calls its records */
  GOutputStream *out;
  gint64 after; /* where the next page begins; 0: at the beginning; -1: there is none */
  guint count;
} Export;

/* The call's texts are: the file, the operation with its question mark. */
static char *
dup_path (const Export *self)
{
  const char *path = self->call->texts[1];

  return self->after > 0 ? g_strdup_printf ("%safter=%" G_GINT64_FORMAT, path, self->after)
                         : g_strdup (path);
}

static gboolean
write_records (Export *self, JsonArray *records, GError **error)
{
  for (guint i = 0; i < json_array_get_length (records); i++)
  {
    g_autofree char *text = json_to_string (json_array_get_element (records, i), FALSE);
    if (!g_output_stream_printf (self->out, NULL, NULL, error, "%s\n", text))
      return FALSE;
    self->count++;
  }
  return TRUE;
}

/* Returns: FALSE with PALIER_SYNC_ERROR_NONSENSE, what the call fails with, or an error of the
 * file */
static gboolean
fetch_page (Export *self, GError **error)
{
  g_autofree char *path = dup_path (self);
  g_autoptr (GBytes) answer = palier_account_send (self->call, "GET", path, NULL, 0, error);
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (answer == NULL)
    return FALSE;
  JsonObject *page = palier_account_parse (answer, parser);
  JsonNode *records = page != NULL ? json_object_get_member (page, self->list) : NULL;
  if (records == NULL || !JSON_NODE_HOLDS_ARRAY (records))
  {
    g_set_error_literal (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_NONSENSE, path);
    return FALSE;
  }
  gint64 next = json_object_get_int_member_with_default (page, "next", -1);
  self->after = next > 0 && next != self->after ? next : -1;
  return write_records (self, json_node_get_array (records), error);
}

static gboolean
write_draft (Export *self, const char *draft, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (draft);
  g_autoptr (GFileOutputStream) out =
      g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error);
  gboolean good = out != NULL;

  self->out = G_OUTPUT_STREAM (out);
  while (good && self->after >= 0)
    good = fetch_page (self, error);
  return good && g_output_stream_close (self->out, NULL, error);
}

/* The file is there once it is whole. */
static DexFuture *
write_file (PalierAccountCall *call, const char *list)
{
  Export self = { .call = call, .list = list };
  g_autofree char *draft = g_strconcat (call->texts[0], ".part", NULL);
  GError *error = NULL;

  if (write_draft (&self, draft, &error) && g_rename (draft, call->texts[0]) != 0)
    g_set_error (&error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", call->texts[0],
                 g_strerror (errno));
  if (error == NULL)
    return dex_future_new_for_uint (self.count);
  g_unlink (draft);
  return palier_account_reject (error);
}

static DexFuture *
export_fiber (gpointer data)
{
  return write_file (data, "records");
}

static DexFuture *
access_log_fiber (gpointer data)
{
  return write_file (data, "entries");
}

DexFuture *
palier_account_service_export (PalierAccountService *self, const char *path, const char *person)
{
  g_autofree char *part = person != NULL ? g_uri_escape_string (person, NULL, FALSE) : NULL;
  g_autofree char *operation =
      part != NULL ? g_strdup_printf ("/v1/persons/%s/export?", part) : g_strdup ("/v1/export?");

  return PALIER_ACCOUNT_SPAWN (self, export_fiber, path, operation);
}

DexFuture *
palier_account_service_access_log (PalierAccountService *self, const char *path, const char *person)
{
  g_autofree char *part = person != NULL ? g_uri_escape_string (person, NULL, FALSE) : NULL;
  g_autofree char *operation = part != NULL
                                   ? g_strdup_printf ("/v1/access-log?limit=200&person=%s&", part)
                                   : g_strdup ("/v1/access-log?limit=200&");

  return PALIER_ACCOUNT_SPAWN (self, access_log_fiber, path, operation);
}
