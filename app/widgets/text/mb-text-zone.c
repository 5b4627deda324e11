/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/text/mb-text-zone.h"

#include "core/model/page/mb-slot.h"
#include "core/model/place/mb-market.h"
#include "widgets/type/mb-block.h"
#include "widgets/type/mb-card.h"
#include "widgets/type/mb-fade.h"

#define MOST_LINES 400 /* 8 KiB hold fewer, wherever there is room for a word */

struct _MbTextZone
{
  MbZoneView parent_instance;

  MbBoard *board; /* (owned) */
  MbTexts *text;  /* (owned) (nullable): the layout's */
  MbType *type;   /* (owned) (nullable) */
  gboolean elder, led;
  MbCard card;
  char *words;      /* (nullable): in the language of the board */
  gboolean centred;
  GPtrArray *pages; /* of MbBlock */
  guint page, leaving;
  MbSlot slot;
  MbFade fade;
};

G_DEFINE_FINAL_TYPE (MbTextZone, mb_text_zone, MB_TYPE_ZONE_VIEW)

static gboolean
is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

/* A text of blanks is none: the market's name stands there, so that the card is not empty. */
static const char *
find_words (MbTextZone *self)
{
  const char *language = mb_catalogue_get_language (mb_type_get_catalogue (self->type));
  const char *words = mb_texts_get (self->text, language);
  MbMarket *market = (MbMarket *) mb_board_get (self->board, MB_KIND_MARKET, "market");

  if (!is_blank (words))
    return words;

  return market != NULL ? mb_texts_get (market->name, language) : "";
}

static MbBlock *
set_in_type (MbTextZone *self, MbStep step, PangoWeight weight, guint max_lines)
{
  return mb_block_new_paragraphs (self->type, step, weight, MB_TONE_TEXT, self->words, self->card.width, max_lines);
}

/* A few words are a heading: on one line if any size of a heading allows it, else on two.
 * Returns: (nullable): they are more than that */
static MbBlock *
try_heading (MbTextZone *self)
{
  static const struct
  {
    MbStep step;
    guint lines;
  } sizes[] = { { MB_STEP_HEADLINE, 1 }, { MB_STEP_CLOCK, 1 }, { MB_STEP_PRICE, 1 }, { MB_STEP_HEADLINE, 2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (MbBlock) block = set_in_type (self, sizes[i].step, PANGO_WEIGHT_BOLD, sizes[i].lines);

      if (mb_block_is_whole (block) && mb_block_get_height (block) <= self->card.height)
        return g_steal_pointer (&block);
    }

  return NULL;
}

/* All pages are as full as each other, but for a line. */
static void
divide (MbTextZone *self, const MbBlock *whole)
{
  guint room = (guint) MAX (self->card.height / mb_block_get_line_height (self->type, MB_STEP_NAME), 1);
  guint n_lines = mb_block_get_n_lines (whole), n_pages = MAX ((n_lines + room - 1) / room, 1);

  for (guint i = 0; i < n_pages; i++)
    {
      guint first = n_lines * i / n_pages;

      g_ptr_array_add (self->pages, mb_block_new_part (whole, first, n_lines * (i + 1) / n_pages - first));
    }
}

static void
lay_out (MbTextZone *self)
{
  g_autoptr (MbBlock) heading = NULL, whole = NULL;

  mb_fade_end (&self->fade);
  g_ptr_array_set_size (self->pages, 0);
  self->slot = (MbSlot){ 0 };
  if (self->type == NULL || self->words == NULL || gtk_widget_get_width (GTK_WIDGET (self)) == 0)
    return;

  mb_card_init (&self->card, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)),
                mb_type_get_n (self->type));
  heading = try_heading (self);
  self->centred = heading != NULL;
  if (self->centred)
    g_ptr_array_add (self->pages, g_steal_pointer (&heading));
  else
    {
      whole = set_in_type (self, MB_STEP_NAME, PANGO_WEIGHT_NORMAL, MOST_LINES);
      divide (self, whole);
    }
  self->page = self->leaving = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_faded (GtkWidget *widget)
{
  mb_zone_view_emit_turned (MB_ZONE_VIEW (widget));
}

static void
turn (MbTextZone *self, guint page)
{
  self->leaving = self->page;
  self->page = page;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (!self->led && gtk_widget_get_mapped (GTK_WIDGET (self)))
    mb_fade_begin (&self->fade);
  else
    mb_zone_view_emit_turned (MB_ZONE_VIEW (self));
}

static void
mb_text_zone_set_type (MbZoneView *view, MbType *type, const MbPanel *panel)
{
  MbTextZone *self = MB_TEXT_ZONE (view);

  g_clear_pointer (&self->type, mb_type_unref);
  self->type = mb_type_ref (type);
  self->elder = panel->elder;
  self->led = panel->led;
  lay_out (self);
}

