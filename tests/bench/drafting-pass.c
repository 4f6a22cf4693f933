/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drafting-pass FOLDER COUNT ROUNDS: drafts for so many agencies. Prints the milliseconds that
 * three variants for one prospect take (the mean, and the longest of all), then for each round the
 * seconds of one core for composing, checking and storing a draft of each, and for storing the same
 * drafts only: each round on two new bases, a batch a transaction. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "palier-composer.h"
#include "palier-message-store.h"

#define BATCH 200
#define NOW (G_GINT64_CONSTANT (1789473600) * 1000)

typedef struct
{
  PalierComposer *composer;
  PalierProfile *profile;
  PalierScore *score;
  PalierClock *clock;
  PalierRandom *random;
  GPtrArray *prospects; /* (element-type PalierProspect) */
} Pass;

/* Seconds of one core, of all threads. */
static double
core_s (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static PalierProspect *
prospect_new (Pass *self, guint n)
{
  static const char *const cities[] = { "Orléans", "Le Havre", "LYON", "Hyères", "Les Lilas" };
  static const char *const portals[] = { "leboncoin", "leboncoin\nseloger", "bienici\npap" };
  static const char *const titles[] = { "M.", "Mme" };
  PalierProspect *p = palier_prospect_new ();
  PalierId id = palier_id_new (self->clock, self->random);

  palier_prospect_set_id (p, &id);
  palier_prospect_set (p, PALIER_FIELD_KIND, "agency");
  palier_prospect_take (p, PALIER_FIELD_COMPANY, g_strdup_printf ("Agence de la Place %u", n));
  palier_prospect_take (p, PALIER_FIELD_ACTIVE_LISTINGS, g_strdup_printf ("%u", n % 200));
  palier_prospect_set (p, PALIER_FIELD_TITLE, titles[n % G_N_ELEMENTS (titles)]);
  palier_prospect_set (p, PALIER_FIELD_LAST_NAME, "Le Goff");
  palier_prospect_set (p, PALIER_FIELD_CITY, cities[n % G_N_ELEMENTS (cities)]);
  palier_prospect_set (p, PALIER_FIELD_POSTAL_CODE, "45000");
  palier_prospect_set (p, PALIER_FIELD_PORTALS, portals[n % G_N_ELEMENTS (portals)]);
  palier_prospect_set (p, PALIER_FIELD_TOOLS, "Hektor");
  palier_prospect_set (p, PALIER_FIELD_ZONES, "Olivet\nSaran");
  palier_prospect_set (p, PALIER_FIELD_SPECIALIZATIONS, "luxury\nrental");
  palier_prospect_set (p, PALIER_FIELD_SOURCE, "Salon de l’immobilier");
  palier_prospect_set (p, PALIER_FIELD_SOURCE_DATE, "2026-03-01");
  return p;
}

static void
set_up (Pass *self, guint count)
{
  g_autoptr (GError) error = NULL;

  self->composer = palier_composer_new (&error);
  self->profile = palier_profile_new ();
  self->profile->agency_name = g_strdup ("Agence du Parc");
  self->profile->first_name = g_strdup ("Claire");
  self->profile->last_name = g_strdup ("Morel");
  self->profile->email = g_strdup ("claire.morel@agenceduparc.example");
  self->profile->phone = g_strdup ("+33261910007");
  self->profile->street = g_strdup ("12 rue de l'Écu");
  self->profile->postal_code = g_strdup ("45000");
  self->profile->city = g_strdup ("Orléans");
  self->profile->siret = g_strdup ("12345678200010");
  self->profile->card = g_strdup ("CPI 4501 2021 000 000 123 délivrée par la CCI du Loiret");
  self->profile->zones = g_strdup ("Orléans\nOlivet\nSaran");
  self->score = palier_score_new ();
  self->score->band = PALIER_BAND_WARM;
  self->clock = palier_clock_new_system ();
  self->random = palier_random_new_seeded (7);
  self->prospects = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);
  for (guint i = 0; i < count; i++)
    g_ptr_array_add (self->prospects, prospect_new (self, i));
}

