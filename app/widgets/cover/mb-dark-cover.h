/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/cover/mb-cover.h"

G_BEGIN_DECLS

/** MbDarkCover: nothing at all, for hours in which a display is meant to be off and cannot be switched. */
#define MB_TYPE_DARK_COVER (mb_dark_cover_get_type ())
G_DECLARE_FINAL_TYPE (MbDarkCover, mb_dark_cover, MB, DARK_COVER, MbCover)

GtkWidget *mb_dark_cover_new (void);

G_END_DECLS
