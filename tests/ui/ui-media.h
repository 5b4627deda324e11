/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "media-pictures.h"
#include "ui-board.h"

/** UiMedia: the files of a board's `media` records, in a folder of the test's own. */
typedef struct
{
  char *folder;
  MbMediaCache *cache;
} UiMedia;

void ui_media_init (UiMedia *self);
void ui_media_clear (UiMedia *self);

/** ui_media_put: a file that was there when the cache began, so before ui_media_begin(); takes @bytes */
void ui_media_put (UiMedia *self, MbBoard *board, const char *id, GBytes *bytes, guint64 rev, gint64 at_us);

/** ui_media_begin: the cache, once it knows its files. (transfer none) */
MbMediaCache *ui_media_begin (UiMedia *self);
