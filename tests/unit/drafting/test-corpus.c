/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of what a text claims the fact check tells from what its facts bear out: plants found
 * and false alarms over tests/data/drafts. Of the half that stays unseen only the totals are
 * printed. */
#include <json-glib/json-glib.h>
#include <string.h>
#include <time.h>

#include "palier-draft-check.h"

typedef struct
{
  guint plants, found, clean, alarms;
  clock_t facts_cpu, check_cpu; /* of reading the facts, of checking the texts */
} Totals;

static const char *
text_of (JsonObject *object, const char *name)
{
  const char *text = json_object_get_string_member_with_default (object, name, "");

  return text != NULL ? text : "";
}

/* Noon of an ISO day; 0: none is said. */
static gint64
day_ms (const char *iso)
{
  g_autofree char *noon = g_strconcat (iso, "T12:00:00Z", NULL);
  g_autoptr (GDateTime) at = *iso != '\0' ? g_date_time_new_from_iso8601 (noon, NULL) : NULL;

  return at != NULL ? g_date_time_to_unix (at) * 1000 : 0;
}

static GPtrArray *
facts_of (JsonObject *draft)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);
  JsonArray *list = json_object_get_array_member (draft, "facts");

  for (guint i = 0; i < json_array_get_length (list); i++)
  {
    JsonObject *object = json_array_get_object_element (list, i);
    PalierFact *fact = palier_fact_new ();
    fact->key = g_strdup (text_of (object, "key"));
    fact->value = g_strdup (text_of (object, "value"));
    fact->display = g_strdup (text_of (object, "display"));
    fact->source = g_strdup (text_of (object, "source"));
    fact->detail = g_strdup (text_of (object, "detail"));
    fact->at_ms = day_ms (text_of (object, "date"));
    g_ptr_array_add (facts, fact);
  }
  return facts;
}

static gboolean
is_hit (const PalierCheck *check, JsonObject *plant, const char *text)
{
  gboolean in_subject = strcmp (text_of (plant, "where"), "subject") == 0;
  glong at = (glong) json_object_get_int_member (plant, "start");
  gsize start = (gsize) (g_utf8_offset_to_pointer (text, at) - text);
  gsize end = start + strlen (text_of (plant, "text"));

  return check->in_subject == in_subject && check->start < end && check->end > start;
}

static void
tell (const char *what, JsonObject *draft, const char *words, const char *text)
{
  g_test_message ("%s %s: %s | %s", what, text_of (draft, "id"), words, text);
}

/* @aloud: each mistake is printed. */
static void
measure_draft (JsonObject *draft, gboolean aloud, Totals *totals)
{
  g_autoptr (GPtrArray) facts = facts_of (draft);
  clock_t start = clock ();
  g_autoptr (PalierDraftContext) context = palier_draft_context_new_from_facts (
      facts, text_of (draft, "channel"), strcmp (text_of (draft, "kind"), "person") == 0,
      day_ms (text_of (draft, "today")));
  clock_t built = clock ();
  const char *subject = text_of (draft, "subject"), *body = text_of (draft, "body");
  g_autoptr (GPtrArray) checks = palier_draft_check (context, subject, body);
  totals->facts_cpu += built - start;
  totals->check_cpu += clock () - built;
  JsonObject *plant = json_object_get_null_member (draft, "plant")
                          ? NULL
                          : json_object_get_object_member (draft, "plant");
  gboolean hit = FALSE, alarm = FALSE;

  for (guint i = 0; i < checks->len; i++)
  {
    const PalierCheck *check = checks->pdata[i];
    const char *text = check->in_subject ? subject : body;
    if (strcmp (check->code, "unsourced") != 0)
      continue;
    gboolean on_plant = plant != NULL && is_hit (check, plant, text);
    hit |= on_plant;
    if (!on_plant && aloud)
      tell (plant != NULL ? "beside the plant" : "false alarm", draft, check->detail,
            text + check->start);
    alarm = TRUE;
  }
  if (plant != NULL && !hit && aloud)
    tell ("missed", draft, text_of (plant, "text"), body);
  totals->plants += plant != NULL;
  totals->found += plant != NULL && hit;
  totals->clean += plant == NULL;
  totals->alarms += plant == NULL && alarm;
}

static void
measure (const char *name, gboolean aloud, double found_min, double alarms_max)
{
  g_autofree char *path = g_build_filename (g_getenv ("TEST_DATA"), "drafts", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  Totals totals = { 0 };

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
  {
    g_autoptr (JsonParser) parser = json_parser_new_immutable ();
    json_parser_load_from_data (parser, lines[i], -1, &error);
    g_assert_no_error (error);
    measure_draft (json_node_get_object (json_parser_get_root (parser)), aloud, &totals);
  }
  g_test_message ("%s: %u of %u plants found, %u of %u true drafts with a false alarm", name,
                  totals.found, totals.plants, totals.alarms, totals.clean);
  g_test_message ("%s: CPU time a draft: %.0f µs for its facts, %.0f µs for its text", name,
                  1e6 * (double) totals.facts_cpu / CLOCKS_PER_SEC / (totals.plants + totals.clean),
                  1e6 * (double) totals.check_cpu / CLOCKS_PER_SEC
                      / (totals.plants + totals.clean));
  g_assert_cmpuint (totals.plants, >=, 100);
  g_assert_cmpfloat (totals.found, >=, found_min * totals.plants);
  g_assert_cmpfloat (totals.alarms, <=, alarms_max * totals.clean);
}

static void
test_seen (void)
{
  measure ("seen.jsonl", TRUE, 0.99, 0.02);
}

static void
test_further (void)
{
  measure ("further.jsonl", TRUE, 0.98, 0.026);
}

static void
test_third (void)
{
  measure ("third.jsonl", TRUE, 0.98, 0.05);
}

static void
test_unseen (void)
{
  measure ("unseen.jsonl", FALSE, 0.94, 0.10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafting/corpus/seen", test_seen);
  g_test_add_func ("/drafting/corpus/further", test_further);
  g_test_add_func ("/drafting/corpus/third", test_third);
  g_test_add_func ("/drafting/corpus/unseen", test_unseen);
  return g_test_run ();
}
