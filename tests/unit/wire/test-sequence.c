/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. A sequence comes back from its text as it was. 2. What is left out. 3. What is refused names
 * the step and the key. */
#include "palier-sequence-json.h"

#include <string.h>

#include "palier-record.h"

static const char whole[] =
    "{\"name\":\"Agences sans site web\",\"steps\":["
    "{\"day\":1,\"channel\":\"email\",\"template\":\"a\"},"
    "{\"day\":4,\"channel\":\"email\",\"conditions\":{\"ifOpened\":true,\"ifClicked\":false},"
    "\"ifUnknown\":\"wait\",\"templates\":[\"b\",\"c\"],"
    "\"sendWindow\":{\"days\":[\"monday\",\"friday\"],\"hours\":{\"start\":9,\"end\":18.5},"
    "\"avoidHolidays\":false}},"
    "{\"day\":10,\"channel\":\"linkedin\",\"conditions\":{\"ifNoResponse\":true}}],"
    "\"exitConditions\":{\"onReply\":true,\"onMeeting\":false,\"onUnsubscribe\":true,"
    "\"maxAttempts\":5}}";

static PalierSequence *
read_text (const char *json, GError **error)
{
  return palier_sequence_from_json (json, strlen (json), error);
}

static void
test_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierSequence) sequence = read_text (whole, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (sequence->name, ==, "Agences sans site web");
  g_assert_cmpuint (sequence->steps->len, ==, 3);
  const PalierStep *step = palier_sequence_get_step (sequence, 1);
  g_assert_cmpuint (step->day, ==, 4);
  g_assert_cmpint (step->conditions, ==, PALIER_CONDITION_OPENED);
  g_assert_cmpint (step->unknown, ==, PALIER_UNKNOWN_WAIT);
  g_assert_cmpstr (step->templates[1], ==, "c");
  g_assert_cmphex (step->window.days, ==, 0x11);
  g_assert_cmpuint (step->window.to, ==, 18 * 60 + 30);
  g_assert_true (step->window.holidays);
  g_assert_false (sequence->exits.on_meeting);
  g_assert_cmpuint (sequence->exits.max_attempts, ==, 5);

  /* What is left out. */
  const PalierStep *last = palier_sequence_get_step (sequence, 2);
  g_assert_cmphex (last->window.days, ==, PALIER_DAYS_WEEK);
  g_assert_cmpuint (last->window.from, ==, 9 * 60);
  g_assert_false (last->window.holidays);
  g_assert_cmpint (last->unknown, ==, PALIER_UNKNOWN_GO);

  gsize length, again_length;
  char *json = palier_sequence_to_json (sequence, &length);
  g_autoptr (PalierSequence) again = palier_sequence_from_json (json, length, &error);
  g_assert_no_error (error);
  char *again_json = palier_sequence_to_json (again, &again_length);
  g_assert_cmpstr (json, ==, again_json);
  free (json);
  free (again_json);
}

#define STEP(words) "{\"name\":\"x\",\"steps\":[{\"day\":1,\"channel\":\"call\"},{" words "}]}"

