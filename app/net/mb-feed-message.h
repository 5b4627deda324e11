/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/wire/mb-command-codec.h"
#include "net/mb-feed.h"

G_BEGIN_DECLS

/** MbFeedMessage: what crosses from the feed's thread to the main loop, one at a time. */
typedef enum
{
  MB_FEED_DELTA,
  MB_FEED_EMERGENCY,
  MB_FEED_EVENT,
  MB_FEED_COMMAND,
  MB_FEED_LINK
} MbFeedMessageType;

typedef struct
{
  MbFeedMessageType type;
  MbDelta *delta;             /* (owned) DELTA */
  MbRecord *emergency;        /* (owned) EMERGENCY */
  char *event_type, *data;    /* EVENT */
  MbScreenCommand command;    /* COMMAND */
  MbLink link;                /* LINK */
  char *problem;              /* LINK: NULL when there is none */
  gboolean missing;           /* LINK: the hub answers that there is no such stream */
} MbFeedMessage;

MbFeedMessage *mb_feed_message_new (MbFeedMessageType type);
void mb_feed_message_free (MbFeedMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbFeedMessage, mb_feed_message_free)

G_END_DECLS
