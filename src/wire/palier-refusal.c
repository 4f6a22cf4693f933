/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-refusal.h"

#include <yyjson.h>

/* A tag URI (RFC 4151), as RFC 9457 § 3.1.1 proposes for types that lead to no page. */
#define TYPE_PREFIX "tag:immo-ai.fr,2026:problem/"
#define MAX_BYTES (64 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_doc, yyjson_doc_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_mut_doc, yyjson_mut_doc_free)

typedef struct
{
  const char *code;
  const char *english;
  const char *french;
} RefusalRow;

static const RefusalRow rows[] = {
  { "address_taken", "This address belongs to another agency",
    "Cette adresse appartient à une autre agence" },
  { "agency_name_invalid", "The name of the agency is too long, or not for showing",
    "Le nom de l’agence est trop long, ou ne peut pas s’afficher" },
  { "bad_request", "The request is malformed", "La requête est mal formée" },
  { "batch_reused", "The batch was sent before with another content",
    "Ce lot a déjà été envoyé avec un autre contenu" },
  { "budget_reached", "The month’s budget is used", "Le budget du mois est épuisé" },
  { "busy", "Too much is being asked at once", "Trop de demandes à la fois" },
  { "code_wrong", "The code is wrong, or not valid any more",
    "Le code est faux, ou n’est plus valable" },
  { "contact_limit", "The plan has no room for another contact",
    "La formule n’a plus de place pour un autre contact" },
  { "credentials", "Address or password is wrong", "Adresse ou mot de passe incorrect" },
  { "domain_invalid", "This is no domain that an agency can have",
    "Une agence ne peut pas avoir ce domaine" },
  { "email_invalid", "The address is not valid", "L’adresse n’est pas valide" },
  { "erased", "The person that this was about is erased", "La personne concernée a été effacée" },
  { "factor_active", "There is a second factor already", "Un second facteur existe déjà" },
  { "factor_needed", "A code of the second factor is needed",
    "Un code du second facteur est nécessaire" },
  { "factor_none", "There is no second factor", "Il n’y a pas de second facteur" },
  { "factor_wrong", "The code of the second factor is wrong, or was used",
    "Le code du second facteur est faux, ou a déjà servi" },
  { "forbidden", "Your role in the agency does not allow this",
    "Votre rôle dans l’agence ne le permet pas" },
  { "headers_too_large", "The headers are too large", "Les en-têtes sont trop longs" },
  { "host_changed",
    "This has been changed too often: earlier addresses are still kept for the agency",
    "Trop de changements : d’anciennes adresses sont encore réservées à l’agence" },
  { "internal", "An error of the relay", "Une erreur du relais" },
  { "key_invalid", "The Idempotency-Key must be 1 to 255 printable characters",
    "L’Idempotency-Key doit faire de 1 à 255 caractères imprimables" },
  { "key_reused", "This Idempotency-Key came with another request",
    "Cette Idempotency-Key accompagnait une autre requête" },
  { "key_running", "The same request is under way", "La même requête est en cours" },
  { "known_member", "This address belongs to the agency already",
    "Cette adresse appartient déjà à l’agence" },
  { "last_owner", "An agency must have an owner", "Une agence doit avoir un responsable" },
  { "media_type", "The body must be JSON, as it is or by gzip",
    "Le corps doit être du JSON, tel quel ou en gzip" },
  { "method_not_allowed", "The method does not apply here", "La méthode ne s’applique pas ici" },
  { "misdirected", "This host is not served here", "Cet hôte n’est pas servi ici" },
  { "no_hosts", "This relay gives agencies no addresses of their own",
    "Ce relais ne donne pas d’adresse propre aux agences" },
  { "no_mail", "This relay sends no mail: its operator invites",
    "Ce relais n’envoie pas de courriel : son exploitant invite" },
  { "no_writer", "This relay writes no drafts", "Ce relais ne rédige pas" },
  { "not_allowed", "This key does not allow it", "Cette clé ne le permet pas" },
  { "not_authenticated", "A valid token is needed", "Un jeton valable est nécessaire" },
  { "not_found", "There is no such thing", "Introuvable" },
  { "nothing_to_do", "It is not in a state for this", "Son état ne le permet pas" },
  { "password_refused", "The password is not strong enough", "Le mot de passe est trop faible" },
  { "plan_without_ai", "The plan has no assisted writing",
    "La formule ne comprend pas la rédaction assistée" },
  { "plan_without_api", "The plan has no API", "La formule ne comprend pas l’API" },
  { "plan_without_domain", "The plan has no domain of one’s own",
    "La formule ne comprend pas de domaine propre" },
  { "rate_limit", "Too many requests", "Trop de requêtes" },
  { "registration_closed", "This relay opens no accounts", "Ce relais n’ouvre pas de compte" },
  { "siret_invalid", "The SIRET is not valid", "Le SIRET n’est pas valide" },
  { "slug_invalid", "3 to 40 letters without accents, digits and single hyphens",
    "De 3 à 40 lettres sans accent, chiffres et tirets isolés" },
  { "slug_taken", "This address is not free", "Cette adresse n’est pas libre" },
  { "subscription_ended", "The subscription has ended", "L’abonnement a pris fin" },
  { "too_large", "The request is too large", "La requête est trop longue" },
  { "too_many_tries", "Too many tries: wait a while", "Trop d’essais : patientez un moment" },
  { "too_many", "There are as many as there may be", "Il y en a autant que permis" },
  { "unavailable", "Not available now", "Indisponible pour le moment" },
  { "url_refused", "Only https to an address of the Internet is called",
    "Seul le https vers une adresse d’Internet est appelé" },
  { "user_limit", "The plan has no room for another user",
    "La formule n’a plus de place pour un autre utilisateur" },
  { "value_refused", "A member has a value that it cannot take",
    "Un champ a une valeur qu’il ne peut pas prendre" },
  { "wire_version", "The program must be updated", "Le programme doit être mis à jour" },
  { "writer_broken", "The relay’s writing service does not work: tell who runs the relay",
    "La rédaction par le relais est en panne : signalez-le à son exploitant" },
  { "writer_unavailable", "The relay’s writing service does not answer now: try again in a moment",
    "La rédaction par le relais ne répond pas : réessayez dans un moment" },
  { "writing_limit", "The month’s assisted writing of the plan is used",
    "La rédaction assistée de la formule est épuisée pour ce mois" },
};

