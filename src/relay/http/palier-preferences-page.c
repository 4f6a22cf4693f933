/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reader may choose, as a page that works without scripts. It has the same parts for a link
 * that nobody sent, so it tells a stranger nothing. Each deed is a form of its own, sent by POST:
 * what follows links changes nothing. */
#include "palier-preferences-page.h"

#include "palier-gate.h"

typedef const char *Words[PALIER_N_PAGE_LANGUAGES];

static const Words title = { "Vos préférences", "Your preferences" };

static const Words notes[PALIER_N_PREFERENCES_NOTES] = {
  [PALIER_PREFERENCES_NOTED] = { "Si ce lien est bien celui d’un message que vous avez reçu, votre choix est enregistré. "
                                 "S’il est incomplet, répondez «&#x202f;STOP&#x202f;» au message&#x202f;: l’effet est le même.",
                                 "If this link is that of a message that you got, your choice is recorded. If it is incomplete, "
                                 "answer the message with “STOP”: the effect is the same." },
  [PALIER_PREFERENCES_BAD_ADDRESS] = { "Cette adresse n’est pas valable. Rien n’a été enregistré.",
                                       "This address is not valid. Nothing was recorded." },
  [PALIER_PREFERENCES_NOT_AGREED] = { "Cochez la case pour donner votre accord. Rien n’a été enregistré.",
                                      "Tick the box to agree. Nothing was recorded." },
  [PALIER_PREFERENCES_UNCLEAR] = { "Cette demande n’a pas été comprise. Rien n’a été enregistré.",
                                   "This request was not understood. Nothing was recorded." },
};

static const Words who_head = { "Qui vous écrit", "Who writes to you" };
static const Words who_known = { "Les messages viennent de %s.", "The messages come from %s." };
static const Words who_unknown = { "Le nom de l’expéditeur figure dans le message reçu.",
                                   "The sender’s name stands in the message that you got." };
static const Words source_known = { "Vos coordonnées proviennent de&#x202f;: %s.",
                                    "Your details come from: %s." };
static const Words source_unknown = {
  "Pour savoir d’où viennent vos coordonnées, répondez au message reçu.",
  "To learn where your details come from, answer the message that you got."
};
static const Words collected = { "Elles datent du %s.", "They are of %s." };
static const Words bases[PALIER_N_BASES] = {
  [PALIER_BASIS_NONE] = { "", "" },
  [PALIER_BASIS_LEGITIMATE_INTEREST] = { "Base légale&#x202f;: l’intérêt légitime de l’expéditeur à vous présenter ses services (RGPD, "
                                         "art.&nbsp;6(1)(f)).",
                                         "Legal basis: the sender’s legitimate interest in presenting his services (GDPR, "
                                         "art.&nbsp;6(1)(f))." },
  [PALIER_BASIS_CONSENT] = { "Base légale&#x202f;: votre consentement (RGPD, art.&nbsp;6(1)(a)).",
                             "Legal basis: your consent (GDPR, art.&nbsp;6(1)(a))." },
  [PALIER_BASIS_CONTRACT] = { "Base légale&#x202f;: vous êtes client, pour des services analogues "
                              "(CPCE, art.&nbsp;L34-5).",
                              "Legal basis: you are a customer, about like services (CPCE, "
                              "art.&nbsp;L34-5)." },
};
static const Words rights = {
  "Elles servent à vous proposer les services de l’expéditeur, et sont effacées au plus tard trois "
  "ans après votre dernier contact. Vous pouvez y accéder, les faire rectifier ou effacer, en "
  "limiter l’usage et vous opposer à tout moment, en répondant au message, et saisir la CNIL "
  "(<a href=\"https://www.cnil.fr/fr/plaintes\">www.cnil.fr</a>).",
  "They serve to offer you the sender’s services, and are erased three years after your last "
  "contact at the latest. You may see them, have them corrected, erased or restricted, and object "
  "at any time, by answering the message, and complain to the CNIL "
  "(<a href=\"https://www.cnil.fr/en\">www.cnil.fr</a>)."
};

static const Words stop_head = { "Ne plus recevoir de messages", "No more messages" };
static const Words stop_open = { "Cet expéditeur ne vous écrira plus à cette adresse.",
                                 "This sender will not write to this address any more." };
static const Words stop_done = { "C’est déjà le cas&#x202f;: cet expéditeur ne vous écrit plus.",
                                 "It is so already: this sender does not write to you any more." };
static const Words stop_deed = { "Me désinscrire", "Unsubscribe" };

static const Words track_head = { "Mesure des ouvertures et des clics",
                                  "Measuring of opens and clicks" };
static const Words track_is[] = {
  [PALIER_SIGNAL_UNKNOWN] = { "%s&#x202f;: vous n’avez rien autorisé, rien n’est mesuré.",
                              "%s: you have allowed nothing, nothing is measured." },
  [PALIER_SIGNAL_NO] = { "%s&#x202f;: vous avez refusé, rien n’est mesuré.",
                         "%s: you have refused, nothing is measured." },
  [PALIER_SIGNAL_YES] = { "%s&#x202f;: vous l’avez autorisée.", "%s: you have allowed it." },
};
static const Words track_open = { "Ouverture des messages", "Opening of messages" };
static const Words track_click = { "Clics sur les liens", "Clicks on links" };
static const Words track_no = { "Votre refus vaut aussi pour les messages déjà envoyés.",
                                "Your refusal holds for messages that were sent already, too." };
