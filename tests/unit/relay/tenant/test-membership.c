/* SPDX-License-Identifier: GPL-3.0-or-later */
/*  1. an invitation ends after seven days, and a new one stands for it
 *  2. of many who come with one code at once one gets in
 *  3. two owners who take each other's role at once: one stays */
#include "palier-invitation.h"

#include <string.h>

#include "relay-fixture.h"

#define PASSWORD "une phrase de passe assez longue"
#define EMAIL "paul@agence.example"

typedef struct
{
  Fixture fixture;
  PalierAuthority *authority;
  PalierCaller owners[2];
  PalierMeter meter;
} Agency;

static gboolean
add_owners (PalierTx *tx, gpointer data, GError **error)
{
  Agency *self = data;
  static const char *const emails[] = { "claire@agence.example", "anne@agence.example" };

  for (guint i = 0; i < 2; i++)
  {
    self->owners[i] = (PalierCaller) { .tenant = self->fixture.tenant,
                                       .account = palier_id_new (self->fixture.clock, tx->random),
                                       .role = PALIER_ROLE_OWNER };
    palier_account_store_add (tx, self->fixture.tenant, &self->owners[i].account, emails[i], "-",
                              NULL, PALIER_ROLE_OWNER);
  }
  return palier_db_check (tx->db, error);
}

static void
set_up (Agency *self)
{
  *self = (Agency) { 0 };
  fixture_set_up (&self->fixture, fixture_engine ());
  self->authority = palier_authority_new (self->fixture.store, NULL);
  fixture_write (&self->fixture, add_owners, self);
}

static void
tear_down (Agency *self)
{
  palier_authority_free (self->authority);
  fixture_tear_down (&self->fixture);
}

/* Returns: (transfer full): the code */
static char *
invite (Agency *self)
{
  g_auto (PalierNotice) notice = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierInvitation) invitation =
      palier_invitation_make (self->fixture.store, &self->owners[0], self->meter, EMAIL,
                              PALIER_ROLE_AGENT, &notice, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (notice.from, ==, "claire@agence.example");
  return g_strdup (notice.code);
}

/* Returns: PALIER_N_ACCOUNT_ERRORS when it was let in */
static int
join_with (Agency *self, const char *code)
{
  PalierJoiner joiner = { EMAIL, code, PASSWORD, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierLogin) login =
      palier_invitation_accept (self->authority, self->fixture.store, self->meter, &joiner, &error);

  if (login != NULL)
    return PALIER_N_ACCOUNT_ERRORS;
  g_assert_cmpint (error->domain, ==, PALIER_ACCOUNT_ERROR);
  return error->code;
}

static guint
count_waiting (Agency *self)
{
  g_autoptr (GPtrArray) list = palier_invitation_list (self->fixture.store, &self->owners[0], NULL);
  return list->len;
}

static void
test_until (void)
{
  Agency agency;

  set_up (&agency);
  g_autofree char *late = invite (&agency);
  palier_clock_advance (agency.fixture.clock, PALIER_INVITATION_MS - 1);
  g_assert_cmpuint (count_waiting (&agency), ==, 1);
  palier_clock_advance (agency.fixture.clock, 1);
  g_assert_cmpuint (count_waiting (&agency), ==, 0);
  g_assert_cmpint (join_with (&agency, late), ==, PALIER_ACCOUNT_ERROR_CODE);
  g_autofree char *first = invite (&agency);
  g_autofree char *second = invite (&agency);
  g_assert_cmpuint (count_waiting (&agency), ==, 1);
  g_assert_cmpint (join_with (&agency, first), ==, PALIER_ACCOUNT_ERROR_CODE);
  g_assert_cmpint (join_with (&agency, second), ==, PALIER_N_ACCOUNT_ERRORS);
  tear_down (&agency);
}

typedef struct
{
  Agency *agency;
  const char *code;
  int result;
} Try;

static gpointer
join_main (gpointer data)
{
  Try *self = data;

  self->result = join_with (self->agency, self->code);
  return NULL;
}

static void
test_once (void)
{
  Agency agency;
  Try tries[4];
  GThread *threads[4];
  guint joined = 0;

  set_up (&agency);
  g_autofree char *code = invite (&agency);
  for (guint i = 0; i < 4; i++)
  {
    tries[i] = (Try) { &agency, code, 0 };
    threads[i] = g_thread_new ("join", join_main, &tries[i]);
  }
  for (guint i = 0; i < 4; i++)
  {
    g_thread_join (threads[i]);
    joined += tries[i].result == PALIER_N_ACCOUNT_ERRORS;
  }
  g_assert_cmpuint (joined, ==, 1);
  tear_down (&agency);
}

typedef struct
{
  PalierStore *store;
  const PalierCaller *caller;
  const PalierCaller *other;
} Rivals;

static gpointer
demote_main (gpointer data)
{
  Rivals *self = data;

  palier_membership_set_role (self->store, self->caller, &self->other->account, PALIER_ROLE_AGENT,
                              NULL);
  return NULL;
}

static void
test_rivals (void)
{
  for (guint round = 0; round < 20; round++)
  {
    Agency agency;
    GThread *threads[2];
    Rivals rivals[2];
    guint owners = 0;

    set_up (&agency);
    for (guint i = 0; i < 2; i++)
    {
      rivals[i] = (Rivals) { agency.fixture.store, &agency.owners[i], &agency.owners[1 - i] };
      threads[i] = g_thread_new ("demote", demote_main, &rivals[i]);
    }
    for (guint i = 0; i < 2; i++)
      g_thread_join (threads[i]);
    g_autoptr (GPtrArray) members =
        palier_membership_list (agency.fixture.store, &agency.owners[0], NULL);
    for (guint i = 0; i < members->len; i++)
      owners += ((PalierRelayAccount *) members->pdata[i])->role == PALIER_ROLE_OWNER;
    g_assert_cmpuint (owners, ==, 1);
    tear_down (&agency);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/membership/until", test_until);
  g_test_add_func ("/relay/membership/once", test_once);
  g_test_add_func ("/relay/membership/rivals", test_rivals);
  return g_test_run ();
}
