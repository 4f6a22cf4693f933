/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who writes, as facts, and what stands under every message: who it is, where the data are from and
 * how to have no more (GDPR art. 13, 14 and 21; CPCE art. L34-5; decree 72-678 art. 92 for the
 * professional card). */
#include <string.h>

#include "palier-composer.h"
#include "palier-draft-facts.h"
#include "palier-draft-place.h"
#include "palier-french.h"

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
add (GPtrArray *facts, const char *key, const char *value, char *display)
{
  palier_draft_facts_add (facts, key, value, display, "profile", NULL, 0);
}

static void
add_plain (GPtrArray *facts, const char *key, const char *value)
{
  if (has_text (value))
    add (facts, key, value, palier_french_value (value));
}

static char *
name_of (const PalierProfile *profile)
{
  g_autofree char *joined =
      g_strjoin (" ", has_text (profile->first_name) ? profile->first_name : "",
                 has_text (profile->last_name) ? profile->last_name : "", NULL);

  g_strstrip (joined);
  return has_text (joined) ? palier_french_value (joined) : NULL;
}

/* "123 456 789 00012" of 14 digits, else as it stands. */
static char *
siret_text (const char *siret)
{
  if (strlen (siret) != 14 || strspn (siret, "0123456789") != 14)
    return palier_french_value (siret);
  return g_strdup_printf ("%.3s" PALIER_HARD_SPACE "%.3s" PALIER_HARD_SPACE "%.3s" PALIER_HARD_SPACE
                          "%.5s",
                          siret, siret + 3, siret + 6, siret + 9);
}

static char *
card_text (const char *card)
{
  g_autofree char *value = palier_french_value (card);

  if (g_str_has_prefix (value, "CPI"))
    return g_strconcat ("carte professionnelle n°" PALIER_HARD_SPACE, value, NULL);
  return g_steal_pointer (&value);
}

/* The user's own mentions, else what the register numbers give. */
static char *
mentions_of (const PalierProfile *profile)
{
  g_autofree char *siret = NULL, *card = NULL;

  if (has_text (profile->legal_mentions))
    return g_strstrip (g_strdup (profile->legal_mentions));
  if (has_text (profile->siret))
    siret = siret_text (profile->siret);
  if (has_text (profile->card))
    card = card_text (profile->card);
  if (siret != NULL && card != NULL)
    return g_strdup_printf ("SIRET %s, %s", siret, card);
  if (siret != NULL)
    return g_strdup_printf ("SIRET %s", siret);
  return card != NULL ? palier_french_sentence_case (card) : NULL;
}

static void
add_address (GPtrArray *facts, const PalierProfile *profile, const char *city)
{
  const char *postal_code = has_text (profile->postal_code) ? profile->postal_code : "";

  if (!has_text (profile->street))
    return;
  g_autofree char *street = palier_french_value (profile->street);
  add (facts, "sender_address", NULL,
       g_strdup_printf ("%s, %s%s%s", street, postal_code, *postal_code != '\0' ? " " : "", city));
}

/* Where the sender works, to be said after a verb: "à l’Agence du Parc, à Orléans". */
static void
add_workplace (GPtrArray *facts, const PalierProfile *profile, const char *city_in)
{
  g_autofree char *firm =
      has_text (profile->agency_name) ? palier_french_value (profile->agency_name) : NULL;
  g_autofree char *at = firm != NULL ? palier_french_at_firm (firm) : NULL;

  add (facts, "sender_at", NULL, g_strdup (at));
  if (at != NULL && city_in != NULL)
    add (facts, "sender_place", NULL, g_strdup_printf ("%s, %s", at, city_in));
  else
    add (facts, "sender_place", NULL, g_strdup (at != NULL ? at : city_in));
}

/* He is a natural person too: by these he is known, or reached. */
static void
mark_personal (GPtrArray *facts, guint first)
{
  static const char *const personal[] = { "sender_name",
                                          "sender_phone",
                                          "sender_email",
                                          "sender_address",
                                          "sender_mentions",
                                          "sender_signature",
                                          NULL };

  for (guint i = first; i < facts->len; i++)
  {
    PalierFact *fact = facts->pdata[i];
    fact->personal = g_strv_contains (personal, fact->key);
  }
}

/* The sender's facts, each "sender_…". */
void
palier_draft_facts_add_sender (GPtrArray *facts, const PalierProfile *profile)
{
  guint first = facts->len;
  g_autofree char *name = name_of (profile);
  g_autofree char *district = NULL;
  g_autofree char *city = NULL, *city_in = NULL;

  if (has_text (profile->city))
  {
    city = palier_draft_city (profile->city, profile->postal_code, &district);
    city_in = palier_french_in_place (city);
    add_address (facts, profile, city);
    add (facts, "sender_city", NULL, g_strdup (city));
  }
  add (facts, "sender_name", NULL, g_strdup (name));
  add_plain (facts, "sender_company",
             has_text (profile->agency_name) ? profile->agency_name : name);
  add_workplace (facts, profile, city_in);
  if (has_text (profile->phone))
    add (facts, "sender_phone", profile->phone, palier_french_phone (profile->phone));
  add (facts, "sender_email", NULL, has_text (profile->email) ? g_strdup (profile->email) : NULL);
  add (facts, "sender_mentions", NULL, mentions_of (profile));
  add (facts, "sender_signature", NULL,
       has_text (profile->signature) ? g_strstrip (g_strdup (profile->signature)) : NULL);
  add (facts, "privacy_url", NULL,
       has_text (profile->privacy_url) ? g_strdup (profile->privacy_url) : NULL);
  mark_personal (facts, first);
}

static void
append_line (GString *out, const char *text)
{
  if (!has_text (text))
    return;
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append (out, text);
}

