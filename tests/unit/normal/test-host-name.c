/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. slugs: length, letters, hyphens, the written form of other letters. 2. reserved ones.
 * 3. domains: accents, dots, addresses. 4. special ones. */
#include "palier-host-name.h"

typedef struct
{
  const char *text;
  const char *value;
} Case;

static const Case slugs[] = {
  { "agence-durand", "agence-durand" },
  { " Agence-Durand ", "agence-durand" },
  { "75immo", "75immo" },
  { "abc", "abc" },
  { "a234567890123456789012345678901234567890", "a234567890123456789012345678901234567890" },
  { "a2345678901234567890123456789012345678901", NULL },
  { "ab", NULL },
  { "", NULL },
  { NULL, NULL },
  { "75016", NULL },
  { "1-2-3", NULL },
  { "-agence", NULL },
  { "agence-", NULL },
  { "agence--durand", NULL },
  { "xn--agence-4ya", NULL },
  { "agence.durand", NULL },
  { "agence durand", NULL },
  { "agence_durand", NULL },
  { "éléphant", NULL },
  { "аgence", NULL }, /* its first letter is Cyrillic */
  { "agence\r\nx", NULL },
  { "agence%2f", NULL },
  { "agence\xff", NULL },
};

static void
test_slug (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (slugs); i++)
  {
    g_autofree char *slug = palier_slug_normalize (slugs[i].text);
    g_assert_cmpstr (slug, ==, slugs[i].value);
  }
}

static void
test_reserved (void)
{
  static const char *const taken[] = { "www", "api", "relais", "mail", "autodiscover", "palier" };

  for (gsize i = 0; i < G_N_ELEMENTS (taken); i++)
  {
    g_autofree char *slug = palier_slug_normalize (taken[i]);
    g_assert_cmpstr (slug, ==, taken[i]);
    g_assert_true (palier_slug_is_reserved (slug));
  }
  g_assert_false (palier_slug_is_reserved ("agence-durand"));
}

static const Case domains[] = {
  { "agence.fr", "agence.fr" },
  { " Clients.Agence.FR. ", "clients.agence.fr" },
  { "Immobilière-Durand.fr", "xn--immobilire-durand-zsb.fr" },
  { "xn--immobilire-durand-zsb.fr", "xn--immobilire-durand-zsb.fr" },
  { "agence", NULL },
  { "agence..fr", NULL },
  { ".agence.fr", NULL },
  { "agence.fr..", NULL },
  { "-agence.fr", NULL },
  { "ag_ence.fr", NULL },
  { "agence.fr:443", NULL },
  { "agence.fr/x", NULL },
  { "x@agence.fr", NULL },
  { "agence.fr\r\nHost: x", NULL },
  { "127.0.0.1", NULL },
  { "2130706433", NULL },
  { "0x7f.1", NULL },
  { "[::1]", NULL },
  { "::1", NULL },
  { "", NULL },
  { NULL, NULL },
};

static void
test_domain (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
  {
    g_autofree char *domain = palier_domain_normalize (domains[i].text);
    g_assert_cmpstr (domain, ==, domains[i].value);
  }
}

static void
test_special (void)
{
  g_assert_true (palier_domain_is_special ("localhost"));
  g_assert_true (palier_domain_is_special ("agence.localhost"));
  g_assert_true (palier_domain_is_special ("metadata.google.internal"));
  g_assert_true (palier_domain_is_special ("1.0.0.127.in-addr.arpa"));
  g_assert_false (palier_domain_is_special ("agence.fr"));
  g_assert_false (palier_domain_is_special ("mylocal.fr"));
  g_assert_false (palier_domain_is_special ("notlocalhost"));
  g_assert_true (palier_domain_is_within ("a.app.fr", "app.fr"));
  g_assert_true (palier_domain_is_within ("app.fr", "app.fr"));
  g_assert_false (palier_domain_is_within ("anapp.fr", "app.fr"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host-name/slug", test_slug);
  g_test_add_func ("/host-name/reserved", test_reserved);
  g_test_add_func ("/host-name/domain", test_domain);
  g_test_add_func ("/host-name/special", test_special);
  return g_test_run ();
}
