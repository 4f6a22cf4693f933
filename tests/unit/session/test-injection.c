/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of imports, sites, replies and templates that give orders (tests/data/injection), and a
 * model that obeys each of them. Of every case:
 * 1. the prompt keeps its shape, and holds nothing by which anybody could be reached;
 * 2. what the model wrote does not come through unmarked: no text, refused, or with the finding
 *    that the case names;
 * and of a prompt without orders: what it costs. */
#include "ai-fixture.h"

#include <json-glib/json-glib.h>

#include "palier-ai-models.h"
#include "palier-ai-writer.h"
#include "palier-composer.h"
#include "palier-draft-answer.h"
#include "palier-draft-check.h"

#include "writer.h"

#define NOW (G_GINT64_CONSTANT (1789473600) * 1000)

static Fixture fixture;

typedef struct
{
  gint64 n;
  const char *where;
  const char *text;
  const char
      *finds; /* refused, structure, never, marked, or a code of a finding ("?": a warning) */
} Case;

static PalierProspect *
prospect_new (const Case *one)
{
  static const struct
  {
    PalierField field;
    const char *value;
  } values[] = {
    { PALIER_FIELD_KIND, "agency" },
    { PALIER_FIELD_COMPANY, "Agence du Port" },
    { PALIER_FIELD_TITLE, "M." },
    { PALIER_FIELD_FIRST_NAME, "Jean" },
    { PALIER_FIELD_LAST_NAME, "Le Goff" },
    { PALIER_FIELD_EMAIL, "jean.legoff@port.example" },
    { PALIER_FIELD_PHONE, "+33612345678" },
    { PALIER_FIELD_STREET, "3 rue Haute" },
    { PALIER_FIELD_CITY, "Olivet" },
    { PALIER_FIELD_POSTAL_CODE, "45160" },
    { PALIER_FIELD_NOTES, "Vend pour cause de divorce" },
    { PALIER_FIELD_TOOLS, "Hektor" },
    { PALIER_FIELD_SOURCE, "Salon RENT 2025" },
    { PALIER_FIELD_ACTIVE_LISTINGS, "12" },
  };
  PalierProspect *prospect = palier_prospect_new ();
  PalierField field = palier_field_from_name (one->where);

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    palier_prospect_set (prospect, values[i].field, values[i].value);
  if (field != PALIER_FIELD_NONE)
    palier_prospect_set (prospect, field, one->text);
  return prospect;
}

static PalierDraftContext *
context_new (const Case *one)
{
  g_autoptr (PalierProspect) prospect = prospect_new (one);
  g_autoptr (PalierProfile) profile = writer_new ();
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);

  if (g_str_equal (one->where, "reference"))
  {
    PalierFact *fact = palier_fact_new ();
    fact->key = g_strdup ("reference");
    fact->display = g_strdup (one->text);
    fact->source = g_strdup ("reference");
    g_ptr_array_add (more, fact);
  }
  return palier_draft_context_new (&(PalierDraftInput) {
      .prospect = prospect, .profile = profile, .more_facts = more, .today_ms = NOW });
}

static PalierDraftTemplate *
template_new (const char *body)
{
  g_autofree char *text = g_strconcat ("key: t\nname: T\nkind: agency\nstep: first\n"
                                       "angle: service\nsubject: Un échange\n\n",
                                       body, NULL);
  g_autoptr (GError) error = NULL;
  PalierDraftTemplate *template = palier_draft_template_parse (text, -1, &error);

  g_assert_no_error (error);
  return template;
}

static PalierDraftPrompt *
prompt_new (const Case *one, const PalierDraftContext *context)
{
  g_autoptr (PalierDraftTemplate) template =
      g_str_equal (one->where, "template") ? template_new (one->text) : NULL;
  PalierDraftTask task = { .context = context, .angles = palier_composer_angles () };

  if (g_str_equal (one->where, "site"))
    task.site_text = one->text;
  if (g_str_equal (one->where, "reply"))
    task.reply = one->text;
  task.template = template;
  return palier_draft_prompt_new (&task, fixture.random);
}

