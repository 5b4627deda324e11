/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-mark.h"

GskRenderNode *
mb_mark_node (GskRenderNode *node, const char *format, ...)
{
  GskRenderNode *marked;
  va_list arguments;
  char *mark;

  va_start (arguments, format);
  mark = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (node == NULL)
    node = gsk_container_node_new (NULL, 0);
  marked = gsk_debug_node_new (node, mark); /* takes the mark, not the node */
  gsk_render_node_unref (node);
  return marked;
}

static void
append (GtkSnapshot *snapshot, GskRenderNode *node)
{
  gtk_snapshot_append_node (snapshot, node);
  gsk_render_node_unref (node);
}

void
mb_mark_record (GtkSnapshot *snapshot, GtkSnapshot *drawing, MbRecord *record)
{
  GskRenderNode *node = gtk_snapshot_free_to_node (drawing);

  if (node == NULL)
    return;

  if (record != NULL)
    node = mb_mark_node (node, "record %s/%s", mb_kind_to_name (mb_record_get_kind (record)), mb_record_get_id (record));
  append (snapshot, node);
}

void
mb_mark_snapshot_child (GtkWidget *widget, GtkWidget *child, GtkSnapshot *snapshot)
{
  GtkSnapshot *drawing;
  graphene_rect_t place;

  if (!gtk_widget_get_child_visible (child) || !gtk_widget_compute_bounds (child, widget, &place))
    return;

  drawing = gtk_snapshot_new ();
  gtk_widget_snapshot_child (widget, child, drawing);
  append (snapshot, mb_mark_node (gtk_snapshot_free_to_node (drawing), "zone %.0f %.0f %.0f %.0f %s", place.origin.x,
                                  place.origin.y, place.size.width, place.size.height, gtk_widget_get_name (child)));
}

void
mb_mark_snapshot_children (GtkWidget *widget, GtkSnapshot *snapshot)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    mb_mark_snapshot_child (widget, child, snapshot);
}
