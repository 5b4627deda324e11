/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/pictures/mb-picture-node.h"

#include "media/mb-picture-decode.h"
#include "widgets/type/mb-mark.h"

static GQuark
get_node_quark (void)
{
  return g_quark_from_static_string ("mb-picture-node");
}

/* Of a box that has another size meanwhile it is stretched until the next one comes. */
static GskRenderNode *
make_node (GdkTexture *picture, const graphene_rect_t *bounds)
{
  GskRenderNode *node = gsk_cairo_node_new (bounds);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_rectangle (cr, bounds->origin.x, bounds->origin.y, bounds->size.width, bounds->size.height);
  cairo_translate (cr, bounds->origin.x, bounds->origin.y);
  cairo_scale (cr, bounds->size.width / gdk_texture_get_width (picture), bounds->size.height / gdk_texture_get_height (picture));
  cairo_set_source_surface (cr, mb_picture_get_surface (picture), 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_fill (cr);
  cairo_destroy (cr);
  return mb_mark_node (node, "picture");
}

void
mb_picture_node_append (GtkSnapshot *snapshot, GdkTexture *picture, const graphene_rect_t *bounds)
{
  GskRenderNode *node;
  graphene_rect_t drawn;

  g_return_if_fail (GDK_IS_TEXTURE (picture) && bounds != NULL);

  node = g_object_get_qdata (G_OBJECT (picture), get_node_quark ());
  if (node != NULL)
    gsk_render_node_get_bounds (node, &drawn);
  if (node == NULL || !graphene_rect_equal (&drawn, bounds))
    {
      node = make_node (picture, bounds);
      g_object_set_qdata_full (G_OBJECT (picture), get_node_quark (), node, (GDestroyNotify) gsk_render_node_unref);
    }
  gtk_snapshot_append_node (snapshot, node);
}
