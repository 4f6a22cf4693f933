/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which a reader chooses. 1. It says who writes, whence and by what right. 2. What is
 * not known leaves its parts as they are. 3. Nothing hostile gets in, nothing acts but by POST. */
#include "palier-preferences-page.h"

#include <string.h>

static const PalierPreferences known = {
  .agency = (char *) "Agence du Quai",
  .mailbox = (char *) "claire@quai.example",
  .source = (char *) "Salon de l’immobilier",
  .source_date = (char *) "2026-10-01",
  .basis = (char *) "legitimate_interest",
  .open = PALIER_SIGNAL_YES,
  .click = PALIER_SIGNAL_NO,
};

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, part)) != NULL; at += strlen (part))
    n++;
  return n;
}

static void
assert_holds (const char *page, const char *part)
{
  g_test_message ("%s", part);
  g_assert_nonnull (strstr (page, part));
}

static void
test_says (void)
{
  static const char *const french[] = {
    "lang=\"fr\"",
    "<header>Agence du Quai</header>",
    "Agence du Quai (claire@quai.example)",
    "Salon de l’immobilier",
    "2026-10-01",
    "intérêt légitime",
    "CNIL",
    "Ouverture des messages&#x202f;: vous l’avez autorisée.",
    "Clics sur les liens&#x202f;: vous avez refusé",
  };
  static const char *const english[] = { "lang=\"en\"", "legitimate interest", "CNIL",
                                         "Opening of messages: you have allowed it." };
  g_autofree char *page =
      palier_preferences_page_write (&known, PALIER_PREFERENCES_QUIET, PALIER_PAGE_FRENCH);
  g_autofree char *other =
      palier_preferences_page_write (&known, PALIER_PREFERENCES_QUIET, PALIER_PAGE_ENGLISH);

  for (gsize i = 0; i < G_N_ELEMENTS (french); i++)
    assert_holds (page, french[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (english); i++)
    assert_holds (other, english[i]);
  g_assert_null (strstr (page, "role=\"status\""));
  g_assert_cmpint (palier_page_get_language (PALIER_LANGUAGE_UNKNOWN), ==, PALIER_PAGE_FRENCH);
  g_assert_cmpint (palier_page_get_language (PALIER_LANGUAGE_ENGLISH), ==, PALIER_PAGE_ENGLISH);
}

static void
test_shape (void)
{
  static const char *const parts[] = { "<h1", "<h2", "<form", "<button", "<input", "<label" };
  PalierPreferences nobody = { 0 };

  for (int language = 0; language < PALIER_N_PAGE_LANGUAGES; language++)
    for (int note = 0; note < PALIER_N_PREFERENCES_NOTES; note++)
    {
      g_autofree char *page = palier_preferences_page_write (&nobody, note, language);
      g_autofree char *full = palier_preferences_page_write (&known, note, language);
      for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
        g_assert_cmpuint (count (page, parts[i]), ==, count (full, parts[i]));
      g_assert_cmpuint (count (page, "role=\"status\""), ==, note != PALIER_PREFERENCES_QUIET);
      g_assert_null (strstr (page, "(null)"));
    }
}

static void
test_safe (void)
{
  PalierPreferences hostile = {
    .agency = (char *) "<script>a</script>",
    .mailbox = (char *) "\"><img src=x>",
    .source = (char *) "%s%n<b>",
    .source_date = (char *) "<i>",
    .basis = (char *) "<u>",
  };
  g_autofree char *page =
      palier_preferences_page_write (&hostile, PALIER_PREFERENCES_NOTED, PALIER_PAGE_FRENCH);

  g_assert_null (strstr (page, "<script"));
  g_assert_null (strstr (page, "<img"));
  g_assert_null (strstr (page, "<b>"));
  g_assert_null (strstr (page, "<i>"));
  g_assert_null (strstr (page, "<u>"));
  g_assert_cmpuint (count (page, "<form"), ==, 4);
  g_assert_cmpuint (count (page, "<form method=\"post\">"), ==, 4);
  g_assert_cmpuint (count (page, "checked"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/preferences/says", test_says);
  g_test_add_func ("/relay/preferences/shape", test_shape);
  g_test_add_func ("/relay/preferences/safe", test_safe);
  return g_test_run ();
}
