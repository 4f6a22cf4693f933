/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is sealed of an entry:
 *
 *     action 1 | account 16 | session 16 | key 16 | first 8 | last 8 | persons 16 each
 *
 * or, of the first exports, action 1 | account 16 | session 16 | person 16, nil for all. */
#include "palier-access-entry.h"

#include <string.h>

#define ID_SIZE (sizeof (PalierId))
#define OLD_SIZE (1 + 3 * ID_SIZE)
#define HEAD_SIZE (1 + 3 * ID_SIZE + 2 * sizeof (guint64))

static const char *const names[PALIER_N_ACCESS_ACTIONS] = {
  [PALIER_ACCESS_READ] = "read",
  [PALIER_ACCESS_EXPORT] = "export",
  [PALIER_ACCESS_SYNC] = "sync",
  [PALIER_ACCESS_PASSWORD] = "operator.password",
  [PALIER_ACCESS_INVITE] = "operator.invite",
  [PALIER_ACCESS_PLAN] = "operator.plan",
  [PALIER_ACCESS_BUDGET] = "operator.budget",
  [PALIER_ACCESS_ADDRESS] = "operator.email",
  [PALIER_ACCESS_HOST] = "operator.host",
  [PALIER_ACCESS_BACKUP] = "operator.backup",
  [PALIER_ACCESS_RESTORE] = "operator.restore",
  [PALIER_ACCESS_REVIVE] = "operator.revive",
  [PALIER_ACCESS_SIGNING_KEY] = "operator.signing_key",
  [PALIER_ACCESS_MASTER_KEY] = "operator.master_key",
};

const char *
palier_access_action_name (PalierAccessAction action)
{
  return names[action];
}

static void
append_number (GByteArray *out, guint64 number)
{
  guint64 big = GUINT64_TO_BE (number);

  g_byte_array_append (out, (const guint8 *) &big, sizeof big);
}

static guint64
read_number (const guint8 *at)
{
  guint64 big;

  memcpy (&big, at, sizeof big);
  return GUINT64_FROM_BE (big);
}

/* Returns: (transfer full) */
GBytes *
palier_access_entry_pack (const PalierAccessEntry *self)
{
  GByteArray *out = g_byte_array_new ();
  guint8 action = (guint8) self->action;

  g_byte_array_append (out, &action, 1);
  g_byte_array_append (out, self->account.bytes, ID_SIZE);
  g_byte_array_append (out, self->session.bytes, ID_SIZE);
  g_byte_array_append (out, self->key.bytes, ID_SIZE);
  append_number (out, self->first);
  append_number (out, self->last);
  if (self->persons != NULL)
    g_byte_array_append (out, (const guint8 *) self->persons->data,
                         self->persons->len * (guint) ID_SIZE);
  return g_byte_array_free_to_bytes (out);
}

static void
unpack_persons (PalierAccessEntry *self, const guint8 *at, gsize length)
{
  self->persons = g_array_new (FALSE, FALSE, ID_SIZE);
  g_array_append_vals (self->persons, at, (guint) (length / ID_SIZE));
}

/* @self: (out): to be cleared. Returns: FALSE when it is no entry of this version's */
gboolean
palier_access_entry_unpack (PalierAccessEntry *self, const guint8 *packed, gsize length)
{
  gboolean old = length == OLD_SIZE;

  *self = (PalierAccessEntry) { 0 };
  if ((!old && (length < HEAD_SIZE || (length - HEAD_SIZE) % ID_SIZE != 0))
      || packed[0] >= PALIER_N_ACCESS_ACTIONS)
    return FALSE;
  self->action = packed[0];
  memcpy (self->account.bytes, packed + 1, ID_SIZE);
  memcpy (self->session.bytes, packed + 1 + ID_SIZE, ID_SIZE);
  if (old)
  {
    unpack_persons (self, packed + 1 + 2 * ID_SIZE, ID_SIZE);
    if (palier_id_is_nil (&g_array_index (self->persons, PalierId, 0)))
      g_array_set_size (self->persons, 0);
    return TRUE;
  }
  memcpy (self->key.bytes, packed + 1 + 2 * ID_SIZE, ID_SIZE);
  self->first = read_number (packed + 1 + 3 * ID_SIZE);
  self->last = read_number (packed + 1 + 3 * ID_SIZE + sizeof (guint64));
  unpack_persons (self, packed + HEAD_SIZE, length - HEAD_SIZE);
  return TRUE;
}

void
palier_access_entry_clear (PalierAccessEntry *self)
{
  g_clear_pointer (&self->persons, g_array_unref);
}

/* Whether it is about @person: by name, or since it is about all. */
gboolean
palier_access_entry_names (const PalierAccessEntry *self, const PalierId *person)
{
  if (self->persons == NULL || self->persons->len == 0)
    return TRUE;
  for (guint i = 0; i < self->persons->len; i++)
    if (palier_id_equal (&g_array_index (self->persons, PalierId, i), person))
      return TRUE;
  return FALSE;
}
