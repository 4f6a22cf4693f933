/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-limit-words.h"

#include "palier-wall-time.h"

#define NARROW_SPACE "\u202f" /* which does not break */

static const char *const months[2][12] = {
  { "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December" },
  { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre" },
};

/* By language, limit, and whether it is one. */
static const char *const things[2][PALIER_N_LIMITS][2] = {
  { { "users", "user" },
    { "contacts", "contact" },
    { "e-mails a month", "e-mail a month" },
    { "tokens of written drafts a month", "token of written drafts a month" } },
  { { "utilisateurs", "utilisateur" },
    { "contacts", "contact" },
    { "e-mails par mois", "e-mail par mois" },
    { "jetons de rédaction par mois", "jeton de rédaction par mois" } },
};

/* Returns: (transfer full): its digits by threes */
char *
palier_limit_number_words (gint64 number, gboolean french)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  GString *words = g_string_new (digits);

  for (gssize at = (gssize) words->len - 3; at > 0; at -= 3)
    g_string_insert (words, at, french ? NARROW_SPACE : ",");
  return g_string_free_and_steal (words);
}

/* Returns: (transfer full): the day and the month, as they are said */
char *
palier_limit_day_words (gint64 at_ms, gboolean french)
{
  g_autoptr (GDateTime) day = palier_wall_time (at_ms);
  int number = g_date_time_get_day_of_month (day);

  return g_strdup_printf ("%d%s %s", number, french && number == 1 ? "er" : "",
                          months[french != FALSE][g_date_time_get_month (day) - 1]);
}

/**
 * palier_limit_words:
 *
 * Returns: (transfer full) (nullable): that the limit is reached, or on what day it is at this
 *   pace; NULL when neither is known
 */
char *
palier_limit_words (PalierLimit limit, const PalierLimitUse *use, gboolean french)
{
  const char *thing = things[french != FALSE][limit][use->limit == 1];

  if (use->limit == PALIER_NO_LIMIT)
    return NULL;
  g_autofree char *number = palier_limit_number_words (use->limit, french);
  if (use->used >= use->limit)
    return g_strdup_printf (
        french ? "Limite atteinte" NARROW_SPACE ": %s %s" : "Limit reached: %s %s", number, thing);
  if (use->reached_ms == PALIER_FORECAST_NEVER)
    return NULL;
  g_autofree char *day = palier_limit_day_words (use->reached_ms, french);
  return g_strdup_printf (french ? "Limite de %s %s atteinte le %s à ce rythme"
                                 : "Limit of %s %s reached on %s at this pace",
                          number, thing, day);
}
