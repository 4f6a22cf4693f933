/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leaves this computer. Facts go into a block of lines `name: "value"` between two lines with
 * a mark that is drawn once the data are known. No value can leave its line, end its quotes, or
 * spell what a chat format means something by: such characters are written as \uXXXX, invisible
 * ones are left out. Of what is personal only the greeting goes; nothing by which anybody could be
 * reached goes, wherever it stands. */
#include "palier-draft-prompt.h"

#include <gio/gio.h>
#include <string.h>

#include "palier-drafting-resources.h"

#define RESOURCE "/fr/immo_ai/Palier/drafting/prompt.txt"
#define VALUE_MAX 300 /* characters of a fact */
#define RECORD_MAX 80 /* … that stands in a record: a longer one is no name and no town */
#define TEXT_MAX 1500 /* … of a text of others */
#define EXAMPLE_MAX 4000
#define FACTS_MAX 40

/* ---- data made harmless */

/* Addresses of mail and web, and numbers to call. */
static const GRegex *
contacts (void)
{
  static GRegex *regex;
  static gsize ready;

  if (g_once_init_enter (&ready))
  {
    regex = g_regex_new ("(?:[a-z][a-z0-9+.-]*://|www\\.)\\S+|\\S+@\\S+|"
                         "(?<![\\d])(?:(?:\\+|00)\\d{2}[\\s.\u00a0\u202f()-]*\\(?0?\\)?|0)[1-9]"
                         "(?:[\\s.\u00a0\u202f-]*\\d{2}){4}(?!\\d)",
                         G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
    g_assert (regex != NULL);
    g_once_init_leave (&ready, 1);
  }
  return regex;
}

static gboolean
is_invisible (gunichar c)
{
  switch (g_unichar_type (c))
  {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return TRUE;
  default:
    return c >= 0xfe00 && c <= 0xfe0f;
  }
}

/* One character of data. The wide forms of ASCII are read by models as what they stand for. */
static void
append_letter (GString *out, gunichar c)
{
  if (c >= 0xff01 && c <= 0xff5e)
    c -= 0xfee0;
  if (c < 0x80 && strchr ("\"\\<>|[]{}`#", (int) c) != NULL)
    g_string_append_printf (out, "\\u%04x", c);
  else
    g_string_append_unichar (out, c);
}

static void
append_quoted (GString *out, const char *text, glong most)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *clean = g_regex_replace_literal (contacts (), valid, -1, 0, "\u2026", 0, NULL);
  gboolean space = FALSE;
  glong n = 0;

  g_string_append_c (out, '"');
  for (const char *p = clean; *p != '\0' && n < most; p = g_utf8_next_char (p))
  {
    gunichar c = g_utf8_get_char (p);
    gboolean gap = g_unichar_isspace (c) && c != 0xa0 && c != 0x202f;
    if (!gap && is_invisible (c))
      continue;
    if (gap && !space)
      g_string_append_c (out, ' ');
    else if (!gap)
      append_letter (out, c);
    space = gap;
    n++;
  }
  g_string_append_c (out, '"');
}

static void
append_data (GString *out, const char *key, const char *text, glong most)
{
  g_string_append_printf (out, "%s: ", key);
  append_quoted (out, text, most);
  g_string_append_c (out, '\n');
}

/* ---- which facts go */

