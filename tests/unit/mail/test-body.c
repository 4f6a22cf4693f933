/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Markdown as text and as HTML, as a table. 2. Links, once each, in order, and rewritten. */
#include "palier-mail-body.h"

static const struct
{
  const char *markdown;
  const char *text;
  const char *html;
} cases[] = {
  { "Bonjour,", "Bonjour,\n", "<p>Bonjour,</p>\n" },
  { "a\nb\n\nc", "a\nb\n\nc\n", "<p>a<br>\nb</p>\n<p>c</p>\n" },
  { "**fort** et *pas*", "fort et *pas*\n", "<p><strong>fort</strong> et *pas*</p>\n" },
  { "**ouvert", "**ouvert\n", "<p>**ouvert</p>\n" },
  { "****", "****\n", "<p>****</p>\n" },
  { "Voir https://a.fr/x?y=1&z=2.", "Voir https://a.fr/x?y=1&z=2.\n",
    "<p>Voir <a href=\"https://a.fr/x?y=1&amp;z=2\">https://a.fr/x?y=1&amp;z=2</a>.</p>\n" },
  { "[notre site](https://a.fr)", "notre site (https://a.fr)\n",
    "<p><a href=\"https://a.fr\">notre site</a></p>\n" },
  { "[x](javascript:alert(1))", "[x](javascript:alert(1))\n", "<p>[x](javascript:alert(1))</p>\n" },
  { "[x](https://a.fr", "[x](https://a.fr\n",
    "<p>[x](<a href=\"https://a.fr\">https://a.fr</a></p>\n" },
  { "- un\n- deux\nfin", "- un\n- deux\nfin\n",
    "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n<p>fin</p>\n" },
  { "<script>&\"'", "<script>&\"'\n", "<p>&lt;script&gt;&amp;&quot;&apos;</p>\n" },
  { "https://a.fr/\"onload=x", "https://a.fr/\"onload=x\n",
    "<p><a href=\"https://a.fr/\">https://a.fr/</a>&quot;onload=x</p>\n" },
  { "", "", "" },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *text = palier_mail_body_text (cases[i].markdown, NULL);
    g_autofree char *html = palier_mail_body_html (cases[i].markdown, NULL);
    g_assert_cmpstr (text, ==, cases[i].text);
    g_assert_cmpstr (html, ==, cases[i].html);
  }
}

static void
test_links (void)
{
  const char *markdown = "[b](https://b.fr) https://a.fr, https://b.fr\nhttp://c.fr";
  g_autoptr (GPtrArray) links = palier_mail_body_links (markdown);
  g_autoptr (GHashTable) map = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (links->len, ==, 3);
  g_assert_cmpstr (links->pdata[0], ==, "https://b.fr");
  g_assert_cmpstr (links->pdata[1], ==, "https://a.fr");
  g_assert_cmpstr (links->pdata[2], ==, "http://c.fr");
  g_hash_table_insert (map, (gpointer) "https://b.fr", (gpointer) "https://t/1");
  g_autofree char *text = palier_mail_body_text (markdown, map);
  g_autofree char *html = palier_mail_body_html ("https://b.fr", map);
  g_assert_cmpstr (text, ==, "b (https://t/1) https://a.fr, https://t/1\nhttp://c.fr\n");
  g_assert_cmpstr (html, ==, "<p><a href=\"https://t/1\">https://b.fr</a></p>\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/body/table", test_table);
  g_test_add_func ("/body/links", test_links);
  return g_test_run ();
}
