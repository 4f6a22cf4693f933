/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two prospects are one, by what they share exactly.
 *
 * A firm and the people in it are told apart: colleagues share the switchboard, contact@, the
 * SIRET. Such a value is evidence of the firm. Two people with different names are never one, and a
 * wrong merge costs more than a missed one: whoever is not surely the same is kept beside. */
#include "palier-face.h"

#include <string.h>

#include "palier-email.h"
#include "palier-fold.h"
#include "palier-phone.h"

#define HASH_BASIS 2166136261u

/* FNV-1a. */
static inline guint32
hash_letter (guint32 hash, char letter)
{
  return (hash ^ (guint8) letter) * 16777619u;
}

/* In 48 bits; 0 means unknown, so no text hashes to it. */
static guint64
hash_text (const char *text)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  if (text == NULL || *text == '\0')
    return 0;
  for (const char *p = text; *p != '\0'; p++)
    hash = (hash ^ (guint8) *p) * G_GUINT64_CONSTANT (1099511628211);
  hash = (hash ^ hash >> 48) & G_GUINT64_CONSTANT (0xffffffffffff);
  return hash != 0 ? hash : 1;
}

/* Legal forms, which are no part of a firm's name: "Agence du Port SARL" is "Agence du Port". */
static gboolean
is_legal_form (const char *word, gsize length)
{
  static const char *const forms[] = { "sarl", "sas",    "sasu", "eurl", "sa", "sci",
                                       "snc",  "selarl", "ei",   "eirl", "scp" };

  for (gsize i = 0; length <= 6 && i < G_N_ELEMENTS (forms); i++)
    if (strlen (forms[i]) == length && memcmp (forms[i], word, length) == 0)
      return TRUE;
  return FALSE;
}

/* Hashes the words of a folded text, whatever parts them, going on from @hash. */
static guint32
hash_folded (guint32 hash, const char *folded, gboolean without_forms)
{
  for (const char *p = folded; *p != '\0';)
  {
    gsize length = strcspn (p, " ");
    if (length > 0 && !(without_forms && is_legal_form (p, length)))
    {
      for (gsize i = 0; i < length; i++)
        hash = hash_letter (hash, p[i]);
      hash = hash_letter (hash, ' ');
    }
    p += length + (p[length] != '\0');
  }
  return hash;
}

static guint32
hash_words_onto (guint32 hash, const char *text, gboolean without_forms)
{
  char plain[256];
  gsize length = strnlen (text, sizeof plain);

  /* Most texts are short and ASCII: folded in place. */
  if (length == sizeof plain || !g_str_is_ascii (text))
  {
    g_autofree char *words = palier_fold_words (text);
    return hash_folded (hash, words, without_forms);
  }
  for (gsize i = 0; i < length; i++)
    plain[i] = g_ascii_isalnum (text[i]) ? g_ascii_tolower (text[i]) : ' ';
  plain[length] = '\0';
  return hash_folded (hash, plain, without_forms);
}

static guint32
hash_words (const char *text)
{
  guint32 hash = text != NULL ? hash_words_onto (HASH_BASIS, text, FALSE) : HASH_BASIS;
  return hash == HASH_BASIS ? 0 : hash;
}

/* A firm of nothing but its legal form is called so. */
static guint32
hash_company (const char *text)
{
  guint32 hash = text != NULL ? hash_words_onto (HASH_BASIS, text, TRUE) : HASH_BASIS;
  return hash == HASH_BASIS ? hash_words (text) : hash;
}

static guint32
hash_place (const PalierProspect *prospect)
{
  static const PalierField fields[] = { PALIER_FIELD_STREET, PALIER_FIELD_POSTAL_CODE,
                                        PALIER_FIELD_CITY };
  guint32 hash = HASH_BASIS;

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
  {
    const char *text = palier_prospect_get (prospect, fields[i]);
    if (text != NULL)
      hash = hash_words_onto (hash_letter (hash, (char) ('0' + i)), text, FALSE);
  }
  return hash == HASH_BASIS ? 0 : hash;
}

/* The face of @prospect, whose values are canonical. */
PalierFace
palier_face_of (const PalierProspect *prospect)
{
  const char *email = palier_prospect_get (prospect, PALIER_FIELD_EMAIL);
  const char *phone = palier_prospect_get (prospect, PALIER_FIELD_PHONE);
  PalierFace self = {
    .first = hash_words (palier_prospect_get (prospect, PALIER_FIELD_FIRST_NAME)),
    .last = hash_words (palier_prospect_get (prospect, PALIER_FIELD_LAST_NAME)),
    .company = hash_company (palier_prospect_get (prospect, PALIER_FIELD_COMPANY)),
    .place = hash_place (prospect),
    .email = hash_text (email),
    .phone = hash_text (phone),
    .mobile = hash_text (palier_prospect_get (prospect, PALIER_FIELD_MOBILE)),
    .siret = hash_text (palier_prospect_get (prospect, PALIER_FIELD_SIRET)),
    .linkedin = hash_text (palier_prospect_get (prospect, PALIER_FIELD_LINKEDIN)),
    .is_person = palier_prospect_is_person (prospect),
    .is_generic = email != NULL && palier_email_is_generic (email),
  };

  /* A mobile number in the column of phones is nobody's switchboard. */
  if (phone != NULL && self.mobile == 0 && palier_phone_kind (phone) == PALIER_PHONE_MOBILE)
  {
    self.mobile = self.phone;
    self.phone = 0;
  }
  return self;
}

