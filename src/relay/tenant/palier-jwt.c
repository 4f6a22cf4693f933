/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After RFC 8725: one algorithm, one key by its id, the signature before the claims, type, issuer
 * and audience exact, no key from the token. */
#include "palier-jwt.h"

#include <string.h>
#include <yyjson.h>

#define ISSUER "palier-relay"
#define AUDIENCE "palier"
#define TYPE "at+jwt"
#define TOKEN_MAX 4096
#define LEEWAY_MS (60 * 1000)

static char *
encode (const void *data, gsize length)
{
  char *text = g_base64_encode (data, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

/* Only the one form that encode() writes is taken. Returns: (nullable) (transfer full): followed by
 * a NUL that is not counted */
static guint8 *
decode (const char *text, gsize text_length, gsize *length)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  g_autoptr (GString) padded = g_string_new_len (text, (gssize) text_length);

  if (strspn (padded->str, alphabet) != text_length || text_length % 4 == 1)
    return NULL;
  g_string_replace (padded, "-", "+", 0);
  g_string_replace (padded, "_", "/", 0);
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');
  g_autofree guint8 *bytes = g_base64_decode (padded->str, length);
  g_autofree char *again = encode (bytes, *length);
  if (strlen (again) != text_length || strncmp (again, text, text_length) != 0)
    return NULL;
  bytes = g_realloc (bytes, *length + 1);
  bytes[*length] = '\0';
  return g_steal_pointer (&bytes);
}

static char *
make_part (yyjson_mut_doc *doc)
{
  gsize length = 0;
  char *json = yyjson_mut_write (doc, 0, &length);
  char *text = encode (json, length);

  free (json);
  yyjson_mut_doc_free (doc);
  return text;
}

static char *
make_header (const char *kid)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "alg", "EdDSA");
  yyjson_mut_obj_add_str (doc, root, "typ", TYPE);
  yyjson_mut_obj_add_str (doc, root, "kid", kid);
  return make_part (doc);
}

static char *
make_claims (const PalierAccess *access)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  char account[PALIER_ID_TEXT_SIZE];
  char session[PALIER_ID_TEXT_SIZE];
  gint64 issued_s = access->issued_ms / 1000;

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "iss", ISSUER);
  yyjson_mut_obj_add_str (doc, root, "aud", AUDIENCE);
  yyjson_mut_obj_add_str (doc, root, "sub", palier_id_format (&access->account, account));
  yyjson_mut_obj_add_str (doc, root, "sid", palier_id_format (&access->session, session));
  yyjson_mut_obj_add_int (doc, root, "tid", access->tenant);
  yyjson_mut_obj_add_int (doc, root, "iat", issued_s);
  yyjson_mut_obj_add_int (doc, root, "nbf", issued_s);
  yyjson_mut_obj_add_int (doc, root, "exp", issued_s + PALIER_ACCESS_MS / 1000);
  return make_part (doc);
}

/* Returns: (transfer full) (nullable): NULL with PALIER_KEYS_ERROR_INTERNAL */
char *
palier_jwt_make (PalierSigner *signer, const char *kid, const PalierAccess *access, GError **error)
{
  g_autofree char *header = make_header (kid);
  g_autofree char *claims = make_claims (access);
  g_autofree char *signed_text = g_strdup_printf ("%s.%s", header, claims);
  guint8 signature[PALIER_SIGNATURE_SIZE];

  if (!palier_signer_sign (signer, signed_text, strlen (signed_text), signature, error))
    return NULL;
  g_autofree char *last = encode (signature, sizeof signature);
  return g_strdup_printf ("%s.%s", signed_text, last);
}

static gboolean
is_text (yyjson_val *root, const char *key, const char *wanted)
{
  const char *value = yyjson_get_str (yyjson_obj_get (root, key));
  return value != NULL && strcmp (value, wanted) == 0;
}

