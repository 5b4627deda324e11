/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * MbTexts: what a shopper reads, by language tag ("zh-Hans", "zh-Hant", "en"); at least one.
 * Immutable once it stands in a record, reference-counted, boxed.
 */
typedef struct _MbTexts MbTexts;
#define MB_TYPE_TEXTS (mb_texts_get_type ())
GType mb_texts_get_type (void);

MbTexts *mb_texts_new (void);
MbTexts *mb_texts_new_single (const char *language, const char *text);
MbTexts *mb_texts_ref (MbTexts *self);
void mb_texts_unref (MbTexts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbTexts, mb_texts_unref)

void mb_texts_set (MbTexts *self, const char *language, const char *text); /* before it is shared */
guint mb_texts_get_n (const MbTexts *self);
const char *mb_texts_get_language (const MbTexts *self, guint i);
const char *mb_texts_get_nth (const MbTexts *self, guint i);
const char *mb_texts_get_exact (const MbTexts *self, const char *language); /* NULL when absent */

/** mb_texts_get: the text for @language, else in zh-Hans, else any; "" for NULL.
 * (A screen prints what a record says in the language it has.) */
const char *mb_texts_get (const MbTexts *self, const char *language);
gboolean mb_texts_equal (const MbTexts *a, const MbTexts *b);

/** mb_language_is_valid: the form of a language tag (RFC 5646: "zh-Hans", "en"), to 35 bytes. */
gboolean mb_language_is_valid (const char *language);

G_END_DECLS
