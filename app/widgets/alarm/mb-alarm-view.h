/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-alarm.h"
#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/**
 * MbAlarmView: the whole glass: what to do, as large as it can be read from anywhere, and where to if
 * the screen knows; and for a minute after it that it is over. The one text that gives way to its
 * room: it must be whole.
 */
#define MB_TYPE_ALARM_VIEW (mb_alarm_view_get_type ())
G_DECLARE_FINAL_TYPE (MbAlarmView, mb_alarm_view, MB, ALARM_VIEW, GtkWidget)

void mb_alarm_view_set_type (MbAlarmView *self, MbType *type, int margin);

/** mb_alarm_view_show: @text: (nullable): of the emergency; @arrow: mb_arrow_find() */
void mb_alarm_view_show (MbAlarmView *self, MbAlarmState state, const char *text, int arrow);
MbAlarmState mb_alarm_view_get_state (MbAlarmView *self);
/** mb_alarm_view_get_emergency: the sentence of an emergency that stands; NULL: none does */
const char *mb_alarm_view_get_emergency (MbAlarmView *self);

G_END_DECLS
