/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"
#include "core/model/place/mb-trade.h"

G_BEGIN_DECLS

/** MbScreen: a display in the hall, and how it is read. */
#define MB_TYPE_SCREEN (mb_screen_get_type ())
G_DECLARE_FINAL_TYPE (MbScreen, mb_screen, MB, SCREEN, MbRecord)

struct _MbScreen
{
  MbRecord parent_instance;
  char *name;
  char *place;
  char *layout;       /* layout */
  char **languages;   /* tags, in the order in which they take turns */
  gint64 rotation;    /* 0, 90, 180 or 270 degrees clockwise */
  gint32 panel_mm[2]; /* width, height of the picture; [0] is -1 when unset */
  double distance_m;  /* from which it is read; NAN: the layout's */
  gboolean led;
  char *stall;    /* stall whose screen it is */
  char *area;     /* part of the hall, as MbStall.area */
  guint32 trades; /* bit 1 << MbTrade; 0: the layout's */
  gboolean touch;
  GArray *power;  /* MbWindow: when it is lit */
  GArray *sound;  /* MbWindow: when it may be heard */
  gint64 volume;  /* 0 to 100 */
  gboolean elder_mode;
  char *extra;
};

G_END_DECLS
