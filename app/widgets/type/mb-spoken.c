/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-spoken.h"

#include "widgets/type/mb-mark.h"

#define STILL_MS 350 /* longer than a page fades */

/* Of one widget, for as long as it lives. */
typedef struct
{
  GtkWidget *widget;   /* (not owned) */
  GskRenderNode *node; /* (owned) (nullable) that was read last; never looked into again */
  char *words;         /* (nullable) that it is to say */
  char *said;          /* (nullable) */
  gboolean hidden;
  guint timer;
} Spoken;

static void
spoken_free (gpointer data)
{
  Spoken *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_free (self->words);
  g_free (self->said);
  g_free (self);
}

static Spoken *
get_spoken (GtkWidget *widget)
{
  static GQuark quark;
  Spoken *self;

  if (quark == 0)
    quark = g_quark_from_static_string ("mb-spoken");
  self = g_object_get_qdata (G_OBJECT (widget), quark);
  if (self == NULL)
    {
      self = g_new0 (Spoken, 1);
      self->widget = widget;
      g_object_set_qdata_full (G_OBJECT (widget), quark, self, spoken_free);
    }
  return self;
}

gboolean
mb_spoken_is_heard (GtkWidget *widget)
{
  static GQuark quark;
  GdkDisplay *display = gtk_widget_get_display (widget);
  int heard;

  if (quark == 0)
    quark = g_quark_from_static_string ("mb-spoken-heard");
  heard = GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (display), quark));
  if (heard == 0)
    {
      g_autoptr (GtkATContext) trial =
          gtk_at_context_create (GTK_ACCESSIBLE_ROLE_LABEL, GTK_ACCESSIBLE (widget), display);

      heard = trial != NULL ? 1 : -1;
      g_object_set_qdata (G_OBJECT (display), quark, GINT_TO_POINTER (heard));
    }
  return heard > 0;
}

static gboolean
on_still (gpointer data)
{
  Spoken *self = data;

  self->timer = 0;
  if (g_strcmp0 (self->words, self->said) == 0)
    return G_SOURCE_REMOVE;

  g_free (self->said);
  self->said = g_strdup (self->words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->said != NULL ? self->said : "", -1);
  return G_SOURCE_REMOVE;
}

static void
set_hidden (Spoken *self, gboolean hidden)
{
  if (self->hidden == hidden)
    return;

  self->hidden = hidden;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->widget), GTK_ACCESSIBLE_STATE_HIDDEN, hidden, -1);
}

/* Takes the words. */
static void
say (Spoken *self, char *words)
{
  if (g_strcmp0 (self->words, words) == 0)
    {
      g_free (words);
      return;
    }

  g_free (self->words);
  self->words = words;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->said == NULL ||
      gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (self->widget)) == GTK_ACCESSIBLE_ROLE_ALERT)
    on_still (self);
  else
    self->timer = g_timeout_add (STILL_MS, on_still, self);
}

/* What was drawn of the widget itself, without where its parent put it. */
static GskRenderNode *
get_own (GskRenderNode *node)
{
  while (node != NULL && gsk_render_node_get_node_type (node) == GSK_TRANSFORM_NODE)
    node = gsk_transform_node_get_child (node);

  return node;
}

void
mb_spoken_take (GtkWidget *widget, GskRenderNode *node)
{
  Spoken *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (!mb_spoken_is_heard (widget))
    return;

  self = get_spoken (widget);
  set_hidden (self, node == NULL);
  node = get_own (node);
  if (node == NULL || self->node == node || gtk_widget_get_first_child (widget) != NULL)
    return;

  g_clear_pointer (&self->node, gsk_render_node_unref);
  self->node = gsk_render_node_ref (node);
  say (self, mb_mark_dup_words (node));
}

void
mb_spoken_say (GtkWidget *widget, const char *words)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (mb_spoken_is_heard (widget))
    say (get_spoken (widget), g_strdup (words));
}

void
mb_spoken_hide (GtkWidget *widget, gboolean hidden)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (mb_spoken_is_heard (widget))
    set_hidden (get_spoken (widget), hidden);
}
