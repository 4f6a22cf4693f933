/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Phone numbers to E.164. A number without an international prefix is read as one of the country
 * given, France where none is. Overseas departments have country codes of their own: 0692… is
 * +262 692…, also where someone wrote +33 692…. */
#include "palier-phone.h"

#include "palier-digits.h"

#include <string.h>

#define MAX_DIGITS 20

/* French national numbers (without the 0) that belong to an overseas code. */
static const struct
{
  const char *prefix;
  const char *code;
  PalierPhoneKind kind;
} overseas[] = {
  { "262", "262", PALIER_PHONE_LANDLINE }, { "263", "262", PALIER_PHONE_LANDLINE },
  { "269", "262", PALIER_PHONE_LANDLINE }, { "692", "262", PALIER_PHONE_MOBILE },
  { "693", "262", PALIER_PHONE_MOBILE },   { "639", "262", PALIER_PHONE_MOBILE },
  { "590", "590", PALIER_PHONE_LANDLINE }, { "690", "590", PALIER_PHONE_MOBILE },
  { "691", "590", PALIER_PHONE_MOBILE },   { "594", "594", PALIER_PHONE_LANDLINE },
  { "694", "594", PALIER_PHONE_MOBILE },   { "596", "596", PALIER_PHONE_LANDLINE },
  { "696", "596", PALIER_PHONE_MOBILE },   { "697", "596", PALIER_PHONE_MOBILE },
};

/* Which overseas entry a national number falls under; -1: none. 06 39 98 is the range that is
 * reserved for fiction, of the mainland. */
static int
find_overseas (const char *national)
{
  if (g_str_has_prefix (national, "63998"))
    return -1;
  for (gsize i = 0; i < G_N_ELEMENTS (overseas); i++)
    if (g_str_has_prefix (national, overseas[i].prefix))
      return (int) i;
  return -1;
}

static PalierPhoneKind
french_kind (const char *national)
{
  int i = find_overseas (national);

  if (i >= 0)
    return overseas[i].kind;
  switch (national[0])
  {
  case '6':
  case '7':
    return PALIER_PHONE_MOBILE;
  case '8':
    return PALIER_PHONE_SPECIAL;
  case '9':
    return PALIER_PHONE_NOMADIC;
  default:
    return PALIER_PHONE_LANDLINE;
  }
}

static char *
french (const char *national)
{
  if (strlen (national) != 9 || national[0] == '0')
    return NULL;
  int i = find_overseas (national);
  return g_strconcat ("+", i >= 0 ? overseas[i].code : "33", national, NULL);
}

static char *
belgian (const char *national)
{
  gsize length = strlen (national);

  if (national[0] == '0' || (length != 8 && !(length == 9 && national[0] == '4')))
    return NULL;
  return g_strconcat ("+32", national, NULL);
}

static char *
swiss (const char *national)
{
  if (strlen (national) != 9 || national[0] == '0')
    return NULL;
  return g_strconcat ("+41", national, NULL);
}

/* Digits behind a "+" or "00". */
static char *
international (const char *digits)
{
  gsize length = strlen (digits);

  if (g_str_has_prefix (digits, "33"))
    return french (digits[2] == '0' ? digits + 3 : digits + 2);
  if (g_str_has_prefix (digits, "32"))
    return belgian (digits[2] == '0' ? digits + 3 : digits + 2);
  if (g_str_has_prefix (digits, "41"))
    return swiss (digits[2] == '0' ? digits + 3 : digits + 2);
  if (digits[0] == '0' || length < 8 || length > 15)
    return NULL;
  return g_strconcat ("+", digits, NULL);
}

/* Digits alone, as written inside @country. @lost_zero tells that the leading 0 had gone. */
static char *
national (const char *digits, const char *country, gboolean *lost_zero)
{
  gsize length = strlen (digits);
  gboolean zero = digits[0] == '0';

  *lost_zero = !zero;
  if (g_strcmp0 (country, "BE") == 0)
    return belgian (digits + zero);
  if (g_strcmp0 (country, "CH") == 0)
    return swiss (digits + zero);
  if (zero)
    return length == 10 ? french (digits + 1) : NULL;
  if (length == 9)
    return french (digits);
  if (g_str_has_prefix (digits, "33") || g_str_has_prefix (digits, "32")
      || g_str_has_prefix (digits, "41") || g_str_has_prefix (digits, "262")
      || g_str_has_prefix (digits, "590") || g_str_has_prefix (digits, "594")
      || g_str_has_prefix (digits, "596"))
  {
    *lost_zero = FALSE;
    return length >= 10 ? international (digits) : NULL;
  }
  return NULL;
}

