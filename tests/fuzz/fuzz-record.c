/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record from another device: what is accepted has one text, merges with itself without change,
 * and comes back from a store's columns. */
#include "fuzz.h"
#include "palier-record.h"

#include <string.h>

static void
check_same (const PalierRecord *record, const char *expected)
{
  g_autofree char *json = palier_record_to_json (record, NULL);
  g_assert_cmpstr (json, ==, expected);
}

static PalierRecord *
store_and_load (const PalierRecord *record)
{
  PalierRecord *loaded = palier_record_new (record->kind, &record->id);
  g_autofree char *marks = palier_record_dup_marks (record);

  for (guint i = 0; i < palier_kind_n_fields (record->kind); i++)
  {
    g_autofree char *text = palier_record_dup (record, i);
    if (text != NULL)
      palier_record_load_value (loaded, i, text);
  }
  g_assert_true (palier_record_load_marks (loaded, palier_record_row_mark (record), marks, NULL));
  return loaded;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierRecord) record = palier_record_from_json ((const char *) data, length, &error);

  g_assert_true ((record == NULL) == (error != NULL));
  if (record == NULL)
    return 0;
  g_autofree char *json = palier_record_to_json (record, NULL);
  g_autoptr (PalierRecord) again = palier_record_from_json (json, strlen (json), &error);
  g_assert_no_error (error);
  check_same (again, json);
  g_assert_false (palier_record_merge (record, again));
  check_same (record, json);
  g_autoptr (PalierRecord) loaded = store_and_load (record);
  check_same (loaded, json);
  return 0;
}
