/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/mb-zone-view.h"

G_BEGIN_DECLS

/** MbPictureZone: the picture that its layout names, whole or cut a little, with its title below; while there is
 * none to be shown, the offers. */
#define MB_TYPE_PICTURE_ZONE (mb_picture_zone_get_type ())
G_DECLARE_FINAL_TYPE (MbPictureZone, mb_picture_zone, MB, PICTURE_ZONE, MbZoneView)

GtkWidget *mb_picture_zone_new (const MbZoneSite *site);
gboolean mb_picture_zone_has_picture (MbPictureZone *self); /* it is there to be drawn */

G_END_DECLS
