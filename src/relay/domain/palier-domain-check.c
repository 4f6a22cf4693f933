/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a domain is an agency's: DNS says so, since who writes there owns it; of a web server's
 * answer that would not be known, as an address that was left behind may answer for anybody. Then
 * whether it leads here, so that no message goes out with links that lead nowhere. */
#include "palier-domain-check.h"

#include <string.h>

#define DNS_MS 5000
#define REACH_MS 10000
#define ANSWER_MAX 1024
#define MARK_PATH "/.well-known/palier-relay"

/* One text may come in several pieces. */
static gboolean
holds (GVariant *texts, const char *record)
{
  g_autoptr (GVariant) pieces = g_variant_get_child_value (texts, 0);
  g_autofree const char **list = g_variant_get_strv (pieces, NULL);
  g_autofree char *text = g_strjoinv ("", (char **) list);

  return strcmp (g_strstrip (text), record) == 0;
}

/**
 * palier_domain_check_record:
 * @name: where the text stands in DNS
 *
 * Asks the system's name servers; waits for some seconds at most.
 *
 * Returns: PALIER_HOST_FAULT_NONE where one of the texts is @record, _NO_RECORD, or _NO_ANSWER
 */
PalierHostFault
palier_domain_check_record (const char *name, const char *record, GCancellable *cancellable)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;

  g_resolver_set_timeout (resolver, DNS_MS);
  GList *texts =
      g_resolver_lookup_records (resolver, name, G_RESOLVER_RECORD_TXT, cancellable, &error);
  for (GList *at = texts; at != NULL; at = at->next)
    found |= holds (at->data, record);
  g_list_free_full (texts, (GDestroyNotify) g_variant_unref);
  if (found)
    return PALIER_HOST_FAULT_NONE;
  return error == NULL || g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND)
             ? PALIER_HOST_FAULT_NO_RECORD
             : PALIER_HOST_FAULT_NO_ANSWER;
}

static gboolean
is_mark (PalierHttpAnswer *answer, const char *mark)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (answer->body, &length);

  return answer->status == 200 && length == strlen (mark) && memcmp (text, mark, length) == 0;
}

/**
 * palier_domain_check_reach:
 * @mark: what this relay answers there, and no other
 *
 * Asks the domain as a reader's browser would: by its certificate, following no redirect, and only
 * at addresses of the Internet. In a fiber.
 *
 * Returns: PALIER_HOST_FAULT_NONE, _ELSEWHERE, _PRIVATE, or _UNREACHABLE
 */
PalierHostFault
palier_domain_check_reach (PalierHttp *http, const PalierSites *sites, const char *domain,
                           const char *mark, GCancellable *cancellable)
{
  g_autofree char *base = palier_sites_dup_url (sites, domain);
  g_autofree char *url = g_strconcat (base, MARK_PATH, NULL);
  g_autoptr (GError) error = NULL;
  PalierHttpRequest request = { .method = "GET",
                                .url = url,
                                .timeout_ms = REACH_MS,
                                .max_bytes = ANSWER_MAX,
                                .guard = sites->plain_loopback ? palier_net_is_public_or_loopback
                                                               : palier_net_is_public };
  g_autoptr (PalierHttpAnswer) answer =
      dex_await_boxed (palier_http_send (http, &request, cancellable), &error);

  if (answer != NULL)
    return is_mark (answer, mark) ? PALIER_HOST_FAULT_NONE : PALIER_HOST_FAULT_ELSEWHERE;
  if (g_error_matches (error, PALIER_NET_ERROR, PALIER_NET_ERROR_PRIVATE)
      || g_error_matches (error, PALIER_NET_ERROR, PALIER_NET_ERROR_INSECURE))
    return PALIER_HOST_FAULT_PRIVATE;
  return PALIER_HOST_FAULT_UNREACHABLE;
}
