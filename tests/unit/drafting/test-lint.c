/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Each fault of a file is found, with its line. 2. A template that ships has none. 3. A template
 * of the base and its file are one. */
#include <string.h>

#include "palier-composer.h"
#include "palier-draft-convert.h"
#include "palier-draft-lint.h"
#include "palier-draft-template.h"

#define HEAD "key: a\nname: A\nkind: agency\nstep: first\nangle: service\n"
#define MAIL HEAD "subject: Un mot\n\n"
#define PROSE                                                                                      \
  "{{salutation}},\n\nNous travaillons avec des agences de la région et nous vous proposons d'en " \
  "parler, à l'heure qui vous convient, par téléphone ou autour d'un café.\n\nCordialement,\n"

static const PalierTemplateFinding *
find (const GPtrArray *findings, const char *code)
{
  for (guint i = 0; i < findings->len; i++)
    if (strcmp (((PalierTemplateFinding *) findings->pdata[i])->code, code) == 0)
      return findings->pdata[i];
  return NULL;
}

static void
test_faults (void)
{
  static const struct
  {
    const char *file, *code;
    PalierSeverity severity;
    guint line;
  } cases[] = {
    { HEAD "subject: \xe9\n\nb", "encoding", PALIER_SEVERITY_ERROR, 1 },
    { "colour: red\n" MAIL PROSE, "header", PALIER_SEVERITY_ERROR, 1 },
    { "name: A\n\nb", "header", PALIER_SEVERITY_ERROR, 1 },
    { HEAD "subject: s\n", "no_body", PALIER_SEVERITY_ERROR, 1 },
    { HEAD "\n" PROSE, "subject", PALIER_SEVERITY_ERROR, 5 },
    { MAIL PROSE "\n\n" MAIL PROSE, "several", PALIER_SEVERITY_ERROR, 15 },
    { MAIL "{{salutation}}\n{{?city}}", "syntax", PALIER_SEVERITY_ERROR, 9 },
    { MAIL PROSE "{{colour}}", "unknown_key", PALIER_SEVERITY_ERROR, 13 },
    { MAIL "{{?colour&!city}}x{{/}}" PROSE, "unknown_key", PALIER_SEVERITY_ERROR, 8 },
    { HEAD "subject: {{colour}}\n\n" PROSE, "unknown_key", PALIER_SEVERITY_ERROR, 6 },
    { MAIL PROSE "\nNous vendons 87 % des biens.", "unsourced", PALIER_SEVERITY_ERROR, 14 },
    { MAIL PROSE "\nLa vente est garantie.", "promise", PALIER_SEVERITY_ERROR, 14 },
    { MAIL PROSE "\nVous gérez {{active_listings}}.", "placeholder", PALIER_SEVERITY_ERROR, 14 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GPtrArray) findings = palier_draft_lint_text (cases[i].file, strlen (cases[i].file));
    const PalierTemplateFinding *finding = find (findings, cases[i].code);
    g_test_message ("case %d: %s", (int) i, cases[i].code);
    g_assert_nonnull (finding);
    g_assert_cmpint (finding->severity, ==, cases[i].severity);
    g_assert_cmpuint (finding->line, ==, cases[i].line);
  }
}

static void
test_long (void)
{
  g_autofree char *long_body = g_strnfill (PALIER_DRAFT_SOURCE_MAX, 'x');
  g_autofree char *file = g_strconcat (MAIL, long_body, NULL);
  g_autoptr (GPtrArray) findings = palier_draft_lint_text (file, strlen (file));

  g_assert_nonnull (find (findings, "too_long"));
}

/* What its author explains is no unknown key. */
static void
test_variables (void)
{
  static const char file[] =
      HEAD "variable: event | Nom | les portes ouvertes\nsubject: Un mot\n\n" PROSE
           "\nVenez à {{event}}.";
  g_autoptr (GPtrArray) findings = palier_draft_lint_text (file, strlen (file));

  g_assert_null (find (findings, "unknown_key"));
  g_assert_null (find (findings, "placeholder"));
}

static void
test_starters (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierComposer) composer = palier_composer_new (&error);
  const GPtrArray *templates = palier_composer_get_templates (composer);

  g_assert_cmpuint (templates->len, >=, 12);
  for (guint i = 0; i < templates->len; i++)
  {
    const PalierDraftSource *source = palier_draft_template_get_source (templates->pdata[i]);
    g_autofree char *file = palier_draft_source_print (source);
    g_autoptr (PalierTemplate) template = palier_draft_source_to_template (source);
    g_autoptr (PalierDraftSource) back = palier_draft_source_from_template (template);
    g_autofree char *again = palier_draft_source_print (back);
    g_autoptr (GPtrArray) findings = palier_draft_lint_text (file, strlen (file));

    g_assert_cmpstr (again, ==, file);
    for (guint j = 0; j < findings->len; j++)
    {
      const PalierTemplateFinding *finding = findings->pdata[j];
      g_test_message ("%s: line %u: %s %s", source->key, finding->line, finding->code,
                      finding->detail);
      g_assert_cmpint (finding->severity, <, PALIER_SEVERITY_ERROR);
    }
  }
}

/* A name becomes a key that a file can have. */
static void
test_keys (void)
{
  static const struct
  {
    const char *name, *key;
  } cases[] = {
    { "À l’étude : 1er contact !", "a-l-etude-1er-contact" },
    { "東京", "template" },
    { "Relance", "relance" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierDraftSource) file = palier_draft_source_read (MAIL "b", -1, NULL);
    g_autoptr (PalierTemplate) template = palier_draft_source_to_template (file);
    g_clear_pointer (&template->key, g_free);
    g_set_str (&template->name, cases[i].name);
    g_autoptr (PalierDraftSource) source = palier_draft_source_from_template (template);
    g_assert_cmpstr (source->key, ==, cases[i].key);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lint/faults", test_faults);
  g_test_add_func ("/lint/long", test_long);
  g_test_add_func ("/lint/variables", test_variables);
  g_test_add_func ("/lint/starters", test_starters);
  g_test_add_func ("/lint/keys", test_keys);
  return g_test_run ();
}
