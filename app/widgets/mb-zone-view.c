/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-zone-view.h"

enum
{
  SIGNAL_TURNED,
  SIGNAL_DUE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE (MbZoneView, mb_zone_view, GTK_TYPE_WIDGET)

static void
mb_zone_view_class_init (MbZoneViewClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_REGION);
  signals[SIGNAL_TURNED] = g_signal_new ("turned", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DUE] = g_signal_new ("due", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
}

/* Whatever is entered, a zone leaves its neighbours alone. */
static void
mb_zone_view_init (MbZoneView *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
mb_zone_view_set_type (MbZoneView *self, MbType *type, const MbPanel *panel)
{
  g_return_if_fail (MB_IS_ZONE_VIEW (self));
  g_return_if_fail (type != NULL && panel != NULL);

  MB_ZONE_VIEW_GET_CLASS (self)->set_type (self, type, panel);
}

gint64
mb_zone_view_update (MbZoneView *self, const MbMoment *moment)
{
  g_return_val_if_fail (MB_IS_ZONE_VIEW (self), G_MAXINT64);
  g_return_val_if_fail (moment != NULL && moment->time != NULL, G_MAXINT64);

  return MB_ZONE_VIEW_GET_CLASS (self)->update (self, moment);
}

void
mb_zone_view_find (MbZoneView *self, MbKind kind, const char *id, MbSight *sight)
{
  g_return_if_fail (MB_IS_ZONE_VIEW (self));
  g_return_if_fail (id != NULL && sight != NULL);

  if (MB_ZONE_VIEW_GET_CLASS (self)->find != NULL)
    MB_ZONE_VIEW_GET_CLASS (self)->find (self, kind, id, sight);
}

gboolean
mb_zone_view_is_settled (MbZoneView *self)
{
  g_return_val_if_fail (MB_IS_ZONE_VIEW (self), TRUE);

  return MB_ZONE_VIEW_GET_CLASS (self)->is_settled == NULL || MB_ZONE_VIEW_GET_CLASS (self)->is_settled (self);
}

void
mb_zone_view_emit_turned (MbZoneView *self)
{
  g_signal_emit (self, signals[SIGNAL_TURNED], 0);
}

void
mb_zone_view_emit_due (MbZoneView *self)
{
  g_return_if_fail (MB_IS_ZONE_VIEW (self));

  g_signal_emit (self, signals[SIGNAL_DUE], 0);
}
