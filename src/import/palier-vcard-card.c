/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a card goes to which column. */
#include "palier-vcard-card.h"

#include <string.h>

typedef enum
{
  COLUMN_FN,
  COLUMN_FAMILY,
  COLUMN_GIVEN,
  COLUMN_ADDITIONAL,
  COLUMN_PREFIX,
  COLUMN_SUFFIX,
  COLUMN_NICKNAME,
  COLUMN_ORG,
  COLUMN_UNIT,
  COLUMN_TITLE,
  COLUMN_ROLE,
  COLUMN_EMAIL,
  COLUMN_EMAIL_2,
  COLUMN_EMAIL_3,
  COLUMN_EMAIL_4,
  COLUMN_CELL,
  COLUMN_CELL_2,
  COLUMN_CELL_3,
  COLUMN_TEL,
  COLUMN_TEL_2,
  COLUMN_TEL_3,
  COLUMN_FAX,
  COLUMN_STREET,
  COLUMN_EXTENDED,
  COLUMN_POBOX,
  COLUMN_CODE,
  COLUMN_CITY,
  COLUMN_REGION,
  COLUMN_COUNTRY,
  COLUMN_ADR_2,
  COLUMN_ADR_3,
  COLUMN_URL,
  COLUMN_URL_2,
  COLUMN_LINKEDIN,
  COLUMN_BDAY,
  COLUMN_CATEGORIES,
  COLUMN_NOTE,
  COLUMN_OTHER,
  N_COLUMNS
} Column;

G_STATIC_ASSERT (N_COLUMNS == PALIER_VCARD_N_COLUMNS);

/* Titles are the properties' own names: they are the same in every language. */
static const struct
{
  const char *title;
  PalierField field;
} columns[N_COLUMNS] = {
  [COLUMN_FN] = { "FN", PALIER_FIELD_FULL_NAME },
  [COLUMN_FAMILY] = { "N family", PALIER_FIELD_LAST_NAME },
  [COLUMN_GIVEN] = { "N given", PALIER_FIELD_FIRST_NAME },
  [COLUMN_ADDITIONAL] = { "N additional", PALIER_FIELD_NONE },
  [COLUMN_PREFIX] = { "N prefix", PALIER_FIELD_TITLE },
  [COLUMN_SUFFIX] = { "N suffix", PALIER_FIELD_NONE },
  [COLUMN_NICKNAME] = { "NICKNAME", PALIER_FIELD_NONE },
  [COLUMN_ORG] = { "ORG", PALIER_FIELD_COMPANY },
  [COLUMN_UNIT] = { "ORG unit", PALIER_FIELD_NONE },
  [COLUMN_TITLE] = { "TITLE", PALIER_FIELD_JOB },
  [COLUMN_ROLE] = { "ROLE", PALIER_FIELD_NONE },
  [COLUMN_EMAIL] = { "EMAIL", PALIER_FIELD_EMAIL },
  [COLUMN_EMAIL_2] = { "EMAIL 2", PALIER_FIELD_EMAIL },
  [COLUMN_EMAIL_3] = { "EMAIL 3", PALIER_FIELD_EMAIL },
  [COLUMN_EMAIL_4] = { "EMAIL 4", PALIER_FIELD_EMAIL },
  [COLUMN_CELL] = { "TEL cell", PALIER_FIELD_MOBILE },
  [COLUMN_CELL_2] = { "TEL cell 2", PALIER_FIELD_MOBILE },
  [COLUMN_CELL_3] = { "TEL cell 3", PALIER_FIELD_MOBILE },
  [COLUMN_TEL] = { "TEL", PALIER_FIELD_PHONE },
  [COLUMN_TEL_2] = { "TEL 2", PALIER_FIELD_PHONE },
  [COLUMN_TEL_3] = { "TEL 3", PALIER_FIELD_PHONE },
  [COLUMN_FAX] = { "TEL fax", PALIER_FIELD_NONE },
  [COLUMN_STREET] = { "ADR street", PALIER_FIELD_STREET },
  [COLUMN_EXTENDED] = { "ADR extended", PALIER_FIELD_STREET },
  [COLUMN_POBOX] = { "ADR box", PALIER_FIELD_NONE },
  [COLUMN_CODE] = { "ADR code", PALIER_FIELD_POSTAL_CODE },
  [COLUMN_CITY] = { "ADR locality", PALIER_FIELD_CITY },
  [COLUMN_REGION] = { "ADR region", PALIER_FIELD_NONE },
  [COLUMN_COUNTRY] = { "ADR country", PALIER_FIELD_COUNTRY },
  [COLUMN_ADR_2] = { "ADR 2", PALIER_FIELD_NONE },
  [COLUMN_ADR_3] = { "ADR 3", PALIER_FIELD_NONE },
  [COLUMN_URL] = { "URL", PALIER_FIELD_WEBSITE },
  [COLUMN_URL_2] = { "URL 2", PALIER_FIELD_NONE },
  [COLUMN_LINKEDIN] = { "URL linkedin", PALIER_FIELD_LINKEDIN },
  [COLUMN_BDAY] = { "BDAY", PALIER_FIELD_BIRTHDATE },
  [COLUMN_CATEGORIES] = { "CATEGORIES", PALIER_FIELD_TAGS },
  [COLUMN_NOTE] = { "NOTE", PALIER_FIELD_NOTES },
  [COLUMN_OTHER] = { "…", PALIER_FIELD_NONE },
};

