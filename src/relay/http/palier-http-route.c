/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-http-route.h"

#include <string.h>

/* Whether @path is @pattern, where "*" is one part that is not empty; @part (out) (transfer full).
 */
static gboolean
matches (const char *pattern, const char *path, char **part)
{
  if (pattern[0] != path[0] || pattern[1] != path[1]) /* most are told apart by a letter */
    return FALSE;
  const char *star = strchr (pattern, '*');
  if (star == NULL)
    return strcmp (pattern, path) == 0;
  gsize before = (gsize) (star - pattern);
  gsize after = strlen (star + 1);
  gsize length = strlen (path);
  if (length <= before + after || strncmp (pattern, path, before) != 0
      || strcmp (path + length - after, star + 1) != 0
      || memchr (path + before, '/', length - before - after) != NULL)
    return FALSE;
  *part = g_strndup (path + before, length - before - after);
  return TRUE;
}

/* HEAD is a GET whose body is not sent. */
static gboolean
takes (const PalierRoute *route, const char *method)
{
  return strcmp (route->method, method) == 0
         || (strcmp (method, "HEAD") == 0 && strcmp (route->method, "GET") == 0);
}

static void
allow (PalierRequest *request, const char *method)
{
  g_autofree char *before = g_steal_pointer (&request->allow);

  request->allow = before != NULL ? g_strconcat (before, ", ", method, NULL) : g_strdup (method);
}

static void
refuse (PalierRequest *request)
{
  if (request->allow == NULL)
    palier_request_problem (request, 404, "not_found");
  else
    palier_request_problem (request, 405, "method_not_allowed");
}

/**
 * palier_routes_find:
 * @method: as the peer wrote it
 *
 * Returns: (nullable): the route, with the request's `part` set; else the request is answered, 404
 *   for a path that is none, 405 with the methods that the path takes
 */
const PalierRoute *
palier_routes_find (const PalierRoute *routes, gsize n_routes, PalierRequest *request,
                    const char *method)
{
  g_autofree char *part = NULL;

  for (gsize i = 0; i < n_routes; i++)
  {
    if (!matches (routes[i].path, request->path, &part))
      continue;
    if (takes (&routes[i], method))
    {
      g_clear_pointer (&request->allow, g_free);
      request->part = g_steal_pointer (&part);
      return &routes[i];
    }
    g_clear_pointer (&part, g_free);
    allow (request, routes[i].method);
  }
  refuse (request);
  return NULL;
}
