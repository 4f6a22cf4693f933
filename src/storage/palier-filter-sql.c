/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each term is one condition with one parameter: its values as a JSON array. So the text of the
 * statement depends on the keys alone, and nothing of a value ever stands in it. */
#include "palier-filter-sql.h"

#include <string.h>
#include <yyjson.h>

#include "palier-fold.h"
#include "palier-score.h"

/* The values of the term; %1$u is the number of its parameter. */
#define AMONG " IN (SELECT value FROM json_each (?%1$u))"
#define YES_NO(condition) "CASE WHEN " condition " THEN 'yes' ELSE 'no' END" AMONG
/* Corsica's codes begin with 20: Ajaccio's side 200 and 201, Bastia's 202 and more. */
#define DEPARTMENT                                                                                 \
  "CASE WHEN coalesce (p.country, 'FR') <> 'FR' THEN NULL "                                        \
  "WHEN p.insee_code IS NOT NULL THEN substr (p.insee_code, 1, "                                   \
  "CASE WHEN substr (p.insee_code, 1, 2) IN ('97', '98') THEN 3 ELSE 2 END) "                      \
  "WHEN substr (p.postal_code, 1, 2) = '20' THEN "                                                 \
  "CASE WHEN substr (p.postal_code, 3, 1) <= '1' THEN '2A' ELSE '2B' END "                         \
  "ELSE substr (p.postal_code, 1, "                                                                \
  "CASE WHEN substr (p.postal_code, 1, 2) IN ('97', '98') THEN 3 ELSE 2 END) END"
#define CONSENT                                                                                    \
  "coalesce ((SELECT CASE c.given WHEN 'yes' THEN 'given' ELSE 'withdrawn' END FROM consent c "    \
  "WHERE c.subject = p.id AND c.purpose = 'prospecting' AND c.deleted_ms IS NULL "                 \
  "AND (c.channel IS NULL OR c.channel = 'email') ORDER BY c.at DESC, c.given LIMIT 1), 'none')"
#define HAPPENED(name)                                                                             \
  "EXISTS (SELECT 1 FROM event e WHERE e.prospect = p.id AND e.name = '" name "')"
/* A range of rows from one file holds at most 4,096. */
#define IMPORT                                                                                     \
  "EXISTS (SELECT 1 FROM origin o JOIN changeset c ON c.n = o.changeset "                          \
  "JOIN \"import\" i ON i.changeset = c.id WHERE o.first_n BETWEEN p.n - 4095 AND p.n "            \
  "AND p.n < o.first_n + o.count AND lower (hex (i.id))" AMONG ")"
#define SHARED "NOT EXISTS (SELECT 1 FROM put_aside a WHERE a.id = p.id AND a.pulled = 0)"
#define TAG                                                                                        \
  "EXISTS (SELECT 1 FROM json_each (?%1$u) v WHERE "                                               \
  "instr (char (10) || p.tags || char (10), char (10) || v.value || char (10)) > 0)"

static const char *const conditions[] = {
  [PALIER_FILTER_KIND] = "p.kind" AMONG,
  [PALIER_FILTER_BAND] = "s.band" AMONG,
  [PALIER_FILTER_STAGE] = "coalesce (p.stage, 'prospect')" AMONG,
  [PALIER_FILTER_DEPARTMENT] = DEPARTMENT AMONG,
  [PALIER_FILTER_TOWN] = "palier_fold (p.city)" AMONG,
  [PALIER_FILTER_EMAIL] = YES_NO ("p.email IS NOT NULL"),
  [PALIER_FILTER_PHONE] = YES_NO ("p.phone IS NOT NULL OR p.mobile IS NOT NULL"),
  [PALIER_FILTER_WEBSITE] = YES_NO ("p.website IS NOT NULL"),
  [PALIER_FILTER_CONSENT] = CONSENT AMONG,
  [PALIER_FILTER_CONTACTED] = YES_NO (HAPPENED ("message.sent")),
  [PALIER_FILTER_REPLIED] = YES_NO (HAPPENED ("message.replied")),
  [PALIER_FILTER_PROJECT] = "p.project" AMONG,
  [PALIER_FILTER_SOURCE] = "palier_fold (p.source)" AMONG,
  [PALIER_FILTER_TAG] = TAG,
  [PALIER_FILTER_LEGAL_BASIS] = "p.legal_basis" AMONG,
  [PALIER_FILTER_IMPORT] = IMPORT,
  [PALIER_FILTER_SHARED] = YES_NO (SHARED),
};

G_STATIC_ASSERT (G_N_ELEMENTS (conditions) == PALIER_N_FILTER_KEYS);

/**
 * palier_filter_sql_append:
 * @filter: (nullable)
 * @first_parameter: the number of the first term's parameter; each term has one
 *
 * Appends " AND (…)" for each term. What is unknown is in no term, and in every negated one.
 */
void
palier_filter_sql_append (GString *sql, const PalierFilter *filter, guint first_parameter)
{
  for (guint i = 0; filter != NULL && i < filter->terms->len; i++)
  {
    const PalierFilterTerm *term = filter->terms->pdata[i];
    g_autofree char *number = g_strdup_printf ("?%u", first_parameter + i);
    g_autoptr (GString) condition = g_string_new (conditions[term->key]);
    g_string_replace (condition, "?%1$u", number, 0);
    g_string_append_printf (sql, " AND (%s)%s", condition->str,
                            term->negated ? " IS NOT TRUE" : "");
  }
}

static void
add_band (yyjson_mut_doc *doc, yyjson_mut_val *array, const char *name)
{
  for (int band = PALIER_BAND_COLD; band <= PALIER_BAND_HOT; band++)
    if (strcmp (palier_band_name ((PalierBand) band), name) == 0)
      yyjson_mut_arr_add_int (doc, array, band);
}

/* A value as the base has it. */
static void
add_value (yyjson_mut_doc *doc, yyjson_mut_val *array, PalierFilterKey key, const char *value)
{
  g_autofree char *text = NULL;

  if (key == PALIER_FILTER_BAND)
  {
    add_band (doc, array, value);
    return;
  }
  if (key == PALIER_FILTER_TOWN || key == PALIER_FILTER_SOURCE)
    text = palier_fold (value);
  else if (key == PALIER_FILTER_IMPORT)
  {
    g_auto (GStrv) parts = g_strsplit (value, "-", -1);
    text = g_strjoinv ("", parts);
  }
  yyjson_mut_arr_add_strcpy (doc, array, text != NULL ? text : value);
}

void
palier_filter_sql_bind (sqlite3_stmt *statement, const PalierFilter *filter, guint first_parameter)
{
  for (guint i = 0; filter != NULL && i < filter->terms->len; i++)
  {
    const PalierFilterTerm *term = filter->terms->pdata[i];
    yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
    yyjson_mut_val *array = yyjson_mut_arr (doc);
    yyjson_mut_doc_set_root (doc, array);
    for (char **value = term->values; *value != NULL; value++)
      add_value (doc, array, term->key, *value);
    char *json = yyjson_mut_write (doc, 0, NULL);
    sqlite3_bind_text (statement, (int) (first_parameter + i), json, -1, SQLITE_TRANSIENT);
    free (json);
    yyjson_mut_doc_free (doc);
  }
}

/* The département of `prospect p`, NULL where it is not known or abroad. */
const char *
palier_filter_sql_department (void)
{
  return DEPARTMENT;
}
