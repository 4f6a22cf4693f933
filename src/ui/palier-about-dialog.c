/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-about-dialog.h"

#include <glib/gi18n.h>

/* Who made Palier, and whose data it carries. */
AdwDialog *
palier_about_dialog_new (void)
{
  AdwAboutDialog *about = ADW_ABOUT_DIALOG (adw_about_dialog_new ());

  adw_about_dialog_set_application_name (about, "Palier");
  adw_about_dialog_set_application_icon (about, "fr.immo_ai.Palier");
  adw_about_dialog_set_version (about, PALIER_VERSION);
  adw_about_dialog_set_developer_name (about, _ ("The Palier contributors"));
  adw_about_dialog_set_license_type (about, GTK_LICENSE_GPL_3_0);
  adw_about_dialog_set_comments (
      about, _ ("Prospecting for estate agencies: your contacts, your words, your figures, on your "
                "own computer."));
  /* Translators: your names, one a line */
  adw_about_dialog_set_translator_credits (about, _ ("translator-credits"));
  adw_about_dialog_add_legal_section (
      about, _ ("French communes"), "© INSEE, La Poste", GTK_LICENSE_CUSTOM,
      _ ("The list of communes, their postal codes and populations is open data under the "
         "<a href=\"https://www.etalab.gouv.fr/licence-ouverte-open-licence\">Licence Ouverte "
         "2.0</a>, as gathered by Etalab."));
  return ADW_DIALOG (about);
}
