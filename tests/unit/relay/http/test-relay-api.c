/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The description in data/api/relay.json has the routes of the server, all of them and no others.
 */
#include "palier-relay-api.h"

#include <string.h>
#include <yyjson.h>

#include "palier-refusal.h"

static yyjson_doc *
read_description (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("TEST_DATA"), "..", "..", "data", "api", "relay.json", NULL);
  g_autofree char *text = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  yyjson_doc *doc = yyjson_read (text, length, 0);
  g_assert_nonnull (doc);
  return doc;
}

static yyjson_val *
get_paths (yyjson_doc *doc)
{
  return yyjson_obj_get (yyjson_doc_get_root (doc), "paths");
}

/* Whether an operation's description names the header that makes it have its effect once. */
static gboolean
is_keyed (yyjson_val *operation)
{
  yyjson_arr_iter iter = yyjson_arr_iter_with (yyjson_obj_get (operation, "parameters"));

  for (yyjson_val *one; (one = yyjson_arr_iter_next (&iter)) != NULL;)
    if (g_strcmp0 (yyjson_get_str (yyjson_obj_get (one, "$ref")),
                   "#/components/parameters/IdempotencyKey")
        == 0)
      return TRUE;
  return FALSE;
}

/* Whether an operation's description names the scope of the keys that may ask, and no other. */
static gboolean
has_scope (yyjson_val *operation, guint grant)
{
  const char *scope = yyjson_get_str (yyjson_obj_get (operation, "x-scope"));

  if (grant == PALIER_GRANT_NONE || grant == PALIER_GRANT_ANY)
    return scope == NULL;
  return palier_grant_from_name (scope) == (PalierGrant) grant;
}

static void
test_described (void)
{
  yyjson_doc *doc = read_description ();
  PalierServerApi api = palier_relay_api_describe (NULL);

  for (gsize i = 0; i < api.n_routes; i++)
  {
    g_autoptr (GString) path = g_string_new (api.routes[i].path);
    g_autofree char *method = g_ascii_strdown (api.routes[i].method, -1);
    g_string_replace (path, "*", "{part}", 1);
    yyjson_val *operation = yyjson_obj_get (yyjson_obj_get (get_paths (doc), path->str), method);
    if (operation == NULL)
      g_error ("%s %s is not described", api.routes[i].method, path->str);
    g_assert_nonnull (yyjson_obj_get (operation, "responses"));
    gboolean open = yyjson_get_len (yyjson_obj_get (operation, "security")) == 0
                    && yyjson_is_arr (yyjson_obj_get (operation, "security"));
    g_assert_cmpint (open, ==, api.routes[i].scope == PALIER_SCOPE_OPEN);
    g_assert_true (has_scope (operation, api.routes[i].grant));
    g_assert_cmpint (is_keyed (operation), ==, api.routes[i].keyed);
    g_assert_cmpstr (yyjson_get_str (yyjson_obj_get (operation, "x-role")), ==,
                     open ? NULL : palier_role_name (api.routes[i].least));
    g_assert_cmpuint (yyjson_get_uint (yyjson_obj_get (operation, "x-max-bytes")), ==,
                      api.routes[i].max_body);
  }
  yyjson_doc_free (doc);
}

static gboolean
is_route (const char *path, const char *method)
{
  g_autoptr (GString) pattern = g_string_new (path);
  g_autofree char *upper = g_ascii_strup (method, -1);
  PalierServerApi api = palier_relay_api_describe (NULL);

  g_string_replace (pattern, "{part}", "*", 1);
  for (gsize i = 0; i < api.n_routes; i++)
    if (g_str_equal (api.routes[i].path, pattern->str) && g_str_equal (api.routes[i].method, upper))
      return TRUE;
  return FALSE;
}

static void
test_served (void)
{
  yyjson_doc *doc = read_description ();
  yyjson_obj_iter paths = yyjson_obj_iter_with (get_paths (doc));

  for (yyjson_val *path; (path = yyjson_obj_iter_next (&paths)) != NULL;)
  {
    yyjson_obj_iter methods = yyjson_obj_iter_with (yyjson_obj_iter_get_val (path));
    for (yyjson_val *method; (method = yyjson_obj_iter_next (&methods)) != NULL;)
      if (!is_route (yyjson_get_str (path), yyjson_get_str (method)))
        g_error ("%s %s is not served", yyjson_get_str (method), yyjson_get_str (path));
  }
  yyjson_doc_free (doc);
}

/* Every code of a problem document has a title in both languages. */
static void
test_codes (void)
{
  yyjson_doc *doc = read_description ();
  yyjson_val *codes = yyjson_doc_ptr_get (doc, "/components/schemas/Problem/properties/code/enum");
  yyjson_arr_iter iter = yyjson_arr_iter_with (codes);

  g_assert_cmpuint (yyjson_arr_size (codes), >, 10);
  for (yyjson_val *code; (code = yyjson_arr_iter_next (&iter)) != NULL;)
    for (int french = 0; french < 2; french++)
      if (palier_refusal_title (yyjson_get_str (code), french) == NULL)
        g_error ("%s has no title", yyjson_get_str (code));
  yyjson_doc_free (doc);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/api/described", test_described);
  g_test_add_func ("/relay/api/served", test_served);
  g_test_add_func ("/relay/api/codes", test_codes);
  return g_test_run ();
}
