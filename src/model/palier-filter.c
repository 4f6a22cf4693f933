/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-filter.h"

#include <string.h>
#include <yyjson.h>

#include "palier-id.h"

G_DEFINE_BOXED_TYPE (PalierFilter, palier_filter, palier_filter_ref, palier_filter_free)
G_DEFINE_QUARK (palier-filter-error-quark, palier_filter_error)

#define CHOICE(KEY, name, choices) { KEY, name, PALIER_FILTER_TYPE_CHOICE, choices }
#define TEXT(KEY, name) { KEY, name, PALIER_FILTER_TYPE_TEXT, NULL }

static const PalierFilterInfo infos[] = {
  CHOICE (PALIER_FILTER_KIND, "kind", "agency person"),
  CHOICE (PALIER_FILTER_BAND, "band", "hot warm cold"),
  CHOICE (PALIER_FILTER_STAGE, "stage",
          "prospect contacted engaged qualified demo opportunity customer lost opted-out"),
  TEXT (PALIER_FILTER_DEPARTMENT, "department"),
  TEXT (PALIER_FILTER_TOWN, "town"),
  CHOICE (PALIER_FILTER_EMAIL, "email", "yes no"),
  CHOICE (PALIER_FILTER_PHONE, "phone", "yes no"),
  CHOICE (PALIER_FILTER_WEBSITE, "website", "yes no"),
  CHOICE (PALIER_FILTER_CONSENT, "consent", "given withdrawn none"),
  CHOICE (PALIER_FILTER_CONTACTED, "contacted", "yes no"),
  CHOICE (PALIER_FILTER_REPLIED, "replied", "yes no"),
  CHOICE (PALIER_FILTER_PROJECT, "project", "sell let buy other"),
  TEXT (PALIER_FILTER_SOURCE, "source"),
  TEXT (PALIER_FILTER_TAG, "tag"),
  CHOICE (PALIER_FILTER_LEGAL_BASIS, "legal_basis", "legitimate_interest consent contract"),
  { PALIER_FILTER_IMPORT, "import", PALIER_FILTER_TYPE_ID, NULL },
  CHOICE (PALIER_FILTER_SHARED, "shared", "yes no"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (infos) == PALIER_N_FILTER_KEYS);

static void
term_free (gpointer data)
{
  PalierFilterTerm *term = data;

  g_strfreev (term->values);
  g_free (term);
}

PalierFilter *
palier_filter_new (void)
{
  PalierFilter *self = g_atomic_rc_box_new0 (PalierFilter);

  self->terms = g_ptr_array_new_with_free_func (term_free);
  return self;
}

PalierFilter *
palier_filter_ref (PalierFilter *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
filter_clear (gpointer data)
{
  g_ptr_array_unref (((PalierFilter *) data)->terms);
}

void
palier_filter_free (PalierFilter *self)
{
  g_atomic_rc_box_release_full (self, filter_clear);
}

PalierFilter *
palier_filter_copy (const PalierFilter *self)
{
  PalierFilter *copy = palier_filter_new ();

  palier_filter_add_all (copy, self);
  return copy;
}

const PalierFilterInfo *
palier_filter_info (PalierFilterKey key)
{
  g_assert ((guint) key < PALIER_N_FILTER_KEYS && infos[key].key == key);
  return &infos[key];
}

gboolean
palier_filter_key_from_name (const char *name, PalierFilterKey *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (infos); i++)
    if (g_strcmp0 (infos[i].name, name) == 0)
    {
      *key = infos[i].key;
      return TRUE;
    }
  return FALSE;
}

static gboolean
is_choice (const char *choices, const char *value)
{
  g_auto (GStrv) keys = g_strsplit (choices, " ", -1);

  return g_strv_contains ((const char *const *) keys, value);
}

static gboolean
check_value (const PalierFilterInfo *info, const char *value, GError **error)
{
  PalierId id;
  gboolean good = *value != '\0' && strlen (value) <= PALIER_FILTER_MAX_VALUE
                  && g_utf8_validate (value, -1, NULL);

  if (good && info->type == PALIER_FILTER_TYPE_CHOICE)
    good = is_choice (info->choices, value);
  if (good && info->type == PALIER_FILTER_TYPE_ID)
    good = palier_id_parse (value, &id);
  if (!good)
    g_set_error (error, PALIER_FILTER_ERROR, PALIER_FILTER_ERROR_VALUE, "%s: %s", info->name,
                 info->choices != NULL ? info->choices : "…");
  return good;
}

static PalierFilterTerm *
ensure_term (PalierFilter *self, PalierFilterKey key, gboolean negated)
{
  guint at = 0;

  for (; at < self->terms->len; at++)
  {
    PalierFilterTerm *term = self->terms->pdata[at];
    if (term->key == key && term->negated == negated)
      return term;
    if (term->key > key || (term->key == key && term->negated))
      break;
  }
  PalierFilterTerm *term = g_new0 (PalierFilterTerm, 1);
  term->key = key;
  term->negated = negated;
  term->values = g_new0 (char *, 1);
  g_ptr_array_insert (self->terms, (int) at, term);
  return term;
}

static void
insert_value (PalierFilterTerm *term, const char *value)
{
  guint n = g_strv_length (term->values), at = 0;

  while (at < n && strcmp (term->values[at], value) < 0)
    at++;
  if (n >= PALIER_FILTER_MAX_VALUES || (at < n && strcmp (term->values[at], value) == 0))
    return;
  term->values = g_renew (char *, term->values, n + 2);
  memmove (term->values + at + 1, term->values + at, (n + 1 - at) * sizeof (char *));
  term->values[at] = g_strdup (value);
}

/**
 * palier_filter_add:
 *
 * One more value for a key: any of a key's values will do. Beyond PALIER_FILTER_MAX_VALUES they are
 * left out.
 *
 * Errors: PALIER_FILTER_ERROR_VALUE
 */
gboolean
palier_filter_add (PalierFilter *self, PalierFilterKey key, gboolean negated, const char *value,
                   GError **error)
{
  if (!check_value (palier_filter_info (key), value, error))
    return FALSE;
  insert_value (ensure_term (self, key, negated), value);
  return TRUE;
}

/**
 * palier_filter_add_text:
 * @text: "department=78,92", "tag!=vip"
 *
 * Errors: PALIER_FILTER_ERROR_FORM, _KEY, _VALUE
 */
gboolean
palier_filter_add_text (PalierFilter *self, const char *text, GError **error)
{
  const char *equals = strchr (text, '=');
  PalierFilterKey key;

  if (equals == NULL || equals == text || equals[1] == '\0')
  {
    g_set_error_literal (error, PALIER_FILTER_ERROR, PALIER_FILTER_ERROR_FORM, text);
    return FALSE;
  }
  gboolean negated = equals[-1] == '!';
  g_autofree char *name = g_strndup (text, (gsize) (equals - text) - negated);
  if (!palier_filter_key_from_name (g_strstrip (name), &key))
  {
    g_set_error_literal (error, PALIER_FILTER_ERROR, PALIER_FILTER_ERROR_KEY, name);
    return FALSE;
  }
  g_auto (GStrv) values = g_strsplit (equals + 1, ",", PALIER_FILTER_MAX_VALUES);
  for (char **value = values; *value != NULL; value++)
    if (!palier_filter_add (self, key, negated, g_strstrip (*value), error))
      return FALSE;
  return TRUE;
}

/* Adds the terms of @other; of a key that both have, any value of either will do. */
void
palier_filter_add_all (PalierFilter *self, const PalierFilter *other)
{
  for (guint i = 0; i < other->terms->len; i++)
  {
    const PalierFilterTerm *term = other->terms->pdata[i];
    for (char **value = term->values; *value != NULL; value++)
      insert_value (ensure_term (self, term->key, term->negated), *value);
  }
}

void
palier_filter_remove (PalierFilter *self, PalierFilterKey key, gboolean negated)
{
  const PalierFilterTerm *term = palier_filter_find (self, key, negated);

  if (term != NULL)
    g_ptr_array_remove (self->terms, (gpointer) term);
}

/* Returns: (nullable) (transfer none) */
const PalierFilterTerm *
palier_filter_find (const PalierFilter *self, PalierFilterKey key, gboolean negated)
{
  for (guint i = 0; i < self->terms->len; i++)
  {
    const PalierFilterTerm *term = self->terms->pdata[i];
    if (term->key == key && term->negated == negated)
      return term;
  }
  return NULL;
}

/* @self: (nullable) */
gboolean
palier_filter_is_empty (const PalierFilter *self)
{
  return self == NULL || self->terms->len == 0;
}

/* Returns: (transfer full): equal filters have equal texts */
char *
palier_filter_to_json (const PalierFilter *self)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *terms = yyjson_mut_obj_add_arr (doc, root, "terms");

  yyjson_mut_doc_set_root (doc, root);
  for (guint i = 0; i < self->terms->len; i++)
  {
    const PalierFilterTerm *term = self->terms->pdata[i];
    yyjson_mut_val *one = yyjson_mut_arr_add_obj (doc, terms);
    yyjson_mut_obj_add_str (doc, one, "key", palier_filter_info (term->key)->name);
    if (term->negated)
      yyjson_mut_obj_add_bool (doc, one, "not", true);
    yyjson_mut_val *values = yyjson_mut_obj_add_arr (doc, one, "values");
    for (char **value = term->values; *value != NULL; value++)
      yyjson_mut_arr_add_str (doc, values, *value);
  }
  char *text = yyjson_mut_write (doc, 0, NULL);
  char *json = g_strdup (text);
  free (text);
  yyjson_mut_doc_free (doc);
  return json;
}

