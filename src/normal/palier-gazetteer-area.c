/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Départements and regions. */
#include "palier-gazetteer.h"

#include <string.h>

#include "palier-gazetteer-private.h"
#include "palier-town-key.h"

typedef struct
{
  const char *code;
  const char *region; /* empty: it is a region itself */
  const char *name;
} Area;

#define AREAS_MAX 160

/* Pointers into the gazetteer, départements first, each kind in the order of its codes. */
typedef struct
{
  Area all[AREAS_MAX];
  guint n_departments;
  guint n;
} Areas;

static gpointer
index_areas (gpointer unused)
{
  static Areas self;
  const PalierGazetteer *data = palier_gazetteer_data ();

  for (const char *p = data->areas; p < data->areas + data->n_areas_bytes && self.n < AREAS_MAX;)
  {
    Area *area = &self.all[self.n++];
    area->code = p;
    area->region = area->code + strlen (area->code) + 1;
    area->name = area->region + strlen (area->region) + 1;
    p = area->name + strlen (area->name) + 1;
    self.n_departments += *area->region != '\0';
  }
  return &self;
}

static const Areas *
get_areas (void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once (&once, index_areas, NULL);
}

static const Area *
find_area (const char *code, gboolean is_region)
{
  const Areas *areas = get_areas ();
  guint low = is_region ? areas->n_departments : 0;
  guint high = is_region ? areas->n : areas->n_departments;

  while (code != NULL && low < high)
  {
    guint middle = low + (high - low) / 2;
    int order = strcmp (areas->all[middle].code, code);
    if (order == 0)
      return &areas->all[middle];
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

/* (nullable): "78" → "Yvelines" */
const char *
palier_department_name (const char *code)
{
  const Area *area = find_area (code, FALSE);
  return area != NULL ? area->name : NULL;
}

/* (nullable): the code of the region that a département is in */
const char *
palier_department_region (const char *code)
{
  const Area *area = find_area (code, FALSE);
  return area != NULL ? area->region : NULL;
}

const char *
palier_region_name (const char *code)
{
  const Area *area = find_area (code, TRUE);
  return area != NULL ? area->name : NULL;
}

/* (nullable): the code that @text begins with or holds between brackets: "78", "Ain (1)", "2a" */
static const char *
find_code (const char *text)
{
  char code[4] = { 0 };
  const char *p = strpbrk (text, "0123456789");
  gsize n = 0;

  for (; p != NULL && n < 3 && g_ascii_isdigit (p[n]); n++)
    code[n] = p[n];
  if (n == 1 && code[0] == '2' && strchr ("aAbB", p[1]) != NULL && p[1] != '\0')
    code[n++] = g_ascii_toupper (p[1]);
  if (n == 0 || g_ascii_isalnum (p[n]))
    return NULL;
  if (n == 1)
  {
    code[1] = code[0];
    code[0] = '0';
  }
  const Area *area = find_area (code, FALSE);
  return area != NULL ? area->code : NULL;
}

/**
 * palier_department_find:
 * @text: (nullable): "78", "yvelines", "Ain (01)", "2A - Corse du Sud"
 *
 * Returns: (nullable): the code of the département
 */
const char *
palier_department_find (const char *text)
{
  const Areas *areas = get_areas ();
  char key[PALIER_TOWN_KEY_SIZE], other[PALIER_TOWN_KEY_SIZE];

  if (text == NULL || strnlen (text, 100) == 100)
    return NULL;
  const char *code = find_code (text);
  if (code != NULL || palier_town_key (text, key) == 0)
    return code;
  for (guint i = 0; i < areas->n_departments; i++)
  {
    palier_town_key (areas->all[i].name, other);
    if (strcmp (key, other) == 0)
      return areas->all[i].code;
  }
  return NULL;
}

/**
 * palier_department_of_postal_code:
 * @code: (nullable): five digits, also of CEDEX
 *
 * Returns: (nullable): "78", "2B", "974". Some codes reach over the border of their département:
 *   those in use follow their largest commune.
 */
const char *
palier_department_of_postal_code (const char *code)
{
  PalierCommune commune;
  char prefix[4] = { 0 };

  if (code == NULL || strnlen (code, 6) != 5 || strspn (code, "0123456789") != 5)
    return NULL;
  if (palier_gazetteer_by_postal_code (code, &commune, 1) > 0)
    g_strlcpy (prefix, commune.department, sizeof prefix);
  else if (code[0] == '2' && code[1] == '0')
    g_strlcpy (prefix, code[2] <= '1' ? "2A" : "2B", sizeof prefix);
  else
    g_strlcpy (prefix, code, code[0] == '9' && code[1] >= '7' ? 4 : 3);
  const Area *area = find_area (prefix, FALSE);
  return area != NULL ? area->code : NULL;
}
