/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-near-keys.h"

#include "palier-likeness.h"
#include "palier-normal-form.h"

typedef enum
{
  KIND_NAMES = 1, /* first and last name, in whichever order they stand */
  KIND_NAME_AND_PLACE,
  KIND_NAME_AND_FIRM,
  KIND_FIRM_AND_POSTAL_CODE,
  KIND_FIRM_AND_CITY,
  KIND_FIRST_NAME_AND_PLACE,
  KIND_INITIALS_AND_BIRTHDATE,
  KIND_INITIALS_AND_HEAD, /* of the number of telephone */
  KIND_INITIALS_AND_TAIL,
} Kind;

/* Digits of a number after the country's code, and before its end. */
#define HEAD 5
#define TAIL 4

static guint32
sound_of (const PalierProspect *prospect, PalierField field, GString *form)
{
  palier_form_name (palier_prospect_get (prospect, field), form);
  return palier_sound_of ((PalierSpan) { form->str, (guint) form->len });
}

static guint32
hash_of (const GString *form)
{
  return form->len > 0 ? MAX (g_str_hash (form->str), 1) : 0;
}

/* 0 where either is not known. */
static void
add (gint64 *out, guint *n, Kind kind, guint32 a, guint32 b)
{
  if (a == 0 || b == 0)
    return;
  guint64 mixed =
      ((guint64) a << 32 | b) ^ (guint64) kind * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  mixed *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  out[(*n)++] = (gint64) ((mixed ^ mixed >> 29) & G_MAXINT64);
}

static guint32
initial_of (const PalierProspect *prospect, PalierField field, GString *form)
{
  palier_form_name (palier_prospect_get (prospect, field), form);
  return (guint8) form->str[0];
}

/* In whichever order the names stand; a firm has its own. 0 where there is none. */
static guint32
initials_of (const PalierProspect *prospect, GString *form)
{
  guint32 first = initial_of (prospect, PALIER_FIELD_FIRST_NAME, form);
  guint32 last = initial_of (prospect, PALIER_FIELD_LAST_NAME, form);

  if (first != 0 || last != 0)
    return MIN (first, last) << 8 | MAX (first, last);
  palier_form_company (palier_prospect_get (prospect, PALIER_FIELD_COMPANY), form);
  return (guint8) form->str[0];
}

/* The mobile number says more than the line, and one is enough. */
static void
add_phone (const PalierProspect *prospect, guint32 initials, GString *form, gint64 *out, guint *n)
{
  const char *number = palier_prospect_get (prospect, PALIER_FIELD_MOBILE);

  if (number == NULL)
    number = palier_prospect_get (prospect, PALIER_FIELD_PHONE);
  palier_form_digits (number, form);
  if (g_str_has_prefix (form->str, "33"))
    g_string_erase (form, 0, 2);
  if (form->len < HEAD + TAIL)
    return;
  add (out, n, KIND_INITIALS_AND_TAIL, initials, g_str_hash (form->str + form->len - TAIL));
  g_string_truncate (form, HEAD);
  add (out, n, KIND_INITIALS_AND_HEAD, initials, g_str_hash (form->str));
}

/**
 * palier_near_keys:
 * @out: (out caller-allocates)
 *
 * Returns: how many; 0 for one of whom too little is known
 */
guint
palier_near_keys (const PalierProspect *prospect, gint64 out[PALIER_NEAR_KEYS])
{
  g_autoptr (GString) form = g_string_new (NULL);
  guint32 first = sound_of (prospect, PALIER_FIELD_FIRST_NAME, form);
  guint32 last = sound_of (prospect, PALIER_FIELD_LAST_NAME, form);
  guint n = 0;

  guint32 initials = initials_of (prospect, form);
  palier_form_words (palier_prospect_get (prospect, PALIER_FIELD_POSTAL_CODE), form);
  guint32 place = hash_of (form);
  palier_form_company (palier_prospect_get (prospect, PALIER_FIELD_COMPANY), form);
  guint32 firm = hash_of (form);
  add_phone (prospect, initials, form, out, &n);
  if (first == 0 && last == 0)
  {
    add (out, &n, KIND_FIRM_AND_POSTAL_CODE, firm, place);
    palier_form_city (palier_prospect_get (prospect, PALIER_FIELD_CITY), form);
    add (out, &n, KIND_FIRM_AND_CITY, firm, hash_of (form));
    return n;
  }
  add (out, &n, KIND_NAMES, MIN (first, last), MAX (first, last));
  add (out, &n, KIND_NAME_AND_PLACE, last, place);
  add (out, &n, KIND_FIRST_NAME_AND_PLACE, first, place);
  add (out, &n, KIND_NAME_AND_FIRM, last, firm);
  palier_form_digits (palier_prospect_get (prospect, PALIER_FIELD_BIRTHDATE), form);
  add (out, &n, KIND_INITIALS_AND_BIRTHDATE, initials, hash_of (form));
  return n;
}
