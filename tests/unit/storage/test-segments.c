/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Random filters over random prospects: the base finds whom a reading of each prospect finds.
 * 2. Segments are kept, changed, removed, and listed by name. 3. Text of a filter is never part of
 * a statement. */
#include "storage-fixture.h"

#include <string.h>

#include "palier-changeset-store.h"
#include "palier-consent-store.h"
#include "palier-event-store.h"
#include "palier-fold.h"
#include "palier-score-store.h"
#include "palier-segment-store.h"

#define N_PROSPECTS 300
#define N_FILTERS 400

/* One prospect and what the oracle knows of it. */
typedef struct
{
  PalierProspect *prospect; /* borrowed */
  const char *department;   /* NULL: none */
  int band;                 /* -1: no score */
  const char *consent;
  gboolean contacted;
  gboolean replied;
} Known;

typedef struct
{
  Fixture *fixture;
  GRand *random;
  GPtrArray *prospects;
  Known known[N_PROSPECTS];
} World;

static const char *
pick (World *world, const char *const *list, int n)
{
  return list[g_rand_int_range (world->random, 0, n)];
}

#define PICK(world, list) pick (world, list, G_N_ELEMENTS (list))

static const char *const kinds[] = { "agency", "person" };
static const char *const stages[] = { "prospect", "contacted", "customer", NULL };
static const char *const towns[] = { "Rezé", "NANTES", "Saint-Étienne", NULL };
static const char *const sources[] = { "Salon", "salon", "Portail", NULL };
static const char *const tags[] = { "vip", "vip\nà rappeler", "rappel", NULL };
static const char *const bases[] = { "consent", "contract", NULL };
static const char *const projects[] = { "sell", "buy", NULL };
/* Code, INSEE code, country and the département they are in. */
static const char *const places[][4] = {
  { "78000", NULL, NULL, "78" },    { "20000", NULL, "FR", "2A" },
  { "20200", NULL, "FR", "2B" },    { "97400", NULL, "FR", "974" },
  { "01000", "01053", NULL, "01" }, { NULL, "97411", "FR", "974" },
  { "1000", NULL, "BE", NULL },     { NULL, NULL, NULL, NULL },
  { "78100", "2A004", NULL, "2A" },
};

static void
make_prospect (World *world, int i)
{
  PalierProspect *prospect = palier_prospect_new ();
  Known *known = &world->known[i];
  const char *const *place = places[g_rand_int_range (world->random, 0, G_N_ELEMENTS (places))];

  palier_prospect_set (prospect, PALIER_FIELD_KIND, PICK (world, kinds));
  palier_prospect_set (prospect, PALIER_FIELD_STAGE, PICK (world, stages));
  palier_prospect_set (prospect, PALIER_FIELD_CITY, PICK (world, towns));
  palier_prospect_set (prospect, PALIER_FIELD_SOURCE, PICK (world, sources));
  palier_prospect_set (prospect, PALIER_FIELD_TAGS, PICK (world, tags));
  palier_prospect_set (prospect, PALIER_FIELD_LEGAL_BASIS, PICK (world, bases));
  palier_prospect_set (prospect, PALIER_FIELD_PROJECT, PICK (world, projects));
  palier_prospect_set (prospect, PALIER_FIELD_POSTAL_CODE, place[0]);
  palier_prospect_set (prospect, PALIER_FIELD_INSEE_CODE, place[1]);
  palier_prospect_set (prospect, PALIER_FIELD_COUNTRY, place[2]);
  if (g_rand_boolean (world->random))
    palier_prospect_set (prospect, PALIER_FIELD_EMAIL, "a@b.example");
  if (g_rand_boolean (world->random))
    palier_prospect_set (prospect,
                         g_rand_boolean (world->random) ? PALIER_FIELD_PHONE : PALIER_FIELD_MOBILE,
                         "+33639980000");
  if (g_rand_boolean (world->random))
    palier_prospect_set (prospect, PALIER_FIELD_WEBSITE, "https://b.example");
  *known = (Known) { prospect, place[3], g_rand_int_range (world->random, -1, 3), "none" };
  g_ptr_array_add (world->prospects, prospect);
}

static void
add_event (GPtrArray *events, World *world, const PalierProspect *prospect, const char *name)
{
  PalierEvent *event = palier_event_new ();

  event->id = palier_id_new (world->fixture->clock, world->fixture->random);
  event->name = g_strdup (name);
  event->at_ms = START_MS;
  event->prospect = *palier_prospect_get_id (prospect);
  g_ptr_array_add (events, event);
}

