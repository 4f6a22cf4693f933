/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mail from anyone is understood: whatever it is, what is said of it is UTF-8, bounded and of the
 * forms that the rest relies on. */
#include <string.h>

#include "fuzz.h"
#include "palier-incoming.h"

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_list (char **list, guint max)
{
  g_assert_cmpuint (g_strv_length (list), <=, max);
  for (char **one = list; *one != NULL; one++)
    check_text (*one);
}

static void
check (const PalierIncoming *one)
{
  check_text (one->from);
  check_text (one->subject);
  check_text (one->text);
  check_text (one->diagnostic);
  g_assert_cmpuint (strlen (one->text), <=, PALIER_INCOMING_MAX_TEXT + 16);
  check_list (one->ids, PALIER_INCOMING_MAX_IDS);
  check_list (one->recipients, PALIER_INCOMING_MAX_IDS);
  check_list (one->decided, 10000);
  g_assert_true (one->back_on == NULL || strlen (one->back_on) == 10);
  g_assert_nonnull (palier_incoming_kind_name (one->kind));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (PalierIncoming) one = palier_incoming_read (bytes, NULL);

  if (one != NULL)
    check (one);
  return 0;
}
