/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name server for tests, put before the C library's: NAME.rebind.example has the addresses that
 * its name lists, "_" between those of one answer and "." between answers, of which each question
 * gets the next. An IPv4 address is written with "-". Other names are asked of the C library. */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <glib.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#define SUFFIX ".rebind.example"

typedef int (*Resolve) (const char *, const char *, const struct addrinfo *, struct addrinfo **);

int getaddrinfo (const char *node, const char *service, const struct addrinfo *hints,
                 struct addrinfo **result);

static int
resolve (const char *node, const char *service, const struct addrinfo *hints,
         struct addrinfo **result)
{
  static Resolve next;

  if (next == NULL)
    next = (Resolve) dlsym (RTLD_NEXT, "getaddrinfo");
  return next (node, service, hints, result);
}

int
getaddrinfo (const char *node, const char *service, const struct addrinfo *hints,
             struct addrinfo **result)
{
  static int asked;

  if (node == NULL || !g_str_has_suffix (node, SUFFIX))
    return resolve (node, service, hints, result);
  g_autofree char *name = g_strndup (node, strlen (node) - strlen (SUFFIX));
  g_auto (GStrv) answers = g_strsplit (name, ".", -1);
  char **answer = answers + (guint) g_atomic_int_add (&asked, 1) % g_strv_length (answers);
  g_auto (GStrv) addresses = g_strsplit (*answer, "_", -1);
  struct addrinfo **end = result;

  for (char **one = addresses; *one != NULL; one++)
  {
    g_autofree char *address = g_strdelimit (g_strdup (*one), "-", '.');
    int failure = resolve (address, service, hints, end);
    if (failure != 0)
      return failure;
    while (*end != NULL)
      end = &(*end)->ai_next;
  }
  return 0;
}
