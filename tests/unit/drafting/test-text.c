/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Marks and what they print. 2. A fact is data, whatever is in it. 3. Gaps close. 4. Faults are
 * found, with their line; noise never breaks the parser. 5. Synonyms depend on the prospect alone.
 * 6. Headers of a template, read and
 * printed. 7. Whom a template fits. */
#include <string.h>

#include "palier-draft-template.h"
#include "palier-draft-text.h"
#include "test-people.h"

static PalierDraftContext *
context_of (const char *company, const char *city)
{
  g_autoptr (PalierProspect) prospect = palier_prospect_new ();
  g_autoptr (PalierProfile) profile = writer_new ();

  palier_prospect_set (prospect, PALIER_FIELD_KIND, "agency");
  palier_prospect_set (prospect, PALIER_FIELD_COMPANY, company);
  palier_prospect_set (prospect, PALIER_FIELD_CITY, city);
  return palier_draft_context_new (
      &(PalierDraftInput) { .prospect = prospect, .profile = profile, .today_ms = NOW });
}

static void
test_marks (void)
{
  static const struct
  {
    const char *company, *city, *source, *out;
  } cases[] = {
    { "Orpi", "Lyon", "{{company}}, {{city}}", "Orpi, Lyon" },
    { NULL, "Lyon", "{{^city_in}} !", "À Lyon\u202f!" },
    { NULL, "Lyon", "{{?company}}a{{:}}b{{/}}c", "bc" },
    { "Orpi", "Lyon", "{{?company&city}}a{{/}}{{?company&!city}}b{{/}}", "a" },
    { NULL, NULL, "{{?!company}}{{?!city}}x{{:}}y{{/}}{{/}}z", "xz" },
    { "Orpi", NULL, "{{?city}}a{{/}}", "" },
    { "Orpi", NULL, "{{city}}", "{{city}}" },
    { "{{city}}", "Lyon", "{{company}}", "{{city}}" },
    { "{{?x}}{{/}}", "Lyon", "« {{company}} »", "«\u00a0{{?x}}{{/}}\u00a0»" },
    { "Orpi", NULL, "a {{?city}}b{{/}} c", "a c" },
    { "Orpi", NULL, "a{{?city}} b{{/}} , c {{?city}}d{{/}}.", "a, c." },
    { "Orpi", NULL, "a\n\n{{?city}}b{{/}}\n\nc \n d\n", "a\n\nc\nd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierDraftContext) context = context_of (cases[i].company, cases[i].city);
    g_autoptr (GError) error = NULL;
    g_autoptr (PalierDraftText) text = palier_draft_text_parse (cases[i].source, 1, &error);
    g_assert_no_error (error);
    g_autofree char *out = palier_draft_text_render (text, context);
    g_assert_cmpstr (out, ==, cases[i].out);
  }
}

static void
test_faults (void)
{
  static const struct
  {
    const char *source, *fault;
  } cases[] = {
    { "{{city", "line 1" },        { "\n\n{{}}", "line 3" },
    { "{{?city}}a", "missing" },   { "a{{/}}", "closes nothing" },
    { "{{:}}", "closes nothing" }, { "{{City}}", "not known" },
    { "{{#}}a{{|}}b", "missing" }, { "{{?a}}{{:}}{{:}}{{/}}", "missing" },
    { "{{city }}", "not known" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (PalierDraftText) text = palier_draft_text_parse (cases[i].source, 1, &error);
    g_assert_null (text);
    g_assert_error (error, PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_TEMPLATE);
    g_assert_nonnull (strstr (error->message, cases[i].fault));
  }
}

static void
test_bounds (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autofree char *large = g_strnfill (PALIER_DRAFT_TEXT_MAX + 1, 'x');
  g_autoptr (GError) error = NULL, other = NULL;

  for (int i = 0; i < 1000; i++)
    g_string_append (deep, "{{?a}}");
  g_assert_null (palier_draft_text_parse (deep->str, 1, &error));
  g_assert_nonnull (strstr (error->message, "deep"));
  g_assert_null (palier_draft_text_parse (large, 1, &other));
  g_assert_error (other, PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_TEMPLATE);
}

/* Pieces of marks in any order: either a tree that prints, or an error. */
static void
test_noise (void)
{
  static const char *const pieces[] = { "{{?city}}", "{{:}}", "{{/}}", "{{#}}", "{{|}}", "{{city}}",
                                        "{{",        "}}",    "é",     " ",     "\n" };
  g_autoptr (PalierRandom) random = palier_random_new_seeded (3);
  g_autoptr (PalierDraftContext) context = context_of ("Orpi", "Lyon");
  guint trees = 0;

  for (int i = 0; i < 5000; i++)
  {
    g_autoptr (GString) source = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    for (guint64 n = palier_random_below (random, 8); n > 0; n--)
      g_string_append (source, ANY (pieces));
    g_autoptr (PalierDraftText) text = palier_draft_text_parse (source->str, 1, &error);
    g_assert_true ((text == NULL) == (error != NULL));
    if (text == NULL)
      continue;
    g_autofree char *out = palier_draft_text_render (text, context);
    g_assert_true (g_utf8_validate (out, -1, NULL));
    trees++;
  }
  g_assert_cmpuint (trees, >, 500);
}

static void
test_synonyms (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierDraftText) text =
      palier_draft_text_parse ("{{#}}a{{|}}b{{|}}c{{/}}{{#}}d{{|}}e{{/}}", 1, &error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_no_error (error);
  for (guint n = 0; n < 100; n++)
  {
    g_autoptr (PalierDraftContext) once = context_new (n, FALSE);
    g_autoptr (PalierDraftContext) again = context_new (n, TRUE);
    g_autofree char *out = palier_draft_text_render (text, once);
    g_autofree char *same = palier_draft_text_render (text, again);
    g_assert_cmpstr (out, ==, same);
    g_assert_cmpuint (strlen (out), ==, 2);
    g_hash_table_add (seen, g_steal_pointer (&out));
  }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 6);
}

#define HEAD "key: a\nkind: agency\nstep: first\nangle: service\n"

static void
test_headers (void)
{
  static const struct
  {
    const char *file;
    const char *fault; /* NULL: none */
  } cases[] = {
    { HEAD "subject: s\n\nb", NULL },
    { HEAD "name: A b\ncategory: event\nsubject: s\nsubject: t\n\nb", NULL },
    { HEAD "channel: sms\n\nb", NULL },
    { HEAD "digital_maturity: low, medium\nteam_size: 1\nsubject: s\n\nb", NULL },
    { HEAD "variable: event | Nom | Portes ouvertes\nsubject: s\n\n{{event}}", NULL },
    { HEAD "relation: supplier\nsubject: {{agencyName}}\n\nb", NULL },
    { HEAD "subject: s\nb", "line 1" },
    { HEAD "\nb", "line 4: channel: email" },
    { HEAD "channel: sms\nsubject: s\n\nb", "line 6: channel: sms" },
    { HEAD "channel: fax\n\nb", "line 5: channel: fax" },
    { HEAD "category: news\nsubject: s\n\nb", "line 5: category: news" },
    { HEAD "digital_maturity: low, none\nsubject: s\n\nb", "line 5: digital_maturity" },
    { HEAD "team_size: 1,,2\nsubject: s\n\nb", "line 5: team_size" },
    { HEAD "agency_types: franchise\nsubject: s\n\nb", "line 5: agency_types" },
    { HEAD "variable: event | Nom\nsubject: s\n\nb", "line 5: variable" },
    { HEAD "variable: a b | Nom | x\nsubject: s\n\nb", "line 5: variable" },
    { HEAD "subject: s\nname: n\nsubject: t\n\nb", "line 7: subject" },
    { HEAD "subject: s\nsubject: {{\n\nb", "line 6" },
    { HEAD "subject: s\n\nb\n{{b", "line 8: a mark" },
    { HEAD "subject: s\n\n{{Agencyname}}", "line 7: a mark" },
    { "key: A b\n" HEAD "subject: s\n\nb", "line 1: key" },
    { "key: a\nkind: firm\nstep: first\n\nb", "line 2: kind: firm" },
    { "key: a\nangle: luck\nsubject: s\n\nb", "line 2: angle: luck" },
    { "key: a\ncolour: red\nsubject: s\n\nb", "line 2: colour: red" },
    { "key: a\nsubject\n\nb", "line 2: subject" },
    { "angle: service\nsubject: s\n\nb", "line 2: key" },
    { HEAD "subject: s\n\nb\n\n" HEAD "\n\nc", "line 9: key" },
    { HEAD "subject: s\xff\n\nb", "line 1: UTF-8" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (PalierDraftTemplate) template =
        palier_draft_template_parse (cases[i].file, -1, &error);
    g_assert_true ((template != NULL) == (cases[i].fault == NULL));
    if (cases[i].fault == NULL)
      g_assert_no_error (error);
    else
      g_assert_nonnull (strstr (error->message, cases[i].fault));
  }
}

/* What is printed reads as the same; lines in values do not become lines of the head. */
static void
test_print (void)
{
  static const char file[] = "key: a-1\nname: A b\nkind: person\nstep: follow_up\ncategory: event\n"
                             "channel: letter\nrelation: supplier\nangle: question\n"
                             "agency_types: network\nspecializations: luxury, rental\n"
                             "digital_maturity: low\nteam_size: 1, 2-5\n"
                             "variable: event | Nom | Portes ouvertes\nsubject: s\nsubject: t\n\n"
                             "b {{event}}\n\nc\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierDraftSource) source = palier_draft_source_read (file, -1, &error);

  g_assert_no_error (error);
  g_autofree char *printed = palier_draft_source_print (source);
  g_assert_cmpstr (printed, ==, file);
  g_set_str (&source->name, "n\nkind: agency");
  g_autofree char *odd = palier_draft_source_print (source);
  g_autoptr (PalierDraftSource) again = palier_draft_source_read (odd, -1, &error);
  g_assert_no_error (error);
  g_assert_true (again->person);
  g_assert_cmpstr (again->name, ==, "n kind: agency");
}

/* A template for a segment waits for what is known; one of another channel never comes. */
static void
test_fits (void)
{
  static const struct
  {
    const char *lines;
    gboolean fits;
  } cases[] = {
    { "subject: s\n", TRUE },
    { "specializations: luxury\nsubject: s\n", TRUE },
    { "specializations: commercial, rental\nsubject: s\n", TRUE },
    { "specializations: commercial\nsubject: s\n", FALSE },
    { "team_size: 2-5\nsubject: s\n", TRUE },
    { "team_size: 1\nsubject: s\n", FALSE },
    { "digital_maturity: low\nsubject: s\n", TRUE },
    { "digital_maturity: medium, high\nsubject: s\n", FALSE },
    { "agency_types: network\nsubject: s\n", FALSE },
    { "agency_types: independent\nsubject: s\n", TRUE },
    { "relation: supplier\nsubject: s\n", TRUE },
    { "category: event\nsubject: s\n", FALSE },
    { "category: information\nsubject: s\n", FALSE },
    { "category: follow_up\nsubject: s\n", FALSE },
    { "channel: sms\n", FALSE },
    { "channel: letter\nsubject: s\n", FALSE },
    { "step: follow_up\nsubject: s\n", FALSE },
  };
  g_autoptr (PalierProspect) prospect = palier_prospect_new ();
  g_autoptr (PalierProfile) profile = writer_new ();
  g_autoptr (PalierScore) score = palier_score_new ();

  palier_prospect_set (prospect, PALIER_FIELD_KIND, "agency");
  palier_prospect_set (prospect, PALIER_FIELD_COMPANY, "Agence du Port");
  palier_prospect_set (prospect, PALIER_FIELD_SPECIALIZATIONS, "luxury\nrental");
  palier_prospect_set (prospect, PALIER_FIELD_TEAM_SIZE, "2-5");
  score->parts[PALIER_SUBSCORE_DIGITAL] = 20;
  score->confidences[PALIER_SUBSCORE_DIGITAL] = 1;
  g_autoptr (PalierDraftContext) context = palier_draft_context_new (&(PalierDraftInput) {
      .prospect = prospect, .profile = profile, .score = score, .today_ms = NOW });
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_autofree char *file = g_strconcat (HEAD, cases[i].lines, "\nb", NULL);
    g_autoptr (PalierDraftTemplate) template = palier_draft_template_parse (file, -1, &error);
    g_assert_no_error (error);
    g_assert_true (palier_draft_template_fits (template, context, "service") == cases[i].fits);
    g_assert_false (palier_draft_template_fits (template, context, "question"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafting/text/marks", test_marks);
  g_test_add_func ("/drafting/text/faults", test_faults);
  g_test_add_func ("/drafting/text/bounds", test_bounds);
  g_test_add_func ("/drafting/text/noise", test_noise);
  g_test_add_func ("/drafting/text/synonyms", test_synonyms);
  g_test_add_func ("/drafting/text/headers", test_headers);
  g_test_add_func ("/drafting/text/print", test_print);
  g_test_add_func ("/drafting/text/fits", test_fits);
  return g_test_run ();
}
