/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One file per parser gives these three; what calls them is fuzz-main.c: a bounded run from a seed, as a
 * test; or libFuzzer, for as long as somebody likes:
 *   CC=clang meson setup build-fuzz -Dlibfuzzer=true -Dc_args=-fsanitize=fuzzer-no-link \
 *     -Db_sanitize=address,undefined -Db_lundef=false */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

extern const char *const fuzz_seeds[]; /* inputs to begin with; NULL-terminated */
extern const char *const fuzz_words[]; /* what to put in; NULL-terminated */

G_END_DECLS
