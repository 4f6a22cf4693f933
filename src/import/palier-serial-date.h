/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PALIER_SERIAL_DATE_SIZE 32

gsize palier_serial_date (double days, gboolean since_1904, gboolean is_time,
                          char buffer[PALIER_SERIAL_DATE_SIZE]);
gsize palier_serial_number (double number, char buffer[PALIER_SERIAL_DATE_SIZE]);
gsize palier_serial_percent (double number, char buffer[PALIER_SERIAL_DATE_SIZE]);

G_END_DECLS
