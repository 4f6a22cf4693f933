/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libdex.h>

#include "palier-application.h"
#include "palier-locale.h"
#include "palier-log.h"
#include "palier-session.h"
#include "palier-telemetry.h"

int
main (int argc, char **argv)
{
  g_autoptr (PalierApplication) application = NULL;

  palier_locale_init ();
  palier_log_init ("palier");
  dex_init ();
  g_set_application_name ("Palier");
  palier_telemetry_start ("palier");
  application = palier_application_new ();
  int status = g_application_run (G_APPLICATION (application), argc, argv);
  g_clear_object (&application);
  palier_session_wait_all_gone ();
  palier_telemetry_stop ();
  return status;
}
