/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as short as they can be, and nothing else touched. */
#include "palier-json-text.h"

static const struct
{
  const char *given;
  const char *shown;
} cases[] = {
  { "[0.1]", "[0.1]" },
  { "[0.3,1.5,-2.25,1e300,3.0]", "[0.3,1.5,-2.25,1e+300,3.0]" },
  { "[0.30000000000000004]", "[0.30000000000000004]" },
  { "[9007199254740993,-7,0]", "[9007199254740993,-7,0]" },
  { "{\"a 0.10000000000000001\":\"0.10000000000000001 \\\" 1.50\",\"b\":[true,null,\"\\\\\"]}",
    "{\"a 0.10000000000000001\":\"0.10000000000000001 \\\" 1.50\",\"b\":[true,null,\"\\\\\"]}" },
};

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) root = json_from_string (cases[i].given, &error);
    g_assert_no_error (error);
    g_autofree char *text = palier_json_to_string (root);
    g_assert_cmpstr (text, ==, cases[i].shown);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/json/numbers", test_numbers);
  return g_test_run ();
}
