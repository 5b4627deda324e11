/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/words/mb-catalogue.h"

G_BEGIN_DECLS

/** MbSign: how something stands on which a board depends, as the honesty corner shows it. */
typedef enum
{
  MB_SIGN_NONE, /* there is nothing of the kind here */
  MB_SIGN_LIVE,
  MB_SIGN_LATE,
  MB_SIGN_GONE
} MbSign;

extern const char *const mb_sign_names[]; /* by MbSign: in descriptions */

const char *mb_format_hub_sign (const MbCatalogue *catalogue, MbSign sign);   /* "主机已连接"; NULL: of none */
const char *mb_format_video_sign (const MbCatalogue *catalogue, MbSign sign); /* "视频播放中" */

G_END_DECLS