/* One number: digits with or without "+", "00", "(0)", an Excel apostrophe or float tail. */
static char *
read_one (const char *text, const char *country, gboolean *lost_zero)
{
  char digits[MAX_DIGITS];
  char stray;
  g_autofree char *copy = g_strdup (text);
  gsize length = strlen (copy);

  *lost_zero = FALSE;
  if (length > 2 && strcmp (copy + length - 2, ".0") == 0
      && strspn (copy, "0123456789") == length - 2)
    copy[length - 2] = '\0';
  char *zero = strstr (copy, "(0)");
  if (zero != NULL)
    memset (zero, ' ', 3);

  const char *plus = strpbrk (copy, "+0123456789");
  if (plus == NULL)
    return NULL;
  gsize n = palier_digits_gather (plus + (*plus == '+'), digits, sizeof digits, &stray);
  if (n >= sizeof digits || (stray != '\0' && strchr ("()", stray) == NULL))
    return NULL;
  if (*plus == '+')
    return international (digits);
  if (g_str_has_prefix (digits, "00") && n > 10)
    return international (digits + 2);
  /* "(0)" was blanked out of a national form: "(0)6 12 …" */
  return national (digits, country, lost_zero);
}

/* Where the number that begins at @p ends: at what no number holds. */
static gsize
piece_length (const char *p)
{
  gsize digits = 0;
  const char *start = p;

  for (; *p != '\0'; p++)
  {
    if (g_ascii_isdigit (*p))
      digits++;
    /* A slash, a line end or a space parts two numbers once the first has enough digits:
     * 06/12/34/56/78 is one, "0612345678/0199000001" two. */
    else if ((*p == '/' || *p == '\n' || *p == '\r') && digits >= 9)
      break;
    else if (*p == ' ' && digits == 10 && start[0] == '0' && start[1] != '0')
      break;
    else if (*p == '+' && digits > 0)
      break;
    else if (g_ascii_isalpha (*p) || strchr (",;|\\:&\"=<>#*", *p) != NULL)
      break;
  }
  return (gsize) (p - start);
}

/* "O6 l2": letters that a hand or a scanner put for digits, between digits and not in a word.
 * Returns: whether one was replaced */
static gboolean
read_letters (char *text)
{
  gboolean any = FALSE;

  for (char *p = text; *p != '\0'; p++)
  {
    char before = p > text ? p[-1] : ' ', after = p[1] != '\0' ? p[1] : ' ';
    gboolean beside = g_ascii_isdigit (before) || g_ascii_isdigit (after);
    if (strchr ("OoIl", *p) == NULL || !beside || g_ascii_isalpha (before)
        || g_ascii_isalpha (after) || (guchar) before >= 0x80 || (guchar) after >= 0x80)
      continue;
    *p = strchr ("Oo", *p) != NULL ? '0' : '1';
    any = TRUE;
  }
  return any;
}

/* "poste 12", "ext. 12", "#12" at @p. Returns: its length; 0: none */
static gsize
read_extension (const char *p, char out[PALIER_PHONE_EXTENSION_SIZE])
{
  static const char *const marks[] = { "poste", "post", "ext", "extension", "int", "interne", "x" };
  const char *start = p, *digits;
  gsize word = 0, n;

  p += strspn (p, " ,;-(");
  if (*p == '#')
    p++;
  else
  {
    while (g_ascii_isalpha (p[word]))
      word++;
    g_autofree char *mark = g_ascii_strdown (p, (gssize) word);
    gboolean known = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS (marks) && !known; i++)
      known = strcmp (mark, marks[i]) == 0;
    if (!known)
      return 0;
    p += word;
  }
  digits = p + strspn (p, " .:");
  n = strspn (digits, "0123456789");
  if (n == 0 || n >= PALIER_PHONE_EXTENSION_SIZE)
    return 0;
  g_strlcpy (out, digits, n + 1);
  return (gsize) (digits + n - start);
}

static gboolean
is_listed (const PalierPhone *list, guint n, const char *e164)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (list[i].e164, e164) == 0)
      return TRUE;
  return FALSE;
}

/**
 * palier_phone_list:
 * @text: (nullable): a cell with any number of numbers and words in it
 * @country: (nullable): ISO 3166 code in which a national number is read; FR where %NULL
 * @out: (array length=max): each number once, as they stand
 *
 * Returns: how many were written
 */