/* Lets @value stand in place of the face's own address (EMAIL) or number. */
void
palier_face_show (PalierFace *self, PalierField field, const char *value)
{
  guint64 hash = hash_text (value);

  if (field == PALIER_FIELD_EMAIL)
  {
    self->email = hash;
    self->is_generic = palier_email_is_generic (value);
  }
  else if (palier_phone_kind (value) == PALIER_PHONE_MOBILE)
    self->mobile = hash;
  else
    self->phone = hash;
}

static gboolean
is_equal (guint64 a, guint64 b)
{
  return a != 0 && a == b;
}

static gboolean
contradicts (guint64 a, guint64 b)
{
  return a != 0 && b != 0 && a != b;
}

static gboolean
is_nameless (const PalierFace *self)
{
  return self->first == 0 && self->last == 0;
}

/* Names that cannot be one person's; first and last name may stand in each other's place. */
static gboolean
names_contradict (const PalierFace *a, const PalierFace *b)
{
  gboolean swapped = is_equal (a->first, b->last) && is_equal (a->last, b->first);

  return !swapped && (contradicts (a->first, b->first) || contradicts (a->last, b->last));
}

static gboolean
names_agree (const PalierFace *a, const PalierFace *b)
{
  return a->first != 0 && a->last != 0 && b->first != 0 && b->last != 0 && !names_contradict (a, b);
}

/* Values of one person alone. */
static const char *
share_personal (const PalierFace *a, const PalierFace *b)
{
  if (is_equal (a->email, b->email) && !a->is_generic)
    return "email";
  if (is_equal (a->mobile, b->mobile))
    return "phone";
  return is_equal (a->linkedin, b->linkedin) ? "linkedin" : NULL;
}

/* Values that a firm's people share. */
static const char *
share_firm (const PalierFace *a, const PalierFace *b)
{
  if (is_equal (a->siret, b->siret))
    return "siret";
  if (is_equal (a->email, b->email))
    return "email";
  return is_equal (a->phone, b->phone) || is_equal (a->phone, b->mobile)
                 || is_equal (a->mobile, b->phone)
             ? "phone"
             : NULL;
}

/* Two addresses that are both one person's, and not the same. */
static gboolean
emails_contradict (const PalierFace *a, const PalierFace *b)
{
  return contradicts (a->email, b->email) && !a->is_generic && !b->is_generic;
}

/* Everything that either has is the same in both: rows that say nothing different. */
static gboolean
says_the_same (const PalierFace *a, const PalierFace *b)
{
  return a->first == b->first && a->last == b->last && a->company == b->company
         && a->email == b->email && a->phone == b->phone && a->mobile == b->mobile
         && a->siret == b->siret && a->place == b->place;
}

static PalierIdentity
compare_persons (const PalierFace *a, const PalierFace *b, const char *personal, const char *firm)
{
  if (names_agree (a, b))
    return PALIER_IDENTITY_SAME;
  if (personal != NULL)
    return PALIER_IDENTITY_SAME;
  /* A shared switchboard or contact@ and a name missing: it may be a colleague. */
  return firm != NULL ? PALIER_IDENTITY_UNSURE : PALIER_IDENTITY_NEW;
}

static PalierIdentity
compare_agencies (const PalierFace *a, const PalierFace *b, const char *personal)
{
  if (is_equal (a->siret, b->siret) && !emails_contradict (a, b))
    return PALIER_IDENTITY_SAME;
  if (contradicts (a->company, b->company))
    return PALIER_IDENTITY_UNSURE;
  if (personal == NULL && emails_contradict (a, b))
    return names_agree (a, b) ? PALIER_IDENTITY_SAME : PALIER_IDENTITY_UNSURE;
  return PALIER_IDENTITY_SAME;
}

/**
 * palier_face_compare:
 * @reason: (out) (optional) (nullable): which value is shared
 */
PalierIdentity
palier_face_compare (const PalierFace *a, const PalierFace *b, const char **reason)
{
  const char *personal = share_personal (a, b);
  const char *firm = share_firm (a, b);
  gboolean same = says_the_same (a, b) && a->is_person == b->is_person;
  PalierIdentity found;

  if (reason != NULL)
    *reason = personal != NULL ? personal : firm != NULL ? firm : same ? "name" : NULL;
  if (same && (personal != NULL || firm != NULL || !is_nameless (a) || a->company != 0))
    return PALIER_IDENTITY_SAME;
  if (personal == NULL && firm == NULL)
    return PALIER_IDENTITY_NEW;
  /* Two establishments, or two people: what they share is the firm's, unless it is personal. */
  if (contradicts (a->siret, b->siret) || names_contradict (a, b))
    found = personal != NULL ? PALIER_IDENTITY_UNSURE : PALIER_IDENTITY_NEW;
  else if (a->is_person != b->is_person)
    found = PALIER_IDENTITY_UNSURE;
  else
    found =
        a->is_person ? compare_persons (a, b, personal, firm) : compare_agencies (a, b, personal);
  if (found == PALIER_IDENTITY_NEW && reason != NULL)
    *reason = NULL;
  return found;
}

/* A key of whom nothing but name and place is known; 0 where not even a name is. */
guint32
palier_face_name_key (const PalierFace *self)
{
  if (is_nameless (self) && self->company == 0)
    return 0;
  guint32 hash = self->first * 31 + self->last;
  hash = hash * 31 + self->company;
  return (hash * 31 + self->place) | 1;
}
