/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the user's own templates is taken for whom, as a table: those that fit, the most
 * specific first, before those that ship; and what is never taken by itself. */
#include "palier-draft-template.h"
#include "test-people.h"

#define OWN_MAX 4

#define AGENCY "kind: agency\nstep: first\n"
#define AGAIN "kind: agency\nstep: follow_up\n"
#define PERSON "kind: person\nstep: first\n"
#define MAIL "subject: s\n"

typedef struct
{
  const char *key;
  const char *lines;
  const char *body; /* (nullable): one that no other has */
} Own;

typedef struct
{
  const char *what;
  Own own[OWN_MAX + 1]; /* that which was changed last comes first */
  const char *channel;  /* (nullable): e-mail */
  gboolean follow_up;
  gboolean person;
  gboolean no_profile; /* the writer has said nothing of himself yet */
  guint most;
  const char *taken; /* their keys, by blanks */
} Case;

static const Case cases[] = {
  { "none of one's own",
    { { NULL } },
    .most = 3,
    .taken = "agency-first-local_proof agency-first-service agency-first-question" },
  { "one without an angle comes first, and two angles follow",
    { { "a", AGENCY MAIL } },
    .most = 3,
    .taken = "a agency-first-local_proof agency-first-service" },
  { "one with an angle stands for the one that ships",
    { { "a", AGENCY "angle: service\n" MAIL } },
    .most = 3,
    .taken = "a agency-first-local_proof agency-first-question" },
  { "one draft alone is by one's own too",
    { { "a", AGENCY "angle: question\n" MAIL } },
    .most = 1,
    .taken = "a" },
  { "two segments before one, one before an angle, an angle before none",
    { { "none", AGENCY MAIL },
      { "angle", AGENCY "angle: service\n" MAIL },
      { "one", AGENCY "specializations: luxury\n" MAIL },
      { "two", AGENCY "specializations: luxury, rental\nteam_size: 2-5, 6-20\n" MAIL } },
    .most = 4,
    .taken = "two one angle none" },
  { "among equals the one that was changed last",
    { { "new", AGENCY "team_size: 2-5\n" MAIL }, { "old", AGENCY "digital_maturity: low\n" MAIL } },
    .most = 1,
    .taken = "new" },
  { "of one angle only the first",
    { { "new", AGENCY "angle: service\n" MAIL },
      { "closer", AGENCY "angle: service\nteam_size: 2-5\n" MAIL } },
    .most = 3,
    .taken = "closer agency-first-local_proof agency-first-question" },
  { "another segment, channel, kind or step",
    { { "segment", AGENCY "specializations: commercial\n" MAIL },
      { "channel", AGENCY "channel: sms\n" },
      { "kind", PERSON MAIL },
      { "step", AGAIN "category: follow_up\n" MAIL } },
    .most = 1,
    .taken = "agency-first-local_proof" },
  { "a segment of whom nothing is known",
    { { "a", AGENCY "agency_types: network\n" MAIL } },
    .most = 1,
    .taken = "agency-first-local_proof" },
  { "invitations and news are sent by hand",
    { { "event", AGENCY "category: event\n" MAIL },
      { "news", AGENCY "category: information\n" MAIL } },
    .most = 1,
    .taken = "agency-first-local_proof" },
  { "a follow-up is none before the first message, whatever its step",
    { { "a", AGENCY "category: follow_up\n" MAIL } },
    .most = 1,
    .taken = "agency-first-local_proof" },
  { "a follow-up after the first message",
    { { "a", AGENCY "category: follow_up\n" MAIL }, { "first", AGENCY MAIL } },
    .follow_up = TRUE,
    .most = 2,
    .taken = "a agency-follow_up-local_proof" },
  { "one that leaves a place open is taken by hand",
    { { "hole", AGENCY "team_size: 2-5\n" MAIL, "{{date_of_visit}}" },
      { "fact", AGENCY MAIL, "Bonjour {{first_name}}," },
      { "whole", AGENCY MAIL, "Bonjour{{?first_name}} {{first_name}}{{/}}," } },
    .most = 1,
    .taken = "whole" },
  { "what the writer has not said of himself stands against none",
    { { "a", AGENCY MAIL, "Bonjour,\n\n{{sender_name}}, {{^sender_at}}" } },
    .no_profile = TRUE,
    .most = 1,
    .taken = "a" },
  { "the same text is shown once",
    { { "a", AGENCY MAIL, "Bonjour." }, { "copy", AGENCY MAIL, "Bonjour." } },
    .most = 2,
    .taken = "a agency-first-local_proof" },
  { "a supplier's own has suppliers' beside it",
    { { "a", AGENCY "relation: supplier\nteam_size: 2-5\n" MAIL }, { "colleague", AGENCY MAIL } },
    .most = 3,
    .taken = "a supplier-first-portals supplier-first-site" },
  { "a text message",
    { { "mail", AGENCY MAIL }, { "a", AGENCY "channel: sms\n" } },
    .channel = "sms",
    .most = 3,
    .taken = "a sms-agency-first-service sms-agency-first-question" },
  { "a person, to whom nobody is a supplier",
    { { "agency", AGENCY MAIL }, { "a", PERSON "relation: supplier\n" MAIL } },
    .person = TRUE,
    .most = 2,
    .taken = "a person-first-local_proof" },
};