static gint64
choose_page (MbTextZone *self, const MbMoment *moment)
{
  guint n_lines = mb_block_get_n_lines (self->pages->pdata[0]), page;
  gboolean begins = self->slot.end_us == 0;

  self->slot = mb_slot_at (moment->now_us, mb_slot_get_length (n_lines, self->elder), moment->time);
  page = (guint) (self->slot.number % self->pages->len);
  if (begins)
    self->page = page;
  else if (page != self->page)
    turn (self, page);
  return self->slot.end_us;
}

static gint64
mb_text_zone_update (MbZoneView *view, const MbMoment *moment)
{
  MbTextZone *self = MB_TEXT_ZONE (view);
  const char *words = find_words (self);

  if (g_strcmp0 (words, self->words) != 0)
    {
      g_free (self->words);
      self->words = g_strdup (words);
      lay_out (self);
    }
  return self->pages->len > 1 ? choose_page (self, moment) : G_MAXINT64;
}

static void
draw_page (MbTextZone *self, guint page, GtkSnapshot *snapshot, float alpha)
{
  MbBlock *block = self->pages->pdata[page];
  int y = self->card.y + MAX (self->card.height - mb_block_get_height (block), 0) / 2;

  if (self->centred)
    mb_block_draw_centred (block, snapshot, self->card.x, y, self->card.width);
  else
    mb_block_draw (block, snapshot, self->card.x, self->pages->len > 1 ? self->card.y : y, alpha);
}

static void
mb_text_zone_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbTextZone *self = MB_TEXT_ZONE (widget);

  if (self->pages->len == 0)
    return;

  mb_card_draw (&self->card, snapshot, MB_TONE_CARD, mb_type_get_n (self->type));
  gtk_snapshot_push_clip (snapshot, &self->card.bounds);
  if (self->fade.progress < 1)
    draw_page (self, self->leaving, snapshot, 1 - self->fade.progress);
  draw_page (self, self->page, snapshot, self->fade.progress);
  gtk_snapshot_pop (snapshot);
}

static void
mb_text_zone_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (MB_TEXT_ZONE (widget));
}

static void
mb_text_zone_dispose (GObject *object)
{
  mb_fade_end (&MB_TEXT_ZONE (object)->fade);

  G_OBJECT_CLASS (mb_text_zone_parent_class)->dispose (object);
}

static void
mb_text_zone_finalize (GObject *object)
{
  MbTextZone *self = MB_TEXT_ZONE (object);

  g_ptr_array_unref (self->pages);
  g_clear_pointer (&self->type, mb_type_unref);
  g_clear_pointer (&self->text, mb_texts_unref);
  g_object_unref (self->board);
  g_free (self->words);

  G_OBJECT_CLASS (mb_text_zone_parent_class)->finalize (object);
}

static void
mb_text_zone_class_init (MbTextZoneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_text_zone_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_text_zone_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_text_zone_snapshot;
  GTK_WIDGET_CLASS (klass)->size_allocate = mb_text_zone_size_allocate;
  MB_ZONE_VIEW_CLASS (klass)->set_type = mb_text_zone_set_type;
  MB_ZONE_VIEW_CLASS (klass)->update = mb_text_zone_update;
}

static void
mb_text_zone_init (MbTextZone *self)
{
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_block_free);
  mb_fade_init (&self->fade, GTK_WIDGET (self), on_faded);
}

GtkWidget *
mb_text_zone_new (const MbZoneSite *site)
{
  MbTextZone *self;

  g_return_val_if_fail (site != NULL && MB_IS_BOARD (site->board), NULL);

  self = g_object_new (MB_TYPE_TEXT_ZONE, NULL);
  self->board = g_object_ref (site->board);
  self->text = site->zone->text != NULL ? mb_texts_ref (site->zone->text) : NULL;
  return GTK_WIDGET (self);
}

guint
mb_text_zone_get_n_pages (MbTextZone *self)
{
  g_return_val_if_fail (MB_IS_TEXT_ZONE (self), 0);

  return self->pages->len;
}

char *
mb_text_zone_dup_words (MbTextZone *self)
{
  GString *words = g_string_new (NULL);
  MbBlock *block;

  g_return_val_if_fail (MB_IS_TEXT_ZONE (self), NULL);

  if (self->pages->len == 0)
    return NULL;

  block = self->pages->pdata[self->page];
  for (guint i = 0; i < mb_block_get_n_lines (block); i++)
    g_string_append_printf (words, "%s%s", i > 0 ? "|" : "", mb_block_get_line (block, i));
  return g_string_free (words, FALSE);
}
