/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/commands/mb-media-sender.h"

G_BEGIN_DECLS

/**
 * MbErrand: a command that asks a hub a few things, one after the other, and ends. It has the main
 * loop, the way to the hub, and the exit status.
 */
typedef struct _MbErrand MbErrand;

/**
 * MbErrandFunc: takes an answer, and asks on with mb_errand_ask(), or not: then the errand is over.
 * @answer: NULL in the beginning, and when @error says what went wrong
 */
typedef void (*MbErrandFunc) (MbErrand *self, MbControlAnswer *answer, const GError *error, gpointer data);

/**
 * mb_errand_run: opens @data and calls @begin; goes on until nothing is asked any more.
 * @create: as for mb_control_open_async()
 *
 * Returns: the exit status
 */
int mb_errand_run (const char *data, gboolean create, MbErrandFunc begin, gpointer user_data);

/** mb_errand_run_at: the same with a hub at an address. */
int mb_errand_run_at (const char *hub, MbErrandFunc begin, gpointer user_data);

/** mb_errand_ask: one question at a time. @json: (nullable): the body */
void mb_errand_ask (MbErrand *self, const char *method, const char *path, GBytes *json, MbErrandFunc func);

/** mb_errand_send_file: brings a film or a picture to the hub; its answer as mb_media_sender_send_finish(). */
void mb_errand_send_file (MbErrand *self, const char *market, const char *path, MbSendProgress progress,
                          MbErrandFunc func);

/** MbErrandMarketFunc: goes on with one market. */
typedef void (*MbErrandMarketFunc) (MbErrand *self, const char *market, gpointer data);

/** mb_errand_choose: goes on with @market, or, when it is NULL, with the only one there is. */
void mb_errand_choose (MbErrand *self, const char *market, MbErrandMarketFunc func);

/** mb_errand_fail: says on stderr what went wrong; the exit status will be 1. */
void mb_errand_fail (MbErrand *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** mb_errand_read_markets: the ids in the answer of GET /v1/markets. Returns: (transfer full) */
char **mb_errand_read_markets (MbControlAnswer *answer);

/**
 * mb_errand_parse: reads @entries and --data; says what is wrong and returns NULL, else the folder
 * (transfer full), and leaves the words that are no options in @argv.
 * @words: what they are, for the help; NULL: there are none
 */
char *mb_errand_parse (int *argc, char **argv, const GOptionEntry *entries, const char *words);

G_END_DECLS
