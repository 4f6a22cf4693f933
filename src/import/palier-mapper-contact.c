/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses and numbers: none of them is lost. The first of a cell goes onto its field, further
 * ones onto the field of their kind where that has no column and no value, else into the sets of
 * others.
 */
#include <string.h>

#include "palier-email.h"
#include "palier-mapper-private.h"
#include "palier-phone.h"

#define MAX_PIECES 16
#define PARTS ";,/| \t\r\n<>()"

static gboolean
is_known (const PalierProspect *prospect, PalierField others, const char *value)
{
  static const PalierField fields[] = { PALIER_FIELD_EMAIL, PALIER_FIELD_PHONE,
                                        PALIER_FIELD_MOBILE };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_strcmp0 (palier_prospect_get (prospect, fields[i]), value) == 0)
      return TRUE;
  return palier_prospect_in_set (prospect, others, value);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static void
add_other (PalierMapperWork *work, PalierField others, const char *value)
{
  const char *set = palier_prospect_get (work->prospect, others);

  if (is_known (work->prospect, others, value))
    return;
  if (set == NULL)
  {
    palier_prospect_set (work->prospect, others, value);
    return;
  }
  g_auto (GStrv) lines = g_strsplit (set, "\n", -1);
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_from_null_terminated_array ((gpointer *) lines, NULL, NULL, NULL);
  g_ptr_array_add (all, (gpointer) value);
  g_ptr_array_sort_values (all, compare_texts);
  g_ptr_array_add (all, NULL);
  palier_prospect_take (work->prospect, others, g_strjoinv ("\n", (char **) all->pdata));
}

/* @cell: as it stands, kept as the original of the field it is put onto */
static void
add_email (PalierMapperWork *work, char *address, const char *cell)
{
  gboolean own = work->slot->field != PALIER_FIELD_OTHER_EMAILS;

  if (own && palier_prospect_get (work->prospect, PALIER_FIELD_EMAIL) == NULL)
  {
    palier_mapper_put (work, PALIER_FIELD_EMAIL, address, cell);
    return;
  }
  add_other (work, PALIER_FIELD_OTHER_EMAILS, address);
  g_free (address);
}

/* The field a number goes onto: of its kind where nothing is there, else NONE. */
static PalierField
place_of (PalierMapperWork *work, const PalierPhone *phone)
{
  PalierField field = phone->kind == PALIER_PHONE_MOBILE ? PALIER_FIELD_MOBILE : PALIER_FIELD_PHONE;

  if (work->slot->field == PALIER_FIELD_OTHER_PHONES
      || palier_prospect_get (work->prospect, field) != NULL
      || palier_mapper_has_column (work, field))
    return PALIER_FIELD_NONE;
  return field;
}

static void
add_phone (PalierMapperWork *work, PalierField field, const PalierPhone *phone, const char *cell)
{
  if (field != PALIER_FIELD_NONE && palier_prospect_get (work->prospect, field) == NULL)
    palier_mapper_put (work, field, g_strdup (phone->e164), cell);
  else
    add_other (work, PALIER_FIELD_OTHER_PHONES, phone->e164);
}

/* All the numbers of a cell that holds something else as well, each by its kind. */
static guint
add_phones (PalierMapperWork *work, const char *cell)
{
  PalierPhone phones[MAX_PIECES];
  const char *country = palier_prospect_get (work->prospect, PALIER_FIELD_COUNTRY);
  guint n = palier_phone_list (cell, country, phones, MAX_PIECES);

  for (guint i = 0; i < n; i++)
    add_phone (work, place_of (work, &phones[i]), &phones[i], cell);
  return n;
}

/* The pieces of @cell without those that hold an address. */
static char *
without_addresses (const char *cell)
{
  g_auto (GStrv) pieces = g_strsplit_set (cell, PARTS, -1);
  g_autoptr (GString) rest = g_string_new (NULL);

  for (guint i = 0; pieces[i] != NULL; i++)
    if (strchr (pieces[i], '@') == NULL)
      g_string_append_printf (rest, "%s ", pieces[i]);
  return g_string_free (g_steal_pointer (&rest), FALSE);
}

