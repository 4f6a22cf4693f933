/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads scoring.json. The first fault stops the reading: a reader remembers it, and every later
 * step of that reader does nothing, so that the code reads like the file. */
#include "palier-scoring-parameters-private.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "palier-scoring-resources.h"
#include "palier-scoring.h"

#define MAX_BYTES (256 * 1024)
#define RESOURCE "/fr/immo_ai/Palier/scoring/scoring.json"

G_DEFINE_QUARK (palier-scoring-error-quark, palier_scoring_error)

typedef struct
{
  GError *error;
} Reader;

static const char *const whens[] = {
  "opposed",         "no_legal_basis", "email_wrong",  "email_missing", "reply_waiting",
  "clicked",         "opened_often",   "hot",          "warm",          "cold",
  "never_contacted", "in_sequence",    "meeting_open", "customer",      "to_complete",
};

G_STATIC_ASSERT (G_N_ELEMENTS (whens) == PALIER_N_WHENS);

static void G_GNUC_PRINTF (2, 3) fail (Reader *reader, const char *format, ...)
{
  va_list args;

  if (reader->error != NULL)
    return;
  va_start (args, format);
  reader->error =
      g_error_new_valist (PALIER_SCORING_ERROR, PALIER_SCORING_ERROR_PARAMETERS, format, args);
  va_end (args);
}

static JsonNode *
member (Reader *reader, JsonObject *object, const char *name)
{
  JsonNode *node = reader->error == NULL ? json_object_get_member (object, name) : NULL;

  if (node == NULL)
    fail (reader, "%s: missing", name);
  return node;
}

static JsonObject *
read_object (Reader *reader, JsonObject *object, const char *name)
{
  JsonNode *node = member (reader, object, name);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  fail (reader, "%s: no object", name);
  return NULL;
}

static JsonArray *
read_array (Reader *reader, JsonObject *object, const char *name)
{
  JsonNode *node = member (reader, object, name);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  fail (reader, "%s: no array", name);
  return NULL;
}

static double
number_of (Reader *reader, JsonNode *node, const char *name, double least, double most)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  double value = NAN;

  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    value = json_node_get_double (node);
  if (!(value >= least && value <= most))
    fail (reader, "%s: not a number from %g to %g", name, least, most);
  return value;
}

static double
read_number (Reader *reader, JsonObject *object, const char *name, double least, double most)
{
  JsonNode *node = object != NULL ? member (reader, object, name) : NULL;

  return node != NULL ? number_of (reader, node, name, least, most) : NAN;
}

/* An object with exactly the members that were asked for has no member besides. */
static void
expect_members (Reader *reader, JsonObject *object, const char *name, guint n)
{
  if (object != NULL && json_object_get_size (object) != n)
    fail (reader, "%s: %u members, not %u", name, json_object_get_size (object), n);
}

static void
read_steps (Reader *reader, JsonObject *object, const char *name, PalierSteps *out)
{
  JsonArray *array = object != NULL ? read_array (reader, object, name) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (n == 0 || n > PALIER_SCORING_MAX_STEPS)
  {
    fail (reader, "%s: %u steps", name, n);
    return;
  }
  for (guint i = 0; i < n && reader->error == NULL; i++)
  {
    JsonNode *node = json_array_get_element (array, i);
    JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
    if (pair == NULL || json_array_get_length (pair) != 2)
    {
      fail (reader, "%s: step %u is no pair", name, i);
      return;
    }
    double least = i == 0 ? 0 : out->steps[i - 1].from + 1e-9;
    out->steps[i].from = number_of (reader, json_array_get_element (pair, 0), name, least, 1e9);
    out->steps[i].value = number_of (reader, json_array_get_element (pair, 1), name, 0, 1);
  }
  out->n = n;
}

/* The worth of each key that @field allows, all of them and no other. */
static void
read_choices (Reader *reader, JsonObject *object, const char *name, PalierField field,
              PalierChoices *out)
{
  JsonObject *values = object != NULL ? read_object (reader, object, name) : NULL;
  g_auto (GStrv) keys = g_strsplit (palier_field_info (field)->choices, " ", -1);

  out->n = g_strv_length (keys);
  g_assert (out->n <= PALIER_SCORING_MAX_CHOICES);
  expect_members (reader, values, name, out->n);
  for (gsize i = 0; i < out->n; i++)
  {
    out->keys[i] = g_intern_string (keys[i]);
    out->values[i] = read_number (reader, values, keys[i], 0, 1);
  }
}

