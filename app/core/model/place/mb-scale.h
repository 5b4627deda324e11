/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"

G_BEGIN_DECLS

/** MbScale: a connected scale. */
#define MB_TYPE_SCALE (mb_scale_get_type ())
G_DECLARE_FINAL_TYPE (MbScale, mb_scale, MB, SCALE, MbRecord)

struct _MbScale
{
  MbRecord parent_instance;
  char *stall; /* stall; NULL: shared, each weighing names its stall */
  char *model;
  char *serial;
  MbDate calibrated_until; /* the last day */
  char *extra;
};

G_END_DECLS
