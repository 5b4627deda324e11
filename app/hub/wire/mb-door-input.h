/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/wire/mb-framing.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** MbDoorPatience: how long the front door waits, in milliseconds. */
typedef struct
{
  guint head_ms; /* from a request's first byte (or the connection) to the end of its head */
  guint body_ms; /* without a byte of a body */
  guint idle_ms; /* between two requests */
} MbDoorPatience;

/**
 * MbDoorInput: a connection's input as libsoup may see it: one checked request after the other
 * (MbFraming), the next one only when libsoup asks for it, which is after it has answered the one
 * before. So a refusal never overtakes an answer.
 *
 * After a refusal every read fails, and libsoup closes without a word of its own.
 */
#define MB_TYPE_DOOR_INPUT (mb_door_input_get_type ())
G_DECLARE_FINAL_TYPE (MbDoorInput, mb_door_input, MB, DOOR_INPUT, GInputStream)

GInputStream *mb_door_input_new (GInputStream *base, const MbDoorPatience *patience);

/** mb_door_input_get_refusal: the status to answer with before closing; 0: none. */
guint mb_door_input_get_refusal (MbDoorInput *self);

/**
 * mb_door_input_expire: whether patience ended by @now (monotonic, µs). Then reads fail; 408 is the
 * refusal when a request had begun.
 */
gboolean mb_door_input_expire (MbDoorInput *self, gint64 now);

/** mb_door_input_take_rest: what of a request's body has come and was not read: libsoup, which looks ahead, is
 * not shown any of it before it asks for more than the head. Returns: (transfer full) */
GBytes *mb_door_input_take_rest (MbDoorInput *self);

/** mb_door_input_release: no checks and no deadlines any more: bytes pass as they come. */
void mb_door_input_release (MbDoorInput *self);

G_END_DECLS
