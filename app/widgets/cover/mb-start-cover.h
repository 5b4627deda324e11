/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/cover/mb-cover.h"
#include "widgets/words/mb-start-text.h"

G_BEGIN_DECLS

/**
 * MbStartCover: a screen before its first board, for whoever has just hung it: what it waits for and what to
 * do about it, its number as large as it may be called across the hall, hub and box, and a card of type by
 * which to see whether panel and reading distance are right. Read from before the glass, not from the hall.
 */
#define MB_TYPE_START_COVER (mb_start_cover_get_type ())
G_DECLARE_FINAL_TYPE (MbStartCover, mb_start_cover, MB, START_COVER, MbCover)

/** MbStartFacts: what it says; texts may be %NULL. */
typedef struct
{
  MbStartState state;
  const char *names;   /* the markets, or the screens, that there are */
  const char *hub;     /* its address */
  const char *box;     /* this machine's name */
  const char *address; /* and where it is in the network */
} MbStartFacts;

GtkWidget *mb_start_cover_new (void);

/** mb_start_cover_tell: @facts: copied */
void mb_start_cover_tell (MbStartCover *self, const MbStartFacts *facts);

/** mb_start_cover_dup_words: line by line, with a bar between; "" before it was drawn. */
char *mb_start_cover_dup_words (MbStartCover *self);

G_END_DECLS
