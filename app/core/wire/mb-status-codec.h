/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** MbDisplayState: what a screen has made of its display (`screen.power`). */
typedef enum
{
  MB_DISPLAY_ON,
  MB_DISPLAY_OFF, /* switched off, and it said so */
  MB_DISPLAY_DARK /* cannot be switched: it shows nothing but black */
} MbDisplayState;

/**
 * MbStatus: what a screen says of itself every ten seconds. Everything may be unknown: a text is then
 * %NULL, a figure %MB_STATUS_UNKNOWN.
 */
#define MB_STATUS_UNKNOWN G_MININT64

typedef struct
{
  char *version;
  gint64 uptime_s;       /* of the program */
  char *position;        /* of the board */
  gint64 width_px, height_px;
  gint64 width_mm, height_mm; /* as the display says */
  gint64 scale;          /* pixels of the glass to one of the layout's */
  char *renderer;        /* "cairo" */
  gint64 memory_kib;     /* its share of what is resident */
  gint64 temperature_c;  /* of the box's warmest sensor */
  gint64 outbox;         /* facts that the hub has not taken yet */
  MbDisplayState display;
  char **trouble;        /* (nullable): what does not work: "needs gstreamer1.0-libav" */
  gint64 media_wanted, media_present, media_bytes_left; /* files of the media cache */
} MbStatus;

/** mb_status_init: everything unknown, the display on. */
void mb_status_init (MbStatus *self);
void mb_status_clear (MbStatus *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MbStatus, mb_status_clear)

/** mb_status_add_trouble: one more thing that does not work; texts that are too long are cut. */
void mb_status_add_trouble (MbStatus *self, const char *text);

/** mb_status_encode: what is unknown is left out. */
char *mb_status_encode (const MbStatus *self);

/** mb_status_decode: fills @self, which the caller clears; what it held is not freed. Members that nobody
 * knows are passed over.
 *
 * Errors: as mb_json_read(), and %MB_ERROR_INVALID with a pointer; @self is then as before. */
gboolean mb_status_decode (const char *json, gssize length, MbStatus *self, GError **error);

G_END_DECLS
