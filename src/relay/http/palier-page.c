/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-page.h"

#define HEAD                                                                                       \
  "<!DOCTYPE html><html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"robots\""           \
  " content=\"noindex\"><meta name=\"viewport\" content=\"width=device-width\"><title>%s</title>"  \
  "<style>body{font:16px/1.5 sans-serif;max-width:34em;margin:4em auto;padding:0 1em}"             \
  "header{font-weight:bold;overflow-wrap:anywhere}"                                                \
  "button,input{font:inherit;padding:.6em 1.2em}"                                                  \
  "input[type=email]{box-sizing:border-box;display:block;margin:.4em 0;width:100%%}"               \
  "[role]{border-left:4px solid;padding:.6em 1em}</style></head><body>"

/* Readers whose browser asks for nothing speak French. */
PalierPageLanguage
palier_page_get_language (PalierLanguage accepted)
{
  return accepted == PALIER_LANGUAGE_ENGLISH ? PALIER_PAGE_ENGLISH : PALIER_PAGE_FRENCH;
}

/**
 * palier_page_write:
 * @title, @body: markup
 * @agency: (nullable): whose readers see it, in whose name; hostile text
 *
 * Returns: (transfer full): HTML
 */
char *
palier_page_write (PalierPageLanguage language, const char *title, const char *body,
                   const char *agency)
{
  static const char *const codes[PALIER_N_PAGE_LANGUAGES] = { "fr", "en" };
  g_autoptr (GString) html = g_string_new (NULL);

  g_string_printf (html, HEAD, codes[language], title);
  if (agency != NULL && *agency != '\0')
  {
    g_autofree char *name = g_markup_escape_text (agency, -1);
    g_string_append_printf (html, "<header>%s</header>", name);
  }
  g_string_append_printf (html, "<main><h1>%s</h1>%s</main></body></html>", title, body);
  return g_string_free_and_steal (g_steal_pointer (&html));
}

/* @agency: (nullable): whose readers see it, in whose name; hostile text */
void
palier_page_answer (PalierRequest *request, guint status,
                    const PalierPage pages[PALIER_N_PAGE_LANGUAGES], const char *agency)
{
  PalierPageLanguage language = palier_page_get_language (request->language);
  g_autofree char *html =
      palier_page_write (language, pages[language].title, pages[language].body, agency);

  palier_request_answer_text (request, status, "text/html; charset=utf-8", html);
}
