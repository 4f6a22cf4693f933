/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-cli-json.h"

#include "palier-words.h"

static void
add_set (JsonBuilder *builder, PalierProspect *prospect, PalierField field)
{
  g_auto (GStrv) keys = palier_prospect_dup_set (prospect, field);

  json_builder_set_member_name (builder, palier_field_name (field));
  json_builder_begin_array (builder);
  for (guint i = 0; keys[i] != NULL; i++)
    json_builder_add_string_value (builder, keys[i]);
  json_builder_end_array (builder);
}

static void
add_field (JsonBuilder *builder, PalierProspect *prospect, PalierField field)
{
  const char *name = palier_field_name (field);

  switch (palier_field_info (field)->type)
  {
  case PALIER_TYPE_SET:
    add_set (builder, prospect, field);
    break;
  case PALIER_TYPE_INTEGER:
    palier_cli_add_int (builder, name, palier_prospect_get_integer (prospect, field, 0));
    break;
  case PALIER_TYPE_TIME:
    palier_cli_add_time (builder, name, palier_prospect_get_integer (prospect, field, 0));
    break;
  case PALIER_TYPE_JSON:
    json_builder_set_member_name (builder, name);
    json_builder_add_value (builder,
                            json_from_string (palier_prospect_get (prospect, field), NULL));
    break;
  default:
    palier_cli_add_text (builder, name, palier_prospect_get (prospect, field));
  }
}

/* Members of the open object: id, name and every known field. */
void
palier_cli_add_prospect (JsonBuilder *builder, PalierProspect *prospect)
{
  g_autofree char *name = palier_prospect_dup_display_name (prospect);

  palier_cli_add_id (builder, "id", palier_prospect_get_id (prospect));
  palier_cli_add_text (builder, "name", name);
  if (palier_prospect_get_hold (prospect) != PALIER_HOLD_NONE)
    palier_cli_add_text (builder, "held", palier_hold_code (palier_prospect_get_hold (prospect)));
  for (int i = 0; i < PALIER_N_FIELDS; i++)
    if (palier_prospect_get (prospect, (PalierField) i) != NULL)
      add_field (builder, prospect, (PalierField) i);
}

void
palier_cli_add_score (JsonBuilder *builder, const PalierScore *score)
{
  json_builder_set_member_name (builder, "score");
  json_builder_begin_object (builder);
  palier_cli_add_double (builder, "total", score->total, 1);
  palier_cli_add_text (builder, "band", palier_band_name (score->band));
  palier_cli_add_double (builder, "confidence", score->confidence, 2);
  for (int i = 0; i < PALIER_N_SUBSCORES; i++)
    palier_cli_add_double (builder, palier_subscore_name ((PalierSubscore) i), score->parts[i], 1);
  palier_cli_add_bool (builder, "to_complete", score->to_complete);
  palier_cli_add_text (builder, "missing", score->missing);
  palier_cli_add_text (builder, "action", score->action);
  palier_cli_add_time (builder, "action_due", score->action_due_ms);
  json_builder_end_object (builder);
}

