/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** MbListText: how a file's bytes become UTF-8, a piece at a time. */
typedef struct
{
  gboolean gb18030;
  GIConv converter;
} MbListText;

/**
 * mb_list_text_init: decides by lines: whichever of UTF-8 and GB18030 reads more of those that hold
 * more than ASCII. One line of dirt must not turn a whole list into signs.
 */
void mb_list_text_init (MbListText *self, const char *bytes, gsize length);
void mb_list_text_clear (MbListText *self);

/** mb_list_text_decode: Returns: FALSE when the piece is not valid in the file's encoding */
gboolean mb_list_text_decode (MbListText *self, const char *bytes, gsize length, GString *out);
/** mb_list_text_dup_shown: the piece for a person to look at; what is not valid becomes U+FFFD. */
char *mb_list_text_dup_shown (MbListText *self, const char *bytes, gsize length);

G_END_DECLS
