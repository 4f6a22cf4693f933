/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each column of files is taken for: a line "file", header row and width for each file, then a
 * line "column", index, field, guess, confidence, reason for each column; tabs between them. With
 * --marks, for learning, a line "marks", index, the marks of each column before it is judged, then
 * each field that something speaks for and the marks of the column as that; blanks between marks.
 */
#include <stdio.h>
#include <string.h>

#include "palier-column-marks.h"
#include "palier-mapping.h"

#define ROWS 200

static const char *
name_of (PalierField field)
{
  return field != PALIER_FIELD_NONE ? palier_field_name (field) : "-";
}

static void
print_marks_of (const GArray *marks)
{
  for (guint i = 0; i < marks->len; i++)
    printf (" %u", g_array_index (marks, guint32, i));
}

static void
print_marks (char **headers, GPtrArray *rows)
{
  PalierGuess guess = { 0 };
  PalierColumnCrowd crowd;

  palier_guess_by_rules (&guess, headers, rows);
  palier_column_crowd_look (&crowd, &guess);
  for (guint i = 0; i < guess.n_columns; i++)
  {
    g_autoptr (PalierColumnMarks) marks = palier_column_marks_new (&guess, i, &crowd);
    printf ("marks\t%u\t", i);
    print_marks_of (marks->of_column);
    for (guint field = 0; field < PALIER_N_FIELDS; field++)
      if (marks->of_field[field] != NULL)
      {
        printf ("\t%s", palier_field_name ((PalierField) field));
        print_marks_of (marks->of_field[field]);
      }
    printf ("\n");
  }
  g_ptr_array_unref (guess.columns);
  palier_guess_clear (&guess);
}

static void
print_columns (char **headers, GPtrArray *rows)
{
  g_autoptr (GPtrArray) columns = palier_mapping_guess (headers, rows);

  for (guint i = 0; i < columns->len; i++)
  {
    const PalierColumn *column = g_ptr_array_index (columns, i);
    printf ("column\t%u\t%s\t%s\t%.3f\t%s\n", column->index, name_of (column->field),
            name_of (column->guess), column->confidence,
            column->reason != NULL ? column->reason : "-");
  }
}

static gboolean
print_file (const char *path, gboolean marks)
{
  PalierReaderOptions options = PALIER_READER_OPTIONS_GUESS;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierReader) reader = palier_reader_open (path, &options, NULL, &error);
  g_autoptr (GPtrArray) sample =
      reader != NULL ? palier_reader_take_sample (reader, ROWS, &error) : NULL;

  if (sample == NULL)
  {
    g_printerr ("%s: %s\n", path, error->message);
    return FALSE;
  }
  char **headers = palier_reader_get_headers (reader);
  printf ("file\t%s\t%d\t%u\n", path, palier_reader_get_header_row (reader),
          g_strv_length (headers));
  if (marks)
    print_marks (headers, sample);
  else
    print_columns (headers, sample);
  return TRUE;
}

int
main (int argc, char **argv)
{
  gboolean marks = argc > 1 && strcmp (argv[1], "--marks") == 0;
  gboolean good = TRUE;

  for (int i = 1 + marks; i < argc; i++)
    good = print_file (argv[i], marks) && good;
  return good ? 0 : 1;
}
