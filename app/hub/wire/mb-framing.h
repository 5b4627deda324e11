/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/wire/mb-request-head.h"

G_BEGIN_DECLS

/** MB_FRAMING_MAX_HEAD: how long a request's head may be, and how long a chunk's trailers. */
#define MB_FRAMING_MAX_HEAD (16 * 1024)

/**
 * MbFraming: where in a connection's bytes one request ends and the next begins. Fed with bytes cut
 * anywhere, it passes on heads that mb_request_head_check() lets in and their bodies; chunked ones
 * in the plainest form there is: extensions and trailers stay outside.
 *
 * It stops at the end of every request until mb_framing_next(), so that nothing of the next is seen
 * before this one is answered.
 */
typedef enum
{
  MB_FRAMING_BEGIN,   /* nothing of a request yet */
  MB_FRAMING_HEAD,
  MB_FRAMING_LENGTH,  /* in a body of known length */
  MB_FRAMING_SIZE,    /* in the line before a chunk */
  MB_FRAMING_CHUNK,
  MB_FRAMING_AFTER,   /* in the CRLF after a chunk */
  MB_FRAMING_TRAILER,
  MB_FRAMING_END,     /* the request is whole */
  MB_FRAMING_REFUSED
} MbFramingState;

typedef struct
{
  MbFramingState state;
  guint refusal;     /* the status, when refused */
  MbRequestHead head;
  GByteArray *line;  /* what came of the head, the line or the trailers */
  gsize head_length; /* of the last head that passed */
  guint64 left;      /* of the body or the chunk */
  gboolean blank;    /* an empty line before the head was passed over already */
} MbFraming;

void mb_framing_init (MbFraming *self);
void mb_framing_clear (MbFraming *self);

/**
 * mb_framing_take: @out gets what libsoup may see.
 *
 * Returns: how many bytes were used: all, unless the request ended or was refused
 */
gsize mb_framing_take (MbFraming *self, const guint8 *bytes, gsize length, GByteArray *out);

/** mb_framing_next: from a whole request to the one after it. */
void mb_framing_next (MbFraming *self);

G_END_DECLS
