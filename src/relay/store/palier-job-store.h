/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-channel.h"
#include "palier-permission.h"
#include "palier-send-state.h"
#include "palier-store.h"

G_BEGIN_DECLS

/* What came back of a message. */
typedef enum
{
  PALIER_RETURN_NONE,
  PALIER_RETURN_PERMANENT,
  PALIER_RETURN_COMPLAINT,
} PalierReturn;

/* One message for one prospect at one time; its id is the message's. What it says and to whom lies
 * in the message's record. */
typedef struct
{
  PalierId id;
  PalierId prospect;
  PalierId sender;
  PalierSendState state;
  PalierSendReason reason;
  gint64 due_ms;
  guint attempts;
  gint64 first_ms;  /* of the first attempt; 0: none yet */
  gint64 lease_ms;  /* a claim ends then */
  PalierId process; /* who holds it, or held it last */
  gint64 fence;     /* grows with each claim: who holds an older one has lost the job */
  char *mail_id;    /* (nullable): the Message-ID, the same for every attempt */
  int code;         /* the server's last reply, 0: none */
  gint64 changed_ms;
  PalierChannel channel;

  /* Of a campaign's message. */
  PalierId campaign; /* nil: of none */
  guint step;        /* its id */
  gint64 planned_ms; /* when the device that wrote it meant it to leave */
  guint pool;        /* of its reader's mail, 0: none */
  gboolean linked;   /* it left with links of its own */
  PalierReturn bounced;
} PalierSendJob;

PalierSendJob *palier_send_job_new (void);
PalierSendJob *palier_send_job_copy (const PalierSendJob *self);
void palier_send_job_free (PalierSendJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSendJob, palier_send_job_free)

/* What goes with a change of state. */
typedef struct
{
  PalierSendReason reason;
  gint64 due_ms;      /* for scheduled and deferred */
  int code;           /* of the server, 0: none */
  const char *stage;  /* (nullable): how far the hand-over came */
  const char *text;   /* (nullable): the server's words */
  const char *detail; /* (nullable): the gate's reason */
} PalierJobChange;

PalierSendJob *palier_job_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *id);
void palier_job_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job);
void palier_job_store_move (PalierTx *tx, const PalierTenant *tenant, PalierSendJob *job,
                            PalierSendState to, const PalierJobChange *change);
void palier_job_store_retarget (PalierTx *tx, const PalierTenant *tenant, PalierSendJob *job);
void palier_job_store_reschedule (PalierTx *tx, const PalierTenant *tenant, PalierSendJob *job,
                                  const PalierJobChange *change);
void palier_job_store_explain (PalierTx *tx, const PalierTenant *tenant, PalierSendJob *job,
                               PalierSendReason reason);
void palier_job_store_set_bounced (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                                   PalierReturn bounced);
void palier_job_store_hasten (PalierTx *tx, const PalierTenant *tenant, PalierSendReason reason);
guint
palier_job_store_count_waiting (PalierTx *tx, const PalierTenant *tenant, PalierSendReason reason);
GPtrArray *
palier_job_store_claim (PalierTx *tx, const PalierTenant *tenant, guint limit, gint64 lease_ms);
GPtrArray *palier_job_store_list (PalierTx *tx, const PalierTenant *tenant, PalierSendState state,
                                  guint limit);
GPtrArray *palier_job_store_page (PalierTx *tx, const PalierTenant *tenant, const PalierId *before,
                                  guint limit);
GPtrArray *
palier_job_store_of_prospect (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect);
GPtrArray *
palier_job_store_of_campaign (PalierTx *tx, const PalierTenant *tenant, const PalierId *campaign);
GPtrArray *palier_job_store_of_enrolment (PalierTx *tx, const PalierTenant *tenant,
                                          const PalierId *campaign, const PalierId *prospect);
GArray *palier_job_store_due_tenants (PalierTx *tx, guint limit, gint64 *next_ms);
void palier_job_store_forget_due (PalierTx *tx, gint64 tenant);
guint palier_job_store_recover (PalierTx *tx, const PalierTenant *tenant, const PalierId *process);
void palier_job_store_count (PalierTx *tx, const PalierTenant *tenant,
                             guint64 counts[PALIER_N_SEND_STATES]);

G_END_DECLS
