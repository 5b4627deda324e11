/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-type.h"

#include "widgets/type/mb-mark.h"
#include "widgets/words/mb-plain.h"

#include <math.h>
#include <string.h>

#define MEASURED 4096 /* texts whose width is remembered */

/* More than the widest glass shows of the narrowest letters in one line: nothing beyond is shaped. */
#define LONGEST 1024

#define NARROWEST 5 /* letters that take as much room as their font is high: none is narrower */

/* Of the font's size, from the baseline and the ends: all that a line has of letters with their marks. */
#define ABOVE 1.12
#define BELOW 0.4
#define BESIDE 0.25

struct _MbType
{
  gatomicrefcount references;
  const MbCatalogue *catalogue;
  int n;
  PangoContext *context; /* (owned) */
  GHashTable *widths;    /* of what was measured: a key of step, weight and text -> pixels */
};

struct _MbInk
{
  PangoLayout *layout; /* (owned) */
  GskRenderNode *node; /* (owned) (nullable) the text at (0, 0), opaque, once it was drawn */
  MbTone tone;
  int px; /* the font's size */
  int width, baseline; /* pixels */
};

static const char *
face_for (const char *language)
{
  return g_str_equal (language, "zh-Hant") ? "Noto Sans CJK TC" : "Noto Sans CJK SC";
}

MbType *
mb_type_new (GtkWidget *widget, const MbCatalogue *catalogue, int n)
{
  const char *language = mb_catalogue_get_language (catalogue);
  PangoFontDescription *description = pango_font_description_new ();
  MbType *self = g_new0 (MbType, 1);

  g_atomic_ref_count_init (&self->references);
  self->catalogue = catalogue;
  self->n = n;
  self->context = gtk_widget_create_pango_context (widget);
  self->widths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  pango_font_description_set_family (description, face_for (language));
  pango_context_set_font_description (self->context, description);
  pango_context_set_language (self->context, pango_language_from_string (language));
  pango_context_set_base_dir (self->context, PANGO_DIRECTION_LTR);
  pango_font_description_free (description);
  return self;
}

MbType *
mb_type_ref (MbType *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
mb_type_unref (MbType *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_hash_table_unref (self->widths);
  g_object_unref (self->context);
  g_free (self);
}

const MbCatalogue *
mb_type_get_catalogue (const MbType *self)
{
  return self->catalogue;
}

int
mb_type_get_n (const MbType *self)
{
  return self->n;
}

gboolean
mb_type_is_han (const MbType *self)
{
  return g_str_has_prefix (mb_catalogue_get_language (self->catalogue), "zh");
}

/* All digits are of one width, so a board measures few figures, however often they change. */
static char *
make_key (MbStep step, PangoWeight weight, const char *text)
{
  char *key = g_strdup_printf ("%d %d %s", step, weight, text);

  for (char *c = key + strlen (key) - strlen (text); *c != '\0'; c++)
    if (g_ascii_isdigit (*c))
      *c = '0';

  return key;
}

int
mb_type_measure (MbType *self, MbStep step, PangoWeight weight, const char *text)
{
  g_autofree char *plain = mb_plain_text (text, LONGEST);
  g_autofree char *key = make_key (step, weight, plain);
  g_autoptr (MbInk) ink = NULL;
  gpointer width;

  if (g_hash_table_lookup_extended (self->widths, key, NULL, &width))
    return GPOINTER_TO_INT (width);

  if (g_hash_table_size (self->widths) >= MEASURED)
    g_hash_table_remove_all (self->widths);
  ink = mb_ink_new (self, step, weight, MB_TONE_TEXT);
  mb_ink_set_plain (ink, plain);
  g_hash_table_insert (self->widths, g_steal_pointer (&key),
                       GINT_TO_POINTER (mb_ink_get_width (ink)));
  return mb_ink_get_width (ink);
}

gsize
mb_type_get_most (MbType *self, MbStep step, int width, guint n_lines)
{
  return n_lines * (gsize) (MAX (width, 0) * NARROWEST / mb_step_get_px (step, self->n) + 2);
}

char *
mb_type_cut (MbType *self, MbStep step, PangoWeight weight, const char *text, int width)
{
  g_autoptr (MbInk) ink = mb_ink_new (self, step, weight, MB_TONE_TEXT);
  PangoLayoutLine *first;

  mb_ink_set_text (ink, text);
  if (mb_ink_get_width (ink) <= width)
    return g_strdup (mb_ink_get_text (ink));

  pango_layout_set_wrap (ink->layout, PANGO_WRAP_CHAR);
  pango_layout_set_width (ink->layout, MAX (width, 0) * PANGO_SCALE);
  first = pango_layout_get_line_readonly (ink->layout, 0);
  return g_strchomp (g_strndup (mb_ink_get_text (ink), (gsize) first->length));
}

MbInk *
mb_ink_new (MbType *type, MbStep step, PangoWeight weight, MbTone tone)
{
  PangoFontDescription *description =
      pango_font_description_copy (pango_context_get_font_description (type->context));
  PangoAttrList *attributes = pango_attr_list_new ();
  MbInk *self = g_new0 (MbInk, 1);

  pango_font_description_set_weight (description, weight);
  self->px = mb_step_get_px (step, type->n);
  pango_font_description_set_absolute_size (description, (double) self->px * PANGO_SCALE);
  /* Digits of one width; and among Latin letters no quotation mark as wide as a Han character. */
  pango_attr_list_insert (
      attributes, pango_attr_font_features_new (mb_type_is_han (type) ? "tnum" : "tnum, pwid"));
  self->layout = pango_layout_new (type->context);
  pango_layout_set_font_description (self->layout, description);
  pango_layout_set_attributes (self->layout, attributes);
  pango_layout_set_single_paragraph_mode (self->layout, TRUE);
  pango_layout_set_auto_dir (self->layout, FALSE); /* the board's language decides, not the first letter */
  pango_font_description_free (description);
  pango_attr_list_unref (attributes);
  self->tone = tone;
  return self;
}

void
mb_ink_free (MbInk *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_object_unref (self->layout);
  g_free (self);
}

gboolean
mb_ink_set_text (MbInk *self, const char *text)
{
  g_autofree char *plain = mb_plain_text (text, LONGEST);

  if (g_str_equal (pango_layout_get_text (self->layout), plain))
    return FALSE;

  mb_ink_set_plain (self, plain);
  return TRUE;
}

void
mb_ink_set_plain (MbInk *self, const char *plain)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  pango_layout_set_text (self->layout, plain, -1);
  pango_layout_get_pixel_size (self->layout, &self->width, NULL);
  self->baseline = PANGO_PIXELS (pango_layout_get_baseline (self->layout));
}

