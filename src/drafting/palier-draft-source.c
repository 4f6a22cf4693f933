/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-source.h"

#include <string.h>

#include "palier-composer.h"
#include "palier-draft-agency.h"
#include "palier-french.h"

#define KEY_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789_-"
#define VARIABLES_MAX 64

static const char *const categories[] = { "prospection", "follow_up", "event", "information",
                                          NULL };
static const char *const channels[] = { "email", "sms", "linkedin", "letter", NULL };
static const char *const maturities[] = { "low", "medium", "high", NULL };

/* Being read. */
typedef struct
{
  PalierDraftSource *source;
  guint line;
  GError *error;
} Reader;

static void
variable_free (gpointer data)
{
  PalierDraftVariable *variable = data;

  g_free (variable->key);
  g_free (variable->description);
  g_free (variable->example);
  g_free (variable);
}

/* (transfer full): an e-mail of prospection, with nothing in it */
PalierDraftSource *
palier_draft_source_new (void)
{
  PalierDraftSource *self = g_new0 (PalierDraftSource, 1);

  self->category = g_strdup (categories[0]);
  self->channel = g_strdup (channels[0]);
  self->variables = g_ptr_array_new_with_free_func (variable_free);
  self->subjects = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
palier_draft_source_free (PalierDraftSource *self)
{
  g_free (self->key);
  g_free (self->name);
  g_free (self->category);
  g_free (self->channel);
  g_free (self->angle);
  g_strfreev (self->agency_types);
  g_strfreev (self->specializations);
  g_strfreev (self->digital_maturity);
  g_strfreev (self->team_size);
  g_ptr_array_unref (self->variables);
  g_ptr_array_unref (self->subjects);
  g_free (self->body);
  g_free (self);
}

void
palier_draft_source_add_variable (PalierDraftSource *self, const char *key, const char *description,
                                  const char *example)
{
  PalierDraftVariable *variable = g_new0 (PalierDraftVariable, 1);

  variable->key = g_strdup (key);
  variable->description = g_strdup (description);
  variable->example = g_strdup (example);
  g_ptr_array_add (self->variables, variable);
}

static void
    G_GNUC_PRINTF (3, 4) fail (Reader *reader, PalierDraftingError code, const char *format, ...)
{
  va_list args;

  if (reader->error != NULL)
    return;
  va_start (args, format);
  g_autofree char *words = g_strdup_vprintf (format, args);
  va_end (args);
  reader->error =
      g_error_new (PALIER_DRAFTING_ERROR, (int) code, "line %u: %s", reader->line, words);
}

static gboolean
is_key (const char *text)
{
  return *text != '\0' && text[strspn (text, KEY_LETTERS)] == '\0';
}

static gboolean
take_choice (const char *value, const char *no, const char *yes, gboolean *out)
{
  *out = strcmp (value, yes) == 0;
  return *out || strcmp (value, no) == 0;
}

static gboolean
take_word (const char *value, const char *const *words, char **out)
{
  g_set_str (out, value);
  return g_strv_contains (words, value);
}

/* @words: (nullable): any */
static gboolean
take_list (const char *value, const char *const *words, GStrv *out)
{
  g_strfreev (*out);
  *out = g_strsplit (value, ",", -1);
  for (gsize i = 0; (*out)[i] != NULL; i++)
  {
    g_strstrip ((*out)[i]);
    if (*(*out)[i] == '\0' || (words != NULL && !g_strv_contains (words, (*out)[i])))
      return FALSE;
  }
  return (*out)[0] != NULL;
}

static gboolean
take_variable (PalierDraftSource *source, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, "|", 3);

  for (gsize i = 0; parts[i] != NULL; i++)
    g_strstrip (parts[i]);
  if (g_strv_length (parts) != 3 || !is_key (parts[0]) || source->variables->len == VARIABLES_MAX)
    return FALSE;
  palier_draft_source_add_variable (source, parts[0], parts[1], parts[2]);
  return TRUE;
}

static gboolean
take_subject (Reader *reader, const char *value)
{
  PalierDraftSource *source = reader->source;

  if (source->subjects->len == 0)
    source->subject_line = reader->line;
  g_ptr_array_add (source->subjects, g_strdup (value));
  return source->subject_line + source->subjects->len == reader->line + 1;
}

static gboolean
take_segment (PalierDraftSource *source, const char *name, const char *value)
{
  if (strcmp (name, "agency_types") == 0)
    return take_list (value, palier_draft_agency_types (), &source->agency_types);
  if (strcmp (name, "specializations") == 0)
    return take_list (value, NULL, &source->specializations);
  if (strcmp (name, "digital_maturity") == 0)
    return take_list (value, maturities, &source->digital_maturity);
  if (strcmp (name, "team_size") == 0)
    return take_list (value, NULL, &source->team_size);
  return FALSE;
}

static gboolean
take_header (Reader *reader, const char *name, const char *value)
{
  PalierDraftSource *source = reader->source;

  if (strcmp (name, "key") == 0)
    return g_set_str (&source->key, value), is_key (value);
  if (strcmp (name, "name") == 0)
  {
    g_free (source->name);
    source->name = palier_french_typography (value);
    return *value != '\0';
  }
  if (strcmp (name, "kind") == 0)
    return take_choice (value, "agency", "person", &source->person);
  if (strcmp (name, "step") == 0)
    return take_choice (value, "first", "follow_up", &source->follow_up);
  if (strcmp (name, "relation") == 0)
    return take_choice (value, "colleague", "supplier", &source->supplier);
  if (strcmp (name, "category") == 0)
    return take_word (value, categories, &source->category);
  if (strcmp (name, "channel") == 0)
    return take_word (value, channels, &source->channel);
  if (strcmp (name, "angle") == 0)
    return take_word (value, palier_composer_angles (), &source->angle);
  if (strcmp (name, "variable") == 0)
    return take_variable (source, value);
  if (strcmp (name, "subject") == 0)
    return take_subject (reader, value);
  return take_segment (source, name, value);
}