/* The block begins and ends once, and each line between is a name and one quoted text. */
static void
check_shape (const PalierDraftPrompt *prompt)
{
  g_autofree char *begin = g_strdup_printf ("DONNEES %s", prompt->mark);
  g_autofree char *end = g_strdup_printf ("FIN %s", prompt->mark);
  g_auto (GStrv) lines = g_strsplit (prompt->user, "\n", -1);
  g_auto (GStrv) marks = g_strsplit (prompt->user, prompt->mark, -1);
  gsize i = 1;

  g_assert_cmpuint (strlen (prompt->mark), ==, 32);
  g_assert_cmpuint (g_strv_length (marks), ==, 3);
  g_assert_cmpstr (lines[0], ==, begin);
  for (; !g_str_equal (lines[i], end); i++)
    g_assert_true (g_regex_match_simple (
        "^[a-z0-9_]+: \"(?:[^\"\\\\<>|\\[\\]{}`#\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]|\\\\u[0-9a-f]{4})*\"$",
        lines[i], 0, 0));
  g_assert_cmpuint (i, >, 5);
  g_assert_cmpstr (lines[i + 1], ==, "");
  g_assert_true (g_str_has_prefix (lines[i + 2], "Tâche : "));
}

static void
check_privacy (const PalierDraftPrompt *prompt)
{
  static const char *const secrets[] = {
    "port.example", "12345678",   "12 34 56 78", "divorce", "rue Haute",    "RENT",
    "agenceduparc", "2 61 91 00", "Écu",         "CPI",     "Claire Morel", "\"Le Goff\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
  {
    g_assert_null (strstr (prompt->user, secrets[i]));
    g_assert_null (strstr (prompt->system, secrets[i]));
  }
  g_assert_nonnull (strstr (prompt->user, "salutation: \"Bonjour"));
}

static PalierAiWork *
obey (const PalierDraftPrompt *prompt, GError **error)
{
  g_autoptr (PalierAiProvider) provider = fixture_provider (&fixture, "openai", "obey");
  PalierAiOrder order = { .system = prompt->system,
                          .user = prompt->user,
                          .angles = palier_composer_angles (),
                          .model = "gpt-4.1-mini",
                          .max_tokens = 500,
                          .seed = -1 };

  return dex_await_boxed (palier_ai_write (provider, &order, NULL, NULL, NULL), error);
}

/* Whether a finding of this code is there; @code NULL: any; of a warning, too, if it may be. */
static gboolean
has_finding (const GPtrArray *checks, const char *code, gboolean warning)
{
  for (guint i = 0; i < checks->len; i++)
  {
    const PalierCheck *check = checks->pdata[i];
    if ((code == NULL || g_str_equal (check->code, code))
        && (warning || check->severity == PALIER_SEVERITY_ERROR))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_expected (const Case *one, gboolean taken, const GPtrArray *checks)
{
  g_autofree char *code = g_strndup (one->finds, strcspn (one->finds, "?"));

  if (g_str_equal (one->finds, "refused"))
    return !taken;
  if (g_str_equal (one->finds, "never"))
    return taken && !has_finding (checks, NULL, FALSE);
  if (g_str_equal (one->finds, "marked"))
    return !taken || has_finding (checks, NULL, FALSE);
  return taken && has_finding (checks, code, strchr (one->finds, '?') != NULL);
}

static void
check_variant (const Case *one, const PalierDraftContext *context, const PalierDraftPrompt *prompt,
               const PalierAiVariant *variant)
{
  const char *footer = palier_composer_footer (context);
  g_autofree char *body = g_strconcat (variant->body, "\n\n", footer, NULL);
  g_autoptr (GPtrArray) checks = palier_draft_check (context, variant->subject, body);
  g_autoptr (GError) error = NULL;
  gboolean taken = palier_draft_answer_accept (prompt, variant->subject, variant->body, &error);

  if (!taken)
    g_assert_error (error, PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_ANSWER);
  if (is_expected (one, taken, checks))
    return;
  g_test_message ("%" G_GINT64_FORMAT " wants %s: %s: %s", one->n, one->finds,
                  error != NULL ? error->message : "taken", variant->body);
  g_test_fail ();
}

static void
check_case (const Case *one)
{
  g_autoptr (PalierDraftContext) context = context_new (one);
  g_autoptr (PalierDraftPrompt) prompt = prompt_new (one, context);
  g_autofree char *number = g_strdup_printf ("cas-%" G_GINT64_FORMAT "\\b", one->n);
  gboolean reaches = g_regex_match_simple (number, prompt->user, G_REGEX_CASELESS, 0);
  g_autoptr (GError) error = NULL;

  g_test_message ("%" G_GINT64_FORMAT " %s", one->n, one->text);
  check_shape (prompt);
  check_privacy (prompt);
  g_assert_true (reaches != g_str_equal (one->finds, "never"));
  g_autoptr (PalierAiWork) work = obey (prompt, &error);
  if (g_str_equal (one->finds, "structure"))
  {
    g_assert_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_STRUCTURE);
    return;
  }
  g_assert_no_error (error);
  for (guint i = 0; i < work->variants->len; i++)
    check_variant (one, context, prompt, work->variants->pdata[i]);
}

static char *
cases_path (void)
{
  return g_build_filename (g_getenv ("TEST_DATA"), "injection", "cases.jsonl", NULL);
}

static DexFuture *
cases_fiber (gpointer data)
{
  g_autofree char *path = cases_path ();
  g_autofree char *text = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (; lines[n] != NULL; n++)
  {
    g_autoptr (JsonNode) node = json_from_string (lines[n], NULL);
    JsonObject *object = json_node_get_object (node);
    check_case (&(Case) { .n = json_object_get_int_member (object, "n"),
                          .where = json_object_get_string_member (object, "where"),
                          .text = json_object_get_string_member (object, "text"),
                          .finds = json_object_get_string_member (object, "finds") });
  }
  g_assert_cmpuint (n, >=, 60);
  return dex_future_new_true ();
}

static void
test_cases (void)
{
  story_tell (cases_fiber, NULL);
}

/* All three texts, as long as they may be, at the proposed models: below 0.02 € a text. */
static void
test_cost (void)
{
  static const char *const dialects[] = { "openai", "mistral" };
  g_autoptr (PalierDraftContext) context =
      context_new (&(Case) { .where = "portals", .text = "seloger\nleboncoin\nbienici" });
  g_autoptr (PalierDraftPrompt) prompt = prompt_new (&(Case) { .where = "" }, context);
  g_autofree char *instruction = palier_ai_variants_instruction (palier_composer_angles ());
  g_autofree char *schema = palier_ai_variants_schema (palier_composer_angles ());
  PalierAiUsage usage = {
    .prompt = palier_ai_estimate_tokens (strlen (prompt->system) + strlen (prompt->user)
                                         + strlen (instruction) + strlen (schema)),
    .completion = 3 * 500,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (dialects); i++)
  {
    const PalierAiModel *model = palier_ai_model_default (dialects[i]);
    gint64 cost = palier_ai_model_cost (model, &usage, PALIER_AI_RATE_ONE);
    g_test_message ("%s: %" G_GINT64_FORMAT " tokens in, %" G_GINT64_FORMAT
                    " out: %.5f € for three texts",
                    model->id, usage.prompt, usage.completion, (double) cost / 1e6);
    g_assert_cmpint (usage.prompt, >, 500);
    g_assert_cmpint (cost, <, 20000);
  }
}

/* Another mark each time, and a template's facts only where it names them. */
static void
test_prompt (void)
{
  g_autoptr (PalierDraftContext) context = context_new (&(Case) { .where = "", .text = "" });
  g_autoptr (PalierDraftPrompt) one = prompt_new (&(Case) { .where = "" }, context);
  g_autoptr (PalierDraftPrompt) other = prompt_new (&(Case) { .where = "" }, context);
  g_autoptr (PalierDraftPrompt) named = prompt_new (
      &(Case) { .where = "template", .text = "Bonjour {{last_name}}, à {{^city}}" }, context);

  g_assert_cmpstr (one->mark, !=, other->mark);
  g_assert_cmpstr (one->system, ==, other->system);
  g_assert_nonnull (strstr (one->user, "company: \"Agence du Port\""));
  g_assert_nonnull (strstr (one->user, "active_listings: \"douze"));
  g_assert_null (strstr (one->user, "\nlast_name:"));
  g_assert_nonnull (strstr (named->user, "\nlast_name: \"Le Goff\"\n"));
  g_assert_nonnull (strstr (named->user, "\nmodele: \"Bonjour Le Goff, à Olivet\"\n"));
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;

  dex_init ();
  g_test_init (&argc, &argv, NULL);
  path = cases_path ();
  fixture_start (&fixture, (const char *const[]) { "--cases", path, NULL });
  g_test_add_func ("/session/injection/prompt", test_prompt);
  g_test_add_func ("/session/injection/cost", test_cost);
  g_test_add_func ("/session/injection/cases", test_cases);
  int result = g_test_run ();

  fixture_stop (&fixture);
  return result;
}
