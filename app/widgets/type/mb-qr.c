/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-qr.h"

#include <qrencode.h>

struct _MbQr
{
  QRcode *code;
};

MbQr *
mb_qr_new (const char *text)
{
  QRcode *code;
  MbQr *self;

  g_return_val_if_fail (text != NULL, NULL);

  /* A screen does not tear and is not stained: the least correction makes the largest modules. */
  code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_L);
  if (code == NULL)
    return NULL;

  self = g_new (MbQr, 1);
  self->code = code;
  return self;
}

void
mb_qr_free (MbQr *self)
{
  QRcode_free (self->code);
  g_free (self);
}

int
mb_qr_get_modules (const MbQr *self)
{
  return self->code->width + 2 * MB_QR_QUIET;
}

static gboolean
is_dark (const MbQr *self, int column, int row)
{
  return column < self->code->width && self->code->data[row * self->code->width + column] & 1;
}

void
mb_qr_draw (const MbQr *self, GtkSnapshot *snapshot, int x, int y, int side)
{
  static const GdkRGBA light = { 1, 1, 1, 1 };
  int n = mb_qr_get_modules (self);
  cairo_t *cr;

  gtk_snapshot_append_color (snapshot, &light, &GRAPHENE_RECT_INIT (x, y, side, side));
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, side, side));
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (int row = 0; row < self->code->width; row++)
    {
      int top = (row + MB_QR_QUIET) * side / n, bottom = (row + MB_QR_QUIET + 1) * side / n;

      for (int column = 0, end; column < self->code->width; column = end + 1)
        {
          int left, right;

          for (end = column; is_dark (self, end, row); end++)
            ;
          left = (column + MB_QR_QUIET) * side / n;
          right = (end + MB_QR_QUIET) * side / n;
          if (end > column)
            cairo_rectangle (cr, x + left, y + top, right - left, bottom - top);
        }
    }
  cairo_fill (cr);
  cairo_destroy (cr);
}
