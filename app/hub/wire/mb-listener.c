/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/wire/mb-listener.h"

/* A hall of screens that come back at once; the kernel lowers it to its own limit. */
#define BACKLOG 4096
/* For so long they are let in before the streams have their turn, which takes as long where thousands are in already. */
#define AT_ONCE_US (15 * G_TIME_SPAN_MILLISECOND)
/* Until the next try, when the system gives no more descriptors. */
#define REST_US (100 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  MbListener *listener;
  GSocket *socket;
  GSource *watch; /* NULL while it rests */
  GSource *rest;
} Place;

struct _MbListener
{
  void (*came) (gpointer data, GSocketConnection *connection);
  gpointer data;
  GPtrArray *places;
};

static void
drop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
place_free (gpointer data)
{
  Place *place = data;

  drop_source (&place->watch);
  drop_source (&place->rest);
  g_socket_close (place->socket, NULL);
  g_object_unref (place->socket);
  g_free (place);
}

static void watch (Place *place);

static gboolean
on_rested (gpointer data)
{
  Place *place = data;

  drop_source (&place->rest);
  watch (place);
  return G_SOURCE_REMOVE;
}

static void
rest (Place *place)
{
  drop_source (&place->watch);
  place->rest = g_timeout_source_new (REST_US / G_TIME_SPAN_MILLISECOND);
  g_source_set_callback (place->rest, on_rested, place, NULL);
  g_source_attach (place->rest, g_main_context_get_thread_default ());
}

/* Who was gone before being let in is no reason to rest. */
static gboolean
is_lasting (const GError *error)
{
  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) &&
         !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) &&
         !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
on_knock (GSocket *socket, GIOCondition condition, gpointer data)
{
  Place *place = data;
  gint64 until_us = g_get_monotonic_time () + AT_ONCE_US;

  do
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSocket) accepted = g_socket_accept (socket, NULL, &error);
      g_autoptr (GSocketConnection) connection = NULL;

      if (accepted == NULL)
        {
          if (is_lasting (error))
            rest (place);
          break;
        }

      connection = g_socket_connection_factory_create_connection (accepted);
      place->listener->came (place->listener->data, connection);
    }
  while (g_get_monotonic_time () < until_us);

  return G_SOURCE_CONTINUE;
}

static void
watch (Place *place)
{
  place->watch = g_socket_create_source (place->socket, G_IO_IN, NULL);
  g_source_set_callback (place->watch, G_SOURCE_FUNC (on_knock), place, NULL);
  g_source_attach (place->watch, g_main_context_get_thread_default ());
}

GSocket *
mb_listener_bind (GSocketAddress *address, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_DEFAULT, error);

  if (socket == NULL || !g_socket_bind (socket, address, TRUE, error))
    return NULL;

  return g_steal_pointer (&socket);
}

gboolean
mb_listener_open (MbListener *self, GSocket *socket, GError **error)
{
  Place *place;

  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_listen (socket, error))
    return FALSE;

  place = g_new0 (Place, 1);
  place->listener = self;
  place->socket = g_object_ref (socket);
  watch (place);
  g_ptr_array_add (self->places, place);

  return TRUE;
}

void
mb_listener_close (MbListener *self)
{
  g_ptr_array_set_size (self->places, 0);
}

void
mb_listener_free (MbListener *self)
{
  g_ptr_array_unref (self->places);
  g_free (self);
}

MbListener *
mb_listener_new (void (*came) (gpointer data, GSocketConnection *connection), gpointer data)
{
  MbListener *self = g_new0 (MbListener, 1);

  self->came = came;
  self->data = data;
  self->places = g_ptr_array_new_with_free_func (place_free);
  return self;
}