/* A small agency with known trades and no first name; a person of whom only the name is known. */
static PalierDraftContext *
dup_context (const Case *one)
{
  g_autoptr (PalierProspect) prospect = palier_prospect_new ();
  g_autoptr (PalierProfile) profile = one->no_profile ? palier_profile_new () : writer_new ();
  g_autoptr (PalierScore) score = palier_score_new ();

  palier_prospect_set (prospect, PALIER_FIELD_KIND, one->person ? "person" : "agency");
  palier_prospect_set (prospect, PALIER_FIELD_LAST_NAME, "Durand");
  palier_prospect_set (prospect, PALIER_FIELD_CITY, "Olivet");
  if (!one->person)
  {
    palier_prospect_set (prospect, PALIER_FIELD_COMPANY, "Agence du Port");
    palier_prospect_set (prospect, PALIER_FIELD_SPECIALIZATIONS, "luxury\nrental");
    palier_prospect_set (prospect, PALIER_FIELD_TEAM_SIZE, "2-5");
  }
  score->parts[PALIER_SUBSCORE_DIGITAL] = 20;
  score->confidences[PALIER_SUBSCORE_DIGITAL] = 1;
  return palier_draft_context_new (&(PalierDraftInput) { .prospect = prospect,
                                                         .profile = profile,
                                                         .score = score,
                                                         .channel = one->channel,
                                                         .follow_up = one->follow_up,
                                                         .consent = one->person,
                                                         .today_ms = NOW });
}

/* (element-type PalierDraftTemplate) */
static GPtrArray *
dup_own (const Case *one)
{
  GPtrArray *own = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_draft_template_free);

  for (gsize i = 0; one->own[i].key != NULL; i++)
  {
    g_autoptr (GError) error = NULL;
    g_autofree char *file =
        g_strdup_printf ("key: %s\n%s\n%s", one->own[i].key, one->own[i].lines,
                         one->own[i].body != NULL ? one->own[i].body : one->own[i].key);
    g_ptr_array_add (own, palier_draft_template_parse (file, -1, &error));
    g_assert_no_error (error);
  }
  palier_composer_rank (own);
  return own;
}

static void
test_taken (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierComposer) composer = palier_composer_new (&error);
  g_autoptr (PalierDraftContext) context = dup_context (one);
  g_autoptr (GPtrArray) own = dup_own (one);
  g_autoptr (GPtrArray) variants =
      palier_composer_variants (composer, own, context, one->most, &error);
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  g_assert_no_error (error);
  for (guint i = 0; i < variants->len; i++)
    g_strv_builder_add (keys, ((const PalierMessage *) variants->pdata[i])->template_key);
  g_auto (GStrv) list = g_strv_builder_end (keys);
  g_autofree char *taken = g_strjoinv (" ", list);
  g_assert_cmpstr (taken, ==, one->taken);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *path = g_strdup_printf ("/drafting/own/%s", cases[i].what);
    g_test_add_data_func (path, &cases[i], test_taken);
  }
  return g_test_run ();
}
