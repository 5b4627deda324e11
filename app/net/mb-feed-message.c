/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-feed-message.h"

MbFeedMessage *
mb_feed_message_new (MbFeedMessageType type)
{
  MbFeedMessage *self = g_new0 (MbFeedMessage, 1);

  self->type = type;
  return self;
}

void
mb_feed_message_free (MbFeedMessage *self)
{
  g_clear_pointer (&self->delta, mb_delta_free);
  g_clear_object (&self->emergency);
  g_free (self->event_type);
  g_free (self->data);
  g_free (self->problem);
  g_free (self);
}
