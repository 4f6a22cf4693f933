/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reader chooses, on the page that his message's last link leads to. Only POST acts. A token
 * that is in no message is answered like any other: who guesses learns nothing. */
#include "palier-relay-api.h"

#include <yyjson.h>

#include "palier-intake.h"
#include "palier-job-store.h"
#include "palier-mail.h"
#include "palier-preferences-page.h"
#include "palier-reader-api.h"
#include "palier-record-store.h"

/* For the proof of a consent: what stood beside the button. */
#define PROOF "preferences page, text 1 of December 2026"

typedef enum
{
  LOOK,
  STOP,
  REFUSE,
  ALLOW,
  ADDRESS,
} Deed;

typedef struct
{
  gboolean is_token; /* else nothing is looked for */
  PalierToken token;
  Deed deed;
  char *email; /* (nullable): where he wants to be written to */
  PalierPreferences known;
} Choice;

static void
choice_clear (Choice *self)
{
  g_free (self->email);
  palier_preferences_clear (&self->known);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choice, choice_clear)

/* The reader's own word on what is measured; said again it changes nothing. */
static void
state_measure (PalierTx *tx, const PalierTenant *tenant, const PalierId *reader,
               PalierPurpose purpose, gboolean given)
{
  g_autoptr (GArray) rows = palier_consent_store_list (tx, tenant, reader);
  PalierSignal said = palier_consent_fold ((const PalierConsentRow *) rows->data, rows->len,
                                           purpose, PALIER_CHANNEL_EMAIL, tx->now_ms);
  PalierId id = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_CONSENT, &id);
  PalierMark mark = palier_tx_mark (tx);
  char text[PALIER_ID_TEXT_SIZE];

  if (said == (given ? PALIER_SIGNAL_YES : PALIER_SIGNAL_NO))
    return;
  palier_record_set (record, PALIER_CONSENT_FIELD_SUBJECT, palier_id_format (reader, text), mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_PURPOSE, palier_purpose_name (purpose), mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_CHANNEL, "email", mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_GIVEN, given ? "yes" : "no", mark);
  palier_record_set_integer (record, PALIER_CONSENT_FIELD_AT, tx->now_ms, mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_ORIGIN, "person", mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_PROOF, PROOF, mark);
  palier_record_store_put (tx, tenant, record, NULL);
  palier_intake_apply (tx, tenant, record);
}

/* Told to the devices, where the agent sees to it. */
static void
tell_address (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job, const char *email)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "email", email);
  char *json = yyjson_mut_write (doc, 0, NULL);
  yyjson_mut_doc_free (doc);
  palier_event_store_add (tx, tenant, "message.address_requested", tx->now_ms, &job->prospect,
                          &job->id, json);
  free (json);
}

static void
act (PalierTx *tx, const PalierTenant *tenant, PalierLink *link, const PalierSendJob *job,
     const Choice *choice)
{
  gboolean is_known = !palier_id_is_nil (&job->prospect);

  if (choice->deed == STOP)
    palier_reader_leave (tx, tenant, link, "preferences page");
  else if (choice->deed == ADDRESS)
    tell_address (tx, tenant, job, choice->email);
  else if (choice->deed != LOOK && is_known)
  {
    state_measure (tx, tenant, &job->prospect, PALIER_PURPOSE_OPEN, choice->deed == ALLOW);
    state_measure (tx, tenant, &job->prospect, PALIER_PURPOSE_CLICK, choice->deed == ALLOW);
  }
}

static char *
dup_field (PalierTx *tx, const PalierTenant *tenant, PalierKind kind, const PalierId *id,
           guint field)
{
  g_autoptr (PalierRecord) record = palier_record_store_get (tx, tenant, kind, id);
  return record != NULL ? palier_record_dup (record, field) : NULL;
}

