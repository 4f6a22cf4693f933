/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the writer of a mail wrote himself: without what he quotes, forwards or signs with, as mail
 * programs in French and English mark it. */
#include <string.h>

#include "palier-fold.h"
#include "palier-incoming.h"
#include "palier-incoming-parts.h"

#define LINES_MAX 2000
#define SIGNED_MAX 4 /* words of a line that closes a letter, at most */

/* A line that begins what is quoted or forwarded, folded, whatever dashes stand around it. */
static const char *const headings[] = {
  "message d'origine",
  "message original",
  "message origine",
  "mail original",
  "e-mail d'origine",
  "original message",
  "original mail",
  "message transfere",
  "forwarded message",
  "message transmis",
  "mail transfere",
  "debut du message reexpedie",
  "debut du message transfere",
  "begin forwarded message",
  "message reexpedie",
  "forwarded by",
  "reply message",
  "message de",
  "ursprungliche nachricht",
  "courrier original",
  "reply above this line",
  "repondre au-dessus de cette ligne",
};

static const char *const mobile[] = {
  "envoye de mon ",
  "envoye depuis ",
  "envoye a partir de ",
  "sent from my ",
  "sent from ",
  "sent via ",
  "get outlook for",
  "obtenir outlook pour",
  "telecharger outlook pour",
  "provenance : courrier",
  "provenance: courrier",
  "envoye par ",
  "telechargez ",
  "garanti sans virus",
  "sans virus.",
  "virus-free",
};

/* What closes a letter; what follows is a signature. */
static const char *const closings[] = {
  "cordialement",
  "bien cordialement",
  "tres cordialement",
  "cdlt",
  "cdt",
  "cordialement votre",
  "bien a vous",
  "bien sincerement",
  "sinceres salutations",
  "salutations",
  "meilleures salutations",
  "salutations distinguees",
  "sincerement",
  "respectueusement",
  "bonne journee",
  "belle journee",
  "bonne reception",
  "bonne soiree",
  "bon week end",
  "best regards",
  "kind regards",
  "regards",
  "warm regards",
  "best",
  "sincerely",
  "yours sincerely",
  "cheers",
  "many thanks",
  "amicalement",
  "bonne continuation",
  "excellente journee",
  "tres bonne journee",
  "a bientot",
  "br",
};

static const char *const wrote[] = { " a ecrit",    " wrote",   " schrieb", " escribio",
                                     " ha scritto", " schreef", " ecrit :" };

static gboolean
begins_with (const char *line, const char *const *words, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_has_prefix (line, words[i]))
      return TRUE;
  return FALSE;
}

