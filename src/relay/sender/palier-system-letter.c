/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the relay's own mails say. None holds a link: a code is typed where it was asked for. Of
 * what a request names nothing gets into a mail; who invites stands there by the address of his
 * account. */
#include "palier-system-letter.h"

#include <string.h>

#include "palier-id.h"
#include "palier-limit-words.h"
#include "palier-mail.h"

typedef struct
{
  const char *subject;
  const char *text; /* with the names of `fill_in` */
} Letter;

#define CONTACTS_WAIT                                                                              \
  "Rien n’est perdu au-delà de cette limite : les contacts en trop restent sur l’ordinateur où "   \
  "vous les avez ajoutés, marqués comme tels, et les messages qui leur sont destinés attendent. "  \
  "Tout repart de soi-même dès qu’il y a de la place, que vous supprimiez des contacts ou que "    \
  "vous passiez à une offre plus large." LOOK
#define EMAILS_WAIT                                                                                \
  "Rien n’est perdu au-delà de cette limite : les envois attendent et partent d’eux-mêmes le "     \
  "{reset}, ou dès que vous passez à une offre plus large." LOOK
#define LOOK                                                                                       \
  "\n\nDans Palier, la page de votre compte montre à tout moment ce que votre agence utilise."

static const Letter letters[PALIER_N_NOTICES] = {
  [PALIER_NOTICE_VERIFY] = { "Palier : confirmez votre adresse",
                             "Bonjour,\n\nVoici le code qui confirme votre adresse :\n\n**{code}**\n\n"
                             "Saisissez-le dans Palier, là où vous avez créé votre compte. Il est "
                             "valable une demi-heure.\n\nSi vous n’avez rien demandé, ne faites "
                             "rien : aucun compte ne sera créé." },
  [PALIER_NOTICE_KNOWN] = { "Palier : vous avez déjà un compte",
                            "Bonjour,\n\nQuelqu’un, sans doute vous, a voulu créer un compte avec "
                            "cette adresse. Elle en a déjà un : connectez-vous, ou demandez un "
                            "nouveau mot de passe dans Palier.\n\nSi ce n’est pas vous, ne faites "
                            "rien : votre compte n’a pas changé." },
  [PALIER_NOTICE_RESET] = { "Palier : votre nouveau mot de passe",
                            "Bonjour,\n\nVoici le code qui permet de choisir un nouveau mot de "
                            "passe :\n\n**{code}**\n\nSaisissez-le dans Palier, là où vous l’avez "
                            "demandé. Il est valable une demi-heure et ne sert qu’une fois.\n\nSi "
                            "vous n’avez rien demandé, ne faites rien : votre mot de passe reste "
                            "le même." },
  [PALIER_NOTICE_CHANGED] = { "Palier : votre mot de passe a changé",
                              "Bonjour,\n\nLe mot de passe de votre compte vient de changer, et "
                              "tous vos appareils ont été déconnectés.\n\nSi ce n’est pas vous, "
                              "demandez tout de suite un nouveau mot de passe dans Palier." },
  [PALIER_NOTICE_ADDRESS] = { "Palier : confirmez votre nouvelle adresse",
                              "Bonjour,\n\nVoici le code qui confirme cette adresse comme celle de "
                              "votre compte :\n\n**{code}**\n\nSaisissez-le dans Palier, avec "
                              "celui que reçoit votre adresse actuelle. Il est valable une "
                              "demi-heure.\n\nSi vous n’avez rien demandé, ne faites rien." },
  [PALIER_NOTICE_ADDRESS_ASKED] = { "Palier : vous changez d’adresse",
                                    "Bonjour,\n\nUne autre adresse est demandée pour votre compte. "
                                    "Voici le code qui le permet :\n\n**{code}**\n\nSaisissez-le "
                                    "dans Palier, avec celui que reçoit la nouvelle adresse. Il est "
                                    "valable une demi-heure.\n\nSi ce n’est pas vous, quelqu’un "
                                    "connaît votre mot de passe : changez-le tout de suite, ce code "
                                    "ne vaudra plus rien." },
  [PALIER_NOTICE_ADDRESS_CHANGED] = { "Palier : votre adresse a changé",
                                      "Bonjour,\n\nVotre compte a une autre adresse : celle-ci n’y "
                                      "donne plus accès, et vos autres appareils ont été "
                                      "déconnectés.\n\nSi ce n’est pas vous, adressez-vous tout de "
                                      "suite à un responsable de votre agence, ou à l’exploitant du "
                                      "relais." },
  [PALIER_NOTICE_INVITED] = { "Palier : une agence vous invite",
                              "Bonjour,\n\n{from} vous invite à rejoindre son agence dans Palier. "
                              "Voici le code qui vous y fait entrer :\n\n**{code}**\n\nDans Palier, "
                              "rejoignez l’agence avec cette adresse et ce code, et choisissez un mot "
                              "de passe. Le code est valable sept jours.\n\nUne adresse appartient à "
                              "une seule agence : si la vôtre a déjà un compte ailleurs, quittez "
                              "d’abord cette agence, ou demandez à être invité avec une autre "
                              "adresse.\n\nSi vous ne connaissez pas cette personne, ne faites rien : "
                              "aucun compte ne sera créé." },
  [PALIER_NOTICE_WEBHOOK] = { "Palier : un webhook a été désactivé",
                              "Bonjour,\n\nDepuis une journée, rien n’arrive plus au webhook de "
                              "votre agence chez :\n\n**{code}**\n\nIl est désactivé. Ce qui s’est "
                              "passé depuis est gardé trente jours : réparez cette adresse, puis "
                              "réactivez le webhook pour tout recevoir." },
  [PALIER_NOTICE_CONTACTS_NEAR] = { "Palier : il reste peu de place pour vos contacts",
                                    "Bonjour,\n\nVotre agence a **{used} contacts** sur les "
                                    "{limit} de son offre.{forecast}\n\n" CONTACTS_WAIT },
  [PALIER_NOTICE_CONTACTS_REACHED] = { "Palier : limite de contacts atteinte",
                                       "Bonjour,\n\nVotre agence a atteint la limite de son "
                                       "offre : **{limit} contacts**.\n\n" CONTACTS_WAIT },
  [PALIER_NOTICE_EMAILS_NEAR] = { "Palier : il reste peu d’e-mails pour ce mois",
                                  "Bonjour,\n\nVotre agence a envoyé ce mois-ci **{used} "
                                  "e-mails** sur les {limit} de son offre.{forecast}\n\n" EMAILS_WAIT },
  [PALIER_NOTICE_EMAILS_REACHED] = { "Palier : limite d’e-mails atteinte",
                                     "Bonjour,\n\nVotre agence a envoyé ce mois-ci les "
                                     "**{limit} e-mails** de son offre.\n\n" EMAILS_WAIT },
};