static void
read_one_email (PalierMapperWork *work, const char *text, const char *cell)
{
  PalierReading verdict;
  g_autofree char *proposal = NULL;
  char *address = palier_email_normalize (text, &proposal, &verdict);

  /* What stands beside it is read as numbers. */
  if (verdict != PALIER_READING_MORE)
    palier_mapper_tell (work, PALIER_FIELD_EMAIL, verdict, cell, proposal);
  if (address != NULL)
    add_email (work, address, cell);
}

void
palier_mapper_read_emails (PalierMapperWork *work, PalierField field, const char *cell)
{
  const char *at = strchr (cell, '@');

  if (at == NULL || strchr (at + 1, '@') == NULL)
    read_one_email (work, cell, cell);
  else
  {
    g_auto (GStrv) pieces = g_strsplit_set (cell, PARTS, MAX_PIECES);
    for (guint i = 0; pieces[i] != NULL; i++)
      if (strchr (pieces[i], '@') != NULL)
        read_one_email (work, pieces[i], cell);
  }
  if (at != NULL && strpbrk (cell, "0123456789") != NULL)
  {
    g_autofree char *rest = without_addresses (cell);
    add_phones (work, rest);
  }
}

void
palier_mapper_read_phones (PalierMapperWork *work, PalierField field, const char *cell)
{
  PalierPhone phones[MAX_PIECES];
  const char *country = palier_prospect_get (work->prospect, PALIER_FIELD_COUNTRY);
  guint n = palier_phone_list (cell, country, phones, MAX_PIECES);
  gboolean by_kind = work->slot->split == PALIER_SPLIT_PHONES;
  PalierReading verdict;

  if (n == 0)
  {
    g_autofree char *none = palier_phone_normalize (cell, country, NULL, &verdict);
    palier_mapper_tell (work, field, verdict, cell, none);
    return;
  }
  if (phones[0].repaired)
    palier_mapper_tell (work, field, PALIER_READING_REPAIRED, cell, phones[0].e164);
  if (field == PALIER_FIELD_OTHER_PHONES)
    field = PALIER_FIELD_NONE;
  for (guint i = 0; i < n; i++)
  {
    PalierField place = i == 0 && !by_kind ? field : place_of (work, &phones[i]);
    if (by_kind && i == 0 && place == PALIER_FIELD_NONE)
      place = field;
    add_phone (work, place, &phones[i], cell);
  }
}

/* Addresses and numbers in one cell. */
void
palier_mapper_read_contact (PalierMapperWork *work, const char *cell)
{
  g_auto (GStrv) pieces = g_strsplit_set (cell, PARTS, MAX_PIECES);
  gboolean found = FALSE;

  for (guint i = 0; pieces[i] != NULL; i++)
    if (strchr (pieces[i], '@') != NULL)
    {
      read_one_email (work, pieces[i], cell);
      found = TRUE;
    }
  g_autofree char *rest = without_addresses (cell);
  if (add_phones (work, rest) == 0 && !found)
    palier_mapper_tell (work, work->slot->field, PALIER_READING_INVALID, cell, NULL);
}

/* Takes the first line out of a set. Returns: (transfer full) (nullable) */
static char *
take_first (PalierProspect *prospect, PalierField others)
{
  const char *set = palier_prospect_get (prospect, others);

  if (set == NULL)
    return NULL;
  const char *end = strchrnul (set, '\n');
  char *first = g_strndup (set, (gsize) (end - set));
  palier_prospect_take (prospect, others, g_strdup (*end == '\n' ? end + 1 : ""));
  return first;
}

/* Who has none on the field itself has the first of the others there. */
void
palier_mapper_move_up (PalierMapperWork *work)
{
  PalierProspect *prospect = work->prospect;

  if (palier_prospect_get (prospect, PALIER_FIELD_EMAIL) == NULL)
    palier_prospect_take (prospect, PALIER_FIELD_EMAIL,
                          take_first (prospect, PALIER_FIELD_OTHER_EMAILS));
  if (palier_prospect_get (prospect, PALIER_FIELD_PHONE) == NULL
      && palier_prospect_get (prospect, PALIER_FIELD_MOBILE) == NULL)
  {
    char *number = take_first (prospect, PALIER_FIELD_OTHER_PHONES);
    PalierField field = number != NULL && palier_phone_kind (number) == PALIER_PHONE_MOBILE
                            ? PALIER_FIELD_MOBILE
                            : PALIER_FIELD_PHONE;
    palier_prospect_take (prospect, field, number);
  }
}
