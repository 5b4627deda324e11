/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-setting.h"

#include "widgets/mb-layouts.h"

#include <math.h>

void
mb_setting_names_clear (MbSettingNames *self)
{
  g_clear_pointer (&self->screen_id, g_free);
  g_clear_pointer (&self->layout_id, g_free);
  g_clear_pointer (&self->language, g_free);
}

static void
take_screen (MbSetting *self, MbScreen *screen)
{
  if (screen->panel_mm[0] > 0)
    {
      self->panel.width_mm = screen->panel_mm[0];
      self->panel.height_mm = screen->panel_mm[1];
    }
  if (!isnan (screen->distance_m))
    self->panel.distance_m = screen->distance_m;
  self->panel.led = screen->led;
  self->panel.elder = screen->elder_mode;
  self->trades = screen->trades;
}

/* Each once, in the order in which they take turns. */
static void
add_language (MbPanel *panel, const char *language)
{
  const MbCatalogue *catalogue = mb_catalogue_get (language);

  for (guint i = 0; i < panel->n_catalogues; i++)
    if (panel->catalogues[i] == catalogue)
      return;
  if (panel->n_catalogues < MB_MOST_LANGUAGES)
    panel->catalogues[panel->n_catalogues++] = catalogue;
}

static void
take_languages (MbPanel *panel, MbScreen *screen, const MbSettingNames *names)
{
  char **languages = screen != NULL && names->language == NULL ? screen->languages : NULL;

  for (guint i = 0; languages != NULL && languages[i] != NULL; i++)
    add_language (panel, languages[i]);
  if (panel->n_catalogues == 0)
    add_language (panel, names->language);
}

static MbScreen *
find_screen (MbBoard *board, const MbSettingNames *names)
{
  if (board == NULL || names->screen_id == NULL)
    return NULL;

  return (MbScreen *) mb_board_get (board, MB_KIND_SCREEN, names->screen_id);
}

GskTransform *
mb_setting_turn (MbBoard *board, const MbSettingNames *names, int *width, int *height)
{
  MbScreen *screen = find_screen (board, names);
  int degrees = screen != NULL && screen->rotation != MB_UNSET ? (int) screen->rotation : 0;
  graphene_point_t corner = { degrees == 270 ? 0 : *width, degrees == 90 ? 0 : *height };

  if (degrees == 0)
    return NULL;

  if (degrees != 180)
    {
      int across = *width;

      *width = *height;
      *height = across;
    }
  return gsk_transform_rotate (gsk_transform_translate (NULL, &corner), (float) degrees);
}

MbSetting
mb_setting_resolve (MbBoard *board, const MbSettingNames *names, int width_px, int height_px)
{
  MbSetting self = { 0 };
  MbScreen *screen;

  if (board != NULL && names->screen_id != NULL)
    self.screen = (MbScreen *) mb_board_get (board, MB_KIND_SCREEN, names->screen_id);
  screen = self.screen;
  self.layout = mb_layouts_find (board, names->layout_id != NULL ? names->layout_id
                                        : screen != NULL         ? screen->layout
                                                                 : NULL);
  self.panel = (MbPanel){ .width_px = width_px,
                          .height_px = height_px,
                          .width_mm = names->panel_mm[0],
                          .height_mm = names->panel_mm[1],
                          .distance_m = self.layout->distance_m };
  take_languages (&self.panel, screen, names);
  self.catalogue = self.panel.catalogues[0];
  self.panel.n_lines = mb_layouts_get_n_lines (self.layout);
  if (screen != NULL)
    take_screen (&self, screen);
  return self;
}
