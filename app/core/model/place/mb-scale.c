/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/place/mb-scale.h"

#include "core/model/mb-schema-private.h"

static const MbField fields[] = {
  MB_FIELD (MbScale, stall, REF, MB_TO (STALL)),
  MB_FIELD (MbScale, model, STRING),
  MB_FIELD (MbScale, serial, STRING),
  MB_FIELD (MbScale, calibrated_until, DATE),
};

MB_DEFINE_KIND (MbScale, mb_scale, MB_KIND_SCALE, fields, NULL)