static void
add_consent (GPtrArray *consents, World *world, Known *known, gboolean given, gint64 at_ms)
{
  PalierConsent *consent = palier_consent_new ();

  consent->id = palier_id_new (world->fixture->clock, world->fixture->random);
  consent->subject = *palier_prospect_get_id (known->prospect);
  consent->purpose = g_strdup ("prospecting");
  consent->channel = g_rand_boolean (world->random) ? g_strdup ("email") : NULL;
  consent->given = given;
  consent->at_ms = at_ms;
  g_ptr_array_add (consents, consent);
  known->consent = given ? "given" : "withdrawn";
}

static void
add_history (World *world)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);
  g_autoptr (GPtrArray) consents =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_consent_free);
  g_autoptr (GArray) scores = g_array_new (FALSE, TRUE, sizeof (PalierScoreRow));

  for (int i = 0; i < N_PROSPECTS; i++)
  {
    Known *known = &world->known[i];
    known->contacted = g_rand_boolean (world->random);
    known->replied = known->contacted && g_rand_boolean (world->random);
    if (known->contacted)
      add_event (events, world, known->prospect, "message.sent");
    if (known->replied)
      add_event (events, world, known->prospect, "message.replied");
    for (int turn = 0; turn < g_rand_int_range (world->random, 0, 3); turn++)
      add_consent (consents, world, known, g_rand_boolean (world->random), START_MS + turn);
    PalierScoreRow row = { .n = palier_prospect_get_n (known->prospect),
                           .band = (guint8) MAX (known->band, 0) };
    if (known->band >= 0)
      g_array_append_val (scores, row);
  }
  fixture_done (palier_event_store_append (world->fixture->workspace, events));
  fixture_done (palier_consent_store_append (world->fixture->workspace, NULL, consents));
  fixture_done (palier_score_store_set (world->fixture->workspace, scores));
}

static void
make_world (World *world, Fixture *fixture)
{
  world->fixture = fixture;
  world->random = g_rand_new_with_seed (11);
  world->prospects = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);
  for (int i = 0; i < N_PROSPECTS; i++)
    make_prospect (world, i);
  gint64 first = fixture_take_int64 (
      palier_prospect_store_insert (fixture->workspace, NULL, world->prospects, NULL));
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (gint64 n = first; n < first + N_PROSPECTS; n++)
    g_array_append_val (ns, n);
  g_autoptr (GPtrArray) rows =
      fixture_take_boxed (palier_prospect_store_rows (fixture->workspace, ns));
  for (int i = 0; i < N_PROSPECTS; i++)
  {
    palier_prospect_set_n (world->known[i].prospect, first + i);
    palier_prospect_set_id (world->known[i].prospect, palier_prospect_get_id (rows->pdata[i]));
  }
  add_history (world);
}

static void
free_world (World *world)
{
  g_rand_free (world->random);
  g_ptr_array_unref (world->prospects);
}

static gboolean
same_folded (const char *a, const char *b)
{
  g_autofree char *one = palier_fold (a);
  g_autofree char *two = palier_fold (b);

  return a != NULL && strcmp (one, two) == 0;
}

