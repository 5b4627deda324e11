/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lists/mb-list-columns.h"

G_BEGIN_DECLS

/**
 * MbListRow: one row of a list: what its columns say (a table), or a whole record (NDJSON).
 * Everything in it belongs to the source and lasts until the next row.
 */
typedef struct
{
  guint line;                           /* of the file, from 1, where it begins */
  const char *fault;                    /* why it cannot be read, or NULL */
  gboolean empty;                       /* nothing stands in it */
  const char *fields[MB_LIST_N_FIELDS]; /* cleaned UTF-8; NULL: there is no such place */
  const char *kind, *id;                /* of a record */
  GBytes *value;                        /* of a record; NULL: it is dropped */
} MbListRow;

/**
 * MbListSource: one file, whatever it is: CSV or TSV in UTF-8 or GB18030, a JSON document with a list
 * of objects somewhere in it, or records as NDJSON. Rows come one at a time.
 *
 * One thread. Each form is a struct that begins with this one.
 */
typedef struct _MbListSource MbListSource;

struct _MbListSource
{
  gboolean (*next) (MbListSource *self, MbListRow *row); /* FALSE at the end */
  char *(*dup_raw) (MbListSource *self);                 /* the row read last as it stands, valid UTF-8 */
  void (*free) (MbListSource *self);
  GBytes *bytes;
  MbListColumns columns;
  gboolean records; /* rows are records, not prices */
};

#define MB_LIST_MAX_BYTES (64 * 1024 * 1024)

/**
 * mb_list_source_new: finds out what @bytes is and reads up to the first row.
 * @mappings: (nullable): "FIELD=HEADING", NULL-terminated
 *
 * Errors: %MB_ERROR_TOO_LARGE; %MB_ERROR_UNSUPPORTED: a form known but not read (a spreadsheet's own
 * file, UTF-16); %MB_ERROR_SYNTAX: no list in it; %MB_ERROR_INVALID: headings that say no product or
 * no price.
 */
MbListSource *mb_list_source_new (GBytes *bytes, const char *const *mappings, GError **error);
void mb_list_source_free (MbListSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbListSource, mb_list_source_free)

gboolean mb_list_source_next (MbListSource *self, MbListRow *row);
/** mb_list_source_dup_raw: for a person who looks for the row in the file. */
char *mb_list_source_dup_raw (MbListSource *self);

/* The forms, for mb_list_source_new(), which says what they are not; all take over @columns. The
 * last is NULL, without an error, where the first lines hold no record. */
MbListSource *mb_list_table_new (GBytes *bytes, MbListColumns *columns, GError **error);
MbListSource *mb_list_document_new (GBytes *bytes, MbListColumns *columns, GError **error);
MbListSource *mb_list_lines_new (GBytes *bytes);

G_END_DECLS
