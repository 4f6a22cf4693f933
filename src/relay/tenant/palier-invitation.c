/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only who reads the mail to an address learns whether it has an account at another agency: who
 * invites is told the same in any case, and who accepts has shown the code by then. */
#include "palier-invitation.h"

#include <string.h>

#include "palier-account-private.h"
#include "palier-challenge-store.h"
#include "palier-code.h"
#include "palier-host-store.h"
#include "palier-known-device.h"
#include "palier-password.h"

typedef struct
{
  const PalierCaller *caller;
  PalierMeter meter;
  PalierInvitation *invitation;
  PalierId id; /* of the one that is revoked */
  GPtrArray *list;
  char *inviter;           /* address */
  PalierLanguage language; /* of the inviter, who knows whom he invites */
  char *agency;            /* (nullable) */
} Work;

static void
work_clear (Work *self)
{
  g_clear_pointer (&self->invitation, palier_invitation_free);
  g_clear_pointer (&self->list, g_ptr_array_unref);
  g_clear_pointer (&self->inviter, g_free);
  g_clear_pointer (&self->agency, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* @code: anything */
static void
digest_code (PalierStore *store, const char *email, const char *code,
             guint8 out[PALIER_DIGEST_SIZE])
{
  g_autofree char *letters = palier_code_normalize (code);
  g_autofree char *text = g_strconcat (email, ":", letters != NULL ? letters : "", NULL);

  palier_account_digest (store, "invitation", text, out);
}

/* @taken: members, and invitations that keep a place for one */
static gboolean
check_room (PalierTx *tx, const PalierTenant *tenant, PalierMeter meter, guint taken,
            GError **error)
{
  PalierEntitlement entitlement;

  palier_entitlement_load (tx, tenant, meter, &entitlement);
  gint64 limit = palier_entitlement_limit (&entitlement, PALIER_LIMIT_USERS);
  if (limit == PALIER_NO_LIMIT || taken < limit)
    return TRUE;
  g_set_error (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_USER_LIMIT, "%" G_GINT64_FORMAT,
               limit);
  return FALSE;
}

/* ---- inviting */

/* Those that have ended go, and an earlier one of the same address: the new one stands for it.
 * Returns: how many wait on */
static guint
drop_void (PalierTx *tx, const PalierTenant *tenant, const char *email)
{
  g_autoptr (GPtrArray) list = palier_invitation_store_list (tx, tenant);
  guint waiting = 0;

  for (guint i = 0; i < list->len; i++)
  {
    const PalierInvitation *one = g_ptr_array_index (list, i);
    if (one->until_ms <= tx->now_ms || g_strcmp0 (one->email, email) == 0)
      palier_invitation_store_remove (tx, tenant, one);
    else
      waiting++;
  }
  return waiting;
}

static gboolean
check_invited (PalierTx *tx, Work *self, guint *members_count, GError **error)
{
  g_autoptr (GPtrArray) members = palier_account_store_list (tx, self->caller->tenant);
  gboolean owner = FALSE;

  *members_count = members->len;
  for (guint i = 0; i < members->len; i++)
  {
    const PalierRelayAccount *member = g_ptr_array_index (members, i);
    if (g_strcmp0 (member->email, self->invitation->email) == 0)
      return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_KNOWN_MEMBER) != NULL;
    if (!palier_id_equal (&member->id, &self->caller->account))
      continue;
    owner = member->role == PALIER_ROLE_OWNER;
    g_set_str (&self->inviter, member->email);
    self->language = member->language;
  }
  return owner || palier_account_refuse (error, PALIER_ACCOUNT_ERROR_ROLE) != NULL;
}

static gboolean
make (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;
  PalierInvitation *invitation = self->invitation;
  guint taken = 0;

  invitation->id = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  invitation->created_ms = tx->now_ms;
  invitation->until_ms = tx->now_ms + PALIER_INVITATION_MS;
  if (!palier_db_check (tx->db, error) || !check_invited (tx, self, &taken, error))
    return FALSE;
  taken += drop_void (tx, self->caller->tenant, invitation->email);
  if (!check_room (tx, self->caller->tenant, self->meter, taken, error))
    return FALSE;
  palier_invitation_store_add (tx, self->caller->tenant, invitation);
  self->agency = palier_agency_store_dup_name (tx, self->caller->tenant);
  return palier_db_check (tx->db, error);
}

/**
 * palier_invitation_make:
 * @notice: (out): what the address is told, with the code
 *
 * Returns: (transfer full) (nullable): NULL with PALIER_ACCOUNT_ERROR_EMAIL, _ROLE, _KNOWN_MEMBER,
 *   _USER_LIMIT, or an error of the store
 */
PalierInvitation *
palier_invitation_make (PalierStore *store, const PalierCaller *caller, PalierMeter meter,
                        const char *email, PalierRole role, PalierNotice *notice, GError **error)
{
  g_autofree char *address = palier_account_normalize (email);
  g_autofree char *code = palier_code_new (palier_store_get_random (store));
  g_auto (Work) work = { .caller = caller, .meter = meter };

  if (address == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_EMAIL);
  work.invitation = g_new0 (PalierInvitation, 1);
  work.invitation->role = role;
  work.invitation->email = g_steal_pointer (&address);
  digest_code (store, work.invitation->email, code, work.invitation->digest);
  if (!palier_store_write (store, make, &work, error))
    return NULL;
  *notice = (PalierNotice) { .kind = PALIER_NOTICE_INVITED,
                             .email = g_strdup (work.invitation->email),
                             .code = g_steal_pointer (&code),
                             .from = g_steal_pointer (&work.inviter),
                             .language = work.language,
                             .agency = g_steal_pointer (&work.agency) };
  return g_steal_pointer (&work.invitation);
}

/* ---- looking, and taking back */

static gboolean
list (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  self->list = palier_invitation_store_list (tx, self->caller->tenant);
  for (guint i = self->list->len; i > 0; i--)
    if (((PalierInvitation *) self->list->pdata[i - 1])->until_ms <= tx->now_ms)
      g_ptr_array_remove_index (self->list, i - 1);
  return palier_db_check (tx->db, error);
}

/* Returns: (transfer full) (element-type PalierInvitation) (nullable): those that wait, the newest
 *   first; NULL with an error of the store */
GPtrArray *
palier_invitation_list (PalierStore *store, const PalierCaller *caller, GError **error)
{
  g_auto (Work) work = { .caller = caller };

  return palier_store_read (store, list, &work, error) ? g_steal_pointer (&work.list) : NULL;
}

static gboolean
revoke_one (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  if (!list (tx, self, error))
    return FALSE;
  for (guint i = 0; i < self->list->len; i++)
  {
    const PalierInvitation *one = g_ptr_array_index (self->list, i);
    if (!palier_id_equal (&one->id, &self->id))
      continue;
    palier_invitation_store_remove (tx, self->caller->tenant, one);
    return palier_db_check (tx->db, error);
  }
  return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_MEMBER) != NULL;
}

