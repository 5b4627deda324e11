/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mb-test-wait.h"
#include "ui-board.h"
#include "ui-ink.h"
#include "ui-nasty.h"

#include "widgets/mb-zone-view.h"
#include "widgets/type/mb-palette.h"

#include <string.h>

/* Whatever is entered stands in its place, and nothing else is the worse for it. */

#define MORNING G_GINT64_CONSTANT (1794095880000000) /* 2026-11-08T07:58+08:00 */
#define MOST_GLYPHS 12000 /* on a glass: what is shaped does not grow with what was entered */

typedef struct
{
  const char *id;
  int width, height;
  const char *language; /* (nullable): zh-Hans */
} Layout;

static const Layout layouts[] = {
  { "entrance", 1920, 1080 },    { "entrance-portrait", 1080, 1920 }, { "aisle", 1920, 1080 },
  { "stall", 1280, 800 },        { "stall-small", 1024, 600 },        { "query", 1080, 1920 },
  { "strip", 1920, 360 },        { "strip-led", 960, 160 },           { "film", 1920, 1080 },
  { "everything", 1920, 1080 },  { "everything", 1280, 720 },         { "words", 1280, 720 },
  { "entrance", 1920, 1080, "en" }, { "aisle", 1280, 720, "zh-Hant" }, { "strip", 1920, 360, "en" },
};

typedef struct
{
  MbClock *clock;
  MbBoard *board;
  MbBoardView *view;
  UiStage stage;
  guint64 rev;
  char **lines; /* every record that there is */
  char *what;   /* is tried, for whoever reads the failure */
} Fixture;

static char **
read_lines (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", "fixtures", name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_strsplit (g_strchomp (text), "\n", -1);
}

static GPtrArray *
make_records (char **lines)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (records, ui_board_read (lines[i], &error));
      g_assert_no_error (error);
    }
  return records;
}

static void
put (Fixture *self, GPtrArray *records)
{
  ui_board_put_records (self->board, records, "import", ++self->rev, MORNING);
}

static void
fixture_init (Fixture *self, const Layout *layout)
{
  g_auto (GStrv) market = read_lines ("market.ndjson");
  g_auto (GStrv) whole = read_lines ("whole.ndjson");
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_autoptr (GPtrArray) records = NULL;

  *self = (Fixture){ .clock = mb_clock_new_at (MORNING, 0), .board = mb_board_new (), .rev = 1000 };
  g_strv_builder_addv (lines, (const char **) market + 1); /* the other has a market of its own */
  g_strv_builder_addv (lines, (const char **) whole);
  self->lines = g_strv_builder_end (lines);
  records = make_records (self->lines);
  put (self, records);
  self->view = MB_BOARD_VIEW (mb_board_view_new (self->clock));
  mb_board_view_set_layout_id (self->view, layout->id);
  mb_board_view_set_language (self->view, layout->language != NULL ? layout->language : "zh-Hans");
  mb_board_view_set_link (self->view, MB_LINK_LIVE);
  mb_board_view_set_board (self->view, self->board);
  ui_stage_init (&self->stage, GTK_WIDGET (self->view), layout->width, layout->height);
}

static void
fixture_clear (Fixture *self)
{
  g_object_add_weak_pointer (G_OBJECT (self->view), (gpointer *) &self->view);
  ui_stage_clear (&self->stage);
  mb_test_wait (self->view == NULL);
  mb_test_assert_finalized (self->board);
  mb_test_assert_finalized (self->clock);
  g_strfreev (self->lines);
  g_free (self->what);
}

static void
try (Fixture *self, const char *layout, const char *what)
{
  g_free (self->what);
  self->what = g_strdup_printf ("%s, %s", layout, what);
}

