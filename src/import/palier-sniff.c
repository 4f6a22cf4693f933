/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file is, by its first bytes: its name may say anything. What is no table is told apart
 * too, so that the user can be told what to do with it. */
#include "palier-sniff.h"

#include <string.h>

#include "palier-decoder.h"
#include "palier-encoding.h"

#define POLIRIS_DELIMITERS 20

typedef struct
{
  const char *magic;
  gsize length;
  PalierKind kind;
  PalierImportError refusal;
} Magic;

static const Magic magics[] = {
  { "PK\x03\x04", 4, PALIER_KIND_ZIP, 0 },
  { "PK\x05\x06", 4, PALIER_KIND_ZIP, 0 },
  { "\x1f\x8b\x08", 3, PALIER_KIND_GZIP, 0 },
  { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, PALIER_KIND_OLE, 0 },
  { "\x09\x08\x10\x00\x00\x06", 6, PALIER_KIND_BIFF, 0 },
  { "\x09\x08\x08\x00\x00\x05", 6, PALIER_KIND_BIFF, 0 },
  { "\x09\x04\x06\x00", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_OLD_FORMAT },
  { "\x09\x02\x06\x00", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_OLD_FORMAT },
  { "\x09\x00\x04\x00", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_OLD_FORMAT },
  { "%PDF", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_PDF },
  { "\x89PNG", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_PICTURE },
  { "\xff\xd8\xff", 3, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_PICTURE },
  { "GIF8", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_PICTURE },
  { "II*\0", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_PICTURE },
  { "MM\0*", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_PICTURE },
  { "{\\rtf", 5, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_DOCUMENT },
  { "Rar!", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_ARCHIVE },
  { "7z\xbc\xaf", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_ARCHIVE },
  { "\xfd"
    "7zXZ",
    5, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_ARCHIVE },
  { "BZh", 3, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_ARCHIVE },
  { "\x28\xb5\x2f\xfd", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_ARCHIVE },
  { "SQLite format 3", 15, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_DATABASE },
  { "\0\1\0\0Standard ", 13, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_DATABASE },
  { "!BDN", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_MAILS },
  { "\x7f\x45LF", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "MZ", 2, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "PAR1", 4, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_NOT_A_TABLE },
};

static const Magic *
find_magic (const guint8 *head, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    if (length >= magics[i].length && memcmp (head, magics[i].magic, magics[i].length) == 0)
    {
      /* "MZ" and "BZh" may begin a word; what is packed goes on with bytes that are no text. */
      if (magics[i].length <= 3 && length > 3 && g_ascii_isalpha (head[0])
          && g_ascii_isprint (head[2]) && (g_ascii_isprint (head[3]) || g_ascii_isspace (head[3]))
          && (length < 5 || g_ascii_isprint (head[4]) || g_ascii_isspace (head[4])))
        continue;
      return &magics[i];
    }
  return NULL;
}

/* Words at the beginning of a text, in capitals or not. */
static const struct
{
  const char *prefix;
  const char *further; /* (nullable): what must stand somewhere behind it, in small letters */
  PalierKind kind;
  PalierImportError refusal;
} beginnings[] = {
  { "begin:vcard", NULL, PALIER_KIND_VCARD, 0 },
  { "begin:vcalendar", NULL, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "id;pwxl;", "\nc;", PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_NOT_A_TABLE },       /* SYLK */
  { "id;pcalcooo", "\nc;", PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_NOT_A_TABLE },    /* the same */
  { "table\r\n0,1\r\n", NULL, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_NOT_A_TABLE }, /* DIF */
  { "dn:", "\nobjectclass:", PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_NOT_A_TABLE },  /* LDIF */
  { "[\"vcard\"", NULL, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "mime-version:", "document-type: workbook", PALIER_KIND_REFUSED,
    PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "mime-version:", NULL, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_MAILS },
  { "version:", "starthtml:", PALIER_KIND_HTML, 0 },
  { "<!doctype html", NULL, PALIER_KIND_HTML, 0 },
  { "<html", NULL, PALIER_KIND_HTML, 0 },
  { "<head", NULL, PALIER_KIND_HTML, 0 },
  { "<meta", NULL, PALIER_KIND_HTML, 0 },
  { "<style", NULL, PALIER_KIND_HTML, 0 },
  { "<body", NULL, PALIER_KIND_HTML, 0 },
  { "<table", NULL, PALIER_KIND_HTML, 0 },
  { "<google-sheets-html-origin", NULL, PALIER_KIND_HTML, 0 },
  { "<div", "<table", PALIER_KIND_HTML, 0 },
  { "<!--", "<table", PALIER_KIND_HTML, 0 },
  { "<?xml", "<html", PALIER_KIND_HTML, 0 },
  { "<?xml", "opendocument.spreadsheet", PALIER_KIND_ODS_XML, 0 },
  { "<office:document", "opendocument.spreadsheet", PALIER_KIND_ODS_XML, 0 },
  { "<?xml", NULL, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_XML },
  { "{", "docs.google.com", PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_SHORTCUT },
  { "{\"url\":", NULL, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_SHORTCUT },
  { "[internetshortcut]", NULL, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_SHORTCUT },
  { "[desktop entry]", NULL, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_SHORTCUT },
  { "from ", "\nreceived:", PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_MAILS },
  { "from ", "\nfrom:", PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_MAILS },
  { "return-path:", NULL, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_MAILS },
  { "delivered-to:", NULL, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_MAILS },
  { "received:", NULL, PALIER_KIND_REFUSED, PALIER_IMPORT_ERROR_MAILS },
};

