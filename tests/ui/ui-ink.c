/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-ink.h"

#include <hb.h>

/* A picture is checked by its render nodes: what the renderer will draw, whatever drew it. */

typedef struct
{
  GArray *inks;           /* (nullable) */
  const GdkRGBA *surface; /* (nullable) looked for */
  gboolean found;
  float x, y;           /* of the node's own coordinates */
  graphene_rect_t clip; /* in the picture */
} Walk;

static void walk_node (Walk *walk, GskRenderNode *node);

static void
clear_ink (gpointer data)
{
  g_free (((UiInk *) data)->family);
}

static gboolean
has_ellipsis (PangoFont *font, const PangoGlyphInfo *glyphs, guint n)
{
  hb_codepoint_t ellipsis;

  if (!hb_font_get_nominal_glyph (pango_font_get_hb_font (font), 0x2026, &ellipsis))
    return FALSE;

  for (guint i = 0; i < n; i++)
    if (glyphs[i].glyph == ellipsis)
      return TRUE;

  return FALSE;
}

static void
take_text (Walk *walk, GskRenderNode *node)
{
  PangoFont *font = gsk_text_node_get_font (node);
  PangoFontDescription *description = pango_font_describe_with_absolute_size (font);
  const graphene_point_t *offset = gsk_text_node_get_offset (node);
  /* GTK calls the getter pure, so what it would write to a pointer is lost. */
  const PangoGlyphInfo *glyphs = gsk_text_node_get_glyphs (node, NULL);
  guint n = gsk_text_node_get_num_glyphs (node);
  UiInk ink = { .family = g_strdup (pango_font_description_get_family (description)),
                .size_px = PANGO_PIXELS (pango_font_description_get_size (description)),
                .weight = pango_font_description_get_weight (description),
                .colour = *gsk_text_node_get_color (node),
                .x = walk->x + offset->x,
                .baseline = walk->y + offset->y,
                .n_glyphs = n,
                .ellipsis = has_ellipsis (font, glyphs, n) };

  for (guint i = 0; i < n; i++)
    ink.width += (float) glyphs[i].geometry.width / PANGO_SCALE;
  gsk_render_node_get_bounds (node, &ink.seen);
  graphene_rect_offset (&ink.seen, walk->x, walk->y);
  if (!graphene_rect_intersection (&ink.seen, &walk->clip, &ink.seen))
    ink.seen = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  ink.clipped = ink.x < walk->clip.origin.x ||
                ink.x + ink.width > walk->clip.origin.x + walk->clip.size.width + 1;
  g_array_append_val (walk->inks, ink);
  pango_font_description_free (description);
}

static void
walk_transform (Walk *walk, GskRenderNode *node)
{
  GskTransform *transform = gsk_transform_node_get_transform (node);
  Walk inner = *walk;
  float dx = 0, dy = 0;

  if (gsk_transform_get_category (transform) >= GSK_TRANSFORM_CATEGORY_2D_TRANSLATE)
    gsk_transform_to_translate (transform, &dx, &dy);
  inner.x += dx;
  inner.y += dy;
  walk_node (&inner, gsk_transform_node_get_child (node));
  walk->found = inner.found;
}

static void
walk_clip (Walk *walk, GskRenderNode *child, const graphene_rect_t *rect)
{
  Walk inner = *walk;
  graphene_rect_t clip = *rect;

  graphene_rect_offset (&clip, walk->x, walk->y);
  graphene_rect_intersection (&clip, &walk->clip, &inner.clip);
  walk_node (&inner, child);
  walk->found = inner.found;
}

static void
walk_node (Walk *walk, GskRenderNode *node)
{
  switch (gsk_render_node_get_node_type (node))
    {
    case GSK_CONTAINER_NODE:
      for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
        walk_node (walk, gsk_container_node_get_child (node, i));
      break;
    case GSK_DEBUG_NODE:
      walk_node (walk, gsk_debug_node_get_child (node));
      break;
    case GSK_TRANSFORM_NODE:
      walk_transform (walk, node);
      break;
    case GSK_CLIP_NODE:
      walk_clip (walk, gsk_clip_node_get_child (node), gsk_clip_node_get_clip (node));
      break;
    case GSK_ROUNDED_CLIP_NODE:
      walk_clip (walk, gsk_rounded_clip_node_get_child (node),
                 &gsk_rounded_clip_node_get_clip (node)->bounds);
      break;
    case GSK_TEXT_NODE:
      if (walk->inks != NULL)
        take_text (walk, node);
      break;
    case GSK_COLOR_NODE:
      if (walk->surface != NULL && gdk_rgba_equal (walk->surface, gsk_color_node_get_color (node)))
        walk->found = TRUE;
      break;
    case GSK_BORDER_NODE:
    case GSK_CAIRO_NODE:
    case GSK_LINEAR_GRADIENT_NODE:
      break;
    default:
      g_error ("A board draws no node of type %d", gsk_render_node_get_node_type (node));
    }
}

#define BEYOND 100000 /* pixels */

static void
walk_widget (Walk *walk, GtkWidget *widget, int beyond)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (GskRenderNode) node = NULL;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  graphene_rect_init (&walk->clip, -beyond, -beyond, width + 2 * beyond, height + 2 * beyond);
  if (node != NULL)
    walk_node (walk, node);
}

static GArray *
collect (GtkWidget *widget, int beyond)
{
  Walk walk = { .inks = g_array_new (FALSE, FALSE, sizeof (UiInk)) };

  g_array_set_clear_func (walk.inks, clear_ink);
  walk_widget (&walk, widget, beyond);
  return walk.inks;
}

GArray *
ui_ink_collect (GtkWidget *widget)
{
  return collect (widget, 0);
}

GArray *
ui_ink_collect_all (GtkWidget *widget)
{
  return collect (widget, BEYOND);
}

gboolean
ui_ink_has_surface (GtkWidget *widget, const GdkRGBA *colour)
{
  Walk walk = { .surface = colour };

  walk_widget (&walk, widget, 0);
  return walk.found;
}