#define check(self, condition, ...) \
  G_STMT_START \
  { \
    if (!(condition)) \
      { \
        g_autofree char *where = g_strdup_printf (__VA_ARGS__); \
        g_error ("%s: not %s: %s", (self)->what, #condition, where); \
      } \
  } \
  G_STMT_END

/* Its letters, without what reaches above and below them. */
static graphene_rect_t
get_body (const UiInk *ink)
{
  graphene_rect_t body = GRAPHENE_RECT_INIT (ink->x, ink->baseline - 0.7f * ink->size_px, ink->width, 0.7f * ink->size_px);

  if (!graphene_rect_intersection (&body, &ink->seen, &body))
    body = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  return body;
}

static void
check_apart (Fixture *self, GArray *inks)
{
  for (guint i = 0; i < inks->len; i++)
    {
      const UiInk *ink = &g_array_index (inks, UiInk, i);
      graphene_rect_t body = get_body (ink);

      for (guint j = 0; j < i; j++)
        {
          const UiInk *other_ink = &g_array_index (inks, UiInk, j);
          graphene_rect_t other = get_body (other_ink), both;

          if (!graphene_rect_intersection (&body, &other, &both))
            continue;
          /* Two runs of one line meet where a mark hangs over. */
          check (self, (ink->baseline == other_ink->baseline && both.size.width <= 0.3f * ink->size_px) ||
                           both.size.height < 0.1f * ink->size_px || both.size.width < 1,
                 "%.0f,%.0f %.0fx%.0f and %.0f,%.0f %.0fx%.0f", body.origin.x, body.origin.y, body.size.width,
                 body.size.height, other.origin.x, other.origin.y, other.size.width, other.size.height);
        }
    }
}

/* Nothing of a zone or band stands outside of it. */
static void
check_inside (Fixture *self, GtkWidget *part)
{
  g_autoptr (GArray) inks = ui_ink_collect_all (part);
  graphene_rect_t edge = GRAPHENE_RECT_INIT (-1, -1, gtk_widget_get_width (part) + 2, gtk_widget_get_height (part) + 2);

  for (guint i = 0; i < inks->len; i++)
    {
      const UiInk *ink = &g_array_index (inks, UiInk, i);

      check (self, ink->seen.size.width <= 0 || graphene_rect_contains_rect (&edge, &ink->seen),
             "%s of %dx%d: %.0f,%.0f %.0fx%.0f", G_OBJECT_TYPE_NAME (part), gtk_widget_get_width (part),
             gtk_widget_get_height (part), ink->seen.origin.x, ink->seen.origin.y, ink->seen.size.width,
             ink->seen.size.height);
    }
}

/* No figure of a price is cut: it is whole within all that could clip it. */
static void
check_figures (Fixture *self)
{
  g_autoptr (GArray) inks = ui_ink_collect (GTK_WIDGET (self->view));
  GListModel *prices = mb_board_get_list (self->board, MB_KIND_PRICE);

  for (guint i = 0; i < g_list_model_get_n_items (prices); i++)
    {
      g_autoptr (MbRecord) price = g_list_model_get_item (prices, i);
      graphene_rect_t place;
      gboolean found = FALSE;

      if (!mb_board_view_get_figure_bounds (self->view, mb_record_get_id (price), &place))
        continue;
      for (guint j = 0; j < inks->len && !found; j++)
        {
          const UiInk *ink = &g_array_index (inks, UiInk, j);

          found = !ink->clipped && ABS (ink->x + ink->width - place.origin.x - place.size.width) <= 2 &&
                  ABS (ink->width - place.size.width) <= 2 && ink->baseline > place.origin.y &&
                  ink->baseline < place.origin.y + place.size.height &&
                  ink->seen.size.height > 0.5f * ink->size_px;
        }
      check (self, found, "the figure of %s at %.0f,%.0f", mb_record_get_id (price), place.origin.x, place.origin.y);
    }
}

static void
on_painted (gboolean *painted)
{
  *painted = TRUE;
}

/* Until sizes are given and everything is written. */
static void
wait_frame (Fixture *self)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock (GTK_WIDGET (self->view));
  gboolean painted = FALSE;
  gulong handler = g_signal_connect_swapped (frames, "after-paint", G_CALLBACK (on_painted), &painted);

  gdk_frame_clock_request_phase (frames, GDK_FRAME_CLOCK_PHASE_PAINT);
  mb_test_wait (painted);
  g_signal_handler_disconnect (frames, handler);
}

static void
check_glass (Fixture *self)
{
  g_autoptr (GArray) inks = NULL;
  guint n_glyphs = 0;

  wait_frame (self);
  inks = ui_ink_collect (GTK_WIDGET (self->view));
  for (guint i = 0; i < inks->len; i++)
    n_glyphs += g_array_index (inks, UiInk, i).n_glyphs;
  check (self, n_glyphs < MOST_GLYPHS, "%u", n_glyphs);
  check_apart (self, inks);
  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (self->view)); part != NULL;
       part = gtk_widget_get_next_sibling (part))
    if (gtk_widget_get_child_visible (part))
      check_inside (self, part);
  if (mb_board_view_get_visibility (self->view, MB_KIND_MARKET, "market", NULL) != MB_VISIBILITY_COVERED)
    check_figures (self);
}

static void
test_texts (gconstpointer data)
{
  const Layout *layout = data;
  Fixture self;

  fixture_init (&self, layout);
  try (&self, layout->id, "nothing nasty");
  check_glass (&self);
  for (guint kind = 0; kind < ui_nasty_get_n (); kind++)
    {
      g_autofree char *text = ui_nasty_make (kind, kind + 1);
      g_autoptr (GPtrArray) records = make_records (self.lines);

      try (&self, layout->id, ui_nasty_get_name (kind));
      for (guint i = 0; i < records->len; i++)
        ui_nasty_fill (records->pdata[i], text);
      put (&self, records);
      check_glass (&self);
      ui_stage_save (&self.stage, self.what);
    }
  fixture_clear (&self);
}

