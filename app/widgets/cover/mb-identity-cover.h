/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/cover/mb-cover.h"

G_BEGIN_DECLS

/** MbIdentityCover: which screen this is, to be read from across the hall: its name, its place, its id. */
#define MB_TYPE_IDENTITY_COVER (mb_identity_cover_get_type ())
G_DECLARE_FINAL_TYPE (MbIdentityCover, mb_identity_cover, MB, IDENTITY_COVER, MbCover)

GtkWidget *mb_identity_cover_new (void);

G_END_DECLS
