/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-context.h"

#include <string.h>

#include "palier-composer.h"
#include "palier-draft-facts.h"
#include "palier-draft-rules.h"
#include "palier-french.h"

struct _PalierDraftContext
{
  GPtrArray *facts;  /* (element-type PalierFact) */
  GHashTable *index; /* key → fact */
  PalierDraftGround *ground;
  PalierDraftMasks *masks;
  char *footer;
  gboolean person;
  gboolean follow_up;
  gboolean stays_here;
  char *channel;
  PalierDraftStyle style;
  guint variation;
  guint64 seed;
};

/* How much a fact says about this prospect and no other. Facts that are not here are true of many
 * and count nothing. */
static const struct
{
  const char *key;
  double weight;
} rarity[] = {
  { "salutation", 1 },
  { "company", 1 },
  { "city", 1 },
  { "district", 1 },
  { "specializations", 2 },
  { "property_types", 1.5 },
  { "zones", 2 },
  { "portals", 2 },
  { "tools", 2 },
  { "active_listings", 3 },
  { "project", 2 },
  { "surface", 3 },
  { "horizon", 2 },
  { "consent_date", 1 },
  { "market_price_m2", 3 },
  { "market_sales", 3 },
  { "reference", 3 },
  { "pain_points", 2 },
  { "market_trends", 3 },
  { "competitor_example", 3 },
};

/* The weight of the facts of a message that is as personal as can be asked for. */
#define ENOUGH 8.0

static void
index_facts (PalierDraftContext *self, guint first)
{
  for (guint i = first; i < self->facts->len; i++)
  {
    PalierFact *fact = self->facts->pdata[i];
    g_hash_table_insert (self->index, fact->key, fact);
  }
}

/* Of a text message every letter counts, and most typographic marks make it twice as dear. */
static void
make_plain (PalierDraftContext *self)
{
  for (guint i = 0; i < self->facts->len; i++)
  {
    PalierFact *fact = self->facts->pdata[i];
    char *plain = palier_french_plain (fact->display);
    g_free (fact->display);
    fact->display = plain;
  }
}

static void
add_computed (PalierDraftContext *self, const PalierDraftInput *input)
{
  guint first = self->facts->len;

  g_ptr_array_extend_and_steal (self->facts, palier_draft_rules_collect (self, input));
  index_facts (self, first);
  if (strcmp (self->channel, "sms") == 0)
    make_plain (self);
}

/* What each text and each check of it asks for again. */
static void
keep_derived (PalierDraftContext *self, gint64 today_ms)
{
  self->ground = palier_draft_ground_new (self->facts, today_ms);
  self->masks = palier_draft_masks_new (self->facts);
  self->footer = palier_draft_make_footer (self);
}

/**
 * palier_draft_context_new:
 *
 * Returns: (transfer full): what is known and may be said, with French display forms
 */
PalierDraftContext *
palier_draft_context_new (const PalierDraftInput *input)
{
  PalierDraftContext *self = g_new0 (PalierDraftContext, 1);
  const PalierId *id = palier_prospect_get_id (input->prospect);

  self->facts = palier_draft_facts_collect (input);
  self->index = g_hash_table_new (g_str_hash, g_str_equal);
  index_facts (self, 0);
  self->person = palier_prospect_is_person (input->prospect);
  self->follow_up = input->follow_up;
  self->stays_here = input->no_service;
  self->style = input->style;
  self->channel = g_strdup (input->channel != NULL ? input->channel : "email");
  /* The tail of a UUIDv7 is random; its head is the time and would be alike for a whole import. */
  memcpy (&self->seed, id->bytes + 8, sizeof self->seed);
  add_computed (self, input);
  keep_derived (self, input->today_ms);
  return self;
}

/**
 * palier_draft_context_new_from_facts:
 * @facts: (element-type PalierFact): copied
 * @channel: email, sms, linkedin or letter
 * @person: whether the reader is one, not an agency
 * @today_ms: the day of writing
 *
 * Of facts that were collected elsewhere: a message that is kept has its own.
 *
 * Returns: (transfer full)
 */
PalierDraftContext *
palier_draft_context_new_from_facts (const GPtrArray *facts, const char *channel, gboolean person,
                                     gint64 today_ms)
{
  PalierDraftContext *self = g_new0 (PalierDraftContext, 1);

  self->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);
  for (guint i = 0; i < facts->len; i++)
    g_ptr_array_add (self->facts, palier_fact_copy (facts->pdata[i]));
  self->index = g_hash_table_new (g_str_hash, g_str_equal);
  index_facts (self, 0);
  self->channel = g_strdup (channel);
  self->person = person;
  keep_derived (self, today_ms);
  return self;
}

