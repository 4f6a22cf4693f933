/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What readers' browsers ask for. Nothing here knows who asks; a token is all. Answers come after
 * the commit that holds the hit. GET changes nothing but the record of the hit itself: only POST
 * unsubscribes (RFC 8058). */
#include "palier-relay-api.h"

#include "palier-hit.h"
#include "palier-intake.h"
#include "palier-relay-figures.h"

static const guint8 pixel[43] = {
  'G',  'I',  'F',  '8',  '9',  'a',  0x01, 0x00, 0x01, 0x00, 0x80, 0x00, 0x00, 0xff, 0xff,
  0xff, 0x00, 0x00, 0x00, 0x21, 0xf9, 0x04, 0x01, 0x00, 0x00, 0x00, 0x00, 0x2c, 0x00, 0x00,
  0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x02, 0x02, 0x44, 0x01, 0x00, 0x3b,
};

#define PAGE(title, body)                                                                          \
  "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"robots\""           \
  " content=\"noindex\"><meta name=\"viewport\" content=\"width=device-width\"><title>" title      \
  "</title><style>body{font:16px/1.5 sans-serif;max-width:34em;margin:4em auto;padding:0 1em}"     \
  "button{font:inherit;padding:.6em 1.2em}</style></head><body><h1>" title "</h1>" body            \
  "</body></html>"

static const char ask_page[] =
    PAGE ("Ne plus recevoir de messages",
          "<p>Confirmez, et cet expéditeur ne vous écrira plus à cette adresse.</p>"
          "<form method=\"post\"><button name=\"List-Unsubscribe\" value=\"One-Click\">Me "
          "désinscrire</button></form>");
static const char done_page[] = PAGE (
    "C’est fait",
    "<p>Cet expéditeur ne vous écrira plus à cette adresse. Vous pouvez fermer cette page.</p>");
static const char unknown_page[] = PAGE (
    "Ce lien n’est plus valable",
    "<p>Il est incomplet, ou le message est trop ancien. Répondez « STOP » au message reçu&nbsp;: "
    "l’effet est le même.</p>");

typedef struct
{
  PalierRequest *request;
  PalierHit *hit;
} Visit;

static Visit *
visit_new (const PalierRelayApi *api, PalierRequest *request, PalierLinkKind kind)
{
  PalierHit *hit = palier_hit_new (kind, request->part, request->user_agent,
                                   g_str_equal (request->method, "HEAD"));
  if (hit == NULL)
    return NULL;
  Visit *visit = g_new0 (Visit, 1);
  visit->request = request;
  visit->hit = hit;
  hit->near = api->near;
  return visit;
}

static void
visit_end (Visit *visit)
{
  palier_request_finish (visit->request);
  palier_hit_free (visit->hit);
  g_free (visit);
}

static gboolean
record (PalierTx *tx, gpointer visit, GError **error)
{
  return palier_hit_record (tx, ((Visit *) visit)->hit, error);
}

static void
answer_unknown (PalierRequest *request)
{
  palier_request_answer_text (request, 404, "text/html; charset=utf-8", unknown_page);
}

static void
on_clicked_cb (gpointer data, const GError *error)
{
  Visit *visit = data;
  PalierRequest *request = visit->request;

  if (error != NULL)
    palier_relay_api_fail (request, error);
  else if (visit->hit->location == NULL)
    answer_unknown (request);
  else
  {
    request->location = g_strdup (visit->hit->location);
    palier_request_answer_text (request, 302, "text/plain", "");
  }
  visit_end (visit);
}

void
palier_api_click (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  Visit *visit = visit_new (api, request, PALIER_LINK_CLICK);

  if (visit == NULL)
  {
    answer_unknown (request);
    return;
  }
  palier_request_defer (request);
  palier_store_submit (api->store, record, on_clicked_cb, visit);
}

static void
answer_pixel (PalierRequest *request)
{
  palier_request_answer (request, 200, "image/gif", g_bytes_new_static (pixel, sizeof pixel));
}

/* An image in a mail never shows an error. */
static void
on_opened_cb (gpointer data, const GError *error)
{
  Visit *visit = data;

  if (error != NULL)
    palier_relay_api_fail (visit->request, error);
  else
    answer_pixel (visit->request);
  visit_end (visit);
}

void
palier_api_open (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  Visit *visit = visit_new (api, request, PALIER_LINK_OPEN);

  if (visit == NULL)
  {
    answer_pixel (request);
    return;
  }
  palier_request_defer (request);
  palier_store_submit (api->store, record, on_opened_cb, visit);
}

static gboolean
look_up (PalierTx *tx, gpointer data, GError **error)
{
  PalierTenant *tenant = NULL;
  g_autoptr (PalierLink) link = NULL;

  palier_hit_look_up (tx, data, &tenant, &link);
  return palier_db_check (tx->db, error);
}

/* Scanners follow every link: the page only asks. */
void
palier_api_unsubscribe_page (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_autoptr (PalierHit) hit =
      palier_hit_new (PALIER_LINK_UNSUBSCRIBE, request->part, request->user_agent, FALSE);
  g_autoptr (GError) error = NULL;

  if (hit != NULL && !palier_store_read (api->store, look_up, hit, &error))
    palier_relay_api_fail (request, error);
  else if (hit == NULL || !hit->known)
    answer_unknown (request);
  else
    palier_request_answer_text (request, 200, "text/html; charset=utf-8", ask_page);
}

static gboolean
unsubscribe (PalierTx *tx, gpointer data, GError **error)
{
  Visit *visit = data;
  PalierTenant *tenant = NULL;
  g_autoptr (PalierLink) link = NULL;

  /* The same reader a second time is told the same, and changes nothing. */
  if (palier_hit_look_up (tx, visit->hit, &tenant, &link) && link->hits == 0)
  {
    palier_link_store_hit (tx, tenant, link);
    palier_intake_unsubscribe (tx, tenant, &link->job, "one-click, RFC 8058");
    palier_figure_add (PALIER_FIGURE_UNSUBSCRIBES, 1);
  }
  return palier_db_check (tx->db, error);
}

static void
on_unsubscribed_cb (gpointer data, const GError *error)
{
  Visit *visit = data;

  if (error != NULL)
    palier_relay_api_fail (visit->request, error);
  else if (!visit->hit->known)
    answer_unknown (visit->request);
  else
    palier_request_answer_text (visit->request, 200, "text/html; charset=utf-8", done_page);
  visit_end (visit);
}

void
palier_api_unsubscribe (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  Visit *visit = visit_new (api, request, PALIER_LINK_UNSUBSCRIBE);

  if (visit == NULL)
  {
    answer_unknown (request);
    return;
  }
  palier_request_defer (request);
  palier_store_submit (api->store, unsubscribe, on_unsubscribed_cb, visit);
}
