/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-business-event.h"

#include <string.h>

#define TEXT(name, example) { name, PALIER_MEMBER_TEXT, "\"" example "\"" }
#define INTEGER(name, example) { name, PALIER_MEMBER_INTEGER, example }
#define YES_NO(name) { name, PALIER_MEMBER_YES_NO, "false" }
#define OBJECT(name, example) { name, PALIER_MEMBER_OBJECT, example }

static const PalierBusinessEvent events[] = {
  { "prospect.imported", FALSE, FALSE, { INTEGER ("count", "120"), TEXT ("source", "salon.csv") } },
  { "prospect.enriched", TRUE, FALSE, { OBJECT ("enrichments", "{\"naf\":\"68.31Z\"}") } },
  { "prospect.scored", TRUE, FALSE, { OBJECT ("scores", "{\"total\":71}") } },
  { "prospect.stage_changed",
    TRUE,
    FALSE,
    { TEXT ("from", "contacted"), TEXT ("to", "qualified"), TEXT ("cause", "message.replied") } },
  { "lead.new", TRUE, FALSE, { TEXT ("source", "api") } },
  { "lead.qualified", TRUE, FALSE, { INTEGER ("score", "71") } },
  { "message.generated", TRUE, TRUE, { { NULL } } },
  { "message.approved", TRUE, TRUE, { { NULL } } },
  { "message.sent", TRUE, TRUE, { TEXT ("channel", "email") } },
  { "message.opened", TRUE, TRUE, { YES_NO ("machine"), TEXT ("reason", "reader") } },
  { "message.clicked",
    TRUE,
    TRUE,
    { YES_NO ("machine"), TEXT ("reason", "reader"), TEXT ("url", "https://example.fr/page") } },
  { "message.replied", TRUE, TRUE, { TEXT ("class", "interested") } },
  { "message.bounced", TRUE, TRUE, { TEXT ("kind", "hard") } },
  { "message.unsubscribed", TRUE, TRUE, { { NULL } } },
  { "demo.scheduled", TRUE, FALSE, { INTEGER ("date", "1795420800000") } },
  { "deal.won", TRUE, FALSE, { TEXT ("deal_id", ""), INTEGER ("value_cents", "850000") } },
};

/* The stages whose reaching is an event by itself. */
static const struct
{
  const char *stage;
  const char *event;
} stages[] = {
  { "qualified", "lead.qualified" },
  { "demo", "demo.scheduled" },
  { "customer", "deal.won" },
};

/* Returns: (nullable): NULL for what subscribers are not told of */
const PalierBusinessEvent *
palier_business_event_find (const char *name)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (events); i++)
    if (strcmp (events[i].name, name) == 0)
      return &events[i];
  return NULL;
}

/* Returns: (nullable): what else has happened when a prospect comes to @stage (nullable) */
const char *
palier_business_event_of_stage (const char *stage)
{
  for (gsize i = 0; stage != NULL && i < G_N_ELEMENTS (stages); i++)
    if (strcmp (stages[i].stage, stage) == 0)
      return stages[i].event;
  return NULL;
}
