/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/wire/mb-door-stream.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/** MbDoorLimits: what the front door puts up with. */
typedef struct
{
  MbDoorPatience patience;
  guint connections;              /* at once, in all */
  guint connections_per_address;  /* at once, from one address: a hall of screens may stand behind one router */
  guint connections_per_loopback; /* the same for this machine's own: many programs behind a proxy */
} MbDoorLimits;

/** mb_door_limits_default: 10 s for a head, 30 s of silence in a body, 75 s between requests; a thousand
 * screens with a stream and a few requests each from one address, which leave half of the places to others. */
extern const MbDoorLimits mb_door_limits_default;

/**
 * MbFrontDoor: accepts connections and hands them to libsoup's server behind an MbDoorStream.
 *
 * libsoup lets request oddities through, or hangs on them (two Hosts, both framings, bare LF, heads
 * without end); here they are answered before it sees them.
 */
#define MB_TYPE_FRONT_DOOR (mb_front_door_get_type ())
G_DECLARE_FINAL_TYPE (MbFrontDoor, mb_front_door, MB, FRONT_DOOR, GObject)

MbFrontDoor *mb_front_door_new (SoupServer *server, const MbDoorLimits *limits);

/**
 * mb_front_door_listen: opens the door.
 * @address: "127.0.0.1:8080", "[::1]:0", "localhost:0"
 * @anywhere: an address that others reach is meant
 *
 * Errors: %MB_ERROR_INVALID for what is no address, %MB_ERROR_DENIED for one that others reach, else GIO's.
 *
 * Returns: (transfer full): "http://127.0.0.1:35421"
 */
char *mb_front_door_listen (MbFrontDoor *self, const char *address, gboolean anywhere, GError **error);

/** mb_front_door_close: lets nobody in any more. */
void mb_front_door_close (MbFrontDoor *self);

/**
 * mb_front_door_steal: takes a connection over from libsoup, unchecked from here on.
 *
 * Returns: (transfer full): a stream with pollable streams; closing it lingers
 */
MbDoorStream *mb_front_door_steal (SoupServerMessage *message);

/** mb_front_door_refuse: takes a connection over from libsoup, in the middle of a request, and ends it
 * with @answer, a whole HTTP answer. */
void mb_front_door_refuse (SoupServerMessage *message, GBytes *answer);

/**
 * mb_front_door_listen_control: lets the programs of this user in through a socket in the file system
 * (mode 0600), which takes the place of one left behind.
 */
gboolean mb_front_door_listen_control (MbFrontDoor *self, const char *path, GError **error);

G_END_DECLS
