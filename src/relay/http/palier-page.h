/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-http-request.h"

G_BEGIN_DECLS

/* A page for readers, who speak French. */
typedef struct
{
  const char *title; /* markup, as the next */
  const char *body;
} PalierPage;

void palier_page_answer (PalierRequest *request, guint status, const PalierPage *page,
                         const char *agency);

G_END_DECLS
