/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/wire/mb-door-stream.h"

G_BEGIN_DECLS

/**
 * MbMediaVisit: a request for a file, with the connection that it came on: read from and written to by one of
 * the media's threads, made and ended by the hub's. It is the connection's last request.
 */
typedef struct
{
  MbDoorStream *stream;
  GBytes *rest; /* what of the body came with the head */
  char *sha256;
  gboolean head;    /* HEAD */
  gboolean expects; /* the body waits for "100 Continue" */
  guint64 length;   /* of the body */
  char *content_range, *range, *if_range, *if_none_match; /* header fields; NULL: absent */
  GBytes *answer;   /* what is still to be said at the end; NULL: nothing */
} MbMediaVisit;

/** mb_media_visit_free: ends the connection with the answer. In the hub's thread. */
void mb_media_visit_free (MbMediaVisit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbMediaVisit, mb_media_visit_free)

GPollableInputStream *mb_media_visit_get_input (MbMediaVisit *self);
GPollableOutputStream *mb_media_visit_get_output (MbMediaVisit *self);

/** mb_media_visit_say: writes at once, what is short enough to go out at once. FALSE: the peer is gone. */
gboolean mb_media_visit_say (MbMediaVisit *self, GBytes *text);

/** mb_media_visit_head: a status line and header fields, with those that every answer here has.
 * @fields: (nullable): "ETag: …\r\n" */
GString *mb_media_visit_head (guint status, const char *fields);

/** mb_media_visit_answer: what will be said at the end. @body: (nullable): without it, that there is none */
void mb_media_visit_answer (MbMediaVisit *self, guint status, const char *fields, const char *type, const char *body);

/** mb_media_visit_answer_file: that the file is there, what it is, and of a film how long it lasts. */
void mb_media_visit_answer_file (MbMediaVisit *self, guint status, const char *folder);

/** mb_media_visit_refuse: the same with a problem. */
void mb_media_visit_refuse (MbMediaVisit *self, guint status, const char *fields, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/** mb_media_visit_fail: with what the disk had to say. */
void mb_media_visit_fail (MbMediaVisit *self, const GError *error);

/** mb_media_guess_file: what a file is by its first bytes. */
const char *mb_media_guess_file (const char *folder, const char *sha256);

G_END_DECLS
