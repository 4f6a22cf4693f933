/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies are named by their time, in UTC: palier-20261130T031500Z.backup. All of the last two days
 * are kept, the first of each day for thirty days, and the newest in any case. */
#include "palier-backup-folder.h"

#include <glib/gstdio.h>
#include <string.h>

#define PREFIX "palier-"
#define DAY_S (24 * 60 * 60)
#define ALL_S (2 * DAY_S)
#define KEPT_S (30 * DAY_S)

/* Returns: (transfer full) */
char *
palier_backup_folder_dup_name (gint64 at_s)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at_s);
  return g_date_time_format (time, PREFIX "%Y%m%dT%H%M%SZ" PALIER_BACKUP_SUFFIX);
}

/* Returns: the time in a name, or 0 when it is none of ours */
static gint64
read_time (const char *name)
{
  if (!g_str_has_prefix (name, PREFIX) || !g_str_has_suffix (name, PALIER_BACKUP_SUFFIX))
    return 0;
  g_autofree char *text = g_strndup (name + strlen (PREFIX), strlen (name) - strlen (PREFIX)
                                                                 - strlen (PALIER_BACKUP_SUFFIX));
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);
  return time != NULL ? g_date_time_to_unix (time) : 0;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_copies (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (read_time (name) > 0)
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Removes the copies that are too old. Returns: how many */
guint
palier_backup_folder_prune (const char *folder, gint64 now_s)
{
  g_autoptr (GPtrArray) names = list_copies (folder);
  gint64 last_day = -1;
  guint removed = 0;

  for (guint i = 0; i + 1 < names->len; i++)
  {
    const char *name = g_ptr_array_index (names, i);
    gint64 at_s = read_time (name);
    gboolean first = at_s / DAY_S != last_day;
    last_day = at_s / DAY_S;
    if (now_s - at_s <= (first ? KEPT_S : ALL_S))
      continue;
    g_autofree char *path = g_build_filename (folder, name, NULL);
    removed += g_unlink (path) == 0;
  }
  return removed;
}
