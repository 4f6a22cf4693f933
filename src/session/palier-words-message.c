/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages, the legal gate and what happened, in the user's language. */
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "palier-sender-test.h"
#include "palier-words-table.h"
#include "palier-words.h"

static const PalierWords angle_words[] = {
  { "local_proof", N_ ("Local proof") },
  { "service", N_ ("Service") },
  { "question", N_ ("Question") },
};

static const PalierWords delivery_words[] = {
  { "waiting", N_ ("Waiting") },
  { "set_aside", N_ ("Set aside") },
  { "scheduled", N_ ("Scheduled") },
  { "claimed", N_ ("About to leave") },
  { "handing_over", N_ ("Leaving") },
  { "accepted", N_ ("Sent") },
  { "deferred", N_ ("To be tried again") },
  { "refused", N_ ("Refused") },
  { "cancelled", N_ ("Cancelled") },
  { "uncertain", N_ ("Uncertain: it may have left") },
};

static const PalierWords reason_words[] = {
  { "not_approved", N_ ("It is not approved.") },
  { "condition", N_ ("What it waits for has not happened.") },
  { "no_address", N_ ("The address is missing or is none. Correct the contact.") },
  { "no_sender",
    N_ ("The mailbox is not complete: set its server, its address and its password.") },
  { "window", N_ ("It waits for the hours that the law allows.") },
  { "pacing", N_ ("The mailbox has sent as many as it may today. It leaves tomorrow by itself.") },
  { "quota", N_ ("The account has sent as many as it may. It leaves later by itself.") },
  { "paused", N_ ("Sending is paused.") },
  { "connection", N_ ("The connection to the mail server failed. The message has not left and will "
                      "be tried again by itself.") },
  { "server_later",
    N_ ("The mail server asks to come back later. The message has not left and will "
        "be tried again by itself.") },
  { "server_never", N_ ("The mail server refuses it, so it has not left. Check the address.") },
  { "gave_up", N_ ("It was tried for three days and has not left. Check address and mailbox.") },
  { "line_dropped", N_ ("The connection broke when the whole message was given and no answer had "
                        "come. It is not sent again by itself: look whether it arrived.") },
  { "crash", N_ ("The program ended while the message was leaving. It is not sent again by itself: "
                 "look whether it arrived.") },
  { "withdrawn", N_ ("It was withdrawn.") },
  { "exit", N_ ("It is not needed any more: the contact has reacted.") },
  { "unsubscribed", N_ ("This contact asked not to be written to any more.") },
  { "erased", N_ ("This contact was erased.") },
  { "bad_message", N_ ("Its subject or its text cannot be sent. Write it anew.") },
  { "by_hand", N_ ("It was settled by hand.") },
  { "relay_lost",
    N_ ("The service that was to send it has lost its records. It is not sent again by "
        "itself: look whether it arrived.") },
};

static const PalierWords check_words[] = {
  { "unsourced", N_ ("No source for this") },
  { "placeholder", N_ ("Something was left to fill in") },
  { "length", N_ ("Length") },
  { "promise", N_ ("A promise that cannot be kept") },
  { "spam", N_ ("Reads like spam") },
  { "mention", N_ ("A legal mention is missing") },
  { "notice", N_ ("The reader must be told where his data is from") },
  { "language", N_ ("Language") },
  { "alphabet", N_ ("A letter that makes the text message dearer") },
};

/* What a mention or the notice lacks. */
static const PalierWords lack_words[] = {
  { "sender_name", N_ ("your name") },
  { "sender_company", N_ ("your agency’s name") },
  { "sender_address", N_ ("your address") },
  { "sender_email", N_ ("your e-mail address") },
  { "sender_mentions", N_ ("your SIRET and card number") },
  { "opposition", N_ ("how to object") },
  { "controller", N_ ("who is responsible") },
  { "basis", N_ ("the legal basis: record a consent first") },
  { "retention", N_ ("how long they are kept") },
  { "rights", N_ ("the reader’s rights") },
  { "authority", N_ ("the authority to complain to (CNIL)") },
  { "source", N_ ("the source: note it on the prospect’s page") },
};

