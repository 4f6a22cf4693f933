/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As the providers' help pages give them; TLS on 465 wherever it is offered (RFC 8314). */
#include "palier-mail-presets.h"

static const PalierMailPreset presets[] = {
  { "Brevo", "smtp-relay.brevo.com", 587, "starttls" },
  { "Free", "smtp.free.fr", 465, "tls" },
  { "Gandi", "mail.gandi.net", 465, "tls" },
  { "Gmail, Google Workspace", "smtp.gmail.com", 465, "tls" },
  { "Infomaniak", "mail.infomaniak.com", 465, "tls" },
  { "IONOS", "smtp.ionos.fr", 465, "tls" },
  { "La Poste", "smtp.laposte.net", 465, "tls" },
  { "Microsoft 365, Outlook", "smtp.office365.com", 587, "starttls" },
  { "Orange", "smtp.orange.fr", 465, "tls" },
  { "OVHcloud", "ssl0.ovh.net", 465, "tls" },
  { "SFR", "smtp.sfr.fr", 465, "tls" },
  { "Yahoo", "smtp.mail.yahoo.com", 465, "tls" },
};

const PalierMailPreset *
palier_mail_presets (guint *n)
{
  *n = G_N_ELEMENTS (presets);
  return presets;
}

/* Returns: the index of the preset with that server, -1 for none */
int
palier_mail_preset_of_host (const char *host)
{
  for (guint i = 0; host && i < G_N_ELEMENTS (presets); i++)
    if (g_ascii_strcasecmp (presets[i].host, host) == 0)
      return (int) i;
  return -1;
}
