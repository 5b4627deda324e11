/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"
#include "core/model/mb-record.h"

G_BEGIN_DECLS

/** MbDemoLine: a record of the sample market, or what becomes of one at a time of the day. */
typedef struct
{
  gint64 us; /* MB_UNSET: it stands from the beginning */
  MbKind kind;
  char *id;
  GBytes *value; /* NULL: it is dropped */
} MbDemoLine;

/**
 * mb_demo_sample_read: the lines of one of the files that data/sample makes, in their order.
 * @name: "hall", "prices", "day"
 * @days: by how many days every date in it is moved
 *
 * Returns: (transfer full): MbDemoLine
 */
GPtrArray *mb_demo_sample_read (const char *name, int days);

/** MbDemoFile: a picture that records of the sample name by its digest. */
typedef struct
{
  char *sha256;
  GBytes *bytes;
  gboolean shown; /* by a board; else only to who asks for it */
} MbDemoFile;

/** mb_demo_sample_read_files: Returns: (transfer full): MbDemoFile, those that are shown last */
GPtrArray *mb_demo_sample_read_files (void);

G_END_DECLS