/* Returns: (nullable): NULL for a code that is none of a relay's */
const char *
palier_refusal_title (const char *code, gboolean french)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].code, code))
      return french ? rows[i].french : rows[i].english;
  return NULL;
}

/**
 * palier_refusal_to_json:
 * @code: one that has a title; else the title is the code
 * @trace: (nullable): the request's trace id
 * @member: (nullable): which member of what was sent is meant
 * @detail: (nullable): what is the case here, in the language of @french
 *
 * Returns: (transfer full): a body of type PALIER_REFUSAL_MEDIA
 */
char *
palier_refusal_to_json (guint status, const char *code, gboolean french, const char *trace,
                        const char *member, const char *detail)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  g_autofree char *type = g_strconcat (TYPE_PREFIX, code, NULL);
  const char *title = palier_refusal_title (code, french);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "type", type);
  yyjson_mut_obj_add_str (doc, root, "title", title != NULL ? title : code);
  yyjson_mut_obj_add_uint (doc, root, "status", status);
  yyjson_mut_obj_add_str (doc, root, "code", code);
  if (trace != NULL)
    yyjson_mut_obj_add_str (doc, root, "trace", trace);
  if (member != NULL)
    yyjson_mut_obj_add_str (doc, root, "member", member);
  if (detail != NULL)
    yyjson_mut_obj_add_str (doc, root, "detail", detail);
  char *text = yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, NULL);
  char *owned = g_strdup (text);
  free (text);
  return owned;
}

/**
 * palier_refusal_dup_code:
 * @json: the body of an answer, which may be anything
 *
 * Returns: (transfer full) (nullable): the code, known here or not; NULL when the body is no
 *   problem document
 */
char *
palier_refusal_dup_code (const char *json, gsize length)
{
  g_autoptr (yyjson_doc) doc =
      length <= MAX_BYTES ? yyjson_read (json, length, YYJSON_READ_NOFLAG) : NULL;

  return g_strdup (yyjson_get_str (yyjson_obj_get (yyjson_doc_get_root (doc), "code")));
}
