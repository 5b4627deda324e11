/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/place/mb-market.h"
#include "widgets/words/mb-catalogue.h"

G_BEGIN_DECLS

/** What zones say while nobody uses them. */

const char *mb_format_scale_waiting (const MbCatalogue *catalogue);  /* "请把商品放到秤上" */
const char *mb_format_origin_waiting (const MbCatalogue *catalogue); /* "扫码看产地和检测" */

#define MB_N_ORIGIN_STEPS 3
const char *mb_format_origin_step (const MbCatalogue *catalogue, guint i); /* "把小票上的码对准扫描口" */

/** mb_format_remedies: the same in pieces, each of which stands whole. @market: (nullable) */
char **mb_format_remedies (const MbCatalogue *catalogue, MbMarket *market);

/** mb_format_if_wrong: where to weigh again and whom to call. @market: (nullable) */
char *mb_format_if_wrong (const MbCatalogue *catalogue, MbMarket *market);

G_END_DECLS
