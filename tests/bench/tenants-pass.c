/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tenants-pass DIRECTORY KEY COUNT: a relay's store with so many agencies, each with an owner, a
 * device and some records; prints an access token for each. */
#include <stdio.h>
#include <stdlib.h>

#include "palier-authority.h"
#include "palier-record-store.h"

#define RECORDS 20

typedef struct
{
  PalierRandom *random;
  PalierClock *clock;
  PalierAccess access;
} Agency;

static void
add_records (PalierTx *tx, const PalierTenant *tenant, Agency *agency)
{
  for (int i = 0; i < RECORDS; i++)
  {
    PalierId id = palier_id_new (agency->clock, agency->random);
    g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_PROSPECT, &id);
    palier_record_set (record, PALIER_FIELD_COMPANY, "Agence du Centre", palier_tx_mark (tx));
    palier_record_set (record, PALIER_FIELD_CITY, "Angers", palier_tx_mark (tx));
    palier_record_store_put (tx, tenant, record, NULL);
  }
}

static gboolean
add_agency (PalierTx *tx, gpointer data, GError **error)
{
  Agency *agency = data;
  PalierAccess *access = &agency->access;
  g_autofree char *email = NULL;

  palier_random_bytes (agency->random, (guint8 *) &access->tenant, sizeof access->tenant);
  access->tenant &= G_MAXINT64;
  access->account = palier_id_new (agency->clock, agency->random);
  access->session = palier_id_new (agency->clock, agency->random);
  access->issued_ms = tx->now_ms;
  PalierTenant *tenant = palier_store_add_tenant (tx, access->tenant, error);
  if (tenant == NULL)
    return FALSE;
  email = g_strdup_printf ("agence%" G_GINT64_FORMAT "@exemple.example", access->tenant);
  palier_account_store_add (tx, tenant, &access->account, email, "-", "73282932000074",
                            PALIER_ROLE_OWNER);
  palier_session_store_add (tx, tenant, &access->session, &access->account, "bench");
  add_records (tx, tenant, agency);
  return palier_db_check (tx->db, error);
}

static void
on_added_cb (gpointer data, const GError *error)
{
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_assert_cmpint (argc, ==, 4);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierRandom) random = palier_random_new_system ();
  g_autoptr (PalierClock) clock = palier_clock_new_system ();
  g_autofree char *path = g_build_filename (argv[1], "relay.sqlite", NULL);
  gsize count = strtoul (argv[3], NULL, 10);
  g_autofree Agency *agencies = g_new0 (Agency, count);
  PalierSealKey key;

  g_assert_true (palier_seal_key_parse (argv[2], &key, NULL));
  g_autoptr (PalierStore) store =
      palier_store_open (&palier_db_sqlite, path, &key, clock, random, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < count; i++)
  {
    agencies[i] = (Agency) { .random = random, .clock = clock };
    palier_store_submit (store, add_agency, on_added_cb, &agencies[i]);
  }
  g_autoptr (PalierAuthority) authority = palier_authority_new (store, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < count; i++)
  {
    g_autofree char *token = palier_authority_make_access (authority, &agencies[i].access, &error);
    g_assert_no_error (error);
    puts (token);
  }
  return 0;
}
