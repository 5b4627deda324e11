/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-row-text.h"

void
mb_row_text_clear (MbRowText *self)
{
  g_free (self->name);
  g_free (self->detail);
  g_free (self->before);
  g_free (self->figure);
  g_free (self->instead);
  g_free (self->unit);
  g_free (self->range);
  g_free (self->change);
  g_free (self->aside);
  *self = (MbRowText){ 0 };
}
