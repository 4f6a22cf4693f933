/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIREN (a firm, 9 digits) and SIRET (one of its establishments, SIREN + 5). Both close a Luhn sum;
 * La Poste (356000000) has so many establishments that theirs may close the plain sum modulo 5. */
#include "palier-siret.h"

#include "palier-digits.h"

#include <string.h>

static gboolean
closes_luhn (const char *digits, gsize length)
{
  guint sum = 0;

  for (gsize i = 0; i < length; i++)
  {
    guint digit = (guint) (digits[length - 1 - i] - '0');
    guint doubled = i % 2 == 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 == 0;
}

static gboolean
is_number (const char *digits, gsize length)
{
  return strspn (digits, "0123456789") == length && digits[length] == '\0'
         && strspn (digits, "0") != length;
}

gboolean
palier_siren_is_valid (const char *digits)
{
  return is_number (digits, 9) && closes_luhn (digits, 9);
}

gboolean
palier_siret_is_valid (const char *digits)
{
  guint sum = 0;

  if (!is_number (digits, 14))
    return FALSE;
  if (closes_luhn (digits, 14))
    return TRUE;
  if (!g_str_has_prefix (digits, "356000000"))
    return FALSE;
  for (gsize i = 0; i < 14; i++)
    sum += (guint) (digits[i] - '0');
  return sum % 5 == 0;
}

/* The digits of @text behind "RCS Paris", "SIRET n°", "FR 44" …: only words may stand before. A
 * spreadsheet's float tail goes. */
static gsize
read_digits (const char *text, char *out, gsize size)
{
  gsize length = strlen (text);
  char stray;
  g_autofree char *copy = g_strdup (text);

  if (length > 2 && strcmp (copy + length - 2, ".0") == 0)
    copy[length - 2] = '\0';
  const char *start = strpbrk (copy, "0123456789");
  if (start == NULL)
    return 0;
  gsize n = palier_digits_gather (start, out, size, &stray);
  return stray == '\0' || stray == '"' ? n : 0;
}

static PalierReading
before_reading (const char *text)
{
  if (text == NULL || *palier_text_skip_space (text) == '\0')
    return PALIER_READING_BLANK;
  if (palier_text_is_oversized (text))
    return PALIER_READING_INVALID;
  return palier_digits_are_destroyed (text) ? PALIER_READING_DESTROYED : PALIER_READING_OK;
}

/* Puts leading zeros back where @missing digits are gone and the sum then closes. */
static char *
restore_zeros (const char *digits, gsize missing, gboolean (*is_valid) (const char *))
{
  g_autofree char *padded = g_strconcat (missing == 2 ? "00" : "0", digits, NULL);
  return is_valid (padded) ? g_steal_pointer (&padded) : NULL;
}

/* No establishment has the number 00000: those digits were rounded away ("35600000000000"). */
static gboolean
is_rounded (const char *digits, gsize n)
{
  return n == 14 && g_str_has_suffix (digits, "00000") && strspn (digits, "0") < 9;
}

/**
 * palier_siret_normalize:
 * @text: (nullable): 14 digits with any spaces; 13 or 12 where a spreadsheet ate the leading zeros
 * @verdict: (out) (optional): DESTROYED for 3,56E+13 and 35600000000000, INVALID where the sum does
 * not close
 *
 * Returns: (transfer full) (nullable): 14 digits
 */
char *
palier_siret_normalize (const char *text, PalierReading *verdict)
{
  char digits[24];
  char *siret = NULL;
  PalierReading found = before_reading (text);

  if (found == PALIER_READING_OK)
  {
    gsize n = read_digits (text, digits, sizeof digits);
    found = PALIER_READING_INVALID;
    if (is_rounded (digits, n))
      found = PALIER_READING_DESTROYED;
    else if (n == 14 && palier_siret_is_valid (digits))
    {
      siret = g_strdup (digits);
      found = PALIER_READING_OK;
    }
    else if ((n == 13 || n == 12)
             && (siret = restore_zeros (digits, 14 - n, palier_siret_is_valid)) != NULL)
      found = PALIER_READING_REPAIRED;
  }
  if (verdict != NULL)
    *verdict = found;
  return siret;
}

/* The SIREN in a number of @n digits: itself, of a SIRET its first nine, of a French VAT number
 * ("FR44732829320") what follows the key. */
static char *
extract_siren (const char *text, const char *digits, gsize n)
{
  const char *start = palier_text_skip_space (text);

  if (n == 9 && palier_siren_is_valid (digits))
    return g_strdup (digits);
  if (n == 14 && palier_siret_is_valid (digits))
  {
    g_autofree char *siren = g_strndup (digits, 9);
    return palier_siren_is_valid (siren) ? g_steal_pointer (&siren) : NULL;
  }
  if (n == 11 && g_ascii_strncasecmp (start, "FR", 2) == 0 && palier_siren_is_valid (digits + 2))
    return g_strdup (digits + 2);
  return NULL;
}

/**
 * palier_siren_normalize:
 * @text: (nullable): a SIREN, a SIRET, or a French VAT number
 *
 * Returns: (transfer full) (nullable): 9 digits
 */
char *
palier_siren_normalize (const char *text, PalierReading *verdict)
{
  char digits[24];
  char *siren = NULL;
  PalierReading found = before_reading (text);

  if (found == PALIER_READING_OK)
  {
    gsize n = read_digits (text, digits, sizeof digits);
    found = PALIER_READING_INVALID;
    if (n < sizeof digits && (siren = extract_siren (text, digits, n)) != NULL)
      found = PALIER_READING_OK;
    else if ((n == 8 || n == 7)
             && (siren = restore_zeros (digits, 9 - n, palier_siren_is_valid)) != NULL)
      found = PALIER_READING_REPAIRED;
  }
  if (verdict != NULL)
    *verdict = found;
  return siren;
}