static const PalierWords gate_words[] = {
  { "consent", N_ ("Allowed: this person agreed to be written to.") },
  { "customer", N_ ("Allowed: a customer, about like services.") },
  { "interest", N_ ("Allowed: legitimate interest, with an easy way to object.") },
  { "firm_address", N_ ("Allowed: an address of the firm, not of a person.") },
  { "suppressed", N_ ("Blocked: this address asked not to be written to any more.") },
  { "opposed", N_ ("Blocked: this person withdrew the consent.") },
  { "closed", N_ ("Blocked: the firm has ceased.") },
  { "unpublished", N_ ("Blocked: the register says that this firm objects to prospecting.") },
  { "too_old", N_ ("Blocked: no sign for three years. The data must be deleted.") },
  { "no_consent", N_ ("Blocked: a person can only be written to after agreeing to it. "
                      "Record the consent with its proof.") },
  { "call_consent", N_ ("Blocked: consumers may only be called if they agreed to it (since "
                        "11 August 2026).") },
  { "no_basis", N_ ("Blocked: no legal basis is recorded. Say where this contact is from.") },
  { "private_address", N_ ("Blocked: a private address, without consent.") },
  { "hours", N_ ("Not now: outside the hours that the law allows.") },
};

static const PalierWords event_words[] = {
  { "prospect.imported", N_ ("Imported") },
  { "prospect.scored", N_ ("Scored") },
  { "prospect.stage_changed", N_ ("Stage changed") },
  { "prospect.consented", N_ ("Consent recorded") },
  { "message.generated", N_ ("Message drafted") },
  { "message.approved", N_ ("Message approved") },
  { "message.sent", N_ ("Message sent") },
  { "message.opened", N_ ("Message opened") },
  { "message.clicked", N_ ("Link followed") },
  { "message.replied", N_ ("Reply received") },
  { "message.bounced", N_ ("Message came back") },
  { "message.unsubscribed", N_ ("Asked not to be written to any more") },
  { "lead.new", N_ ("New lead") },
  { "lead.qualified", N_ ("Qualified lead") },
  { "deal.won", N_ ("Deal won") },
};

static const PalierWords action_words[] = {
  { "import", N_ ("Import of %s") },
  { "edit", N_ ("Change of %s") },
  { "delete", N_ ("Deletion of %s") },
  { "approve", N_ ("Approval of %s") },
  { "merge", N_ ("Merge of %s") },
  { "create", N_ ("Addition of %s") },
  { "withdraw", N_ ("Withdrawal of %s") },
  { "draft", N_ ("Drafts for a selection") },
  { "rewrite", N_ ("Variants written anew") },
};

const char *
palier_words_angle (const char *angle)
{
  return PALIER_WORDS (angle_words, angle);
}

/* @state: (nullable): a send state's name; NULL: not handed to the relay. */
const char *
palier_words_delivery (const char *state)
{
  return PALIER_WORDS (delivery_words, state);
}

/* How long it is and may be, from "words 12/25"; (nullable): it says something else. */
static char *
words_of_length (const char *detail)
{
  static const struct
  {
    const char *read, *below, *above;
  } all[] = {
    { "subject %d/%d", N_ ("Subject of %d characters; %d at most"),
      N_ ("Subject of %d characters; %d at most") },
    { "words %d/%d", N_ ("%d words; %d at least"), N_ ("%d words; %d at most") },
    { "characters %d/%d", NULL, N_ ("%d characters; %d at most") },
    { "lines %d/%d", NULL, N_ ("%d lines; a page has %d") },
    { "parts %d/%d", NULL, N_ ("It is sent, and paid, as %d text messages; %d would be best") },
  };
  int n, most;

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (sscanf (detail, all[i].read, &n, &most) == 2)
      return g_strdup_printf (_ (n < most && all[i].below != NULL ? all[i].below : all[i].above), n,
                              most);
  return NULL;
}

char *
palier_words_check (const PalierCheck *check)
{
  const char *words = PALIER_WORDS (check_words, check->code);
  char *length;

  if (check->detail == NULL)
    return g_strdup (words);
  if (strcmp (check->code, "length") == 0 && (length = words_of_length (check->detail)) != NULL)
    return length;
  if (strcmp (check->code, "mention") == 0 || strcmp (check->code, "notice") == 0)
    return g_strdup_printf (_ ("%s: %s"), words, PALIER_WORDS (lack_words, check->detail));
  return g_strdup_printf (_ ("%s: %s"), words, check->detail);
}

