/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* TLS 1.3 with a certificate that can be changed while connections stand. */
typedef struct _PalierTls PalierTls;

#define PALIER_TLS_PRIORITIES "SECURE128:-VERS-ALL:+VERS-TLS1.3:%SERVER_PRECEDENCE"

PalierTls *palier_tls_new (const char *certificate, const char *key, GError **error);
void palier_tls_free (PalierTls *self);
gboolean palier_tls_reload (PalierTls *self, GError **error);
gpointer palier_tls_get_callback (PalierTls *self);

G_END_DECLS
