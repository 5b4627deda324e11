/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-board.h"

#include "core/model/goods/mb-price.h"
#include "core/wire/mb-record-codec.h"

#include <string.h>

MbRecord *
ui_board_read (const char *line, GError **error)
{
  g_autoptr (MbJson) json = mb_json_read_text (line, -1, MB_JSON_STRICT, error);
  g_autofree char *kind = NULL;
  g_autofree char *id = NULL;
  MbJsonAt derived;

  g_assert_nonnull (json);
  kind = mb_json_dup_string (json, mb_json_member (json, 0, "kind"));
  id = mb_json_dup_string (json, mb_json_member (json, 0, "id"));
  derived = mb_json_member (json, 0, "derived");
  return mb_record_decode (mb_kind_from_name (kind), id, json, mb_json_member (json, 0, "value"),
                           derived != MB_JSON_NONE ? json : NULL, derived, error);
}

static MbRecord *
read_record (const char *line, const char *by, guint64 rev, gint64 at_us)
{
  g_autoptr (GError) error = NULL;
  MbRecord *record = ui_board_read (line, &error);

  g_assert_no_error (error);
  mb_record_set_stamp (record, rev, at_us, by);
  return record;
}

static void
apply (MbBoard *board, MbDelta *delta, guint64 rev, gint64 at_us)
{
  delta->position = g_strdup_printf ("0123456789ab.%" G_GUINT64_FORMAT, rev);
  delta->at.us = at_us;
  mb_board_apply (board, delta);
}

MbBoard *
ui_board_load (const char *path, gint64 at_us)
{
  MbBoard *board = mb_board_new ();
  MbDelta *delta = mb_delta_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint64 rev = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  delta->reset = TRUE;
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      mb_delta_put (delta, read_record (lines[i], "import", ++rev, at_us), NULL);
  apply (board, delta, rev, at_us);
  return board;
}

void
ui_board_put (MbBoard *board, const char *line, const char *by, guint64 rev, gint64 at_us)
{
  MbDelta *delta = mb_delta_new ();

  mb_delta_put (delta, read_record (line, by, rev, at_us), NULL);
  apply (board, delta, rev, at_us);
}

void
ui_board_put_records (MbBoard *board, GPtrArray *records, const char *by, guint64 rev, gint64 at_us)
{
  MbDelta *delta = mb_delta_new ();

  for (guint i = 0; i < records->len; i++)
    {
      mb_record_set_stamp (records->pdata[i], rev, at_us, by);
      mb_delta_put (delta, g_object_ref (records->pdata[i]), NULL);
    }
  apply (board, delta, rev, at_us);
}

void
ui_board_put_prices (MbBoard *board, const char *by, guint64 rev, gint64 at_us, gint64 fen)
{
  GListModel *prices = mb_board_get_list (board, MB_KIND_PRICE);
  MbDelta *delta = mb_delta_new ();

  for (guint i = 0; i < g_list_model_get_n_items (prices); i++)
    {
      g_autoptr (MbPrice) price = g_list_model_get_item (prices, i);
      MbPrice *news =
          MB_PRICE (mb_record_new (MB_KIND_PRICE, mb_record_get_id (MB_RECORD (price))));

      news->product = g_strdup (price->product);
      news->basis = price->basis;
      news->fen = fen;
      news->per = price->per;
      news->observed_at.us = at_us;
      mb_record_set_stamp (MB_RECORD (news), rev, at_us, by);
      mb_delta_put (delta, MB_RECORD (news), NULL);
    }
  apply (board, delta, rev, at_us);
}

static void
on_drawn (gboolean *drawn)
{
  *drawn = TRUE;
}

static void
wait_until_drawn (GtkWidget *view)
{
  gboolean drawn = FALSE;
  gulong handler = g_signal_connect_swapped (view, "drawn", G_CALLBACK (on_drawn), &drawn);

  while (!drawn)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (view, handler);
}

void
ui_stage_init (UiStage *self, GtkWidget *view, int width, int height)
{
  *self = (UiStage){ GTK_WINDOW (gtk_window_new ()), view, width, height };
  gtk_window_set_decorated (self->window, FALSE);
  /* A toplevel is clamped to the monitor unless its child asks for more. */
  gtk_widget_set_size_request (view, width, height);
  gtk_window_set_child (self->window, view);
  gtk_window_present (self->window);
  wait_until_drawn (view);
}

void
ui_stage_settle (UiStage *self)
{
  while (!mb_board_view_is_settled (MB_BOARD_VIEW (self->view)))
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_queue_draw (self->view);
  wait_until_drawn (self->view);
}

void
ui_stage_clear (UiStage *self)
{
  gtk_window_destroy (self->window);
}

GskRenderNode *
ui_stage_get_node (UiStage *self)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (self->view);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, self->width, self->height);
  return gtk_snapshot_free_to_node (snapshot);
}

GdkTexture *
ui_stage_draw (UiStage *self)
{
  g_autoptr (GskRenderNode) node = ui_stage_get_node (self);

  return gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (self->window)), node,
                                      &GRAPHENE_RECT_INIT (0, 0, self->width, self->height));
}

void
ui_stage_save (UiStage *self, const char *name)
{
  const char *folder = g_getenv ("MB_PICTURES");
  g_autoptr (GdkTexture) picture = NULL;
  g_autofree char *path = NULL;

  if (folder == NULL)
    return;

  picture = ui_stage_draw (self);
  path = g_strdup_printf ("%s/%s.png", folder, name);
  gdk_texture_save_to_png (picture, path);
}
