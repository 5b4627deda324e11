/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"
#include "core/model/mb-texts.h"
#include "core/model/show/mb-when.h"

G_BEGIN_DECLS

typedef enum
{
  MB_LEVEL_INFO,
  MB_LEVEL_WARNING,
  MB_LEVEL_EMERGENCY /* takes every screen at once; has an end */
} MbLevel;

typedef enum
{
  MB_AUDIENCE_SHOPPERS,
  MB_AUDIENCE_STALLS
} MbAudience;

/** MbNotice: something that the market has to say. */
#define MB_TYPE_NOTICE (mb_notice_get_type ())
G_DECLARE_FINAL_TYPE (MbNotice, mb_notice, MB, NOTICE, MbRecord)

struct _MbNotice
{
  MbRecord parent_instance;
  MbTexts *text;
  int level;    /* MbLevel */
  int audience; /* MbAudience; -1: shoppers */
  MbWhen *when;
  char *extra;
};

G_END_DECLS
