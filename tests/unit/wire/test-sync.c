/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. A request and an answer there and back. 2. A bad record is put aside, the others stand.
 * 3. Malformed documents, as a table. 4. A batch is full at 1,000 records or 1 MiB, and takes one
 * big record alone. 5. Unknown codes of a newer relay. */
#include "palier-sync.h"

#include <string.h>

#define ID_A "018f0000-0000-7000-8000-00000000000a"
#define ID_B "018f0000-0000-7000-8000-00000000000b"
#define ID_C "018f0000-0000-7000-8000-00000000000c"
#define MARK "00000000000100000000000000000001"

static PalierId
id (const char *text)
{
  PalierId result;
  g_assert_true (palier_id_parse (text, &result));
  return result;
}

static PalierRecord *
prospect (const char *city)
{
  PalierId one = id (ID_A);
  PalierRecord *record = palier_record_new (PALIER_KIND_PROSPECT, &one);
  palier_record_set (record, PALIER_FIELD_NOTES, city, (PalierMark) { 0x10000, 1 });
  return record;
}

static PalierSyncRequest *
parse (GBytes *bytes)
{
  gsize length;
  const char *json = g_bytes_get_data (bytes, &length);
  g_autoptr (GError) error = NULL;
  PalierSyncRequest *request = palier_sync_request_parse (json, length, &error);
  g_assert_no_error (error);
  return request;
}

static void
test_request (void)
{
  g_autoptr (PalierSyncWriter) writer = palier_sync_writer_new ();
  g_autoptr (PalierRecord) record = prospect ("Brest");
  PalierId device = id (ID_B), batch = id (ID_C);
  PalierCursor cursor = { id (ID_A), G_MAXUINT64 };

  g_assert_true (palier_sync_writer_add (writer, record));
  g_assert_true (palier_sync_writer_add (writer, record));
  g_autoptr (GBytes) bytes = palier_sync_writer_finish_request (writer, &device, &batch, cursor);
  g_autoptr (PalierSyncRequest) request = parse (bytes);
  g_assert_true (palier_id_equal (&request->device, &device));
  g_assert_true (palier_id_equal (&request->batch, &batch));
  g_assert_true (palier_id_equal (&request->cursor.epoch, &cursor.epoch));
  g_assert_cmpuint (request->cursor.seq, ==, G_MAXUINT64);
  g_assert_cmpuint (request->records->len, ==, 2);
  g_assert_cmpstr (palier_record_get (request->records->pdata[1], PALIER_FIELD_NOTES), ==, "Brest");
  g_assert_cmpuint (request->bad->len, ==, 0);
}

static void
test_answer (void)
{
  g_autoptr (PalierSyncWriter) writer = palier_sync_writer_new ();
  g_autoptr (PalierRecord) record = prospect ("Brest");
  PalierId a = id (ID_A), b = id (ID_B);
  PalierCursor cursor = { id (ID_C), 42 };
  gsize length;
  g_autofree char *json = palier_record_to_json (record, &length);

  g_assert_true (palier_sync_writer_add_json (writer, json, length));
  palier_sync_writer_accept (writer, PALIER_KIND_PROSPECT, &a, 41);
  palier_sync_writer_accept (writer, PALIER_KIND_EVENT, &b, 42);
  palier_sync_writer_refuse (writer, PALIER_KIND_NONE, &b, "clock_ahead");
  palier_sync_writer_refuse (writer, PALIER_KIND_EVENT, &b, "forbidden");
  palier_sync_writer_set_terms (writer, &(PalierSyncTerms) { .may_write = FALSE });
  palier_sync_writer_set_given (writer, 17);
  g_autoptr (GBytes) bytes = palier_sync_writer_finish_answer (writer, cursor, 1795428000000, TRUE);
  g_autoptr (GError) error = NULL;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (PalierSyncAnswer) answer = palier_sync_answer_parse (text, length, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer->now_ms, ==, 1795428000000);
  g_assert_true (answer->more);
  g_assert_cmpuint (answer->cursor.seq, ==, 42);
  g_assert_cmpuint (answer->given, ==, 17);
  g_assert_cmpuint (answer->accepted->len, ==, 2);
  g_assert_cmpuint (g_array_index (answer->accepted, PalierSyncAccepted, 1).seq, ==, 42);
  g_assert_cmpint (g_array_index (answer->accepted, PalierSyncAccepted, 1).kind, ==,
                   PALIER_KIND_EVENT);
  const PalierSyncRefused *refused = &g_array_index (answer->refused, PalierSyncRefused, 0);
  g_assert_cmpint (refused->kind, ==, PALIER_KIND_NONE);
  g_assert_cmpstr (refused->code, ==, "clock_ahead");
  refused = &g_array_index (answer->refused, PalierSyncRefused, 1);
  g_assert_cmpint (palier_hold_from_code (refused->code), ==, PALIER_HOLD_ROLE);
  g_assert_false (answer->terms.may_write);
  g_assert_cmpuint (answer->records->len, ==, 1);
}

