/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests of clients: a server of a few lines on 127.0.0.1, and stories told in a fiber. */
#pragma once

#include <gio/gio.h>
#include <libdex.h>
#include <stdlib.h>
#include <string.h>

/* @on_run: of GThreadedSocketService::run; @port: (out) */
static inline GSocketService *
small_server_new (GCallback on_run, guint16 *port)
{
  GSocketService *service = g_threaded_socket_service_new (20);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (service, "run", on_run, NULL);
  return service;
}

static inline gboolean
small_server_is_whole (const char *request, gsize used)
{
  const char *body = strstr (request, "\r\n\r\n");
  const char *length = strstr (request, "Content-Length: ");

  return body != NULL
         && (length == NULL || length > body
             || used - (gsize) (body + 4 - request)
                    >= strtoul (length + strlen ("Content-Length: "), NULL, 10));
}

/* @buffer: (array length=size): the request and its body, which may be no text */
static inline void
small_server_read (GSocketConnection *connection, char *buffer, gsize size)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  gsize used = 0;

  *buffer = '\0';
  while (used < size - 1 && !small_server_is_whole (buffer, used))
  {
    gssize got = g_input_stream_read (input, buffer + used, size - 1 - used, NULL, NULL);
    if (got <= 0)
      break;
    used += (gsize) got;
    buffer[used] = '\0';
  }
}

static inline void
small_server_write (GSocketConnection *connection, const char *text)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_output_stream_write_all (output, text, strlen (text), NULL, NULL, NULL);
}

static inline DexFuture *
story_on_done (DexFuture *future, gpointer loop)
{
  g_main_loop_quit (loop);
  return dex_future_new_true ();
}

/* Turns the main loop until the fiber has ended. */
static inline void
story_tell (DexFiberFunc fiber, gpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  DexFuture *told = dex_scheduler_spawn (NULL, 0, fiber, data, NULL);

  dex_future_disown (dex_future_finally (told, story_on_done, loop, NULL));
  g_main_loop_run (loop);
}
