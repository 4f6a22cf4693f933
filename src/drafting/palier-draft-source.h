/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a text may ask for, told to who writes or fills in a template. */
typedef struct
{
  char *key;
  char *description;
  char *example;
} PalierDraftVariable;

/* A template as it is written, in a file or in a record: lines `name: value`, then an empty line,
 * then the body.
 *
 *   key              small letters, digits, - and _
 *   name             as a list shows it
 *   kind             agency or person
 *   step             first or follow_up
 *   category         prospection (if nothing is said), follow_up, event, information
 *   channel          email (if nothing is said), sms, linkedin, letter
 *   relation         colleague (if nothing is said) or supplier: what the writer is to an agency
 *   angle            local_proof, service, question; any if nothing is said
 *   agency_types     independent, network; commas between. Where one of these four is given, the
 *                    template is for prospects of whom it is known that they are so
 *   specializations  as a prospect's
 *   digital_maturity low, medium, high
 *   team_size        1, 2-5, 6-20, 20+
 *   variable         key | description | example, any number
 *   subject          one or more, together, the better first; none of a text message or LinkedIn,
 *                    one if wanted of a letter
 */
typedef struct
{
  char *key;
  char *name;
  char *category;
  char *channel;
  gboolean person;
  gboolean follow_up;
  gboolean supplier;
  char *angle;        /* (nullable): any */
  GStrv agency_types; /* (nullable), as the next three: any */
  GStrv specializations;
  GStrv digital_maturity;
  GStrv team_size;
  GPtrArray *variables; /* (element-type PalierDraftVariable) */
  GPtrArray *subjects;  /* (element-type utf8) */
  char *body;
  guint subject_line; /* of the first subject, in its file; 0: not known */
  guint body_line;
} PalierDraftSource;

/* Bytes of a file: a body and what may stand above it. */
#define PALIER_DRAFT_SOURCE_MAX (64 * 1024)

PalierDraftSource *palier_draft_source_new (void);
void palier_draft_source_free (PalierDraftSource *self);
PalierDraftSource *palier_draft_source_read (const char *text, gssize length, GError **error);
char *palier_draft_source_print (const PalierDraftSource *self);
void palier_draft_source_add_variable (PalierDraftSource *self, const char *key,
                                       const char *description, const char *example);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDraftSource, palier_draft_source_free)

G_END_DECLS