/* The head of the file in UTF-8 and small letters. */
static GByteArray *
decode (const guint8 *head, gsize length)
{
  gsize bom = 0;
  g_autofree char *encoding = palier_encoding_guess (head, length, FALSE, &bom);
  g_autoptr (PalierDecoder) decoder = palier_decoder_new (encoding, NULL);
  GByteArray *text = g_byte_array_sized_new (1); /* so that no text is bytes, too */

  if (decoder != NULL)
    palier_decoder_push (decoder, head + bom, length - bom, TRUE, text);
  for (guint i = 0; i < text->len; i++)
    text->data[i] = (guint8) g_ascii_tolower (text->data[i]);
  return text;
}

/* JSON: braces before a name in quotes with its colon. */
static gboolean
is_json (const char *text, gsize length)
{
  gsize i = 0, braces = 0;

  for (; i < length && (g_ascii_isspace (text[i]) || text[i] == '[' || text[i] == '{'); i++)
    braces += text[i] == '{';
  const char *colon = i < length && text[i] == '"' ? memchr (text + i, ':', length - i) : NULL;
  return braces > 0 && colon != NULL && memchr (text + i, '\n', (gsize) (colon - text) - i) == NULL;
}

/* Whether cards stand behind some words that somebody wrote before them. */
static gboolean
holds_cards (const char *text, gsize length)
{
  const char *card = memmem (text, length, "\nbegin:vcard", 12);
  return card != NULL && memmem (card, length - (gsize) (card - text), "\nversion:", 9) != NULL;
}

/* Poliris, the portals' exchange file: "a"!#"b"!#…, many fields and no header. */
static gboolean
is_poliris (const char *text, gsize length)
{
  if (length == 0 || *text != '"')
    return FALSE;
  const char *end = memchr (text, '\n', length);
  const char *p = text;
  guint n = 0;

  length = end != NULL ? (gsize) (end - text) : length;
  while ((p = memmem (p, (gsize) (text + length - p), "\"!#\"", 4)) != NULL)
  {
    n++;
    p += 3;
  }
  return n >= POLIRIS_DELIMITERS;
}

/**
 * palier_sniff:
 * @head: some thousand bytes, or the whole file
 * @refusal: (out): why it cannot be read, where it is PALIER_KIND_REFUSED
 */
PalierKind
palier_sniff (const guint8 *head, gsize length, PalierImportError *refusal)
{
  const Magic *magic = find_magic (head, length);

  if (magic != NULL)
  {
    *refusal = magic->refusal;
    return magic->kind;
  }
  if (length >= 12 && memcmp (head + 4, "ftyp", 4) == 0)
  {
    *refusal = PALIER_IMPORT_ERROR_PICTURE;
    return PALIER_KIND_REFUSED;
  }
  g_autoptr (GByteArray) decoded = decode (head, length);
  const char *text = (const char *) decoded->data;
  gsize left = decoded->len;
  while (left > 0 && (g_ascii_isspace (*text) || *text == '\0'))
  {
    text++;
    left--;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
  {
    gsize n = strlen (beginnings[i].prefix);
    const char *further = beginnings[i].further;
    if (left < n || memcmp (text, beginnings[i].prefix, n) != 0
        || (further != NULL && memmem (text, left, further, strlen (further)) == NULL))
      continue;
    *refusal = beginnings[i].refusal;
    return beginnings[i].kind;
  }
  if (is_json (text, left))
  {
    *refusal = PALIER_IMPORT_ERROR_NOT_A_TABLE;
    return PALIER_KIND_REFUSED;
  }
  if (holds_cards (text, left))
    return PALIER_KIND_VCARD;
  return is_poliris (text, left) ? PALIER_KIND_POLIRIS : PALIER_KIND_TEXT;
}