/* Returns: FALSE with PALIER_ACCOUNT_ERROR_MEMBER when it does not wait, or an error of the store
 */
gboolean
palier_invitation_revoke (PalierStore *store, const PalierCaller *caller,
                          const PalierId *invitation, GError **error)
{
  g_auto (Work) work = { .caller = caller, .id = *invitation };

  return palier_store_write (store, revoke_one, &work, error);
}

/* ---- accepting */

typedef struct
{
  const PalierJoiner *joiner;
  PalierMeter meter;
  char *email;                       /* normal form */
  char *password;                    /* PHC string */
  guint8 digest[PALIER_DIGEST_SIZE]; /* of the invitation */
  PalierSessionStart start;
} Joining;

static void
joining_clear (Joining *self)
{
  g_free (self->email);
  g_free (self->password);
  palier_session_start_clear (&self->start);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Joining, joining_clear)

/* Returns: (transfer full) (nullable): the invitation that the code is of, if it still waits */
static PalierInvitation *
find_invitation (PalierTx *tx, const PalierTenant *tenant, const Joining *self)
{
  g_autoptr (GPtrArray) list = palier_invitation_store_list (tx, tenant);

  for (guint i = 0; i < list->len; i++)
  {
    const PalierInvitation *one = g_ptr_array_index (list, i);
    if (one->until_ms > tx->now_ms && memcmp (one->digest, self->digest, sizeof one->digest) == 0)
      return g_ptr_array_steal_index (list, i);
  }
  return NULL;
}

static void
open_account (PalierTx *tx, const PalierTenant *tenant, Joining *self, PalierRole role)
{
  self->start.account = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  palier_challenge_store_drop (tx, self->start.address);
  palier_directory_add (tx, self->start.address, tenant->id);
  palier_account_store_add (tx, tenant, &self->start.account, self->email, self->password, NULL,
                            role);
  palier_account_store_set_language (tx, tenant, &self->start.account, self->joiner->language);
  palier_session_start (tx, tenant, &self->start, self->joiner->device_name);
}

static gboolean
join (PalierTx *tx, gpointer data, GError **error)
{
  Joining *self = data;
  gint64 id = palier_account_find_tenant (tx, self->digest, self->joiner->agency);
  PalierTenant *tenant = id != 0 ? palier_store_get_tenant (tx, id, error) : NULL;
  g_autoptr (PalierInvitation) invitation =
      tenant != NULL ? find_invitation (tx, tenant, self) : NULL;

  if (!palier_db_check (tx->db, error))
    return FALSE;
  if (invitation == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_CODE) != NULL;
  if (palier_directory_find (tx, self->start.address) != 0)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_ADDRESS_TAKEN) != NULL;
  g_autoptr (GPtrArray) members = palier_account_store_list (tx, tenant);
  if (!check_room (tx, tenant, self->meter, members->len, error))
    return FALSE;
  palier_invitation_store_remove (tx, tenant, invitation);
  open_account (tx, tenant, self, invitation->role);
  return palier_db_check (tx->db, error);
}

/**
 * palier_invitation_accept:
 *
 * Opens an account in the agency that invites. An address belongs to one agency.
 *
 * Returns: (transfer full) (nullable): logged in; NULL with PALIER_ACCOUNT_ERROR_CODE, _PASSWORD,
 *   _ADDRESS_TAKEN, _USER_LIMIT, or an error of the store
 */
PalierLogin *
palier_invitation_accept (PalierAuthority *authority, PalierStore *store, PalierMeter meter,
                          const PalierJoiner *joiner, GError **error)
{
  g_auto (Joining) work = { .joiner = joiner,
                            .meter = meter,
                            .email = palier_account_normalize (joiner->email) };

  if (work.email == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_CODE);
  if (!palier_password_is_acceptable (joiner->password))
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_PASSWORD);
  work.password = palier_password_hash (joiner->password, palier_store_get_random (store));
  if (work.password == NULL)
    return palier_account_no_memory (error);
  palier_account_digest (store, "email", work.email, work.start.address);
  digest_code (store, work.email, joiner->code, work.digest);
  if (!palier_store_write (store, join, &work, error))
    return NULL;
  PalierLogin *login = palier_session_give (authority, store, &work.start, error);
  if (login != NULL)
    login->device = palier_known_device_new (store, work.start.address);
  return login;
}