static void
add_facts (JsonBuilder *builder, GPtrArray *facts)
{
  json_builder_set_member_name (builder, "facts");
  json_builder_begin_array (builder);
  for (guint i = 0; facts != NULL && i < facts->len; i++)
  {
    const PalierFact *fact = g_ptr_array_index (facts, i);
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "key", fact->key);
    palier_cli_add_text (builder, "value", fact->value);
    palier_cli_add_text (builder, "display", fact->display);
    palier_cli_add_text (builder, "source", fact->source);
    palier_cli_add_text (builder, "detail", fact->detail);
    palier_cli_add_time (builder, "at", fact->at_ms);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_checks (JsonBuilder *builder, GPtrArray *checks)
{
  static const char *const severities[] = { "note", "warning", "error" };

  json_builder_set_member_name (builder, "checks");
  json_builder_begin_array (builder);
  for (guint i = 0; checks != NULL && i < checks->len; i++)
  {
    const PalierCheck *check = g_ptr_array_index (checks, i);
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "code", check->code);
    palier_cli_add_text (builder, "severity", severities[check->severity]);
    palier_cli_add_text (builder, "detail", check->detail);
    palier_cli_add_text (builder, "where", check->in_subject ? "subject" : "body");
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* "delivery_words": in the user's language; null while the relay has said nothing. */
void
palier_cli_add_delivery_words (JsonBuilder *builder, const PalierMessage *message)
{
  g_autofree char *words =
      message->delivery_data != NULL ? palier_words_state (message->delivery_data) : NULL;

  palier_cli_add_text (builder, "delivery_words", words);
}

static void
add_writer (JsonBuilder *builder, const PalierMessageWriter *writer)
{
  json_builder_set_member_name (builder, "writer");
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "provider", writer->provider);
  palier_cli_add_text (builder, "model", writer->model);
  palier_cli_add_text (builder, "prompt_version", writer->prompt_version);
  palier_cli_add_int (builder, "seed", writer->seed);
  palier_cli_add_int (builder, "tokens_in", writer->tokens_in);
  palier_cli_add_int (builder, "tokens_out", writer->tokens_out);
  palier_cli_add_int (builder, "cost_micro_eur", writer->cost_micro_eur);
  palier_cli_add_int (builder, "first_ms", writer->first_ms);
  palier_cli_add_int (builder, "latency_ms", writer->latency_ms);
  palier_cli_add_text (builder, "fallback", writer->fallback);
  json_builder_end_object (builder);
}

void
palier_cli_add_message (JsonBuilder *builder, const PalierMessage *message)
{
  palier_cli_add_id (builder, "id", &message->id);
  palier_cli_add_id (builder, "prospect", &message->prospect);
  palier_cli_add_text (builder, "prospect_name", message->prospect_name);
  palier_cli_add_text (builder, "channel", message->channel);
  if (!palier_id_is_nil (&message->campaign))
  {
    palier_cli_add_id (builder, "campaign", &message->campaign);
    palier_cli_add_int (builder, "step", message->step);
  }
  palier_cli_add_text (builder, "template", message->template_key);
  palier_cli_add_text (builder, "angle", message->angle);
  palier_cli_add_text (builder, "state", palier_message_state_name (message->state));
  palier_cli_add_text (builder, "delivery", message->delivery);
  palier_cli_add_text (builder, "delivery_reason", message->delivery_reason);
  palier_cli_add_delivery_words (builder, message);
  palier_cli_add_text (builder, "subject", message->subject);
  palier_cli_add_text (builder, "body", message->body);
  palier_cli_add_int (builder, "personalization", message->personalization);
  palier_cli_add_int (builder, "reading_s", message->reading_s);
  palier_cli_add_time (builder, "created_at", message->created_ms);
  palier_cli_add_time (builder, "due_at", message->due_ms);
  if (message->writer != NULL)
    add_writer (builder, message->writer);
  add_facts (builder, message->facts);
  add_checks (builder, message->checks);
}

/* @template: (nullable): the name of the one that it was written by */
void
palier_cli_print_message (const PalierMessage *message, const char *template)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_message (builder, message);
  if (template != NULL)
    palier_cli_add_text (builder, "template_name", template);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

void
palier_cli_add_event (JsonBuilder *builder, const PalierEvent *event)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *words = palier_words_event (event);

  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "id", &event->id);
  palier_cli_add_text (builder, "event", event->name);
  palier_cli_add_text (builder, "words", words);
  palier_cli_add_time (builder, "at", event->at_ms);
  palier_cli_add_id (builder, "message", &event->message);
  if (event->text != NULL)
    palier_cli_add_text (builder, "text", event->text);
  if (event->data != NULL && json_parser_load_from_data (parser, event->data, -1, NULL))
  {
    json_builder_set_member_name (builder, "data");
    json_builder_add_value (builder, json_parser_steal_root (parser));
  }
  json_builder_end_object (builder);
}

void
palier_cli_add_timeline (JsonBuilder *builder, GPtrArray *events)
{
  json_builder_set_member_name (builder, "timeline");
  json_builder_begin_array (builder);
  for (guint i = 0; i < events->len; i++)
    palier_cli_add_event (builder, g_ptr_array_index (events, i));
  json_builder_end_array (builder);
}

/* An object of its own. */
void
palier_cli_add_replaced (JsonBuilder *builder, const PalierReplaced *replaced)
{
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "kind", palier_kind_name (replaced->kind));
  palier_cli_add_id (builder, "id", &replaced->id);
  palier_cli_add_text (builder, "field", replaced->field);
  palier_cli_add_text (builder, "value", replaced->value);
  palier_cli_add_text (builder, "now", replaced->now);
  palier_cli_add_text (builder, "member", replaced->member);
  palier_cli_add_text (builder, "computer", replaced->computer);
  palier_cli_add_time (builder, "written_at", replaced->now_ms);
  palier_cli_add_time (builder, "at", replaced->at_ms);
  json_builder_end_object (builder);
}