/* A request that follows others of its exchange, and one that stands by itself. */
static void
test_given (void)
{
  static const struct
  {
    guint64 given;
    gboolean quiet;
  } cases[] = { { 0, TRUE }, { 41, FALSE }, { PALIER_SYNC_NOTHING_GIVEN, FALSE } };
  PalierId a = id (ID_A), b = id (ID_B);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierSyncWriter) writer = palier_sync_writer_new ();
    gsize length;
    palier_sync_writer_set_given (writer, cases[i].given);
    if (cases[i].quiet)
      palier_sync_writer_set_quiet (writer);
    g_autoptr (GBytes) bytes =
        palier_sync_writer_finish_request (writer, &a, &b, (PalierCursor) { id (ID_C), 40 });
    const char *text = g_bytes_get_data (bytes, &length);
    g_autoptr (PalierSyncRequest) request = palier_sync_request_parse (text, length, NULL);
    g_assert_nonnull (request);
    g_assert_cmpuint (request->given, ==, cases[i].given);
    g_assert_cmpint (request->quiet, ==, cases[i].quiet);
  }
}

#define REQUEST(records)                                                                           \
  "{\"wire\":5,\"device\":\"" ID_A "\",\"batch\":\"" ID_B "\",\"cursor\":{\"epoch\":\"" ID_C       \
  "\",\"seq\":0},\"records\":" records "}"
#define GOOD                                                                                       \
  "{\"kind\":\"prospect\",\"id\":\"" ID_A "\",\"mark\":\"" MARK "\",\"fields\":{\"city\":\"x\"}}"

static void
test_put_aside (void)
{
  static const char json[] =
      REQUEST ("[" GOOD ",{\"kind\":\"ghost\",\"id\":\"" ID_B "\",\"mark\":\"" MARK
               "\"},7,{\"kind\":\"event\",\"id\":\"" ID_C "\",\"mark\":\"" MARK
               "\",\"fields\":{\"at\":\"soon\"}}," GOOD "]");
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, sizeof json - 1);
  g_autoptr (PalierSyncRequest) request = parse (bytes);
  static const struct
  {
    PalierKind kind;
    const char *id;
    const char *code;
  } expected[] = { { PALIER_KIND_NONE, ID_B, "record_kind" },
                   { PALIER_KIND_NONE, "00000000-0000-0000-0000-000000000000", "record_syntax" },
                   { PALIER_KIND_EVENT, ID_C, "record_value" } };

  g_assert_cmpuint (request->records->len, ==, 2);
  g_assert_cmpuint (request->bad->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < request->bad->len; i++)
  {
    const PalierSyncRefused *one = &g_array_index (request->bad, PalierSyncRefused, i);
    char text[PALIER_ID_TEXT_SIZE];
    g_assert_cmpint (one->kind, ==, expected[i].kind);
    g_assert_cmpstr (palier_id_format (&one->id, text), ==, expected[i].id);
    g_assert_cmpstr (one->code, ==, expected[i].code);
  }
}

static void
test_malformed (void)
{
  static const struct
  {
    const char *json;
    int code;
  } cases[] = {
    { "", PALIER_WIRE_ERROR_SYNTAX },
    { "<html>502</html>", PALIER_WIRE_ERROR_SYNTAX },
    { "{}", PALIER_WIRE_ERROR_SYNTAX },
    { "[]", PALIER_WIRE_ERROR_SYNTAX },
    { "{\"wire\":1}", PALIER_WIRE_ERROR_VERSION },
    { "{\"wire\":\"1\"}", PALIER_WIRE_ERROR_SYNTAX },
    { "{\"wire\":5}", PALIER_WIRE_ERROR_SYNTAX },
    { REQUEST ("{}"), PALIER_WIRE_ERROR_SYNTAX },
    { REQUEST ("null"), PALIER_WIRE_ERROR_SYNTAX },
    { "{\"wire\":5,\"device\":\"" ID_A "\",\"batch\":\"" ID_B "\",\"cursor\":{\"epoch\":\"" ID_C
      "\",\"seq\":-1},\"records\":[]}",
      PALIER_WIRE_ERROR_SYNTAX },
    { "{\"wire\":5,\"now\":1,\"more\":1,\"cursor\":{\"epoch\":\"" ID_C
      "\",\"seq\":1},\"accepted\":[],\"refused\":[],\"records\":[]}",
      PALIER_WIRE_ERROR_SYNTAX },
    { "{\"wire\":5,\"now\":1,\"more\":true,\"cursor\":{\"epoch\":\"" ID_C
      "\",\"seq\":1},\"accepted\":[{\"kind\":\"prospect\",\"id\":\"x\",\"seq\":1}],\"refused\":[],"
      "\"records\":[]}",
      PALIER_WIRE_ERROR_SYNTAX },
    { "{\"wire\":5,\"now\":1,\"more\":true,\"cursor\":{\"epoch\":\"" ID_C
      "\",\"seq\":1},\"accepted\":[],\"refused\":[{\"kind\":\"prospect\",\"id\":\"" ID_A
      "\"}],\"records\":[]}",
      PALIER_WIRE_ERROR_SYNTAX },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) one = NULL;
    g_autoptr (GError) two = NULL;
    g_test_message ("%s", cases[i].json);
    g_assert_null (palier_sync_request_parse (cases[i].json, strlen (cases[i].json), &one));
    g_assert_error (one, PALIER_WIRE_ERROR, cases[i].code);
    g_assert_null (palier_sync_answer_parse (cases[i].json, strlen (cases[i].json), &two));
    g_assert_error (two, PALIER_WIRE_ERROR, cases[i].code);
  }
}

