/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Fields, sets and registers by hand. 2. JSON there and back, byte for byte. 3. What a store
 * keeps (columns, row mark, marks) gives the record back. 4. Malformed records, as a table.
 * 5. Random histories on several devices, with delays, repeats, other orders and skewed clocks,
 * end in the same bytes. 6. The laws of a join on random states. 7. An erasure absorbs. */
#include <string.h>

#include "palier-record.h"

#define ID_A "018f0000-0000-7000-8000-00000000000a"
#define ID_B "018f0000-0000-7000-8000-00000000000b"
#define M1 "00000000000100000000000000000001"
#define M2 "00000000000200000000000000000002"

static PalierId
id (const char *text)
{
  PalierId result;
  g_assert_true (palier_id_parse (text, &result));
  return result;
}

static PalierMark
mark (guint64 time, guint64 device)
{
  return (PalierMark) { time, device };
}

static PalierRecord *
prospect (void)
{
  PalierId one = id (ID_A);
  return palier_record_new (PALIER_KIND_PROSPECT, &one);
}

static void
check_json (const PalierRecord *record, const char *expected)
{
  g_autofree char *json = palier_record_to_json (record, NULL);
  g_assert_cmpstr (json, ==, expected);
}

static void
test_by_hand (void)
{
  g_autoptr (PalierRecord) record = prospect ();

  g_assert_true (palier_record_set (record, PALIER_FIELD_COMPANY, "Agence du Port", mark (5, 1)));
  g_assert_false (palier_record_set (record, PALIER_FIELD_COMPANY, "Older", mark (4, 9)));
  g_assert_true (palier_record_set (record, PALIER_FIELD_COMPANY, "Newer", mark (5, 2)));
  g_assert_cmpstr (palier_record_get (record, PALIER_FIELD_COMPANY), ==, "Newer");
  g_assert_true (palier_record_set (record, PALIER_FIELD_COMPANY, NULL, mark (6, 1)));
  g_assert_null (palier_record_get (record, PALIER_FIELD_COMPANY));

  palier_record_set_integer (record, PALIER_FIELD_STAFF, 12, mark (7, 1));
  g_assert_cmpint (palier_record_get_integer (record, PALIER_FIELD_STAFF, -1), ==, 12);
  g_assert_cmpint (palier_record_get_integer (record, PALIER_FIELD_SURFACE_M2, -1), ==, -1);

  palier_record_set (record, PALIER_FIELD_TAGS, "b\na", mark (8, 1));
  palier_record_set (record, PALIER_FIELD_TAGS, "b\nc", mark (9, 1));
  g_autofree char *tags = palier_record_dup (record, PALIER_FIELD_TAGS);
  g_assert_cmpstr (tags, ==, "b\nc");
  g_assert_cmpuint (palier_record_get_mark (record, PALIER_FIELD_TAGS).time, ==, 9);
  g_assert_cmpuint (palier_record_row_mark (record).time, ==, 6);

  palier_record_delete (record, 1000, mark (10, 1));
  palier_record_undelete (record, mark (9, 1));
  g_assert_cmpint (record->deleted_ms, ==, 1000);
  palier_record_undelete (record, mark (11, 1));
  g_assert_cmpint (record->deleted_ms, ==, 0);
  g_assert_cmpuint (palier_record_latest_mark (record).time, ==, 11);
}

static void
test_add_wins (void)
{
  g_autoptr (PalierRecord) a = prospect ();
  g_autoptr (PalierRecord) b = prospect ();

  /* Both add; A removes what it has seen, later by the clock than B's add, which it has not. */
  palier_record_set (a, PALIER_FIELD_TAGS, "vip", mark (10, 1));
  palier_record_set (b, PALIER_FIELD_TAGS, "vip", mark (5, 2));
  palier_record_set (a, PALIER_FIELD_TAGS, NULL, mark (20, 1));
  palier_record_merge (a, b);
  g_autofree char *kept = palier_record_dup (a, PALIER_FIELD_TAGS);
  g_assert_cmpstr (kept, ==, "vip");
  /* Having seen both, a remove removes both. */
  palier_record_set (a, PALIER_FIELD_TAGS, NULL, mark (21, 1));
  palier_record_merge (b, a);
  g_assert_null (palier_record_dup (b, PALIER_FIELD_TAGS));
}

