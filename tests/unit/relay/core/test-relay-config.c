/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. values and what is refused   2. file, then environment   3. secrets are masked   4. the key */
#include "palier-relay-config.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_values (void)
{
  static const struct
  {
    const char *key;
    const char *value;
    int error; /* -1: none */
  } cases[] = {
    { "port", "0", -1 },
    { "port", "65535", -1 },
    { "port", "65536", PALIER_CONFIG_ERROR_VALUE },
    { "port", "-1", PALIER_CONFIG_ERROR_VALUE },
    { "port", "80a", PALIER_CONFIG_ERROR_VALUE },
    { "registration", "no", -1 },
    { "registration", "TRUE", -1 },
    { "registration", "perhaps", PALIER_CONFIG_ERROR_VALUE },
    { "public_url", "https://relais.example.fr/", -1 },
    { "public_url", "", -1 },
    { "public_url", "relais.example.fr", PALIER_CONFIG_ERROR_VALUE },
    { "public_url", "file:///etc/passwd", PALIER_CONFIG_ERROR_VALUE },
    { "mail_security", "none", -1 },
    { "mail_security", "ssl", PALIER_CONFIG_ERROR_VALUE },
    { "mail_from", "palier@relais.example", -1 },
    { "mail_from", "Palier <palier@relais.example>", PALIER_CONFIG_ERROR_VALUE },
    { "mail_port", "0", PALIER_CONFIG_ERROR_VALUE },
    { "prot", "1", PALIER_CONFIG_ERROR_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierRelayConfig) config = palier_relay_config_new ();
    g_autoptr (GError) error = NULL;
    gboolean good = palier_relay_config_set (config, cases[i].key, cases[i].value, &error);
    g_assert_cmpint (good, ==, cases[i].error < 0);
    if (!good)
      g_assert_error (error, PALIER_CONFIG_ERROR, cases[i].error);
  }
}

static char *
write_file (const char *text)
{
  g_autofree char *folder = g_dir_make_tmp ("palier-config-XXXXXX", NULL);
  char *path = g_build_filename (folder, "relay.conf", NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
test_sources (void)
{
  static const char *const environment[] = { "HOME=/root", "PALIER_RELAY_PORT=9000",
                                             "PALIER_RELAY_LISTEN=127.0.0.9", NULL };
  g_autofree char *path =
      write_file ("[relay]\n# a remark\nport = 8100\npublic_url=https://r.example.fr//\n\n");
  g_autofree char *bad = write_file ("port = 1\nnonsense\n");
  g_autoptr (PalierRelayConfig) config = palier_relay_config_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (palier_relay_config_load_file (config, path, NULL));
  g_assert_cmpint (config->port, ==, 8100);
  g_assert_cmpstr (config->public_url, ==, "https://r.example.fr");
  g_assert_true (palier_relay_config_load_environment (config, environment, NULL));
  g_assert_cmpint (config->port, ==, 9000);
  g_assert_cmpstr (config->listen, ==, "127.0.0.9");
  g_assert_false (palier_relay_config_load_file (config, bad, &error));
  g_assert_error (error, PALIER_CONFIG_ERROR, PALIER_CONFIG_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, ":2:"));
}

static void
test_masked (void)
{
  static const char key[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  g_autoptr (PalierRelayConfig) config = palier_relay_config_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (palier_relay_config_set (config, "master_key", key, NULL));
  g_assert_true (palier_relay_config_set (config, "store", "postgresql://r:Geheim@a,b/x", NULL));
  g_assert_true (palier_relay_config_set (config, "store_owner",
                                          "postgresql:///x?password=Geheim&host=a", NULL));
  g_autofree char *text = palier_relay_config_print (config);
  g_assert_null (strstr (text, key));
  g_assert_null (strstr (text, "Geheim"));
  g_assert_nonnull (strstr (text, "master_key = ********\n"));
  g_assert_nonnull (strstr (text, "\nstore = postgresql://r:********@a,b/x\n"));
  g_assert_nonnull (strstr (text, "\nstore_owner = postgresql:///x?password=********&host=a\n"));
}

static void
test_key_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("palier-config-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "master.key", NULL);
  g_autoptr (PalierRandom) random = palier_random_new_seeded (3);
  g_autoptr (PalierRelayConfig) config = palier_relay_config_new ();
  PalierSealKey made, read;
  GStatBuf info;

  palier_relay_config_set (config, "directory", folder, NULL);
  g_assert_false (palier_relay_config_get_key (config, NULL, &made, NULL));
  g_assert_true (palier_relay_config_get_key (config, random, &made, NULL));
  g_assert_true (palier_relay_config_get_key (config, NULL, &read, NULL));
  g_assert_cmpmem (made.bytes, sizeof made.bytes, read.bytes, sizeof read.bytes);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/config/values", test_values);
  g_test_add_func ("/relay/config/sources", test_sources);
  g_test_add_func ("/relay/config/masked", test_masked);
  g_test_add_func ("/relay/config/key-file", test_key_file);
  return g_test_run ();
}