/* A heading stands alone, between dashes, or as "> Message du …" does. */
static gboolean
is_heading (const char *folded)
{
  const char *words = folded + strspn (folded, "-_=*> ");
  gboolean dashed = words - folded >= 3;

  for (gsize i = 0; i < G_N_ELEMENTS (headings); i++)
    if (g_str_has_prefix (words, headings[i]))
    {
      const char *rest = words + strlen (headings[i]);
      if (dashed || rest[strspn (rest, "-_=*: ")] == '\0')
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_field (const char *folded, const char *const *names)
{
  folded += strspn (folded, "* ");
  for (; *names != NULL; names++)
  {
    gsize length = strlen (*names);
    if (g_str_has_prefix (folded, *names))
    {
      const char *rest = folded + length + strspn (folded + length, "* ");
      if (*rest == ':')
        return TRUE;
    }
  }
  return FALSE;
}

/* "De : …", and soon "Envoyé : …" or "Objet : …": the head of a quoted mail. */
static gboolean
is_block (char **folded, guint at)
{
  static const char *const first[] = { "de", "from", "von", "expediteur", NULL };
  static const char *const others[] = { "envoye", "envoye le", "date",  "sent", "a", "to",
                                        "objet",  "subject",   "sujet", "cc",   NULL };
  guint n = 0;

  if (!is_field (folded[at], first))
    return FALSE;
  for (guint i = at + 1; i <= at + 6 && folded[i] != NULL; i++)
    n += is_field (folded[i], others);
  return n >= 2;
}

/* "Le … a écrit :", on up to three lines. Returns: how many, 0 when it is none */
static guint
count_wrote (char **folded, guint at)
{
  static const char *const begins[] = { "le ", "on ", "el ",   "il ",      "am ",
                                        "op ", "de ", "> le ", "en date d" };
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint n = 1; n <= 3 && folded[at + n - 1] != NULL; n++)
  {
    g_string_append_printf (joined, " %s", folded[at + n - 1]);
    if (!g_str_has_suffix (joined->str, ":"))
      continue;
    gboolean dated = begins_with (folded[at], begins, G_N_ELEMENTS (begins))
                     || (n == 1 && strpbrk (joined->str, "@0123456789") != NULL);
    for (gsize i = 0; dated && i < G_N_ELEMENTS (wrote); i++)
      if (strstr (joined->str, wrote[i]) != NULL)
        return n;
  }
  return 0;
}

static gboolean
is_closing (const char *folded)
{
  g_autofree char *words = palier_fold_words (folded);
  guint n = 1;

  for (const char *p = words; *p != '\0'; p++)
    n += *p == ' ';
  if (n > SIGNED_MAX)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (closings); i++)
  {
    gsize length = strlen (closings[i]);
    if (g_str_has_prefix (words, closings[i]) && (words[length] == '\0' || words[length] == ' '))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_signature (const char *line, const char *folded)
{
  return strcmp (line, "-- ") == 0 || strcmp (line, "--") == 0 || strcmp (folded, "--") == 0
         || begins_with (folded, mobile, G_N_ELEMENTS (mobile))
         || g_str_has_prefix (folded, "_____");
}

static gboolean
is_quoted (const char *line)
{
  const char *p = line + strspn (line, " ");
  return *p == '>' || *p == '|';
}

static guint
skip_blank (char **lines, guint at)
{
  while (lines[at] != NULL && palier_is_blank (lines[at]))
    at++;
  return at;
}

typedef struct
{
  char **lines;
  char **folded;
  GString *out;
  gboolean closed; /* the letter was closed: what is no quotation is a signature */
} Reading;

/* Returns: the line to go on with; that of the end when nothing of the writer's follows */
static guint
read_line (Reading *self, guint at)
{
  guint end = g_strv_length (self->lines);
  guint n_wrote = count_wrote (self->folded, at);

  if (n_wrote > 0)
  {
    /* Who quotes line by line may answer below; who quotes without marks does not. */
    guint next = skip_blank (self->lines, at + n_wrote);
    return next < end && is_quoted (self->lines[next]) ? next : end;
  }
  if (is_heading (self->folded[at]) || is_block (self->folded, at))
    return end;
  if (is_quoted (self->lines[at]))
  {
    self->closed = FALSE;
    return at + 1;
  }
  if (is_signature (self->lines[at], self->folded[at])
      || (is_closing (self->folded[at]) && !palier_is_blank (self->out->str)))
    self->closed = TRUE;
  if (!self->closed)
    g_string_append_printf (self->out, "%s\n", self->lines[at]);
  return at + 1;
}

static void
drop_end (char *line)
{
  gsize length = strlen (line);
  if (length > 0 && line[length - 1] == '\r')
    line[length - 1] = '\0';
}

/* Returns: (transfer full): at most PALIER_INCOMING_MAX_TEXT bytes, ends stripped */
char *
palier_incoming_own_text (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", LINES_MAX);
  guint n = g_strv_length (lines);
  g_auto (GStrv) folded = g_new0 (char *, n + 1);
  Reading reading = { lines, folded, g_string_new (NULL), FALSE };

  for (guint i = 0; i < n; i++)
  {
    drop_end (lines[i]);
    folded[i] = g_strstrip (palier_fold (lines[i]));
  }
  for (guint i = 0; i < n;)
    i = read_line (&reading, i);
  if (reading.out->len > PALIER_INCOMING_MAX_TEXT)
    g_string_truncate (reading.out, PALIER_INCOMING_MAX_TEXT);
  g_autofree char *own = g_string_free_and_steal (reading.out);
  return g_strstrip (g_utf8_make_valid (own, -1));
}