char *
palier_words_verdict (const PalierVerdict *verdict)
{
  g_autoptr (GString) text =
      g_string_new (PALIER_WORDS (gate_words, palier_gate_reason_name (verdict->reason)));

  if (verdict->kind == PALIER_VERDICT_NEEDS_NOTICE)
    g_string_append_printf (text, " %s", _ ("The message tells where the data is from."));
  if (verdict->kind == PALIER_VERDICT_BLOCKED && verdict->alternative == PALIER_CHANNEL_LETTER)
    g_string_append_printf (text, " %s", _ ("A letter is allowed."));
  if (verdict->article != NULL)
    g_string_append_printf (text, " (%s)", verdict->article);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static const char *
text_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* @detail: (nullable): what is wrong with the mailbox, or what the law says */
static char *
words_of_reason (const char *reason, const char *detail)
{
  if (g_strcmp0 (reason, "sender_broken") == 0)
  {
    g_autofree char *fault = palier_sender_fault_words (detail);
    return g_strdup_printf (_ ("%s The message waits until the mailbox is mended."), fault);
  }
  if (g_strcmp0 (reason, "gate") == 0)
    return g_strdup (g_strcmp0 (detail, "needs_notice") == 0 ? PALIER_WORDS (check_words, "notice")
                                                             : PALIER_WORDS (gate_words, detail));
  return g_strdup (PALIER_WORDS (reason_words, reason));
}

static char *
words_of_state (JsonObject *data)
{
  const char *state = palier_words_delivery (text_member (data, "state"));
  const char *reason = text_member (data, "reason");
  const char *text = text_member (data, "text");
  g_autofree char *why =
      reason != NULL ? words_of_reason (reason, text_member (data, "detail")) : NULL;

  if (why == NULL)
    return g_strdup (state);
  /* Without a code the text is no reply, but a technical word for what the reason says. */
  if (text == NULL || *text == '\0' || !json_object_has_member (data, "code"))
    return g_strdup_printf (_ ("%s. %s"), state, why);
  return g_strdup_printf (_ ("%s. %s The server says: “%s”"), state, why, text);
}

/**
 * palier_words_state:
 * @json: (nullable): what a state event says: {"state", "reason", "detail", "code", "text"}
 *
 * Returns: (transfer full): where the message is, why, and what to do
 */
char *
palier_words_state (const char *json)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (json == NULL || !json_parser_load_from_data (parser, json, -1, NULL)
      || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser))
      || text_member (json_node_get_object (json_parser_get_root (parser)), "state") == NULL)
    return g_strdup (_ ("Message on its way"));
  return words_of_state (json_node_get_object (json_parser_get_root (parser)));
}

/* A text of what an event says; (nullable). */
static char *
dup_member (const char *json, const char *name)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root = json != NULL && json_parser_load_from_data (parser, json, -1, NULL)
                       ? json_parser_get_root (parser)
                       : NULL;

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root)
             ? g_strdup (text_member (json_node_get_object (root), name))
             : NULL;
}

static char *
words_of_stage (const char *json)
{
  g_autofree char *from = dup_member (json, "from");
  g_autofree char *to = dup_member (json, "to");

  if (from == NULL || to == NULL)
    return g_strdup (PALIER_WORDS (event_words, "prospect.stage_changed"));
  return g_strdup_printf (_ ("Stage: %s → %s"), palier_words_choice (PALIER_FIELD_STAGE, from),
                          palier_words_choice (PALIER_FIELD_STAGE, to));
}

static char *
words_of_address (const char *json)
{
  g_autofree char *email = dup_member (json, "email");

  return g_strdup_printf (_ ("Asks to be written to at: %s"), email != NULL ? email : "");
}

char *
palier_words_event (const PalierEvent *event)
{
  if (g_strcmp0 (event->name, "message.state") == 0)
    return palier_words_state (event->data);
  if (g_strcmp0 (event->name, "activity.call") == 0)
    return g_strdup_printf (_ ("Call: %s"), event->text != NULL ? event->text : "");
  if (g_str_has_prefix (event->name, "activity."))
    return g_strdup_printf (_ ("Note: %s"), event->text != NULL ? event->text : "");
  if (g_strcmp0 (event->name, "prospect.stage_changed") == 0)
    return words_of_stage (event->data);
  if (g_strcmp0 (event->name, "message.address_requested") == 0)
    return words_of_address (event->data);
  return g_strdup (PALIER_WORDS (event_words, event->name));
}

char *
palier_words_changeset (const PalierChangeset *changeset)
{
  const char *label = changeset->label != NULL ? changeset->label : "…";
  const char *words = PALIER_WORDS (action_words, changeset->action);
  return strstr (words, "%s") != NULL ? g_strdup_printf (words, label) : g_strdup (words);
}