/* Also where an emergency says it. */
static void
test_emergency (void)
{
  Fixture self;

  fixture_init (&self, &layouts[0]);
  for (guint kind = 0; kind < ui_nasty_get_n (); kind++)
    {
      const char *lines[] = { "{\"kind\":\"notice\",\"id\":\"drill\",\"value\":{\"text\":{\"zh-Hans\":\"x\"},\"level\":\"emergency\","
                        "\"when\":{\"from\":\"2026-11-08T07:58:00+08:00\",\"to\":\"2026-11-08T08:01:00+08:00\"}}}",
                        NULL };
      g_autofree char *text = ui_nasty_make (kind, kind + 1);
      g_autoptr (GPtrArray) records = make_records ((char **) lines);

      try (&self, "emergency", ui_nasty_get_name (kind));
      ui_nasty_fill (records->pdata[0], text);
      put (&self, records);
      check_glass (&self);
      ui_stage_save (&self.stage, self.what);
    }
  fixture_clear (&self);
}

/* The fixture has every field of every kind, so that none can be forgotten here. */
static void
check_whole (const MbSchema *schema, gconstpointer structure, GHashTable *seen)
{
  for (guint i = 0; i < schema->n_fields; i++)
    {
      const MbField *field = &schema->fields[i];
      gconstpointer at = G_STRUCT_MEMBER_P (structure, field->offset);

      if (!mb_field_is_set (field, structure))
        continue;
      g_hash_table_add (seen, (gpointer) field);
      if (field->type == MB_FIELD_STRUCT)
        check_whole (field->schema, *(gconstpointer *) at, seen);
      else if (field->type == MB_FIELD_LIST)
        for (guint j = 0; j < (*(GPtrArray **) at)->len; j++)
          check_whole (field->schema, (*(GPtrArray **) at)->pdata[j], seen);
    }
}

static void
assert_seen (const MbSchema *schema, GHashTable *seen)
{
  for (guint i = 0; i < schema->n_fields; i++)
    {
      if (!g_hash_table_contains (seen, &schema->fields[i]))
        g_error ("whole.ndjson has no %s.%s", schema->name, schema->fields[i].name);
      if (schema->fields[i].schema != NULL)
        assert_seen (schema->fields[i].schema, seen);
    }
}

static void
test_whole (void)
{
  g_auto (GStrv) lines = read_lines ("whole.ndjson");
  g_autoptr (GPtrArray) records = make_records (lines);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < records->len; i++)
    check_whole (mb_kind_get_schema (mb_record_get_kind (records->pdata[i])), records->pdata[i], seen);
  for (MbKind kind = 0; kind < MB_N_KINDS; kind++)
    assert_seen (mb_kind_get_schema (kind), seen);
}

static void
put_line (Fixture *self, const char *line)
{
  char *lines[] = { (char *) line, NULL };
  g_autoptr (GPtrArray) records = make_records (lines);

  put (self, records);
}

/* A record without any of its pieces shows the others, and nothing else is missed on the glass. */
static void
test_lacking (gconstpointer data)
{
  const Layout *layout = data;
  g_auto (GStrv) whole = read_lines ("whole.ndjson");
  guint n = 0;
  Fixture self;

  fixture_init (&self, layout);
  mb_board_view_set_screen_id (self.view, "hall");
  for (guint i = 0; whole[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) lines = ui_nasty_lacking (whole[i]);

      for (guint j = 0; j < lines->len; j++)
        {
          g_autoptr (MbRecord) record = ui_board_read (lines->pdata[j], NULL);

          if (record == NULL)
            continue; /* it cannot do without */
          n++;
          try (&self, layout->id, lines->pdata[j]);
          put_line (&self, lines->pdata[j]);
          check_glass (&self);
        }
      put_line (&self, whole[i]);
    }
  g_assert_cmpuint (n, >, 150);
  fixture_clear (&self);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/hostile/texts/%s-%d%s", layouts[i].id, layouts[i].width,
                                               layouts[i].language != NULL ? layouts[i].language : "");

      g_test_add_data_func (path, &layouts[i], test_texts);
    }
  g_test_add_func ("/hostile/emergency", test_emergency);
  g_test_add_func ("/hostile/whole", test_whole);
  g_test_add_data_func ("/hostile/lacking", &layouts[9], test_lacking);
  return g_test_run ();
}
