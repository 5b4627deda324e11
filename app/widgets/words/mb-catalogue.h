/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbCatalogue: the words of one language. A screen speaks its own language, not the process's, so
 * that a market's boards may differ and a preview may show any of them at once.
 *
 * Source strings are English; the others are the compiled message files in the program's resources.
 * Made once, never freed, any thread.
 */
typedef struct _MbCatalogue MbCatalogue;

/** mb_catalogue_get: the words for a language tag: "zh-Hans", "zh-Hant", else English. NULL is
 * zh-Hans, the language of the hall. Returns: (transfer none) */
const MbCatalogue *mb_catalogue_get (const char *language);

/** mb_catalogue_get_language: "zh-Hans", "zh-Hant" or "en". */
const char *mb_catalogue_get_language (const MbCatalogue *self);

/** mb_catalogue_text: @source in this language, itself when nobody translated it.
 * @source: marked with N_() */
const char *mb_catalogue_text (const MbCatalogue *self, const char *source);

/** mb_catalogue_context_text: where one English word is two in another language.
 * @source: marked with NC_(), by the same @context */
const char *mb_catalogue_context_text (const MbCatalogue *self, const char *context, const char *source);

G_END_DECLS
