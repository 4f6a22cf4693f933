/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the built-in composer wrote in a service's place: a code that a draft keeps, and its words.
 */
#include <glib/gi18n.h>
#include <string.h>

#include "palier-ai.h"
#include "palier-composer.h"
#include "palier-session-error.h"
#include "palier-words.h"

#define CODE_ANSWER "answer"
#define CODE_BUDGET "budget"
#define CODE_OPPOSED "opposed"
#define CODE_OTHER "other"

/* (transfer none): "other" for what neither the service nor its text is to blame */
const char *
palier_words_fallback_code (const GError *error)
{
  if (error->domain == PALIER_AI_ERROR)
    return palier_ai_error_name ((PalierAiError) error->code);
  if (g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_AI_BUDGET))
    return CODE_BUDGET;
  if (g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_AI_OPPOSED))
    return CODE_OPPOSED;
  return g_error_matches (error, PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_ANSWER) ? CODE_ANSWER
                                                                                      : CODE_OTHER;
}

static GError *
error_of (const char *code)
{
  PalierAiError of_service;

  if (strcmp (code, CODE_ANSWER) == 0)
    return g_error_new_literal (PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_ANSWER, code);
  if (strcmp (code, CODE_BUDGET) == 0)
    return g_error_new_literal (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_AI_BUDGET, code);
  if (strcmp (code, CODE_OPPOSED) == 0)
    return g_error_new_literal (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_AI_OPPOSED, code);
  return palier_ai_error_from_name (code, &of_service)
             ? g_error_new_literal (PALIER_AI_ERROR, (int) of_service, code)
             : NULL;
}

/* (transfer full): why, and that the composer wrote; a code of a newer version is not explained */
char *
palier_words_fallback (const char *code)
{
  g_autoptr (GError) error = error_of (code);
  g_autofree char *why = error != NULL ? palier_session_error_message (error)
                                       : g_strdup (_ ("The writing service could not be asked."));

  return g_strdup_printf (_ ("%s The built-in composer wrote in its place."), why);
}
