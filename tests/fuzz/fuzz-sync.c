/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bodies of a request and of an answer, and a problem document. */
#include "fuzz.h"
#include "palier-refusal.h"
#include "palier-sync.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  const char *text = (const char *) data;
  g_autoptr (GError) one = NULL;
  g_autoptr (GError) two = NULL;
  g_autoptr (PalierSyncRequest) request = palier_sync_request_parse (text, length, &one);
  g_autoptr (PalierSyncAnswer) answer = palier_sync_answer_parse (text, length, &two);

  g_assert_true ((request == NULL) == (one != NULL));
  g_assert_true ((answer == NULL) == (two != NULL));
  g_autofree char *code = palier_refusal_dup_code (text, length);
  return 0;
}
