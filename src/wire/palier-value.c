/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a text is the canonical form of a value. */
#include "palier-record-private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static gboolean
is_integer (const char *text)
{
  char again[24];

  errno = 0;
  gint64 value = g_ascii_strtoll (text, NULL, 10);
  g_snprintf (again, sizeof again, "%" G_GINT64_FORMAT, value);
  return errno == 0 && strcmp (again, text) == 0;
}

static gboolean
is_date (const char *text)
{
  if (strlen (text) != 10)
    return FALSE;
  for (int i = 0; i < 10; i++)
    if (i == 4 || i == 7 ? text[i] != '-' : !g_ascii_isdigit (text[i]))
      return FALSE;
  return g_date_valid_dmy ((GDateDay) atoi (text + 8), (GDateMonth) atoi (text + 5),
                           (GDateYear) atoi (text));
}

static gboolean
is_id (const char *text)
{
  PalierId id;
  char again[PALIER_ID_TEXT_SIZE];

  return palier_id_parse (text, &id) && strcmp (palier_id_format (&id, again), text) == 0;
}

static gboolean
is_listed (const char *choices, const char *key, gsize length)
{
  if (choices == NULL)
    return TRUE;
  for (const char *p = choices; *p != '\0';)
  {
    gsize word = strcspn (p, " ");
    if (word == length && memcmp (p, key, length) == 0)
      return TRUE;
    p += word + (p[word] == ' ');
  }
  return FALSE;
}

/* One element a line, none empty or too long; the order is made on the way in. */
static gboolean
is_set (const PalierKindField *field, const char *text)
{
  guint count = 0;

  for (const char *p = text;; count++)
  {
    gsize length = strcspn (p, "\n");
    if (length == 0 || length > PALIER_RECORD_MAX_ELEMENT || count == PALIER_RECORD_MAX_ELEMENTS
        || !is_listed (field->choices, p, length))
      return FALSE;
    if (p[length] == '\0')
      return TRUE;
    p += length + 1;
  }
}

/**
 * palier_value_is_valid:
 * @text: UTF-8, not empty (the empty value is NULL)
 *
 * Whether @text is a value that @field takes, in its canonical form and within bounds. Addresses
 * and telephone numbers are bounded only: what cannot be written to is kept as it was found.
 */
gboolean
palier_value_is_valid (const PalierKindField *field, const char *text)
{
  gboolean is_long = field->type == PALIER_TYPE_LONG_TEXT || field->type == PALIER_TYPE_JSON;
  gsize most = is_long ? PALIER_RECORD_MAX_LONG_TEXT : PALIER_RECORD_MAX_TEXT;

  if (text[0] == '\0' || (field->type != PALIER_TYPE_SET && strnlen (text, most + 1) > most))
    return FALSE;
  switch (field->type)
  {
  case PALIER_TYPE_INTEGER:
  case PALIER_TYPE_TIME:
    return is_integer (text);
  case PALIER_TYPE_DATE:
    return is_date (text);
  case PALIER_TYPE_YES_NO:
    return strcmp (text, "yes") == 0 || strcmp (text, "no") == 0;
  case PALIER_TYPE_ID:
    return is_id (text);
  case PALIER_TYPE_CHOICE:
    return is_listed (field->choices, text, strlen (text));
  case PALIER_TYPE_SET:
    return is_set (field, text);
  case PALIER_TYPE_TEXT:
  case PALIER_TYPE_LONG_TEXT:
  case PALIER_TYPE_EMAIL:
  case PALIER_TYPE_PHONE:
  case PALIER_TYPE_URL:
  case PALIER_TYPE_JSON:
    return TRUE;
  }
  return FALSE;
}
