/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "mb-test-wait.h"
#include "ui-board.h"

#include "widgets/mb-description.h"
#include "widgets/text/mb-text-zone.h"

#include <string.h>

/* A text on the glass: never smaller than N, never cut, broken where a reader would. */

#define MORNING G_GINT64_CONSTANT (1794095880000000) /* 2026-11-08T07:58+08:00 */
#define N 53 /* 55 inches, read from 5 m */

typedef struct
{
  MbClock *clock;
  MbBoard *board;
  MbBoardView *view;
  UiStage stage;
} Fixture;

static void
show (Fixture *self, const char *texts, const char *language)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", "fixtures", "market.ndjson", NULL);
  g_autofree char *line =
      g_strdup_printf ("{\"kind\":\"layout\",\"id\":\"hall\",\"value\":{\"columns\":3,\"rows\":1,\"distance_m\":5,"
                       "\"bands\":[\"header\"],\"zones\":[{\"show\":\"text\",\"at\":[0,0,1,1],\"text\":%s},"
                       "{\"show\":\"prices\",\"at\":[1,0,2,1],\"staple\":true}]}}",
                       texts);

  *self = (Fixture){ .clock = mb_clock_new_at (MORNING, 0), .board = ui_board_load (path, MORNING) };
  ui_board_put (self->board, line, "manager:li", 1000, MORNING);
  self->view = MB_BOARD_VIEW (mb_board_view_new (self->clock));
  mb_board_view_set_layout_id (self->view, "hall");
  mb_board_view_set_language (self->view, language);
  mb_board_view_set_link (self->view, MB_LINK_LIVE);
  mb_board_view_set_board (self->view, self->board);
  ui_stage_init (&self->stage, GTK_WIDGET (self->view), 1920, 1080);
}

static void
clear (Fixture *self)
{
  g_object_add_weak_pointer (G_OBJECT (self->view), (gpointer *) &self->view);
  ui_stage_clear (&self->stage);
  mb_test_wait (self->view == NULL);
  mb_test_assert_finalized (self->board);
  mb_test_assert_finalized (self->clock);
}

static MbTextZone *
find_zone (Fixture *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (MB_IS_TEXT_ZONE (child))
      return MB_TEXT_ZONE (child);

  g_assert_not_reached ();
}

static void
assert_says (Fixture *self, const char *expected)
{
  g_autofree char *words = mb_text_zone_dup_words (find_zone (self));

  g_assert_cmpstr (words, ==, expected);
}

/* The fields of a description's lines of text in the zone. */
static void
check_type (Fixture *self, int size)
{
  g_autoptr (GskRenderNode) node = ui_stage_get_node (&self->stage);
  g_autofree char *text = mb_description_write (node, self->stage.width, self->stage.height);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);

      if (g_strv_length (fields) < 10 || !g_str_equal (fields[0], "text") || strcmp (fields[1], "MbTextZone") != 0)
        continue;
      g_assert_cmpstr (fields[7], ==, "100"); /* no edge cuts it */
      g_assert_cmpint (atoi (fields[8]), ==, size);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
}

static void
test_short (void)
{
  Fixture self;

  show (&self, "{\"zh-Hans\":\"欢迎光临\",\"en\":\"Welcome\"}", "zh-Hans");
  assert_says (&self, "欢迎光临");
  g_assert_cmpuint (mb_text_zone_get_n_pages (find_zone (&self)), ==, 1);
  check_type (&self, 2 * N);
  clear (&self);

  show (&self, "{\"zh-Hans\":\"欢迎光临\",\"en\":\"Welcome\"}", "en");
  assert_says (&self, "Welcome");
  clear (&self);
}

/* Paragraphs begin lines; no line begins with punctuation or holds one character alone. */
static void
test_breaks (void)
{
  g_autofree char *words = NULL;
  g_auto (GStrv) lines = NULL;
  Fixture self;

  show (&self,
        "{\"zh-Hans\":\"缺斤少两，十倍赔偿。公平秤在服务台旁，请您当场复秤。\\n有问题请拨打投诉电话，或到服务台，我们当天答复。\"}",
        "zh-Hans");
  words = mb_text_zone_dup_words (find_zone (&self));
  lines = g_strsplit (words, "|", -1);
  g_assert_cmpuint (g_strv_length (lines), >=, 3);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_false (g_str_has_prefix (lines[i], "，") || g_str_has_prefix (lines[i], "。"));
      g_assert_cmpint (g_utf8_strlen (lines[i], -1), >, 1);
    }
  g_assert_nonnull (strstr (words, "|有问题"));
  check_type (&self, N);
  clear (&self);
}

/* More than the zone has room for stands on pages, one after another, all of it. */
static void
test_pages (void)
{
  GString *text = g_string_new ("{\"zh-Hans\":\"");
  g_autoptr (GHashTable) pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) read = g_string_new (NULL);
  Fixture self;
  guint n;

  for (int i = 0; i < 100; i++)
    g_string_append_printf (text, "第%d条，童叟无欺。", 100 + i);
  g_string_append (text, "\"}");
  show (&self, text->str, "zh-Hans");
  n = mb_text_zone_get_n_pages (find_zone (&self));
  g_assert_cmpuint (n, >, 4);
  check_type (&self, N);

  for (guint i = 0; i < n * 14; i++)
    {
      g_autofree char *words = mb_text_zone_dup_words (find_zone (&self));

      if (g_hash_table_add (pages, g_strdup (words)))
        g_string_append (read, words);
      mb_clock_set (self.clock, mb_clock_now (self.clock) + G_TIME_SPAN_SECOND, 0);
    }
  g_assert_cmpuint (g_hash_table_size (pages), ==, n);
  g_string_replace (read, "|", "", 0);
  for (int i = 0; i < 100; i++)
    {
      g_autofree char *rule = g_strdup_printf ("%d条", 100 + i);

      g_assert_nonnull (strstr (read->str, rule));
    }
  g_string_free (text, TRUE);
  clear (&self);
}

/* What is empty is not left empty, and what has no place to break is broken anywhere. */
static void
test_odd (void)
{
  g_autofree char *run = g_strnfill (8000, 'x'), *text = g_strdup_printf ("{\"en\":\"%s\"}", run);
  Fixture self;

  show (&self, "{\"zh-Hans\":\" \\n　\"}", "zh-Hans");
  assert_says (&self, "槐荫街农贸市场");
  clear (&self);

  show (&self, text, "zh-Hans");
  g_assert_cmpuint (mb_text_zone_get_n_pages (find_zone (&self)), >, 10);
  check_type (&self, N);
  clear (&self);

  show (&self, "{\"zh-Hans\":\"<b>&amp;\\u202e\\u0007粗\"}", "zh-Hans");
  assert_says (&self, "<b>&amp;粗");
  clear (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/text/short", test_short);
  g_test_add_func ("/text/breaks", test_breaks);
  g_test_add_func ("/text/pages", test_pages);
  g_test_add_func ("/text/odd", test_odd);
  return g_test_run ();
}