static gboolean
has_repeats (yyjson_val *root)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_obj_iter iter = yyjson_obj_iter_with (root);

  for (yyjson_val *key; (key = yyjson_obj_iter_next (&iter)) != NULL;)
    if (!g_hash_table_add (seen, (gpointer) yyjson_get_str (key)))
      return TRUE;
  return FALSE;
}

static gboolean
check_header (const char *text, gsize length, const char *kid)
{
  gsize size = 0;
  g_autofree guint8 *json = decode (text, length, &size);
  yyjson_doc *doc = json != NULL ? yyjson_read ((const char *) json, size, 0) : NULL;
  yyjson_val *root = yyjson_doc_get_root (doc);
  gboolean good = yyjson_is_obj (root) && !has_repeats (root) && is_text (root, "alg", "EdDSA")
                  && is_text (root, "typ", TYPE) && is_text (root, "kid", kid);

  yyjson_doc_free (doc);
  return good;
}

static gboolean
is_in_time (yyjson_val *root, gint64 now_ms)
{
  yyjson_val *from = yyjson_obj_get (root, "nbf");
  yyjson_val *until = yyjson_obj_get (root, "exp");

  return yyjson_is_int (from) && yyjson_is_int (until)
         && yyjson_get_sint (from) * 1000 <= now_ms + LEEWAY_MS
         && yyjson_get_sint (until) * 1000 > now_ms;
}

static gboolean
check_claims (const char *text, gsize length, gint64 now_ms, PalierAccess *out)
{
  gsize size = 0;
  g_autofree guint8 *json = decode (text, length, &size);
  yyjson_doc *doc = json != NULL ? yyjson_read ((const char *) json, size, 0) : NULL;
  yyjson_val *root = yyjson_doc_get_root (doc);
  const char *account = yyjson_get_str (yyjson_obj_get (root, "sub"));
  const char *session = yyjson_get_str (yyjson_obj_get (root, "sid"));
  gboolean good = yyjson_is_obj (root) && !has_repeats (root) && is_text (root, "iss", ISSUER)
                  && is_text (root, "aud", AUDIENCE) && is_in_time (root, now_ms)
                  && palier_id_parse (account, &out->account)
                  && palier_id_parse (session, &out->session);

  out->tenant = yyjson_get_sint (yyjson_obj_get (root, "tid"));
  out->issued_ms = yyjson_get_sint (yyjson_obj_get (root, "iat")) * 1000;
  yyjson_doc_free (doc);
  return good && out->tenant > 0;
}

/* Returns: (transfer full) (nullable): which key the token says signed it. Nothing is believed yet:
 * it is only compared with the names of our keys. */
char *
palier_jwt_dup_kid (const char *token)
{
  const char *end = strchr (token, '.');
  gsize size = 0;

  if (end == NULL || strnlen (token, TOKEN_MAX) == TOKEN_MAX)
    return NULL;
  g_autofree guint8 *json = decode (token, (gsize) (end - token), &size);
  yyjson_doc *doc = json != NULL ? yyjson_read ((const char *) json, size, 0) : NULL;
  char *kid = g_strdup (yyjson_get_str (yyjson_obj_get (yyjson_doc_get_root (doc), "kid")));
  yyjson_doc_free (doc);
  return kid;
}

/**
 * palier_jwt_check:
 * @token: anything
 *
 * Returns: whether it is an access token that this key signed and that has not ended
 */
gboolean
palier_jwt_check (PalierSigner *signer, const char *kid, const char *token, gint64 now_ms,
                  PalierAccess *out)
{
  const char *first = strchr (token, '.');
  const char *second = first != NULL ? strchr (first + 1, '.') : NULL;

  if (strnlen (token, TOKEN_MAX) == TOKEN_MAX || second == NULL || strchr (second + 1, '.') != NULL)
    return FALSE;
  gsize size = 0;
  g_autofree guint8 *signature = decode (second + 1, strlen (second + 1), &size);
  return signature != NULL
         && palier_signer_verify (signer, token, (gsize) (second - token), signature, size)
         && check_header (token, (gsize) (first - token), kid)
         && check_claims (first + 1, (gsize) (second - first - 1), now_ms, out);
}