static gboolean
is_name (const char *key)
{
  return *key != '\0' && strspn (key, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen (key);
}

/* What stands in a record is a name, a town, a list of programs: a speech or a claim is none. */
static gboolean
is_plain (const PalierFact *fact)
{
  gboolean recorded = strcmp (fact->source, "import") == 0 || strcmp (fact->source, "user") == 0;

  return !recorded
         || (g_utf8_strlen (fact->display, -1) <= RECORD_MAX && strchr (fact->display, '%') == NULL
             && strstr (fact->display, "€") == NULL);
}

/* "à Olivet" beside "Olivet": a model finds the form itself. */
static gboolean
is_form (const PalierFact *fact)
{
  gsize length = fact->detail != NULL ? strlen (fact->detail) : 0;

  return strcmp (fact->source, "computed") == 0 && length > 0
         && g_str_has_prefix (fact->key, fact->detail) && fact->key[length] == '_';
}

static gboolean
is_needed (const GPtrArray *needed, const char *key)
{
  for (guint i = 0; needed != NULL && i < needed->len; i++)
    if (strcmp (((const PalierFact *) needed->pdata[i])->key, key) == 0)
      return TRUE;
  return FALSE;
}

/* Not who is behind the greeting, nothing of the sender that stands under the text anyway; what
 * else is personal only where the template shows it.
 * @needed: (nullable) (element-type PalierFact) */
static gboolean
goes (const PalierFact *fact, const GPtrArray *needed)
{
  static const char *const left_out[] = { "last_name", "source", "source_date", "consent_date",
                                          NULL };
  static const char *const personal[] = { "salutation", "first_name", NULL };
  static const char *const of_sender[] = { "sender_company", "sender_place", NULL };

  if (*fact->display == '\0' || !is_name (fact->key) || g_str_has_suffix (fact->key, "_url")
      || is_form (fact) || !is_plain (fact))
    return FALSE;
  if (g_str_has_prefix (fact->key, "sender_"))
    return g_strv_contains (of_sender, fact->key);
  if (is_needed (needed, fact->key))
    return TRUE;
  return !g_strv_contains (left_out, fact->key)
         && (!fact->personal || g_strv_contains (personal, fact->key));
}

static void
append_facts (GString *out, const PalierDraftTask *task)
{
  const GPtrArray *facts = palier_draft_context_get_facts (task->context);
  g_autoptr (GPtrArray) needed =
      task->template != NULL ? palier_draft_template_dup_needed (task->template, task->context)
                             : NULL;
  guint n = 0;

  for (guint i = 0; i < facts->len && n < FACTS_MAX; i++)
  {
    const PalierFact *fact = facts->pdata[i];
    if (!goes (fact, needed))
      continue;
    append_data (out, fact->key, fact->display, VALUE_MAX);
    n++;
  }
}

/* ---- the task */

static const char *
angle_words (const char *angle)
{
  static const struct
  {
    const char *angle, *words;
  } angles[] = {
    { "local_proof",
      "part de ce que vous savez du marché ou de l’activité locale du destinataire" },
    { "service", "dit concrètement ce que l’échange apporterait et quelle en serait la première "
                 "étape, sans frais" },
    { "question", "part d’une question précise sur la situation du destinataire" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (angles); i++)
    if (strcmp (angles[i].angle, angle) == 0)
      return angles[i].words;
  return "au choix";
}

/* Both in the order of the enumerations. */
static const char *const tones[] = { "courtois et sobre", "chaleureux, sans familiarité",
                                     "direct, en peu de mots" };
static const char *const lengths[] = { "de 90 à 140 mots", "de 50 à 80 mots", "de 140 à 190 mots" };

/* What is written, and how long it may be where the channel has a bound of its own. */
static void
append_form (GString *out, const PalierDraftTask *task)
{
  static const struct
  {
    const char *channel, *words, *length;
  } channels[] = {
    { "sms", "un SMS", "260 caractères au plus, sans formule de politesse" },
    { "linkedin", "une invitation LinkedIn", "280 caractères au plus" },
    { "letter", "une lettre", NULL },
    { "email", "un e-mail", NULL },
  };
  const char *channel = palier_draft_context_get_channel (task->context);
  gsize i = 0;

  while (strcmp (channels[i].channel, channel) != 0)
    i++;
  g_string_append_printf (
      out,
      "\nTâche : écris %s (%s) à %s, à partir de ces seules données.\nTon : %s. Longueur : %s.\n",
      channels[i].words,
      palier_draft_context_is_follow_up (task->context) ? "relance" : "premier contact",
      palier_draft_context_is_person (task->context) ? "un particulier" : "une agence immobilière",
      tones[task->tone], channels[i].length != NULL ? channels[i].length : lengths[task->length]);
}

static void
append_paragraph_task (GString *out, const PalierDraftTask *task)
{
  g_string_append_printf (
      out,
      "\nTâche : « texte_actuel » est un message. Réécris son seul paragraphe « paragraphe », qui "
      "doit y prendre la même place : autres mots, même rôle, longueur semblable.\nTon : %s.\nDans "
      "« body », ce seul paragraphe, d’un bloc ; dans « subject », l’objet « Un échange ».\n",
      tones[task->tone]);
}

static void
append_texts_task (GString *out, const PalierDraftTask *task)
{
  append_form (out, task);
  g_string_append (out, "Une version par angle ; les versions diffèrent par leur idée, leur plan "
                        "et leurs mots :\n");
  for (gsize i = 0; task->angles[i] != NULL; i++)
    g_string_append_printf (out, "- %s : %s\n", task->angles[i], angle_words (task->angles[i]));
  if (task->template != NULL)
    g_string_append (out,
                     "« modele » est le modèle que l’agent a choisi : gardes-en l’intention et "
                     "l’offre.\n");
}

static void
append_task (GString *out, const PalierDraftTask *task)
{
  if (task->paragraph != NULL)
    append_paragraph_task (out, task);
  else
    append_texts_task (out, task);
  if (task->unsourced != NULL)
    g_string_append (out, "« sans_source » : ce qu’une première version affirmait sans qu’un fait "
                          "le dise ; n’en dis rien.\n");
}

static char *
draw_mark (PalierRandom *random)
{
  guint8 bytes[16];
  GString *mark = g_string_new (NULL);

  palier_random_bytes (random, bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (mark, "%02x", bytes[i]);
  return g_string_free (mark, FALSE);
}

static char *
load_system (void)
{
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (palier_drafting_get_resource (), RESOURCE, 0, NULL);

  g_assert (bytes != NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/**
 * palier_draft_prompt_new:
 * @random: draws the mark of the block; none of the data holds it
 *
 * Returns: (transfer full)
 */
PalierDraftPrompt *
palier_draft_prompt_new (const PalierDraftTask *task, PalierRandom *random)
{
  PalierDraftPrompt *self = g_new0 (PalierDraftPrompt, 1);
  g_autoptr (GString) data = g_string_new (NULL);
  g_autoptr (GString) user = g_string_new (NULL);

  append_facts (data, task);
  if (task->site_text != NULL)
    append_data (data, "texte_du_site", task->site_text, TEXT_MAX);
  if (task->reply != NULL)
    append_data (data, "dernier_message_recu", task->reply, TEXT_MAX);
  if (task->template != NULL)
  {
    g_autofree char *body = palier_draft_template_body (task->template, task->context);
    append_data (data, "modele", body, EXAMPLE_MAX);
  }
  if (task->paragraph != NULL)
  {
    append_data (data, "texte_actuel", task->text, EXAMPLE_MAX);
    append_data (data, "paragraphe", task->paragraph, TEXT_MAX);
  }
  for (gsize i = 0; task->unsourced != NULL && task->unsourced[i] != NULL; i++)
    append_data (data, "sans_source", task->unsourced[i], RECORD_MAX);
  do
  {
    g_free (self->mark);
    self->mark = draw_mark (random);
  } while (strstr (data->str, self->mark) != NULL);
  g_string_append_printf (user, "DONNEES %s\n%sFIN %s\n", self->mark, data->str, self->mark);
  append_task (user, task);
  self->system = load_system ();
  self->user = g_string_free (g_steal_pointer (&user), FALSE);
  return self;
}

void
palier_draft_prompt_free (PalierDraftPrompt *self)
{
  g_free (self->system);
  g_free (self->user);
  g_free (self->mark);
  g_free (self);
}
