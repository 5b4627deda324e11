/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** MbQr: a text as a QR code (ISO/IEC 18004), dark on light, whatever the board's ground is. */
typedef struct _MbQr MbQr;

#define MB_QR_QUIET 4 /* modules that stay light on every side, without which no phone finds it */

/** mb_qr_new: Returns: NULL where the text is longer than a code holds */
MbQr *mb_qr_new (const char *text);
void mb_qr_free (MbQr *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbQr, mb_qr_free)

int mb_qr_get_modules (const MbQr *self); /* on a side, with the quiet zone */

/** mb_qr_draw: @side: with the quiet zone; modules begin on whole pixels, so that their edges are sharp */
void mb_qr_draw (const MbQr *self, GtkSnapshot *snapshot, int x, int y, int side);

G_END_DECLS