static gboolean
has_value (const Known *known, PalierFilterKey key, const char *value)
{
  const PalierProspect *prospect = known->prospect;
#define GET(field) palier_prospect_get (prospect, PALIER_FIELD_##field)
  const char *stage = GET (STAGE);

  switch (key)
  {
  case PALIER_FILTER_KIND:
    return g_strcmp0 (GET (KIND), value) == 0;
  case PALIER_FILTER_BAND:
    return known->band >= 0 && strcmp (palier_band_name ((PalierBand) known->band), value) == 0;
  case PALIER_FILTER_STAGE:
    return g_strcmp0 (stage != NULL ? stage : "prospect", value) == 0;
  case PALIER_FILTER_DEPARTMENT:
    return g_strcmp0 (known->department, value) == 0;
  case PALIER_FILTER_TOWN:
    return same_folded (GET (CITY), value);
  case PALIER_FILTER_EMAIL:
    return (GET (EMAIL) != NULL) == g_str_equal (value, "yes");
  case PALIER_FILTER_PHONE:
    return (GET (PHONE) != NULL || GET (MOBILE) != NULL) == g_str_equal (value, "yes");
  case PALIER_FILTER_WEBSITE:
    return (GET (WEBSITE) != NULL) == g_str_equal (value, "yes");
  case PALIER_FILTER_CONSENT:
    return strcmp (known->consent, value) == 0;
  case PALIER_FILTER_CONTACTED:
    return known->contacted == g_str_equal (value, "yes");
  case PALIER_FILTER_REPLIED:
    return known->replied == g_str_equal (value, "yes");
  case PALIER_FILTER_PROJECT:
    return g_strcmp0 (GET (PROJECT), value) == 0;
  case PALIER_FILTER_SOURCE:
    return same_folded (GET (SOURCE), value);
  case PALIER_FILTER_TAG:
    return palier_prospect_in_set (prospect, PALIER_FIELD_TAGS, value);
  case PALIER_FILTER_LEGAL_BASIS:
    return g_strcmp0 (GET (LEGAL_BASIS), value) == 0;
  case PALIER_FILTER_SHARED:
    return g_str_equal (value, "yes");
  default:
    return FALSE;
  }
}

static gboolean
is_meant (const Known *known, const PalierFilter *filter)
{
  for (guint i = 0; i < filter->terms->len; i++)
  {
    const PalierFilterTerm *term = filter->terms->pdata[i];
    gboolean any = FALSE;
    for (char **value = term->values; *value != NULL; value++)
      any = any || has_value (known, term->key, *value);
    if (any == term->negated)
      return FALSE;
  }
  return TRUE;
}

static PalierFilter *
make_filter (World *world)
{
  static const char *const texts[] = {
    "kind=agency",
    "kind=person",
    "kind!=agency",
    "band=hot",
    "band=hot,warm",
    "band!=cold",
    "stage=prospect",
    "stage=contacted,customer",
    "stage!=customer",
    "department=78",
    "department=2A,2B",
    "department=974",
    "department!=01",
    "town=reze",
    "town=nantes,REZÉ",
    "town!=saint-etienne",
    "email=yes",
    "email=no",
    "phone=yes",
    "phone=no",
    "website=no",
    "consent=given",
    "consent=none",
    "consent=withdrawn,none",
    "consent!=given",
    "contacted=no",
    "contacted=yes",
    "replied=yes",
    "replied=no",
    "project=sell",
    "project!=sell",
    "source=SALON",
    "source!=portail",
    "tag=vip",
    "tag=à rappeler,x",
    "tag!=vip",
    "tag=rappel",
    "legal_basis=consent",
    "legal_basis!=consent",
    "shared=yes",
    "shared!=no",
    "shared=no",
  };
  PalierFilter *filter = palier_filter_new ();

  for (int i = g_rand_int_range (world->random, 0, 4); i > 0; i--)
    g_assert_true (palier_filter_add_text (filter, PICK (world, texts), NULL));
  return filter;
}

static void
check_filter (World *world, PalierFilter *filter)
{
  g_autoptr (PalierQuery) query = palier_query_new ();
  g_autofree char *json = palier_filter_to_json (filter);
  g_autoptr (GHashTable) found = g_hash_table_new (g_int64_hash, g_int64_equal);

  query->filter = palier_filter_ref (filter);
  g_autoptr (GArray) ns =
      fixture_take_boxed (palier_prospect_store_ids (world->fixture->workspace, query, 0));
  for (guint i = 0; i < ns->len; i++)
    g_hash_table_add (found, &g_array_index (ns, gint64, i));
  g_assert_cmpuint (g_hash_table_size (found), ==, ns->len);
  for (int i = 0; i < N_PROSPECTS; i++)
  {
    gint64 n = palier_prospect_get_n (world->known[i].prospect);
    if (g_hash_table_contains (found, &n) != is_meant (&world->known[i], filter))
      g_error ("%s: prospect %d", json, i);
  }
}

static void
test_oracle (Fixture *self, gconstpointer unused)
{
  World world;
  guint some = 0;

  make_world (&world, self);
  for (int i = 0; i < N_FILTERS; i++)
  {
    g_autoptr (PalierFilter) filter = make_filter (&world);
    check_filter (&world, filter);
    some += filter->terms->len > 1;
  }
  g_assert_cmpuint (some, >, N_FILTERS / 4);
  free_world (&world);
}