static void
test_once (void)
{
  PalierId one = id (ID_A);
  g_autoptr (PalierRecord) event = palier_record_new (PALIER_KIND_EVENT, &one);

  palier_record_set (event, PALIER_EVENT_FIELD_NAME, "message.opened", mark (5, 1));
  g_assert_false (palier_record_set (event, PALIER_EVENT_FIELD_NAME, "other", mark (6, 1)));
  g_assert_true (palier_record_set (event, PALIER_EVENT_FIELD_NAME, "first", mark (4, 1)));
}

static void
test_json (void)
{
  g_autoptr (PalierRecord) record = prospect ();
  PalierId other = id (ID_B);

  palier_record_set (record, PALIER_FIELD_COMPANY, "L’Étude \"Nord\"", mark (0x10000, 1));
  palier_record_set_integer (record, PALIER_FIELD_STAFF, -3, mark (0x10000, 1));
  palier_record_set (record, PALIER_FIELD_TAGS, "a\nb", mark (0x10000, 1));
  check_json (record, "{\"kind\":\"prospect\",\"id\":\"" ID_A "\",\"mark\":\"0000000000010000"
                      "0000000000000001\",\"fields\":{\"company\":\"L’Étude \\\"Nord\\\"\","
                      "\"staff\":-3,\"tags\":[\"a\",\"b\"]}}");

  palier_record_set (record, PALIER_FIELD_STAFF, NULL, mark (0x20000, 2));
  palier_record_set (record, PALIER_FIELD_TAGS, "a\nc", mark (0x20000, 2));
  palier_record_set_merged_into (record, &other, mark (0x20000, 2));
  palier_record_delete (record, 7, mark (0x20000, 2));
  check_json (
      record,
      "{\"kind\":\"prospect\",\"id\":\"" ID_A "\",\"mark\":\"00000000000100000000000000000001\","
      "\"fields\":{\"company\":\"L’Étude \\\"Nord\\\"\",\"tags\":[\"a\",\"c\"]},"
      "\"marks\":{\"staff\":\"00000000000200000000000000000002\"},\"sets\":{\"tags\":{\"b\":"
      "[[\"0000000000000001\",\"0000000000010000\",\"0000000000010000\"]],\"c\":"
      "[[\"0000000000000002\",\"0000000000020000\",\"0000000000000000\"]]}},"
      "\"deleted\":[7,\"00000000000200000000000000000002\"],"
      "\"merged\":[\"" ID_B "\",\"00000000000200000000000000000002\"]}");

  gsize length;
  g_autofree char *json = palier_record_to_json (record, &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierRecord) again = palier_record_from_json (json, length, &error);
  g_assert_no_error (error);
  check_json (again, json);
}

/* What storage does: columns, the row's mark, and the marks beside them. */
static PalierRecord *
store_and_load (const PalierRecord *record)
{
  PalierRecord *loaded = palier_record_new (record->kind, &record->id);
  g_autofree char *marks = palier_record_dup_marks (record);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < palier_kind_n_fields (record->kind); i++)
  {
    g_autofree char *text = palier_record_dup (record, i);
    if (text != NULL)
      palier_record_load_value (loaded, i, text);
  }
  palier_record_load_marks (loaded, palier_record_row_mark (record), marks, &error);
  g_assert_no_error (error);
  return loaded;
}

static void
test_store (void)
{
  g_autoptr (PalierRecord) record = prospect ();

  palier_record_set (record, PALIER_FIELD_COMPANY, "A", mark (1, 1));
  palier_record_set (record, PALIER_FIELD_TAGS, "x\ny", mark (1, 1));
  g_assert_null (palier_record_dup_marks (record));
  palier_record_set (record, PALIER_FIELD_CITY, "Brest", mark (2, 1));
  palier_record_set (record, PALIER_FIELD_TAGS, "y", mark (2, 1));
  palier_record_set (record, PALIER_FIELD_COMPANY, NULL, mark (3, 1));
  g_autofree char *json = palier_record_to_json (record, NULL);
  g_autoptr (PalierRecord) loaded = store_and_load (record);
  check_json (loaded, json);
}

#define HEAD "{\"kind\":\"prospect\",\"id\":\"" ID_A "\",\"mark\":\"" M1 "\""
#define FIELDS HEAD ",\"fields\":{\"city\":\"Brest\"}"

