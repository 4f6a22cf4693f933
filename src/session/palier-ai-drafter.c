/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From facts to drafts, or to a paragraph of one, by a service that writes: the prompt goes out,
 * the texts come in as they are written, and become drafts only if they are what was asked for.
 * Where a text claims what no fact bears out, those texts are asked for once more, and the better
 * of both is kept, marked as the checks find it. */
#include "palier-ai-drafter.h"

#include <string.h>

#include "palier-ai-writer.h"
#include "palier-draft-answer.h"
#include "palier-draft-paragraph.h"
#include "palier-drafter.h"
#include "palier-french.h"
#include "palier-session-error.h"
#include "palier-words.h"

#define SHOW_MS 50
#define ANGLES_MAX 8

typedef struct
{
  PalierCore *core;
  const PalierAiAccess *access;
  const PalierAiDraftTask *task;
  PalierAiUsage *spent;
  const char *angles[ANGLES_MAX + 1]; /* asked for now */
  guint places[ANGLES_MAX];           /* … and where each is among those of the task */
  guint shown;                        /* the text that was shown last */
  gint64 shown_ms;
  gint64 seed;
  gint64 first_ms, latency_ms;
} Drafting;

/* The first words of a text are shown at once, then what came in a moment together. */
static void
on_growth_cb (guint index, const char *subject, const char *body, gpointer data)
{
  Drafting *self = data;
  gint64 now_ms = palier_clock_monotonic_ms (self->core->clock);

  if (self->shown == index + 1 && now_ms - self->shown_ms < SHOW_MS)
    return;
  self->shown = index + 1;
  self->shown_ms = now_ms;
  self->task->grown (self->places[index], subject, body, self->task->data);
}

static gboolean
has_subject (const PalierDraftContext *context)
{
  const char *channel = palier_draft_context_get_channel (context);

  return strcmp (channel, "email") == 0 || strcmp (channel, "letter") == 0;
}

static char *
set_text (const PalierAiDraftTask *task, const char *text)
{
  const char *channel = palier_draft_context_get_channel (task->context);

  return strcmp (channel, "sms") == 0 ? palier_french_plain (text)
                                      : palier_french_typography (text);
}

/* A message as the composer would have made it of this text. */
static void
fill_new (const PalierAiDraftTask *task, const PalierAiVariant *variant, PalierMessage *message)
{
  g_autofree char *text = set_text (task, variant->body);

  message->template_key = g_strdup (task->template_key);
  message->angle = g_strdup (variant->angle);
  message->subject =
      has_subject (task->context) ? palier_french_typography (variant->subject) : NULL;
  message->body = palier_composer_close (task->context, text);
}

/* (transfer full): a paragraph has no line breaks */
static char *
join_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *out = g_string_new (NULL);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", lines[i]);
  return g_string_free_and_steal (out);
}

/* The message that there is, with another paragraph. */
static void
fill_rewritten (const PalierAiDraftTask *task, const PalierAiVariant *variant,
                PalierMessage *message)
{
  g_autofree char *line = join_lines (variant->body);
  g_autofree char *text = set_text (task, line);

  message->template_key = g_strdup (task->message->template_key);
  message->angle = g_strdup (task->message->angle);
  message->subject = g_strdup (task->message->subject);
  message->body =
      palier_draft_replace_paragraph (task->context, task->message->body, task->paragraph, text);
}

/* (transfer full) */
static PalierMessage *
finish (const PalierAiDraftTask *task, const PalierAiVariant *variant)
{
  PalierMessage *message = palier_message_new ();

  message->channel = g_strdup (palier_draft_context_get_channel (task->context));
  if (task->message != NULL)
    fill_rewritten (task, variant, message);
  else
    fill_new (task, variant, message);
  palier_composer_review (task->context, message);
  palier_drafter_note_notice (task->context, message);
  return message;
}

