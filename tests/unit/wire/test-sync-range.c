/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. A request and an answer there and back. 2. A digest and a sum are those of SHA-256. 3. What is
 * no such document, as a table. */
#include "palier-sync-range.h"

#include <string.h>

#include "palier-record.h"

#define ID_A "018f0000-0000-7000-8000-00000000000a"
#define ID_B "018f0000-0000-7000-8000-00000000000b"
#define HEX "00112233445566778899aabbccddeeff"

static PalierId
id (const char *text)
{
  PalierId result;
  g_assert_true (palier_id_parse (text, &result));
  return result;
}

static void
test_request (void)
{
  const PalierIdRange ranges[] = { { PALIER_ID_NIL, id (ID_A) }, { id (ID_A), PALIER_ID_NIL } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = palier_ranges_request_write (PALIER_KIND_EVENT, ranges, 2, FALSE);
  gsize length;
  const char *json = g_bytes_get_data (bytes, &length);
  g_autoptr (PalierRangesRequest) request = palier_ranges_request_parse (json, length, &error);

  g_assert_no_error (error);
  g_assert_cmpint (request->kind, ==, PALIER_KIND_EVENT);
  g_assert_false (request->list);
  g_assert_cmpmem (request->ranges->data, request->ranges->len * sizeof (PalierIdRange), ranges,
                   sizeof ranges);
}

static void
test_answer (void)
{
  PalierId epoch = id (ID_B), one = id (ID_A);
  g_autoptr (PalierRangesAnswer) answer = palier_ranges_answer_new (&epoch);
  PalierRecordDigest digest = palier_record_digest (&one, "{}", 2);
  PalierRangeSum sum = { 0 }, full = { .count = PALIER_RANGE_MOST, .more = TRUE };
  g_autoptr (GError) error = NULL;
  gsize length;

  palier_range_sum (&sum, &digest, 1);
  g_array_append_val (answer->sums, sum);
  g_array_append_val (answer->sums, full);
  sum.records = g_array_new (FALSE, FALSE, sizeof digest);
  g_array_append_val (sum.records, digest);
  g_array_append_val (answer->sums, sum);
  g_autoptr (GBytes) bytes = palier_ranges_answer_write (answer);
  const char *json = g_bytes_get_data (bytes, &length);
  g_autoptr (PalierRangesAnswer) read = palier_ranges_answer_parse (json, length, &error);
  g_assert_no_error (error);
  g_assert_true (palier_id_equal (&read->epoch, &epoch));
  g_assert_cmpuint (read->sums->len, ==, 3);
  const PalierRangeSum *sums = (const PalierRangeSum *) read->sums->data;
  g_assert_cmpuint (sums[0].count, ==, 1);
  g_assert_cmpmem (sums[0].hash, sizeof sum.hash, sum.hash, sizeof sum.hash);
  g_assert_true (!sums[0].more && sums[1].more && sums[1].records == NULL);
  g_assert_cmpmem (sums[2].records->data, sizeof digest, &digest, sizeof digest);
}

static void
test_digests (void)
{
  /* of "{}", and of the id with the first half of that */
  static const guint8 of_record[] = { 0x44, 0x13, 0x6f, 0xa3, 0x55, 0xb3, 0x67, 0x8a };
  PalierId one = id (ID_A);
  PalierRecordDigest digest = palier_record_digest (&one, "{}", 2);
  PalierRangeSum sum, none, twice;

  g_assert_cmpmem (digest.bytes, sizeof of_record, of_record, sizeof of_record);
  palier_range_sum (&sum, &digest, 1);
  palier_range_sum (&none, NULL, 0);
  digest.bytes[15] ^= 1;
  palier_range_sum (&twice, &digest, 1);
  g_assert_cmpint (memcmp (sum.hash, none.hash, sizeof sum.hash), !=, 0);
  g_assert_cmpint (memcmp (sum.hash, twice.hash, sizeof sum.hash), !=, 0);
}

static void
test_malformed (void)
{
  static const struct
  {
    const char *json;
    PalierWireError error;
  } cases[] = {
    { "", PALIER_WIRE_ERROR_SYNTAX },
    { "{}", PALIER_WIRE_ERROR_SYNTAX },
    { "{\"wire\":1,\"kind\":\"event\",\"ranges\":[]}", PALIER_WIRE_ERROR_VERSION },
    { "{\"wire\":5,\"kind\":\"event\",\"ranges\":[]}", PALIER_WIRE_ERROR_SYNTAX },
    { "{\"wire\":5,\"kind\":\"castle\",\"ranges\":[{\"after\":\"" ID_A "\"}]}",
      PALIER_WIRE_ERROR_SYNTAX },
    { "{\"wire\":5,\"kind\":\"event\",\"ranges\":[{\"after\":\"x\"}]}", PALIER_WIRE_ERROR_SYNTAX },
    { "{\"wire\":5,\"kind\":\"event\",\"ranges\":[{\"after\":\"" ID_A "\",\"to\":7}]}",
      PALIER_WIRE_ERROR_SYNTAX },
    { "{\"wire\":5,\"kind\":\"event\",\"list\":true,\"ranges\":[{\"after\":\"" ID_A
      "\"},{\"after\":\"" ID_B "\"}]}",
      PALIER_WIRE_ERROR_SYNTAX },
  };
  static const char *const answers[] = {
    "{\"wire\":5,\"epoch\":\"x\",\"ranges\":[]}",
    "{\"wire\":5,\"epoch\":\"" ID_A "\",\"ranges\":{}}",
    "{\"wire\":5,\"epoch\":\"" ID_A "\",\"ranges\":[{\"hash\":\"" HEX "\"}]}",
    "{\"wire\":5,\"epoch\":\"" ID_A "\",\"ranges\":[{\"count\":1,\"hash\":\"00\"}]}",
    "{\"wire\":5,\"epoch\":\"" ID_A "\",\"ranges\":[{\"count\":1,\"records\":[[\"" ID_A "\"]]}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_assert_null (palier_ranges_request_parse (cases[i].json, strlen (cases[i].json), &error));
    g_assert_error (error, PALIER_WIRE_ERROR, (int) cases[i].error);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
  {
    g_autoptr (GError) error = NULL;
    g_assert_null (palier_ranges_answer_parse (answers[i], strlen (answers[i]), &error));
    g_assert_error (error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_SYNTAX);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync-range/request", test_request);
  g_test_add_func ("/sync-range/answer", test_answer);
  g_test_add_func ("/sync-range/digests", test_digests);
  g_test_add_func ("/sync-range/malformed", test_malformed);
  return g_test_run ();
}
