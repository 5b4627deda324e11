/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-turn.h"

#include "widgets/type/mb-mark.h"

/* The walk ends where a turn is met: the part below it is known by its node, which a widget keeps as long as it draws
 * the same, and is walked through when it is another. */

struct _MbTurn
{
  GHashTable *parts; /* (owned) of the drawing before: GskRenderNode -> Part */
};

typedef struct
{
  GskRenderNode *source;   /* (owned) below the turn */
  GskTransform *transform; /* (owned) */
  GskRenderNode *drawn;    /* (owned) */
} Part;

typedef GskRenderNode *(*Change) (GskRenderNode *node, gpointer data);

static void
part_free (gpointer data)
{
  Part *part = data;

  gsk_render_node_unref (part->source);
  gsk_transform_unref (part->transform);
  gsk_render_node_unref (part->drawn);
  g_free (part);
}

static GHashTable *
make_parts (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, part_free);
}

MbTurn *
mb_turn_new (void)
{
  MbTurn *self = g_new (MbTurn, 1);

  self->parts = make_parts ();
  return self;
}

void
mb_turn_free (MbTurn *self)
{
  g_hash_table_unref (self->parts);
  g_free (self);
}

static GskRenderNode *
change_children (GskRenderNode *node, Change change, gpointer data)
{
  guint n = gsk_container_node_get_n_children (node);
  g_autofree GskRenderNode **children = g_new (GskRenderNode *, n);
  GskRenderNode *changed;

  for (guint i = 0; i < n; i++)
    children[i] = change (gsk_container_node_get_child (node, i), data);
  changed = gsk_container_node_new (children, n);
  for (guint i = 0; i < n; i++)
    gsk_render_node_unref (children[i]);
  return changed;
}

static GskRenderNode *
change_marked (GskRenderNode *node, Change change, gpointer data)
{
  return mb_mark_node (change (gsk_debug_node_get_child (node), data), "%s", gsk_debug_node_get_message (node));
}

static GskRenderNode *turn (GskRenderNode *node, gpointer transform);

static GskRenderNode *
turn_transformed (GskRenderNode *node, GskTransform *transform)
{
  GskTransform *both = gsk_transform_transform (gsk_transform_ref (transform), gsk_transform_node_get_transform (node));
  GskRenderNode *turned = turn (gsk_transform_node_get_child (node), both);

  gsk_transform_unref (both);
  return turned;
}

static GskRenderNode *
turn_clipped (GskRenderNode *node, GskTransform *transform)
{
  GskRenderNode *child = turn (gsk_clip_node_get_child (node), transform), *turned;
  graphene_rect_t clip;

  gsk_transform_transform_bounds (transform, gsk_clip_node_get_clip (node), &clip);
  turned = gsk_clip_node_new (child, &clip);
  gsk_render_node_unref (child);
  return turned;
}

static GskRenderNode *
turn_surface (GskRenderNode *node, GskTransform *transform)
{
  graphene_rect_t bounds;

  gsk_render_node_get_bounds (node, &bounds);
  gsk_transform_transform_bounds (transform, &bounds, &bounds);
  return gsk_color_node_new (gsk_color_node_get_color (node), &bounds);
}

/* A quarter of a turn, or two, or three: rectangles stay rectangles. */
static GskRenderNode *
turn (GskRenderNode *node, gpointer transform)
{
  switch (gsk_render_node_get_node_type (node))
    {
    case GSK_CONTAINER_NODE:
      return change_children (node, turn, transform);
    case GSK_TRANSFORM_NODE:
      return turn_transformed (node, transform);
    case GSK_CLIP_NODE:
      return turn_clipped (node, transform);
    case GSK_COLOR_NODE:
      return turn_surface (node, transform);
    case GSK_DEBUG_NODE:
      if (!mb_mark_is_text (node)) /* one that is a line of text is kept, and so the same in the next drawing */
        return change_marked (node, turn, transform);
      break;
    default:
      break;
    }
  return gsk_transform_node_new (node, transform);
}

typedef struct
{
  MbTurn *turn;
  GHashTable *parts; /* of this drawing */
} Drawing;

static Part *
make_part (GskRenderNode *source, GskTransform *transform)
{
  Part *part = g_new (Part, 1);

  part->source = gsk_render_node_ref (source);
  part->transform = gsk_transform_ref (transform);
  part->drawn = turn (source, transform);
  return part;
}

static GskRenderNode *
draw_part (Drawing *self, GskRenderNode *node)
{
  GskRenderNode *source = gsk_transform_node_get_child (node);
  GskTransform *transform = gsk_transform_node_get_transform (node);
  Part *part = g_hash_table_lookup (self->turn->parts, source);

  if (part != NULL && gsk_transform_equal (part->transform, transform))
    g_hash_table_steal (self->turn->parts, source);
  else
    part = make_part (source, transform);
  g_hash_table_replace (self->parts, source, part);
  return gsk_render_node_ref (part->drawn);
}

static gboolean
is_turned (GskRenderNode *node)
{
  return gsk_render_node_get_node_type (node) == GSK_TRANSFORM_NODE &&
         gsk_transform_get_category (gsk_transform_node_get_transform (node)) < GSK_TRANSFORM_CATEGORY_2D_TRANSLATE;
}

static GskRenderNode *
draw (GskRenderNode *node, gpointer drawing)
{
  if (is_turned (node))
    return draw_part (drawing, node);
  if (gsk_render_node_get_node_type (node) == GSK_CONTAINER_NODE)
    return change_children (node, draw, drawing);
  if (gsk_render_node_get_node_type (node) == GSK_DEBUG_NODE)
    return change_marked (node, draw, drawing);

  return gsk_render_node_ref (node);
}

GskRenderNode *
mb_turn_draw (MbTurn *self, GskRenderNode *drawing)
{
  Drawing present = { self, make_parts () };
  GskRenderNode *drawn = draw (drawing, &present);

  gsk_render_node_unref (drawing);
  g_hash_table_unref (self->parts);
  self->parts = present.parts;
  return drawn;
}
