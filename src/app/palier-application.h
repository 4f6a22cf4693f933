/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The program `palier`: one instance a workspace; a second start comes to the first one's window.
 */
#define PALIER_TYPE_APPLICATION (palier_application_get_type ())
G_DECLARE_FINAL_TYPE (PalierApplication, palier_application, PALIER, APPLICATION, AdwApplication)

PalierApplication *palier_application_new (void);

G_END_DECLS
