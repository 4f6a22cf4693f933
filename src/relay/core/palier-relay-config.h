/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-seal.h"

G_BEGIN_DECLS

#define PALIER_CONFIG_ERROR (palier_config_error_quark ())
GQuark palier_config_error_quark (void);
typedef enum
{
  PALIER_CONFIG_ERROR_FILE,    /* cannot be read, or no key=value lines */
  PALIER_CONFIG_ERROR_UNKNOWN, /* a key that is none of ours */
  PALIER_CONFIG_ERROR_VALUE,   /* out of bounds, or of the wrong form */
} PalierConfigError;

/* What the operator sets. Later sources win: built-in, file, environment (PALIER_RELAY_…). */
typedef struct
{
  char *directory;
  char *store;       /* (nullable): postgresql://…, or a file; NULL: relay.sqlite in @directory */
  char *store_owner; /* (nullable): where migrations come in; NULL: as @store */
  gint64 store_connections; /* that read, at once */
  char *listen;             /* an address */
  gint64 port;              /* 0: any free one */
  char *public_url;
  char *base_domain;     /* (nullable): agencies may have names under it */
  char *hosts;           /* (nullable): further names that are served, with commas between */
  char *tls_certificate; /* (nullable): PEM file */
  char *tls_key;
  char *trusted_proxies; /* (nullable): addresses, with commas between */
  char *master_key;      /* 64 hexadecimal digits; masked wherever it is printed */
  char *master_key_file;
  char *new_master_key; /* (nullable): which takes its place */
  char *new_master_key_file;
  gboolean registration;
  gboolean plans; /* limit what an agency may use */
  gboolean allow_plain_loopback;
  gint64 imap_poll_s;
  gint64 connections; /* HTTP, at once */
  gint64 connections_per_address;
  gint64 requests_per_second;     /* of an address, and of a tenant; 0: any number */
  gint64 key_requests_per_second; /* of a key of the public API; 0: any number */
  gboolean log_requests;
  char *otlp_endpoint;  /* (nullable): of a collector of traces; NULL: nothing is told */
  gint64 trace_percent; /* of the traces that begin here */
  char *sentry_dsn;     /* (nullable): where faults are told; NULL: nowhere */
  gint64 send_threads;
  gint64 connections_per_sender; /* SMTP, at once */
  gint64 smtp_timeout_s;
  gint64 silence_s;   /* after which a relay on the same store is held for dead */
  char *event_stream; /* (nullable): redis://…, where all events go */
  char *event_stream_key;
  gint64 hook_timeout_s;
  gint64 hook_first_pause_ms; /* after a call of a webhook that failed; it grows */
  gint64 hook_patience_s;     /* after which a webhook that fails is disabled */
  char *mail_host; /* (nullable): the server of the relay's own mails; NULL: it sends none */
  gint64 mail_port;
  char *mail_security; /* tls, starttls, or none to this machine */
  char *mail_user;     /* (nullable) */
  char *mail_password; /* (nullable) */
  char *mail_from;     /* (nullable): an address */
  char *ai_service;    /* (nullable): that writes for agencies; NULL: none */
  char *ai_endpoint;   /* (nullable): the service's own */
  char *ai_key;        /* (nullable) */
  char *ai_model;      /* (nullable): the one that is proposed for the service */
} PalierRelayConfig;

PalierRelayConfig *palier_relay_config_new (void);
void palier_relay_config_free (PalierRelayConfig *self);
gboolean palier_relay_config_load_file (PalierRelayConfig *self, const char *path, GError **error);
gboolean palier_relay_config_load_environment (PalierRelayConfig *self,
                                               const char *const *environment, GError **error);
gboolean palier_relay_config_set (PalierRelayConfig *self, const char *key, const char *value,
                                  GError **error);
char **palier_relay_config_dup_hosts (const PalierRelayConfig *self);
char *palier_relay_config_dup_store (const PalierRelayConfig *self);
char *palier_relay_config_print (const PalierRelayConfig *self);
gboolean palier_relay_config_get_key (const PalierRelayConfig *self, PalierRandom *random,
                                      PalierSealKey *out, GError **error);
gboolean palier_relay_config_get_new_key (const PalierRelayConfig *self, PalierRandom *random,
                                          PalierSealKey *out, GError **error);
gboolean palier_relay_config_is_rekeying (const PalierRelayConfig *self);
gboolean palier_relay_config_keep_new_key (const PalierRelayConfig *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRelayConfig, palier_relay_config_free)

G_END_DECLS