static void
test_malformed (void)
{
  static const struct
  {
    const char *json;
    int code;
  } cases[] = {
    { "", PALIER_WIRE_ERROR_SYNTAX },
    { "nonsense", PALIER_WIRE_ERROR_SYNTAX },
    { "[]", PALIER_WIRE_ERROR_SYNTAX },
    { "null", PALIER_WIRE_ERROR_SYNTAX },
    { "{\"kind\":\"prospect\",\"mark\":\"" M1 "\"}", PALIER_WIRE_ERROR_SYNTAX },
    { "{\"kind\":\"ghost\",\"id\":\"" ID_A "\",\"mark\":\"" M1 "\"}", PALIER_WIRE_ERROR_KIND },
    { "{\"kind\":\"prospect\",\"id\":\"018F0000-0000-7000-8000-00000000000A\",\"mark\":\"" M1 "\"}",
      PALIER_WIRE_ERROR_SYNTAX },
    { HEAD "}", PALIER_WIRE_ERROR_SYNTAX }, /* a mark without a field */
    { FIELDS ",\"extra\":1}", PALIER_WIRE_ERROR_SYNTAX },
    { FIELDS ",\"id\":\"" ID_A "\"}", PALIER_WIRE_ERROR_SYNTAX },
    { HEAD ",\"fields\":[]}", PALIER_WIRE_ERROR_SYNTAX },
    { HEAD ",\"fields\":{\"full_name\":\"x\"}}", PALIER_WIRE_ERROR_KIND },
    { HEAD ",\"fields\":{\"shoe_size\":42}}", PALIER_WIRE_ERROR_KIND },
    { HEAD ",\"fields\":{\"city\":\"\"}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"city\":3}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"city\":null}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"city\":\"a\\u0000b\"}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"city\":\"a\",\"city\":\"b\"}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"staff\":\"3\"}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"staff\":3.5}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"staff\":18446744073709551615}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"kind\":\"robot\"}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"birthdate\":\"2001-02-29\"}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"birthdate\":\"1-2-3\"}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"site_https\":\"maybe\"}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"tags\":\"a\"}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"tags\":[]}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"tags\":[\"a\",\"a\"]}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"tags\":[\"a\\nb\"]}}", PALIER_WIRE_ERROR_VALUE },
    { HEAD ",\"fields\":{\"specializations\":[\"luxury\",\"castles\"]}}", PALIER_WIRE_ERROR_VALUE },
    { FIELDS ",\"marks\":{\"city\":\"xyz\"}}", PALIER_WIRE_ERROR_SYNTAX },
    { FIELDS ",\"marks\":{\"ghost\":\"" M2 "\"}}", PALIER_WIRE_ERROR_KIND },
    { FIELDS ",\"marks\":{\"tags\":\"" M2 "\"}}", PALIER_WIRE_ERROR_KIND },
    { FIELDS ",\"marks\":{\"city\":\"" M2 "\"}}", PALIER_WIRE_ERROR_SYNTAX }, /* row not oldest */
    { FIELDS ",\"marks\":[]}", PALIER_WIRE_ERROR_SYNTAX },
    { FIELDS ",\"sets\":[]}", PALIER_WIRE_ERROR_SYNTAX },
    { FIELDS ",\"sets\":{\"city\":{}}}", PALIER_WIRE_ERROR_KIND },
    { FIELDS ",\"sets\":{\"tags\":{\"a\":[]}}}", PALIER_WIRE_ERROR_VALUE },
    { FIELDS ",\"sets\":{\"tags\":{\"a\":[[\"0000000000000001\",\"0000000000020000\","
             "\"0000000000000000\"]]}}}",
      PALIER_WIRE_ERROR_VALUE }, /* in the set, and not listed */
    { FIELDS ",\"sets\":{\"tags\":{\"a\":[[\"0000000000000001\",\"0000000000020000\","
             "\"0000000000030000\"]]}}}",
      PALIER_WIRE_ERROR_VALUE }, /* removed above added */
    { FIELDS ",\"deleted\":[-1,\"" M2 "\"]}", PALIER_WIRE_ERROR_SYNTAX },
    { FIELDS ",\"deleted\":[1]}", PALIER_WIRE_ERROR_SYNTAX },
    { FIELDS ",\"merged\":[\"x\",\"" M2 "\"]}", PALIER_WIRE_ERROR_SYNTAX },
    { FIELDS ",\"erased\":true}", PALIER_WIRE_ERROR_SYNTAX },
    { FIELDS ",\"erased\":false}", PALIER_WIRE_ERROR_SYNTAX },
    { "{\"kind\":\"prospect\",\"id\":\"" ID_A
      "\",\"mark\":\"00000000000000000000000000000000\",\"fields\":{\"city\":\"Brest\"}}",
      PALIER_WIRE_ERROR_SYNTAX },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i].json);
    g_assert_null (palier_record_from_json (cases[i].json, strlen (cases[i].json), &error));
    g_assert_error (error, PALIER_WIRE_ERROR, cases[i].code);
  }
}