gboolean
mb_ink_set_tone (MbInk *self, MbTone tone)
{
  if (self->tone == tone)
    return FALSE;

  g_clear_pointer (&self->node, gsk_render_node_unref);
  self->tone = tone;
  return TRUE;
}

const char *
mb_ink_get_text (MbInk *self)
{
  return pango_layout_get_text (self->layout);
}

MbTone
mb_ink_get_tone (MbInk *self)
{
  return self->tone;
}

int
mb_ink_get_width (MbInk *self)
{
  return *pango_layout_get_text (self->layout) != '\0' ? self->width : 0;
}

PangoLayout *
mb_ink_get_layout (MbInk *self)
{
  return self->layout;
}

static gboolean
is_within (const PangoRectangle *ink, const graphene_rect_t *room)
{
  return graphene_rect_contains_rect (room, &GRAPHENE_RECT_INIT (ink->x, ink->y, ink->width, ink->height));
}

static GskRenderNode *
make_node (MbInk *self, float alpha)
{
  int above = (int) round (ABOVE * self->px), below = (int) round (BELOW * self->px);
  int beside = (int) round (BESIDE * self->px);
  graphene_rect_t room =
      GRAPHENE_RECT_INIT (-beside, self->baseline - above, self->width + 2 * beside, above + below);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GdkRGBA colour = mb_tone (self->tone);
  PangoLanguage *language;
  GskRenderNode *node;
  PangoRectangle ink;

  pango_layout_get_pixel_extents (self->layout, &ink, NULL);
  if (!is_within (&ink, &room))
    gtk_snapshot_push_clip (snapshot, &room);
  colour.alpha = alpha;
  gtk_snapshot_append_layout (snapshot, self->layout, &colour);
  if (!is_within (&ink, &room))
    gtk_snapshot_pop (snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return NULL;

  language = pango_context_get_language (pango_layout_get_context (self->layout));
  return mb_mark_node (node, "text %s %s", pango_language_to_string (language), mb_ink_get_text (self));
}

void
mb_ink_draw (MbInk *self, GtkSnapshot *snapshot, int x, int baseline, float alpha)
{
  GskRenderNode *passing = NULL;

  if (*pango_layout_get_text (self->layout) == '\0' || alpha <= 0)
    return;

  if (alpha < 1)
    passing = make_node (self, alpha);
  else if (self->node == NULL)
    self->node = make_node (self, 1);
  if (passing == NULL && self->node == NULL)
    return; /* blanks only */

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, baseline - self->baseline));
  gtk_snapshot_append_node (snapshot, passing != NULL ? passing : self->node);
  gtk_snapshot_restore (snapshot);
  g_clear_pointer (&passing, gsk_render_node_unref);
}

void
mb_ink_draw_to (MbInk *self, GtkSnapshot *snapshot, int right, int baseline, float alpha)
{
  mb_ink_draw (self, snapshot, right - mb_ink_get_width (self), baseline, alpha);
}
