/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-message-groups.h"

#include <glib/gi18n.h>

#include "palier-send-state.h"

static PalierMessageGroup
group_of_delivery (PalierSendState state)
{
  switch (state)
  {
  case PALIER_SEND_REFUSED:
  case PALIER_SEND_UNCERTAIN:
  case PALIER_SEND_SET_ASIDE:
    return PALIER_GROUP_TROUBLE;
  case PALIER_SEND_ACCEPTED:
    return PALIER_GROUP_SENT;
  case PALIER_SEND_CANCELLED:
    return PALIER_GROUP_WITHDRAWN;
  case PALIER_SEND_WAITING:
  case PALIER_SEND_SCHEDULED:
  case PALIER_SEND_CLAIMED:
  case PALIER_SEND_HANDING_OVER:
  case PALIER_SEND_DEFERRED:
  case PALIER_N_SEND_STATES:
  default:
    return PALIER_GROUP_QUEUED;
  }
}

PalierMessageGroup
palier_message_group (const PalierMessage *message)
{
  if (message->state == PALIER_MESSAGE_WITHDRAWN)
    return PALIER_GROUP_WITHDRAWN;
  if (message->state == PALIER_MESSAGE_DRAFT)
    return PALIER_GROUP_DRAFT;
  if (message->delivery == NULL)
    return message->due_ms > 0 ? PALIER_GROUP_QUEUED : PALIER_GROUP_APPROVED;
  return group_of_delivery (palier_send_state_from_name (message->delivery));
}

const char *
palier_message_group_title (PalierMessageGroup group)
{
  static const char *const titles[PALIER_N_GROUPS] = {
    N_ ("To Look At"),   N_ ("Drafts"), N_ ("Approved, to Send"),
    N_ ("On Their Way"), "Sent",        N_ ("Withdrawn")
  };

  g_assert (group < PALIER_N_GROUPS);
  if (group == PALIER_GROUP_SENT)
    return C_ ("messages", "Sent");
  return _ (titles[group]);
}
