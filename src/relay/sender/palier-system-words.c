/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the relay's own mails say. None holds a link: a code is typed where it was asked for. What
 * stands in braces is filled in by palier-system-letter.c. */
#include "palier-system-words.h"

#define LOOK_FR                                                                                    \
  "\n\nDans Palier, la page de votre compte montre à tout moment ce que votre agence utilise."
#define CONTACTS_FR                                                                                \
  "Rien n’est perdu au-delà de cette limite : les contacts en trop restent sur l’ordinateur où "   \
  "vous les avez ajoutés, marqués comme tels, et les messages qui leur sont destinés attendent. "  \
  "Tout repart de soi-même dès qu’il y a de la place, que vous supprimiez des contacts ou que "    \
  "vous passiez à une offre plus large." LOOK_FR
#define EMAILS_FR                                                                                  \
  "Rien n’est perdu au-delà de cette limite : les envois attendent et partent d’eux-mêmes le "     \
  "{reset}, ou dès que vous passez à une offre plus large." LOOK_FR
#define WRITING_FR                                                                                 \
  "Rien ne s’arrête au-delà de cette limite : vos messages sont alors rédigés sur votre "          \
  "ordinateur, par le rédacteur intégré. Le relais rédige de nouveau le {reset}, ou dès que vous " \
  "passez à une offre plus large." LOOK_FR

static const PalierSystemWords french[PALIER_N_NOTICES] = {
  [PALIER_NOTICE_VERIFY] = { "Palier : confirmez votre adresse",
                             "Bonjour,\n\n"
                             "Voici le code qui confirme votre adresse :\n\n"
                             "**{code}**\n\n"
                             "Saisissez-le dans Palier, là où vous avez créé votre compte. Il est valable une demi-heure.\n\n"
                             "Si vous n’avez rien demandé, ne faites rien : aucun compte ne sera créé." },
  [PALIER_NOTICE_KNOWN] = { "Palier : vous avez déjà un compte",
                            "Bonjour,\n\n"
                            "Quelqu’un, sans doute vous, a voulu créer un compte avec cette adresse. Elle en a déjà un : "
                            "connectez-vous, ou demandez un nouveau mot de passe dans Palier.\n\n"
                            "Si ce n’est pas vous, ne faites rien : votre compte n’a pas changé." },
  [PALIER_NOTICE_RESET] = { "Palier : votre nouveau mot de passe",
                            "Bonjour,\n\n"
                            "Voici le code qui permet de choisir un nouveau mot de passe :\n\n"
                            "**{code}**\n\n"
                            "Saisissez-le dans Palier, là où vous l’avez demandé. Il est valable une demi-heure et ne sert "
                            "qu’une fois.\n\n"
                            "Si vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même." },
  [PALIER_NOTICE_CHANGED] = { "Palier : votre mot de passe a changé",
                              "Bonjour,\n\n"
                              "Le mot de passe de votre compte vient de changer, et tous vos appareils ont été déconnectés.\n\n"
                              "Si ce n’est pas vous, demandez tout de suite un nouveau mot de passe dans Palier." },
  [PALIER_NOTICE_ADDRESS] = { "Palier : confirmez votre nouvelle adresse",
                              "Bonjour,\n\n"
                              "Voici le code qui confirme cette adresse comme celle de votre compte{at_agency} :\n\n"
                              "**{code}**\n\n"
                              "Saisissez-le dans Palier, avec celui que reçoit votre adresse actuelle. Il est valable une "
                              "demi-heure.\n\n"
                              "Si vous n’avez rien demandé, ne faites rien." },
  [PALIER_NOTICE_ADDRESS_ASKED] = { "Palier : vous changez d’adresse",
                                    "Bonjour,\n\n"
                                    "Une autre adresse est demandée pour votre compte. Voici le code qui le permet :\n\n"
                                    "**{code}**\n\n"
                                    "Saisissez-le dans Palier, avec celui que reçoit la nouvelle adresse. Il est valable une "
                                    "demi-heure.\n\n"
                                    "Si ce n’est pas vous, quelqu’un connaît votre mot de passe : changez-le tout de suite, ce code "
                                    "ne vaudra plus rien." },
  [PALIER_NOTICE_ADDRESS_CHANGED] = { "Palier : votre adresse a changé",
                                      "Bonjour,\n\n"
                                      "Votre compte a une autre adresse : celle-ci n’y donne plus accès, et vos autres appareils ont "
                                      "été déconnectés.\n\n"
                                      "Si ce n’est pas vous, adressez-vous tout de suite à un responsable de votre agence, ou à "
                                      "l’exploitant du relais." },
  [PALIER_NOTICE_INVITED] = { "Palier : {inviter} vous invite",
                              "Bonjour,\n\n"
                              "{from} vous invite à rejoindre {agency} dans Palier. Voici le code qui vous y fait entrer :\n\n"
                              "**{code}**\n\n"
                              "Dans Palier, rejoignez l’agence avec cette adresse et ce code, et choisissez un mot de passe. "
                              "Le code est valable sept jours.\n\n"
                              "Une adresse appartient à une seule agence : si la vôtre a déjà un compte ailleurs, quittez "
                              "d’abord cette agence, ou demandez à être invité avec une autre adresse.\n\n"
                              "Si vous ne connaissez pas cette personne, ne faites rien : aucun compte ne sera créé." },
  [PALIER_NOTICE_WEBHOOK] = { "Palier : un webhook a été désactivé",
                              "Bonjour,\n\n"
                              "Depuis une journée, rien n’arrive plus au webhook de votre agence chez :\n\n"
                              "**{code}**\n\n"
                              "Il est désactivé. Ce qui s’est passé depuis est gardé trente jours : réparez cette adresse, "
                              "puis réactivez le webhook pour tout recevoir." },
  [PALIER_NOTICE_CONTACTS_NEAR] = { "Palier : il reste peu de place pour vos contacts",
                                    "Bonjour,\n\n"
                                    "Votre agence a **{used} contacts** sur les {limit} de son offre.{forecast}\n\n" CONTACTS_FR },
  [PALIER_NOTICE_CONTACTS_REACHED] = { "Palier : limite de contacts atteinte",
                                       "Bonjour,\n\n"
                                       "Votre agence a atteint la limite de son offre : **{limit} contacts**.\n\n" CONTACTS_FR },
  [PALIER_NOTICE_EMAILS_NEAR] = { "Palier : il reste peu d’e-mails pour ce mois",
                                  "Bonjour,\n\n"
                                  "Votre agence a envoyé ce mois-ci **{used} e-mails** sur les {limit} de son offre.{forecast}"
                                  "\n\n" EMAILS_FR },
  [PALIER_NOTICE_EMAILS_REACHED] = { "Palier : limite d’e-mails atteinte",
                                     "Bonjour,\n\n"
                                     "Votre agence a envoyé ce mois-ci les **{limit} e-mails** de son offre.\n\n" EMAILS_FR },
  [PALIER_NOTICE_AI_NEAR] = { "Palier : il reste peu de rédaction assistée pour ce mois",
                              "Bonjour,\n\n"
                              "La rédaction par le relais a pris ce mois-ci **{used} jetons** sur les {limit} de l’offre de votre "
                              "agence.{forecast}\n\n" WRITING_FR },
  [PALIER_NOTICE_AI_REACHED] = { "Palier : limite de rédaction assistée atteinte",
                                 "Bonjour,\n\n"
                                 "La rédaction par le relais a pris ce mois-ci les **{limit} jetons** de l’offre de votre agence."
                                 "\n\n" WRITING_FR },
};

