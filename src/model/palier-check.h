/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PALIER_SEVERITY_NOTE,
  PALIER_SEVERITY_WARNING,
  PALIER_SEVERITY_ERROR, /* the message cannot be approved before it is mended or confirmed */
} PalierSeverity;

/* One finding of a check of a draft. */
typedef struct
{
  char *
      code; /* unsourced, placeholder, length, promise, spam, mention, notice, language, alphabet */
  PalierSeverity severity;
  gsize start; /* bytes into the body, or the subject; start == end: about the whole */
  gsize end;
  gboolean in_subject;
  char *detail; /* (nullable): the words in question */
} PalierCheck;

PalierCheck *palier_check_new (void);
void palier_check_free (PalierCheck *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierCheck, palier_check_free)

G_END_DECLS
