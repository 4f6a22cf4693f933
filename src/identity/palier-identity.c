/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-identity.h"

#include <string.h>

#include "palier-custom.h"
#include "palier-email.h"
#include "palier-face.h"
#include "palier-phone.h"

static const char *
name_of (const PalierProspect *prospect)
{
  static const PalierField names[] = { PALIER_FIELD_LAST_NAME, PALIER_FIELD_COMPANY,
                                       PALIER_FIELD_FIRST_NAME };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (palier_prospect_get (prospect, names[i]) != NULL)
      return palier_prospect_get (prospect, names[i]);
  return NULL;
}

/**
 * palier_identity_keys:
 * @out: (out caller-allocates): values are borrowed from @prospect
 *
 * The exact keys under which a base is to be asked. A phone number is to be looked for among phones
 * and mobiles alike. Who has no address, number or SIRET is asked for by name: FULL_NAME, with the
 * last name, else the firm's, else the first name.
 *
 * Returns: how many
 */
guint
palier_identity_keys (const PalierProspect *prospect, PalierIdentityKey out[PALIER_IDENTITY_KEYS])
{
  static const PalierField fields[] = { PALIER_FIELD_EMAIL, PALIER_FIELD_MOBILE, PALIER_FIELD_PHONE,
                                        PALIER_FIELD_SIRET, PALIER_FIELD_LINKEDIN };
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
  {
    const char *value = palier_prospect_get (prospect, fields[i]);
    if (value == NULL)
      continue;
    gboolean of_firm =
        fields[i] == PALIER_FIELD_SIRET
        || (fields[i] == PALIER_FIELD_EMAIL && palier_email_is_generic (value))
        || (fields[i] == PALIER_FIELD_PHONE && palier_phone_kind (value) != PALIER_PHONE_MOBILE);
    out[n++] = (PalierIdentityKey) { fields[i], value, of_firm };
  }
  const char *name = name_of (prospect);
  if ((n == 0 || out[0].field == PALIER_FIELD_LINKEDIN) && name != NULL)
    out[n++] = (PalierIdentityKey) { PALIER_FIELD_FULL_NAME, name, TRUE };
  return n;
}

/**
 * palier_identity_dup_others:
 * @field: EMAIL or PHONE
 *
 * The addresses or numbers that @prospect has beside the first: keys too, of this field.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): PALIER_IDENTITY_OTHERS at most
 */
char **
palier_identity_dup_others (const PalierProspect *prospect, PalierField field)
{
  PalierField set =
      field == PALIER_FIELD_EMAIL ? PALIER_FIELD_OTHER_EMAILS : PALIER_FIELD_OTHER_PHONES;

  if (palier_prospect_get (prospect, set) == NULL)
    return NULL;
  char **lines = palier_prospect_dup_set (prospect, set);
  guint n = g_strv_length (lines);
  for (guint i = PALIER_IDENTITY_OTHERS; i < n; i++)
    g_clear_pointer (&lines[i], g_free);
  return lines;
}

static gboolean
has (const PalierProspect *prospect, PalierField field, const char *value)
{
  return g_strcmp0 (palier_prospect_get (prospect, field), value) == 0;
}

/* Whether the prospect has the address or number, first or further. */
static gboolean
has_value (const PalierProspect *prospect, PalierField field, const char *value)
{
  if (field == PALIER_FIELD_EMAIL)
    return has (prospect, PALIER_FIELD_EMAIL, value)
           || palier_prospect_in_set (prospect, PALIER_FIELD_OTHER_EMAILS, value);
  return has (prospect, PALIER_FIELD_PHONE, value) || has (prospect, PALIER_FIELD_MOBILE, value)
         || palier_prospect_in_set (prospect, PALIER_FIELD_OTHER_PHONES, value);
}

/* A further value of @from that @other has as well: (transfer full) (nullable). */
static char *
dup_common (const PalierProspect *from, const PalierProspect *other, PalierField field)
{
  g_auto (GStrv) lines = palier_identity_dup_others (from, field);

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    if (has_value (other, field, lines[i]))
      return g_strdup (lines[i]);
  return NULL;
}

/* Lets two faces show an address or number that stands further down in one of them. */
static void
show_common (const PalierProspect *a, const PalierProspect *b, PalierFace *x, PalierFace *y)
{
  static const PalierField fields[] = { PALIER_FIELD_EMAIL, PALIER_FIELD_PHONE };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
  {
    g_autofree char *common = dup_common (a, b, fields[i]);
    if (common == NULL)
      common = dup_common (b, a, fields[i]);
    if (common == NULL)
      continue;
    palier_face_show (x, fields[i], common);
    palier_face_show (y, fields[i], common);
  }
}

/**
 * palier_identity_compare:
 * @reason: (out) (optional) (nullable): code of the value that decided: email, phone, siret,
 *   linkedin, name
 */
PalierIdentity
palier_identity_compare (const PalierProspect *a, const PalierProspect *b, const char **reason)
{
  PalierFace x = palier_face_of (a), y = palier_face_of (b);

  show_common (a, b, &x, &y);
  return palier_face_compare (&x, &y, reason);
}

