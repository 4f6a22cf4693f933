/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts by the service that the operator pays. Until its first words nothing is answered, so that
 * what fails is a problem document; who goes away meanwhile is seen on the socket, since a
 * connection that waits reads nothing. All from palier_writing_ask() on runs on the thread of the
 * main loop. */
#include "palier-relay-api.h"

#include <glib-unix.h>
#include <poll.h>

#include "palier-api-form.h"
#include "palier-http-pipe.h"
#include "palier-limit-words.h"
#include "palier-writing-event.h"

#define BUSY_S 2

/* One on its way. */
typedef struct
{
  PalierRequest *request;    /* (nullable): NULL once it is answered */
  GCancellable *cancellable; /* of the question */
  PalierHttpPipe *pipe;      /* (nullable): NULL until the first words */
  GSource *watch;            /* (nullable): of the socket, until then */
  gboolean gone;             /* who asked */
} Draft;

static void
draft_free (Draft *self)
{
  g_clear_pointer (&self->pipe, palier_http_pipe_unref);
  g_object_unref (self->cancellable);
  g_free (self);
}

static void
stop_watching (Draft *self)
{
  g_source_destroy (self->watch);
  g_clear_pointer (&self->watch, g_source_unref);
}

static gboolean
on_hung_up_cb (int socket, GIOCondition condition, gpointer data)
{
  Draft *self = data;

  self->gone = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
watch (Draft *self)
{
  self->watch = g_unix_fd_source_new (palier_request_get_socket (self->request),
                                      (GIOCondition) (POLLRDHUP | POLLHUP | POLLERR));
  g_source_set_callback (self->watch, G_SOURCE_FUNC (on_hung_up_cb), self, NULL);
  g_source_attach (self->watch, NULL);
}

static void
begin (Draft *self)
{
  stop_watching (self);
  self->pipe = palier_http_pipe_new (self->cancellable);
  palier_request_answer_pipe (self->request, self->pipe);
  palier_request_finish (g_steal_pointer (&self->request));
}

static void
on_events_cb (const char *events, gpointer data)
{
  Draft *self = data;

  if (self->pipe == NULL)
    begin (self);
  palier_http_pipe_write (self->pipe, events);
}

/* An answer that nobody reads is no failure of ours. */
static void
answer_fault (Draft *self, const PalierWritingFault *fault)
{
  stop_watching (self);
  if (self->gone)
    palier_request_answer_text (self->request, 204, "text/plain", "");
  else
  {
    self->request->retry_after = palier_writing_fault_retry_after_s (fault);
    palier_request_problem (self->request, 503, palier_writing_fault_code (fault));
  }
  palier_request_finish (g_steal_pointer (&self->request));
}

static void
break_off (Draft *self, const PalierWritingFault *fault)
{
  g_autoptr (GString) event = g_string_new (NULL);

  palier_writing_event_fault (event, palier_writing_fault_code (fault));
  palier_http_pipe_write (self->pipe, event->str);
}

static void
on_end_cb (const PalierWritingFault *fault, gpointer data)
{
  Draft *self = data;

  if (self->pipe == NULL)
    answer_fault (self, fault);
  else
  {
    if (fault != NULL)
      break_off (self, fault);
    palier_http_pipe_close (self->pipe);
  }
  draft_free (self);
}

static void
ask (PalierRequest *request, PalierWriting *writing)
{
  static const PalierWritingListener listener = { on_events_cb, on_end_cb };
  Draft *self = g_new0 (Draft, 1);

  self->request = request;
  self->cancellable = g_object_ref (palier_writing_get_cancellable (writing));
  palier_request_defer (request);
  watch (self);
  palier_writing_ask (writing, &listener, self);
}

static void
refuse (PalierRequest *request, const PalierWritingRefusal *refusal)
{
  g_autofree char *detail = g_str_equal (refusal->code, PALIER_WRITING_LIMIT)
                                ? palier_limit_words (PALIER_LIMIT_AI_TOKENS, &refusal->use,
                                                      request->language == PALIER_LANGUAGE_FRENCH)
                                : NULL;

  palier_request_problem_in_detail (request, 402, refusal->code, detail);
}

static void
take (PalierRelayApi *api, PalierRequest *request, PalierWritingQuestion *question)
{
  PalierWritingRefusal refusal;
  PalierWriting *writing = NULL;
  g_autoptr (GError) error = NULL;

  switch (
      palier_writing_desk_take (api->desk, request->tenant, question, &writing, &refusal, &error))
  {
  case PALIER_WRITING_TAKEN:
    ask (request, writing);
    break;
  case PALIER_WRITING_BUSY:
    request->retry_after = BUSY_S;
    palier_request_problem (request, 429, "rate_limit");
    break;
  case PALIER_WRITING_REFUSED:
    refuse (request, &refusal);
    break;
  case PALIER_WRITING_ERROR:
    palier_relay_api_fail (request, error);
    break;
  }
}

void
palier_api_write_draft (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  const char *member = NULL;

  if (!palier_api_has_accounts (api, request))
    return;
  g_autoptr (PalierWritingQuestion) question = palier_writing_question_read (
      (const char *) request->body->data, request->body->len, &member);
  if (question == NULL && member == NULL)
    palier_request_problem (request, 400, "bad_request");
  else if (question == NULL)
    palier_request_problem_of (request, 422, "value_refused", *member != '\0' ? member : NULL);
  else if (api->desk == NULL)
    palier_request_problem (request, 409, "no_writer");
  else
    take (api, request, g_steal_pointer (&question));
}