/* (transfer full) (nullable) (element-type PalierMessage): of all texts or none */
static GPtrArray *
take_texts (const Drafting *self, const PalierDraftPrompt *prompt, const PalierAiWork *work,
            GError **error)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);

  for (guint i = 0; i < work->variants->len; i++)
  {
    const PalierAiVariant *variant = work->variants->pdata[i];
    if (!palier_draft_answer_accept (prompt, variant->subject, variant->body, error))
      return NULL;
    g_ptr_array_add (messages, finish (self->task, variant));
  }
  return g_steal_pointer (&messages);
}

/* @unsourced: (nullable). In a fiber: (transfer full) (nullable) */
static GPtrArray *
ask (Drafting *self, const char *const *unsourced, GError **error)
{
  const PalierAiDraftTask *task = self->task;
  const char *body = task->message != NULL ? task->message->body : NULL;
  g_autofree char *text = body != NULL ? palier_draft_dup_text (task->context, body) : NULL;
  g_autofree char *paragraph =
      body != NULL ? palier_draft_dup_paragraph (task->context, body, task->paragraph) : NULL;
  g_autoptr (PalierDraftPrompt) prompt =
      palier_draft_prompt_new (&(PalierDraftTask) { .context = task->context,
                                                    .angles = self->angles,
                                                    .template = task->template,
                                                    .unsourced = unsourced,
                                                    .text = text,
                                                    .paragraph = paragraph,
                                                    .tone = task->tone,
                                                    .length = task->length },
                               self->core->random);
  PalierAiOrder order = { .system = prompt->system,
                          .user = prompt->user,
                          .angles = self->angles,
                          .model = self->access->model,
                          .temperature = self->access->temperature,
                          .max_tokens = self->access->max_tokens,
                          .seed = self->seed,
                          .spent = palier_ai_add_usage,
                          .spent_data = self->spent };
  g_autoptr (PalierAiWork) work = dex_await_boxed (
      palier_ai_write (self->access->provider, &order, task->grown != NULL ? on_growth_cb : NULL,
                       self, task->cancellable),
      error);

  if (work == NULL)
    return NULL;
  if (self->latency_ms == 0)
    self->first_ms = work->first_ms;
  self->latency_ms += work->latency_ms;
  return take_texts (self, prompt, work, error);
}

/* ---- what no fact bears out */

static gboolean
is_unsourced (const PalierCheck *check)
{
  return strcmp (check->code, "unsourced") == 0 && check->severity == PALIER_SEVERITY_ERROR;
}

static guint
count_unsourced (const PalierMessage *message)
{
  guint n = 0;

  for (guint i = 0; i < message->checks->len; i++)
    n += is_unsourced (message->checks->pdata[i]);
  return n;
}

/* Narrows what is asked for to the texts that claim too much. Returns: (transfer full) (nullable)
 * (array zero-terminated=1): what they claim */
static GStrv
find_unsourced (Drafting *self, const GPtrArray *messages)
{
  const PalierMessage *before = self->task->message;
  g_autoptr (GStrvBuilder) details = g_strv_builder_new ();
  guint n = 0, had = before != NULL ? count_unsourced (before) : 0;

  for (guint i = 0; i < messages->len; i++)
  {
    const PalierMessage *message = messages->pdata[i];
    if (count_unsourced (message) <= had)
      continue;
    self->places[n] = i;
    self->angles[n++] = message->angle;
    for (guint k = 0; k < message->checks->len; k++)
      if (is_unsourced (message->checks->pdata[k]))
        g_strv_builder_add (details, ((PalierCheck *) message->checks->pdata[k])->detail);
  }
  self->angles[n] = NULL;
  return n > 0 ? g_strv_builder_end (details) : NULL;
}

