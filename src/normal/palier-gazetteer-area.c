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

static const char *
read_area (const char *p, Area *out)
{
  out->code = p;
  out->region = out->code + strlen (out->code) + 1;
  out->name = out->region + strlen (out->region) + 1;
  return out->name + strlen (out->name) + 1;
}

static gboolean
find_area (const char *code, gboolean is_region, Area *out)
{
  const PalierGazetteer *data = palier_gazetteer_data ();

  for (const char *p = data->areas; code != NULL && p < data->areas + data->n_areas_bytes;)
  {
    p = read_area (p, out);
    if ((*out->region == '\0') == is_region && strcmp (out->code, code) == 0)
      return TRUE;
  }
  return FALSE;
}

/* (nullable): "78" → "Yvelines" */
const char *
palier_department_name (const char *code)
{
  Area area;
  return find_area (code, FALSE, &area) ? area.name : NULL;
}

/* (nullable): the code of the region that a département is in */
const char *
palier_department_region (const char *code)
{
  Area area;
  return find_area (code, FALSE, &area) ? area.region : NULL;
}

const char *
palier_region_name (const char *code)
{
  Area area;
  return find_area (code, TRUE, &area) ? area.name : NULL;
}

/* (nullable): the code that @text begins with or holds between brackets: "78", "Ain (1)", "2a" */
static const char *
find_code (const char *text)
{
  Area area;
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
  return find_area (code, FALSE, &area) ? area.code : NULL;
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
  const PalierGazetteer *data = palier_gazetteer_data ();
  char key[PALIER_TOWN_KEY_SIZE], other[PALIER_TOWN_KEY_SIZE];
  Area area;

  if (text == NULL || strnlen (text, 100) == 100)
    return NULL;
  const char *code = find_code (text);
  if (code != NULL || palier_town_key (text, key) == 0)
    return code;
  for (const char *p = data->areas; p < data->areas + data->n_areas_bytes;)
  {
    p = read_area (p, &area);
    palier_town_key (area.name, other);
    if (*area.region != '\0' && strcmp (key, other) == 0)
      return area.code;
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
  Area area;
  char prefix[4] = { 0 };

  if (code == NULL || strnlen (code, 6) != 5 || strspn (code, "0123456789") != 5)
    return NULL;
  if (palier_gazetteer_by_postal_code (code, &commune, 1) > 0)
    g_strlcpy (prefix, commune.department, sizeof prefix);
  else if (code[0] == '2' && code[1] == '0')
    g_strlcpy (prefix, code[2] <= '1' ? "2A" : "2B", sizeof prefix);
  else
    g_strlcpy (prefix, code, code[0] == '9' && code[1] >= '7' ? 4 : 3);
  return find_area (prefix, FALSE, &area) ? area.code : NULL;
}
