/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-prospect.h"

#include <string.h>

struct _PalierProspect
{
  gatomicrefcount references;
  PalierId id;
  gint64 n;
  PalierHold hold;
  char *values[PALIER_N_FIELDS];
  char **originals; /* (nullable): PALIER_N_FIELDS entries, only once one is set */
};

G_DEFINE_BOXED_TYPE (PalierProspect, palier_prospect, palier_prospect_ref, palier_prospect_unref)

PalierProspect *
palier_prospect_new (void)
{
  PalierProspect *self = g_new0 (PalierProspect, 1);
  g_atomic_ref_count_init (&self->references);
  self->hold = PALIER_HOLD_NONE;
  return self;
}

PalierProspect *
palier_prospect_copy (const PalierProspect *self)
{
  PalierProspect *copy = palier_prospect_new ();

  copy->id = self->id;
  copy->n = self->n;
  copy->hold = self->hold;
  for (int i = 0; i < PALIER_N_FIELDS; i++)
  {
    copy->values[i] = g_strdup (self->values[i]);
    if (self->originals != NULL && self->originals[i] != NULL)
      palier_prospect_set_original (copy, (PalierField) i, self->originals[i]);
  }
  return copy;
}

PalierProspect *
palier_prospect_ref (PalierProspect *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
palier_prospect_unref (PalierProspect *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  for (int i = 0; i < PALIER_N_FIELDS; i++)
  {
    g_free (self->values[i]);
    if (self->originals != NULL)
      g_free (self->originals[i]);
  }
  g_free (self->originals);
  g_free (self);
}

/**
 * palier_prospect_get:
 *
 * Returns: (nullable): the canonical text, never empty; %NULL for unknown
 */
const char *
palier_prospect_get (const PalierProspect *self, PalierField field)
{
  return self->values[field];
}

void
palier_prospect_set (PalierProspect *self, PalierField field, const char *value)
{
  palier_prospect_take (self, field, g_strdup (value));
}

/**
 * palier_prospect_take:
 * @value: (transfer full) (nullable): empty counts as unknown
 */
void
palier_prospect_take (PalierProspect *self, PalierField field, char *value)
{
  g_assert (palier_field_info (field)->stored);
  g_free (self->values[field]);
  self->values[field] = value;
  if (value != NULL && *value == '\0')
    g_clear_pointer (&self->values[field], g_free);
}

/* The value of an integer or time field, or @unknown where it is not known or no number. */
gint64
palier_prospect_get_integer (const PalierProspect *self, PalierField field, gint64 unknown)
{
  const char *text = self->values[field];
  gint64 value;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL))
    return unknown;
  return value;
}

gboolean
palier_prospect_in_set (const PalierProspect *self, PalierField field, const char *key)
{
  const char *text = self->values[field];
  gsize length = strlen (key);

  for (const char *line = text; line != NULL && *line != '\0';)
  {
    const char *end = strchrnul (line, '\n');
    if ((gsize) (end - line) == length && memcmp (line, key, length) == 0)
      return TRUE;
    line = *end == '\0' ? end : end + 1;
  }
  return FALSE;
}

/* The elements of a set field: (transfer full) (array zero-terminated=1), empty for unknown. */
char **
palier_prospect_dup_set (const PalierProspect *self, PalierField field)
{
  return g_strsplit (self->values[field] ? self->values[field] : "", "\n", -1);
}

/* Returns: (transfer full) (element-type PalierAddress): all by which the prospect is written to or
 * called; one in the suppression list bars them all */
GArray *
palier_prospect_dup_addresses (const PalierProspect *self)
{
  static const struct
  {
    PalierField field;
    PalierAddressKind kind;
  } fields[] = {
    { PALIER_FIELD_EMAIL, PALIER_ADDRESS_EMAIL },
    { PALIER_FIELD_MOBILE, PALIER_ADDRESS_PHONE },
    { PALIER_FIELD_PHONE, PALIER_ADDRESS_PHONE },
    { PALIER_FIELD_OTHER_EMAILS, PALIER_ADDRESS_EMAIL },
    { PALIER_FIELD_OTHER_PHONES, PALIER_ADDRESS_PHONE },
  };
  GArray *addresses = palier_address_list_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    palier_address_list_add (addresses, fields[i].kind, self->values[fields[i].field]);
  return addresses;
}

gboolean
palier_prospect_is_person (const PalierProspect *self)
{
  return g_strcmp0 (self->values[PALIER_FIELD_KIND], "person") == 0;
}

/* "Jeanne Le Goff"; (nullable) where neither name is known. */
char *
palier_prospect_dup_full_name (const PalierProspect *self)
{
  const char *first = self->values[PALIER_FIELD_FIRST_NAME];
  const char *last = self->values[PALIER_FIELD_LAST_NAME];

  if (first != NULL && last != NULL)
    return g_strconcat (first, " ", last, NULL);
  return g_strdup (first != NULL ? first : last);
}

/* The name by which a list shows it: of an agency the firm, of a person the person, else what
 * there is. Never NULL, empty where nothing at all is known. */
char *
palier_prospect_dup_display_name (const PalierProspect *self)
{
  g_autofree char *full_name = palier_prospect_dup_full_name (self);
  const char *company = self->values[PALIER_FIELD_COMPANY];
  const char *fallbacks[] = { palier_prospect_is_person (self) ? full_name : company,
                              full_name,
                              company,
                              self->values[PALIER_FIELD_EMAIL],
                              self->values[PALIER_FIELD_MOBILE],
                              self->values[PALIER_FIELD_PHONE] };

  for (gsize i = 0; i < G_N_ELEMENTS (fallbacks); i++)
    if (fallbacks[i] != NULL)
      return g_strdup (fallbacks[i]);
  return g_strdup ("");
}

const char *
palier_prospect_get_original (const PalierProspect *self, PalierField field)
{
  return self->originals != NULL ? self->originals[field] : NULL;
}

void
palier_prospect_set_original (PalierProspect *self, PalierField field, const char *text)
{
  if (self->originals == NULL)
    self->originals = g_new0 (char *, PALIER_N_FIELDS);
  g_free (self->originals[field]);
  self->originals[field] = g_strdup (text);
}

const PalierId *
palier_prospect_get_id (const PalierProspect *self)
{
  return &self->id;
}

void
palier_prospect_set_id (PalierProspect *self, const PalierId *id)
{
  self->id = *id;
}

/* Why the relay holds it back, so that it is on this computer only; PALIER_HOLD_NONE: it does not.
 */
PalierHold
palier_prospect_get_hold (const PalierProspect *self)
{
  return self->hold;
}

void
palier_prospect_set_hold (PalierProspect *self, PalierHold hold)
{
  self->hold = hold;
}

/* The local row number; it never leaves this computer. */
gint64
palier_prospect_get_n (const PalierProspect *self)
{
  return self->n;
}

void
palier_prospect_set_n (PalierProspect *self, gint64 n)
{
  self->n = n;
}
