/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A street's address in its parts, for comparing; what is shown stays as it was typed. */
typedef struct
{
  char *number; /* (nullable): "12", "12bis" */
  char *kind;   /* (nullable): "boulevard", "rue" */
  char *name;   /* folded: "victor hugo"; empty where there is none */
} PalierStreet;

void palier_street_read (const char *text, PalierStreet *out);
void palier_street_clear (PalierStreet *self);
char *palier_street_key (const char *text);
const char *palier_street_kind (const char *word);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierStreet, palier_street_clear)

G_END_DECLS
