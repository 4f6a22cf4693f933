/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-ai-models.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>
#include <yyjson.h>

#include "palier-ai-resources.h"

#define RESOURCE "/fr/immo_ai/Palier/ai/models.json"
#define MILLION 1000000

typedef struct
{
  GPtrArray *models;   /* (element-type PalierAiModel) */
  GPtrArray *families; /* (element-type PalierAiFamily) */
} Table;

static const char *
text_of (yyjson_val *object, const char *name)
{
  const char *text = yyjson_get_str (yyjson_obj_get (object, name));

  g_assert (text != NULL);
  return text;
}

static gint64
price_of (yyjson_val *object, const char *name, gint64 otherwise)
{
  yyjson_val *price = yyjson_obj_get (object, name);

  return price != NULL ? llround (yyjson_get_num (price) * MILLION) : otherwise;
}

static void
add_model (Table *table, yyjson_val *entry)
{
  PalierAiModel *model = g_new0 (PalierAiModel, 1);

  model->id = g_strdup (text_of (entry, "id"));
  model->dialect = g_strdup (text_of (entry, "dialect"));
  model->dollars = g_str_equal (text_of (entry, "currency"), "USD");
  model->input = price_of (entry, "input", 0);
  model->output = price_of (entry, "output", 0);
  model->cached = price_of (entry, "cached", model->input);
  model->as_of = g_strdup (text_of (entry, "as_of"));
  model->by_default = yyjson_get_bool (yyjson_obj_get (entry, "default"));
  g_ptr_array_add (table->models, model);
}

static void
add_family (Table *table, yyjson_val *entry)
{
  PalierAiFamily *family = g_new0 (PalierAiFamily, 1);

  family->prefix = g_strdup (text_of (entry, "prefix"));
  family->effort = g_strdup (text_of (entry, "effort"));
  family->reserve = (guint) yyjson_get_uint (yyjson_obj_get (entry, "reserve"));
  g_ptr_array_add (table->families, family);
}

static gpointer
load (gpointer unused)
{
  Table *table = g_new0 (Table, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (palier_ai_get_resource (), RESOURCE, 0, &error);
  yyjson_val *entry;
  gsize i, n;

  g_assert_no_error (error);
  yyjson_doc *doc = yyjson_read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 0);
  yyjson_val *root = yyjson_doc_get_root (doc);
  table->models = g_ptr_array_new ();
  table->families = g_ptr_array_new ();
  yyjson_arr_foreach (yyjson_obj_get (root, "models"), i, n, entry)
    add_model (table, entry);
  yyjson_arr_foreach (yyjson_obj_get (root, "families"), i, n, entry)
    add_family (table, entry);
  g_assert (table->models->len > 0 && table->families->len > 0);
  yyjson_doc_free (doc);
  return table;
}

static const Table *
get_table (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load, NULL);
}

/* (element-type PalierAiModel) (transfer none) */
const GPtrArray *
palier_ai_models (void)
{
  return get_table ()->models;
}

/* "gpt-4.1-mini-2025-04-14" is the model "gpt-4.1-mini". */
static gboolean
is_dated (const char *rest)
{
  return rest[0] == '-' && strspn (rest + 1, "0123456789-") == strlen (rest + 1)
         && strlen (rest + 1) >= 4;
}

/* (nullable): what is known of the model of this name, with or without its date */
const PalierAiModel *
palier_ai_model_find (const char *id)
{
  const GPtrArray *models = palier_ai_models ();

  for (guint i = 0; i < models->len; i++)
  {
    const PalierAiModel *model = models->pdata[i];
    if (g_str_equal (id, model->id)
        || (g_str_has_prefix (id, model->id) && is_dated (id + strlen (model->id))))
      return model;
  }
  return NULL;
}

/* (nullable): the model that is proposed for a service */
const PalierAiModel *
palier_ai_model_default (const char *dialect)
{
  const GPtrArray *models = palier_ai_models ();

  for (guint i = 0; i < models->len; i++)
  {
    const PalierAiModel *model = models->pdata[i];
    if (model->by_default && g_str_equal (model->dialect, dialect))
      return model;
  }
  return NULL;
}

/* (nullable): for a model that reasons, known or not */
const PalierAiFamily *
palier_ai_family_find (const char *id)
{
  const GPtrArray *families = get_table ()->families;

  for (guint i = 0; i < families->len; i++)
  {
    const PalierAiFamily *family = families->pdata[i];
    if (g_str_has_prefix (id, family->prefix))
      return family;
  }
  return NULL;
}

static gint64
per_million (gint64 sum)
{
  return (sum + MILLION - 1) / MILLION;
}

/**
 * palier_ai_model_cost:
 * @euros_per_million_dollars: PALIER_AI_RATE_ONE where it is not known
 *
 * Returns: millionths of a euro, rounded up: (prompt − cached) · input + cached · cached input +
 *   completion · output, per million tokens
 */
gint64
palier_ai_model_cost (const PalierAiModel *self, const PalierAiUsage *usage,
                      gint64 euros_per_million_dollars)
{
  gint64 cached = MIN (usage->cached, usage->prompt);
  gint64 cost = per_million ((usage->prompt - cached) * self->input + cached * self->cached
                             + usage->completion * self->output);

  return self->dollars ? per_million (cost * euros_per_million_dollars) : cost;
}
