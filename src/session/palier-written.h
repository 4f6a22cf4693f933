/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-changeset.h"
#include "palier-message.h"

G_BEGIN_DECLS

/* A text as far as it has come. @index: its place among those that were ordered; @subject is ""
 * where the channel has none. On the main thread, some twenty times a second at most, until the
 * future settles; a text may begin anew. */
typedef void (*PalierTextGrown) (guint index, const char *subject, const char *body, gpointer data);

/* How drafts are to be written. What is NULL or 0 is as usual; all is copied. */
typedef struct
{
  const char *template; /* (nullable): as for palier_template_service_find() */
  const char
      *channel;       /* (nullable): email (usual), sms, linkedin, letter; a template has its own */
  guint n_variants;   /* 1 to 3 (usual), an angle each; the composer makes one of a template */
  const char *tone;   /* (nullable): sober (usual), warm, direct */
  const char *length; /* (nullable): normal (usual), short, long */
  const char *writer; /* (nullable): as preferred; "composer"; a service by its name */
  GArray *replaces;   /* (nullable) (element-type PalierId): drafts whose place is taken */
  PalierTextGrown grown; /* (nullable): of a service */
  gpointer data;
  GDestroyNotify destroy;    /* (nullable): of @data, once the future has settled */
  GCancellable *cancellable; /* (nullable) */
} PalierWriteOrder;

#define PALIER_WRITER_COMPOSER "composer"

/* What was written. */
typedef struct
{
  GPtrArray *messages; /* (element-type PalierMessage): stored, in the order of the angles */
  char *writer;        /* "composer", or the service */
  char *fallback;      /* (nullable): a code: why the composer wrote in the service's place */
  char *words;         /* (nullable): what the user is to know of it, in his language */
  PalierChangeset *changeset; /* (nullable): by which those that were replaced come back */
  gint64 cost_micro_eur;      /* of all questions, of those that failed too */
} PalierWritten;

#define PALIER_TYPE_WRITTEN (palier_written_get_type ())
GType palier_written_get_type (void);
PalierWritten *palier_written_new (void);
PalierWritten *palier_written_ref (PalierWritten *self);
void palier_written_free (PalierWritten *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierWritten, palier_written_free)

G_END_DECLS
