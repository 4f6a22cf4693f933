/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What readers' browsers ask for. Nothing here knows who asks; a token is all. Answers come once
 * the hit is on the disk. GET changes nothing but the record of the hit itself: only POST
 * unsubscribes (RFC 8058). */
#include "palier-relay-api.h"

#include "palier-hit-judge.h"
#include "palier-host-store.h"
#include "palier-intake.h"
#include "palier-page.h"
#include "palier-reader-api.h"
#include "palier-relay-figures.h"

static const guint8 pixel[43] = {
  'G',  'I',  'F',  '8',  '9',  'a',  0x01, 0x00, 0x01, 0x00, 0x80, 0x00, 0x00, 0xff, 0xff,
  0xff, 0x00, 0x00, 0x00, 0x21, 0xf9, 0x04, 0x01, 0x00, 0x00, 0x00, 0x00, 0x2c, 0x00, 0x00,
  0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x02, 0x02, 0x44, 0x01, 0x00, 0x3b,
};

static const PalierPage done_pages[PALIER_N_PAGE_LANGUAGES] = {
  { "C’est fait",
    "<p>Cet expéditeur ne vous écrira plus à cette adresse. Vous pouvez fermer cette page.</p>" },
  { "Done",
    "<p>This sender will not write to this address any more. You can close this page.</p>" },
};
static const PalierPage unknown_pages[PALIER_N_PAGE_LANGUAGES] = {
  { "Ce lien n’est plus valable",
    "<p>Il est incomplet, ou le message est trop ancien. Répondez « STOP » au message reçu&nbsp;: "
    "l’effet est le même.</p>" },
  { "This link is not valid any more",
    "<p>It is incomplete, or the message is too old. Answer the message that you got with “STOP”: "
    "the effect is the same.</p>" },
};

/* %s: the token, which has no character that means anything in an address */
static const PalierPage ask_pages[PALIER_N_PAGE_LANGUAGES] = {
  { "Ne plus recevoir de messages",
    "<p>Confirmez, et cet expéditeur ne vous écrira plus à cette adresse.</p>"
    "<form method=\"post\"><button name=\"List-Unsubscribe\" value=\"One-Click\">Me désinscrire"
    "</button></form><p><a href=\"/u/%s/preferences\">Qui vous écrit, et vos autres choix</a></p>" },
  { "No more messages",
    "<p>Confirm, and this sender will not write to this address any more.</p>"
    "<form method=\"post\"><button name=\"List-Unsubscribe\" value=\"One-Click\">Unsubscribe"
    "</button></form><p><a href=\"/u/%s/preferences\">Who writes to you, and what else you may "
    "choose</a></p>" },
};

static void
answer_unknown (PalierRequest *request)
{
  palier_page_answer (request, 404, unknown_pages, request->agency_name);
}

static gboolean
is_prefetch (PalierRequest *request)
{
  static const char *const headers[] = { "Sec-Purpose", "Purpose", "X-Purpose", "X-Moz" };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    if (palier_hit_is_prefetch (palier_request_get_header (request, headers[i])))
      return TRUE;
  return FALSE;
}

/* Of where it comes from only the class is kept. */
static gboolean
read_hit (const PalierRelayApi *api, PalierRequest *request, PalierLinkKind wanted, PalierHit *hit)
{
  gboolean read = palier_hit_read (hit, wanted, request->part, request->user_agent,
                                   g_str_equal (request->method, "HEAD"),
                                   palier_clock_now_ms (palier_store_get_clock (api->store)));

  hit->prefetch = is_prefetch (request);
  hit->network = palier_network_class (request->address);
  return read;
}

/* What a request is about. */
typedef struct
{
  PalierRequest *request;
  PalierHit hit;
  gboolean known;
  char *name; /* (nullable): of the agency that wrote the message, whose host ever this is */
} Visit;