static PalierDraftContext *
context_new (const Pass *self, guint i)
{
  return palier_draft_context_new (&(PalierDraftInput) { .prospect = self->prospects->pdata[i],
                                                         .profile = self->profile,
                                                         .score = self->score,
                                                         .today_ms = NOW });
}

static void
time_variants (const Pass *self)
{
  const guint n = MIN (self->prospects->len, 500);
  double sum = 0, longest = 0;

  for (guint i = 0; i < n; i++)
  {
    double began = core_s ();
    g_autoptr (PalierDraftContext) context = context_new (self, i);
    g_autoptr (GPtrArray) variants = palier_composer_variants (self->composer, context, 3, NULL);
    double taken = core_s () - began;
    g_assert (variants->len == 3);
    sum += taken;
    longest = MAX (longest, taken);
  }
  printf ("%.3f %.3f\n", sum / n * 1000, longest * 1000);
}

static PalierMessage *
draft_new (const Pass *self, guint i)
{
  static const char *const angles[] = { "local_proof", "service", "question" };
  g_autoptr (PalierDraftContext) context = context_new (self, i);
  PalierMessage *message =
      palier_composer_compose (self->composer, context, angles[i % G_N_ELEMENTS (angles)], NULL);

  message->id = palier_id_new (self->clock, self->random);
  message->prospect = *palier_prospect_get_id (self->prospects->pdata[i]);
  message->created_ms = NOW;
  return message;
}

static const GValue *
settle (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  while (dex_future_is_pending (future))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (100);
  const GValue *value = dex_future_get_value (future, &error);
  if (value == NULL)
    g_error ("%s", error->message);
  return value;
}

static void
finish (DexFuture *future)
{
  settle (future);
  dex_unref (future);
}

/* Drafts as they come, or as they are given. */
static double
store_all (const Pass *self, const char *folder, GPtrArray *given)
{
  const guint8 secret[32] = { 1 };
  g_autoptr (GBytes) key = g_bytes_new (secret, sizeof secret);
  PalierId id = palier_id_new (self->clock, self->random);
  DexFuture *created = palier_workspace_create (folder, &id, key, self->clock, self->random);
  g_autoptr (PalierWorkspace) workspace = g_value_dup_object (settle (created));
  double began = core_s ();

  for (guint i = 0; i < self->prospects->len;)
  {
    g_autoptr (GPtrArray) batch =
        g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
    for (; batch->len < BATCH && i < self->prospects->len; i++)
      g_ptr_array_add (batch,
                       given != NULL ? palier_message_ref (given->pdata[i]) : draft_new (self, i));
    finish (palier_message_store_insert (workspace, batch));
  }
  double taken = core_s () - began;
  finish (palier_workspace_close (workspace));
  dex_unref (created);
  return taken;
}

static void
time_round (const Pass *self, const char *top, guint round)
{
  g_autofree char *ours = g_strdup_printf ("%s/ours-%u", top, round);
  g_autofree char *peers = g_strdup_printf ("%s/peers-%u", top, round);
  g_autoptr (GPtrArray) given =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);

  double whole = store_all (self, ours, NULL);
  for (guint i = 0; i < self->prospects->len; i++)
    g_ptr_array_add (given, draft_new (self, i));
  double only = store_all (self, peers, given);
  printf ("%.3f %.3f\n", whole, only);
}

int
main (int argc, char **argv)
{
  Pass self;

  g_assert (argc == 4);
  dex_init ();
  set_up (&self, (guint) atoi (argv[2]));
  time_variants (&self);
  for (guint round = 0; round < (guint) atoi (argv[3]); round++)
    time_round (&self, argv[1], round);
  return EXIT_SUCCESS;
}
