/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-error.h"
#include "core/model/place/mb-trade.h"

G_BEGIN_DECLS

/* What the words of a list's products tell: who they are, in which script, of which trade. Uses ICU's
 * transliterators, which are opened once and are not shared between threads. */
typedef struct _MbListWords MbListWords;

/** mb_list_words_new: Errors: %MB_ERROR_UNSUPPORTED where ICU's tables are not installed. */
MbListWords *mb_list_words_new (GError **error);
void mb_list_words_free (MbListWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbListWords, mb_list_words_free)

/** mb_list_words_fold: by what two spellings are one name: without blanks, width, case and script. */
char *mb_list_words_fold (MbListWords *self, const char *text);

/** mb_list_words_slug: the text as an id says it, in pinyin without tones: "shang-hai-qing"; "" when
 * nothing of it can be said so. Not bounded in length. */
char *mb_list_words_slug (MbListWords *self, const char *text);

/** mb_list_words_is_traditional: whether @text has a sign that only the traditional script has. */
gboolean mb_list_words_is_traditional (MbListWords *self, const char *text);

/** mb_list_words_find_trade: of a category (蔬菜, 水产品, Fruit); -1 when it is none of the eight. */
int mb_list_words_find_trade (MbListWords *self, const char *category);

/** mb_list_words_guess_trade: by a product's name, only where it is certain; else -1. Beef and mutton
 * stand with the butchers' trade, pork. */
int mb_list_words_guess_trade (MbListWords *self, const char *name);

G_END_DECLS
