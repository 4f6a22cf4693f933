/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of a list is worked out once and kept until the base changes: row numbers, eight bytes
 * each. A search is then a set of bits over the rows that match, through which the kept order is
 * read: a letter typed costs the index's answer and one pass, never a sort, and no ranking. */
#include "palier-list-cache.h"

#include <string.h>

#include "palier-field.h"
#include "palier-filter-sql.h"
#include "palier-score.h"
#include "palier-search.h"
#include "palier-visible.h"

#define MAX_ORDERS 4
#define FIRST_OF_FILTER 4 /* the parameters before are the query's own */

struct _PalierListCache
{
  gint64 data_version;
  GHashTable *orders; /* (element-type utf8 GArray) */
};

void
palier_list_cache_free (PalierListCache *self)
{
  g_hash_table_unref (self->orders);
  g_free (self);
}

/* The cache as far as it holds for the present state of the base. */
static PalierListCache *
ensure_cache (PalierDatabase *database, GError **error)
{
  gint64 unused, version = -1;

  if (!palier_database_number (database, &unused, error, "SELECT last FROM clock", "")
      || !palier_database_number (database, &version, error, "PRAGMA data_version", ""))
    return NULL;
  if (database->lists == NULL)
  {
    database->lists = g_new0 (PalierListCache, 1);
    database->lists->orders =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  }
  PalierListCache *self = database->lists;
  if (version != self->data_version || g_hash_table_size (self->orders) >= MAX_ORDERS)
    g_hash_table_remove_all (self->orders);
  self->data_version = version;
  return self;
}

/* What palier_prospect_dup_display_name() gives. */
#define SQL_PERSON                                                                                 \
  "nullif (trim (coalesce (p.first_name, '') || ' ' || coalesce (p.last_name, '')), '')"
#define SQL_NAME                                                                                   \
  "coalesce (iif (p.kind = 'person', NULL, p.company), " SQL_PERSON                                \
  ", p.company, p.email, p.mobile, p.phone)"

/* What is unknown stands last, whichever way the rest is sorted. */
static void
append_order (GString *sql, const PalierQuery *query)
{
  const char *way = query->descending ? "DESC" : "ASC";

  if (query->sort == PALIER_FIELD_FULL_NAME)
  {
    g_string_append_printf (
        sql, " ORDER BY " SQL_NAME " IS NULL, palier_fold (" SQL_NAME ") %s, p.n", way);
    return;
  }
  if (query->sort == PALIER_FIELD_NONE || !palier_field_info (query->sort)->stored)
  {
    g_string_append_printf (sql, " ORDER BY s.total IS NULL, s.total %s, p.n", way);
    return;
  }
  const PalierFieldInfo *field = palier_field_info (query->sort);
  gboolean number = field->type == PALIER_TYPE_INTEGER || field->type == PALIER_TYPE_TIME;
  g_string_append_printf (sql, " ORDER BY p.\"%s\" IS NULL, %s(p.\"%s\") %s, p.n", field->name,
                          number ? "" : "palier_fold ", field->name, way);
}

static char *
dup_sql (const PalierQuery *query, const char *visible)
{
  GString *sql = g_string_new ("SELECT p.n FROM prospect p LEFT JOIN score s ON s.n = p.n WHERE ");

  g_string_append (sql, visible);
  if (query->kind != NULL)
    g_string_append (sql, " AND p.kind = ?1");
  if (query->stage != NULL)
    g_string_append (sql, " AND p.stage = ?2");
  if (query->band != NULL)
    g_string_append (sql, " AND s.band = ?3");
  palier_filter_sql_append (sql, query->filter, FIRST_OF_FILTER);
  append_order (sql, query);
  return g_string_free (sql, FALSE);
}

static int
band_from_name (const char *name)
{
  for (int band = PALIER_BAND_COLD; name != NULL && band <= PALIER_BAND_HOT; band++)
    if (strcmp (palier_band_name ((PalierBand) band), name) == 0)
      return band;
  return -1;
}

static GArray *
collect (PalierDatabase *database, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *local = NULL;

  while (palier_database_next (database, statement, &local))
  {
    gint64 n = sqlite3_column_int64 (statement, 0);
    g_array_append_val (ns, n);
  }
  if (local == NULL)
    return g_steal_pointer (&ns);
  g_propagate_error (error, local);
  return NULL;
}

static GArray *
work_out (PalierDatabase *database, const PalierQuery *query, GError **error)
{
  const char *visible = palier_visible_clause (database, error);

  if (visible == NULL)
    return NULL;
  g_autofree char *sql = dup_sql (query, visible);
  sqlite3_stmt *statement = palier_database_query (database, error, sql, "");
  if (statement == NULL)
    return NULL;
  if (query->kind != NULL)
    sqlite3_bind_text (statement, 1, query->kind, -1, SQLITE_TRANSIENT);
  if (query->stage != NULL)
    sqlite3_bind_text (statement, 2, query->stage, -1, SQLITE_TRANSIENT);
  if (query->band != NULL)
    sqlite3_bind_int (statement, 3, band_from_name (query->band));
  palier_filter_sql_bind (statement, query->filter, FIRST_OF_FILTER);
  return collect (database, statement, error);
}

/* Returns: (transfer none): the whole list without its search words */
static GArray *
get_order (PalierDatabase *database, const PalierQuery *query, GError **error)
{
  PalierListCache *self = ensure_cache (database, error);

  if (self == NULL)
    return NULL;
  g_autofree char *filter_key =
      query->filter != NULL ? palier_filter_to_json (query->filter) : NULL;
  g_autofree char *key =
      g_strdup_printf ("%s/%s/%s/%d/%d/%s", query->kind ? query->kind : "",
                       query->stage ? query->stage : "", query->band ? query->band : "",
                       (int) query->sort, query->descending, filter_key != NULL ? filter_key : "");
  GArray *order = g_hash_table_lookup (self->orders, key);
  if (order == NULL)
  {
    order = work_out (database, query, error);
    if (order != NULL)
      g_hash_table_insert (self->orders, g_steal_pointer (&key), order);
  }
  return order;
}

static GArray *
filter (const GArray *order, const GArray *bits, guint limit)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < order->len && (limit == 0 || found->len < limit); i++)
  {
    gint64 n = g_array_index (order, gint64, i);
    if (palier_search_has (bits, n))
      g_array_append_val (found, n);
  }
  return found;
}

GArray *
palier_list_find (PalierDatabase *database, const PalierQuery *query, guint limit, GError **error)
{
  GArray *order = get_order (database, query, error);
  g_autoptr (GArray) bits = NULL;

  if (order == NULL)
    return NULL;
  if (palier_search_is_empty (query->search))
  {
    if (limit == 0 || limit >= order->len)
      return g_array_ref (order);
    GArray *first = g_array_sized_new (FALSE, FALSE, sizeof (gint64), limit);
    return g_array_append_vals (first, order->data, limit);
  }
  bits = palier_search_match (database, query->search, error);
  return bits != NULL ? filter (order, bits, limit) : NULL;
}
