/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-ai-month.h"

G_BEGIN_DECLS

/* Which service writes, and how. Where nothing may leave this computer, only a server of its own is
 * asked: that is so until the user says otherwise. */
typedef struct
{
  gboolean local_only;
  char
      *service; /* (nullable): openai, mistral, compatible, llama.cpp, relay; NULL: none is asked */
  char *endpoint; /* (nullable): the service's own address */
  char *model;    /* (nullable): the one that is proposed for the service */
  double temperature;
  int max_tokens;          /* of one text */
  gint64 budget_micro_eur; /* of a month; 0: none */
} PalierAiPreferences;

#define PALIER_TYPE_AI_PREFERENCES (palier_ai_preferences_get_type ())
GType palier_ai_preferences_get_type (void);
PalierAiPreferences *palier_ai_preferences_ref (PalierAiPreferences *self);
void palier_ai_preferences_free (PalierAiPreferences *self);

/* By their JSON names; FALSE where there is no such key, or not with this value. */
gboolean
palier_ai_preferences_set_key (PalierAiPreferences *self, const char *key, const char *value);
char *palier_ai_preferences_to_json (const PalierAiPreferences *self);

/* What a short question to the service brought. */
typedef struct
{
  gboolean ok;
  char *words;  /* in the user's language */
  char *detail; /* (nullable): what the service said */
  char *model;  /* (nullable): as the service calls it */
  gint64 first_ms;
  gint64 latency_ms;
  gint64 tokens;
} PalierAiTest;

#define PALIER_TYPE_AI_TEST (palier_ai_test_get_type ())
GType palier_ai_test_get_type (void);
PalierAiTest *palier_ai_test_ref (PalierAiTest *self);
void palier_ai_test_free (PalierAiTest *self);

/* A model whose price is known. */
typedef struct
{
  const char *id;
  const char *service;
  const char *currency;      /* "EUR", "USD" */
  gint64 input, output;      /* millionths, per million tokens */
  const char *as_of;         /* ISO date */
  gint64 set_of_three_micro; /* what three texts cost at most, in millionths of a euro */
} PalierAiPrice;

/* The services that write beside the built-in composer. Keys go to the keyring, or beside the key
 * file. */
#define PALIER_TYPE_AI_SERVICE (palier_ai_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierAiService, palier_ai_service, PALIER, AI_SERVICE, GObject)

/* → PALIER_TYPE_AI_PREFERENCES */
DexFuture *palier_ai_service_get_preferences (PalierAiService *self);
/* → TRUE; @key (nullable): as it is */
DexFuture *palier_ai_service_set_preferences (PalierAiService *self,
                                              PalierAiPreferences *preferences, const char *key);
/* → boolean: whether a key of @service is kept */
DexFuture *palier_ai_service_has_key (PalierAiService *self, const char *service);
/* → TRUE, also where none was kept */
DexFuture *palier_ai_service_remove_key (PalierAiService *self, const char *service);
/* → string (nullable) */
DexFuture *palier_ai_service_find_writer (PalierAiService *self);
/* → PALIER_TYPE_AI_TEST */
DexFuture *palier_ai_service_test (PalierAiService *self);
/* → PALIER_TYPE_AI_MONTH */
DexFuture *palier_ai_service_get_month (PalierAiService *self);
GArray *palier_ai_service_list_prices (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAiPreferences, palier_ai_preferences_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAiTest, palier_ai_test_free)

G_END_DECLS
