/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** media_speaker_install: a device for sound, which GStreamer takes before all others: it plays what it gets in time, and
 * notes when one would have heard something. */
void media_speaker_install (void);

guint media_speaker_get_most (void);  /* that were open at once, since media_speaker_forget() */
guint media_speaker_get_count (void); /* sounds after silence, since then */
gint64 media_speaker_get_begun_us (void); /* when the newest of them would have been heard first; 0: none yet */
gint64 media_speaker_get_loud_us (void);  /* until when the newest would have been heard so far */
gboolean media_speaker_is_open (void);    /* any of them */
void media_speaker_forget (void);

G_END_DECLS