/* Of one card more values than this are not kept. */
#define MAX_VALUES 64

/* A value of which a card may have several. */
typedef struct
{
  char *value;
  PalierVcardTypes types;
} Value;

struct _PalierVcardCard
{
  GString *values[N_COLUMNS];
  GArray *emails; /* Value */
  GArray *phones;
  GArray *addresses;
  GArray *sites;
  gboolean cut;
};

static void
clear_value (gpointer data)
{
  g_free (((Value *) data)->value);
}

/* Puts @value into its column; a second one goes behind the first. */
static void
put (PalierVcardCard *self, Column column, const char *value)
{
  GString *to = self->values[column];

  if (*value == '\0' || to->len > PALIER_CELL_MAX)
    return;
  if (to->len > 0)
    g_string_append (to, column == COLUMN_NOTE ? "\n" : ", ");
  g_string_append (to, value);
}

static void
put_name (PalierVcardCard *self, const PalierVcardProperty *property)
{
  static const Column parts[] = { COLUMN_FAMILY, COLUMN_GIVEN, COLUMN_ADDITIONAL, COLUMN_PREFIX,
                                  COLUMN_SUFFIX };
  g_auto (GStrv) values = palier_vcard_split (property->value, ';');

  for (guint i = 0; values[i] != NULL && i < G_N_ELEMENTS (parts); i++)
    if (self->values[parts[i]]->len == 0)
      put (self, parts[i], values[i]);
}

static void
put_organization (PalierVcardCard *self, const PalierVcardProperty *property)
{
  g_auto (GStrv) values = palier_vcard_split (property->value, ';');

  put (self, COLUMN_ORG, values[0]);
  for (guint i = 1; values[i] != NULL; i++)
    put (self, COLUMN_UNIT, values[i]);
}

static void
put_text (PalierVcardCard *self, Column column, const PalierVcardProperty *property, char separator)
{
  g_auto (GStrv) values = palier_vcard_split (property->value, separator);

  for (guint i = 0; values[i] != NULL; i++)
    put (self, column, values[i]);
}

/* "19850412", "1985-04-12T00:00:00Z" → "1985-04-12" */
static void
put_birthday (PalierVcardCard *self, const PalierVcardProperty *property)
{
  g_auto (GStrv) values = palier_vcard_split (property->value, '\0');
  char *day = values[0];

  if (strspn (day, "0123456789") >= 8)
  {
    g_autofree char *dashed = g_strdup_printf ("%.4s-%.2s-%.2s", day, day + 4, day + 6);
    put (self, COLUMN_BDAY, dashed);
    return;
  }
  day[strcspn (day, "T")] = '\0';
  put (self, COLUMN_BDAY, day);
}

/* Keeps one of several values, without the scheme of an address. */
static void
keep (GArray *values, const PalierVcardProperty *property, const char *scheme)
{
  g_auto (GStrv) parts = palier_vcard_split (property->value, '\0');
  char *value = parts[0];

  if (scheme != NULL && g_ascii_strncasecmp (value, scheme, strlen (scheme)) == 0)
  {
    value += strlen (scheme);
    value[strcspn (value, ";?")] = '\0';
  }
  if (*value == '\0' || values->len >= MAX_VALUES)
    return;
  Value kept = { g_strdup (value), property->types };
  g_array_append_val (values, kept);
}