static void
test_limits (void)
{
  g_autofree char *huge = g_strnfill (PALIER_SYNC_MAX_BYTES + 1, ' ');
  GString *many = g_string_new (GOOD);
  g_autoptr (GError) error = NULL;

  g_assert_null (palier_sync_request_parse (huge, strlen (huge), &error));
  g_assert_error (error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_LIMIT);
  g_clear_error (&error);
  for (int i = 0; i < PALIER_SYNC_MAX_RECORDS; i++)
    g_string_append (many, "," GOOD);
  g_autofree char *json = g_strdup_printf (REQUEST ("[%s]"), many->str);
  g_assert_null (palier_sync_request_parse (json, strlen (json), &error));
  g_assert_error (error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_LIMIT);
  g_string_free (many, TRUE);
}

static guint
fill (PalierSyncWriter *writer, gsize size)
{
  g_autofree char *text = g_strnfill (size, 'x');
  g_autoptr (PalierRecord) record = prospect (text);
  guint count = 0;

  while (count < 5000 && palier_sync_writer_add (writer, record))
    count++;
  return count;
}

static void
test_full (void)
{
  g_autoptr (PalierSyncWriter) small = palier_sync_writer_new ();
  g_autoptr (PalierSyncWriter) large = palier_sync_writer_new ();
  g_autoptr (PalierSyncWriter) huge = palier_sync_writer_new ();

  g_assert_cmpuint (fill (small, 10), ==, PALIER_SYNC_MAX_RECORDS);
  g_assert_cmpuint (fill (large, 100 * 1024), ==, 10);
  g_assert_cmpuint (fill (huge, PALIER_SYNC_FULL_BYTES), ==, 1);
}

/* What the other side takes of bytes: never more, whatever is added. */
static void
test_most (void)
{
  PalierId id = PALIER_ID_NIL;

  for (gsize most = 2000; most <= PALIER_SYNC_MAX_BYTES; most = most * 3 / 2)
  {
    g_autoptr (PalierSyncWriter) writer = palier_sync_writer_new ();
    palier_sync_writer_set_most (writer, most);
    palier_sync_writer_set_given (writer, PALIER_SYNC_NOTHING_GIVEN - 1);
    palier_sync_writer_set_quiet (writer);
    g_assert_cmpuint (fill (writer, most), ==, 0);
    guint n = fill (writer, 700);
    g_autoptr (GBytes) text = palier_sync_writer_finish_request (
        writer, &id, &id, (PalierCursor) { PALIER_ID_NIL, G_MAXUINT64 });
    g_assert_cmpuint (g_bytes_get_size (text), <=, most);
    g_assert_cmpuint (n, >=, 1);
  }
  g_autoptr (PalierSyncWriter) none = palier_sync_writer_new ();
  palier_sync_writer_set_most (none, 10);
  g_assert_cmpuint (fill (none, 1), ==, 0);
}

static void
test_other_code (void)
{
  static const char json[] = "{\"wire\":5,\"now\":1,\"more\":false,\"cursor\":{\"epoch\":\"" ID_C
                             "\",\"seq\":1},\"accepted\":[],\"refused\":[{\"kind\":\"event\","
                             "\"id\":\"" ID_A "\",\"code\":\"from_the_future\"}],\"records\":[]}";
  g_autoptr (PalierSyncAnswer) answer = palier_sync_answer_parse (json, sizeof json - 1, NULL);

  g_assert_cmpstr (g_array_index (answer->refused, PalierSyncRefused, 0).code, ==, "other");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/request", test_request);
  g_test_add_func ("/sync/answer", test_answer);
  g_test_add_func ("/sync/most", test_most);
  g_test_add_func ("/sync/given", test_given);
  g_test_add_func ("/sync/put-aside", test_put_aside);
  g_test_add_func ("/sync/malformed", test_malformed);
  g_test_add_func ("/sync/limits", test_limits);
  g_test_add_func ("/sync/full", test_full);
  g_test_add_func ("/sync/other-code", test_other_code);
  return g_test_run ();
}
