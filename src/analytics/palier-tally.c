/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <yyjson.h>

#include "palier-analytics.h"
#include "palier-send-state.h"

/* What is known of one message. */
typedef struct
{
  gint64 sent_ms; /* 0: not accepted yet */
  gint64 state_ms;
  PalierSendState state;
  PalierTracking tracking;
  gboolean approved, bounced, opened, opened_machine, clicked, replied, unsubscribed;
} Fate;

struct _PalierTally
{
  gint64 from_ms;
  gint64 to_ms;
  GHashTable *seen;      /* ids of events */
  GHashTable *fates;     /* id of a message → Fate */
  GHashTable *prospects; /* id → PalierStage */
};

/* Which stage an event alone moves a prospect to. A reply counts as a sign, and one classed as
 * interested as more. */
static const struct
{
  const char *name;
  PalierStage stage;
} stages[] = {
  { "message.sent", PALIER_STAGE_CONTACTED },   { "message.opened", PALIER_STAGE_ENGAGED },
  { "message.clicked", PALIER_STAGE_ENGAGED },  { "message.replied", PALIER_STAGE_ENGAGED },
  { "lead.qualified", PALIER_STAGE_QUALIFIED }, { "demo.scheduled", PALIER_STAGE_DEMO },
  { "deal.opened", PALIER_STAGE_OPPORTUNITY },  { "deal.won", PALIER_STAGE_CUSTOMER },
};

static GHashTable *
table_of_ids (void)
{
  return g_hash_table_new_full (palier_id_hash, palier_id_equal, g_free, g_free);
}

static PalierId *
copy_id (const PalierId *id)
{
  return g_memdup2 (id, sizeof *id);
}

/* The text of a member, copied; (nullable). */
static char *
text_member (const PalierEvent *event, const char *name)
{
  yyjson_doc *doc = event->data != NULL ? yyjson_read (event->data, strlen (event->data), 0) : NULL;
  char *text = g_strdup (yyjson_get_str (yyjson_obj_get (yyjson_doc_get_root (doc), name)));

  yyjson_doc_free (doc);
  return text;
}

static gboolean
is_by_machine (const PalierEvent *event)
{
  yyjson_doc *doc = event->data != NULL ? yyjson_read (event->data, strlen (event->data), 0) : NULL;
  gboolean machine = yyjson_get_bool (yyjson_obj_get (yyjson_doc_get_root (doc), "machine"));

  yyjson_doc_free (doc);
  return machine;
}

static PalierStage
stage_from_name (const char *name)
{
  for (int i = 0; name != NULL && i < PALIER_N_STAGES; i++)
    if (strcmp (palier_stage_name (i), name) == 0)
      return i;
  return PALIER_STAGE_PROSPECT;
}

/* The stage that an event proves; PALIER_STAGE_PROSPECT for one that proves none. */
PalierStage
palier_stage_of_event (const PalierEvent *event)
{
  PalierStage stage = PALIER_STAGE_PROSPECT;

  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    if (strcmp (stages[i].name, event->name) == 0)
      stage = stages[i].stage;
  if (strcmp (event->name, "prospect.stage_changed") == 0)
  {
    g_autofree char *to = text_member (event, "to");
    return stage_from_name (to);
  }
  if (strcmp (event->name, "message.replied") == 0)
  {
    g_autofree char *class = text_member (event, "class");
    return g_strcmp0 (class, "interested") == 0 ? PALIER_STAGE_QUALIFIED : stage;
  }
  return stage == PALIER_STAGE_ENGAGED && is_by_machine (event) ? PALIER_STAGE_PROSPECT : stage;
}

/**
 * palier_tally_new:
 * @from_ms: messages sent from then on
 * @to_ms: and before then
 */
PalierTally *
palier_tally_new (gint64 from_ms, gint64 to_ms)
{
  PalierTally *self = g_new0 (PalierTally, 1);

  self->from_ms = from_ms;
  self->to_ms = to_ms;
  self->seen = g_hash_table_new_full (palier_id_hash, palier_id_equal, g_free, NULL);
  self->fates = table_of_ids ();
  self->prospects = table_of_ids ();
  return self;
}

void
palier_tally_free (PalierTally *self)
{
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->fates);
  g_hash_table_unref (self->prospects);
  g_free (self);
}

static Fate *
fate_of (PalierTally *self, const PalierId *message)
{
  Fate *fate = g_hash_table_lookup (self->fates, message);

  if (fate == NULL)
  {
    fate = g_new0 (Fate, 1);
    fate->state = PALIER_SEND_STATE_NONE;
    g_hash_table_insert (self->fates, copy_id (message), fate);
  }
  return fate;
}

