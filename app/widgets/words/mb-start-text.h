/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/words/mb-catalogue.h"

G_BEGIN_DECLS

/** What a screen says before its first board. */

/** MbStartState: what it waits for. */
typedef enum
{
  MB_START_SEEKING,   /* the hub does not answer */
  MB_START_NO_MARKET, /* the hub has none */
  MB_START_MARKETS,   /* the hub has several, and nobody said which */
  MB_START_UNKNOWN    /* the market does not know this screen */
} MbStartState;

const char *mb_start_headline (const MbCatalogue *catalogue, MbStartState state); /* "这块屏还没有登记" */
/** mb_start_advice: what to do about it. @names: (nullable): the markets, or the screens, that there are */
char *mb_start_advice (const MbCatalogue *catalogue, MbStartState state, const char *names);

char *mb_start_hub (const MbCatalogue *catalogue, const char *hub);                      /* "主机 http://…" */
char *mb_start_box (const MbCatalogue *catalogue, const char *name, const char *address); /* "本机 box 10.0.0.7" */

/** mb_start_panel: how large the panel is and what that gives: "55寸屏，5米外看，每页9行"; "43寸屏在6米外每页只能放5行".
 * @few: it is too small for its distance */
char *mb_start_panel (const MbCatalogue *catalogue, int inches, double metres, int rows, gboolean few);
/** mb_start_no_panel: the display does not say how large it is. */
const char *mb_start_no_panel (const MbCatalogue *catalogue);

const char *mb_start_card_heading (const MbCatalogue *catalogue);
const char *mb_start_card_sample (const MbCatalogue *catalogue); /* "上海青 3.5" */
char *mb_start_metres (const MbCatalogue *catalogue, double metres); /* "5米" */

G_END_DECLS
