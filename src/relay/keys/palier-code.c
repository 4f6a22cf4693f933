/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-code.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Returns: (transfer full): as it is shown, "7Q2M-K0PD-X9TA" */
char *
palier_code_new (PalierRandom *random)
{
  guint64 bits = palier_random_uint64 (random);
  GString *text = g_string_sized_new (PALIER_CODE_TEXT_SIZE);

  for (guint i = 0; i < PALIER_CODE_LENGTH; i++, bits >>= 5)
  {
    if (i > 0 && i % 4 == 0)
      g_string_append_c (text, '-');
    g_string_append_c (text, alphabet[bits & 31]);
  }
  return g_string_free_and_steal (text);
}

/* Letters that are taken for digits are read as these. */
static char
read_letter (char letter)
{
  char upper = g_ascii_toupper (letter);

  if (upper == 'O')
    return '0';
  return upper == 'I' || upper == 'L' ? '1' : upper;
}

/* Returns: (transfer full) (nullable): the letters alone; NULL when it is no code */
char *
palier_code_normalize (const char *text)
{
  g_autoptr (GString) letters = g_string_sized_new (PALIER_CODE_LENGTH);

  for (const char *at = text; *at != '\0'; at++)
  {
    if (*at == '-' || g_ascii_isspace (*at))
      continue;
    char letter = read_letter (*at);
    if (strchr (alphabet, letter) == NULL || letters->len == PALIER_CODE_LENGTH)
      return NULL;
    g_string_append_c (letters, letter);
  }
  return letters->len == PALIER_CODE_LENGTH ? g_string_free_and_steal (g_steal_pointer (&letters))
                                            : NULL;
}
