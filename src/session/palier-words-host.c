/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How it stands with an address of the agency, in the user's language. */
#include "palier-words.h"

#include <glib/gi18n.h>

static const struct
{
  const char *fault;
  const char *words;
} faults[] = {
  { "no_record",
    N_ ("DNS does not hold the text yet: who keeps your domain writes it there. It may "
        "take some hours to be seen.") },
  { "no_answer", N_ ("DNS did not answer: nothing is known. Try again later.") },
  { "taken", N_ ("Another agency has proved this domain. Ask the relay’s operator.") },
  { "unreachable", N_ ("It is yours, but nothing answers there: it must lead to the relay, with a "
                       "certificate of its name. Until then links have your other address.") },
  { "elsewhere",
    N_ ("It is yours, but leads elsewhere than to the relay. Until then links have your "
        "other address.") },
  { "private_address", N_ ("It is yours, but leads to no address of the Internet. Until then links "
                           "have your other address.") },
};

static char *
dup_until (gint64 until_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (until_ms / 1000);
  g_autofree char *day = g_date_time_format (time, "%x");

  return g_strdup_printf (_ ("Given up; leads to you until %s, for messages that left with it"),
                          day);
}

/* Returns: (transfer full): what it is used for, or why it is not */
char *
palier_words_host (const PalierAgencyHost *host)
{
  if (host->until_ms != 0)
    return dup_until (host->until_ms);
  if (g_str_equal (host->kind, "name"))
    return g_strdup (_ ("What your readers see"));
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (g_str_equal (faults[i].fault, host->fault))
      return g_strdup (_ (faults[i].words));
  if (g_str_equal (host->kind, "domain") && !host->proved)
    return g_strdup (_ ("Not proved yet: write the text below into DNS, then check"));
  return g_strdup (_ ("In the links of your messages"));
}
