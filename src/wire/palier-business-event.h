/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The events that subscribers outside may be told of, with what is told of each. */
typedef enum
{
  PALIER_MEMBER_TEXT,
  PALIER_MEMBER_INTEGER,
  PALIER_MEMBER_YES_NO,
  PALIER_MEMBER_OBJECT,
} PalierMemberType;

typedef struct
{
  const char *name;
  PalierMemberType type;
  const char *example; /* JSON */
} PalierBusinessMember;

#define PALIER_BUSINESS_MEMBERS 3

typedef struct
{
  const char *name;
  gboolean of_prospect;                                  /* data has a prospect_id */
  gboolean of_message;                                   /* … a message_id */
  PalierBusinessMember members[PALIER_BUSINESS_MEMBERS]; /* of data, ended by one without a name */
} PalierBusinessEvent;

const PalierBusinessEvent *palier_business_event_find (const char *name);
const char *palier_business_event_of_stage (const char *stage);

G_END_DECLS
