/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a draft came about, in words. */
#include <glib/gi18n.h>

#include "palier-cli-json.h"
#include "palier-words.h"

static void
say_writer (const PalierMessage *message, const char *template)
{
  const PalierMessageWriter *writer = message->writer;

  /* Translators: the angle of a draft, how personal it is, how long it takes to read */
  palier_cli_say (_ ("%s: personal to %d of 100, read in %d s"),
                  message->angle != NULL ? palier_words_angle (message->angle) : _ ("Draft"),
                  message->personalization, message->reading_s);
  if (template != NULL)
    /* Translators: the name of a template */
    palier_cli_say (_ ("  By the template “%s”"), template);
  if (writer == NULL)
    return;
  if (writer->fallback != NULL)
  {
    g_autofree char *why = palier_words_fallback (writer->fallback);
    palier_cli_say ("  %s", why);
  }
  if (writer->model != NULL)
    /* Translators: service, model, cost, time */
    palier_cli_say (_ ("  Written by %s (%s): %.4f €, %.1f s"), writer->provider, writer->model,
                    (double) writer->cost_micro_eur / 1e6, (double) writer->latency_ms / 1000);
}

static void
say_fact (const PalierFact *fact)
{
  g_autoptr (GDateTime) time =
      fact->at_ms != 0 ? g_date_time_new_from_unix_local (fact->at_ms / 1000) : NULL;
  g_autofree char *date = time != NULL ? g_date_time_format (time, "%x") : NULL;

  palier_cli_say ("  %s: %s ← %s%s%s%s%s", fact->key, fact->display, fact->source,
                  fact->detail != NULL ? ", " : "", fact->detail != NULL ? fact->detail : "",
                  date != NULL ? ", " : "", date != NULL ? date : "");
}

/* On standard error, beside the JSON.
 * @template: (nullable): the name of the one that it was written by */
void
palier_cli_explain_message (const PalierMessage *message, const char *template)
{
  say_writer (message, template);
  for (guint i = 0; message->facts != NULL && i < message->facts->len; i++)
    say_fact (message->facts->pdata[i]);
  for (guint i = 0; message->checks != NULL && i < message->checks->len; i++)
  {
    g_autofree char *words = palier_words_check (message->checks->pdata[i]);
    palier_cli_say ("  ! %s", words);
  }
}
