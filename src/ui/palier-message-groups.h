/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "palier-message.h"

G_BEGIN_DECLS

/* What is to be done with a message, in the order in which a list shows them. */
typedef enum
{
  PALIER_GROUP_TROUBLE, /* refused, uncertain or set aside: wants a look */
  PALIER_GROUP_DRAFT,
  PALIER_GROUP_APPROVED, /* and not yet sent */
  PALIER_GROUP_QUEUED,
  PALIER_GROUP_SENT,
  PALIER_GROUP_WITHDRAWN,
  PALIER_N_GROUPS
} PalierMessageGroup;

PalierMessageGroup palier_message_group (const PalierMessage *message);
const char *palier_message_group_title (PalierMessageGroup group);

G_END_DECLS