void
palier_draft_context_free (PalierDraftContext *self)
{
  g_hash_table_unref (self->index);
  g_ptr_array_unref (self->facts);
  palier_draft_ground_free (self->ground);
  palier_draft_masks_free (self->masks);
  g_free (self->footer);
  g_free (self->channel);
  g_free (self);
}

/* (nullable) (transfer none) */
const PalierFact *
palier_draft_context_find (const PalierDraftContext *self, const char *key)
{
  return g_hash_table_lookup (self->index, key);
}

/* (nullable) (transfer none): as a French reader sees it */
const char *
palier_draft_context_display (const PalierDraftContext *self, const char *key)
{
  const PalierFact *fact = palier_draft_context_find (self, key);

  return fact != NULL ? fact->display : NULL;
}

/* (element-type PalierFact) (transfer none) */
const GPtrArray *
palier_draft_context_get_facts (const PalierDraftContext *self)
{
  return self->facts;
}

gboolean
palier_draft_context_is_person (const PalierDraftContext *self)
{
  return self->person;
}

/* @condition: the key of a fact that is known, or a word of the style */
gboolean
palier_draft_context_holds (const PalierDraftContext *self, const char *condition)
{
  gboolean holds;

  return palier_draft_style_holds (self->style, condition, &holds)
             ? holds
             : palier_draft_context_find (self, condition) != NULL;
}

/* @variation: 0: the texts that this prospect gets; others choose otherwise among synonyms */
void
palier_draft_context_vary (PalierDraftContext *self, PalierDraftStyle style, guint variation)
{
  self->style = style;
  self->variation = variation;
}

PalierDraftStyle
palier_draft_context_get_style (const PalierDraftContext *self)
{
  return self->style;
}

gboolean
palier_draft_context_is_follow_up (const PalierDraftContext *self)
{
  return self->follow_up;
}

/* Whether no service outside may be asked to write of it. */
gboolean
palier_draft_context_stays_here (const PalierDraftContext *self)
{
  return self->stays_here;
}

/* email, sms, linkedin, letter */
const char *
palier_draft_context_get_channel (const PalierDraftContext *self)
{
  return self->channel;
}

/* (transfer none): the facts' words, to be masked in a text */
const PalierDraftMasks *
palier_draft_context_get_masks (const PalierDraftContext *self)
{
  return self->masks;
}

/* (transfer none): what stands under each text, "" where nothing does */
const char *
palier_composer_footer (const PalierDraftContext *self)
{
  return self->footer;
}

/* (transfer none): what the facts say */
const PalierDraftGround *
palier_draft_context_get_ground (const PalierDraftContext *self)
{
  return self->ground;
}

/* Chooses among synonyms: the same for the same prospect, and only for it. */
guint64
palier_draft_context_get_seed (const PalierDraftContext *self)
{
  return self->seed + self->variation;
}

static gboolean
is_word_at (const char *text, const char *at, gsize length)
{
  gunichar before = at > text ? g_utf8_get_char (g_utf8_prev_char (at)) : ' ';
  gunichar after = g_utf8_get_char (at + length);

  return !g_unichar_isalnum (before) && !g_unichar_isalnum (after);
}

/* The next place where @words stand in @text as whole words, from @from on; (nullable). */
const char *
palier_draft_find_words (const char *text, const char *from, const char *words)
{
  gsize length = strlen (words);

  for (const char *at = from; length > 0 && (at = strstr (at, words)) != NULL; at++)
    if (is_word_at (text, at, length))
      return at;
  return NULL;
}

static gboolean
is_used (const PalierFact *fact, const char *text)
{
  return *fact->display != '\0' && palier_draft_find_words (text, text, fact->display) != NULL;
}

/* The facts whose display stands in the text: (transfer full) (element-type PalierFact). */
GPtrArray *
palier_draft_context_dup_used (const PalierDraftContext *self, const char *text)
{
  GPtrArray *used = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);

  for (guint i = 0; i < self->facts->len; i++)
    if (is_used (self->facts->pdata[i], text))
      g_ptr_array_add (used, palier_fact_copy (self->facts->pdata[i]));
  return used;
}

/**
 * palier_draft_context_personalization:
 *
 * Facts about this prospect have a weight by their rarity (the table above). The score is 100 × the
 * weight of those in the text over 8, and 100 at most: two or three rare facts beside the name and
 * the town. Of whom little is known, no message can be very personal.
 *
 * Returns: 0 to 100
 */
int
palier_draft_context_personalization (const PalierDraftContext *self, const char *text)
{
  double used = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rarity); i++)
  {
    const PalierFact *fact = palier_draft_context_find (self, rarity[i].key);
    if (fact != NULL && is_used (fact, text))
      used += rarity[i].weight;
  }
  return (int) (100 * MIN (1, used / ENOUGH) + 0.5);
}
