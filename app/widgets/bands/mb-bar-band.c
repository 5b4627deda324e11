/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/bands/mb-bar-band.h"

#include <math.h>

#define SEPARATOR " · "

/* In N. */
#define APART 0.42   /* between words */
#define PILL_PAD 0.3 /* left and right of a marked word */
#define PILL_HEIGHT 1.04
#define PILL_RADIUS 0.12
#define RISE 0.285 /* from the middle of quiet Han characters down to their baseline */

struct _MbBarBand
{
  GtkWidget parent_instance;

  MbType *type; /* (owned) (nullable) */
  int margin, end;
  MbInk *tabs[MB_BAR_MAX_TABS]; /* (owned) */
  gboolean present[MB_BAR_MAX_TABS];
  MbInk *remark;  /* (owned) */
  char **remarks; /* (owned) (nullable) */
  guint n_kept;   /* of them, whatever else has no room */
};

G_DEFINE_FINAL_TYPE (MbBarBand, mb_bar_band, GTK_TYPE_WIDGET)

static int
em (MbBarBand *self, double size)
{
  return (int) round (size * mb_type_get_n (self->type));
}

static void
draw_pill (MbBarBand *self, GtkSnapshot *snapshot, int x, int width)
{
  GdkRGBA fill = mb_tone (MB_TONE_TEXT);
  int height = em (self, PILL_HEIGHT);
  GskRoundedRect pill;

  gsk_rounded_rect_init_from_rect (
      &pill,
      &GRAPHENE_RECT_INIT (x, (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2, width,
                           height),
      em (self, PILL_RADIUS));
  gtk_snapshot_push_rounded_clip (snapshot, &pill);
  gtk_snapshot_append_color (snapshot, &fill, &pill.bounds);
  gtk_snapshot_pop (snapshot);
}

/* Returns where the tab ends, or @x when it has no room before @limit. */
static int
draw_tab (MbBarBand *self, GtkSnapshot *snapshot, guint i, int x, int baseline, int limit)
{
  int pad = self->present[i] ? em (self, PILL_PAD) : 0;
  int width = mb_ink_get_width (self->tabs[i]) + 2 * pad;

  if (x + width > limit)
    return x;

  if (self->present[i])
    draw_pill (self, snapshot, x, width);
  mb_ink_draw (self->tabs[i], snapshot, x + pad, baseline, 1);
  return x + width;
}

/* With the gap behind it. */
static int
get_tab_width (MbBarBand *self, guint i)
{
  int width = mb_ink_get_width (self->tabs[i]);

  return width > 0 ? width + (self->present[i] ? 2 * em (self, PILL_PAD) : 0) + em (self, APART)
                   : 0;
}

static int
get_tabs_width (MbBarBand *self)
{
  int width = 0;

  for (guint i = 0; i < MB_BAR_MAX_TABS; i++)
    width += get_tab_width (self, i);

  return width;
}

/* What all figures are is said before what else there is to see. */
static void
fit_remarks (MbBarBand *self, int room)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; self->remarks != NULL && self->remarks[i] != NULL; i++)
    {
      gsize before = text->len;

      g_string_append_printf (text, "%s%s", i > 0 ? SEPARATOR : "", self->remarks[i]);
      if (i >= self->n_kept &&
          mb_type_measure (self->type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, text->str) > room)
        {
          g_string_truncate (text, before);
          break;
        }
    }
  mb_ink_set_text (self->remark, text->str);
}

/* Where not all have room: from which tab on, so that the marked ones are among them. */
static guint
get_first_tab (MbBarBand *self, int room)
{
  guint first = 0;
  int width = -em (self, APART);

  for (guint i = 0; i < MB_BAR_MAX_TABS; i++)
    {
      width += get_tab_width (self, i);
      while (self->present[i] && width > room && first < i)
        width -= get_tab_width (self, first++);
    }

  return first;
}