/**
 * palier_identity_choose:
 * @candidates: (element-type PalierProspect): whom the base found under the draft's keys
 * @index: (out): of the one that decided; meaningless for NEW
 *
 * Returns: SAME if any of them is, else UNSURE if any may be
 */
PalierIdentity
palier_identity_choose (const PalierProspect *draft, GPtrArray *candidates, guint *index,
                        const char **reason)
{
  PalierIdentity best = PALIER_IDENTITY_NEW;

  *index = 0;
  if (reason != NULL)
    *reason = NULL;
  for (guint i = 0; i < candidates->len && best != PALIER_IDENTITY_SAME; i++)
  {
    const char *why;
    PalierIdentity found = palier_identity_compare (draft, candidates->pdata[i], &why);
    if (found <= best)
      continue;
    best = found;
    *index = i;
    if (reason != NULL)
      *reason = why;
  }
  return best;
}

/* The lines of both sets, sorted, none twice: (transfer full) (nullable) where @more adds none. */
static char *
unite (const char *set, const char *more)
{
  g_auto (GStrv) old = g_strsplit (set, "\n", -1);
  g_auto (GStrv) new = g_strsplit (more, "\n", -1);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  guint n = g_strv_length (old);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, old[i]);
  for (guint i = 0; new[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) old, new[i]))
      g_ptr_array_add (all, new[i]);
  if (all->len == n)
    return NULL;
  g_ptr_array_sort_values (all, (GCompareFunc) strcmp);
  g_ptr_array_add (all, NULL);
  return g_strjoinv ("\n", (char **) all->pdata);
}

static gboolean
fill_custom (const char *have, const char *get, PalierProspect *filled)
{
  g_autofree char *united = palier_custom_unite (have, get);

  if (g_strcmp0 (united, have) == 0)
    return FALSE;
  palier_prospect_set (filled, PALIER_FIELD_CUSTOM, united);
  return TRUE;
}

static gboolean
fill_field (const PalierProspect *kept, const PalierProspect *draft, PalierField field,
            PalierProspect *filled)
{
  const char *have = palier_prospect_get (kept, field);
  const char *get = palier_prospect_get (draft, field);

  if (get == NULL || field == PALIER_FIELD_KIND)
    return FALSE;
  if (have == NULL)
  {
    palier_prospect_set (filled, field, get);
    const char *original = palier_prospect_get_original (draft, field);
    if (original != NULL)
      palier_prospect_set_original (filled, field, original);
    return TRUE;
  }
  if (field == PALIER_FIELD_CUSTOM)
    return fill_custom (have, get, filled);
  if (palier_field_info (field)->merge != PALIER_MERGE_SET)
    return FALSE;
  char *united = unite (have, get);
  if (united == NULL)
    return FALSE;
  palier_prospect_take (filled, field, united);
  return TRUE;
}

/* An address or number for which there is no place any more goes with the further ones. */
static gboolean
keep_beside (const PalierProspect *draft, PalierField field, PalierProspect *filled)
{
  gboolean email = field == PALIER_FIELD_EMAIL;
  PalierField others = email ? PALIER_FIELD_OTHER_EMAILS : PALIER_FIELD_OTHER_PHONES;
  const char *value = palier_prospect_get (draft, field);
  const char *set = palier_prospect_get (filled, others);

  if (value == NULL || g_strcmp0 (value, palier_prospect_get (filled, field)) == 0
      || (!email
          && (g_strcmp0 (value, palier_prospect_get (filled, PALIER_FIELD_PHONE)) == 0
              || g_strcmp0 (value, palier_prospect_get (filled, PALIER_FIELD_MOBILE)) == 0)))
    return FALSE;
  char *united = unite (set != NULL ? set : "", value);
  if (united != NULL)
    palier_prospect_take (filled, others, united);
  return united != NULL;
}

/**
 * palier_identity_fill:
 * @kept: whom the base has
 * @draft: what came in, judged to be the same
 *
 * What was unknown is filled, sets are united, nothing is overwritten; no address or number is
 * lost.
 *
 * Returns: (transfer full) (nullable): @kept as it would then be, or %NULL where @draft brings
 *   nothing new
 */
PalierProspect *
palier_identity_fill (const PalierProspect *kept, const PalierProspect *draft)
{
  g_autoptr (PalierProspect) filled = palier_prospect_copy (kept);
  gboolean changed = FALSE;

  for (int field = 0; field < PALIER_N_FIELDS; field++)
    if (palier_field_info ((PalierField) field)->stored)
      changed |= fill_field (kept, draft, (PalierField) field, filled);
  changed |= keep_beside (draft, PALIER_FIELD_EMAIL, filled);
  changed |= keep_beside (draft, PALIER_FIELD_PHONE, filled);
  changed |= keep_beside (draft, PALIER_FIELD_MOBILE, filled);
  return changed ? g_steal_pointer (&filled) : NULL;
}
