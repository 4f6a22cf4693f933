/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An agency always has an owner: each change of who belongs to it looks at all members in its own
 * transaction, and one agency's are written one after the other. */
#include "palier-membership.h"

#include "palier-account-private.h"
#include "palier-challenge-store.h"
#include "palier-password-change.h"

typedef struct
{
  const PalierCaller *caller;
  PalierId member;
  PalierRole role;
  GPtrArray *members; /* (nullable): of PalierRelayAccount */
} Change;

static void
change_clear (Change *self)
{
  g_clear_pointer (&self->members, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static gboolean
list_members (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;

  g_clear_pointer (&self->members, g_ptr_array_unref);
  self->members = palier_account_store_list (tx, self->caller->tenant);
  return palier_db_check (tx->db, error);
}

/* Returns: (transfer full) (element-type PalierRelayAccount) (nullable): NULL with an error of the
 *   store */
GPtrArray *
palier_membership_list (PalierStore *store, const PalierCaller *caller, GError **error)
{
  g_auto (Change) change = { .caller = caller };

  return palier_store_read (store, list_members, &change, error) ? g_steal_pointer (&change.members)
                                                                 : NULL;
}

static const PalierRelayAccount *
find_member (const Change *self, const PalierId *id)
{
  for (guint i = 0; i < self->members->len; i++)
  {
    const PalierRelayAccount *member = g_ptr_array_index (self->members, i);
    if (palier_id_equal (&member->id, id))
      return member;
  }
  return NULL;
}

static gboolean
is_last_owner (const Change *self, const PalierRelayAccount *member)
{
  guint owners = 0;

  for (guint i = 0; i < self->members->len; i++)
    owners += ((PalierRelayAccount *) self->members->pdata[i])->role == PALIER_ROLE_OWNER;
  return member->role == PALIER_ROLE_OWNER && owners == 1;
}

/* Returns: (nullable): the member that an owner's change is about; NULL with _ROLE or _MEMBER */
static const PalierRelayAccount *
find_for_owner (PalierTx *tx, Change *self, GError **error)
{
  if (!list_members (tx, self, error))
    return NULL;
  const PalierRelayAccount *caller = find_member (self, &self->caller->account);
  if (caller == NULL || caller->role != PALIER_ROLE_OWNER)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_ROLE);
  const PalierRelayAccount *member = find_member (self, &self->member);
  return member != NULL ? member : palier_account_refuse (error, PALIER_ACCOUNT_ERROR_MEMBER);
}

static gboolean
set_role (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;
  const PalierTenant *tenant = self->caller->tenant;
  const PalierRelayAccount *member = find_for_owner (tx, self, error);

  if (member == NULL)
    return FALSE;
  if (self->role != PALIER_ROLE_OWNER && is_last_owner (self, member))
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_LAST_OWNER) != NULL;
  palier_account_store_set_role (tx, tenant, &member->id, self->role);
  palier_tx_changed (tx, tenant);
  return palier_db_check (tx->db, error);
}

/* Returns: FALSE with PALIER_ACCOUNT_ERROR_ROLE, _MEMBER, _LAST_OWNER, or an error of the store */
gboolean
palier_membership_set_role (PalierStore *store, const PalierCaller *caller, const PalierId *member,
                            PalierRole role, GError **error)
{
  g_auto (Change) change = { .caller = caller, .member = *member, .role = role };

  return palier_store_write (store, set_role, &change, error);
}

static gboolean
hand_over (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;
  const PalierTenant *tenant = self->caller->tenant;
  const PalierRelayAccount *member = find_for_owner (tx, self, error);

  if (member == NULL)
    return FALSE;
  palier_account_store_set_role (tx, tenant, &self->caller->account, PALIER_ROLE_AGENT);
  palier_account_store_set_role (tx, tenant, &member->id, PALIER_ROLE_OWNER);
  palier_tx_changed (tx, tenant);
  return palier_db_check (tx->db, error);
}

/* Makes another member owner, and the caller an agent, at once. Errors as
 * palier_membership_set_role(). */
gboolean
palier_membership_hand_over (PalierStore *store, const PalierCaller *caller, const PalierId *member,
                             GError **error)
{
  g_auto (Change) change = { .caller = caller, .member = *member };

  return palier_store_write (store, hand_over, &change, error);
}

/* Its sessions end, and its address is free again; its records are the agency's and stay. */
static gboolean
remove_account (PalierTx *tx, Change *self, const PalierRelayAccount *member, GError **error)
{
  const PalierTenant *tenant = self->caller->tenant;
  guint8 address[PALIER_DIGEST_SIZE];

  if (is_last_owner (self, member))
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_LAST_OWNER) != NULL;
  palier_account_digest (tx->store, "email", member->email, address);
  palier_directory_remove (tx, address);
  palier_challenge_store_drop (tx, address);
  palier_account_store_remove (tx, tenant, &member->id);
  return palier_db_check (tx->db, error);
}

static gboolean
remove_member (PalierTx *tx, gpointer data, GError **error)
{
  const PalierRelayAccount *member = find_for_owner (tx, data, error);

  return member != NULL && remove_account (tx, data, member, error);
}

/* Returns: FALSE with PALIER_ACCOUNT_ERROR_ROLE, _MEMBER, _LAST_OWNER, or an error of the store */
gboolean
palier_membership_remove (PalierStore *store, const PalierCaller *caller, const PalierId *member,
                          GError **error)
{
  g_auto (Change) change = { .caller = caller, .member = *member };

  return palier_store_write (store, remove_member, &change, error);
}

static gboolean
leave (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;

  if (!list_members (tx, self, error))
    return FALSE;
  const PalierRelayAccount *member = find_member (self, &self->caller->account);
  return member == NULL || remove_account (tx, self, member, error);
}

/* Returns: FALSE with PALIER_ACCOUNT_ERROR_CREDENTIALS, _LAST_OWNER, or an error of the store */
gboolean
palier_membership_leave (PalierStore *store, const PalierCaller *caller, const char *password,
                         GError **error)
{
  g_auto (Change) change = { .caller = caller };

  return palier_password_prove (store, caller, password, error)
         && palier_store_write (store, leave, &change, error);
}
