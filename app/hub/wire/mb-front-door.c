/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/wire/mb-front-door.h"

#include "core/base/mb-error.h"
#include "hub/wire/mb-door-stream.h"
#include "hub/wire/mb-linger.h"
#include "hub/wire/mb-listener.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define USER_TIMEOUT_MS 30000
/* Between two attempts at sending again, where the kernel lets itself be told (Linux 6.15): it would double its
 * patience while a cable is out, and let a screen wait as long again when it is back. */
#define SEND_AGAIN_MS 1000
#ifndef TCP_RTO_MAX_MS
#define TCP_RTO_MAX_MS 44
#endif
/* Connections beyond the limit that are told so. */
#define TURNED_AWAY 32

const MbDoorLimits mb_door_limits_default = { { 10000, 30000, 75000 }, 8192, 4096, 8192 };

struct _MbFrontDoor
{
  GObject parent_instance;

  SoupServer *server;
  MbListener *listener;
  MbDoorLimits limits;
  GPtrArray *streams;    /* MbDoorStream, not owned */
  guint connections;     /* also those that linger */
  GHashTable *addresses; /* address: GUINT_TO_POINTER (connections) */
  guint tick_id;
  int far_end; /* of keep_alive()'s pair, -1: none */
};

G_DEFINE_FINAL_TYPE (MbFrontDoor, mb_front_door, G_TYPE_OBJECT)

/* What a connection leaves behind: the door may be gone before the last of them. */
typedef struct
{
  GWeakRef door;
  char *address;
} Visit;

static void
count (MbFrontDoor *self, const char *address, int change)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->addresses, address)) + (guint) change;

  if (n == 0)
    g_hash_table_remove (self->addresses, address);
  else
    g_hash_table_replace (self->addresses, g_strdup (address), GUINT_TO_POINTER (n));
}

static void
on_connection_gone (gpointer data, GObject *connection)
{
  Visit *visit = data;
  g_autoptr (MbFrontDoor) self = g_weak_ref_get (&visit->door);

  if (self != NULL)
    {
      self->connections--;
      count (self, visit->address, -1);
    }

  g_weak_ref_clear (&visit->door);
  g_free (visit->address);
  g_free (visit);
}

static void
on_stream_gone (gpointer data, GObject *stream)
{
  g_autofree GWeakRef *door = data;
  g_autoptr (MbFrontDoor) self = g_weak_ref_get (door);

  if (self != NULL)
    g_ptr_array_remove_fast (self->streams, stream);
  g_weak_ref_clear (door);
}

static gboolean
on_tick (gpointer data)
{
  MbFrontDoor *self = data;
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < self->streams->len; i++)
    mb_door_stream_expire (self->streams->pdata[i], now);

  return G_SOURCE_CONTINUE;
}

static gboolean
is_here (GSocketAddress *address)
{
  return !G_IS_INET_SOCKET_ADDRESS (address) ||
         g_inet_address_get_is_loopback (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static char *
get_name (GSocketAddress *address)
{
  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return g_strdup ("");

  return g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static gboolean
is_full (MbFrontDoor *self, GSocketAddress *address, const char *name)
{
  guint limit = is_here (address) ? self->limits.connections_per_loopback : self->limits.connections_per_address;

  return self->connections >= self->limits.connections ||
         GPOINTER_TO_UINT (g_hash_table_lookup (self->addresses, name)) >= limit;
}

static void
remember (MbFrontDoor *self, GSocketConnection *connection, const char *name)
{
  Visit *visit = g_new0 (Visit, 1);

  g_weak_ref_init (&visit->door, self);
  visit->address = g_strdup (name);
  g_object_weak_ref (G_OBJECT (connection), on_connection_gone, visit);
  self->connections++;
  count (self, name, 1);
}

static void
let_in (MbFrontDoor *self, GSocketConnection *connection, GSocketAddress *remote)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GIOStream) stream = mb_door_stream_new (connection, &self->limits.patience);
  GWeakRef *door = g_new0 (GWeakRef, 1);

  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  /* A peer that takes nothing for so long is gone, whatever its machine still acknowledges. */
  g_socket_set_option (socket, IPPROTO_TCP, TCP_USER_TIMEOUT, USER_TIMEOUT_MS, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_RTO_MAX_MS, SEND_AGAIN_MS, NULL);

  g_weak_ref_init (door, self);
  g_object_weak_ref (G_OBJECT (stream), on_stream_gone, door);
  g_ptr_array_add (self->streams, stream);

  soup_server_accept_iostream (self->server, stream, local, remote, NULL);
}

static void
turn_away (GSocketConnection *connection)
{
  g_autoptr (GBytes) answer = mb_door_refusal (SOUP_STATUS_SERVICE_UNAVAILABLE);

  mb_linger_close (G_IO_STREAM (g_object_ref (connection)), answer);
}

static void
on_came (gpointer data, GSocketConnection *connection)
{
  MbFrontDoor *self = data;
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autofree char *name = NULL;
  gboolean full;

  /* Gone before it came in; or there is not even room for saying that there is none. */
  if (remote == NULL || self->connections >= self->limits.connections + TURNED_AWAY)
    return;

  name = get_name (remote);
  full = is_full (self, remote, name);
  remember (self, connection, name);
  if (full)
    turn_away (connection);
  else
    let_in (self, connection, remote);
}

static GSocketAddress *
parse_address (const char *text, GError **error)
{
  g_autoptr (GSocketConnectable) parsed = g_network_address_parse (text, G_MAXUINT16, NULL);
  const char *colon = strrchr (text, ':');
  GSocketAddress *address = NULL;

  /* The parser takes a name without port for one with the default. */
  if (parsed != NULL && colon != NULL && g_ascii_isdigit (colon[1]))
    {
      GNetworkAddress *network = G_NETWORK_ADDRESS (parsed);
      const char *host = g_network_address_get_hostname (network);

      address = g_inet_socket_address_new_from_string (g_str_equal (host, "localhost") ? "127.0.0.1" : host,
                                                       g_network_address_get_port (network));
    }
  if (address == NULL)
    mb_error_set (error, MB_ERROR_INVALID, NULL, "\"%s\" is no ADDRESS:PORT", text);

  return address;
}

static char *
format_url (GSocketAddress *address)
{
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);
  g_autofree char *host = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  gboolean six = g_socket_address_get_family (address) == G_SOCKET_FAMILY_IPV6;

  return g_strdup_printf ("http://%s%s%s:%u", six ? "[" : "", host, six ? "]" : "",
                          g_inet_socket_address_get_port (inet));
}

