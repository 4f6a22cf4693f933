/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan and what was used, in the user's language. */
#include "palier-words.h"

#include <glib/gi18n.h>

#include "palier-words-table.h"

static char *
dup_day (gint64 at_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (at_ms / 1000);
  /* A day of a year that everybody knows. */
  return g_date_time_format (time, _ ("%B %-d"));
}

/* Returns: (transfer full): "e-mails this month: 120 of 2,000" */
char *
palier_words_limit_use (const PalierUsageLimit *limit)
{
  const char *thing = _ ("Users");

  if (g_str_equal (limit->kind, "contacts"))
    thing = _ ("Contacts");
  else if (g_str_equal (limit->kind, "emails"))
    thing = _ ("E-mails this month");
  else if (g_str_equal (limit->kind, "ai_tokens"))
    thing = _ ("Tokens of written drafts this month");
  g_autofree char *used = g_strdup_printf ("%'" G_GINT64_FORMAT, limit->used);
  g_autofree char *most = g_strdup_printf ("%'" G_GINT64_FORMAT, limit->limit);
  return limit->limit < 0 ? g_strdup_printf (_ ("%s: %s"), thing, used)
                          : g_strdup_printf (_ ("%s: %s of %s"), thing, used, most);
}

/* Returns: (transfer full) (nullable): when the limit is reached, and what then; NULL: it is not */
char *
palier_words_limit_forecast (const PalierUsageLimit *limit)
{
  gboolean full = limit->limit >= 0 && limit->used >= limit->limit;

  if (full && limit->resets_ms != 0)
  {
    g_autofree char *day = dup_day (limit->resets_ms);
    return g_strdup_printf (g_str_equal (limit->kind, "emails")
                                ? _ ("Limit reached: what waits leaves from %s on")
                                : _ ("Limit reached until %s: this computer writes meanwhile"),
                            day);
  }
  if (full)
    return g_strdup (_ ("Limit reached"));
  if (limit->reached_ms == 0)
    return NULL;
  g_autofree char *day = dup_day (limit->reached_ms);
  return g_strdup_printf (_ ("Limit reached on %s at this pace"), day);
}

/* Returns: (transfer full) (nullable): a line for each limit that is reached, or will be at this
 *   pace; NULL where there is none */
char *
palier_words_usage (const PalierUsageInfo *usage)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < usage->limits->len; i++)
  {
    const PalierUsageLimit *limit = &g_array_index (usage->limits, PalierUsageLimit, i);
    g_autofree char *use = palier_words_limit_use (limit);
    g_autofree char *forecast = palier_words_limit_forecast (limit);
    if (forecast != NULL)
      g_string_append_printf (lines, "%s%s. %s", lines->len > 0 ? "\n" : "", use, forecast);
  }
  return lines->len > 0 ? g_string_free_and_steal (g_steal_pointer (&lines)) : NULL;
}

/* What the user's contract calls a plan. */
const char *
palier_words_plan (const char *plan)
{
  static const PalierWords plans[] = {
    { "starter", N_ ("Starter Plan") },
    { "growth", N_ ("Growth Plan") },
    { "scale", N_ ("Scale Plan") },
    { "enterprise", N_ ("Enterprise Plan") },
  };

  return PALIER_WORDS (plans, plan);
}

/* Returns: (transfer full) (nullable): how it stands with the subscription; NULL: as it should */
char *
palier_words_plan_state (const PalierUsageInfo *usage)
{
  if (!usage->may_write)
    return g_strdup (_ ("The subscription has ended: you can read, export and erase. What is new "
                        "stays on this computer."));
  if (usage->until_ms == 0)
    return NULL;
  g_autofree char *day = dup_day (usage->until_ms);
  return g_strcmp0 (usage->status, "trialing") == 0
             ? g_strdup_printf (_ ("Trial until %s"), day)
             : g_strdup_printf (_ ("A payment is missing. Nothing changes until %s."), day);
}
