/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-authority.h"

G_BEGIN_DECLS

#define PALIER_RECOVERY_CODES 10

typedef enum
{
  PALIER_FACTOR_GOOD, /* or none is asked for */
  PALIER_FACTOR_MISSING,
  PALIER_FACTOR_WRONG,
} PalierFactorState;

/* What an authenticator program is given. */
typedef struct
{
  char *secret; /* base32 */
  char *uri;    /* otpauth://… */
} PalierEnrolment;

void palier_enrolment_free (PalierEnrolment *self);

PalierFactorState palier_second_factor_check (PalierTx *tx, const PalierTenant *tenant,
                                              const PalierId *account, const char *text);

PalierEnrolment *palier_second_factor_enrol (PalierStore *store, const PalierCaller *caller,
                                             const char *password, GError **error);
GStrv palier_second_factor_confirm (PalierStore *store, const PalierCaller *caller,
                                    const char *code, GError **error);
gboolean palier_second_factor_end (PalierStore *store, const PalierCaller *caller,
                                   const char *password, const char *factor, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierEnrolment, palier_enrolment_free)

G_END_DECLS