static void
test_refused (void)
{
  static const struct
  {
    const char *json;
    int code;
    const char *message;
  } cases[] = {
    { "", PALIER_WIRE_ERROR_SYNTAX, "no JSON object" },
    { "[]", PALIER_WIRE_ERROR_SYNTAX, "no JSON object" },
    { "{\"name\":\"x\"}", PALIER_WIRE_ERROR_VALUE, "steps" },
    { "{\"name\":\"x\",\"steps\":{}}", PALIER_WIRE_ERROR_VALUE, "steps" },
    { "{\"name\":\"x\",\"steps\":[],\"exits\":{}}", PALIER_WIRE_ERROR_VALUE, "exits" },
    { "{\"name\":\"x\",\"steps\":[],\"exitConditions\":{\"onReply\":1}}", PALIER_WIRE_ERROR_VALUE,
      "onReply" },
    { "{\"name\":\"x\",\"steps\":[],\"exitConditions\":{\"onUnsubscribe\":false}}",
      PALIER_WIRE_ERROR_VALUE, "onUnsubscribe" },
    { "{\"name\":\"x\",\"steps\":[],\"exitConditions\":{\"maxAttempts\":31}}",
      PALIER_WIRE_ERROR_VALUE, "maxAttempts" },
    { "{\"name\":\"x\",\"steps\":[7]}", PALIER_WIRE_ERROR_VALUE, "step 1: steps" },
    { STEP ("\"day\":-1,\"channel\":\"call\""), PALIER_WIRE_ERROR_VALUE, "step 2: day" },
    { STEP ("\"day\":1e9,\"channel\":\"call\""), PALIER_WIRE_ERROR_VALUE, "step 2: day" },
    { STEP ("\"id\":1,\"day\":2,\"channel\":\"call\"},{\"id\":1,\"day\":2,\"channel\":\"call\""),
      PALIER_WIRE_ERROR_VALUE, "step 3: id" },
    { STEP ("\"day\":2"), PALIER_WIRE_ERROR_VALUE, "step 2: channel" },
    { STEP ("\"day\":2,\"channel\":\"fax\""), PALIER_WIRE_ERROR_VALUE, "step 2: channel" },
    { STEP ("\"day\":2,\"channel\":\"call\",\"chanel\":1"), PALIER_WIRE_ERROR_VALUE,
      "step 2: chanel" },
    { STEP ("\"day\":2,\"channel\":\"call\",\"ifUnknown\":\"skip\""), PALIER_WIRE_ERROR_VALUE,
      "step 2: ifUnknown" },
    { STEP ("\"day\":2,\"channel\":\"call\",\"conditions\":{\"ifOpen\":true}"),
      PALIER_WIRE_ERROR_VALUE, "step 2: ifOpen" },
    { STEP ("\"day\":2,\"channel\":\"call\",\"conditions\":[]"), PALIER_WIRE_ERROR_VALUE,
      "step 2: conditions" },
    { STEP ("\"day\":2,\"channel\":\"call\",\"template\":\"a\",\"templates\":[\"b\"]"),
      PALIER_WIRE_ERROR_VALUE, "step 2: templates" },
    { STEP ("\"day\":2,\"channel\":\"call\",\"templates\":[1]"), PALIER_WIRE_ERROR_VALUE,
      "step 2: templates" },
    { STEP ("\"day\":2,\"channel\":\"call\",\"sendWindow\":{\"days\":[\"Montag\"]}"),
      PALIER_WIRE_ERROR_VALUE, "step 2: days" },
    { STEP ("\"day\":2,\"channel\":\"call\",\"sendWindow\":{\"hours\":{\"start\":25}}"),
      PALIER_WIRE_ERROR_VALUE, "step 2: start" },
    { STEP ("\"day\":2,\"channel\":\"call\",\"sendWindow\":{\"hours\":{\"end\":\"18\"}}"),
      PALIER_WIRE_ERROR_VALUE, "step 2: end" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i].json);
    g_assert_null (read_text (cases[i].json, &error));
    g_assert_error (error, PALIER_WIRE_ERROR, cases[i].code);
    g_assert_cmpstr (error->message, ==, cases[i].message);
  }

  g_autofree char *long_text = g_strnfill (PALIER_SEQUENCE_JSON_MAX + 1, ' ');
  g_autoptr (GError) error = NULL;
  g_assert_null (read_text (long_text, &error));
  g_assert_error (error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_LIMIT);
}

/* Steps keep their ids, those without one get the next, and none gets one that was another's. */
static void
test_ids (void)
{
  static const char json[] = "{\"name\":\"x\",\"lastId\":7,\"steps\":["
                             "{\"day\":1,\"channel\":\"call\"},"
                             "{\"id\":3,\"day\":2,\"channel\":\"call\"}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierSequence) sequence = read_text (json, &error);
  gsize length;

  g_assert_no_error (error);
  g_assert_cmpuint (palier_sequence_get_step (sequence, 0)->id, ==, 8);
  g_assert_cmpint (palier_sequence_find_step (sequence, 3), ==, 1);
  g_assert_cmpint (palier_sequence_find_step (sequence, 1), ==, -1);
  g_array_remove_index (sequence->steps, 0);
  char *text = palier_sequence_to_json (sequence, &length);
  g_autoptr (PalierSequence) again = palier_sequence_from_json (text, length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->last_id, ==, 8);
  g_assert_cmpuint (palier_sequence_get_step (again, 0)->id, ==, 3);
  free (text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sequence/whole", test_whole);
  g_test_add_func ("/sequence/refused", test_refused);
  g_test_add_func ("/sequence/ids", test_ids);
  return g_test_run ();
}