/* libsoup keeps connections alive only while it has a listener of its own. It gets one that nobody
 * can reach: an end of a pair whose other end says nothing. */
static gboolean
keep_alive (MbFrontDoor *self, GError **error)
{
  g_autoptr (GSocket) near = NULL;
  int pair[2];

  if (self->far_end >= 0)
    return TRUE;
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    {
      mb_error_set (error, MB_ERROR_FAILED, NULL, "no socket pair: %s", g_strerror (errno));
      return FALSE;
    }

  self->far_end = pair[1];
  near = g_socket_new_from_fd (pair[0], error);

  return near != NULL && soup_server_listen_socket (self->server, near, 0, error);
}

static void
mb_front_door_dispose (GObject *object)
{
  MbFrontDoor *self = MB_FRONT_DOOR (object);

  mb_front_door_close (self);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_pointer (&self->listener, mb_listener_free);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (mb_front_door_parent_class)->dispose (object);
}

static void
mb_front_door_finalize (GObject *object)
{
  MbFrontDoor *self = MB_FRONT_DOOR (object);

  if (self->far_end >= 0)
    close (self->far_end);
  g_clear_pointer (&self->streams, g_ptr_array_unref);
  g_clear_pointer (&self->addresses, g_hash_table_unref);

  G_OBJECT_CLASS (mb_front_door_parent_class)->finalize (object);
}

static void
mb_front_door_class_init (MbFrontDoorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_front_door_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_front_door_finalize;
}

static void
mb_front_door_init (MbFrontDoor *self)
{
  self->far_end = -1;
  self->streams = g_ptr_array_new ();
  self->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->listener = mb_listener_new (on_came, self);
}

MbFrontDoor *
mb_front_door_new (SoupServer *server, const MbDoorLimits *limits)
{
  MbFrontDoor *self = g_object_new (MB_TYPE_FRONT_DOOR, NULL);
  guint shortest = MIN (limits->patience.head_ms, MIN (limits->patience.body_ms, limits->patience.idle_ms));

  self->server = g_object_ref (server);
  self->limits = *limits;
  self->tick_id = g_timeout_add (CLAMP (shortest / 4, 10, 1000), on_tick, self);

  return self;
}

char *
mb_front_door_listen (MbFrontDoor *self, const char *address, gboolean anywhere, GError **error)
{
  g_autoptr (GSocketAddress) wanted = parse_address (address, error);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GSocket) socket = NULL;
  GInetAddress *inet;

  if (wanted == NULL)
    return NULL;

  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (wanted));
  if (!anywhere && !g_inet_address_get_is_loopback (inet))
    {
      mb_error_set (error, MB_ERROR_DENIED, NULL,
                    "%s can be reached by others, and there are no access rules yet; --insecure allows it", address);
      return NULL;
    }
  if (!keep_alive (self, error))
    return NULL;

  socket = mb_listener_bind (wanted, error);
  if (socket == NULL || !mb_listener_open (self->listener, socket, error))
    return NULL;

  effective = g_socket_get_local_address (socket, error);
  return effective != NULL ? format_url (effective) : NULL;
}

void
mb_front_door_close (MbFrontDoor *self)
{
  if (self->listener != NULL)
    mb_listener_close (self->listener);
}

gboolean
mb_front_door_listen_control (MbFrontDoor *self, const char *path, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) socket = NULL;

  /* Whoever calls holds the folder's lock, so a socket that is there is nobody's. Nobody can connect
   * between bind and chmod: it does not listen yet. */
  unlink (path);
  if (!keep_alive (self, error))
    return FALSE;

  socket = mb_listener_bind (address, error);
  if (socket == NULL)
    return FALSE;
  if (chmod (path, 0600) != 0)
    {
      mb_error_set (error, MB_ERROR_FAILED, NULL, "chmod %s: %s", path, g_strerror (errno));
      return FALSE;
    }

  return mb_listener_open (self->listener, socket, error);
}

MbDoorStream *
mb_front_door_steal (SoupServerMessage *message)
{
  g_autoptr (GIOStream) outer = soup_server_message_steal_connection (message);
  MbDoorStream *base = NULL;

  /* Around the connection stands libsoup's own stream, whose input has a buffer; nobody needs it. */
  g_object_get (outer, "base-iostream", &base, NULL);
  mb_door_stream_release (base);

  return base;
}

void
mb_front_door_refuse (SoupServerMessage *message, GBytes *answer)
{
  g_autoptr (MbDoorStream) stream = mb_front_door_steal (message);

  mb_door_stream_set_last_words (stream, answer);
  g_io_stream_close (G_IO_STREAM (stream), NULL, NULL);
}
