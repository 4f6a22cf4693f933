/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tells ThreadSanitizer how GLib's locks and queues order threads. GLib as distributed is not built
 * with it and waits by futex, so that whatever a GMutex protects would be reported. LD_PRELOAD puts
 * these functions before GLib's own; each says what it orders and calls the real one. In a program
 * without the sanitizer they only pass on.
 */
#include <dlfcn.h>

#include <glib.h>

void __tsan_acquire (void *address) __attribute__ ((weak));
void __tsan_release (void *address) __attribute__ ((weak));

static void
acquire (gconstpointer address)
{
  if (__tsan_acquire != NULL)
    __tsan_acquire ((void *) address);
}

static void
release (gconstpointer address)
{
  if (__tsan_release != NULL)
    __tsan_release ((void *) address);
}

/* The function of that name behind this file's. Found once; dlsym() itself is safe among threads.
 */
#define REAL(name) ((typeof (&name)) find_real (G_STRFUNC, &found))

static gpointer
find_real (const char *name, gpointer *found)
{
  gpointer function = __atomic_load_n (found, __ATOMIC_RELAXED);

  if (function == NULL)
  {
    function = dlsym (RTLD_NEXT, name);
    __atomic_store_n (found, function, __ATOMIC_RELAXED);
  }
  return function;
}

void
g_mutex_lock (GMutex *mutex)
{
  static gpointer found;
  REAL (g_mutex_lock) (mutex);
  acquire (mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  static gpointer found;
  gboolean locked = REAL (g_mutex_trylock) (mutex);
  if (locked)
    acquire (mutex);
  return locked;
}

void
g_mutex_unlock (GMutex *mutex)
{
  static gpointer found;
  release (mutex);
  REAL (g_mutex_unlock) (mutex);
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  static gpointer found;
  release (mutex);
  REAL (g_cond_wait) (cond, mutex);
  acquire (mutex);
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  static gpointer found;
  release (mutex);
  gboolean signalled = REAL (g_cond_wait_until) (cond, mutex, end_time);
  acquire (mutex);
  return signalled;
}

void
g_async_queue_push (GAsyncQueue *queue, gpointer data)
{
  static gpointer found;
  release (queue);
  REAL (g_async_queue_push) (queue, data);
}

gpointer
g_async_queue_pop (GAsyncQueue *queue)
{
  static gpointer found;
  gpointer data = REAL (g_async_queue_pop) (queue);
  acquire (queue);
  return data;
}

gpointer
g_async_queue_try_pop (GAsyncQueue *queue)
{
  static gpointer found;
  gpointer data = REAL (g_async_queue_try_pop) (queue);
  acquire (queue);
  return data;
}

gpointer
g_async_queue_timeout_pop (GAsyncQueue *queue, guint64 timeout_us)
{
  static gpointer found;
  gpointer data = REAL (g_async_queue_timeout_pop) (queue, timeout_us);
  acquire (queue);
  return data;
}
