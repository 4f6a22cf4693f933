/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-channel.h"
#include "palier-permission.h"
#include "palier-region.h"

G_BEGIN_DECLS

/* The legal gate: nothing reaches a sender without its verdict. */

/* Whose address it is. */
typedef enum
{
  PALIER_NATURE_UNKNOWN,      /* taken as a private one */
  PALIER_NATURE_GENERIC,      /* of the firm: contact@, a switchboard */
  PALIER_NATURE_PROFESSIONAL, /* of a person in his firm: jean@agence.fr */
  PALIER_NATURE_PRIVATE,
  PALIER_N_NATURES
} PalierAddressNature;

typedef enum
{
  PALIER_BASIS_NONE,
  PALIER_BASIS_LEGITIMATE_INTEREST,
  PALIER_BASIS_CONSENT,
  PALIER_BASIS_CONTRACT, /* a customer, for like services, told so when the address was taken */
  PALIER_N_BASES
} PalierLegalBasis;

typedef struct
{
  gboolean is_agency; /* else a person acting privately */
  PalierChannel channel;
  PalierAddressNature nature;
  PalierLegalBasis basis;
  PalierSignal consent; /* palier_consent_fold() for prospecting on this channel */
  gboolean suppressed;  /* the address is in the suppression list */
  gboolean firm_closed; /* has ceased, says the register */
  gboolean unpublished; /* objects to prospecting in the register (status P) */
  gboolean informed;    /* a message before told what art. 14 asks for */
  gint64 last_sign_ms;  /* of the prospect, or when the data were collected; 0: not known */
  gint64 now_ms;        /* when it would leave */
  PalierRegion region;  /* whose hours and holidays count */
} PalierGateQuestion;

typedef enum
{
  PALIER_VERDICT_ALLOWED,
  PALIER_VERDICT_NEEDS_NOTICE, /* allowed, if the message carries the information of art. 14 */
  PALIER_VERDICT_LATER,        /* allowed at not_before_ms */
  PALIER_VERDICT_BLOCKED,
} PalierVerdictKind;

typedef enum
{
  PALIER_GATE_CONSENT,      /* allowed: asked for and given */
  PALIER_GATE_CUSTOMER,     /* allowed: like services to a customer */
  PALIER_GATE_INTEREST,     /* allowed: legitimate interest, opposition easy */
  PALIER_GATE_FIRM_ADDRESS, /* allowed: no personal data in the address */
  PALIER_GATE_SUPPRESSED,
  PALIER_GATE_OPPOSED, /* consent withdrawn */
  PALIER_GATE_FIRM_CLOSED,
  PALIER_GATE_UNPUBLISHED,
  PALIER_GATE_TOO_OLD, /* three years without a sign */
  PALIER_GATE_NO_CONSENT,
  PALIER_GATE_NO_BASIS,
  PALIER_GATE_PRIVATE_ADDRESS, /* of an agency's contact, without consent */
  PALIER_GATE_HOURS,           /* outside the hours of the channel */
  PALIER_GATE_CALL_CONSENT,    /* of a consumer who did not ask to be called */
  PALIER_N_GATE_REASONS
} PalierGateReason;

typedef struct
{
  PalierVerdictKind kind;
  PalierGateReason reason;
  const char *article;       /* static: the text that decides, as cited in France */
  PalierChannel alternative; /* where blocked: a lawful way, or PALIER_CHANNEL_NONE */
  gint64 not_before_ms;      /* where later, else 0 */
} PalierVerdict;

gint64 palier_gate_sign_ms (gint64 noted_ms, gint64 now_ms);
PalierVerdict palier_gate_ask (const PalierGateQuestion *question);
gboolean palier_verdict_lets_pass (const PalierVerdict *verdict, gboolean has_notice);

const char *palier_gate_reason_name (PalierGateReason reason);
PalierGateReason palier_gate_reason_from_name (const char *name);
const char *palier_nature_name (PalierAddressNature nature);
PalierAddressNature palier_nature_from_name (const char *name);
const char *palier_basis_name (PalierLegalBasis basis);
PalierLegalBasis palier_basis_from_name (const char *name);

G_END_DECLS
