/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drafting-pass FOLDER COUNT ROUNDS: drafts for so many agencies. Prints the milliseconds that
 * three variants for one prospect take (the mean, and the longest of all), then for each round the
 * seconds, and those of one core, that the service takes for a draft of each, read, composed,
 * checked and stored, and those of storing the same rows once more in the same base: each round has
 * a new one. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "palier-composer.h"
#include "palier-event-store.h"
#include "palier-keyring.h"
#include "palier-message-store.h"
#include "palier-prospect-store.h"
#include "palier-session.h"

#include "writer.h"

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

/* Of a clock of the process: its seconds of one core, of all threads, or those that pass. */
static double
seconds (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static double
core_s (void)
{
  return seconds (CLOCK_PROCESS_CPUTIME_ID);
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
  palier_prospect_take (p, PALIER_FIELD_EMAIL, g_strdup_printf ("contact@agence-%u.example", n));
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
  self->profile = writer_new ();
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
    g_autoptr (GPtrArray) variants =
        palier_composer_variants (self->composer, NULL, context, 3, NULL);
    double taken = core_s () - began;
    g_assert (variants->len == 3);
    sum += taken;
    longest = MAX (longest, taken);
  }
  printf ("%.3f %.3f\n", sum / n * 1000, longest * 1000);
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

static GBytes *
key_new (void)
{
  static const guint8 secret[PALIER_WORKSPACE_KEY_SIZE] = { 1 };

  return g_bytes_new_static (secret, sizeof secret);
}

/* A new base with the prospects in it. */
static void
make_base (const Pass *self, const char *folder)
{
  g_autoptr (GBytes) key = key_new ();
  PalierId id = palier_id_new (self->clock, self->random);
  DexFuture *created = palier_workspace_create (folder, &id, key, self->clock, self->random);
  g_autoptr (PalierWorkspace) workspace = g_value_dup_object (settle (created));

  finish (palier_prospect_store_insert (workspace, NULL, self->prospects, NULL));
  finish (palier_workspace_close (workspace));
  dex_unref (created);
}

static void
keep_drafts (GPtrArray *messages, GPtrArray *left, guint done, guint total, gpointer drafts)
{
  g_assert_cmpuint (left->len, ==, 0);
  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (drafts, palier_message_ref (messages->pdata[i]));
}

/* A draft of each by the service. */
static void
time_service (const Pass *self, const char *folder, const char *key_file, GPtrArray *drafts)
{
  g_autoptr (PalierSession) session = palier_session_new (&(PalierSessionOptions) {
      .directory = folder, .key_file = key_file, .clock = self->clock, .random = self->random });
  g_autoptr (PalierQuery) query = palier_query_new ();

  finish (palier_session_open (session));
  finish (
      palier_settings_service_set_profile (palier_session_get_settings (session), self->profile));
  DexFuture *found =
      palier_prospect_service_numbers (palier_session_get_prospects (session), query, 0);
  g_autoptr (GArray) numbers = g_value_dup_boxed (settle (found));
  double core = core_s (), wall = seconds (CLOCK_MONOTONIC);
  finish (palier_message_service_draft_many (
      palier_session_get_messages (session), numbers,
      &(PalierDraftOrder) { .n_variants = 1, .taken = keep_drafts, .data = drafts }));
  printf ("%.3f %.3f ", seconds (CLOCK_MONOTONIC) - wall, core_s () - core);
  g_assert_cmpuint (drafts->len, ==, self->prospects->len);
  finish (palier_session_close (session));
  dex_unref (found);
}

/* Rows @start on of @drafts, with the event of each, as the service stores them. */
static void
store_batch (const Pass *self, PalierWorkspace *workspace, GPtrArray *drafts, guint start)
{
  g_autoptr (GPtrArray) batch =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);

  for (guint i = start; i < MIN (start + BATCH, drafts->len); i++)
  {
    PalierMessage *message = drafts->pdata[i];
    PalierEvent *event = palier_event_new ();
    message->id = palier_workspace_new_id (workspace);
    g_ptr_array_add (batch, palier_message_ref (message));
    event->id = palier_workspace_new_id (workspace);
    event->name = g_strdup ("message.generated");
    event->at_ms = message->created_ms;
    event->prospect = message->prospect;
    event->message = message->id;
    g_ptr_array_add (events, event);
  }
  finish (palier_message_store_insert (workspace, NULL, batch));
  finish (palier_event_store_append (workspace, events));
}

/* The same rows once more, and nothing else. */
static void
time_storing (const Pass *self, const char *folder, GPtrArray *drafts)
{
  g_autoptr (GBytes) key = key_new ();
  DexFuture *opened =
      palier_workspace_open (folder, key, PALIER_WORKSPACE_READ_WRITE, self->clock, self->random);
  g_autoptr (PalierWorkspace) workspace = g_value_dup_object (settle (opened));
  double core = core_s (), wall = seconds (CLOCK_MONOTONIC);

  for (guint i = 0; i < drafts->len; i += BATCH)
    store_batch (self, workspace, drafts, i);
  printf ("%.3f %.3f\n", seconds (CLOCK_MONOTONIC) - wall, core_s () - core);
  finish (palier_workspace_close (workspace));
  dex_unref (opened);
}

static void
time_round (const Pass *self, const char *top, guint round)
{
  g_autofree char *folder = g_strdup_printf ("%s/base-%u", top, round);
  g_autofree char *key_file = g_strdup_printf ("%s/key-%u", top, round);
  g_autoptr (GBytes) key = key_new ();
  g_autoptr (GPtrArray) drafts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
  g_autoptr (GError) error = NULL;

  make_base (self, folder);
  palier_key_file_create (key_file, key, &error);
  g_assert_no_error (error);
  time_service (self, folder, key_file, drafts);
  time_storing (self, folder, drafts);
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