static gboolean
read_term (PalierFilter *self, yyjson_val *term, GError **error)
{
  const char *name = yyjson_get_str (yyjson_obj_get (term, "key"));
  gboolean negated = yyjson_get_bool (yyjson_obj_get (term, "not"));
  PalierFilterKey key;
  yyjson_arr_iter iter;
  yyjson_val *value;

  if (!palier_filter_key_from_name (name, &key))
  {
    g_set_error_literal (error, PALIER_FILTER_ERROR, PALIER_FILTER_ERROR_KEY,
                         name != NULL ? name : "");
    return FALSE;
  }
  yyjson_arr_iter_init (yyjson_obj_get (term, "values"), &iter);
  while ((value = yyjson_arr_iter_next (&iter)) != NULL)
  {
    const char *text = yyjson_get_str (value);
    if (!palier_filter_add (self, key, negated, text != NULL ? text : "", error))
      return FALSE;
  }
  return TRUE;
}

/**
 * palier_filter_from_json:
 * @json: (nullable): of palier_filter_to_json(), perhaps of a newer version
 *
 * Errors: PALIER_FILTER_ERROR_FORM, _KEY, _VALUE: what is not understood is never left out, since
 * a filter that lost a term means more people than it should.
 *
 * Returns: (transfer full) (nullable)
 */
PalierFilter *
palier_filter_from_json (const char *json, GError **error)
{
  g_autoptr (PalierFilter) self = palier_filter_new ();
  gsize length = json != NULL ? strnlen (json, PALIER_FILTER_MAX_JSON + 1) : 0;
  yyjson_doc *doc =
      length > 0 && length <= PALIER_FILTER_MAX_JSON ? yyjson_read (json, length, 0) : NULL;
  yyjson_val *terms = yyjson_obj_get (yyjson_doc_get_root (doc), "terms");
  yyjson_arr_iter iter;
  yyjson_val *term;
  gboolean good = yyjson_is_arr (terms);

  if (!good)
    g_set_error_literal (error, PALIER_FILTER_ERROR, PALIER_FILTER_ERROR_FORM, "no filter");
  yyjson_arr_iter_init (terms, &iter);
  while (good && (term = yyjson_arr_iter_next (&iter)) != NULL)
    good = read_term (self, term, error);
  yyjson_doc_free (doc);
  return good ? g_steal_pointer (&self) : NULL;
}