#define LOOK_EN "\n\nIn Palier, the page of your account shows what your agency uses at any time."
#define CONTACTS_EN                                                                                 \
  "Nothing is lost beyond this limit: surplus contacts stay on the computer where you added them, " \
  "marked as such, and messages to them wait. Everything goes on by itself as soon as there is "    \
  "room, whether you delete contacts or move to a larger plan." LOOK_EN
#define EMAILS_EN                                                                                  \
  "Nothing is lost beyond this limit: what is to be sent waits, and leaves by itself on {reset}, " \
  "or as soon as you move to a larger plan." LOOK_EN
#define WRITING_EN                                                                                 \
  "Nothing stops beyond this limit: your messages are then written on your computer, by the "      \
  "built-in composer. The relay writes again on {reset}, or as soon as you move to a larger "      \
  "plan." LOOK_EN

static const PalierSystemWords english[PALIER_N_NOTICES] = {
  [PALIER_NOTICE_VERIFY] = { "Palier: confirm your address",
                             "Hello,\n\n"
                             "This is the code that confirms your address:\n\n"
                             "**{code}**\n\n"
                             "Enter it in Palier, where you created your account. It is valid for half an hour.\n\n"
                             "If you did not ask for anything, do nothing: no account will be created." },
  [PALIER_NOTICE_KNOWN] = { "Palier: you already have an account",
                            "Hello,\n\n"
                            "Somebody, probably you, tried to create an account with this address. It already has one: log "
                            "in, or ask for a new password in Palier.\n\n"
                            "If it was not you, do nothing: your account has not changed." },
  [PALIER_NOTICE_RESET] = { "Palier: your new password",
                            "Hello,\n\n"
                            "This is the code that lets you choose a new password:\n\n"
                            "**{code}**\n\n"
                            "Enter it in Palier, where you asked for it. It is valid for half an hour and works once.\n\n"
                            "If you did not ask for anything, do nothing: your password stays as it is." },
  [PALIER_NOTICE_CHANGED] = { "Palier: your password has changed",
                              "Hello,\n\n"
                              "The password of your account has just changed, and all your devices were signed out.\n\n"
                              "If it was not you, ask for a new password in Palier at once." },
  [PALIER_NOTICE_ADDRESS] = { "Palier: confirm your new address",
                              "Hello,\n\n"
                              "This is the code that confirms this address as that of your account{at_agency}:\n\n"
                              "**{code}**\n\n"
                              "Enter it in Palier, together with the one that your present address gets. It is valid for half "
                              "an hour.\n\n"
                              "If you did not ask for anything, do nothing." },
  [PALIER_NOTICE_ADDRESS_ASKED] = { "Palier: you are changing your address",
                                    "Hello,\n\n"
                                    "Another address is asked for your account. This is the code that allows it:\n\n"
                                    "**{code}**\n\n"
                                    "Enter it in Palier, together with the one that the new address gets. It is valid for half an "
                                    "hour.\n\n"
                                    "If it was not you, somebody knows your password: change it at once, and this code will be worth "
                                    "nothing." },
  [PALIER_NOTICE_ADDRESS_CHANGED] = { "Palier: your address has changed",
                                      "Hello,\n\n"
                                      "Your account has another address: this one does not lead to it any more, and your other devices "
                                      "were signed out.\n\n"
                                      "If it was not you, turn at once to an owner of your agency, or to the operator of the relay." },
  [PALIER_NOTICE_INVITED] = { "Palier: {inviter} invites you",
                              "Hello,\n\n"
                              "{from} invites you to join {agency} in Palier. This is the code that lets you in:\n\n"
                              "**{code}**\n\n"
                              "In Palier, join the agency with this address and this code, and choose a password. The code is "
                              "valid for seven days.\n\n"
                              "An address belongs to one agency: if yours has an account elsewhere, leave that agency first, "
                              "or ask to be invited with another address.\n\n"
                              "If you do not know this person, do nothing: no account will be created." },
  [PALIER_NOTICE_WEBHOOK] = { "Palier: a webhook was disabled",
                              "Hello,\n\n"
                              "For a day nothing has reached your agency’s webhook at:\n\n"
                              "**{code}**\n\n"
                              "It is disabled. What has happened since is kept for thirty days: mend that address, then "
                              "enable the webhook again to receive everything." },
  [PALIER_NOTICE_CONTACTS_NEAR] = { "Palier: there is little room left for your contacts",
                                    "Hello,\n\n"
                                    "Your agency has **{used} contacts** of the {limit} in its plan.{forecast}\n\n" CONTACTS_EN },
  [PALIER_NOTICE_CONTACTS_REACHED] = { "Palier: limit of contacts reached",
                                       "Hello,\n\n"
                                       "Your agency has reached the limit of its plan: **{limit} contacts**.\n\n" CONTACTS_EN },
  [PALIER_NOTICE_EMAILS_NEAR] = { "Palier: few e-mails are left for this month",
                                  "Hello,\n\n"
                                  "Your agency has sent **{used} e-mails** this month of the {limit} in its plan.{forecast}"
                                  "\n\n" EMAILS_EN },
  [PALIER_NOTICE_EMAILS_REACHED] = { "Palier: limit of e-mails reached",
                                     "Hello,\n\n"
                                     "Your agency has sent the **{limit} e-mails** of its plan this month.\n\n" EMAILS_EN },
  [PALIER_NOTICE_AI_NEAR] = { "Palier: little assisted writing is left for this month",
                              "Hello,\n\n"
                              "Writing by the relay has taken **{used} tokens** this month of the {limit} in your agency’s "
                              "plan.{forecast}\n\n" WRITING_EN },
  [PALIER_NOTICE_AI_REACHED] = { "Palier: limit of assisted writing reached",
                                 "Hello,\n\n"
                                 "Writing by the relay has taken the **{limit} tokens** of your agency’s plan this month."
                                 "\n\n" WRITING_EN },
};

static const PalierSystemPhrases french_phrases = {
  .forecast = " À ce rythme, cette limite sera atteinte le ",
  .inviter = "une agence",
  .agency = "son agence",
  .at = " chez ",
};

static const PalierSystemPhrases english_phrases = {
  .forecast = " At this pace, this limit will be reached on ",
  .inviter = "an agency",
  .agency = "their agency",
  .at = " at ",
};

/* Returns: (transfer none): without a text for what is not told by mail */
const PalierSystemWords *
palier_system_words_get (PalierNoticeKind kind, PalierLanguage language)
{
  return language == PALIER_LANGUAGE_ENGLISH ? &english[kind] : &french[kind];
}

const PalierSystemPhrases *
palier_system_words_get_phrases (PalierLanguage language)
{
  return language == PALIER_LANGUAGE_ENGLISH ? &english_phrases : &french_phrases;
}