static void
take_line (Reader *reader, char *line)
{
  char *colon = strstr (line, ": ");

  if (colon == NULL)
  {
    fail (reader, PALIER_DRAFTING_ERROR_HEADER, "%s", line);
    return;
  }
  *colon = '\0';
  if (!take_header (reader, line, colon + 2))
    fail (reader, PALIER_DRAFTING_ERROR_HEADER, "%s: %s", line, colon + 2);
}

static void
take_headers (Reader *reader, const char *head)
{
  g_auto (GStrv) lines = g_strsplit (head, "\n", -1);

  for (guint i = 0; lines[i] != NULL && reader->error == NULL; i++)
  {
    reader->line = i + 1;
    take_line (reader, lines[i]);
  }
}

static void
check_whole (Reader *reader)
{
  const PalierDraftSource *source = reader->source;
  gboolean short_message =
      strcmp (source->channel, "sms") == 0 || strcmp (source->channel, "linkedin") == 0;

  if (source->key == NULL)
    fail (reader, PALIER_DRAFTING_ERROR_HEADER, "key");
  if ((strcmp (source->channel, "email") == 0 && source->subjects->len == 0)
      || (short_message && source->subjects->len > 0))
    fail (reader, PALIER_DRAFTING_ERROR_SUBJECT, "channel: %s", source->channel);
}

/* Files that were put together: a second one begins in the body of the first. */
static void
check_alone (Reader *reader)
{
  const char *second = strstr (reader->source->body, "\n\nkey: ");

  if (second == NULL)
    return;
  reader->line = reader->source->body_line + 2;
  for (const char *p = reader->source->body; p < second; p++)
    reader->line += *p == '\n';
  fail (reader, PALIER_DRAFTING_ERROR_SEVERAL, "%s", "key");
}

/**
 * palier_draft_source_read:
 *
 * Returns: (transfer full): the parts of a file, its marks not read yet; %NULL with
 *   one of the codes of PALIER_DRAFTING_ERROR that say a line
 */
PalierDraftSource *
palier_draft_source_read (const char *text, gssize length, GError **error)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  g_autofree char *copy = g_strndup (text, size);
  g_autoptr (PalierDraftSource) source = palier_draft_source_new ();
  Reader reader = { .source = source, .line = 1 };
  char *gap = strstr (copy, "\n\n");

  if (!g_utf8_validate_len (text, size, NULL))
    fail (&reader, PALIER_DRAFTING_ERROR_ENCODING, "UTF-8");
  else if (strlen (copy) > PALIER_DRAFT_SOURCE_MAX)
    fail (&reader, PALIER_DRAFTING_ERROR_TOO_LONG, "%d", PALIER_DRAFT_SOURCE_MAX);
  else if (gap == NULL)
    fail (&reader, PALIER_DRAFTING_ERROR_NO_BODY, "%s", "");
  else
  {
    *gap = '\0';
    take_headers (&reader, copy);
    check_whole (&reader);
    source->body = g_strdup (gap + 2);
    source->body_line = reader.line + 2;
    check_alone (&reader);
    if (source->name == NULL)
      g_set_str (&source->name, source->key);
  }
  if (reader.error == NULL)
    return g_steal_pointer (&source);
  g_propagate_error (error, reader.error);
  return NULL;
}

/* A value stays on its line. */
static void
print_line (GString *out, const char *name, const char *value)
{
  g_autofree char *line = g_strdelimit (g_strdup (value), "\r\n", ' ');

  g_string_append_printf (out, "%s: %s\n", name, line);
}

static void
print_list (GString *out, const char *name, const GStrv list)
{
  g_autofree char *joined = list != NULL ? g_strjoinv (", ", list) : NULL;

  if (joined != NULL && *joined != '\0')
    print_line (out, name, joined);
}

static void
print_variables (GString *out, const PalierDraftSource *self)
{
  for (guint i = 0; i < self->variables->len; i++)
  {
    const PalierDraftVariable *variable = self->variables->pdata[i];
    g_autofree char *line =
        g_strjoin (" | ", variable->key, variable->description, variable->example, NULL);
    print_line (out, "variable", line);
  }
}

/* The file that reads as this one: (transfer full). */
char *
palier_draft_source_print (const PalierDraftSource *self)
{
  GString *out = g_string_new (NULL);

  print_line (out, "key", self->key);
  print_line (out, "name", self->name);
  print_line (out, "kind", self->person ? "person" : "agency");
  print_line (out, "step", self->follow_up ? "follow_up" : "first");
  print_line (out, "category", self->category);
  print_line (out, "channel", self->channel);
  if (self->supplier)
    print_line (out, "relation", "supplier");
  if (self->angle != NULL)
    print_line (out, "angle", self->angle);
  print_list (out, "agency_types", self->agency_types);
  print_list (out, "specializations", self->specializations);
  print_list (out, "digital_maturity", self->digital_maturity);
  print_list (out, "team_size", self->team_size);
  print_variables (out, self);
  for (guint i = 0; i < self->subjects->len; i++)
    print_line (out, "subject", self->subjects->pdata[i]);
  g_string_append_printf (out, "\n%s", self->body);
  return g_string_free_and_steal (out);
}
