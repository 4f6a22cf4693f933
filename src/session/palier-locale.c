/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-locale.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "palier-paths.h"

/**
 * palier_locale_init:
 *
 * Makes the words of this process those of the user's language. Called once, first thing in main().
 */
void
palier_locale_init (void)
{
  g_autofree char *directory = palier_paths_dup_locale_dir ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, directory);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
