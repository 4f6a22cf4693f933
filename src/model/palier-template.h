/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-check.h"
#include "palier-id.h"

G_BEGIN_DECLS

/* A place in a template that its author explains to who fills it. */
typedef struct
{
  char *key;
  char *description;
  char *example; /* (nullable) */
} PalierTemplateVariable;

/* What a message is written from: one that ships with the program, or the user's own. Lists that
 * are empty mean all. */
typedef struct
{
  PalierId id;            /* nil: one that ships, found by its key */
  char *key;              /* (nullable): of one that ships */
  char *name;             /* as lists show it */
  char *category;         /* prospection, follow_up, event, information */
  char *channel;          /* email, sms, linkedin, letter */
  char *kind;             /* of prospect: agency, person */
  char *step;             /* first, follow_up */
  char *relation;         /* of the writer to an agency: colleague, supplier */
  char *angle;            /* (nullable): local_proof, service, question; NULL: any */
  char **agency_types;    /* (nullable): independent, network */
  char **specializations; /* (nullable): as a prospect's */
  char **maturities;      /* (nullable): of an agency with digital tools: low, medium, high */
  char **team_sizes;      /* (nullable): as a prospect's */
  char **subjects;        /* (nullable): the first that is short enough counts; none but e-mails' */
  char *body;             /* in the language of templates */
  GPtrArray *variables;   /* (element-type PalierTemplateVariable) */
  gint64 created_ms;
  gint64 updated_ms;
} PalierTemplate;

#define PALIER_TEMPLATE_NAME_MAX 100 /* characters */

#define PALIER_TYPE_TEMPLATE (palier_template_get_type ())
GType palier_template_get_type (void);

PalierTemplate *palier_template_new (void);
PalierTemplate *palier_template_ref (PalierTemplate *self);
void palier_template_free (PalierTemplate *self);
void palier_template_add_variable (PalierTemplate *self, const char *key, const char *description,
                                   const char *example);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierTemplate, palier_template_free)

/* What is wrong with a template, or would be with what is written from it. */
typedef struct
{
  char *code; /* unreadable: encoding, too_long, header, no_body, several, subject, syntax;
                 unknown_key; else that of a check of a draft (PalierCheck) */
  PalierSeverity severity;
  guint line;   /* of the file, from 1; 0: about the whole */
  char *detail; /* (nullable): the words in question */
} PalierTemplateFinding;

void palier_template_finding_free (PalierTemplateFinding *self);

G_END_DECLS
