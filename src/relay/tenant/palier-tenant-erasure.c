/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a tenant. Which ones were erased stands in a list beside the store too, and before it
 * happens: so a copy of the store from before, put back, is erased again when a relay opens it. */
#include "palier-tenant-erasure.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "palier-account-private.h"
#include "palier-account-store.h"
#include "palier-challenge-store.h"
#include "palier-password-change.h"

#define LIST "erased-tenants"

/* ---- the list */

static gboolean
add_line (const char *directory, const char *line, GError **error)
{
  g_autofree char *path = g_build_filename (directory, LIST, NULL);
  int fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  errno = fd < 0 ? errno : ENOSPC; /* what a short write means */
  gboolean good =
      fd >= 0 && write (fd, line, strlen (line)) == (gssize) strlen (line) && fsync (fd) == 0;
  if (!good)
    g_set_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_OPEN, "%s: %s", path,
                 g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return good;
}

static gboolean
list_tenant (const char *directory, gint64 tenant, gint64 now_ms, GError **error)
{
  g_autofree char *line =
      g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", tenant, now_ms);
  return add_line (directory, line, error);
}

/* Returns: (transfer full) (nullable): the lines of the list, none when there is no list; NULL with
 *   an error of G_FILE_ERROR */
static char **
read_lines (const char *directory, GError **error)
{
  g_autofree char *path = g_build_filename (directory, LIST, NULL);
  g_autofree char *text = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_get_contents (path, &text, NULL, error))
    return NULL;
  return g_strsplit (text != NULL ? text : "", "\n", -1);
}

/* Adds to the list in the folder @to what only that in @from has. */
gboolean
palier_tenant_list_copy (const char *from, const char *to, GError **error)
{
  g_auto (GStrv) lines = read_lines (from, error);
  g_auto (GStrv) known = lines != NULL ? read_lines (to, error) : NULL;
  gboolean good = known != NULL;

  for (guint i = 0; good && lines[i] != NULL; i++)
  {
    g_autofree char *line = g_strconcat (lines[i], "\n", NULL);
    good = *lines[i] == '\0' || g_strv_contains ((const char *const *) known, lines[i])
           || add_line (to, line, error);
  }
  return good;
}

/* ---- */

typedef struct
{
  guint8 address[PALIER_DIGEST_SIZE];
  gint64 tenant;
  PalierErasure *erasure;
} Work;

static gboolean
look_up (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  self->tenant = palier_directory_find (tx, self->address);
  return palier_db_check (tx->db, error);
}

/* @name: the address of a member, or the tenant's number. Returns: FALSE with
 * PALIER_ACCOUNT_ERROR_EMAIL, or an error of the store */
gboolean
palier_tenant_find (PalierStore *store, const char *name, gint64 *out, GError **error)
{
  g_autofree char *email = palier_account_normalize (name);
  Work work = { 0 };

  if (g_ascii_string_to_signed (name, 10, 1, G_MAXINT64, out, NULL))
    return TRUE;
  palier_account_digest (store, "email", email != NULL ? email : "", work.address);
  if (!palier_store_read (store, look_up, &work, error))
    return FALSE;
  *out = work.tenant;
  return work.tenant != 0 || palier_account_refuse (error, PALIER_ACCOUNT_ERROR_EMAIL) != NULL;
}

/* What waits for a code of a member's address holds it, sealed by the master key. */
static gboolean
drop_challenges (PalierTx *tx, gint64 id, GError **error)
{
  PalierTenant *tenant = palier_store_get_tenant (tx, id, NULL);
  g_autoptr (GPtrArray) accounts =
      tenant != NULL ? palier_account_store_list (tx, tenant) : g_ptr_array_new ();

  for (guint i = 0; i < accounts->len; i++)
  {
    const PalierRelayAccount *account = g_ptr_array_index (accounts, i);
    guint8 address[PALIER_DIGEST_SIZE];
    palier_account_digest (tx->store, "email", account->email, address);
    palier_challenge_store_drop (tx, address);
  }
  return palier_db_check (tx->db, error);
}

static gboolean
erase (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  return drop_challenges (tx, self->tenant, error)
         && palier_erasure_store_erase (tx, self->tenant, self->erasure, error);
}

static gboolean
count (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  return palier_erasure_store_count (tx, self->tenant, self->erasure, error);
}

/* Returns: FALSE with PALIER_STORE_ERROR_UNKNOWN when there is nothing, or another error of the
 * store */
gboolean
palier_tenant_count (PalierStore *store, gint64 tenant, PalierErasure *out, GError **error)
{
  Work work = { .tenant = tenant, .erasure = out };

  if (!palier_store_read (store, count, &work, error))
    return FALSE;
  if (out->rows == 0)
    g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN, "no such tenant");
  return out->rows > 0;
}

/**
 * palier_tenant_erase:
 * @directory: where the list is
 * @out: (out): what was removed
 *
 * Returns: FALSE with PALIER_STORE_ERROR_UNKNOWN, or another error of the store: then it is done
 *   when a relay opens the store the next time
 */
gboolean
palier_tenant_erase (PalierStore *store, const char *directory, gint64 tenant, PalierErasure *out,
                     GError **error)
{
  Work work = { .tenant = tenant, .erasure = out };
  gint64 now_ms = palier_clock_now_ms (palier_store_get_clock (store));

  return list_tenant (directory, tenant, now_ms, error)
         && palier_store_write (store, erase, &work, error) && palier_store_scrub (store, error);
}

/* In the name of an owner, for the agency. Returns: FALSE with PALIER_ACCOUNT_ERROR_CREDENTIALS, or
 * an error of the store */
gboolean
palier_tenant_erase_own (PalierStore *store, const char *directory, const PalierCaller *caller,
                         const char *password, GError **error)
{
  g_auto (PalierErasure) erasure = { 0 };

  return palier_password_prove (store, caller, password, error)
         && palier_tenant_erase (store, directory, caller->tenant->id, &erasure, error);
}

static gboolean
erase_rest (PalierStore *store, gint64 tenant, GError **error)
{
  g_auto (PalierErasure) left = { 0 };
  g_auto (PalierErasure) erased = { 0 };
  Work look = { .tenant = tenant, .erasure = &left };
  Work work = { .tenant = tenant, .erasure = &erased };

  if (!palier_store_read (store, count, &look, error))
    return FALSE;
  if (left.rows == 0)
    return TRUE;
  g_warning ("the tenant %" G_GINT64_FORMAT " was erased before, and is again: %" G_GUINT64_FORMAT
             " rows",
             tenant, left.rows);
  return palier_store_write (store, erase, &work, error) && palier_store_scrub (store, error);
}

/* Erases what an old copy of the store, or a process that did not know, has brought back of those
 * in the list. */
gboolean
palier_tenant_erase_again (PalierStore *store, const char *directory, GError **error)
{
  g_auto (GStrv) lines = read_lines (directory, error);
  gboolean good = lines != NULL;

  for (guint i = 0; good && lines[i] != NULL; i++)
  {
    gint64 tenant = g_ascii_strtoll (lines[i], NULL, 10);
    good = tenant <= 0 || erase_rest (store, tenant, error);
  }
  return good;
}