static void
append_identity (GString *out, const PalierDraftContext *context)
{
  const char *phone = palier_draft_context_display (context, "sender_phone");
  const char *signature = palier_draft_context_display (context, "sender_signature");
  const char *name = palier_draft_context_display (context, "sender_name");
  const char *company = palier_draft_context_display (context, "sender_company");

  if (signature != NULL)
    append_line (out, signature);
  else
  {
    append_line (out, name);
    if (g_strcmp0 (name, company) != 0)
      append_line (out, company);
    append_line (out, palier_draft_context_display (context, "sender_address"));
    if (phone != NULL)
      g_string_append_printf (out, "\nTél." PALIER_HARD_SPACE "%s", phone);
    append_line (out, palier_draft_context_display (context, "sender_email"));
  }
  append_line (out, palier_draft_context_display (context, "sender_mentions"));
}

static gboolean
is_letter (const PalierDraftContext *context)
{
  return strcmp (palier_draft_context_get_channel (context), "letter") == 0;
}

/* How to have no more messages, at no cost and without a reason: said after a comma. */
static void
append_opposition (GString *out, const PalierDraftContext *context)
{
  const char *url = palier_draft_context_display (context, "unsubscribe_url");
  const char *email = palier_draft_context_display (context, "sender_email");

  if (is_letter (context))
    g_string_append (out, "en nous écrivant à l\u2019adresse ci-dessus");
  else if (url != NULL)
    g_string_append_printf (out, "en suivant ce lien" PALIER_HARD_SPACE ": %s", url);
  else
    g_string_append (out,
                     "en répondant «" PALIER_HARD_SPACE "stop" PALIER_HARD_SPACE "» à ce message");
  if (email != NULL)
    g_string_append_printf (out, " ou en écrivant à %s", email);
  g_string_append_c (out, '.');
}

static void
append_source (GString *out, const PalierDraftContext *context)
{
  const char *source = palier_draft_context_display (context, "source");
  const char *date = palier_draft_context_display (context, "source_date");

  if (source == NULL)
    return;
  g_string_append_printf (out, " Elles proviennent de la source suivante" PALIER_HARD_SPACE ": %s",
                          source);
  if (date != NULL)
    g_string_append_printf (out, " (%s)", date);
  g_string_append_c (out, '.');
}

/* What the message rests on, in the words of its notice; NULL for a person of whom neither consent
 * nor a contract is recorded: then nothing is claimed, and the check says so. A letter asks for no
 * consent, only for a right to oppose. */
const char *
palier_draft_basis (const PalierDraftContext *context)
{
  if (!palier_draft_context_is_person (context))
    return "sur le fondement de son intérêt légitime";
  if (palier_draft_context_find (context, "consent") != NULL)
    return "avec votre consentement";
  if (palier_draft_context_find (context, "customer") != NULL)
    return "dans le cadre de notre relation commerciale";
  if (is_letter (context))
    return "sur le fondement de son intérêt légitime";
  return NULL;
}

/* The information of art. 14: controller, purpose, basis, categories, source, retention, rights. */
static void
append_notice (GString *out, const PalierDraftContext *context)
{
  gboolean person = palier_draft_context_is_person (context);
  const char *company = palier_draft_context_display (context, "sender_company");
  const char *privacy = palier_draft_context_display (context, "privacy_url");
  const char *basis = palier_draft_basis (context);

  g_string_append_printf (out,
                          "Vos données" PALIER_HARD_SPACE
                          ": %s, responsable du traitement, utilise %s pour %s%s%s.",
                          company != NULL ? company : "{{sender_company}}",
                          person ? "vos nom, coordonnées et projet"
                                 : "vos nom, fonction et coordonnées professionnelles",
                          person ? "vous répondre et vous proposer ses services"
                                 : "vous proposer une collaboration liée à votre activité",
                          basis != NULL ? ", " : "", basis != NULL ? basis : "");
  append_source (out, context);
  g_string_append_printf (
      out,
      " Elles sont conservées trois ans au plus après notre dernier échange. Vous pouvez y "
      "accéder, "
      "les faire rectifier ou effacer, en faire limiter l\u2019usage%s et vous opposer à tout "
      "moment "
      "à cette prospection, sans frais ni motif, ",
      palier_draft_context_find (context, "consent") != NULL ? ", retirer votre consentement" : "");
  append_opposition (out, context);
  g_string_append (out, " Vous pouvez aussi saisir la CNIL (www.cnil.fr).");
  if (privacy != NULL)
    g_string_append_printf (out, " En savoir plus" PALIER_HARD_SPACE ": %s", privacy);
}

/* The word that ends a text message. A gateway that has a short number of its own for it puts it
 * there as well. */
#define SMS_STOP "STOP pour refuser"

/**
 * palier_draft_make_footer:
 *
 * Returns: (transfer full): who writes, with the mentions; on the first message the information of
 *   art. 14 GDPR, later only how to oppose. Of a text message only the latter, in a word; "" for
 *   LinkedIn, where the sender's page stands beside the message
 */
char *
palier_draft_make_footer (const PalierDraftContext *context)
{
  const char *channel = palier_draft_context_get_channel (context);

  if (strcmp (channel, "sms") == 0)
    return g_strdup (SMS_STOP);
  if (strcmp (channel, "linkedin") == 0)
    return g_strdup ("");
  GString *out = g_string_new (NULL);
  append_identity (out, context);
  g_string_append (out, "\n\n");
  if (!palier_draft_context_is_follow_up (context))
    append_notice (out, context);
  else
  {
    g_string_append (out, "Vous pouvez vous opposer à tout moment à ces messages, sans frais, ");
    append_opposition (out, context);
  }
  return g_string_free (out, FALSE);
}
