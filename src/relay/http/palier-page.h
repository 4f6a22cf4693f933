/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-http-request.h"

G_BEGIN_DECLS

/* A page for readers, in one language. */
typedef struct
{
  const char *title; /* markup, as the next */
  const char *body;
} PalierPage;

/* The same page in each, by palier_page_get_language(). */
typedef enum
{
  PALIER_PAGE_FRENCH,
  PALIER_PAGE_ENGLISH,
  PALIER_N_PAGE_LANGUAGES
} PalierPageLanguage;

PalierPageLanguage palier_page_get_language (PalierLanguage accepted);
char *palier_page_write (PalierPageLanguage language, const char *title, const char *body,
                         const char *agency);
void palier_page_answer (PalierRequest *request, guint status,
                         const PalierPage pages[PALIER_N_PAGE_LANGUAGES], const char *agency);

G_END_DECLS
