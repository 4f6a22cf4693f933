/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-limit-words.h"

#include "palier-wall-time.h"

static const char *const months[2][12] = {
  { "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December" },
  { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre" },
};

/* By language, limit, and whether it is one. */
static const char *const things[2][PALIER_N_LIMITS][2] = {
  { { "users", "user" }, { "contacts", "contact" }, { "e-mails a month", "e-mail a month" } },
  { { "utilisateurs", "utilisateur" },
    { "contacts", "contact" },
    { "e-mails par mois", "e-mail par mois" } },
};

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
  if (use->used >= use->limit)
    return g_strdup_printf (french ? "Limite atteinte : %" G_GINT64_FORMAT " %s"
                                   : "Limit reached: %" G_GINT64_FORMAT " %s",
                            use->limit, thing);
  if (use->reached_ms == PALIER_FORECAST_NEVER)
    return NULL;
  g_autoptr (GDateTime) day = palier_wall_time (use->reached_ms);
  return g_strdup_printf (french
                              ? "Limite de %" G_GINT64_FORMAT " %s atteinte le %d%s %s à ce rythme"
                              : "Limit of %" G_GINT64_FORMAT " %s reached on %d%s %s at this pace",
                          use->limit, thing, g_date_time_get_day_of_month (day),
                          french && g_date_time_get_day_of_month (day) == 1 ? "er" : "",
                          months[french != FALSE][g_date_time_get_month (day) - 1]);
}
