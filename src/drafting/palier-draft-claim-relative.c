/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days and months as they are seen from the day of writing: "demain mercredi", "vendredi en huit",
 * "J-5", "le mois dernier". */
#include <stdlib.h>
#include <string.h>

#include "palier-draft-claim-words.h"

#define DAY_S 86400.0

/* How many tokens from @i on name a day by its distance from today, which is @days then; 0: none.
 */
static guint
near_day (const PalierClaimReader *self, guint i, int *days)
{
  static const struct
  {
    const char *before, *day;
    int days;
  } all[] = {
    { NULL, "hier", -1 }, { NULL, "demain", 1 }, { "avant", "hier", -2 }, { "apres", "demain", 2 }
  };

  for (gsize k = 0; k < G_N_ELEMENTS (all); k++)
  {
    guint at = i;
    if (all[k].before != NULL)
    {
      if (!palier_tokens_is (self->tokens, i, all[k].before))
        continue;
      at = palier_tokens_is (self->tokens, i + 1, "-") ? i + 2 : i + 1;
    }
    *days = all[k].days;
    if (palier_tokens_is (self->tokens, at, all[k].day))
      return at + 1 - i;
  }
  return 0;
}

/* "demain mercredi": said where it is another day. */
static guint
read_tomorrow (PalierClaimReader *self, guint i)
{
  int days;
  guint n = near_day (self, i, &days);
  guint at = palier_tokens_is (self->tokens, i + n, ",") ? i + n + 1 : i + n;
  int weekday = n > 0 ? palier_claim_weekday (PALIER_TOKEN (self, at)->fold) : 0;
  GDate date = *self->today;

  if (weekday == 0 || PALIER_TOKEN (self, at + 1)->kind == PALIER_TOKEN_DIGITS)
    return i;
  g_date_set_julian (&date, (guint32) ((int) g_date_get_julian (self->today) + days));
  if ((int) g_date_get_weekday (&date) != weekday)
    palier_claim_add_date (self, i, at + 1, g_date_get_day (&date), (int) g_date_get_month (&date),
                           g_date_get_year (&date), weekday);
  return at + 1;
}

/* "vendredi en huit": the Friday after the next one, "en quinze" a week later. */
static guint
read_weeks_ahead (PalierClaimReader *self, guint i)
{
  int weekday = palier_claim_weekday (PALIER_TOKEN (self, i)->fold);
  PalierWrittenNumber number;
  GDate date = *self->today;

  if (weekday == 0 || !palier_tokens_is (self->tokens, i + 1, "en")
      || !palier_written_number (self->tokens, i + 2, &number)
      || (number.value != 8 && number.value != 15))
    return i;
  do
    g_date_add_days (&date, 1);
  while ((int) g_date_get_weekday (&date) != weekday);
  g_date_add_days (&date, number.value == 8 ? 7 : 14);
  PalierClaim *claim =
      palier_claim_add_date (self, i, number.next, g_date_get_day (&date),
                             (int) g_date_get_month (&date), g_date_get_year (&date), weekday);
  palier_claim_mark_proposed (self, claim, i, TRUE);
  return number.next;
}

/* Of one to three digits; 0: none stand at @i. */
static int
days_at (const PalierClaimReader *self, guint i)
{
  const PalierToken *token = PALIER_TOKEN (self, i);

  return token->kind == PALIER_TOKEN_DIGITS && strlen (token->fold) <= 3 ? atoi (token->fold) : 0;
}

/* "J-5": so many days before a day to come. */
static guint
read_countdown (PalierClaimReader *self, guint i)
{
  int days = days_at (self, i + 2);

  if (!palier_tokens_is (self->tokens, i, "j") || !palier_tokens_is (self->tokens, i + 1, "-")
      || days == 0)
    return i;
  PalierClaim *claim = palier_claim_add (self, PALIER_CLAIM_DURATION, i, i + 3);
  claim->unit = DAY_S;
  claim->value = claim->from = claim->to = days * DAY_S;
  claim->dated = TRUE;
  claim->sign = -1;
  return i + 3;
}

/* "le mois dernier", "l’an passé": seen from the day of writing. */
static guint
read_relative (PalierClaimReader *self, guint i)
{
  static const struct
  {
    PalierClaimWords words;
    int months;
  } all[] = { { PALIER_WORDS_LAST_MONTH, -1 }, { PALIER_WORDS_LAST_YEAR, -12 } };

  for (gsize k = 0; k < G_N_ELEMENTS (all); k++)
  {
    guint n = palier_claim_phrase (all[k].words, self->tokens, i);
    int months = g_date_get_year (self->today) * 12 + (int) g_date_get_month (self->today) - 1
                 + all[k].months;
    if (n == 0)
      continue;
    palier_claim_add_date (self, i, i + n, 0, ABS (all[k].months) == 1 ? months % 12 + 1 : 0,
                           months / 12, 0);
    return i + n;
  }
  return i;
}

guint
palier_claim_read_relative (PalierClaimReader *self, guint i)
{
  static const PalierClaimRead kinds[] = { read_tomorrow, read_weeks_ahead, read_countdown,
                                           read_relative };

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
  {
    guint next = kinds[k](self, i);
    if (next > i)
      return next;
  }
  return i;
}
