/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of what a request names nothing gets into a mail; who invites stands there by the address of his
 * account, and by what his agency calls itself. A name is hostile text: it makes no link, no markup
 * and no place to fill in, and a header that it would break is refused (palier-mail.h). */
#include "palier-system-letter.h"

#include <string.h>

#include "palier-id.h"
#include "palier-limit-words.h"
#include "palier-mail.h"
#include "palier-system-words.h"

#define WORD_JOINER "\u2060"

typedef struct
{
  const char *name;
  char *value;
} Value;

static void
value_clear (gpointer data)
{
  Value *value = data;
  g_free (value->value);
}

/* @value: (transfer full) (nullable) */
static void
add_value (GArray *values, const char *name, char *value)
{
  Value one = { name, value != NULL ? value : g_strdup ("") };
  g_array_append_val (values, one);
}

/* A name as it can be read, of which no program makes a link or decodes another one. */
static char *
dup_harmless (const char *name)
{
  GString *text = g_string_new (NULL);

  for (const char *at = name; *at != '\0'; at++)
  {
    if (*at != '*')
      g_string_append_c (text, *at);
    if (strchr (".:/@=", *at) != NULL && at[1] != '\0' && at[1] != ' ')
      g_string_append (text, WORD_JOINER);
  }
  return g_string_free_and_steal (text);
}

static void
add_agency (GArray *values, const PalierNotice *notice, const PalierSystemPhrases *phrases)
{
  g_autofree char *name = notice->agency != NULL ? dup_harmless (notice->agency) : NULL;
  gboolean named = name != NULL && *name != '\0';

  add_value (values, "{inviter}", g_strdup (named ? name : phrases->inviter));
  add_value (values, "{agency}",
             named ? g_strconcat ("**", name, "**", NULL) : g_strdup (phrases->agency));
  add_value (values, "{at_agency}",
             named ? g_strconcat (phrases->at, "**", name, "**", NULL) : NULL);
}

/* Returns: (transfer full) (nullable) */
static char *
dup_forecast (const PalierLimitUse *use, const PalierSystemPhrases *phrases, gboolean french)
{
  if (use->reached_ms == PALIER_FORECAST_NEVER)
    return NULL;
  g_autofree char *day = palier_limit_day_words (use->reached_ms, french);
  return g_strconcat (phrases->forecast, day, ".", NULL);
}

static void
add_limit (GArray *values, const PalierNotice *notice, const PalierSystemPhrases *phrases)
{
  const PalierLimitUse *use = &notice->use;
  gboolean french = notice->language != PALIER_LANGUAGE_ENGLISH;

  add_value (values, "{used}", palier_limit_number_words (use->used, french));
  add_value (values, "{limit}", palier_limit_number_words (use->limit, french));
  add_value (values, "{forecast}", dup_forecast (use, phrases, french));
  add_value (values, "{reset}", palier_limit_day_words (use->resets_ms, french));
}

/* Returns: (transfer full) (element-type Value): what stands for the names in braces */
static GArray *
list_values (const PalierNotice *notice)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (Value));
  const PalierSystemPhrases *phrases = palier_system_words_get_phrases (notice->language);

  g_array_set_clear_func (values, value_clear);
  add_value (values, "{code}", g_strdup (notice->code));
  add_value (values, "{from}", g_strdup (notice->from));
  add_agency (values, notice, phrases);
  add_limit (values, notice, phrases);
  return values;
}

static const Value *
find_value (const GArray *values, const char *at)
{
  for (guint i = 0; i < values->len; i++)
  {
    const Value *value = &g_array_index (values, Value, i);
    if (g_str_has_prefix (at, value->name))
      return value;
  }
  return NULL;
}

/* In one pass: what a value holds is not filled in again. */
static char *
fill_in (const char *text, const GArray *values)
{
  GString *filled = g_string_new (NULL);

  while (*text != '\0')
  {
    const Value *value = *text == '{' ? find_value (values, text) : NULL;
    if (value == NULL)
      g_string_append_c (filled, *text++);
    else
    {
      g_string_append (filled, value->value);
      text += strlen (value->name);
    }
  }
  return g_string_free_and_steal (filled);
}

/* Whether it gives a code away. */
gboolean
palier_system_letter_has_code (PalierNoticeKind kind)
{
  const char *text = palier_system_words_get (kind, PALIER_LANGUAGE_FRENCH)->text;

  return text != NULL && strstr (text, "{code}") != NULL;
}

/**
 * palier_system_letter_compose:
 * @notice: of a kind that is told by mail
 * @from: the address that it comes from
 *
 * Returns: (transfer full) (nullable): the mail; NULL with PALIER_MAIL_ERROR
 */
GBytes *
palier_system_letter_compose (const PalierNotice *notice, const char *from, PalierRandom *random,
                              GError **error)
{
  const PalierSystemWords *words = palier_system_words_get (notice->kind, notice->language);
  g_autoptr (GArray) values = list_values (notice);
  PalierId id;
  char boundary[PALIER_ID_TEXT_SIZE];

  palier_random_bytes (random, id.bytes, sizeof id.bytes);
  palier_id_format (&id, boundary);
  g_autofree char *subject = fill_in (words->subject, values);
  g_autofree char *text = fill_in (words->text, values);
  g_autofree char *message_id = g_strconcat (boundary, strchr (from, '@'), NULL);
  PalierMailDraft draft = { .from_name = "Palier",
                            .from_email = from,
                            .to_email = notice->email,
                            .subject = subject,
                            .text = text,
                            .message_id = message_id,
                            .date_ms = g_get_real_time () / 1000,
                            .boundary = boundary };
  return palier_mail_compose (&draft, error);
}
