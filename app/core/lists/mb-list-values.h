/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"
#include "core/model/goods/mb-per.h"

G_BEGIN_DECLS

/* Single values as price lists write them. All take cleaned UTF-8 (mb_list_clean()); any thread. */

/**
 * mb_list_clean: what is not text is taken out in place: byte order marks and other marks of no
 * width anywhere, white space at both ends; every kind of blank becomes one space.
 *
 * Returns: @text
 */
char *mb_list_clean (char *text);

/** mb_list_shorten: at most @chars characters of something found, for a sentence about it. */
char *mb_list_shorten (const char *text, glong chars);

typedef enum
{
  MB_AMOUNT_OK,
  MB_AMOUNT_MISSING, /* nothing, or a word or sign that says so: 休市, 未报价, - */
  MB_AMOUNT_ZERO,
  MB_AMOUNT_TOO_FINE, /* a price that no number of fen says */
  MB_AMOUNT_BAD       /* not an amount of money at all */
} MbAmount;

/**
 * mb_list_parse_fen: yuan as decimal text to fen, exactly and without floating point. Digits that
 * another program's floating point left beyond the sixth decimal (2.2000000000000002) are rounded
 * away; what then is no whole number of fen is %MB_AMOUNT_TOO_FINE. ¥ before and 元 behind pass.
 */
MbAmount mb_list_parse_fen (const char *text, gint64 *fen);

/**
 * mb_list_parse_date: 2013-06-10, 2013/6/10, 2013.6.10, 20130610, 2013年6月10日, with or without a
 * time behind, and days of the Republic's calendar, 115.04.28 = 2026-04-28.
 */
gboolean mb_list_parse_date (const char *text, MbDate *date);

/** mb_list_find_date: the first date in a file's name ("2026-03-13.csv", "菜价20260313.csv"), or 0. */
MbDate mb_list_find_date (const char *name);

/** MbListUnit: what a price is for. */
typedef struct
{
  MbPer per;
  const char *piece; /* the word of what is counted (只), static, or NULL */
  gboolean catty;    /* 斤 or 两, which are others in Taiwan and in Hong Kong */
} MbListUnit;

/**
 * mb_list_parse_unit: 斤, 公斤, kg, 500g, 元/斤, 元/500克, 个, 元/把 …
 */
gboolean mb_list_parse_unit (const char *text, MbListUnit *unit);

G_END_DECLS