typedef struct
{
  const char *name;
  char *value; /* (nullable) */
} Value;

static char *
dup_forecast (const PalierLimitUse *use)
{
  if (use->reached_ms == PALIER_FORECAST_NEVER)
    return g_strdup ("");
  g_autofree char *day = palier_limit_day_words (use->reached_ms, TRUE);
  return g_strdup_printf (" À ce rythme, cette limite sera atteinte le %s.", day);
}

/* The first of a name alone, so that a value that looks like a place stays as it is. */
static char *
fill_in (const PalierNotice *notice, const char *text)
{
  const PalierLimitUse *use = &notice->use;
  GString *filled = g_string_new (text);
  Value values[] = {
    { "{code}", g_strdup (notice->code) },
    { "{from}", g_strdup (notice->from) },
    { "{used}", palier_limit_number_words (use->used, TRUE) },
    { "{limit}", palier_limit_number_words (use->limit, TRUE) },
    { "{forecast}", dup_forecast (use) },
    { "{reset}", palier_limit_day_words (use->resets_ms, TRUE) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
  {
    if (values[i].value != NULL)
      g_string_replace (filled, values[i].name, values[i].value, 1);
    g_free (values[i].value);
  }
  return g_string_free_and_steal (filled);
}

/* Whether it gives a code away. */
gboolean
palier_system_letter_has_code (PalierNoticeKind kind)
{
  return letters[kind].text != NULL && strstr (letters[kind].text, "{code}") != NULL;
}

/**
 * palier_system_letter_compose:
 * @notice: of a kind that is told by mail
 * @from: the address that it comes from
 *
 * Returns: (transfer full) (nullable): the mail; NULL with PALIER_MAIL_ERROR
 */
GBytes *
palier_system_letter_compose (const PalierNotice *notice, const char *from, PalierRandom *random,
                              GError **error)
{
  const Letter *letter = &letters[notice->kind];
  PalierId id;
  char boundary[PALIER_ID_TEXT_SIZE];

  palier_random_bytes (random, id.bytes, sizeof id.bytes);
  palier_id_format (&id, boundary);
  g_autofree char *text = fill_in (notice, letter->text);
  g_autofree char *message_id = g_strconcat (boundary, strchr (from, '@'), NULL);
  PalierMailDraft draft = { .from_name = "Palier",
                            .from_email = from,
                            .to_email = notice->email,
                            .subject = letter->subject,
                            .text = text,
                            .message_id = message_id,
                            .date_ms = g_get_real_time () / 1000,
                            .boundary = boundary };
  return palier_mail_compose (&draft, error);
}
