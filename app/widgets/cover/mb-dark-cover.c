/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/cover/mb-dark-cover.h"

struct _MbDarkCover
{
  MbCover parent_instance;
};

G_DEFINE_FINAL_TYPE (MbDarkCover, mb_dark_cover, MB_TYPE_COVER)

static int
mb_dark_cover_get_n (MbCover *cover, const MbPanel *panel)
{
  return mb_panel_get_n (panel);
}

static void
mb_dark_cover_write (MbCover *cover, const MbSetting *setting, MbType *type, int width, int height)
{
}

static void
mb_dark_cover_forget (MbCover *cover)
{
}

/* An LED wall's dark is off; so is this one's, as far as a panel that is lit can be. */
static void
mb_dark_cover_draw (MbCover *cover, GtkSnapshot *snapshot, int width, int height)
{
  GdkRGBA dark = mb_tone (MB_TONE_LED_GROUND);

  gtk_snapshot_append_color (snapshot, &dark, &GRAPHENE_RECT_INIT (0, 0, width, height));
}

static void
mb_dark_cover_class_init (MbDarkCoverClass *klass)
{
  MB_COVER_CLASS (klass)->get_n = mb_dark_cover_get_n;
  MB_COVER_CLASS (klass)->write = mb_dark_cover_write;
  MB_COVER_CLASS (klass)->forget = mb_dark_cover_forget;
  MB_COVER_CLASS (klass)->draw = mb_dark_cover_draw;
}

static void
mb_dark_cover_init (MbDarkCover *self)
{
}

GtkWidget *
mb_dark_cover_new (void)
{
  return g_object_new (MB_TYPE_DARK_COVER, NULL);
}
