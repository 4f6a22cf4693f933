/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PALIER_IMPORT_ERROR (palier_import_error_quark ())
GQuark palier_import_error_quark (void);

/* Why a file cannot be read. Cancelling gives G_IO_ERROR_CANCELLED. */
typedef enum
{
  PALIER_IMPORT_ERROR_NOT_A_TABLE, /* a program, a calendar, bytes of no meaning */
  PALIER_IMPORT_ERROR_EMPTY,       /* no byte, or nothing but space */
  PALIER_IMPORT_ERROR_ENCRYPTED,   /* a workbook that asks for a password */
  PALIER_IMPORT_ERROR_OLD_FORMAT,  /* .xlsb, .xls of before 1993: to be saved as .xlsx or .csv */
  PALIER_IMPORT_ERROR_TOO_BIG,     /* unpacks to more than any contact file holds */
  PALIER_IMPORT_ERROR_DAMAGED,     /* a workbook whose parts cannot be read */
  PALIER_IMPORT_ERROR_NO_SHEET,    /* no sheet of that name, or none to be seen */
  PALIER_IMPORT_ERROR_VANISHED,    /* not there, or cut short while it was read */
  PALIER_IMPORT_ERROR_UNREADABLE,  /* no permission, a failing disk, a folder */
  /* Other things than tables, told apart so that the user knows what to do. */
  PALIER_IMPORT_ERROR_PDF,
  PALIER_IMPORT_ERROR_PICTURE,
  PALIER_IMPORT_ERROR_DOCUMENT, /* of a word processor, or slides */
  PALIER_IMPORT_ERROR_NUMBERS,  /* of Apple's spreadsheet program */
  PALIER_IMPORT_ERROR_SHORTCUT, /* .gsheet, .url: the table itself is elsewhere */
  PALIER_IMPORT_ERROR_WEB_PAGE, /* without a table */
  PALIER_IMPORT_ERROR_XML,      /* of an unknown kind */
  PALIER_IMPORT_ERROR_MAILS,    /* mbox, .eml, .pst, .msg */
  PALIER_IMPORT_ERROR_DATABASE,
  PALIER_IMPORT_ERROR_ARCHIVE, /* .rar, .7z, or a ZIP with no table in it */
} PalierImportError;

G_END_DECLS