guint
palier_phone_list (const char *text, const char *country, PalierPhone *out, guint max)
{
  guint n = 0;

  if (text == NULL || palier_text_is_oversized (text) || palier_digits_are_destroyed (text))
    return 0;
  g_autofree char *copy = g_strdup (text);
  gboolean letters = read_letters (copy);
  for (const char *p = copy; *p != '\0' && n < max;)
  {
    gsize length = piece_length (p);
    g_autofree char *piece = g_strndup (p, length);
    gboolean lost_zero;
    g_autofree char *number = read_one (piece, country, &lost_zero);

    p += length;
    if (number != NULL && !is_listed (out, n, number))
    {
      PalierPhone *phone = &out[n++];
      *phone = (PalierPhone) { .kind = palier_phone_kind (number) };
      phone->repaired = lost_zero || letters;
      g_strlcpy (phone->e164, number, sizeof phone->e164);
      p += read_extension (p, phone->extension);
    }
    p += *p != '\0' && *p != '+';
  }
  return n;
}

/**
 * palier_phone_normalize:
 * @text: (nullable): a number as people write it, perhaps with words or further numbers around
 * @country: (nullable): ISO 3166 code in which a national number is read; FR where %NULL
 * @kind: (out) (optional)
 * @verdict: (out) (optional): REPAIRED where a lost zero was put back or a letter read as a digit,
 *   MORE where the text holds a second number (palier_phone_list), DESTROYED for 6,12E+08
 *
 * Returns: (transfer full) (nullable): E.164 of the first valid number ("+33612345678")
 */
char *
palier_phone_normalize (const char *text, const char *country, PalierPhoneKind *kind,
                        PalierReading *verdict)
{
  PalierReading found = PALIER_READING_BLANK;
  PalierPhone list[2] = { 0 };
  guint n = 0;

  if (text != NULL && *palier_text_skip_space (text) != '\0')
  {
    n = palier_phone_list (text, country, list, G_N_ELEMENTS (list));
    if (n == 0)
      found = !palier_text_is_oversized (text) && palier_digits_are_destroyed (text)
                  ? PALIER_READING_DESTROYED
                  : PALIER_READING_INVALID;
    else
      found = n > 1              ? PALIER_READING_MORE
              : list[0].repaired ? PALIER_READING_REPAIRED
                                 : PALIER_READING_OK;
  }
  if (kind != NULL)
    *kind = list[0].kind;
  if (verdict != NULL)
    *verdict = found;
  return n > 0 ? g_strdup (list[0].e164) : NULL;
}

/* The kind of a number in E.164, as far as its range tells. */
PalierPhoneKind
palier_phone_kind (const char *e164)
{
  if (g_str_has_prefix (e164, "+33"))
    return french_kind (e164 + 3);
  for (gsize i = 0; i < G_N_ELEMENTS (overseas); i++)
    if (g_str_has_prefix (e164 + 1, overseas[i].code)
        && g_str_has_prefix (e164 + 4, overseas[i].prefix))
      return overseas[i].kind;
  if (g_str_has_prefix (e164, "+32"))
    return e164[3] == '4' && strlen (e164) == 12 ? PALIER_PHONE_MOBILE : PALIER_PHONE_LANDLINE;
  if (g_str_has_prefix (e164, "+41"))
    return e164[3] == '7' && e164[4] >= '4' ? PALIER_PHONE_MOBILE : PALIER_PHONE_LANDLINE;
  return PALIER_PHONE_UNKNOWN;
}

/**
 * palier_phone_format:
 *
 * Returns: (transfer full): as one writes it in France: "06 12 34 56 78"; others in groups behind
 *   their country code
 */
char *
palier_phone_format (const char *e164)
{
  GString *out = g_string_new (NULL);
  const char *p = e164;
  gsize length = strlen (e164);
  gboolean is_overseas = length == 13 && find_overseas (e164 + 4) >= 0;

  if (g_str_has_prefix (e164, "+33") || is_overseas)
  {
    p += is_overseas ? 4 : 3;
    g_string_append_printf (out, "0%c", *p++);
  }
  else if (g_str_has_prefix (e164, "+32") || g_str_has_prefix (e164, "+41"))
  {
    g_string_append_len (out, p, 3);
    p += 3;
  }
  else
    return g_string_free (g_string_append (out, e164), FALSE);
  if (strlen (p) % 2 == 1)
    g_string_append_printf (out, " %c", *p++);
  for (; p[0] != '\0' && p[1] != '\0'; p += 2)
    g_string_append_printf (out, " %c%c", p[0], p[1]);
  return g_string_free (out, FALSE);
}
