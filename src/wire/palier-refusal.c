/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-refusal.h"

#include <yyjson.h>

/* A tag URI (RFC 4151), as RFC 9457 § 3.1.1 proposes for types that lead to no page. */
#define TYPE_PREFIX "tag:immo-ai.fr,2026:problem/"
#define MAX_BYTES (64 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_doc, yyjson_doc_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_mut_doc, yyjson_mut_doc_free)

typedef struct
{
  PalierRefusal refusal;
  int status;
  const char *code;
  const char *title;
} RefusalRow;

static const RefusalRow rows[] = {
  { PALIER_REFUSAL_BAD_REQUEST, 400, "bad_request", "The request is malformed" },
  { PALIER_REFUSAL_UNAUTHENTICATED, 401, "unauthenticated", "A valid token is needed" },
  { PALIER_REFUSAL_TOKEN_EXPIRED, 401, "token_expired", "The token has expired" },
  { PALIER_REFUSAL_BAD_CREDENTIALS, 401, "bad_credentials", "Address or password is wrong" },
  { PALIER_REFUSAL_DEVICE_REVOKED, 401, "device_revoked", "This device was signed out" },
  { PALIER_REFUSAL_FORBIDDEN, 403, "forbidden", "Not allowed" },
  { PALIER_REFUSAL_NOT_FOUND, 404, "not_found", "There is no such thing" },
  { PALIER_REFUSAL_METHOD, 405, "method", "The method does not apply here" },
  { PALIER_REFUSAL_CONFLICT, 409, "conflict", "The same request is being worked on" },
  { PALIER_REFUSAL_EMAIL_TAKEN, 409, "email_taken", "There is an account for this address" },
  { PALIER_REFUSAL_WEAK_PASSWORD, 422, "weak_password", "The password is too weak" },
  { PALIER_REFUSAL_INVALID_EMAIL, 422, "invalid_email", "The address is not valid" },
  { PALIER_REFUSAL_INVALID_SIRET, 422, "invalid_siret", "The SIRET is not valid" },
  { PALIER_REFUSAL_TOO_LARGE, 413, "too_large", "The request is too large" },
  { PALIER_REFUSAL_MEDIA_TYPE, 415, "media_type", "The body must be JSON" },
  { PALIER_REFUSAL_MISDIRECTED, 421, "misdirected", "This host is not served here" },
  { PALIER_REFUSAL_KEY_REUSED, 422, "key_reused", "The idempotency key had another body" },
  { PALIER_REFUSAL_WIRE_VERSION, 426, "wire_version", "The program must be updated" },
  { PALIER_REFUSAL_RATE_LIMIT, 429, "rate_limit", "Too many requests" },
  { PALIER_REFUSAL_QUOTA, 403, "quota", "The quota is used up" },
  { PALIER_REFUSAL_INTERNAL, 500, "internal", "An error of the relay" },
  { PALIER_REFUSAL_UNAVAILABLE, 503, "unavailable", "Not available now" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (rows) == PALIER_N_REFUSALS);

static const RefusalRow *
get_row (PalierRefusal refusal)
{
  g_assert ((guint) refusal < PALIER_N_REFUSALS);
  g_assert (rows[refusal].refusal == refusal);
  return &rows[refusal];
}

const char *
palier_refusal_code (PalierRefusal refusal)
{
  return get_row (refusal)->code;
}

/* Returns: the refusal, or PALIER_REFUSAL_NONE; @code may be NULL. */
PalierRefusal
palier_refusal_from_code (const char *code)
{
  for (int i = 0; code != NULL && i < PALIER_N_REFUSALS; i++)
    if (g_str_equal (rows[i].code, code))
      return rows[i].refusal;
  return PALIER_REFUSAL_NONE;
}

/* Returns: the HTTP status that goes with it */
int
palier_refusal_status (PalierRefusal refusal)
{
  return get_row (refusal)->status;
}

/**
 * palier_refusal_to_json:
 * @detail: (nullable): what is particular to this case, for developers; UTF-8
 * @trace: (nullable): the request's trace id
 *
 * Returns: (transfer full): a body of type PALIER_REFUSAL_MEDIA
 */
char *
palier_refusal_to_json (PalierRefusal refusal, const char *detail, const char *trace)
{
  const RefusalRow *row = get_row (refusal);
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  g_autofree char *type = g_strconcat (TYPE_PREFIX, row->code, NULL);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "type", type);
  yyjson_mut_obj_add_str (doc, root, "title", row->title);
  yyjson_mut_obj_add_int (doc, root, "status", row->status);
  yyjson_mut_obj_add_str (doc, root, "code", row->code);
  if (detail != NULL)
    yyjson_mut_obj_add_str (doc, root, "detail", detail);
  if (trace != NULL)
    yyjson_mut_obj_add_str (doc, root, "trace", trace);
  char *text = yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, NULL);
  char *owned = g_strdup (text);
  free (text);
  return owned;
}

/**
 * palier_refusal_from_json:
 * @json: the body of an answer, which may be anything
 * @detail: (out) (optional) (nullable) (transfer full): for the log
 *
 * Returns: the refusal, or PALIER_REFUSAL_NONE when the body is no problem document known here
 */
PalierRefusal
palier_refusal_from_json (const char *json, gsize length, char **detail)
{
  g_autoptr (yyjson_doc) doc =
      length <= MAX_BYTES ? yyjson_read (json, length, YYJSON_READ_NOFLAG) : NULL;
  yyjson_val *root = doc != NULL ? yyjson_doc_get_root (doc) : NULL;

  if (detail != NULL)
    *detail = g_strdup (yyjson_get_str (yyjson_obj_get (root, "detail")));
  return palier_refusal_from_code (yyjson_get_str (yyjson_obj_get (root, "code")));
}