static void
test_limits (void)
{
  g_autoptr (PalierRecord) record = prospect ();
  g_autofree char *city = g_strnfill (PALIER_RECORD_MAX_TEXT + 1, 'x');
  g_autofree char *much = g_strnfill (PALIER_RECORD_MAX_BYTES + 1, ' ');
  g_autoptr (GError) error = NULL;
  gsize length;

  palier_record_set (record, PALIER_FIELD_CITY, city, mark (1, 1));
  g_autofree char *json = palier_record_to_json (record, &length);
  g_assert_null (palier_record_from_json (json, length, &error));
  g_assert_error (error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_null (palier_record_from_json (much, strlen (much), &error));
  g_assert_error (error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_LIMIT);
}

/* ---- Random histories */

#define N_DEVICES 4

typedef struct
{
  PalierHlc hlc;
  gint64 skew_ms;
  PalierRecord *state;
} Device;

static const int text_fields[] = { PALIER_FIELD_COMPANY, PALIER_FIELD_CITY, PALIER_FIELD_NOTES };

static void
edit_set (Device *device, PalierRandom *random, PalierMark now)
{
  static const char *const words[] = { "a", "b", "c", "d" };
  GString *lines = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (palier_random_below (random, 2) == 0)
      g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", words[i]);
  palier_record_set (device->state, PALIER_FIELD_TAGS, lines->str, now);
  g_string_free (lines, TRUE);
}

static void
act (Device *device, guint64 index, gint64 wall_ms, PalierRandom *random)
{
  PalierMark now = { palier_hlc_tick (&device->hlc, wall_ms + device->skew_ms), index };
  PalierId other = id (palier_random_below (random, 2) == 0 ? ID_A : ID_B);
  char word[16];

  g_snprintf (word, sizeof word, "v%d", (int) palier_random_below (random, 100));
  switch (palier_random_below (random, 8))
  {
  case 0:
    palier_record_delete (device->state, 1 + (gint64) palier_random_below (random, 50), now);
    break;
  case 1:
    palier_record_undelete (device->state, now);
    break;
  case 2:
    palier_record_set_merged_into (device->state, &other, now);
    break;
  case 3:
  case 4:
    edit_set (device, random, now);
    break;
  default:
    palier_record_set (device->state, text_fields[palier_random_below (random, 3)],
                       palier_random_below (random, 4) == 0 ? NULL : word, now);
    break;
  }
}

/* A state on its way goes through JSON, is kept, and may arrive late, twice, and out of order. */
static void
post (GPtrArray *mail, const PalierRecord *state)
{
  g_ptr_array_add (mail, palier_record_to_json (state, NULL));
}

static void
receive (Device *device, GPtrArray *mail, PalierRandom *random, gint64 wall_ms)
{
  g_autoptr (GError) error = NULL;
  const char *json = g_ptr_array_index (mail, palier_random_below (random, mail->len));
  g_autoptr (PalierRecord) other = palier_record_from_json (json, strlen (json), &error);

  g_assert_no_error (error);
  palier_hlc_receive (&device->hlc, palier_record_latest_mark (other).time,
                      wall_ms + device->skew_ms);
  palier_record_merge (device->state, other);
}

static void
run_history (guint64 seed)
{
  g_autoptr (PalierRandom) random = palier_random_new_seeded (seed);
  g_autoptr (GPtrArray) mail = g_ptr_array_new_with_free_func (g_free);
  Device devices[N_DEVICES] = { 0 };

  for (int i = 0; i < N_DEVICES; i++)
  {
    devices[i].state = prospect ();
    devices[i].skew_ms = (gint64) palier_random_below (random, 172800000) - 86400000;
  }
  for (int step = 0; step < 40; step++)
  {
    guint64 who = palier_random_below (random, N_DEVICES);
    gint64 wall_ms = 1700000000000 + step;
    if (mail->len > 0 && palier_random_below (random, 3) == 0)
      receive (&devices[who], mail, random, wall_ms);
    else
      act (&devices[who], who + 1, wall_ms, random);
    if (palier_random_below (random, 2) == 0)
      post (mail, devices[who].state);
    if (palier_random_below (random, 8) == 0)
    {
      PalierRecord *loaded = store_and_load (devices[who].state);
      palier_record_free (devices[who].state);
      devices[who].state = loaded;
    }
  }
  for (int from = 0; from < N_DEVICES; from++)
    for (int to = N_DEVICES - 1; to >= 0; to--)
      palier_record_merge (devices[to].state, devices[from].state);
  for (int i = 0; i < N_DEVICES; i++)
    palier_record_merge (devices[i].state, devices[N_DEVICES - 1].state);
  g_autofree char *first = palier_record_to_json (devices[0].state, NULL);
  for (int i = 0; i < N_DEVICES; i++)
  {
    check_json (devices[i].state, first);
    palier_record_free (devices[i].state);
  }
}

static void
test_convergence (void)
{
  for (guint64 seed = 0; seed < (g_test_slow () ? 50000 : 1500); seed++)
    run_history (seed);
}

static PalierRecord *
join (const PalierRecord *a, const PalierRecord *b)
{
  PalierRecord *result = palier_record_new (a->kind, &a->id);

  palier_record_merge (result, a);
  palier_record_merge (result, b);
  return result;
}

static PalierRecord *
random_state (PalierRandom *random)
{
  Device device = { .state = prospect () };

  for (guint64 i = palier_random_below (random, 6); i > 0; i--)
    act (&device, 1 + palier_random_below (random, 3), (gint64) palier_random_below (random, 4),
         random);
  if (palier_random_below (random, 12) == 0)
    palier_record_erase (device.state);
  return device.state;
}

/* Marks may clash here: the laws hold for dishonest devices too. */
static void
test_laws (void)
{
  g_autoptr (PalierRandom) random = palier_random_new_seeded (7);

  for (int i = 0; i < 2000; i++)
  {
    g_autoptr (PalierRecord) a = random_state (random);
    g_autoptr (PalierRecord) b = random_state (random);
    g_autoptr (PalierRecord) c = random_state (random);
    g_autoptr (PalierRecord) ab = join (a, b);
    g_autoptr (PalierRecord) ba = join (b, a);
    g_autoptr (PalierRecord) bc = join (b, c);
    g_autoptr (PalierRecord) ab_c = join (ab, c);
    g_autoptr (PalierRecord) a_bc = join (a, bc);
    g_autofree char *one = palier_record_to_json (ab, NULL);
    g_autofree char *all = palier_record_to_json (ab_c, NULL);
    check_json (ba, one);
    check_json (a_bc, all);
    g_assert_false (palier_record_merge (ab, b));
    g_assert_false (palier_record_merge (ab, ab));
    check_json (ab, one);
  }
}

static void
test_erasure (void)
{
  g_autoptr (PalierRecord) a = prospect ();
  g_autoptr (PalierRecord) b = prospect ();

  palier_record_set (a, PALIER_FIELD_EMAIL, "jean@example.com", mark (1, 1));
  palier_record_delete (a, 5, mark (2, 1));
  palier_record_set (b, PALIER_FIELD_EMAIL, "jean@example.com", mark (9, 1));
  palier_record_erase (a);
  g_assert_false (palier_record_merge (a, b));
  g_assert_true (palier_record_merge (b, a));
  g_assert_false (palier_record_set (b, PALIER_FIELD_EMAIL, "jean@example.com", mark (99, 1)));
  check_json (b, "{\"kind\":\"prospect\",\"id\":\"" ID_A
                 "\",\"mark\":\"00000000000000000000000000000000\",\"erased\":true}");
  g_autofree char *json = palier_record_to_json (b, NULL);
  g_autoptr (PalierRecord) again = palier_record_from_json (json, strlen (json), NULL);
  g_assert_true (again->erased);
}

static void
test_setting_id (void)
{
  PalierId a = palier_setting_id ("profile"), b = palier_setting_id ("profile");
  PalierId c = palier_setting_id ("sender");

  g_assert_true (palier_id_equal (&a, &b));
  g_assert_false (palier_id_equal (&a, &c));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/by-hand", test_by_hand);
  g_test_add_func ("/record/add-wins", test_add_wins);
  g_test_add_func ("/record/once", test_once);
  g_test_add_func ("/record/json", test_json);
  g_test_add_func ("/record/store", test_store);
  g_test_add_func ("/record/malformed", test_malformed);
  g_test_add_func ("/record/limits", test_limits);
  g_test_add_func ("/record/convergence", test_convergence);
  g_test_add_func ("/record/laws", test_laws);
  g_test_add_func ("/record/erasure", test_erasure);
  g_test_add_func ("/record/setting-id", test_setting_id);
  return g_test_run ();
}
