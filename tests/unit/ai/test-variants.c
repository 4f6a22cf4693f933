/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of models, and what is read from them. */
#include "palier-ai-variants.h"

#include <string.h>

#define ONE(angle, subject, body)                                                                  \
  "{\"angle\":\"" angle "\",\"subject\":\"" subject "\",\"body\":\"" body "\"}"
#define LIST(items) "{\"variants\":[" items "]}"
#define PAIR LIST (ONE ("service", "S", "T") "," ONE ("question", "Q", "R"))

static const char *const angles[] = { "service", "question", NULL };

static const struct
{
  const char *text;
  const char *read; /* NULL: refused */
} cases[] = {
  { PAIR, "service|S|T;question|Q|R;" },
  { "```json\n" PAIR "\n```", "service|S|T;question|Q|R;" },
  { "Voici :\n" PAIR "\nBonne journée.", "service|S|T;question|Q|R;" },
  { LIST (ONE ("question", "Q", "R") "," ONE ("service", "S", "T")), "service|S|T;question|Q|R;" },
  { LIST (ONE ("service", " S ", "\\r\\nT\\r\\nU\\n") "," ONE ("question", "Q", "R")),
    "service|S|T\nU;question|Q|R;" },
  { LIST (ONE ("service", "S", "T") "," ONE ("question", "Q", "R") "," ONE ("other", "O", "P")),
    "service|S|T;question|Q|R;" },
  { LIST (ONE ("service", "S", "T") "," ONE ("service", "Q", "R")), NULL },
  { LIST (ONE ("service", "S", "T")), NULL },
  { LIST (ONE ("service", "", "T") "," ONE ("question", "Q", "R")), NULL },
  { LIST (ONE ("service", "S\\nBcc: x", "T") "," ONE ("question", "Q", "R")), NULL },
  { LIST (ONE ("service", "S", "T\\u0000U") "," ONE ("question", "Q", "R")), NULL },
  { LIST (ONE ("service", "S", "T\\u0007") "," ONE ("question", "Q", "R")), NULL },
  { LIST (ONE ("service", "S", " \\n ") "," ONE ("question", "Q", "R")), NULL },
  { LIST ("{\"angle\":\"service\",\"subject\":\"S\"}," ONE ("question", "Q", "R")), NULL },
  { LIST ("{\"angle\":\"service\",\"subject\":5,\"body\":\"T\"}," ONE ("question", "Q", "R")),
    NULL },
  { LIST ("1,null"), NULL },
  { "{\"variants\":{}}", NULL },
  { "[" PAIR "," PAIR "]", NULL },
  { PAIR PAIR, NULL },
  { "{\"variants\":[", NULL },
  { "Je ne peux pas répondre.", NULL },
  { "}{", NULL },
  { "", NULL },
};

static char *
describe (const GPtrArray *variants)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < variants->len; i++)
  {
    const PalierAiVariant *variant = variants->pdata[i];
    g_string_append_printf (out, "%s|%s|%s;", variant->angle, variant->subject, variant->body);
  }
  return g_string_free (out, FALSE);
}

static void
test_read (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) variants = palier_ai_variants_read (cases[i].text, angles, &error);
    if (cases[i].read == NULL)
    {
      g_assert_null (variants);
      g_assert_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_STRUCTURE);
      continue;
    }
    g_assert_no_error (error);
    g_autofree char *read = describe (variants);
    g_assert_cmpstr (read, ==, cases[i].read);
  }
}

static void
test_bounds (void)
{
  static const struct
  {
    gsize subject, body;
    gboolean well;
  } sizes[] = { { PALIER_AI_SUBJECT_MAX, PALIER_AI_BODY_MAX, TRUE },
                { PALIER_AI_SUBJECT_MAX + 1, 1, FALSE },
                { 1, PALIER_AI_BODY_MAX + 1, FALSE } };
  static const char *const one[] = { "service", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
  {
    g_autofree char *subject = g_strnfill (sizes[i].subject, 's');
    g_autofree char *body = g_strnfill (sizes[i].body, 'b');
    g_autofree char *text = g_strdup_printf (
        "{\"variants\":[{\"angle\":\"service\",\"subject\":\"%s\",\"body\":\"%s\"}]}", subject,
        body);
    g_autoptr (GPtrArray) variants = palier_ai_variants_read (text, one, NULL);
    g_assert_true ((variants != NULL) == sizes[i].well);
  }
}

/* The angles are named in the schema and in the words. */
static void
test_asked (void)
{
  g_autofree char *schema = palier_ai_variants_schema (angles);
  g_autofree char *words = palier_ai_variants_instruction (angles);

  g_assert_cmpstr (
      schema, ==,
      "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"variants\"],"
      "\"properties\":{\"variants\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
      "\"additionalProperties\":false,\"required\":[\"angle\",\"subject\",\"body\"],"
      "\"properties\":{\"angle\":{\"type\":\"string\",\"enum\":[\"service\",\"question\"]},"
      "\"subject\":{\"type\":\"string\"},\"body\":{\"type\":\"string\"}}}}}}");
  g_assert_nonnull (strstr (words, "service, question"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ai/variants/read", test_read);
  g_test_add_func ("/ai/variants/bounds", test_bounds);
  g_test_add_func ("/ai/variants/asked", test_asked);
  return g_test_run ();
}
