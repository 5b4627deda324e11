/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-board-view.h"

/* One board on one glass. */

struct _MbBoardView
{
  GtkWidget parent_instance;

  MbClock *clock; /* (owned) */
  MbBoard *board; /* (owned) (nullable) */
  char *screen_id;
  char *layout_id;
  char *language;
  MbLink link;
  gboolean ticker_paused;
};

G_DEFINE_FINAL_TYPE (MbBoardView, mb_board_view, GTK_TYPE_WIDGET)

static void
mb_board_view_finalize (GObject *object)
{
  MbBoardView *self = MB_BOARD_VIEW (object);

  g_clear_object (&self->clock);
  g_clear_object (&self->board);
  g_free (self->screen_id);
  g_free (self->layout_id);
  g_free (self->language);

  G_OBJECT_CLASS (mb_board_view_parent_class)->finalize (object);
}

static void
mb_board_view_class_init (MbBoardViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_board_view_finalize;
}

static void
mb_board_view_init (MbBoardView *self)
{
}

GtkWidget *
mb_board_view_new (MbClock *clock)
{
  MbBoardView *self = g_object_new (MB_TYPE_BOARD_VIEW, NULL);

  self->clock = g_object_ref (clock);
  return GTK_WIDGET (self);
}

void
mb_board_view_set_board (MbBoardView *self, MbBoard *board)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  g_set_object (&self->board, board);
}

MbBoard *
mb_board_view_get_board (MbBoardView *self)
{
  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), NULL);

  return self->board;
}

void
mb_board_view_set_screen_id (MbBoardView *self, const char *screen_id)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  g_free (self->screen_id);
  self->screen_id = g_strdup (screen_id);
}

void
mb_board_view_set_layout_id (MbBoardView *self, const char *layout_id)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  g_free (self->layout_id);
  self->layout_id = g_strdup (layout_id);
}

void
mb_board_view_set_language (MbBoardView *self, const char *language)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  g_free (self->language);
  self->language = g_strdup (language);
}

void
mb_board_view_set_panel_mm (MbBoardView *self, int width_mm, int height_mm)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));
}

void
mb_board_view_set_link (MbBoardView *self, MbLink link)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  self->link = link;
}

void
mb_board_view_set_ticker_paused (MbBoardView *self, gboolean paused)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  self->ticker_paused = paused;
}

MbVisibility
mb_board_view_get_visibility (MbBoardView *self, MbKind kind, const char *id, gint64 *by_us)
{
  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), MB_VISIBILITY_ELSEWHERE);

  if (by_us != NULL)
    *by_us = MB_UNSET;
  return MB_VISIBILITY_ELSEWHERE;
}

gboolean
mb_board_view_get_figure_bounds (MbBoardView *self, const char *price_id, graphene_rect_t *bounds)
{
  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), FALSE);

  return FALSE;
}
