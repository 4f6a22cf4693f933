/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sync in the user's language. */
#include "palier-words.h"

#include <glib/gi18n.h>

#define MINUTE_MS (60 * G_GINT64_CONSTANT (1000))
#define MAX_SHORT 80 /* characters of a value in a sentence */

static const char *
get_reason (const PalierAside *aside)
{
  if (g_str_equal (aside->code, "record_kind") || g_str_equal (aside->code, "wire_version"))
    return aside->pulled ? _ ("written by a newer Palier than this one")
                         : _ ("the relay is older than this Palier");
  if (g_str_equal (aside->code, "record_limit"))
    return _ ("too big");
  switch (palier_hold_from_code (aside->code))
  {
  case PALIER_HOLD_ROLE:
    return _ ("your role in the agency is to read");
  case PALIER_HOLD_CONTACTS:
    return _ ("more contacts than the plan has room for");
  case PALIER_HOLD_SUBSCRIPTION:
    return _ ("the agency's subscription has ended");
  default:
    break;
  }
  if (g_str_equal (aside->code, "clock_ahead"))
    return _ ("written under a clock that is ahead");
  return _ ("not in the form of a record");
}

/* Why one record is in no step with the other devices: (transfer full). */
char *
palier_words_aside (const PalierAside *aside)
{
  return g_strdup_printf (aside->pulled ? _ ("Received and not readable here: %s")
                                        : _ ("Refused by the relay: %s"),
                          get_reason (aside));
}

/* What to do about @n records that were put aside: (transfer full). */
char *
palier_words_put_aside (guint n)
{
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "One record could not be synchronised; nothing of it is lost. Update Palier on "
                   "all devices, then synchronise again.",
                   "%u records could not be synchronised; nothing of them is lost. Update Palier "
                   "on all devices, then synchronise again.",
                   n),
      n);
}

static const char *
get_held_words (PalierHold hold, guint n)
{
  switch (hold)
  {
  case PALIER_HOLD_ROLE:
    return g_dngettext (
        GETTEXT_PACKAGE,
        "Your role in the agency is to read: %u change stays on this computer. It is "
        "shared as soon as an owner lets you write.",
        "Your role in the agency is to read: %u changes stay on this computer. They "
        "are shared as soon as an owner lets you write.",
        n);
  case PALIER_HOLD_CONTACTS:
    return g_dngettext (
        GETTEXT_PACKAGE,
        "Your plan has no room for %u contact: it stays on this computer, and is "
        "shared and written to as soon as there is room.",
        "Your plan has no room for %u contacts: they stay on this computer, and are "
        "shared and written to as soon as there is room.",
        n);
  case PALIER_HOLD_SUBSCRIPTION:
  default:
    return g_dngettext (
        GETTEXT_PACKAGE,
        "Your agency's subscription has ended: %u change stays on this computer and "
        "is shared once it is renewed.",
        "Your agency's subscription has ended: %u changes stay on this computer and "
        "are shared once it is renewed.",
        n);
  }
}

/* Returns: (nullable): why one prospect is on this computer only; NULL: it is not */
const char *
palier_words_hold (PalierHold hold)
{
  switch (hold)
  {
  case PALIER_HOLD_ROLE:
    return _ ("Not shared: your role is to read");
  case PALIER_HOLD_CONTACTS:
    return _ ("Over the contact limit: not synced");
  case PALIER_HOLD_SUBSCRIPTION:
    return _ ("Not shared: the subscription has ended");
  default:
    return NULL;
  }
}

/**
 * palier_words_held:
 * @n: (inout): grows by how many records that is
 *
 * What the relay holds back for now, and until when.
 *
 * Returns: (transfer full) (nullable): NULL for nothing
 */
char *
palier_words_held (const PalierAsideCounts *counts, guint *n)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < PALIER_N_HOLDS; i++)
  {
    *n += counts->held[i];
    if (counts->held[i] == 0)
      continue;
    if (words->len > 0)
      g_string_append_c (words, ' ');
    g_string_append_printf (words, get_held_words (i, counts->held[i]), counts->held[i]);
  }
  return words->len > 0 ? g_string_free_and_steal (g_steal_pointer (&words)) : NULL;
}

/* Of a clock that is @off_ms before the relay's, or after it if negative: (transfer full). */
char *
palier_words_clock_off (gint64 off_ms)
{
  guint minutes = (guint) (ABS (off_ms) / MINUTE_MS);

  if (off_ms < MINUTE_MS)
    return g_strdup (_ ("Changes were written under a clock that was ahead; they have been given "
                        "the relay's time."));
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "This computer's clock is %u minute ahead; what was written here has been given "
                   "the relay's time. Set the clock in the system's settings.",
                   "This computer's clock is %u minutes ahead; what was written here has been "
                   "given the relay's time. Set the clock in the system's settings.",
                   minutes),
      minutes);
}

/* A value as it stands in a sentence: (transfer full). */
static char *
dup_short (const PalierReplaced *replaced, const char *value)
{
  PalierField field = palier_field_from_name (replaced->field);
  g_autofree char *words = replaced->kind == PALIER_KIND_PROSPECT && field != PALIER_FIELD_NONE
                               ? palier_words_value (field, value)
                               : g_strdup (value);

  g_strdelimit (words, "\n", ' ');
  if (g_utf8_strlen (words, -1) <= MAX_SHORT)
    return g_steal_pointer (&words);
  g_autofree char *cut = g_utf8_substring (words, 0, MAX_SHORT - 1);
  return g_strconcat (cut, "…", NULL);
}

/* What became of a value: (transfer full). */
char *
palier_words_replaced (const PalierReplaced *replaced)
{
  g_autofree char *value = dup_short (replaced, replaced->value);
  g_autofree char *now = replaced->now != NULL ? dup_short (replaced, replaced->now) : NULL;

  if (now == NULL)
    return g_strdup_printf (_ ("“%s” was taken out"), value);
  return g_strdup_printf (_ ("“%s” was replaced by “%s”"), value, now);
}

/* Who wrote what stands there now, and on which device: (transfer full). */
char *
palier_words_author (const PalierReplaced *replaced)
{
  if (replaced->member == NULL)
    return g_strdup (_ ("Another device"));
  if (replaced->computer == NULL)
    return g_strdup (replaced->member);
  return g_strdup_printf (_ ("%s on %s"), replaced->member, replaced->computer);
}