static void
keep_address (PalierVcardCard *self, const PalierVcardProperty *property)
{
  Value kept = { g_strdup (property->value), property->types };

  if (self->addresses->len < MAX_VALUES)
    g_array_append_val (self->addresses, kept);
  else
    g_free (kept.value);
}

/* Takes one of the card's properties, of which those that no column is for are left out. */
void
palier_vcard_card_take (PalierVcardCard *self, const PalierVcardProperty *property)
{
  static const struct
  {
    const char *name;
    Column column;
    char separator;
  } texts[] = { { "FN", COLUMN_FN, '\0' },       { "NICKNAME", COLUMN_NICKNAME, ',' },
                { "TITLE", COLUMN_TITLE, '\0' }, { "ROLE", COLUMN_ROLE, '\0' },
                { "NOTE", COLUMN_NOTE, '\0' },   { "CATEGORIES", COLUMN_CATEGORIES, ',' } };
  const char *name = property->name;

  if ((property->types & PALIER_VCARD_BINARY) != 0)
    return;
  if (property->cut)
    self->cut = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (texts[i].name, name) == 0)
    {
      put_text (self, texts[i].column, property, texts[i].separator);
      return;
    }
  if (strcmp (name, "N") == 0)
    put_name (self, property);
  else if (strcmp (name, "ORG") == 0)
    put_organization (self, property);
  else if (strcmp (name, "BDAY") == 0)
    put_birthday (self, property);
  else if (strcmp (name, "EMAIL") == 0)
    keep (self->emails, property, "mailto:");
  else if (strcmp (name, "TEL") == 0)
    keep (self->phones, property, "tel:");
  else if (strcmp (name, "ADR") == 0)
    keep_address (self, property);
  else if (strcmp (name, "URL") == 0 || strcmp (name, "X-SOCIALPROFILE") == 0)
    keep (self->sites, property, NULL);
}

/* The preferred value first, then those of work, then those of the home. */
static int
rank_of (const Value *value)
{
  return ((value->types & PALIER_VCARD_PREF) != 0 ? 0 : 4)
         + ((value->types & PALIER_VCARD_WORK) != 0   ? 0
            : (value->types & PALIER_VCARD_HOME) != 0 ? 2
                                                      : 1);
}

/* Index of the best value that is left, or -1. */
static int
best_of (GArray *values)
{
  int best = -1;

  for (int i = 0; i < (int) values->len; i++)
  {
    const Value *value = &g_array_index (values, Value, i);
    if (value->value != NULL
        && (best < 0 || rank_of (value) < rank_of (&g_array_index (values, Value, best))))
      best = i;
  }
  return best;
}

static Column
phone_column (PalierVcardTypes types, guint *n_cells, guint *n_phones)
{
  if ((types & PALIER_VCARD_FAX) != 0)
    return COLUMN_FAX;
  if ((types & PALIER_VCARD_PAGER) != 0)
    return COLUMN_OTHER;
  if ((types & PALIER_VCARD_CELL) != 0)
    return *n_cells < 3 ? COLUMN_CELL + (*n_cells)++ : COLUMN_OTHER;
  return *n_phones < 3 ? COLUMN_TEL + (*n_phones)++ : COLUMN_OTHER;
}

static void
place_phones (PalierVcardCard *self)
{
  guint n_cells = 0, n_phones = 0;

  for (int i; (i = best_of (self->phones)) >= 0;)
  {
    Value *value = &g_array_index (self->phones, Value, i);
    put (self, phone_column (value->types, &n_cells, &n_phones), value->value);
    g_clear_pointer (&value->value, g_free);
  }
}

