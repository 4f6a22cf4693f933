/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai.h"

G_BEGIN_DECLS

/* What differs between services that speak the language of chat completions. A field that a service
 * does not know is never sent: some refuse the whole request for it. */
typedef struct
{
  const char *name;       /* "openai", "mistral", "compatible", "llama.cpp", "relay" */
  const char *endpoint;   /* (nullable): where the service is */
  const char *path;       /* behind the endpoint */
  const char *max_tokens; /* names of fields */
  const char *seed;
  double most_temperature;
  gboolean asks_usage;  /* a stream tells its usage only if asked to */
  gboolean bare_schema; /* the schema stands in response_format itself */
  gboolean needs_key;
  const char *model; /* (nullable): by what name its own choice goes: it hears no other */
} PalierAiDialect;

const PalierAiDialect *palier_ai_dialect_find (const char *name);
const PalierAiDialect *palier_ai_dialects (gsize *n);
char *palier_ai_dialect_write (const PalierAiDialect *self, const PalierAiRequest *request,
                               gsize *length);

G_END_DECLS
