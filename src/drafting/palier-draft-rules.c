/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts that follow from others by the rules of resources/drafting/pain-points.json: where an
 * agency could do better, what the market does, what the season is. A rule is data: conditions on
 * the record, and a text in the language of templates that is empty where it has nothing to say.
 * What is not known of a prospect meets no condition: an empty field of an import is no weakness.
 */
#include "palier-draft-rules.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "palier-draft-facts.h"
#include "palier-draft-text.h"
#include "palier-drafting-resources.h"
#include "palier-fold.h"
#include "palier-french.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

typedef struct _Condition Condition;

/* Whether it holds for one of its fields; a condition asks it for each. */
typedef gboolean (*Test) (const Condition *self, const PalierDraftInput *input, PalierField field);

struct _Condition
{
  Test test;
  GArray *fields; /* (element-type PalierField) */
  GStrv words;
  gint64 number;
};

typedef struct
{
  char *key;
  char *fact;            /* the facts that it rests on, for who asks */
  GPtrArray *conditions; /* (element-type Condition) */
  PalierDraftText *text;
} Rule;

typedef struct
{
  guint most;       /* pain points named at once */
  GPtrArray *pains; /* (element-type Rule), the graver first */
  GPtrArray *facts; /* (element-type Rule), the first of a key that holds counts */
} Rules;

static gboolean
is_missing (const Condition *self, const PalierDraftInput *input, PalierField field)
{
  return palier_prospect_get (input->prospect, field) == NULL;
}

static gboolean
is_known (const Condition *self, const PalierDraftInput *input, PalierField field)
{
  return !is_missing (self, input, field);
}

static gboolean
is_no (const Condition *self, const PalierDraftInput *input, PalierField field)
{
  return g_strcmp0 (palier_prospect_get (input->prospect, field), "no") == 0;
}

static gboolean
is_word (const Condition *self, const PalierDraftInput *input, PalierField field)
{
  const char *value = palier_prospect_get (input->prospect, field);

  return value != NULL && g_strv_contains ((const char *const *) self->words, value);
}

/* A set that was filled in, and with nothing: "aucun". */
static gboolean
is_none (const Condition *self, const PalierDraftInput *input, PalierField field)
{
  g_auto (GStrv) all = palier_prospect_dup_set (input->prospect, field);

  for (gsize i = 0; all[i] != NULL; i++)
    if (!palier_draft_says_none (all[i]))
      return FALSE;
  return all[0] != NULL;
}

static gboolean
has_only (const Condition *self, const PalierDraftInput *input, PalierField field)
{
  g_auto (GStrv) all = palier_prospect_dup_set (input->prospect, field);

  for (gsize i = 0; all[i] != NULL; i++)
  {
    g_autofree char *folded = palier_fold (all[i]);
    if (!g_strv_contains ((const char *const *) self->words, folded))
      return FALSE;
  }
  return all[0] != NULL;
}

static gboolean
has_most (const Condition *self, const PalierDraftInput *input, PalierField field)
{
  g_auto (GStrv) all = palier_prospect_dup_set (input->prospect, field);
  gint64 n = 0;

  for (gsize i = 0; all[i] != NULL; i++)
    n += !palier_draft_says_none (all[i]);
  return n > 0 && n <= self->number;
}

static gboolean
is_older (const Condition *self, const PalierDraftInput *input, PalierField field)
{
  g_autofree char *iso =
      g_strdup_printf ("%sT12:00:00Z", palier_prospect_get (input->prospect, field));
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (iso, NULL);

  return at != NULL && input->today_ms - g_date_time_to_unix (at) * 1000 > self->number * DAY_MS;
}

static gboolean
is_month (const Condition *self, const PalierDraftInput *input, PalierField unused)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (input->today_ms / 1000);

  return now != NULL && g_date_time_get_month (now) == self->number;
}

static const struct
{
  const char *op;
  Test test;
} tests[] = {
  { "missing", is_missing }, { "known", is_known }, { "no", is_no },
  { "is", is_word },         { "none", is_none },   { "only", has_only },
  { "most", has_most },      { "month", is_month }, { "older_days", is_older },
};

static Test
test_of (const char *op)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    if (strcmp (tests[i].op, op) == 0)
      return tests[i].test;
  g_error ("pain-points.json: op %s", op);
}

static GStrv
words_of (JsonObject *object, const char *name)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  JsonArray *list =
      json_object_has_member (object, name) ? json_object_get_array_member (object, name) : NULL;
  GStrv words;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    g_strv_builder_add (builder, json_array_get_string_element (list, i));
  words = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return words;
}

static Condition *
read_condition (JsonObject *object)
{
  Condition *self = g_new0 (Condition, 1);
  g_auto (GStrv) names = words_of (object, "fields");

  self->test = test_of (json_object_get_string_member (object, "op"));
  self->words = words_of (object, "words");
  self->number = json_object_get_int_member_with_default (object, "number", 0);
  self->fields = g_array_new (FALSE, FALSE, sizeof (PalierField));
  for (gsize i = 0; names[i] != NULL; i++)
  {
    PalierField field = palier_field_from_name (names[i]);
    g_assert (field != PALIER_FIELD_NONE);
    g_array_append_val (self->fields, field);
  }
  return self;
}

