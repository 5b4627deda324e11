/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

#include "core/base/mb-error.h"

G_BEGIN_DECLS

/**
 * MbProof: what a film's pipeline has done since it last showed a picture: whether it is the film's fault that it shows
 * none, or whether this machine had no time for it. Only what a good film never does, however slow the machine, is held
 * against it:
 * - nobody reads it any more, and nobody has said why;
 * - hundreds of pictures went in, and none came out, though none was left out for being late;
 * - it says that it is all sound, or very much of it was read, and nothing of that was of a picture;
 * - its next picture is due a minute later.
 *
 * Any thread.
 */
typedef struct _MbProof MbProof;

MbProof *mb_proof_new (void);
MbProof *mb_proof_ref (MbProof *self);
void mb_proof_unref (MbProof *self);

/** mb_proof_watch: a pipeline that has not begun. @sink: of mb_video_sink_new() */
void mb_proof_watch (MbProof *self, GstElement *pipeline, GstElement *sink);
void mb_proof_watch_source (MbProof *self, GstElement *source); /* as soon as it has one */
void mb_proof_note_shown (MbProof *self); /* a picture */
void mb_proof_note_late (MbProof *self);  /* a picture was left out for being late */

/** mb_proof_find: what is the film's fault. Returns: (nullable): a sentence; NULL: there is no proof */
const char *mb_proof_find (MbProof *self);

/** mb_proof_get_wait_us: how long the next picture, or the end, which is there, is not due: nothing is late. 0: it is not
 * there */
gint64 mb_proof_get_wait_us (MbProof *self);

/** mb_proof_has_longer_sound: its sound goes on after its last picture, which ends at @end_us: the film is whole. */
gboolean mb_proof_has_longer_sound (MbProof *self, gint64 end_us);

/** mb_proof_judge: what an error message says of a film: %MB_ERROR_CORRUPT: its bytes are of no use;
 * anything else may be better another time. */
MbError mb_proof_judge (GstMessage *message);

G_END_DECLS
