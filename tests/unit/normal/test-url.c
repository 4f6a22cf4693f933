/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Web sites. 2. LinkedIn profiles. */
#include "palier-url.h"

typedef struct
{
  const char *text;
  const char *url;
  PalierReading verdict;
} Case;

static const Case urls[] = {
  { "www.agence.example", "https://www.agence.example", PALIER_READING_OK },
  { "HTTP://Agence.Example/", "http://agence.example", PALIER_READING_OK },
  { "https://agence.example/Biens?id=1", "https://agence.example/Biens?id=1", PALIER_READING_OK },
  { "agence.example:8080/x", "https://agence.example:8080/x", PALIER_READING_OK },
  { "site : agence.example", "https://agence.example", PALIER_READING_OK },
  { "a.example et b.example", "https://a.example", PALIER_READING_MORE },
  { "javascript:alert(1)", NULL, PALIER_READING_INVALID },
  { "ftp://agence.example", NULL, PALIER_READING_INVALID },
  { "http://user@agence.example", NULL, PALIER_READING_INVALID },
  { "http://127.0.0.1/", NULL, PALIER_READING_INVALID },
  { "pas de site", NULL, PALIER_READING_INVALID },
  { "", NULL, PALIER_READING_BLANK },
};

static const Case profiles[] = {
  { "https://fr.linkedin.com/in/Jean-Dupont/?trk=x", "https://www.linkedin.com/in/jean-dupont",
    PALIER_READING_OK },
  { "linkedin.com/company/agence", "https://www.linkedin.com/company/agence", PALIER_READING_OK },
  { "in/jean-dupont", "https://www.linkedin.com/in/jean-dupont", PALIER_READING_OK },
  { "https://www.agence.example", NULL, PALIER_READING_INVALID },
  { "Jean Dupont", NULL, PALIER_READING_INVALID },
  { NULL, NULL, PALIER_READING_BLANK },
};

static void
check (const Case *cases, gsize n, char *(*normalize) (const char *, PalierReading *) )
{
  for (gsize i = 0; i < n; i++)
  {
    PalierReading verdict;
    g_test_message ("%s", cases[i].text);
    g_autofree char *url = normalize (cases[i].text, &verdict);
    g_assert_cmpstr (url, ==, cases[i].url);
    g_assert_cmpint (verdict, ==, cases[i].verdict);
  }
}

static void
test_urls (void)
{
  check (urls, G_N_ELEMENTS (urls), palier_url_normalize);
}

static void
test_profiles (void)
{
  check (profiles, G_N_ELEMENTS (profiles), palier_linkedin_normalize);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/url/urls", test_urls);
  g_test_add_func ("/url/profiles", test_profiles);
  return g_test_run ();
}