static const Words track_no_deed = { "Refuser la mesure", "Refuse measuring" };
static const Words track_yes = {
  "J’accepte que cet expéditeur sache si j’ouvre ses messages et quels liens je suis. Je peux "
  "revenir sur cet accord à tout moment, sur cette page.",
  "I agree that this sender knows whether I open his messages and which links I follow. I can "
  "take this back at any time, on this page."
};
static const Words track_yes_deed = { "Autoriser la mesure", "Allow measuring" };

static const Words address_head = { "M’écrire à une autre adresse", "Write to another address" };
static const Words address_label = { "Votre nouvelle adresse e-mail", "Your new e-mail address" };
static const Words address_says = {
  "Votre demande est transmise à l’expéditeur, qui y donne suite.",
  "Your request is passed on to the sender, who sees to it."
};
static const Words address_deed = { "Transmettre", "Send" };

void
palier_preferences_clear (PalierPreferences *self)
{
  g_free (self->agency);
  g_free (self->mailbox);
  g_free (self->source);
  g_free (self->source_date);
  g_free (self->basis);
}

static void
add_paragraph (GString *html, const char *markup)
{
  if (*markup != '\0')
    g_string_append_printf (html, "<p>%s</p>", markup);
}

/* @format: markup with a %s; @text: hostile */
static void
add_about (GString *html, const char *format, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *markup = g_strdup_printf (format, escaped);
  add_paragraph (html, markup);
}

static void
add_head (GString *html, const char *text)
{
  g_string_append_printf (html, "<h2>%s</h2>", text);
}

/* @inside: markup of what is filled in */
static void
add_form (GString *html, const char *deed, const char *inside, const char *button)
{
  g_string_append_printf (html,
                          "<form method=\"post\">%s<p><button name=\"do\" value=\"%s\">%s"
                          "</button></p></form>",
                          inside, deed, button);
}

static gboolean
is_filled (const char *text)
{
  return text != NULL && *text != '\0';
}

/* Who writes, from what, by what right: what art. 14 of the RGPD asks for, as far as it is known.
 */
static void
add_who (GString *html, const PalierPreferences *known, PalierPageLanguage language)
{
  g_autofree char *both = is_filled (known->agency) && is_filled (known->mailbox)
                              ? g_strdup_printf ("%s (%s)", known->agency, known->mailbox)
                              : NULL;
  const char *who =
      both != NULL ? both : (is_filled (known->agency) ? known->agency : known->mailbox);

  add_head (html, who_head[language]);
  if (is_filled (who))
    add_about (html, who_known[language], who);
  else
    add_paragraph (html, who_unknown[language]);
  if (is_filled (known->source))
    add_about (html, source_known[language], known->source);
  else
    add_paragraph (html, source_unknown[language]);
  if (is_filled (known->source_date))
    add_about (html, collected[language], known->source_date);
  add_paragraph (html, bases[palier_basis_from_name (known->basis)][language]);
  add_paragraph (html, rights[language]);
}

static void
add_tracking (GString *html, const PalierPreferences *known, PalierPageLanguage language)
{
  g_autofree char *agree =
      g_strdup_printf ("<p><label><input type=\"checkbox\" name=\"agree\" value=\"yes\" required> "
                       "%s</label></p>",
                       track_yes[language]);

  add_head (html, track_head[language]);
  add_about (html, track_is[known->open][language], track_open[language]);
  add_about (html, track_is[known->click][language], track_click[language]);
  add_paragraph (html, track_no[language]);
  add_form (html, "refuse", "", track_no_deed[language]);
  add_form (html, "allow", agree, track_yes_deed[language]);
}

static void
add_address (GString *html, PalierPageLanguage language)
{
  g_autofree char *field = g_strdup_printf (
      "<p><label>%s<input type=\"email\" name=\"email\" autocomplete=\"email\" maxlength=\"254\""
      " required></label></p>",
      address_label[language]);

  add_head (html, address_head[language]);
  add_paragraph (html, address_says[language]);
  add_form (html, "address", field, address_deed[language]);
}

/* Returns: (transfer full): HTML */
char *
palier_preferences_page_write (const PalierPreferences *known, PalierPreferencesNote note,
                               PalierPageLanguage language)
{
  g_autoptr (GString) html = g_string_new (NULL);

  if (note != PALIER_PREFERENCES_QUIET)
    g_string_append_printf (html, "<p role=\"status\">%s</p>", notes[note][language]);
  add_head (html, stop_head[language]);
  add_paragraph (html, (known->stopped ? stop_done : stop_open)[language]);
  add_form (html, "stop", "", stop_deed[language]);
  add_tracking (html, known, language);
  add_address (html, language);
  add_who (html, known, language);
  return palier_page_write (language, title[language], html->str, known->agency);
}
