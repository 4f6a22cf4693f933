/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cell that goes onto several fields. A field that has a column of its own is left to it. The
 * cell as it stood is kept as the original of the first field. */
#include <string.h>

#include "palier-fold.h"
#include "palier-gazetteer.h"
#include "palier-mapper-private.h"
#include "palier-name.h"
#include "palier-place.h"

static void
keep_original (PalierMapperWork *work, PalierField field, const char *cell)
{
  const char *value = palier_prospect_get (work->prospect, field);

  if (value != NULL && palier_prospect_get_original (work->prospect, field) == NULL
      && strcmp (value, cell) != 0)
    palier_prospect_set_original (work->prospect, field, cell);
}

static void
split_name (PalierMapperWork *work, const char *cell)
{
  g_auto (PalierNameParts) parts = { 0 };

  palier_name_split (cell, &parts);
  if (parts.doubtful)
  {
    g_autofree char *proposal =
        g_strdup_printf ("%s / %s", parts.first_name != NULL ? parts.first_name : "",
                         parts.last_name != NULL ? parts.last_name : "");
    palier_mapper_tell (work, PALIER_FIELD_FULL_NAME, PALIER_READING_DOUBTFUL, cell, proposal);
  }
  palier_mapper_put_beside (work, PALIER_FIELD_TITLE, parts.title);
  palier_mapper_put_beside (work, PALIER_FIELD_FIRST_NAME, parts.first_name);
  palier_mapper_put_beside (work, PALIER_FIELD_LAST_NAME, parts.last_name);
  if (parts.first_name == NULL && parts.last_name == NULL)
    palier_mapper_tell (work, PALIER_FIELD_FULL_NAME, PALIER_READING_INVALID, cell, NULL);
  keep_original (work, PALIER_FIELD_LAST_NAME, cell);
}

/* Where a postal code stands in @text: the last group of five digits that is one, with four where
 * the text begins with them ("1000 Bourg"). Returns: (nullable) */
static const char *
find_code (const char *text, gsize *length)
{
  const char *found = NULL;

  for (const char *p = text; *p != '\0';)
  {
    gsize n = strspn (p, "0123456789");
    if (n == 5 || (n == 4 && p == text))
    {
      g_autofree char *digits = g_strndup (p, n);
      g_autofree char *code = palier_postal_code_normalize (digits, NULL, NULL);
      if (code != NULL && palier_gazetteer_is_postal_code (code))
      {
        found = p;
        *length = n;
      }
    }
    p += n > 0 ? n : 1;
  }
  return found;
}

/* Text without the marks around it. */
static char *
trim (const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, length);
  char *start = copy + strspn (copy, " \t\r\n,;-()/");
  gsize end = strlen (start);

  while (end > 0 && strchr (" \t\r\n,;-(/", start[end - 1]) != NULL)
    start[--end] = '\0';
  return g_strdup (start);
}

static void
put_town (PalierMapperWork *work, const char *code, const char *town)
{
  g_autofree char *normal = code != NULL ? palier_postal_code_normalize (code, NULL, NULL) : NULL;
  g_autofree char *city = *town != '\0' ? palier_city_case (town) : NULL;

  palier_mapper_put_beside (work, PALIER_FIELD_POSTAL_CODE, normal);
  palier_mapper_put_beside (work, PALIER_FIELD_CITY, city);
}

/* "75001 Paris", "Paris (75001)", "75001", "Paris" */
static void
split_town (PalierMapperWork *work, const char *cell)
{
  g_autofree char *plain = g_strstrip (g_strdup (cell));
  gsize length = 0;
  const char *at = find_code (plain, &length);

  if (at == NULL)
  {
    /* A code abroad, or none: the reader of codes tells them apart. */
    gboolean digits = strpbrk (plain, "0123456789") != NULL;
    palier_mapper_read (work, digits ? PALIER_FIELD_POSTAL_CODE : PALIER_FIELD_CITY, plain);
    return;
  }
  g_autofree char *code = g_strndup (at, length);
  g_autofree char *behind = trim (at + length, strlen (at + length));
  g_autofree char *before = trim (plain, (gsize) (at - plain));
  put_town (work, code, *behind != '\0' ? behind : before);
  keep_original (work, PALIER_FIELD_POSTAL_CODE, plain);
}

/* What stands behind the town: "Nantes, France" → the town; the country goes onto its field. */
static char *
part_country (PalierMapperWork *work, const char *behind)
{
  const char *mark = strrchr (behind, ',');
  g_autofree char *last = mark != NULL ? trim (mark + 1, strlen (mark + 1)) : NULL;
  g_autofree char *country = last != NULL ? palier_country_normalize (last, NULL) : NULL;

  if (country == NULL)
    return g_strdup (behind);
  palier_mapper_put_beside (work, PALIER_FIELD_COUNTRY, country);
  return trim (behind, (gsize) (mark - behind));
}

/* "3 rue X, bât. B, 75001 Paris, France"; without a postal code all of it is the street. */
static void
split_address (PalierMapperWork *work, const char *cell)
{
  g_autofree char *plain = g_strstrip (g_strdup (cell));
  gsize length = 0;
  const char *at = find_code (plain, &length);

  if (at == NULL)
  {
    palier_mapper_read (work, PALIER_FIELD_STREET, plain);
    return;
  }
  g_autofree char *street =
      palier_mapper_bound (work, trim (plain, (gsize) (at - plain)), PALIER_MAPPER_TEXT_MAX);
  g_autofree char *code = g_strndup (at, length);
  g_autofree char *behind = trim (at + length, strlen (at + length));
  g_autofree char *town = part_country (work, behind);
  palier_mapper_put_beside (work, PALIER_FIELD_STREET, street);
  put_town (work, code, town);
  keep_original (work, *street != '\0' ? PALIER_FIELD_STREET : PALIER_FIELD_POSTAL_CODE, plain);
}

/* Reads @cell as the column's split says; @field is read as it is where there is none. */
void
palier_mapper_read_split (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierSplit split = work->slot->split;

  if (field == PALIER_FIELD_FULL_NAME || split == PALIER_SPLIT_NAME)
    split_name (work, cell);
  else if (split == PALIER_SPLIT_TOWN)
    split_town (work, cell);
  else if (split == PALIER_SPLIT_ADDRESS)
    split_address (work, cell);
  else if (split == PALIER_SPLIT_CONTACT)
    palier_mapper_read_contact (work, cell);
  else if (split == PALIER_SPLIT_PHONES)
    palier_mapper_read_phones (work, field, cell);
  else if (split == PALIER_SPLIT_EMAILS)
    palier_mapper_read_emails (work, field, cell);
  else
    palier_mapper_read (work, field, cell);
}