static PalierSegment *
make_segment (Fixture *self, const char *name, const char *text)
{
  PalierSegment *segment = palier_segment_new ();

  segment->id = palier_id_new (self->clock, self->random);
  segment->name = g_strdup (name);
  segment->filter = palier_filter_new ();
  segment->created_ms = START_MS;
  g_assert_true (palier_filter_add_text (segment->filter, text, NULL));
  return segment;
}

static void
test_kept (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierSegment) hot = make_segment (self, "Vendeurs chauds", "band=hot");
  g_autoptr (PalierSegment) east = make_segment (self, "À l’est", "department=67,68");

  fixture_done (palier_segment_store_put (self->workspace, hot));
  fixture_done (palier_segment_store_put (self->workspace, east));
  g_free (hot->name);
  hot->name = g_strdup ("Chauds");
  fixture_done (palier_segment_store_put (self->workspace, hot));
  fixture_reopen (self);
  g_autoptr (GPtrArray) list = fixture_take_boxed (palier_segment_store_list (self->workspace));
  g_assert_cmpuint (list->len, ==, 2);
  PalierSegment *first = list->pdata[0], *second = list->pdata[1];
  g_assert_cmpstr (first->name, ==, "À l’est");
  g_assert_cmpstr (second->name, ==, "Chauds");
  g_assert_true (palier_id_equal (&second->id, &hot->id));
  g_assert_cmpint (second->created_ms, ==, START_MS);
  g_autofree char *json = palier_filter_to_json (first->filter);
  g_assert_cmpstr (json, ==, "{\"terms\":[{\"key\":\"department\",\"values\":[\"67\",\"68\"]}]}");
}

static void
check_listed (Fixture *self, guint n)
{
  g_autoptr (GPtrArray) list = fixture_take_boxed (palier_segment_store_list (self->workspace));

  g_assert_cmpuint (list->len, ==, n);
}

/* It comes back as it was, also after a restart. */
static void
test_removed (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierSegment) hot = make_segment (self, "Chauds", "band=hot");

  fixture_done (palier_segment_store_put (self->workspace, hot));
  g_autoptr (PalierChangeset) changeset =
      fixture_take_boxed (palier_segment_store_remove (self->workspace, &hot->id));
  g_assert_cmpuint (changeset->n_records, ==, 1);
  check_listed (self, 0);
  fixture_fails (palier_segment_store_remove (self->workspace, &hot->id),
                 PALIER_STORAGE_ERROR_NOT_FOUND);
  fixture_reopen (self);
  g_autoptr (PalierUndoResult) undo =
      fixture_take_boxed (palier_changeset_store_undo (self->workspace, &changeset->id));
  g_assert_cmpuint (undo->n_records, ==, 1);
  g_assert_cmpuint (undo->n_conflicts, ==, 0);
  g_autoptr (GPtrArray) list = fixture_take_boxed (palier_segment_store_list (self->workspace));
  g_assert_cmpuint (list->len, ==, 1);
  PalierSegment *back = list->pdata[0];
  g_autofree char *json = palier_filter_to_json (back->filter);
  g_assert_cmpstr (back->name, ==, "Chauds");
  g_assert_cmpstr (json, ==, "{\"terms\":[{\"key\":\"band\",\"values\":[\"hot\"]}]}");
}

/* Values that would end a statement, or a JSON text, are just values. */
static void
test_values (Fixture *self, gconstpointer unused)
{
  static const char *const values[] = { "x' OR 1=1 --", "\"]", "%", "_", "?4", "a\\b" };
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, 5);

  palier_prospect_set (prospects->pdata[0], PALIER_FIELD_CITY, "x' OR 1=1 --");
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
  {
    g_autoptr (PalierQuery) query = palier_query_new ();
    query->filter = palier_filter_new ();
    g_test_message ("%s", values[i]);
    g_assert_true (palier_filter_add (query->filter, PALIER_FILTER_TOWN, FALSE, values[i], NULL));
    g_assert_cmpint (fixture_take_int64 (palier_prospect_store_count (self->workspace, query)), ==,
                     i == 0 ? 1 : 0);
  }
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/segments/oracle", test_oracle);
  ADD ("/segments/kept", test_kept);
  ADD ("/segments/removed", test_removed);
  ADD ("/segments/values", test_values);
  return g_test_run ();
}
