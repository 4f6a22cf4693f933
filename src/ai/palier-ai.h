/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define PALIER_AI_ERROR (palier_ai_error_quark ())
GQuark palier_ai_error_quark (void);

typedef enum
{
  PALIER_AI_ERROR_CANCELLED,
  PALIER_AI_ERROR_SETTINGS,    /* no key, no model, an address that is none or not encrypted */
  PALIER_AI_ERROR_LOCAL_ONLY,  /* not asked: it is not on this computer */
  PALIER_AI_ERROR_UNREACHABLE, /* no network, no such host, or nobody listens there */
  PALIER_AI_ERROR_TLS,         /* the certificate does not hold */
  PALIER_AI_ERROR_TIMED_OUT,   /* no first word in time, or not the last one */
  PALIER_AI_ERROR_BROKEN_OFF,  /* the line fell before the answer was whole */
  PALIER_AI_ERROR_NO_SERVICE,  /* a page, as a gateway or another kind of server shows */
  PALIER_AI_ERROR_KEY,
  PALIER_AI_ERROR_FORBIDDEN,
  PALIER_AI_ERROR_CREDIT,    /* nothing left to pay with */
  PALIER_AI_ERROR_MODEL,     /* unknown or retired */
  PALIER_AI_ERROR_REQUEST,   /* the service does not take what was asked */
  PALIER_AI_ERROR_RATE,      /* too many questions at once */
  PALIER_AI_ERROR_SERVER,    /* a fault of the service */
  PALIER_AI_ERROR_RESTING,   /* not asked: it failed too often, or wishes to be left alone */
  PALIER_AI_ERROR_TOO_LARGE, /* an answer past its bound */
  PALIER_AI_ERROR_MALFORMED, /* an answer of another shape than the service describes */
  PALIER_AI_ERROR_REFUSED,   /* the model declines */
  PALIER_AI_ERROR_FILTERED,  /* the service kept the answer back */
  PALIER_AI_ERROR_CUT,       /* the answer reached the limit of tokens */
  PALIER_AI_ERROR_EMPTY,
  PALIER_AI_ERROR_STRUCTURE, /* the text is not the JSON that was asked for */
} PalierAiError;

const char *palier_ai_error_name (PalierAiError code);
gboolean palier_ai_error_from_name (const char *name, PalierAiError *out);

typedef struct
{
  const char *role; /* "system", "user", "assistant" */
  const char *content;
} PalierAiMessage;

typedef struct
{
  gint64 prompt; /* tokens, those in the cache included */
  gint64 cached;
  gint64 completion;  /* … with those of the reasoning */
  gboolean estimated; /* from bytes: the service did not say */
} PalierAiUsage;

/* Tokens that are paid for, whether the answer was of use or not: once an attempt, on the
 * provider's thread, until the future settles. */
typedef void (*PalierAiSpent) (const PalierAiUsage *usage, gpointer data);

typedef struct
{
  const char *model;
  const PalierAiMessage *messages; /* (array length=n_messages) */
  gsize n_messages;
  double temperature;  /* 0 to 2 */
  guint max_tokens;    /* of the answer */
  gint64 seed;         /* -1: none */
  const char *schema;  /* (nullable): a JSON Schema that the answer's text must fit */
  PalierAiSpent spent; /* (nullable) */
  gpointer spent_data;
} PalierAiRequest;

typedef struct
{
  char *text;
  char *model; /* (nullable): as the service calls it */
  PalierAiUsage usage;
  guint attempts;
  gint64 first_ms; /* to the first words, from the question on */
  gint64 latency_ms;
} PalierAiAnswer;

#define PALIER_TYPE_AI_ANSWER (palier_ai_answer_get_type ())
GType palier_ai_answer_get_type (void);
PalierAiAnswer *palier_ai_answer_new (void);
PalierAiAnswer *palier_ai_answer_ref (PalierAiAnswer *self);
void palier_ai_answer_free (PalierAiAnswer *self);

gint64 palier_ai_estimate_tokens (gsize bytes);
void palier_ai_add_usage (const PalierAiUsage *usage, gpointer sum);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAiAnswer, palier_ai_answer_free)

G_END_DECLS
