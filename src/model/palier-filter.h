/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Which prospects are meant: terms that all must hold. Its JSON form is what a segment keeps:
 * {"terms":[{"key":"department","values":["78","92"]},{"key":"tag","not":true,"values":["vip"]}]}
 */
typedef enum
{
  PALIER_FILTER_KIND,
  PALIER_FILTER_BAND,
  PALIER_FILTER_STAGE,
  PALIER_FILTER_DEPARTMENT, /* "78", "2A", "974" */
  PALIER_FILTER_TOWN,
  PALIER_FILTER_EMAIL, /* whether one is known; so the next two */
  PALIER_FILTER_PHONE, /* fixed or mobile */
  PALIER_FILTER_WEBSITE,
  PALIER_FILTER_CONSENT, /* to prospecting by e-mail: given, withdrawn, none */
  PALIER_FILTER_CONTACTED,
  PALIER_FILTER_REPLIED,
  PALIER_FILTER_PROJECT,
  PALIER_FILTER_SOURCE,
  PALIER_FILTER_TAG,
  PALIER_FILTER_LEGAL_BASIS,
  PALIER_FILTER_IMPORT, /* ids of imports */
  PALIER_FILTER_SHARED, /* no: the relay does not take it, as far as it has said */
  PALIER_N_FILTER_KEYS
} PalierFilterKey;

typedef enum
{
  PALIER_FILTER_TYPE_CHOICE, /* of a closed list */
  PALIER_FILTER_TYPE_TEXT,   /* accents and case do not matter, but in tags */
  PALIER_FILTER_TYPE_ID,
} PalierFilterType;

typedef struct
{
  PalierFilterKey key;
  const char *name;
  PalierFilterType type;
  const char *choices; /* (nullable): separated by spaces */
} PalierFilterInfo;

/* One condition: any of the values. */
typedef struct
{
  PalierFilterKey key;
  gboolean negated;
  char **values; /* (array zero-terminated=1): at least one, sorted, none twice */
} PalierFilterTerm;

typedef struct
{
  GPtrArray *terms; /* (element-type PalierFilterTerm): in the order of their keys, at most two a
                       key: one as it is, one negated */
} PalierFilter;

#define PALIER_FILTER_MAX_VALUES 64
#define PALIER_FILTER_MAX_VALUE 200
#define PALIER_FILTER_MAX_JSON 65536

#define PALIER_FILTER_ERROR (palier_filter_error_quark ())
GQuark palier_filter_error_quark (void);

typedef enum
{
  PALIER_FILTER_ERROR_FORM,  /* not KEY=VALUE, or no such JSON */
  PALIER_FILTER_ERROR_KEY,   /* no such key; the message is the key */
  PALIER_FILTER_ERROR_VALUE, /* not among the choices; the message is "key: choices" */
} PalierFilterError;

#define PALIER_TYPE_FILTER (palier_filter_get_type ())
GType palier_filter_get_type (void);

PalierFilter *palier_filter_new (void);
PalierFilter *palier_filter_ref (PalierFilter *self);
void palier_filter_free (PalierFilter *self);
PalierFilter *palier_filter_copy (const PalierFilter *self);

const PalierFilterInfo *palier_filter_info (PalierFilterKey key);
gboolean palier_filter_key_from_name (const char *name, PalierFilterKey *key);

gboolean palier_filter_add (PalierFilter *self, PalierFilterKey key, gboolean negated,
                            const char *value, GError **error);
gboolean palier_filter_add_text (PalierFilter *self, const char *text, GError **error);
void palier_filter_add_all (PalierFilter *self, const PalierFilter *other);
void palier_filter_remove (PalierFilter *self, PalierFilterKey key, gboolean negated);
const PalierFilterTerm *
palier_filter_find (const PalierFilter *self, PalierFilterKey key, gboolean negated);
gboolean palier_filter_is_empty (const PalierFilter *self);

char *palier_filter_to_json (const PalierFilter *self);
PalierFilter *palier_filter_from_json (const char *json, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierFilter, palier_filter_free)

G_END_DECLS
