/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vCard 3.0 (RFC 2426), which every address book reads: CRLF, lines folded at 75 octets between
 * characters, texts escaped. A card holds what the chosen columns hold. */
#include "palier-export.h"

#include <string.h>

#include "palier-phone.h"

#define CHUNK (64 * 1024)
#define LINE_MAX_OCTETS 75

typedef struct
{
  const PalierExport *export;
  const PalierProspect *row;
  GString *out;
} Card;

/* (nullable): of a column that was chosen */
static const char *
get (const Card *card, PalierField field)
{
  for (gsize i = 0; i < card->export->n_columns; i++)
    if (card->export->columns[i].field == field)
      return palier_prospect_get (card->row, field);
  return NULL;
}

/* RFC 2426 § 4: backslash, comma, semicolon and the end of a line. */
static void
append_escaped (GString *line, const char *text)
{
  for (const char *p = text != NULL ? text : ""; *p != '\0'; p++)
    if (*p == '\n')
      g_string_append (line, "\\n");
    else if (strchr ("\\,;", *p) != NULL)
      g_string_append_printf (line, "\\%c", *p);
    else if (!g_ascii_iscntrl (*p))
      g_string_append_c (line, *p);
}

/* A line of more than 75 octets goes on behind CRLF and a space, never within a character. */
static void
append_line (GString *out, const char *line)
{
  gsize room = LINE_MAX_OCTETS;

  for (gsize length = strlen (line); length > room; length = strlen (line))
  {
    gsize cut = room;
    while (cut > 0 && ((guchar) line[cut] & 0xC0) == 0x80)
      cut--;
    g_string_append_len (out, line, (gssize) cut);
    g_string_append (out, "\r\n ");
    line += cut;
    room = LINE_MAX_OCTETS - 1;
  }
  g_string_append (out, line);
  g_string_append (out, "\r\n");
}

static void
add (const Card *card, const char *name, const char *value)
{
  g_autoptr (GString) line = g_string_new (name);

  if (value == NULL || *value == '\0')
    return;
  g_string_append_c (line, ':');
  append_escaped (line, value);
  append_line (card->out, line->str);
}

/* Parts between semicolons. @values: (array length=n): each (nullable) */
static void
add_parts (const Card *card, const char *name, const char *const *values, gsize n)
{
  g_autoptr (GString) line = g_string_new (name);
  gboolean any = FALSE;

  for (gsize i = 0; i < n; i++)
  {
    g_string_append_c (line, i == 0 ? ':' : ';');
    append_escaped (line, values[i]);
    any = any || (values[i] != NULL && *values[i] != '\0');
  }
  if (any)
    append_line (card->out, line->str);
}

/* One line a member of a set. */
static void
add_each (const Card *card, const char *name, const char *set)
{
  g_auto (GStrv) members = g_strsplit (set != NULL ? set : "", "\n", -1);

  for (char **member = members; *member != NULL; member++)
    add (card, name, *member);
}

static void
add_phone (const Card *card, const char *number)
{
  if (number != NULL)
    add (card,
         palier_phone_kind (number) == PALIER_PHONE_MOBILE ? "TEL;TYPE=CELL"
                                                           : "TEL;TYPE=WORK,VOICE",
         number);
}

static void
add_names (const Card *card)
{
  const char *first = get (card, PALIER_FIELD_FIRST_NAME);
  const char *last = get (card, PALIER_FIELD_LAST_NAME);
  const char *company = get (card, PALIER_FIELD_COMPANY);
  const char *name[] = { last, first, NULL, get (card, PALIER_FIELD_TITLE), NULL };
  g_autofree char *full =
      g_strdup_printf ("%s%s%s", first != NULL ? first : "",
                       first != NULL && last != NULL ? " " : "", last != NULL ? last : "");
  const char *shown = *full != '\0' ? full : company;

  /* Both are required; a firm without a person has its own name there. */
  if (first == NULL && last == NULL)
    append_line (card->out, "N:;;;;");
  else
    add_parts (card, "N", name, G_N_ELEMENTS (name));
  if (shown == NULL)
    shown = get (card, PALIER_FIELD_EMAIL);
  add (card, "FN", shown != NULL ? shown : "?");
  add (card, "ORG", company);
  add (card, "TITLE", get (card, PALIER_FIELD_JOB));
}

static void
add_categories (const Card *card)
{
  const char *tags = get (card, PALIER_FIELD_TAGS);
  g_auto (GStrv) each = g_strsplit (tags != NULL ? tags : "", "\n", -1);
  g_autoptr (GString) line = g_string_new ("CATEGORIES:");

  for (guint i = 0; each[i] != NULL; i++)
  {
    g_string_append (line, i > 0 ? "," : "");
    append_escaped (line, each[i]);
  }
  if (tags != NULL && *tags != '\0')
    append_line (card->out, line->str);
}

static void
append_card (const Card *card)
{
  char id[PALIER_ID_TEXT_SIZE];
  g_autofree char *uid =
      g_strconcat ("urn:uuid:", palier_id_format (palier_prospect_get_id (card->row), id), NULL);
  const char *address[] = { NULL,
                            NULL,
                            get (card, PALIER_FIELD_STREET),
                            get (card, PALIER_FIELD_CITY),
                            NULL,
                            get (card, PALIER_FIELD_POSTAL_CODE),
                            get (card, PALIER_FIELD_COUNTRY) };

  append_line (card->out, "BEGIN:VCARD");
  append_line (card->out, "VERSION:3.0");
  add_names (card);
  add (card, "EMAIL;TYPE=INTERNET", get (card, PALIER_FIELD_EMAIL));
  add_each (card, "EMAIL;TYPE=INTERNET", get (card, PALIER_FIELD_OTHER_EMAILS));
  add_phone (card, get (card, PALIER_FIELD_PHONE));
  add_phone (card, get (card, PALIER_FIELD_MOBILE));
  add_each (card, "TEL;TYPE=VOICE", get (card, PALIER_FIELD_OTHER_PHONES));
  add_parts (card, "ADR;TYPE=WORK", address, G_N_ELEMENTS (address));
  add (card, "URL", get (card, PALIER_FIELD_WEBSITE));
  add (card, "BDAY", get (card, PALIER_FIELD_BIRTHDATE));
  add_categories (card);
  add (card, "NOTE", get (card, PALIER_FIELD_NOTES));
  add (card, "UID", uid);
  append_line (card->out, "END:VCARD");
}

static gboolean
flush (GString *buffer, GOutputStream *out, GCancellable *cancellable, GError **error)
{
  gboolean written =
      g_output_stream_write_all (out, buffer->str, buffer->len, NULL, cancellable, error);

  g_string_truncate (buffer, 0);
  return written;
}

/**
 * palier_export_vcard:
 * @out: is neither flushed nor closed
 *
 * A card a row; of the columns those that an address book knows.
 *
 * Returns: how many; -1 with an error of @out, of the rows' source, or G_IO_ERROR_CANCELLED
 */
gint64
palier_export_vcard (const PalierExport *export, GOutputStream *out, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GString) buffer = g_string_sized_new (CHUNK + 4096);

  for (gint64 n = 0;; n++)
  {
    g_autoptr (PalierProspect) row = NULL;
    if (!export->next (export->data, &row, error))
      return -1;
    if (row == NULL)
      return flush (buffer, out, cancellable, error) ? n : -1;
    append_card (&(Card) { export, row, buffer });
    if (buffer->len >= CHUNK && !flush (buffer, out, cancellable, error))
      return -1;
  }
}
