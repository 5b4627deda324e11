/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/fanout/mb-poller.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/epoll.h>
#include <unistd.h>

#define BATCH 64

struct _MbPoller
{
  void (*ready) (gpointer data);
  int fd;
  GSource *source;
  struct epoll_event events[BATCH]; /* being told */
  int n_events;
};

static gboolean
on_ready (int fd, GIOCondition condition, gpointer data)
{
  MbPoller *self = data;

  self->n_events = epoll_wait (self->fd, self->events, BATCH, 0);
  for (int i = 0; i < self->n_events; i++)
    if (self->events[i].data.ptr != NULL)
      self->ready (self->events[i].data.ptr);
  self->n_events = 0;

  return G_SOURCE_CONTINUE;
}

MbPoller *
mb_poller_new (void (*ready) (gpointer data))
{
  MbPoller *self = g_new0 (MbPoller, 1);

  self->ready = ready;
  self->fd = epoll_create1 (EPOLL_CLOEXEC);
  if (self->fd < 0)
    g_error ("epoll: %s", g_strerror (errno));

  self->source = g_unix_fd_source_new (self->fd, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_ready), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());

  return self;
}

void
mb_poller_free (MbPoller *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  close (self->fd);
  g_free (self);
}

gboolean
mb_poller_add (MbPoller *self, int fd, gpointer data)
{
  struct epoll_event event = { EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, { data } };

  return epoll_ctl (self->fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

void
mb_poller_remove (MbPoller *self, int fd, gpointer data)
{
  epoll_ctl (self->fd, EPOLL_CTL_DEL, fd, NULL);
  for (int i = 0; i < self->n_events; i++)
    if (self->events[i].data.ptr == data)
      self->events[i].data.ptr = NULL;
}