/* A second answer that fails leaves the first one as it is, unless the user is gone. */
static gboolean
ask_again (Drafting *self, GPtrArray *messages, GError **error)
{
  g_auto (GStrv) unsourced = find_unsourced (self, messages);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) better = NULL;

  if (unsourced == NULL)
    return TRUE;
  self->shown = 0;
  better = ask (self, (const char *const *) unsourced, &failure);
  for (guint i = 0; better != NULL && i < better->len; i++)
  {
    PalierMessage **place = (PalierMessage **) &messages->pdata[self->places[i]];
    if (count_unsourced (better->pdata[i]) >= count_unsourced (*place))
      continue;
    palier_message_free (*place);
    *place = palier_message_ref (better->pdata[i]);
  }
  if (!g_error_matches (failure, PALIER_AI_ERROR, PALIER_AI_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* ---- */

/* The @i-th share of @n of a sum, so that the shares make the sum. */
static gint64
share_of (gint64 sum, guint i, guint n)
{
  return sum * (i + 1) / n - sum * i / n;
}

static void
note_writers (const Drafting *self, GPtrArray *messages)
{
  gint64 cost = palier_ai_access_cost (self->access, self->spent);

  for (guint i = 0; i < messages->len; i++)
  {
    PalierMessageWriter *writer = palier_message_writer_new ();
    writer->provider = g_strdup (self->access->service);
    writer->model = g_strdup (self->access->model);
    writer->prompt_version = g_strdup (PALIER_DRAFT_PROMPT_VERSION);
    writer->seed = self->seed;
    writer->tokens_in = share_of (self->spent->prompt, i, messages->len);
    writer->tokens_out = share_of (self->spent->completion, i, messages->len);
    writer->cost_micro_eur = share_of (cost, i, messages->len);
    writer->first_ms = self->first_ms;
    writer->latency_ms = self->latency_ms;
    ((PalierMessage *) messages->pdata[i])->writer = writer;
  }
}

/* In a fiber: (transfer full) (nullable) */
static GPtrArray *
write_texts (PalierCore *core, const PalierAiAccess *access, const PalierAiDraftTask *task,
             PalierAiUsage *spent, GError **error)
{
  Drafting self = { .core = core,
                    .access = access,
                    .task = task,
                    .spent = spent,
                    .seed = (gint64) palier_random_below (core->random, G_MAXINT32) };
  const char *const *angles = palier_composer_angles ();

  for (guint i = 0; i < task->n_variants && angles[i] != NULL; i++)
  {
    self.angles[i] = angles[i];
    self.places[i] = i;
  }
  g_autoptr (GPtrArray) messages = ask (&self, NULL, error);
  if (messages == NULL || !ask_again (&self, messages, error))
    return NULL;
  note_writers (&self, messages);
  return g_steal_pointer (&messages);
}

/**
 * palier_ai_drafter_run:
 * @writer: (nullable): as of PalierWriteOrder
 * @written: gets the cost, whatever comes of it; its writer and words where the service wrote
 *
 * In a fiber. Returns: (transfer full) (element-type PalierMessage): without id, prospect and
 * times, reviewed; %NULL without an error where no service is to be asked, else with
 * PALIER_AI_ERROR, PALIER_DRAFTING_ERROR_ANSWER, PALIER_SESSION_ERROR_AI_OPPOSED, or of
 * palier_ai_service_open()
 */
GPtrArray *
palier_ai_drafter_run (PalierCore *core, PalierAiService *ai, const char *writer,
                       const PalierAiDraftTask *task, PalierWritten *written, GError **error)
{
  PalierAiUsage spent = { 0 };
  g_autoptr (PalierAiAccess) access = NULL;

  if (g_strcmp0 (writer, PALIER_WRITER_COMPOSER) == 0
      || (access = palier_ai_service_open (ai, writer, error)) == NULL)
    return NULL;
  if (palier_draft_context_stays_here (task->context)
      && !palier_ai_provider_is_local (access->provider))
  {
    g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_AI_OPPOSED,
                         access->service);
    return NULL;
  }
  g_autoptr (GPtrArray) messages = write_texts (core, access, task, &spent, error);
  g_autoptr (PalierAiMonth) month =
      palier_ai_service_note (ai, access, &spent, messages != NULL ? error : NULL);
  written->cost_micro_eur = palier_ai_access_cost (access, &spent);
  if (month == NULL || messages == NULL)
    return NULL;
  g_set_str (&written->writer, access->service);
  written->words = palier_words_ai_budget (month);
  return g_steal_pointer (&messages);
}
