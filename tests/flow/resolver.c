/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name server for tests, put before the C library's: NAME.rebind.example has the addresses that
 * its name lists, "_" between those of one answer and "." between answers, of which each question
 * gets the next. An IPv4 address is written with "-". Other names are asked of the C library.
 *
 * Texts are those of the file PALIER_TEST_TXT, a line each: name, tab, text; the text "?" stands
 * for a server that does not answer. */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <glib.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
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

/* ---- texts ---- */

static void
append_16 (GByteArray *out, guint number)
{
  guint16 big = g_htons ((guint16) number);
  g_byte_array_append (out, (const guint8 *) &big, sizeof big);
}

static void
append_label (GByteArray *out, const char *text)
{
  guint8 length = (guint8) strlen (text);

  g_byte_array_append (out, &length, 1);
  g_byte_array_append (out, (const guint8 *) text, length);
}

static void
append_name (GByteArray *out, const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  for (guint i = 0; labels[i] != NULL; i++)
    append_label (out, labels[i]);
  g_byte_array_append (out, (const guint8 *) "", 1);
}

/* RFC 1035 § 3.3.14: one record, in two pieces. */
static void
append_text (GByteArray *out, const char *name, const char *text)
{
  g_autofree char *head = g_strndup (text, strlen (text) / 2);
  const char *tail = text + strlen (head);

  append_name (out, name);
  append_16 (out, T_TXT);
  append_16 (out, C_IN);
  append_16 (out, 0);
  append_16 (out, 60);
  append_16 (out, (guint) strlen (text) + 2);
  append_label (out, head);
  append_label (out, tail);
}

static int
fail (res_state state, int reason)
{
  state->res_h_errno = reason;
  h_errno = reason;
  return -1;
}

int
res_nquery (res_state state, const char *name, int class, int type, unsigned char *answer, int size)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree char *table = NULL;
  guint count = 0;

  if (type != T_TXT || !g_file_get_contents (g_getenv ("PALIER_TEST_TXT"), &table, NULL, NULL))
    return fail (state, TRY_AGAIN);
  append_16 (out, 1);      /* number */
  append_16 (out, 0x8180); /* an answer without an error */
  for (guint i = 0; i < 4; i++)
    append_16 (out, 0); /* questions, answers and others */
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
  {
    char *tab = strchr (lines[i], '\t');
    if (tab == NULL || g_ascii_strncasecmp (lines[i], name, (gsize) (tab - lines[i])) != 0
        || name[tab - lines[i]] != '\0')
      continue;
    if (strcmp (tab, "\t?") == 0)
      return fail (state, TRY_AGAIN);
    append_text (out, name, tab + 1);
    count++;
  }
  if (count == 0)
    return fail (state, HOST_NOT_FOUND);
  out->data[7] = (guint8) count;
  memcpy (answer, out->data, MIN (out->len, (guint) size));
  return (int) out->len;
}
