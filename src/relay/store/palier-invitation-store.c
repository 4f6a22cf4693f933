/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements:
 *
 *   insert   one invitation, and its way in by the directory
 *   select   all of a tenant's, of which there are few
 *   delete   one, with its way in */
#include "palier-invitation-store.h"

#include <string.h>

void
palier_invitation_free (PalierInvitation *self)
{
  g_free (self->email);
  g_free (self);
}

void
palier_invitation_store_add (PalierTx *tx, const PalierTenant *tenant,
                             const PalierInvitation *invitation)
{
  const PalierId *id = &invitation->id;
  g_autoptr (GBytes) sealed = palier_tx_seal (tx, tenant, "invitation", id->bytes, sizeof id->bytes,
                                              invitation->email, strlen (invitation->email));

  if (sealed == NULL)
    return;
  palier_directory_add (tx, invitation->digest, tenant->id);
  palier_db_run (tx->db,
                 "insert into invitation (tenant_id, invitation_id, digest, sealed_email, role,"
                 " created_ms, until_ms) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                 "Tubbtii", tenant->id, id, invitation->digest, (gsize) PALIER_DIGEST_SIZE,
                 g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed),
                 palier_role_name (invitation->role), invitation->created_ms, invitation->until_ms);
}

static PalierInvitation *
read_invitation (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows)
{
  g_autoptr (PalierInvitation) self = g_new0 (PalierInvitation, 1);
  gsize length = 0;

  palier_rows_id (rows, 0, &self->id);
  const void *digest = palier_rows_blob (rows, 1, &length);
  memcpy (self->digest, digest, MIN (length, PALIER_DIGEST_SIZE));
  const void *sealed = palier_rows_blob (rows, 2, &length);
  g_autoptr (GBytes) email = palier_tx_unseal (tx, tenant, "invitation", self->id.bytes,
                                               sizeof self->id.bytes, sealed, length);
  if (email == NULL)
    return NULL;
  self->email = g_strndup (g_bytes_get_data (email, NULL), g_bytes_get_size (email));
  palier_role_from_name (palier_rows_text (rows, 3), &self->role);
  self->created_ms = palier_rows_integer (rows, 4);
  self->until_ms = palier_rows_integer (rows, 5);
  return g_steal_pointer (&self);
}

/* Returns: (transfer full) (element-type PalierInvitation): also those that have ended, the newest
 *   first */
GPtrArray *
palier_invitation_store_list (PalierTx *tx, const PalierTenant *tenant)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_invitation_free);
  PalierRows *rows = palier_db_query (
      tx->db,
      "select invitation_id, digest, sealed_email, role, created_ms, until_ms from invitation"
      " where tenant_id = ?1 order by created_ms desc, invitation_id desc",
      "T", tenant->id);

  while (palier_rows_next (rows))
  {
    PalierInvitation *invitation = read_invitation (tx, tenant, rows);
    if (invitation != NULL)
      g_ptr_array_add (list, invitation);
  }
  return list;
}

void
palier_invitation_store_remove (PalierTx *tx, const PalierTenant *tenant,
                                const PalierInvitation *invitation)
{
  palier_directory_remove (tx, invitation->digest);
  palier_db_run (tx->db, "delete from invitation where tenant_id = ?1 and invitation_id = ?2", "Tu",
                 tenant->id, &invitation->id);
}
