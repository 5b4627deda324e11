/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-mark.h"

#include "widgets/type/mb-spoken.h"

#include <string.h>

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
mb_mark_sign (GtkSnapshot *snapshot, GtkSnapshot *drawing, const char *name, const char *state, const char *words)
{
  GskRenderNode *node = gtk_snapshot_free_to_node (drawing);

  if (node != NULL)
    append (snapshot, mb_mark_node (node, "sign %s %s %s", name, state, words));
}

void
mb_mark_words (GtkSnapshot *snapshot, GtkSnapshot *drawing, const char *words)
{
  GskRenderNode *node = gtk_snapshot_free_to_node (drawing);

  if (node != NULL)
    append (snapshot, mb_mark_node (node, "words %s", words));
}

gboolean
mb_mark_is_text (GskRenderNode *node)
{
  return gsk_render_node_get_node_type (node) == GSK_DEBUG_NODE &&
         g_str_has_prefix (gsk_debug_node_get_message (node), "text ");
}

/* What a node says, whatever is in it: NULL: nothing of its own. */
static const char *
get_words (GskRenderNode *node)
{
  const char *mark;

  if (gsk_render_node_get_node_type (node) != GSK_DEBUG_NODE)
    return NULL;

  mark = gsk_debug_node_get_message (node);
  if (g_str_has_prefix (mark, "words "))
    return mark + strlen ("words ");
  if (g_str_has_prefix (mark, "text "))
    mark = strchr (mark + strlen ("text "), ' ');
  else if (g_str_has_prefix (mark, "sign "))
    mark = strchr (strchr (mark + strlen ("sign "), ' ') + 1, ' ');
  else
    mark = NULL;
  return mark != NULL ? mark + 1 : NULL;
}

static GskRenderNode *
get_child (GskRenderNode *node)
{
  switch (gsk_render_node_get_node_type (node))
    {
    case GSK_DEBUG_NODE:
      return gsk_debug_node_get_child (node);
    case GSK_TRANSFORM_NODE:
      return gsk_transform_node_get_child (node);
    case GSK_CLIP_NODE:
      return gsk_clip_node_get_child (node);
    case GSK_ROUNDED_CLIP_NODE:
      return gsk_rounded_clip_node_get_child (node);
    case GSK_OPACITY_NODE:
      return gsk_opacity_node_get_child (node);
    default:
      return NULL;
    }
}

static void
append_words (GString *words, GskRenderNode *node)
{
  const char *text = get_words (node);

  if (gsk_render_node_get_node_type (node) == GSK_CONTAINER_NODE)
    for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
      append_words (words, gsk_container_node_get_child (node, i));
  if (text != NULL)
    g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", text);
  else if (get_child (node) != NULL)
    append_words (words, get_child (node));
}

char *
mb_mark_dup_words (GskRenderNode *node)
{
  GString *words = g_string_new (NULL);

  append_words (words, node);
  return g_string_free (words, FALSE);
}

void
mb_mark_snapshot_child (GtkWidget *widget, GtkWidget *child, GtkSnapshot *snapshot)
{
  GtkSnapshot *drawing;
  GskRenderNode *node;
  graphene_rect_t place;

  if (!gtk_widget_get_child_visible (child) || !gtk_widget_compute_bounds (child, widget, &place))
    {
      mb_spoken_take (child, NULL);
      return;
    }

  drawing = gtk_snapshot_new ();
  gtk_widget_snapshot_child (widget, child, drawing);
  node = gtk_snapshot_free_to_node (drawing);
  mb_spoken_take (child, node);
  append (snapshot, mb_mark_node (node, "zone %.0f %.0f %.0f %.0f %s", place.origin.x,
                                  place.origin.y, place.size.width, place.size.height, gtk_widget_get_name (child)));
}

void
mb_mark_snapshot_children (GtkWidget *widget, GtkSnapshot *snapshot)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    mb_mark_snapshot_child (widget, child, snapshot);
}
