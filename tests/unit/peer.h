/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>

/* A scripted peer of tests/peers, started by a test and ended by its id. */
typedef struct
{
  GSubprocess *process;
  guint16 port;
  char *record; /* what it got, as JSON lines */
} Peer;

static inline void
peer_start (Peer *self, const char *script, const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *tests = g_path_get_dirname (g_getenv ("TEST_DATA"));
  g_autofree char *path = g_build_filename (tests, "peers", script, NULL);
  int fd = g_file_open_tmp ("palier-peer-XXXXXX", &self->record, &error);

  g_assert_no_error (error);
  close (fd);
  g_strv_builder_add_many (builder, "python3", path, "--record", self->record, NULL);
  g_strv_builder_addv (builder, (const char **) arguments);
  g_auto (GStrv) argv = g_strv_builder_end (builder);
  self->process =
      g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) out =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_autofree char *line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (line != NULL && g_str_has_prefix (line, "PORT "));
  self->port = (guint16) g_ascii_strtoull (line + 5, NULL, 10);
}

static inline char *
peer_dup_record (Peer *self)
{
  char *text = NULL;
  g_assert_true (g_file_get_contents (self->record, &text, NULL, NULL));
  return text;
}

/* How often the record has @what. */
static inline guint
peer_count (Peer *self, const char *what)
{
  g_autofree char *text = peer_dup_record (self);
  guint count = 0;
  for (const char *p = text; (p = strstr (p, what)) != NULL; p++)
    count++;
  return count;
}

static inline void
peer_stop (Peer *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
  g_unlink (self->record);
  g_clear_pointer (&self->record, g_free);
}
