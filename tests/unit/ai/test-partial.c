/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers cut off at their end, each fed whole and byte by byte: what can be shown so far. */
#include "palier-ai-partial.h"

#include <string.h>

static const struct
{
  const char *text;
  const char *shown; /* [subject|body] of each object */
} cases[] = {
  { "", "" },
  { "Voici : \"subject\": \"non\"", "" },
  { "{", "[|]" },
  { "{\"variants\":[", "[|]" },
  { "{\"variants\":[{\"angle\":\"question\",\"subj", "[|]" },
  { "{\"variants\":[{\"angle\":\"question\",\"subject\":\"Un su", "[Un su|]" },
  { "{\"variants\":[{\"subject\":\"Un\",\"body\":\"Bonjour", "[Un|Bonjour]" },
  { "{\"variants\":[{\"subject\":\"Un\",\"body\":\"B\"},{\"subject\":\"De", "[Un|B][De|]" },
  { "{\"variants\":[{\"subject\":\"Un\",\"body\":\"B\"}]}\n```\nfin \"body\":\"x", "[Un|x]" },
  { "```json\n{\"subject\" : \"a\" , \"body\" : \"b", "[a|b]" },
  { "{\"body\":\"b\",\"subject\":\"a\"}", "[a|b]" },
  { "{\"body\":\"ligne\\n\\\"deux\\\" \\\\ \\/", "[|ligne\n\"deux\" \\ /]" },
  { "{\"body\":\"a\\", "[|a]" },
  { "{\"body\":\"a\\u00", "[|a]" },
  { "{\"body\":\"a\\u00e9", "[|aé]" },
  { "{\"body\":\"a\\ud83d", "[|a]" },
  { "{\"body\":\"a\\ud83d\\ude00b", "[|a😀b]" },
  { "{\"body\":\"a\\ud83dx", "[|a\ufffdx]" },
  { "{\"body\":\"a\\ude00", "[|a\ufffd]" },
  { "{\"body\":\"a\\u0000b", "[|a\ufffdb]" },
  { "{\"body\":\"a\\uzzzzb", "[|azzzb]" },
  { "{\"body\":\"d\xc3", "[|d]" },
  { "{\"body\":\"d\xc3\xa9", "[|dé]" },
  { "{\"body\":\"d\xff"
    "e",
    "[|de]" },
  { "{\"x\":{\"body\":\"b\"},\"body\":null,\"subject\":5", "[|b]" },
  { "{\"x\":\"subject\",\"y\":\"body\"", "[|]" },
  { "{\"subject_and_much_more\":\"a\",\"body\":[\"b\"]", "[|]" },
  { "{\"body\":\"a\",\"body\":\"b", "[|b]" },
};

static void
check (const char *text, gsize piece, const char *expected)
{
  g_autoptr (PalierAiPartial) partial = palier_ai_partial_new ();
  g_autoptr (GString) shown = g_string_new (NULL);

  for (gsize at = 0; at < strlen (text); at += piece)
  {
    g_autofree char *part = g_strndup (text + at, piece);
    palier_ai_partial_feed (partial, part);
  }
  for (guint i = 0; i < palier_ai_partial_get_count (partial); i++)
    g_string_append_printf (shown, "[%s|%s]", palier_ai_partial_get_subject (partial, i),
                            palier_ai_partial_get_body (partial, i));
  g_assert_cmpstr (shown->str, ==, expected);
}

static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    check (cases[i].text, 1, cases[i].shown);
    check (cases[i].text, strlen (cases[i].text) + 1, cases[i].shown);
  }
}

/* What is shown only grows, and ends as the whole text. */
static void
test_grows (void)
{
  static const char text[] = "{\"variants\":[{\"angle\":\"q\",\"subject\":\"D\\u00e9j\\u00e0\","
                             "\"body\":\"Bonjour,\\n\\nà l’été 😀 \\ud83d\\ude00.\"}]}";
  g_autoptr (PalierAiPartial) partial = palier_ai_partial_new ();
  g_autofree char *before = g_strdup ("");

  for (const char *p = text; *p != '\0'; p++)
  {
    char byte[2] = { *p, '\0' };
    palier_ai_partial_feed (partial, byte);
    const char *body = palier_ai_partial_get_body (partial, 0);
    g_assert_true (g_utf8_validate (body, -1, NULL));
    g_assert_true (g_str_has_prefix (body, before));
    g_set_str (&before, body);
  }
  g_assert_cmpstr (before, ==, "Bonjour,\n\nà l’été 😀 😀.");
}

static void
test_bound (void)
{
  g_autoptr (PalierAiPartial) partial = palier_ai_partial_new ();

  for (int i = 0; i < 50; i++)
    palier_ai_partial_feed (partial, "{\"body\":\"b\"}");
  g_assert_cmpuint (palier_ai_partial_get_count (partial), ==, PALIER_AI_PARTIAL_OBJECTS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ai/partial/cut", test_cut);
  g_test_add_func ("/ai/partial/grows", test_grows);
  g_test_add_func ("/ai/partial/bound", test_bound);
  return g_test_run ();
}
