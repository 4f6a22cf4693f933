/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-relay-config.h"

#include <string.h>

#include "palier-email.h"
#include "palier-host-name.h"

#define FILE_MAX (64 * 1024)
#define PREFIX "PALIER_RELAY_"

G_DEFINE_QUARK (palier-config-error-quark, palier_config_error)

typedef enum
{
  TEXT,
  SECRET,
  PLACE,  /* of a store: may hold a password */
  STREAM, /* as PLACE */
  URL,
  ZONE, /* of DNS */
  SECURITY,
  ADDRESS,
  NUMBER,
  YES_NO,
} Form;

typedef struct
{
  const char *key;
  Form form;
  gsize offset;
  const char *otherwise; /* (nullable) */
  gint64 least;
  gint64 most;
} Option;

#define AT(member) G_STRUCT_OFFSET (PalierRelayConfig, member)

static const Option options[] = {
  { "directory", TEXT, AT (directory), "/var/lib/palier-relay", 0, 0 },
  { "store", PLACE, AT (store), NULL, 0, 0 },
  { "store_owner", PLACE, AT (store_owner), NULL, 0, 0 },
  { "store_connections", NUMBER, AT (store_connections), "16", 1, 1000 },
  { "listen", TEXT, AT (listen), "127.0.0.1", 0, 0 },
  { "port", NUMBER, AT (port), "8025", 0, 65535 },
  { "public_url", URL, AT (public_url), NULL, 0, 0 },
  { "base_domain", ZONE, AT (base_domain), NULL, 0, 0 },
  { "hosts", TEXT, AT (hosts), NULL, 0, 0 },
  { "tls_certificate", TEXT, AT (tls_certificate), NULL, 0, 0 },
  { "tls_key", TEXT, AT (tls_key), NULL, 0, 0 },
  { "trusted_proxies", TEXT, AT (trusted_proxies), NULL, 0, 0 },
  { "master_key", SECRET, AT (master_key), NULL, 0, 0 },
  { "master_key_file", TEXT, AT (master_key_file), NULL, 0, 0 },
  { "new_master_key", SECRET, AT (new_master_key), NULL, 0, 0 },
  { "new_master_key_file", TEXT, AT (new_master_key_file), NULL, 0, 0 },
  { "registration", YES_NO, AT (registration), "yes", 0, 0 },
  { "plans", YES_NO, AT (plans), "no", 0, 0 },
  { "allow_plain_loopback", YES_NO, AT (allow_plain_loopback), "no", 0, 0 },
  { "connections", NUMBER, AT (connections), "512", 1, 4096 },
  { "connections_per_address", NUMBER, AT (connections_per_address), "256", 1, 4096 },
  { "requests_per_second", NUMBER, AT (requests_per_second), "100", 0, 1000 },
  { "key_requests_per_second", NUMBER, AT (key_requests_per_second), "10", 0, 1000 },
  { "log_requests", YES_NO, AT (log_requests), "no", 0, 0 },
  { "otlp_endpoint", URL, AT (otlp_endpoint), NULL, 0, 0 },
  { "trace_percent", NUMBER, AT (trace_percent), "10", 0, 100 },
  { "sentry_dsn", SECRET, AT (sentry_dsn), NULL, 0, 0 },
  { "send_threads", NUMBER, AT (send_threads), "4", 1, 64 },
  { "connections_per_sender", NUMBER, AT (connections_per_sender), "2", 1, 16 },
  { "smtp_timeout_s", NUMBER, AT (smtp_timeout_s), "300", 1, 600 },
  { "imap_poll_s", NUMBER, AT (imap_poll_s), "120", 1, 86400 },
  { "silence_s", NUMBER, AT (silence_s), "20", 1, 600 },
  { "event_stream", STREAM, AT (event_stream), NULL, 0, 0 },
  { "event_stream_key", TEXT, AT (event_stream_key), "palier:events", 0, 0 },
  { "hook_timeout_s", NUMBER, AT (hook_timeout_s), "10", 1, 30 },
  { "hook_first_pause_ms", NUMBER, AT (hook_first_pause_ms), "10000", 10, 3600000 },
  { "hook_patience_s", NUMBER, AT (hook_patience_s), "86400", 1, 2592000 },
  { "mail_host", TEXT, AT (mail_host), NULL, 0, 0 },
  { "mail_port", NUMBER, AT (mail_port), "587", 1, 65535 },
  { "mail_security", SECURITY, AT (mail_security), "starttls", 0, 0 },
  { "mail_user", TEXT, AT (mail_user), NULL, 0, 0 },
  { "mail_password", SECRET, AT (mail_password), NULL, 0, 0 },
  { "mail_from", ADDRESS, AT (mail_from), NULL, 0, 0 },
  { "ai_service", TEXT, AT (ai_service), NULL, 0, 0 },
  { "ai_endpoint", URL, AT (ai_endpoint), NULL, 0, 0 },
  { "ai_key", SECRET, AT (ai_key), NULL, 0, 0 },
  { "ai_model", TEXT, AT (ai_model), NULL, 0, 0 },
};