static void
read_parts (Reader *reader, JsonObject *object, double parts[PALIER_N_SUBSCORES])
{
  JsonObject *values = object != NULL ? read_object (reader, object, "parts") : NULL;
  double sum = 0;

  expect_members (reader, values, "parts", PALIER_N_SUBSCORES);
  for (int i = 0; i < PALIER_N_SUBSCORES; i++)
    sum += parts[i] = read_number (reader, values, palier_subscore_name (i), 0, 1);
  if (reader->error == NULL && fabs (sum - 1) > 1e-6)
    fail (reader, "parts: their sum is %g, not 1", sum);
}

static void
read_kind (Reader *reader, JsonObject *root, const char *name, const PalierCriterion *asked,
           gsize n_asked, PalierKindParameters *out)
{
  JsonObject *object = read_object (reader, root, name);
  JsonObject *criteria = object != NULL ? read_object (reader, object, "criteria") : NULL;
  double sums[PALIER_N_SUBSCORES] = { 0 };

  expect_members (reader, object, name, 3);
  read_parts (reader, object, out->parts);
  expect_members (reader, criteria, "criteria", n_asked);
  for (gsize i = 0; i < n_asked; i++)
  {
    const char *key = palier_criterion_name (asked[i]);
    PalierAsked *one = &out->asked[out->n_asked++];
    one->criterion = asked[i];
    one->part = palier_criterion_part (asked[i]);
    one->field = palier_criterion_field (asked[i]);
    one->weight = read_number (reader, criteria, key, 0, 1000);
    sums[one->part] += one->weight;
  }
  for (int i = 0; i < PALIER_N_SUBSCORES; i++)
    if (reader->error == NULL && sums[i] <= 0)
      fail (reader, "%s: %s has no weight at all", name, palier_subscore_name (i));
  out->recency_days = read_number (reader, object, "recency_days", 1, 3650);
}

static void
read_kinds (Reader *reader, JsonObject *root, PalierScoringParameters *self)
{
  static const PalierCriterion agency[] = {
    PALIER_CRITERION_WEBSITE,  PALIER_CRITERION_SITE_QUALITY, PALIER_CRITERION_PORTALS,
    PALIER_CRITERION_SOCIAL,   PALIER_CRITERION_SIZE,         PALIER_CRITERION_VOLUME,
    PALIER_CRITERION_POSITION, PALIER_CRITERION_GROWTH,       PALIER_CRITERION_SEASON,
    PALIER_CRITERION_MARKET,   PALIER_CRITERION_ADOPTION,     PALIER_CRITERION_RECENCY
  };
  static const PalierCriterion person[] = {
    PALIER_CRITERION_EMAIL,   PALIER_CRITERION_MOBILE,  PALIER_CRITERION_CONSENT,
    PALIER_CRITERION_ADDRESS, PALIER_CRITERION_PROJECT, PALIER_CRITERION_PROPERTY_VALUE,
    PALIER_CRITERION_HORIZON, PALIER_CRITERION_SOURCE,  PALIER_CRITERION_SEASON,
    PALIER_CRITERION_MARKET,  PALIER_CRITERION_RECENCY
  };

  read_kind (reader, root, "agency", agency, G_N_ELEMENTS (agency),
             &self->kinds[PALIER_SCORED_AGENCY]);
  read_kind (reader, root, "person", person, G_N_ELEMENTS (person),
             &self->kinds[PALIER_SCORED_PERSON]);
}

static void
read_thresholds (Reader *reader, JsonObject *root, PalierScoringParameters *self)
{
  JsonObject *bands = read_object (reader, root, "bands");
  JsonObject *position = read_object (reader, root, "position");
  JsonObject *growth = read_object (reader, root, "growth");

  self->hot = read_number (reader, bands, "hot", 0, 100);
  self->warm = read_number (reader, bands, "warm", 0, self->hot);
  self->to_complete_under = read_number (reader, bands, "to_complete_under", 0, 1);
  read_choices (reader, position, "values", PALIER_FIELD_MARKET_POSITION, &self->position);
  self->leader_share = read_number (reader, position, "leader_share", 0, 1);
  self->challenger_share =
      read_number (reader, position, "challenger_share", 0, self->leader_share);
  read_choices (reader, growth, "values", PALIER_FIELD_GROWTH, &self->growth);
  self->growing_over = read_number (reader, growth, "growing_over", -1, 10);
  self->declining_under = read_number (reader, growth, "declining_under", -1, self->growing_over);
}

