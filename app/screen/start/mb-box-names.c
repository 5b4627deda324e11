/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/start/mb-box-names.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

#define MAX_ADDRESSES 3
#define ID_MOST 64

void
mb_box_names_free (MbBoxNames *self)
{
  g_free (self->name);
  g_free (self->address);
  g_free (self);
}

/* Nobody types the others: a machine's own, and those that need the name of a cable. */
static char *
dup_address (const struct ifaddrs *one)
{
  g_autoptr(GSocketAddress) address = NULL;
  GInetAddress *inet;

  if (one->ifa_addr == NULL || (one->ifa_flags & IFF_UP) == 0 ||
      (one->ifa_addr->sa_family != AF_INET && one->ifa_addr->sa_family != AF_INET6))
    return NULL;

  address = g_socket_address_new_from_native (one->ifa_addr, one->ifa_addr->sa_family == AF_INET
                                                                 ? sizeof (struct sockaddr_in)
                                                                 : sizeof (struct sockaddr_in6));
  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
  if (g_inet_address_get_is_loopback (inet) || g_inet_address_get_is_link_local (inet))
    return NULL;

  return g_inet_address_to_string (inet);
}

static char *
read_addresses (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  struct ifaddrs *all = NULL;
  guint n = 0;

  if (getifaddrs (&all) != 0)
    return g_string_free (g_steal_pointer (&text), FALSE);

  for (const struct ifaddrs *one = all; one != NULL && n < MAX_ADDRESSES; one = one->ifa_next)
    {
      g_autofree char *address = dup_address (one);

      if (address == NULL)
        continue;
      g_string_append_printf (text, "%s%s", n > 0 ? " " : "", address);
      n++;
    }
  freeifaddrs (all);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
read_within (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  MbBoxNames *names = g_new0 (MbBoxNames, 1);

  names->name = g_strdup (g_get_host_name ());
  names->address = read_addresses ();
  g_task_return_pointer (task, names, (GDestroyNotify) mb_box_names_free);
}

char *
mb_box_make_screen_id (const char *host)
{
  gsize length;
  char *id;

  g_return_val_if_fail (host != NULL, NULL);

  length = MIN (strcspn (host, "."), ID_MOST);
  id = g_ascii_strdown (host, (gssize) length);
  for (char *c = id; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '_')
      *c = '-';
  if (*id != '\0')
    return id;

  g_free (id);
  return g_strdup ("screen");
}

void
mb_box_names_read_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, mb_box_names_read_async);
  g_task_run_in_thread (task, read_within);
}

MbBoxNames *
mb_box_names_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
