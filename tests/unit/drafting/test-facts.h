/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A context of rows of facts, on 12 November 2026. */
#pragma once

#include "palier-draft-context.h"

/* Noon UTC. */
#define TODAY (G_GINT64_CONSTANT (1794484800) * 1000)

typedef struct
{
  const char *key, *value, *display, *detail;
} FactRow;

static inline PalierDraftContext *
context_of_rows (const FactRow *rows, gsize n, gboolean person)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);

  for (gsize i = 0; i < n; i++)
  {
    PalierFact *fact = palier_fact_new ();
    fact->key = g_strdup (rows[i].key);
    fact->value = g_strdup (rows[i].value);
    fact->display = g_strdup (rows[i].display);
    fact->detail = g_strdup (rows[i].detail);
    fact->source = g_strdup ("user");
    g_ptr_array_add (list, fact);
  }
  return palier_draft_context_new_from_facts (list, "email", person, TODAY);
}
