/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read-incoming FILE...: says of each mail what it is taken for, as a line of tab-separated values:
 * file, kind, bounce, status, recipients, day of return, reply, first Message-ID, own text. */
#include <stdio.h>

#include "palier-incoming.h"

static const char *
or_dash (const char *text)
{
  return text != NULL && *text != '\0' ? text : "-";
}

static void
print (const char *path, const PalierIncoming *one)
{
  gboolean bounced = one->kind == PALIER_INCOMING_BOUNCE;
  g_autofree char *recipients = g_strjoinv (",", one->recipients);
  g_autofree char *text = g_strescape (one->text, NULL);

  printf ("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", path, palier_incoming_kind_name (one->kind),
          bounced ? palier_bounce_name (one->bounce) : "-", or_dash (one->status),
          or_dash (recipients), or_dash (one->back_on),
          one->kind == PALIER_INCOMING_REPLY ? palier_reply_class_name (one->reply) : "-",
          or_dash (one->ids[0]), or_dash (text));
}

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
  {
    char *data;
    gsize length;
    g_autoptr (GError) error = NULL;
    if (!g_file_get_contents (argv[i], &data, &length, &error))
      g_error ("%s", error->message);
    g_autoptr (GBytes) bytes = g_bytes_new_take (data, length);
    g_autoptr (PalierIncoming) one = palier_incoming_read (bytes, NULL);
    if (one != NULL)
      print (argv[i], one);
    else
      printf ("%s\tnone\t-\t-\t-\t-\t-\t-\t-\n", argv[i]);
  }
  return 0;
}
