/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mb_upload_room_keep: keeps the memory through which cairo hands frames to an X server for as long as the window
 * is realized.
 *
 * GTK draws a frame in memory and has cairo send it; cairo shares a segment with the server for that, eight times
 * as large as a frame, and gives it up as soon as nothing is in it: so every frame has a new one, whose pages both
 * sides have to be given first. One picture that is never drawn, in that segment, keeps it: beside a film, a third
 * of what drawing costs. It has no pages of its own. Where there is no X server it does nothing.
 */
void mb_upload_room_keep (GtkWidget *window);

G_END_DECLS