static gboolean
refuse (GError **error, const Option *option, const char *value, const char *why)
{
  gboolean is_secret = option->form == SECRET || option->form == STREAM;

  g_set_error (error, PALIER_CONFIG_ERROR, PALIER_CONFIG_ERROR_VALUE, "%s = %s: %s", option->key,
               is_secret ? "********" : value, why);
  return FALSE;
}

static gboolean
set_number (PalierRelayConfig *self, const Option *option, const char *value, GError **error)
{
  g_autofree char *why =
      g_strdup_printf ("must be a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                       option->least, option->most);
  gint64 number;

  if (!g_ascii_string_to_signed (value, 10, option->least, option->most, &number, NULL))
    return refuse (error, option, value, why);
  G_STRUCT_MEMBER (gint64, self, option->offset) = number;
  return TRUE;
}

static gboolean
set_yes_no (PalierRelayConfig *self, const Option *option, const char *value, GError **error)
{
  static const char *const on[] = { "yes", "true", "1", NULL };
  static const char *const off[] = { "no", "false", "0", NULL };
  g_autofree char *word = g_ascii_strdown (value, -1);
  gboolean yes = g_strv_contains (on, word);

  if (!yes && !g_strv_contains (off, word))
    return refuse (error, option, value, "must be yes or no");
  G_STRUCT_MEMBER (gboolean, self, option->offset) = yes;
  return TRUE;
}

static gboolean
is_web_address (const char *value)
{
  g_autoptr (GUri) uri = g_uri_parse (value, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  return uri != NULL && g_uri_get_host (uri) != NULL
         && (strcmp (scheme, "https") == 0 || strcmp (scheme, "http") == 0);
}

static gboolean
is_stream (const char *value)
{
  g_autoptr (GUri) uri = g_uri_parse (value, G_URI_FLAGS_HAS_PASSWORD, NULL);

  return uri != NULL && strcmp (g_uri_get_scheme (uri), "redis") == 0
         && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0';
}

static gboolean
is_security (const char *value)
{
  static const char *const known[] = { "tls", "starttls", "none", NULL };
  return g_strv_contains (known, value);
}

static gboolean
is_address (const char *value)
{
  PalierReading reading;
  g_autofree char *address = palier_email_normalize (value, NULL, &reading);
  return address != NULL && strcmp (address, value) == 0;
}

static gboolean
is_zone (const char *value)
{
  g_autofree char *domain = palier_domain_normalize (value);
  return g_strcmp0 (domain, value) == 0;
}

static gboolean
set_text (PalierRelayConfig *self, const Option *option, const char *value, GError **error)
{
  char **place = &G_STRUCT_MEMBER (char *, self, option->offset);
  g_autofree char *text = g_strdup (value);

  if (option->form == URL && *value != '\0' && !is_web_address (value))
    return refuse (error, option, value, "must be an address such as https://relais.example.fr");
  if (option->form == ZONE && *value != '\0' && !is_zone (value))
    return refuse (error, option, value, "must be a domain in lower case such as app.example.fr");
  if (option->form == STREAM && *value != '\0' && !is_stream (value))
    return refuse (error, option, value, "must be an address such as redis://:PASSWORD@127.0.0.1");
  if (option->form == SECURITY && !is_security (value))
    return refuse (error, option, value, "must be tls, starttls or none");
  if (option->form == ADDRESS && *value != '\0' && !is_address (value))
    return refuse (error, option, value, "must be an address such as palier@example.fr");
  while (option->form == URL && g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';
  g_free (*place);
  *place = *text != '\0' ? g_steal_pointer (&text) : NULL;
  return TRUE;
}

static const Option *
find (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (strcmp (options[i].key, key) == 0)
      return &options[i];
  return NULL;
}

/* Returns: FALSE with PALIER_CONFIG_ERROR_UNKNOWN or _VALUE */
gboolean
palier_relay_config_set (PalierRelayConfig *self, const char *key, const char *value,
                         GError **error)
{
  const Option *option = find (key);

  if (option == NULL)
  {
    g_set_error (error, PALIER_CONFIG_ERROR, PALIER_CONFIG_ERROR_UNKNOWN, "unknown key: %s", key);
    return FALSE;
  }
  if (option->form == NUMBER)
    return set_number (self, option, value, error);
  if (option->form == YES_NO)
    return set_yes_no (self, option, value, error);
  return set_text (self, option, value, error);
}

PalierRelayConfig *
palier_relay_config_new (void)
{
  PalierRelayConfig *self = g_new0 (PalierRelayConfig, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (options[i].otherwise != NULL)
      palier_relay_config_set (self, options[i].key, options[i].otherwise, NULL);
  return self;
}

void
palier_relay_config_free (PalierRelayConfig *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
  {
    if (options[i].form == NUMBER || options[i].form == YES_NO)
      continue;
    char *text = G_STRUCT_MEMBER (char *, self, options[i].offset);
    if (text != NULL && options[i].form == SECRET)
      explicit_bzero (text, strlen (text));
    g_free (text);
  }
  g_free (self);
}

static gboolean
load_line (PalierRelayConfig *self, char *line, GError **error)
{
  char *text = g_strstrip (line);
  char *equals = strchr (text, '=');

  if (*text == '\0' || *text == '#' || *text == ';' || *text == '[')
    return TRUE;
  if (equals == NULL)
  {
    g_set_error_literal (error, PALIER_CONFIG_ERROR, PALIER_CONFIG_ERROR_FILE,
                         "a line is no key = value");
    return FALSE;
  }
  *equals = '\0';
  return palier_relay_config_set (self, g_strstrip (text), g_strstrip (equals + 1), error);
}

/**
 * palier_relay_config_load_file:
 *
 * Reads lines of key = value; empty lines, lines of # and ; and section names are passed over.
 *
 * Returns: FALSE with an error of PALIER_CONFIG_ERROR that names file and line
 */
gboolean
palier_relay_config_load_file (PalierRelayConfig *self, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) why = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, &why) || length > FILE_MAX)
  {
    g_set_error (error, PALIER_CONFIG_ERROR, PALIER_CONFIG_ERROR_FILE, "%s: %s", path,
                 why != NULL ? why->message : "too long");
    return FALSE;
  }
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!load_line (self, lines[i], error))
    {
      g_prefix_error (error, "%s:%u: ", path, i + 1);
      return FALSE;
    }
  return TRUE;
}

