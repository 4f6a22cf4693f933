/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each channel asks of a message: how long it may be, and who must be named. */
#include "palier-draft-channel.h"

#include <string.h>

#include "palier-composer.h"
#include "palier-draft-facts.h"
#include "palier-draft-sourced.h"
#include "palier-fold.h"
#include "palier-french.h"

#define SUBJECT_MAX 60 /* characters: what a list of mails shows */
#define OBJECT_MAX 90  /* of a letter: one line */
#define WORDS_MIN 25
#define WORDS_MAX 220
#define INVITATION_MAX 300 /* characters */
#define PARTS_MAX 2
#define LINE_LETTERS 92 /* of a page of A4 in 11 points */
#define LINES_MAX 44    /* of the text, with the address block above it */

static guint
units_of (gunichar c, gboolean wide)
{
  return !wide ? palier_french_septets (c) : c > 0xffff ? 2 : 1;
}

/* How many parts a text message makes: 160 septets, or 153 of each of several; 70 or 67 units where
 * a letter is not in GSM 7 bit (3GPP 23.038, 23.040). A letter of two is never split. */
void
palier_draft_sms_parts (const char *text, PalierDraftParts *out)
{
  guint used = 0;

  *out = (PalierDraftParts) { .parts = 1 };
  for (const char *p = text; *p != '\0' && !out->wide; p = g_utf8_next_char (p))
    out->wide = palier_french_septets (g_utf8_get_char (p)) == 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    out->units += units_of (g_utf8_get_char (p), out->wide);
  if (out->units <= (out->wide ? 70 : 160))
    return;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
  {
    guint units = units_of (g_utf8_get_char (p), out->wide);
    if (used + units > (out->wide ? 67 : 153))
    {
      out->parts++;
      used = 0;
    }
    used += units;
  }
}

/* Words of the first @length bytes, as a reader counts them. */
guint
palier_draft_count_words (const char *text, gsize length)
{
  gboolean inside = FALSE;
  guint n = 0;

  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
  {
    gunichar c = g_utf8_get_char (p);
    gboolean part = g_unichar_isalnum (c) || (inside && (c == '-' || c == 0x2019 || c == '\''));
    n += part && !inside;
    inside = part;
  }
  return n;
}

static void
check_most (const char *what, guint n, guint most, PalierSeverity severity, GPtrArray *checks)
{
  g_autofree char *detail = g_strdup_printf ("%s %u/%u", what, n, most);

  if (n > most)
    palier_draft_add_check (checks, "length", severity, 0, 0, detail);
}

static void
check_subject (const char *subject, guint most, GPtrArray *checks)
{
  glong n = g_utf8_strlen (subject, -1);
  g_autofree char *detail = g_strdup_printf ("subject %ld/%u", n, most);

  if (palier_is_blank (subject) || n > (glong) most)
    palier_draft_add_check (checks, "length", PALIER_SEVERITY_ERROR, 0, 0, detail);
}

static void
check_words (const char *body, gsize length, GPtrArray *checks)
{
  guint words = palier_draft_count_words (body, length);
  g_autofree char *detail =
      g_strdup_printf ("words %u/%d", words, words < WORDS_MIN ? WORDS_MIN : WORDS_MAX);

  if (words < WORDS_MIN || words > WORDS_MAX)
    palier_draft_add_check (checks, "length",
                            words == 0 ? PALIER_SEVERITY_ERROR : PALIER_SEVERITY_WARNING, 0, 0,
                            detail);
}

/* Lines that a page has them of, at LINE_LETTERS each; what stands under the text is in small print
 * and takes half. */
static guint
count_lines (const char *body, gsize length)
{
  g_auto (GStrv) lines = g_strsplit (body, "\n", -1);
  gsize at = 0;
  guint halves = 0;

  for (gsize i = 0; lines[i] != NULL; i++)
  {
    guint n = (guint) MAX (1, (g_utf8_strlen (lines[i], -1) + LINE_LETTERS - 1) / LINE_LETTERS);
    halves += at < length ? 2 * n : n;
    at += strlen (lines[i]) + 1;
  }
  return (halves + 1) / 2;
}

/* Each letter that makes a text message dear, once, with what to write for it. */
static void
find_dear_letters (const char *body, GPtrArray *checks)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (const char *p = body; *p != '\0'; p = g_utf8_next_char (p))
  {
    gunichar c = g_utf8_get_char (p);
    const char *end = g_utf8_next_char (p);
    if (palier_french_septets (c) > 0 || !g_hash_table_add (seen, GUINT_TO_POINTER (c)))
      continue;
    g_autofree char *letter = g_strndup (p, (gsize) (end - p));
    g_autofree char *plain = palier_french_plain (letter);
    g_autofree char *detail = strcmp (plain, letter) == 0
                                  ? g_strdup (letter)
                                  : g_strdup_printf ("%s → %s", letter, plain);
    palier_draft_add_check (checks, "alphabet", PALIER_SEVERITY_WARNING, (gsize) (p - body),
                            (gsize) (end - body), detail);
  }
}

