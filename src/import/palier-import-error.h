/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PALIER_IMPORT_ERROR (palier_import_error_quark ())
GQuark palier_import_error_quark (void);

/* Why a file cannot be read. Cancelling gives G_IO_ERROR_CANCELLED. */
typedef enum
{
  PALIER_IMPORT_ERROR_NOT_A_TABLE, /* a PDF, a picture, a program */
  PALIER_IMPORT_ERROR_EMPTY,       /* no byte, or nothing but space */
  PALIER_IMPORT_ERROR_ENCRYPTED,   /* a workbook that asks for a password */
  PALIER_IMPORT_ERROR_OLD_FORMAT,  /* .xls, .xlsb, .ods: to be saved as .xlsx or .csv */
  PALIER_IMPORT_ERROR_TOO_BIG,     /* unpacks to more than any contact file holds */
  PALIER_IMPORT_ERROR_DAMAGED,     /* a workbook whose parts cannot be read */
  PALIER_IMPORT_ERROR_NO_SHEET,    /* no sheet of that name, or none to be seen */
  PALIER_IMPORT_ERROR_VANISHED,    /* not there, or cut short while it was read */
  PALIER_IMPORT_ERROR_UNREADABLE,  /* no permission, a failing disk, a folder */
} PalierImportError;

G_END_DECLS
