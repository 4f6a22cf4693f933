/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-agency.h"
#include "palier-handover.h"

G_BEGIN_DECLS

/* What is claimed for one sender, in the order it became due, and the lines to its server. The
 * dispatcher's lock guards all of it. */
typedef struct
{
  PalierTenant *tenant;
  PalierId sender;
  GQueue jobs;    /* of PalierSendJob, claimed */
  guint active;   /* workers on it */
  gboolean ready; /* in the dispatcher's list */
  guint failures; /* in a row */
  gint64 hold_ms; /* nothing is tried before this time of the wall clock */
  GQueue lines;   /* of PalierLine, idle */
} PalierLane;

/* A line to a server, kept for the next batch. */
typedef struct
{
  PalierSmtpSession *session;
  PalierMailbox *mailbox;
  gint64 used_ms;
} PalierLine;

PalierLane *palier_lane_new (PalierTenant *tenant, const PalierId *sender);
void palier_lane_free (PalierLane *self);
void palier_line_free (PalierLine *self);

/* A letter on its way, and what became of it. */
typedef struct
{
  PalierLetter *letter;
  gboolean begun;
  PalierSmtpResult result;
} PalierParcel;

/* So many messages of one line are in handing_over, and are uncertain after a crash: few, unless
 * the server takes more within a moment. */
#define PALIER_BATCH_MIN 8
#define PALIER_BATCH_MAX 32

/* Messages of one sender that go through together. */
typedef struct
{
  PalierTenant *tenant;
  PalierId sender;
  const PalierSites *sites;
  gboolean plain_loopback;
  PalierMeter meter;
  GPtrArray *jobs;        /* (element-type PalierSendJob) */
  GPtrArray *parcels;     /* (element-type PalierParcel): one for each job, once prepared */
  PalierMailbox *mailbox; /* (nullable): NULL when there is none, or a line has taken it */
  gboolean has_mailbox;
} PalierBatch;

/* What goes into one commit. */
typedef struct
{
  PalierBatch *settle; /* (nullable): was sent */
  PalierBatch *begin;  /* (nullable): leaves next */
} PalierExchange;

PalierBatch *palier_batch_new (const PalierLane *lane, GPtrArray *jobs);
void palier_batch_free (PalierBatch *self);
void palier_parcel_free (PalierParcel *self);
gboolean palier_batch_prepare (PalierTx *tx, gpointer batch, GError **error);
gboolean palier_batch_exchange (PalierTx *tx, gpointer exchange, GError **error);
guint palier_batch_next_size (guint size, guint n_sent, gint64 taken_us);
const PalierSmtpResult *
palier_batch_send (PalierBatch *self, PalierLine **line, guint reply_ms, GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierBatch, palier_batch_free)

G_END_DECLS