static void
learn (PalierTx *tx, const PalierTenant *tenant, const PalierLink *link, const PalierSendJob *job,
       PalierPreferences *known)
{
  g_autoptr (GArray) rows = palier_consent_store_list (tx, tenant, &job->prospect);
  const PalierConsentRow *consents = (const PalierConsentRow *) rows->data;
  PalierTracking tracking =
      palier_tracking_permission (consents, rows->len, PALIER_CHANNEL_EMAIL, tx->now_ms);
  const PalierId *prospect = &job->prospect;

  known->agency = palier_agency_store_dup_name (tx, tenant);
  known->mailbox =
      dup_field (tx, tenant, PALIER_KIND_SENDER, &job->sender, PALIER_SENDER_FIELD_FROM_EMAIL);
  known->source = dup_field (tx, tenant, PALIER_KIND_PROSPECT, prospect, PALIER_FIELD_SOURCE);
  known->source_date =
      dup_field (tx, tenant, PALIER_KIND_PROSPECT, prospect, PALIER_FIELD_SOURCE_DATE);
  known->basis = dup_field (tx, tenant, PALIER_KIND_PROSPECT, prospect, PALIER_FIELD_LEGAL_BASIS);
  known->open = tracking.open;
  known->click = tracking.click;
  known->stopped = link->hits > 0
                   || palier_consent_fold (consents, rows->len, PALIER_PURPOSE_PROSPECTING,
                                           PALIER_CHANNEL_EMAIL, tx->now_ms)
                          == PALIER_SIGNAL_NO;
}

/* A PalierTxFunc. Does what is asked for, and learns how it is then. */
static gboolean
choose (PalierTx *tx, gpointer data, GError **error)
{
  Choice *self = data;
  PalierTenant *tenant = NULL;
  g_autoptr (PalierLink) link =
      palier_link_store_find (tx, &self->token, PALIER_LINK_UNSUBSCRIBE, &tenant);
  g_autoptr (PalierSendJob) job =
      link != NULL ? palier_job_store_get (tx, tenant, &link->job) : NULL;

  /* A transaction may run again. */
  palier_preferences_clear (&self->known);
  self->known = (PalierPreferences) { 0 };
  if (job != NULL)
  {
    act (tx, tenant, link, job, self);
    learn (tx, tenant, link, job, &self->known);
  }
  return palier_db_check (tx->db, error);
}

static void
answer (PalierRequest *request, const PalierRelayApi *api, Choice *choice,
        PalierPreferencesNote note)
{
  g_autoptr (GError) error = NULL;
  PalierPageLanguage language = palier_page_get_language (request->language);
  gboolean done = TRUE;

  if (choice->is_token)
    done = choice->deed == LOOK ? palier_store_read (api->store, choose, choice, &error)
                                : palier_store_write (api->store, choose, choice, &error);
  if (!done)
  {
    palier_relay_api_fail (request, error);
    return;
  }
  gboolean refused = note != PALIER_PREFERENCES_QUIET && note != PALIER_PREFERENCES_NOTED;
  g_autofree char *html = palier_preferences_page_write (&choice->known, note, language);
  palier_request_answer_text (request, refused ? 400 : 200, "text/html; charset=utf-8", html);
}

void
palier_api_preferences_page (PalierRequest *request, gpointer data)
{
  g_auto (Choice) choice = { .deed = LOOK };

  choice.is_token = palier_token_parse (request->part, &choice.token);
  answer (request, data, &choice, PALIER_PREFERENCES_QUIET);
}

/* Reads what the form says into @choice. Returns: what its reader is told */
static PalierPreferencesNote
read_form (const PalierRequest *request, Choice *choice)
{
  g_autoptr (GHashTable) form = g_uri_parse_params (
      (const char *) request->body->data, request->body->len, "&", G_URI_PARAMS_WWW_FORM, NULL);
  const char *deed = form != NULL ? g_hash_table_lookup (form, "do") : NULL;

  if (g_strcmp0 (deed, "stop") == 0)
    choice->deed = STOP;
  else if (g_strcmp0 (deed, "refuse") == 0)
    choice->deed = REFUSE;
  else if (g_strcmp0 (deed, "allow") == 0)
  {
    if (g_strcmp0 (g_hash_table_lookup (form, "agree"), "yes") != 0)
      return PALIER_PREFERENCES_NOT_AGREED;
    choice->deed = ALLOW;
  }
  else if (g_strcmp0 (deed, "address") == 0)
  {
    const char *email = g_hash_table_lookup (form, "email");
    choice->email = email != NULL ? g_strstrip (g_strdup (email)) : NULL;
    if (choice->email == NULL || !palier_mail_address_is_valid (choice->email))
      return PALIER_PREFERENCES_BAD_ADDRESS;
    choice->deed = ADDRESS;
  }
  else
    return PALIER_PREFERENCES_UNCLEAR;
  return PALIER_PREFERENCES_NOTED;
}

void
palier_api_set_preferences (PalierRequest *request, gpointer data)
{
  g_auto (Choice) choice = { .deed = LOOK };

  choice.is_token = palier_token_parse (request->part, &choice.token);
  PalierPreferencesNote note = read_form (request, &choice);
  answer (request, data, &choice, note);
}
