/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/bands/mb-header-band.h"

#include <math.h>

/* In N. */
#define APART 0.5
#define RISE 0.38       /* from the middle of characters of size N down to their baseline */
#define CLOCK_RISE 0.55 /* and of the clock's figures */

struct _MbHeaderBand
{
  GtkWidget parent_instance;

  MbType *type; /* (owned) (nullable) */
  int margin;
  char *name;                          /* (nullable) the market's, whole */
  MbInk *market, *title, *day, *clock; /* (owned) */
};

G_DEFINE_FINAL_TYPE (MbHeaderBand, mb_header_band, GTK_TYPE_WIDGET)

static int
em (MbHeaderBand *self, double size)
{
  return (int) round (size * mb_type_get_n (self->type));
}

/* The market's name and the clock stay; the title goes first where there is no room, then the
 * day. */
static void
mb_header_band_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbHeaderBand *self = MB_HEADER_BAND (widget);
  int middle, baseline, x, right, title, day;

  if (self->type == NULL)
    return;

  middle = gtk_widget_get_height (widget) / 2;
  baseline = middle + em (self, RISE);
  x = self->margin;
  if (mb_ink_get_width (self->market) > 0)
    x += mb_ink_get_width (self->market) + em (self, APART);
  right = gtk_widget_get_width (widget) - self->margin - mb_ink_get_width (self->clock) - em (self, APART);

  mb_ink_draw (self->market, snapshot, self->margin, baseline, 1);
  day = mb_ink_get_width (self->day) + em (self, APART);
  title = mb_ink_get_width (self->title) + em (self, APART);
  if (x + title <= right - (x + day <= right ? day : 0))
    mb_ink_draw (self->title, snapshot, x, baseline, 1);
  if (x + day <= right)
    mb_ink_draw_to (self->day, snapshot, right, baseline, 1);
  mb_ink_draw_to (self->clock, snapshot, gtk_widget_get_width (widget) - self->margin,
                  middle + em (self, CLOCK_RISE), 1);
}

/* As much of the name as the clock leaves room for, in whole characters. */
static void
fit_name (MbHeaderBand *self)
{
  g_autofree char *cut = NULL;
  int room;

  if (self->type == NULL || self->name == NULL)
    return;

  room = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * self->margin - em (self, APART) -
         mb_type_measure (self->type, MB_STEP_CLOCK, PANGO_WEIGHT_BOLD, "00:00");
  cut = mb_type_cut (self->type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, self->name, room);
  if (mb_ink_set_text (self->market, cut))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
mb_header_band_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  fit_name (MB_HEADER_BAND (widget));
}

static void
drop_type (MbHeaderBand *self)
{
  g_clear_pointer (&self->market, mb_ink_free);
  g_clear_pointer (&self->title, mb_ink_free);
  g_clear_pointer (&self->day, mb_ink_free);
  g_clear_pointer (&self->clock, mb_ink_free);
  g_clear_pointer (&self->type, mb_type_unref);
  g_clear_pointer (&self->name, g_free);
}

static void
mb_header_band_finalize (GObject *object)
{
  drop_type (MB_HEADER_BAND (object));

  G_OBJECT_CLASS (mb_header_band_parent_class)->finalize (object);
}

static void
mb_header_band_class_init (MbHeaderBandClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_header_band_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_header_band_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_BANNER);
  GTK_WIDGET_CLASS (klass)->size_allocate = mb_header_band_size_allocate;
}

static void
mb_header_band_init (MbHeaderBand *self)
{
}

void
mb_header_band_set_type (MbHeaderBand *self, MbType *type, int margin)
{
  g_return_if_fail (MB_IS_HEADER_BAND (self));

  drop_type (self);
  self->type = mb_type_ref (type);
  self->margin = margin;
  self->market = mb_ink_new (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT);
  self->title = mb_ink_new (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET);
  self->day = mb_ink_new (type, MB_STEP_QUIET, PANGO_WEIGHT_BOLD, MB_TONE_TEXT);
  self->clock = mb_ink_new (type, MB_STEP_CLOCK, PANGO_WEIGHT_BOLD, MB_TONE_TEXT);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mb_header_band_set_title (MbHeaderBand *self, const char *market, const char *title)
{
  g_return_if_fail (MB_IS_HEADER_BAND (self) && self->type != NULL);

  if (mb_ink_set_text (self->title, title))
    gtk_widget_queue_draw (GTK_WIDGET (self));
  if (g_strcmp0 (self->name, market) == 0)
    return;

  g_free (self->name);
  self->name = g_strdup (market);
  fit_name (self);
}

void
mb_header_band_set_time (MbHeaderBand *self, const char *day, const char *clock)
{
  g_return_if_fail (MB_IS_HEADER_BAND (self) && self->type != NULL);

  if (mb_ink_set_text (self->day, day) | mb_ink_set_text (self->clock, clock))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
