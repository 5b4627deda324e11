/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BenchProcess: a program that is measured. One that cannot be started ends the bench. */
typedef struct _BenchProcess BenchProcess;

/** bench_process_start: @argv: ends with NULL; the path of the program comes first */
BenchProcess *bench_process_start (const char *const *argv);
/** bench_process_read_line: waits for the next line of its standard output. (transfer full) */
char *bench_process_read_line (BenchProcess *self);
/** bench_process_get_cpu: seconds of processor that it has taken, in the kernel and outside. */
double bench_process_get_cpu (BenchProcess *self);
/** bench_process_get_pss: KB of memory that are its own, with its part of what it shares. */
double bench_process_get_pss (BenchProcess *self);
/** bench_process_end: sends @signal, waits for the end, and frees. */
void bench_process_end (BenchProcess *self, int signal);

/** bench_run: a program that ends by itself, and well. */
void bench_run (const char *const *argv);

/** bench_raise_descriptors: as many as the system lets this process and what it starts have. */
void bench_raise_descriptors (void);

G_END_DECLS
