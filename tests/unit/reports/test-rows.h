/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-export.h"

/* Gives @n times the same row, then the end, or an error. */
typedef struct
{
  PalierProspect *row;
  gint64 n;
  gboolean fails;
} Rows;

static inline gboolean
next_row (gpointer data, PalierProspect **row, GError **error)
{
  Rows *rows = data;

  *row = NULL;
  if (rows->n == 0 && rows->fails)
  {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "broken");
    return FALSE;
  }
  if (rows->n > 0)
    *row = palier_prospect_ref (rows->row);
  rows->n -= rows->n > 0;
  return TRUE;
}

static inline const char *
word_of (PalierField field, const char *key)
{
  return g_str_equal (key, "agency") ? "agence" : g_str_equal (key, "luxury") ? "prestige" : key;
}
