/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. a token that was made is taken, for its ten minutes
 * 2. the list of attacks: algorithm, type, key, times, parts, encodings: each refused */
#include "palier-jwt.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT (1795370000000)
#define KID "01a20468-9c9a-7924-ad78-4e2365347d1a"
#define HEADER "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"" KID "\"}"
#define IDS                                                                                        \
  "\"sub\":\"01a20468-9d06-7769-bbe8-762ba6decaf2\",\"sid\":\"01a20468-9d06-7e8a-bd61-"            \
  "7b9e51718361\""
#define TIMES "\"iat\":1795370000,\"nbf\":1795370000,\"exp\":1795370600"
#define CLAIMS "{\"iss\":\"palier-relay\",\"aud\":\"palier\"," IDS ",\"tid\":7," TIMES "}"

static PalierSigner *
make_signer (guint8 seed)
{
  PalierSealKey key = { { seed } };
  return palier_signer_new (&key, NULL);
}

static char *
encode (const void *data, gsize length)
{
  char *text = g_base64_encode (data, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

static char *
forge (PalierSigner *signer, const char *header, const char *claims)
{
  g_autofree char *one = encode (header, strlen (header));
  g_autofree char *two = encode (claims, strlen (claims));
  g_autofree char *text = g_strdup_printf ("%s.%s", one, two);
  guint8 signature[PALIER_SIGNATURE_SIZE];

  g_assert_true (palier_signer_sign (signer, text, strlen (text), signature, NULL));
  g_autofree char *three = encode (signature, sizeof signature);
  return g_strdup_printf ("%s.%s", text, three);
}

static gboolean
is_taken (PalierSigner *signer, const char *token, gint64 now_ms)
{
  PalierAccess access;
  return palier_jwt_check (signer, KID, token, now_ms, &access);
}

static void
test_round_trip (void)
{
  g_autoptr (PalierSigner) signer = make_signer (1);
  PalierAccess access = { .tenant = 8429255868628976, .issued_ms = NOW };
  PalierAccess read;

  access.account.bytes[0] = 1;
  access.session.bytes[0] = 2;
  g_autofree char *token = palier_jwt_make (signer, KID, &access, NULL);
  g_assert_true (palier_jwt_check (signer, KID, token, NOW, &read));
  g_assert_cmpint (read.tenant, ==, access.tenant);
  g_assert_true (palier_id_equal (&read.session, &access.session));
  g_assert_true (is_taken (signer, token, NOW + PALIER_ACCESS_MS - 1));
  g_assert_false (is_taken (signer, token, NOW + PALIER_ACCESS_MS));
  g_assert_false (is_taken (signer, token, NOW - 61000));
}

static void
test_forged (void)
{
  static const struct
  {
    const char *what;
    const char *header;
    const char *claims;
    gboolean good;
  } cases[] = {
    { "as it is made", HEADER, CLAIMS, TRUE },
    { "none", "{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" KID "\"}", CLAIMS, FALSE },
    { "HS256", "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"" KID "\"}", CLAIMS, FALSE },
    { "type", "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"" KID "\"}", CLAIMS, FALSE },
    { "kid", "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"../../dev/null\"}", CLAIMS, FALSE },
    { "no kid", "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\"}", CLAIMS, FALSE },
    { "alg twice", "{\"alg\":\"EdDSA\",\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" KID "\"}",
      CLAIMS, FALSE },
    { "no object", "[]", CLAIMS, FALSE },
    { "issuer", HEADER, "{\"iss\":\"x\",\"aud\":\"palier\"," IDS ",\"tid\":7," TIMES "}", FALSE },
    { "audience", HEADER,
      "{\"iss\":\"palier-relay\",\"aud\":\"other\"," IDS ",\"tid\":7," TIMES "}", FALSE },
    { "no tenant", HEADER, "{\"iss\":\"palier-relay\",\"aud\":\"palier\"," IDS "," TIMES "}",
      FALSE },
    { "tenant 0", HEADER,
      "{\"iss\":\"palier-relay\",\"aud\":\"palier\"," IDS ",\"tid\":0," TIMES "}", FALSE },
    { "tenant twice", HEADER,
      "{\"iss\":\"palier-relay\",\"aud\":\"palier\"," IDS ",\"tid\":7,\"tid\":8," TIMES "}",
      FALSE },
    { "no end", HEADER,
      "{\"iss\":\"palier-relay\",\"aud\":\"palier\"," IDS ",\"tid\":7,\"nbf\":1795370000}", FALSE },
    { "text for time", HEADER,
      "{\"iss\":\"palier-relay\",\"aud\":\"palier\"," IDS
      ",\"tid\":7,\"nbf\":0,\"exp\":\"9999999999\"}",
      FALSE },
    { "garbage", HEADER, "{", FALSE },
  };
  g_autoptr (PalierSigner) signer = make_signer (1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *token = forge (signer, cases[i].header, cases[i].claims);
    if (is_taken (signer, token, NOW) != cases[i].good)
      g_error ("%s", cases[i].what);
  }
}

static void
test_parts (void)
{
  g_autoptr (PalierSigner) signer = make_signer (1);
  g_autoptr (PalierSigner) other = make_signer (2);
  g_autofree char *token = forge (signer, HEADER, CLAIMS);
  g_autofree char *foreign = forge (other, HEADER, CLAIMS);
  g_autofree char *padded = g_strconcat (token, "=", NULL);
  g_autofree char *longer = g_strconcat (token, ".", NULL);
  g_autofree char *unsigned_ = g_strdup (token);
  g_autofree char *huge = g_strnfill (1024 * 1024, 'A');
  const char *const bad[] = { "", ".", "..", "a.b", "a.b.c", padded, longer, foreign, huge };

  strrchr (unsigned_, '.')[1] = '\0';
  g_assert_true (is_taken (signer, token, NOW));
  g_assert_false (is_taken (signer, unsigned_, NOW));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (is_taken (signer, bad[i], NOW));
  /* Any changed letter: another text, another signature, or a form that is not the one. */
  for (gsize i = 0; token[i] != '\0'; i++)
  {
    char was = token[i];
    token[i] = was == 'A' ? 'B' : 'A';
    g_assert_false (is_taken (signer, token, NOW));
    token[i] = was;
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/jwt/round-trip", test_round_trip);
  g_test_add_func ("/relay/jwt/forged", test_forged);
  g_test_add_func ("/relay/jwt/parts", test_parts);
  return g_test_run ();
}
