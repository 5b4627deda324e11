/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/wire/mb-door-input.h"

G_BEGIN_DECLS

/**
 * MbDoorStream: a connection as the front door hands it to libsoup: its input checked, its output as
 * it is, and its end lingering (mb_linger_close()), with the refusal where there is one.
 */
#define MB_TYPE_DOOR_STREAM (mb_door_stream_get_type ())
G_DECLARE_FINAL_TYPE (MbDoorStream, mb_door_stream, MB, DOOR_STREAM, GIOStream)

/** mb_door_stream_new: @connection: (transfer none): nobody else uses it any more */
GIOStream *mb_door_stream_new (GSocketConnection *connection, const MbDoorPatience *patience);

/** mb_door_stream_expire: ends the connection when its patience is over at @now (monotonic, µs). */
void mb_door_stream_expire (MbDoorStream *self, gint64 now);

/** mb_door_stream_release: what is read from now on is as it comes, and without deadline. */
void mb_door_stream_release (MbDoorStream *self);

/** mb_door_stream_take_rest: what of a body came before the stream was released, as mb_door_input_take_rest(). */
GBytes *mb_door_stream_take_rest (MbDoorStream *self);

/** mb_door_stream_get_socket: to wait for; it is read and written through the stream only. */
GSocket *mb_door_stream_get_socket (MbDoorStream *self);

/** mb_door_stream_set_last_words: what is still said when it is closed. */
void mb_door_stream_set_last_words (MbDoorStream *self, GBytes *answer);

/** mb_door_refusal: the bare answer of a status that the front door gives. */
GBytes *mb_door_refusal (guint status);

G_END_DECLS
