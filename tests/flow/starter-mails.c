/* SPDX-License-Identifier: GPL-3.0-or-later */
/* starter-mails FOLDER NOW_MS: each e-mail template that ships, written to someone of whom much is
 * known and to someone of whom nothing is, as the mail that would leave. */
#include <stdlib.h>

#include "palier-composer.h"
#include "palier-draft-template.h"
#include "palier-mail.h"

#include "writer.h"

static void
give (GPtrArray *more, const char *key, const char *words)
{
  PalierFact *fact = palier_fact_new ();

  fact->key = g_strdup (key);
  fact->value = g_strdup (words);
  fact->display = g_strdup (words);
  fact->source = g_strdup ("user");
  g_ptr_array_add (more, fact);
}

static PalierProspect *
prospect_new (gboolean person, gboolean known)
{
  static const char *const values[][2] = {
    { "company", "Agence de la Loire" },
    { "title", "Mme" },
    { "last_name", "Le Goff" },
    { "city", "Olivet" },
    { "postal_code", "45160" },
    { "portals", "leboncoin" },
    { "tools", "Excel" },
    { "zones", "Olivet\nSaran" },
    { "active_listings", "24" },
    { "property_types", "house" },
    { "specializations", "luxury" },
    { "website", "https://loire.example" },
    { "site_fast", "no" },
    { "project", "sell" },
    { "surface_m2", "85" },
    { "horizon_months", "6" },
    { "source_date", "2026-09-01" },
  };
  PalierProspect *p = palier_prospect_new ();

  palier_prospect_set (p, PALIER_FIELD_KIND, person ? "person" : "agency");
  palier_prospect_set (p, PALIER_FIELD_SOURCE, "Salon de l’immobilier");
  for (gsize i = 0; known && i < G_N_ELEMENTS (values); i++)
    palier_prospect_set (p, palier_field_from_name (values[i][0]), values[i][1]);
  return p;
}

static PalierMessage *
write_message (const PalierDraftTemplate *template, gboolean known, gint64 now_ms)
{
  const PalierDraftSource *source = palier_draft_template_get_source (template);
  g_autoptr (PalierProfile) profile = writer_new ();
  g_autoptr (PalierProspect) prospect = prospect_new (source->person, known);
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);

  give (more, "event", "une matinée d’échanges");
  give (more, "event_date", "le jeudi 8\u00a0octobre à 9\u00a0heures");
  give (more, "event_place", "dans nos bureaux");
  give (more, "topic", "la diffusion des annonces en ligne");
  give (more, "note", "Les portails n’ont pas tous le même public, ni les mêmes délais.");
  if (known)
  {
    give (more, "market_price_m2", "3\u202f450\u00a0€/m²");
    give (more, "market_sales", "412\u00a0ventes");
    give (more, "market_period", "l’année 2025");
    give (more, "competitor_example", "l’Agence du Lac a signé 14\u00a0mandats en 2026");
  }
  g_autoptr (PalierDraftContext) context = palier_draft_context_new (&(PalierDraftInput) {
      .prospect = prospect,
      .profile = profile,
      .more_facts = more,
      .today_ms = now_ms,
      .follow_up = source->follow_up,
      .consent = source->person,
      .consent_ms = known ? now_ms : 0,
      .unsubscribe_url = "https://relais.example/u/0199f2c4",
  });
  return palier_composer_write (template, context);
}

static void
write_mail (const char *folder, const char *key, gboolean known, const PalierMessage *message,
            gint64 now_ms)
{
  g_autofree char *id = g_strdup_printf ("%s-%d", key, known);
  g_autofree char *message_id = g_strdup_printf ("%s@relais.example", id);
  g_autofree char *name = g_strdup_printf ("%s.eml", id);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = palier_mail_compose (
      &(PalierMailDraft) {
          .from_name = "Claire Morel",
          .from_email = "claire.morel@agenceduparc.example",
          .to_email = "contact@agencedelaloire.example",
          .subject = message->subject,
          .text = message->body,
          .message_id = message_id,
          .date_ms = now_ms,
          .boundary = "0199f2c4-7a10-7c3e-9d52-3f4b8a1c6e20",
          .unsubscribe_url = "https://relais.example/u/0199f2c4",
          .unsubscribe_mailto = "mailto:claire.morel@agenceduparc.example?subject=STOP",
      },
      &error);

  if (bytes == NULL
      || !g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                               (gssize) g_bytes_get_size (bytes), &error))
    g_error ("%s: %s", key, error->message);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierComposer) composer = palier_composer_new (&error);
  const GPtrArray *templates;
  gint64 now_ms;

  g_assert (argc == 3 && composer != NULL);
  now_ms = g_ascii_strtoll (argv[2], NULL, 10);
  templates = palier_composer_get_templates (composer);
  for (guint i = 0; i < templates->len; i++)
  {
    const PalierDraftSource *source = palier_draft_template_get_source (templates->pdata[i]);
    for (int known = 0; known <= 1 && g_str_equal (source->channel, "email"); known++)
    {
      g_autoptr (PalierMessage) message = write_message (templates->pdata[i], known, now_ms);
      write_mail (argv[1], source->key, known, message, now_ms);
    }
  }
  return EXIT_SUCCESS;
}
