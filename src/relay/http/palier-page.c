/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-page.h"

#define HEAD                                                                                       \
  "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"robots\""           \
  " content=\"noindex\"><meta name=\"viewport\" content=\"width=device-width\"><title>%s</title>"  \
  "<style>body{font:16px/1.5 sans-serif;max-width:34em;margin:4em auto;padding:0 1em}"             \
  "header{font-weight:bold;overflow-wrap:anywhere}"                                                \
  "button{font:inherit;padding:.6em 1.2em}</style></head><body>"

/* @agency: (nullable): whose readers see it, in whose name; hostile text */
void
palier_page_answer (PalierRequest *request, guint status, const PalierPage *page,
                    const char *agency)
{
  g_autoptr (GString) html = g_string_new (NULL);

  g_string_printf (html, HEAD, page->title);
  if (agency != NULL && *agency != '\0')
  {
    g_autofree char *name = g_markup_escape_text (agency, -1);
    g_string_append_printf (html, "<header>%s</header>", name);
  }
  g_string_append_printf (html, "<h1>%s</h1>%s</body></html>", page->title, page->body);
  palier_request_answer_text (request, status, "text/html; charset=utf-8", html->str);
}
