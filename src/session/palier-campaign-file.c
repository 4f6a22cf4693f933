/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sequences and audiences from files, without any base. */
#include <json-glib/json-glib.h>
#include <stdlib.h>

#include "palier-campaign-audience.h"
#include "palier-campaign-find.h"
#include "palier-campaign-service.h"
#include "palier-sequence-json.h"
#include "palier-sequences.h"
#include "palier-session-error.h"

char **
palier_campaign_list_shipped (void)
{
  return palier_sequences_list ();
}

/* ---- a sequence */

/* Returns: (transfer full) (nullable): whatever palier_sequence_check() says of it; NULL with an
 * error */
PalierSequence *
palier_campaign_read_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) failure = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  PalierSequence *sequence = palier_sequence_from_json (text, length, &failure);
  if (sequence == NULL)
    g_set_error (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_SEQUENCE, "unreadable %s",
                 failure->message);
  return sequence;
}

/**
 * palier_campaign_load:
 * @key_or_path: of a sequence that ships, or a file
 *
 * Returns: (transfer full) (nullable): NULL with an error
 */
PalierSequence *
palier_campaign_load (const char *key_or_path, GError **error)
{
  g_autoptr (PalierSequence) sequence = palier_sequences_get (key_or_path);

  if (sequence == NULL)
    sequence = palier_campaign_read_file (key_or_path, error);
  return sequence != NULL && palier_campaign_is_sound (sequence, error)
             ? g_steal_pointer (&sequence)
             : NULL;
}

/* Writes the file whole, or leaves what stood there. */
gboolean
palier_campaign_write_file (const PalierSequence *sequence, const char *path, GError **error)
{
  gsize length;
  char *json = palier_sequence_to_json (sequence, &length);
  gboolean written = g_file_set_contents (path, json, (gssize) length, error);

  free (json);
  return written;
}

/* ---- an audience */

static const char *
get_text (JsonObject *line, const char *name)
{
  return json_object_get_string_member_with_default (line, name, NULL);
}

static PalierSignal
read_signal (JsonObject *line, const char *name, PalierSignal otherwise)
{
  const char *word = get_text (line, name);

  return word != NULL ? palier_signal_from_name (word) : otherwise;
}

/* A field that is given as a text or a number; those of other shapes are not needed to plan. */
static void
read_field (JsonObject *line, const char *name, JsonNode *node, gpointer prospect)
{
  PalierField field = palier_field_from_name (name);

  if (field == PALIER_FIELD_NONE)
    return;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    palier_prospect_set (prospect, field, json_node_get_string (node));
  else if (json_node_get_value_type (node) == G_TYPE_INT64)
    palier_prospect_take (prospect, field,
                          g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node)));
}

static gboolean
read_member (JsonNode *root, gint64 now_ms, GPtrArray *consents, GArray *members)
{
  JsonObject *line =
      root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  const char *id_text = line != NULL ? get_text (line, "id") : NULL;
  g_autoptr (PalierProspect) prospect = palier_prospect_new ();
  PalierId id;

  if (id_text == NULL || !palier_id_parse (id_text, &id))
    return FALSE;
  const PalierResponses responses = { read_signal (line, "opened", PALIER_SIGNAL_UNKNOWN),
                                      read_signal (line, "clicked", PALIER_SIGNAL_UNKNOWN),
                                      read_signal (line, "replied", PALIER_SIGNAL_NO),
                                      read_signal (line, "met", PALIER_SIGNAL_NO) };
  palier_prospect_set_id (prospect, &id);
  json_object_foreach_member (line, read_field, prospect);
  palier_campaign_members_add (members, prospect, &responses, consents, NULL, FALSE, now_ms);
  return TRUE;
}

/* Returns: (nullable): NULL with the number of the line that is no prospect */
static GArray *
read_audience (const char *text, gint64 now_ms, GError **error)
{
  g_autoptr (GArray) members = palier_campaign_members_new ();
  g_autoptr (GPtrArray) consents = g_ptr_array_new ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
  {
    if (*g_strstrip (lines[i]) == '\0')
      continue;
    if (!json_parser_load_from_data (parser, lines[i], -1, NULL)
        || !read_member (json_parser_get_root (parser), now_ms, consents, members))
    {
      g_set_error (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_AUDIENCE, "%u", i + 1);
      return NULL;
    }
  }
  return g_steal_pointer (&members);
}

/**
 * palier_campaign_plan_file:
 * @path: an audience: a JSON object a line, with an id and fields as `palierctl prospects` prints
 *   them, and what the prospect has done: opened, clicked, replied, met
 * @now_ms: when the sequence begins
 *
 * Returns: (transfer full) (nullable): NULL with an error
 */
PalierRehearsal *
palier_campaign_plan_file (const PalierSequence *sequence, const char *path, gint64 now_ms,
                           GError **error)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  g_autoptr (GArray) members = read_audience (text, now_ms, error);
  if (members == NULL)
    return NULL;
  PalierCampaignMeans means = palier_campaign_means_usual ();
  return palier_rehearse (sequence, members, &means, now_ms);
}