static void
mb_bar_band_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbBarBand *self = MB_BAR_BAND (widget);
  int baseline, x, right, end;

  if (self->type == NULL)
    return;

  baseline = gtk_widget_get_height (widget) / 2 + em (self, RISE);
  x = self->margin;
  right = gtk_widget_get_width (widget) - MAX (self->margin, self->end);
  end = right - mb_ink_get_width (self->remark) - em (self, APART);
  for (guint i = get_first_tab (self, end - x);
       i < MB_BAR_MAX_TABS && get_tab_width (self, i) > 0; i++)
    {
      int tab_end = draw_tab (self, snapshot, i, x, baseline, end);

      if (tab_end == x)
        break;
      x = tab_end + em (self, APART);
    }
  mb_ink_draw_to (self->remark, snapshot, right, baseline, 1);
}

static void
refit (MbBarBand *self)
{
  if (self->type == NULL)
    return;

  fit_remarks (self,
               gtk_widget_get_width (GTK_WIDGET (self)) - self->margin - MAX (self->margin, self->end) -
                   get_tabs_width (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
mb_bar_band_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  refit (MB_BAR_BAND (widget));
}

static void
drop_type (MbBarBand *self)
{
  for (guint i = 0; i < MB_BAR_MAX_TABS; i++)
    g_clear_pointer (&self->tabs[i], mb_ink_free);
  g_clear_pointer (&self->remark, mb_ink_free);
  g_clear_pointer (&self->remarks, g_strfreev);
  g_clear_pointer (&self->type, mb_type_unref);
}

static void
mb_bar_band_finalize (GObject *object)
{
  drop_type (MB_BAR_BAND (object));

  G_OBJECT_CLASS (mb_bar_band_parent_class)->finalize (object);
}

static void
mb_bar_band_class_init (MbBarBandClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_bar_band_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_bar_band_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_STATUS);
  GTK_WIDGET_CLASS (klass)->size_allocate = mb_bar_band_size_allocate;
}

static void
mb_bar_band_init (MbBarBand *self)
{
}

/* A tab is Bold while it is marked, so its ink is another then. */
static gboolean
set_tab (MbBarBand *self, guint i, const char *text, gboolean present)
{
  gboolean differs = self->tabs[i] == NULL || self->present[i] != present;

  if (differs)
    {
      g_clear_pointer (&self->tabs[i], mb_ink_free);
      self->tabs[i] =
          mb_ink_new (self->type, MB_STEP_QUIET, present ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL,
                      present ? MB_TONE_GROUND : MB_TONE_QUIET);
      self->present[i] = present;
    }
  return mb_ink_set_text (self->tabs[i], text) || differs;
}

void
mb_bar_band_set_type (MbBarBand *self, MbType *type, int margin)
{
  g_return_if_fail (MB_IS_BAR_BAND (self));

  drop_type (self);
  self->type = mb_type_ref (type);
  self->margin = margin;
  self->remark = mb_ink_new (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET);
  for (guint i = 0; i < MB_BAR_MAX_TABS; i++)
    set_tab (self, i, NULL, FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mb_bar_band_set_end (MbBarBand *self, int width)
{
  g_return_if_fail (MB_IS_BAR_BAND (self));

  if (self->end == width)
    return;

  self->end = width;
  refit (self);
}

void
mb_bar_band_set_tabs (MbBarBand *self, const MbBarTab *tabs, guint n_tabs)
{
  gboolean differs = FALSE;

  g_return_if_fail (MB_IS_BAR_BAND (self) && self->type != NULL);

  for (guint i = 0; i < MB_BAR_MAX_TABS; i++)
    if (i < n_tabs)
      differs |= set_tab (self, i, tabs[i].text, tabs[i].present);
    else
      differs |= set_tab (self, i, NULL, FALSE);
  if (differs)
    refit (self);
}

void
mb_bar_band_set_remarks (MbBarBand *self, const char *const *remarks, guint n_kept)
{
  g_return_if_fail (MB_IS_BAR_BAND (self) && self->type != NULL);

  if (self->remarks != NULL && remarks != NULL && self->n_kept == n_kept &&
      g_strv_equal ((const char *const *) self->remarks, remarks))
    return;

  g_strfreev (self->remarks);
  self->remarks = g_strdupv ((char **) remarks);
  self->n_kept = n_kept;
  refit (self);
}