/* Places several values of a kind into @n columns from @first on, what is left into the last. */
static void
place (PalierVcardCard *self, GArray *values, Column first, guint n)
{
  guint placed = 0;

  for (int i; (i = best_of (values)) >= 0;)
  {
    Value *value = &g_array_index (values, Value, i);
    gboolean linkedin = first == COLUMN_URL && strstr (value->value, "linkedin.com/") != NULL
                        && self->values[COLUMN_LINKEDIN]->len == 0;
    put (self,
         linkedin     ? COLUMN_LINKEDIN
         : placed < n ? first + placed
                      : COLUMN_OTHER,
         value->value);
    placed += !linkedin;
    g_clear_pointer (&value->value, g_free);
  }
}

static void
place_addresses (PalierVcardCard *self)
{
  static const Column parts[] = { COLUMN_POBOX,  COLUMN_EXTENDED, COLUMN_STREET, COLUMN_CITY,
                                  COLUMN_REGION, COLUMN_CODE,     COLUMN_COUNTRY };
  guint n = 0;

  for (int i; (i = best_of (self->addresses)) >= 0;)
  {
    Value *value = &g_array_index (self->addresses, Value, i);
    g_auto (GStrv) values = palier_vcard_split (value->value, ';');
    Column whole = n == 1 ? COLUMN_ADR_2 : n == 2 ? COLUMN_ADR_3 : COLUMN_OTHER;
    for (guint part = 0; values[part] != NULL && part < G_N_ELEMENTS (parts); part++)
      put (self, n == 0 ? parts[part] : whole, values[part]);
    n++;
    g_clear_pointer (&value->value, g_free);
  }
}

/* Forgets the card before. */
void
palier_vcard_card_begin (PalierVcardCard *self)
{
  self->cut = FALSE;
  for (guint i = 0; i < N_COLUMNS; i++)
    g_string_truncate (self->values[i], 0);
  g_array_set_size (self->emails, 0);
  g_array_set_size (self->phones, 0);
  g_array_set_size (self->addresses, 0);
  g_array_set_size (self->sites, 0);
}

/* Of a firm, address books often write its name where a person's belongs; and a formatted name says
 * nothing more where its parts are known. */
static void
drop_repeated_names (PalierVcardCard *self)
{
  const char *firm = self->values[COLUMN_ORG]->str;
  gboolean alone = self->values[COLUMN_GIVEN]->len == 0;

  if (alone && *firm != '\0' && strcmp (self->values[COLUMN_FAMILY]->str, firm) == 0)
    g_string_truncate (self->values[COLUMN_FAMILY], 0);
  if (self->values[COLUMN_FAMILY]->len > 0 || !alone
      || strcmp (self->values[COLUMN_FN]->str, firm) == 0)
    g_string_truncate (self->values[COLUMN_FN], 0);
}

static GArray *
new_values (void)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (Value));

  g_array_set_clear_func (values, clear_value);
  return values;
}

PalierVcardCard *
palier_vcard_card_new (void)
{
  PalierVcardCard *self = g_new0 (PalierVcardCard, 1);

  for (guint i = 0; i < N_COLUMNS; i++)
    self->values[i] = g_string_new (NULL);
  self->emails = new_values ();
  self->phones = new_values ();
  self->addresses = new_values ();
  self->sites = new_values ();
  return self;
}

void
palier_vcard_card_free (PalierVcardCard *self)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    g_string_free (self->values[i], TRUE);
  g_array_unref (self->emails);
  g_array_unref (self->phones);
  g_array_unref (self->addresses);
  g_array_unref (self->sites);
  g_free (self);
}

/* After the last property: values of which there are several go to their columns, the best first.
 */
void
palier_vcard_card_end (PalierVcardCard *self)
{
  place (self, self->emails, COLUMN_EMAIL, 4);
  place_phones (self);
  place_addresses (self);
  place (self, self->sites, COLUMN_URL, 2);
  drop_repeated_names (self);
}

/* (transfer none): what the card has for that column, of PALIER_VCARD_N_COLUMNS */
const GString *
palier_vcard_card_get (const PalierVcardCard *self, guint column)
{
  return self->values[column];
}

/* Whether a value was longer than PALIER_CELL_MAX. */
gboolean
palier_vcard_card_is_cut (const PalierVcardCard *self)
{
  return self->cut;
}

const char *
palier_vcard_column_title (guint column)
{
  return columns[column].title;
}

/* PALIER_FIELD_NONE where it is surely none */
PalierField
palier_vcard_column_field (guint column)
{
  return columns[column].field;
}