static Rule *
read_rule (JsonObject *object)
{
  Rule *self = g_new0 (Rule, 1);
  JsonArray *when = json_object_get_array_member (object, "when");
  g_autoptr (GError) error = NULL;

  self->key = g_strdup (json_object_get_string_member (object, "key"));
  self->fact = g_strdup (json_object_get_string_member (object, "fact"));
  self->conditions = g_ptr_array_new ();
  for (guint i = 0; i < json_array_get_length (when); i++)
    g_ptr_array_add (self->conditions, read_condition (json_array_get_object_element (when, i)));
  self->text = palier_draft_text_parse (json_object_get_string_member (object, "text"), 1, &error);
  g_assert_no_error (error);
  return self;
}

static GPtrArray *
read_rules (JsonArray *list)
{
  GPtrArray *rules = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (list); i++)
    g_ptr_array_add (rules, read_rule (json_array_get_object_element (list, i)));
  return rules;
}

static gpointer
load (gpointer unused)
{
  Rules *self = g_new0 (Rules, 1);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      palier_drafting_get_resource (), "/fr/immo_ai/Palier/drafting/pain-points.json", 0, &error);

  g_assert_no_error (error);
  json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  JsonObject *pains = json_object_get_object_member (root, "pain_points");
  self->most = (guint) json_object_get_int_member (pains, "most");
  self->pains = read_rules (json_object_get_array_member (pains, "rules"));
  self->facts = read_rules (json_object_get_array_member (root, "facts"));
  return self;
}

/* (transfer none): lives as long as the program */
static const Rules *
get_rules (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load, NULL);
}

static gboolean
condition_holds (const Condition *self, const PalierDraftInput *input)
{
  if (self->fields->len == 0)
    return self->test (self, input, PALIER_FIELD_NONE);
  for (guint i = 0; i < self->fields->len; i++)
    if (!self->test (self, input, g_array_index (self->fields, PalierField, i)))
      return FALSE;
  return TRUE;
}

/* Returns: (transfer full) (nullable): the words of the rule; NULL where it does not hold */
static char *
apply (const Rule *self, const PalierDraftContext *context, const PalierDraftInput *input)
{
  for (guint i = 0; i < self->conditions->len; i++)
    if (!condition_holds (self->conditions->pdata[i], input))
      return NULL;
  g_autofree char *words = palier_draft_text_render (self->text, context);
  return *words != '\0' ? g_steal_pointer (&words) : NULL;
}

/* Each pain point as pain_…, and the gravest together as pain_points. */
static void
add_pains (GPtrArray *facts, const PalierDraftContext *context, const PalierDraftInput *input)
{
  const Rules *rules = get_rules ();
  g_autoptr (GPtrArray) named = g_ptr_array_new ();
  g_autoptr (GString) details = g_string_new (NULL);

  for (guint i = 0; i < rules->pains->len; i++)
  {
    const Rule *rule = rules->pains->pdata[i];
    char *words = apply (rule, context, input);
    if (words == NULL)
      continue;
    g_autofree char *key = g_strconcat ("pain_", rule->key, NULL);
    g_autofree char *detail = g_strdup_printf ("%s: %s", rule->key, rule->fact);
    palier_draft_facts_add (facts, key, NULL, words, "computed", detail, input->today_ms);
    if (named->len == rules->most)
      continue;
    g_string_append_printf (details, "%s%s", named->len > 0 ? "; " : "", detail);
    g_ptr_array_add (named, words);
  }
  if (named->len == 0)
    return;
  g_ptr_array_add (named, NULL);
  palier_draft_facts_add (facts, "pain_points", NULL,
                          palier_french_list ((const char *const *) named->pdata), "computed",
                          details->str, input->today_ms);
}

static gboolean
has_fact (const GPtrArray *facts, const char *key)
{
  for (guint i = 0; i < facts->len; i++)
    if (strcmp (((const PalierFact *) facts->pdata[i])->key, key) == 0)
      return TRUE;
  return FALSE;
}

/* What was given is not computed. */
static void
add_facts (GPtrArray *facts, const PalierDraftContext *context, const PalierDraftInput *input)
{
  const GPtrArray *rules = get_rules ()->facts;

  for (guint i = 0; i < rules->len; i++)
  {
    const Rule *rule = rules->pdata[i];
    if (palier_draft_context_find (context, rule->key) != NULL || has_fact (facts, rule->key))
      continue;
    palier_draft_facts_add (facts, rule->key, NULL, apply (rule, context, input), "computed",
                            rule->fact, input->today_ms);
  }
}

/**
 * palier_draft_rules_collect:
 * @context: with all facts that were not computed by rules
 *
 * Returns: (transfer full) (element-type PalierFact): what follows from them: pain_points and its
 *   parts pain_… of an agency, market_trends, specific_benefit, urgency_trigger; each only where a
 *   rule holds, with the rule and the facts it rests on as its detail
 */
GPtrArray *
palier_draft_rules_collect (const PalierDraftContext *context, const PalierDraftInput *input)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);

  if (!palier_draft_context_is_person (context))
    add_pains (facts, context, input);
  add_facts (facts, context, input);
  return facts;
}