static void
note_state (Fate *fate, const PalierEvent *event)
{
  g_autofree char *name = text_member (event, "state");
  PalierSendState state =
      name != NULL ? palier_send_state_from_name (name) : PALIER_SEND_STATE_NONE;

  if (state == PALIER_SEND_STATE_NONE || event->at_ms < fate->state_ms)
    return;
  fate->state = state;
  fate->state_ms = event->at_ms;
}

static void
note_message (Fate *fate, const PalierEvent *event)
{
  gboolean machine = is_by_machine (event);

  if (strcmp (event->name, "message.sent") == 0)
    fate->sent_ms = fate->sent_ms == 0 ? event->at_ms : MIN (fate->sent_ms, event->at_ms);
  else if (strcmp (event->name, "message.state") == 0)
    note_state (fate, event);
  else if (strcmp (event->name, "message.opened") == 0)
    *(machine ? &fate->opened_machine : &fate->opened) = TRUE;
  else if (strcmp (event->name, "message.clicked") == 0)
    fate->clicked |= !machine;
  fate->approved |= strcmp (event->name, "message.approved") == 0;
  fate->bounced |= strcmp (event->name, "message.bounced") == 0;
  fate->replied |= strcmp (event->name, "message.replied") == 0;
  fate->unsubscribed |= strcmp (event->name, "message.unsubscribed") == 0;
}

static void
note_prospect (PalierTally *self, const PalierEvent *event)
{
  PalierStage *stage = g_hash_table_lookup (self->prospects, &event->prospect);

  if (stage == NULL)
  {
    stage = g_new0 (PalierStage, 1);
    g_hash_table_insert (self->prospects, copy_id (&event->prospect), stage);
  }
  *stage = MAX (*stage, palier_stage_of_event (event));
}

void
palier_tally_add (PalierTally *self, const PalierEvent *event)
{
  if (!g_hash_table_add (self->seen, copy_id (&event->id)))
    return;
  if (!palier_id_is_nil (&event->prospect))
    note_prospect (self, event);
  if (!palier_id_is_nil (&event->message))
    note_message (fate_of (self, &event->message), event);
}

/* Says what the reader of a message had agreed to when it was sent. */
void
palier_tally_allow (PalierTally *self, const PalierId *message, PalierTracking tracking)
{
  fate_of (self, message)->tracking = tracking;
}

/* Approved, and nothing final has happened to it. */
static gboolean
is_queued (const Fate *fate)
{
  if (fate->sent_ms != 0)
    return FALSE;
  switch (fate->state)
  {
  case PALIER_SEND_WAITING:
  case PALIER_SEND_SCHEDULED:
  case PALIER_SEND_CLAIMED:
  case PALIER_SEND_HANDING_OVER:
  case PALIER_SEND_DEFERRED:
    return TRUE;
  case PALIER_SEND_SET_ASIDE:
  case PALIER_SEND_ACCEPTED:
  case PALIER_SEND_REFUSED:
  case PALIER_SEND_CANCELLED:
  case PALIER_SEND_UNCERTAIN:
  case PALIER_N_SEND_STATES:
    return FALSE;
  }
  return fate->approved;
}

static void
count_sent (PalierDashboard *dashboard, const Fate *fate)
{
  gboolean open = fate->tracking.open == PALIER_SIGNAL_YES;
  gboolean click = fate->tracking.click == PALIER_SIGNAL_YES;

  dashboard->sent++;
  dashboard->bounced += fate->bounced;
  dashboard->delivered += !fate->bounced;
  dashboard->open_consented += open;
  dashboard->opened += open && fate->opened;
  dashboard->opened_machine += open && fate->opened_machine;
  dashboard->click_consented += click;
  dashboard->clicked += click && fate->clicked;
  dashboard->replied += fate->replied;
  dashboard->unsubscribed += fate->unsubscribed;
}

/* The figures so far: (transfer full). What is queued, uncertain, and the funnel are as of the last
 * event, whatever the period. */
PalierDashboard *
palier_tally_dashboard (const PalierTally *self)
{
  PalierDashboard *dashboard = palier_dashboard_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->fates);
  while (g_hash_table_iter_next (&iter, NULL, &value))
  {
    const Fate *fate = value;
    if (fate->sent_ms != 0 && fate->sent_ms >= self->from_ms && fate->sent_ms < self->to_ms)
      count_sent (dashboard, fate);
    dashboard->uncertain += fate->state == PALIER_SEND_UNCERTAIN && fate->sent_ms == 0;
    dashboard->set_aside += fate->state == PALIER_SEND_SET_ASIDE && fate->sent_ms == 0;
    dashboard->queued += is_queued (fate);
  }
  g_hash_table_iter_init (&iter, self->prospects);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    for (int stage = 0; stage <= (int) *(PalierStage *) value; stage++)
      dashboard->funnel[stage]++;
  return dashboard;
}