static void
read_season (Reader *reader, JsonObject *root, PalierScoringParameters *self)
{
  JsonObject *season = read_object (reader, root, "season");
  JsonArray *months = season != NULL ? read_array (reader, season, "months") : NULL;
  JsonArray *full = season != NULL ? read_array (reader, season, "full_months") : NULL;

  if (reader->error != NULL)
    return;
  if (json_array_get_length (months) != 12)
    fail (reader, "months: %u, not 12", json_array_get_length (months));
  for (int i = 0; i < 12 && reader->error == NULL; i++)
    self->months[i] = number_of (reader, json_array_get_element (months, i), "months", 0, 1);
  for (guint i = 0; i < json_array_get_length (full) && reader->error == NULL; i++)
  {
    double month = number_of (reader, json_array_get_element (full, i), "full_months", 1, 12);
    if (reader->error == NULL)
      self->full_month[(int) month - 1] = TRUE;
  }
}

static void
read_agency_tables (Reader *reader, JsonObject *root, PalierScoringParameters *self)
{
  JsonObject *size = read_object (reader, root, "size");
  JsonObject *volume = read_object (reader, root, "volume");

  self->portals_counted =
      read_number (reader, read_object (reader, root, "portals"), "counted", 1, 100);
  self->social_days = read_number (reader, read_object (reader, root, "social"), "days", 1, 3650);
  read_steps (reader, size, "staff", &self->staff);
  read_choices (reader, size, "team", PALIER_FIELD_TEAM_SIZE, &self->team);
  self->months_to_sell = read_number (reader, volume, "months_to_sell", 0.1, 120);
  self->own_share = read_number (reader, volume, "own_share", 0, 1);
  self->full_sales = read_number (reader, volume, "full_sales", 1, 1e6);
  self->log_full_sales = log10 (1 + self->full_sales);
  self->adoption_slope =
      read_number (reader, read_object (reader, root, "adoption"), "slope", 0, 100);
}

static void
read_other_tables (Reader *reader, JsonObject *root, PalierScoringParameters *self)
{
  JsonObject *market = read_object (reader, root, "market");
  JsonObject *source = read_object (reader, root, "source");
  JsonObject *signals = read_object (reader, root, "signals");

  self->market_still = read_number (reader, market, "still", 0, 1);
  self->market_slope = read_number (reader, market, "slope", -100, 100);
  self->market_lowest = read_number (reader, market, "lowest", 0, 1);
  self->market_highest = read_number (reader, market, "highest", self->market_lowest, 1);
  read_choices (reader, read_object (reader, root, "project"), "values", PALIER_FIELD_PROJECT,
                &self->project);
  self->value_at_median =
      read_number (reader, read_object (reader, root, "property_value"), "at_median", 0, 1);
  read_steps (reader, read_object (reader, root, "horizon"), "months", &self->horizon);
  self->source_prior = read_number (reader, source, "prior_contacts", 0, 1e6);
  self->source_at_mean = read_number (reader, source, "at_mean", 0, 1);
  self->opens = read_number (reader, signals, "opens", 1, 1000);
  self->clicks = read_number (reader, signals, "clicks", 1, 1000);
}