static void
check_parts (const char *body, GPtrArray *checks)
{
  PalierDraftParts parts;

  palier_draft_sms_parts (body, &parts);
  check_most ("parts", parts.parts, 1,
              parts.parts > PARTS_MAX ? PALIER_SEVERITY_WARNING : PALIER_SEVERITY_NOTE, checks);
  if (parts.wide)
    find_dear_letters (body, checks);
}

/**
 * palier_draft_check_length:
 * @length: of the text, without the block under it, in bytes
 *
 * An e-mail has a subject that lists show whole and 25 to 220 words; a letter fits on one page; a
 * text message is one part, in the letters that cost nothing more; an invitation on LinkedIn has
 * room for 300 characters.
 */
void
palier_draft_check_length (const PalierDraftContext *context, const char *subject, const char *body,
                           gsize length, GPtrArray *checks)
{
  const char *channel = palier_draft_context_get_channel (context);

  if (strcmp (channel, "sms") == 0)
    check_parts (body, checks);
  else if (strcmp (channel, "linkedin") == 0)
  {
    if (!palier_draft_context_is_follow_up (context))
      check_most ("characters", (guint) g_utf8_strlen (body, -1), INVITATION_MAX,
                  PALIER_SEVERITY_ERROR, checks);
  }
  else if (strcmp (channel, "letter") == 0)
  {
    check_subject (subject, OBJECT_MAX, checks);
    check_most ("lines", count_lines (body, length), LINES_MAX, PALIER_SEVERITY_WARNING, checks);
  }
  else
  {
    check_subject (subject, SUBJECT_MAX, checks);
    check_words (body, length, checks);
  }
}

/* Who writes must be in the message; what the profile does not hold cannot be. */
static void
check_mentions (const PalierDraftContext *context, const char *body, GPtrArray *checks)
{
  static const char *const keys[] = { "sender_name", "sender_company", "sender_address",
                                      "sender_email", "sender_mentions" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
  {
    const char *display = palier_draft_context_display (context, keys[i]);
    gboolean signed_by_hand =
        i == 2 && palier_draft_context_find (context, "sender_signature") != NULL;
    if (i == 3 && strcmp (palier_draft_context_get_channel (context), "letter") == 0)
      continue;
    if (display == NULL)
      palier_draft_add_check (checks, "mention",
                              i == 2 ? PALIER_SEVERITY_WARNING : PALIER_SEVERITY_ERROR, 0, 0,
                              keys[i]);
    else if (strstr (body, display) == NULL && !signed_by_hand)
      palier_draft_add_check (checks, "mention", PALIER_SEVERITY_ERROR, 0, 0, keys[i]);
  }
}

static void
want (const char *folded, const char *words, const char *detail, GPtrArray *checks)
{
  if (strstr (folded, words) == NULL)
    palier_draft_add_check (checks, "notice", PALIER_SEVERITY_ERROR, 0, 0, detail);
}

/* GDPR art. 14(1) and (2), and 21(4): what the first message must tell; later the right to oppose.
 */
static void
check_notice (const PalierDraftContext *context, const char *body, GPtrArray *checks)
{
  g_autofree char *folded = palier_fold (body);
  const char *source = palier_draft_context_display (context, "source");
  const char *basis = palier_draft_basis (context);

  want (folded, "opposer", "opposition", checks);
  if (palier_draft_context_is_follow_up (context))
    return;
  want (folded, "responsable du traitement", "controller", checks);
  if (basis == NULL || strstr (body, basis) == NULL)
    palier_draft_add_check (checks, "notice", PALIER_SEVERITY_ERROR, 0, 0, "basis");
  want (folded, "conserve", "retention", checks);
  want (folded, "rectifier", "rights", checks);
  want (folded, "cnil", "authority", checks);
  if (source == NULL || strstr (body, source) == NULL)
    palier_draft_add_check (checks, "notice", PALIER_SEVERITY_ERROR, 0, 0, "source");
}

/* A text message says whose it is and how to have no more: its law is shorter. */
static void
check_brief (const PalierDraftContext *context, const char *body, GPtrArray *checks)
{
  const char *company = palier_draft_context_display (context, "sender_company");
  const char *name = palier_draft_context_display (context, "sender_name");
  g_autofree char *folded = palier_fold (body);
  g_autofree char *who = palier_fold (company != NULL ? company : name != NULL ? name : "");

  if (*who == '\0' || strstr (folded, who) == NULL)
    palier_draft_add_check (checks, "mention", PALIER_SEVERITY_ERROR, 0, 0, "sender_company");
  want (folded, "stop", "opposition", checks);
}

/* Who writes, what of, by what right, and how to have no more, as far as the channel has to tell.
 */
void
palier_draft_check_sender (const PalierDraftContext *context, const char *body, GPtrArray *checks)
{
  const char *channel = palier_draft_context_get_channel (context);

  if (strcmp (channel, "linkedin") == 0)
    return; /* the network shows who writes, and ends a contact for whoever asks */
  if (strcmp (channel, "sms") == 0)
  {
    check_brief (context, body, checks);
    return;
  }
  check_mentions (context, body, checks);
  check_notice (context, body, checks);
}