/* @environment: (array zero-terminated=1): NAME=value; what does not begin with PALIER_RELAY_ is
 * passed over. */
gboolean
palier_relay_config_load_environment (PalierRelayConfig *self, const char *const *environment,
                                      GError **error)
{
  for (guint i = 0; environment != NULL && environment[i] != NULL; i++)
  {
    const char *equals = strchr (environment[i], '=');
    if (equals == NULL || !g_str_has_prefix (environment[i], PREFIX))
      continue;
    const char *name = environment[i] + strlen (PREFIX);
    g_autofree char *key = g_ascii_strdown (name, equals - name);
    if (!palier_relay_config_set (self, key, equals + 1, error))
      return FALSE;
  }
  return TRUE;
}

/* An address is printed without its password. */
static char *
mask_place (const char *place)
{
  g_autoptr (GRegex) secret =
      g_regex_new ("(?<=:)(?<!://)[^/@:]+(?=@)|(?<=password=)[^&\\s]*", 0, 0, NULL);
  return g_regex_replace_literal (secret, place, -1, 0, "********", 0, NULL);
}

static void
print_option (const PalierRelayConfig *self, const Option *option, GString *out)
{
  const char *text;

  g_string_append_printf (out, "%s = ", option->key);
  if (option->form == NUMBER)
    g_string_append_printf (out, "%" G_GINT64_FORMAT,
                            G_STRUCT_MEMBER (gint64, self, option->offset));
  else if (option->form == YES_NO)
    g_string_append (out, G_STRUCT_MEMBER (gboolean, self, option->offset) ? "yes" : "no");
  else if ((text = G_STRUCT_MEMBER (char *, self, option->offset)) != NULL)
  {
    g_autofree char *place =
        option->form == PLACE || option->form == STREAM ? mask_place (text) : NULL;
    g_string_append (out, option->form == SECRET ? "********" : place != NULL ? place : text);
  }
  g_string_append_c (out, '\n');
}

/* Returns: (transfer full) (array zero-terminated=1): the names by which the relay may be asked, in
 * lower case: those of this machine, of public_url and of hosts */
char **
palier_relay_config_dup_hosts (const PalierRelayConfig *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GUri) uri =
      self->public_url != NULL ? g_uri_parse (self->public_url, G_URI_FLAGS_NONE, NULL) : NULL;
  g_autofree char *further = g_ascii_strdown (self->hosts != NULL ? self->hosts : "", -1);
  g_auto (GStrv) parts = g_strsplit (further, ",", -1);

  g_strv_builder_add_many (names, "localhost", "127.0.0.1", "[::1]", NULL);
  g_strv_builder_take (names,
                       g_strdup_printf (strchr (self->listen, ':') ? "[%s]" : "%s", self->listen));
  if (uri != NULL)
    g_strv_builder_take (names, g_ascii_strdown (g_uri_get_host (uri), -1));
  for (guint i = 0; parts[i] != NULL; i++)
    g_strv_builder_add (names, g_strstrip (parts[i]));
  return g_strv_builder_end (names);
}

/* Returns: (transfer full): key = value lines, secrets masked */
char *
palier_relay_config_print (const PalierRelayConfig *self)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    print_option (self, &options[i], out);
  return g_string_free_and_steal (out);
}

/* Returns: (transfer full): the place of the store */
char *
palier_relay_config_dup_store (const PalierRelayConfig *self)
{
  return self->store != NULL ? g_strdup (self->store)
                             : g_build_filename (self->directory, "relay.sqlite", NULL);
}