static int
index_of (const char *const *names, const char *name)
{
  for (int i = 0; name != NULL && names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return -1;
}

static const char *
text_of (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
                 && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static guint
read_whens (Reader *reader, JsonObject *object, const char *name)
{
  JsonArray *array =
      json_object_has_member (object, name) ? read_array (reader, object, name) : NULL;
  guint bits = 0;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
  {
    const char *text = text_of (json_array_get_element (array, i));
    int bit = -1;
    for (int j = 0; text != NULL && j < PALIER_N_WHENS; j++)
      if (strcmp (whens[j], text) == 0)
        bit = j;
    if (bit < 0)
      fail (reader, "actions: %s: not a condition", text != NULL ? text : name);
    else
      bits |= 1u << bit;
  }
  return bits;
}

static int
read_code (Reader *reader, JsonObject *object, const char *name, const char *const *names)
{
  const char *text = text_of (json_object_get_member (object, name));
  int found = index_of (names, text);

  if (found < 0)
    fail (reader, "actions: %s: %s", name, text != NULL ? text : "missing");
  return MAX (found, 0);
}

static int
read_days (Reader *reader, JsonObject *object, const char *name)
{
  if (!json_object_has_member (object, name))
    return 0;
  double days = read_number (reader, object, name, 1, 36500);
  return reader->error == NULL ? (int) days : 0;
}

static PalierRule
read_rule (Reader *reader, JsonObject *object)
{
  static const char *const dues[] = { "whenever", "now", "sequence", NULL };
  static const char *const known[] = { "when",   "not",    "silent_days", "unheard_days",
                                       "action", "reason", "due",         NULL };
  g_autoptr (GList) names = json_object_get_members (object);
  PalierRule rule = { 0 };

  for (GList *l = names; l != NULL; l = l->next)
    if (index_of (known, l->data) < 0)
      fail (reader, "actions: %s: unknown", (char *) l->data);
  rule.when = read_whens (reader, object, "when");
  rule.unless = read_whens (reader, object, "not");
  rule.silent_days = read_days (reader, object, "silent_days");
  rule.unheard_days = read_days (reader, object, "unheard_days");
  rule.action = read_code (reader, object, "action", palier_scoring_actions ());
  rule.reason = read_code (reader, object, "reason", palier_scoring_action_reasons ());
  if (json_object_has_member (object, "due"))
    rule.due = read_code (reader, object, "due", dues);
  return rule;
}

static void
read_rules (Reader *reader, JsonObject *root, PalierScoringParameters *self)
{
  JsonArray *array = read_array (reader, root, "actions");
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (n == 0 || n > PALIER_SCORING_MAX_RULES)
    fail (reader, "actions: %u rules", n);
  for (guint i = 0; i < n && reader->error == NULL; i++)
  {
    JsonNode *node = json_array_get_element (array, i);
    if (JSON_NODE_HOLDS_OBJECT (node))
      self->rules[self->n_rules++] = read_rule (reader, json_node_get_object (node));
    else
      fail (reader, "actions: rule %u is no object", i);
  }
  /* So that there is always an action. */
  const PalierRule *last = &self->rules[MAX (self->n_rules, 1) - 1];
  if (last->when != 0 || last->unless != 0 || last->silent_days != 0 || last->unheard_days != 0)
    fail (reader, "actions: the last rule must hold for everyone");
}

static void
read_root (Reader *reader, JsonObject *root, PalierScoringParameters *self)
{
  expect_members (reader, root, "parameters", 19);
  read_number (reader, root, "version", 1, 1);
  read_kinds (reader, root, self);
  read_thresholds (reader, root, self);
  read_season (reader, root, self);
  read_agency_tables (reader, root, self);
  read_other_tables (reader, root, self);
  read_rules (reader, root, self);
}

/**
 * palier_scoring_parameters_parse:
 * @length: in bytes, or -1 for a terminated text
 *
 * Returns: (transfer full): the parameters; %NULL with PALIER_SCORING_ERROR_PARAMETERS, whose
 *   message names the member at fault
 */
PalierScoringParameters *
palier_scoring_parameters_parse (const char *json, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (PalierScoringParameters) self = g_new0 (PalierScoringParameters, 1);
  g_autoptr (GError) local_error = NULL;
  Reader reader = { NULL };
  gsize size = length < 0 ? strlen (json) : (gsize) length;
  JsonNode *root = NULL;

  if (size > MAX_BYTES)
    fail (&reader, "%" G_GSIZE_FORMAT " bytes, more than %d", size, MAX_BYTES);
  else if (!json_parser_load_from_data (parser, json, (gssize) size, &local_error))
    fail (&reader, "%s", local_error->message);
  else if ((root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    fail (&reader, "no object");
  else
    read_root (&reader, json_node_get_object (root), self);
  if (reader.error != NULL)
  {
    g_propagate_error (error, reader.error);
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
palier_scoring_parameters_free (PalierScoringParameters *self)
{
  g_free (self);
}

/* The parameters that ship with the program, read once. */
const PalierScoringParameters *
palier_scoring_parameters_get_default (void)
{
  static gsize made = 0;

  if (g_once_init_enter (&made))
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = g_resource_lookup_data (palier_scoring_get_resource (), RESOURCE,
                                                       G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
    g_assert_no_error (error);
    gsize size;
    const char *json = g_bytes_get_data (bytes, &size);
    PalierScoringParameters *self = palier_scoring_parameters_parse (json, (gssize) size, &error);
    g_assert_no_error (error);
    g_once_init_leave (&made, (gsize) self);
  }
  return (const PalierScoringParameters *) made;
}