static void
visit_clear (Visit *self)
{
  g_free (self->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Visit, visit_clear)

/* A PalierTxFunc. Says where a click goes. */
static gboolean
look_up (PalierTx *tx, gpointer data, GError **error)
{
  Visit *visit = data;
  PalierTenant *tenant = NULL;
  g_autoptr (PalierLink) link =
      palier_link_store_find (tx, &visit->hit.token, visit->hit.wanted, &tenant);

  visit->known = link != NULL;
  if (link != NULL && link->url != NULL)
    visit->request->location = g_strdup (link->url);
  if (link != NULL && link->kind == PALIER_LINK_UNSUBSCRIBE)
    visit->name = palier_agency_store_dup_name (tx, tenant);
  return palier_db_check (tx->db, error);
}

/* Returns: whether the token is in a message; else the request is answered */
static gboolean
is_known (const PalierRelayApi *api, Visit *visit, PalierLinkKind wanted)
{
  g_autoptr (GError) error = NULL;
  gboolean read = read_hit (api, visit->request, wanted, &visit->hit);

  if (read && !palier_store_read (api->store, look_up, visit, &error))
    palier_relay_api_fail (visit->request, error);
  else if (!visit->known)
    answer_unknown (visit->request);
  return visit->known && error == NULL;
}

static void
on_clicked_cb (gpointer data, const GError *error)
{
  PalierRequest *request = data;

  if (error != NULL)
    palier_relay_api_fail (request, error);
  else
    palier_request_answer_text (request, 302, "text/plain", "");
  palier_request_finish (request);
}

void
palier_api_click (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (Visit) visit = { .request = request };

  if (!is_known (api, &visit, PALIER_LINK_CLICK))
    return;
  palier_request_defer (request);
  palier_hits_add (api->hits, &visit.hit, on_clicked_cb, request);
}

PalierFixedAnswer *
palier_api_pixel_new (gboolean secure)
{
  return palier_fixed_answer_new ("image/gif", pixel, sizeof pixel, secure);
}

static void
on_opened_cb (gpointer data, const GError *error)
{
  PalierRequest *request = data;

  if (error != NULL)
    palier_relay_api_fail (request, error);
  palier_request_finish (request);
}

/* An image in a mail never shows an error: whether a message holds the token is seen when the store
 * takes the hit. */
void
palier_api_open (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  PalierHit hit;

  palier_request_answer_fixed (request, request->agency != 0 ? api->agency_pixel : api->pixel);
  if (!read_hit (api, request, PALIER_LINK_OPEN, &hit))
    return;
  palier_request_defer (request);
  palier_hits_add (api->hits, &hit, on_opened_cb, request);
}

/* Scanners follow every link: the page only asks. */
void
palier_api_unsubscribe_page (PalierRequest *request, gpointer data)
{
  g_auto (Visit) visit = { .request = request };

  if (!is_known (data, &visit, PALIER_LINK_UNSUBSCRIBE))
    return;
  const PalierPage *page = &ask_pages[palier_page_get_language (request->language)];
  g_autofree char *body = g_strdup_printf (page->body, request->part);
  g_autofree char *html = palier_page_write (palier_page_get_language (request->language),
                                             page->title, body, visit.name);
  palier_request_answer_text (request, 200, "text/html; charset=utf-8", html);
}

/**
 * palier_reader_leave:
 * @link: that of the message by which he leaves
 * @method: how, for the proof
 *
 * The same reader a second time changes nothing.
 */
void
palier_reader_leave (PalierTx *tx, const PalierTenant *tenant, PalierLink *link, const char *method)
{
  if (link->hits > 0)
    return;
  link->hits = 1;
  link->last_ms = tx->now_ms;
  palier_link_store_hit (tx, tenant, link, 1);
  palier_intake_unsubscribe (tx, tenant, &link->job, method);
  palier_figure_add (PALIER_FIGURE_UNSUBSCRIBES, 1);
}

/* A PalierTxFunc. The same reader a second time is told the same. */
static gboolean
unsubscribe (PalierTx *tx, gpointer data, GError **error)
{
  Visit *visit = data;
  PalierTenant *tenant = NULL;
  g_autoptr (PalierLink) link =
      palier_link_store_find (tx, &visit->hit.token, PALIER_LINK_UNSUBSCRIBE, &tenant);

  visit->known = link != NULL;
  if (link != NULL)
  {
    visit->name = palier_agency_store_dup_name (tx, tenant);
    palier_reader_leave (tx, tenant, link, "one-click, RFC 8058");
  }
  return palier_db_check (tx->db, error);
}

void
palier_api_unsubscribe (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (Visit) visit = { .request = request };
  g_autoptr (GError) error = NULL;

  if (read_hit (api, request, PALIER_LINK_UNSUBSCRIBE, &visit.hit)
      && !palier_store_write (api->store, unsubscribe, &visit, &error))
    palier_relay_api_fail (request, error);
  else if (!visit.known)
    answer_unknown (request);
  else
    palier_page_answer (request, 200, done_pages, visit.name);
}
