/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A template is read, its keys are looked for among those that a fact can have, and what is written
 * from it to invented prospects is checked as any draft. */
#include "palier-draft-lint.h"

#include <string.h>

#include "palier-composer.h"
#include "palier-draft-key.h"
#include "palier-draft-samples.h"
#include "palier-draft-template.h"
#include "palier-french.h"

static const struct
{
  PalierDraftingError error;
  const char *code;
} faults[] = {
  { PALIER_DRAFTING_ERROR_ENCODING, "encoding" }, { PALIER_DRAFTING_ERROR_TOO_LONG, "too_long" },
  { PALIER_DRAFTING_ERROR_HEADER, "header" },     { PALIER_DRAFTING_ERROR_NO_BODY, "no_body" },
  { PALIER_DRAFTING_ERROR_SEVERAL, "several" },   { PALIER_DRAFTING_ERROR_SUBJECT, "subject" },
  { PALIER_DRAFTING_ERROR_TEMPLATE, "syntax" },
};

static gboolean
is_found (const GPtrArray *findings, const char *code, guint line, const char *detail)
{
  for (guint i = 0; i < findings->len; i++)
  {
    const PalierTemplateFinding *finding = findings->pdata[i];
    if (strcmp (finding->code, code) == 0 && finding->line == line
        && g_strcmp0 (finding->detail, detail) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
add (GPtrArray *findings, const char *code, PalierSeverity severity, guint line, const char *detail)
{
  PalierTemplateFinding *finding;

  if (is_found (findings, code, line, detail))
    return;
  finding = g_new0 (PalierTemplateFinding, 1);
  *finding = (PalierTemplateFinding) { g_strdup (code), severity, line, g_strdup (detail) };
  g_ptr_array_add (findings, finding);
}

/* (nullable): the code of what makes a template unreadable; NULL for other errors */
const char *
palier_draft_fault_code (const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (g_error_matches (error, PALIER_DRAFTING_ERROR, (int) faults[i].error))
      return faults[i].code;
  return NULL;
}

static void
add_fault (GPtrArray *findings, const GError *error)
{
  const char *detail;
  guint line = palier_drafting_error_line (error, &detail);

  add (findings, palier_draft_fault_code (error), PALIER_SEVERITY_ERROR, line, detail);
}

/* ---- keys */

/* A fact, or what the template's author explains. */
static gboolean
is_known (const PalierDraftSource *source, const char *key)
{
  const char *resolved = palier_draft_key_resolve (key);

  for (guint i = 0; resolved != NULL && i < source->variables->len; i++)
    if (strcmp (((const PalierDraftVariable *) source->variables->pdata[i])->key, resolved) == 0)
      return TRUE;
  return resolved != NULL && palier_draft_key_is_listed (resolved);
}

/* @inside: what stands in a mark, in which keys are parted by & and ! */
static void
look_up (const PalierDraftSource *source, const char *inside, guint line, GPtrArray *findings)
{
  g_auto (GStrv) keys = g_strsplit_set (inside, "?^&!", -1);

  for (gsize i = 0; keys[i] != NULL; i++)
    if (*keys[i] != '\0' && !is_known (source, keys[i]))
      add (findings, "unknown_key", PALIER_SEVERITY_ERROR, line, keys[i]);
}

static void
find_unknown_keys (const PalierDraftSource *source, const char *text, guint line,
                   GPtrArray *findings)
{
  const char *from = text;

  for (const char *mark; (mark = strstr (from, "{{")) != NULL;)
  {
    const char *end = strstr (mark, "}}");
    g_autofree char *inside = g_strndup (mark + 2, (gsize) (end - mark - 2));
    for (const char *p = from; p < mark; p++)
      line += *p == '\n';
    if (*inside != '\0' && strchr (":|/#", *inside) == NULL)
      look_up (source, inside, line, findings);
    from = end;
  }
}

/* ---- what is written */

/* Without any blanks: a check may name "87%" where the text has a no-break space. */
static char *
dup_squeezed (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (out, g_utf8_get_char (p));
  return g_string_free_and_steal (out);
}

/* Where the words of a draft stand in @text, whose quotes are set as in drafts; 0: they do not.
 * @line: of its first line */
static guint
find_line (const char *text, guint line, const char *words)
{
  g_autofree char *wanted = dup_squeezed (words != NULL ? words : "");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; *wanted != '\0' && lines[i] != NULL; i++)
  {
    g_autofree char *set = palier_french_typography (lines[i]);
    g_autofree char *squeezed = dup_squeezed (set);
    if (strstr (squeezed, wanted) != NULL)
      return line + i;
  }
  return 0;
}

static guint
find_in_source (const PalierDraftSource *source, const char *words)
{
  guint line = find_line (source->body, MAX (source->body_line, 1), words);

  for (guint i = 0; line == 0 && i < source->subjects->len; i++)
    line = find_line (source->subjects->pdata[i], source->subject_line + i, words);
  return line;
}

/* What the block under the text lacks is not its author's fault; what has no subject is no mail,
 * which the lengths are for. */
static gboolean
is_of_author (const PalierDraftSource *source, const char *code)
{
  if (strcmp (code, "mention") == 0 || strcmp (code, "notice") == 0)
    return FALSE;
  return source->subjects->len > 0 || strcmp (code, "length") != 0;
}

static void
check_written (const PalierDraftTemplate *template, const PalierDraftContext *context,
               GPtrArray *findings)
{
  const PalierDraftSource *source = palier_draft_template_get_source (template);
  g_autoptr (PalierMessage) message = palier_composer_write (template, context);

  for (guint i = 0; i < message->checks->len; i++)
  {
    const PalierCheck *check = message->checks->pdata[i];
    if (is_of_author (source, check->code))
      add (findings, check->code, check->severity, find_in_source (source, check->detail),
           check->detail);
  }
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const PalierTemplateFinding *one = *(PalierTemplateFinding *const *) a;
  const PalierTemplateFinding *other = *(PalierTemplateFinding *const *) b;

  if (one->line != other->line)
    return one->line < other->line ? -1 : 1;
  return strcmp (one->code, other->code);
}

/**
 * palier_draft_lint:
 * @source: (transfer full)
 *
 * Returns: (transfer full) (element-type PalierTemplateFinding): by line; empty where all is well
 */
GPtrArray *
palier_draft_lint (PalierDraftSource *source)
{
  GPtrArray *findings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_template_finding_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierDraftTemplate) template = palier_draft_template_new (source, &error);

  if (template == NULL)
  {
    add_fault (findings, error);
    return findings;
  }
  g_autoptr (GPtrArray) samples = palier_draft_samples_new (source);
  for (guint i = 0; i < source->subjects->len; i++)
    find_unknown_keys (source, source->subjects->pdata[i], source->subject_line + i, findings);
  find_unknown_keys (source, source->body, MAX (source->body_line, 1), findings);
  for (guint i = 0; i < samples->len; i++)
    check_written (template, samples->pdata[i], findings);
  g_ptr_array_sort (findings, compare_findings);
  return findings;
}

/* The same of a file's content. */
GPtrArray *
palier_draft_lint_text (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  PalierDraftSource *source = palier_draft_source_read (text, (gssize) length, &error);
  GPtrArray *findings;

  if (source != NULL)
    return palier_draft_lint (source);
  findings = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_template_finding_free);
  add_fault (findings, error);
  return findings;
}
