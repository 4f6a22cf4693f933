/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A slow disk for tests, put before the C library's: each flush takes so many milliseconds more as
 * the file says that PALIER_SLOW_DISK names; its first four bytes, in this machine's order, may
 * change at any time. */
#include <dlfcn.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/mman.h>
#include <unistd.h>

typedef int (*Flush) (int);

static const guint32 *
map_delay (void)
{
  const char *path = g_getenv ("PALIER_SLOW_DISK");
  int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  void *page = fd >= 0 ? mmap (NULL, sizeof (guint32), PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;

  if (fd >= 0)
    close (fd);
  return page != MAP_FAILED ? page : NULL;
}

static void
wait_for_disk (void)
{
  static const guint32 *delay_ms;
  static gsize mapped;

  if (g_once_init_enter (&mapped))
  {
    delay_ms = map_delay ();
    g_once_init_leave (&mapped, 1);
  }
  if (delay_ms != NULL)
    g_usleep ((gulong) g_atomic_int_get ((const gint *) delay_ms) * 1000);
}

int
fdatasync (int fd)
{
  wait_for_disk ();
  return ((Flush) dlsym (RTLD_NEXT, "fdatasync")) (fd);
}

int
fsync (int fd)
{
  wait_for_disk ();
  return ((Flush) dlsym (RTLD_NEXT, "fsync")) (fd);
}
