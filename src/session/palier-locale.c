/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-locale.h"

#include <glib/gi18n.h>
#include <locale.h>

/**
 * palier_locale_init:
 *
 * Makes the words of this process those of the user's language. Called once, first thing in main().
 * PALIER_LOCALE_DIR in the environment names the translations of a build that is not installed.
 */
void
palier_locale_init (void)
{
  const char *directory = g_getenv ("PALIER_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, directory != NULL ? directory : PALIER_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
