/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbCsvReader: RFC 4180, and what spreadsheets and people make of it: any of three delimiters, CRLF,
 * LF or CR, line breaks and doubled quotes inside quotes. Works on bytes, so it reads UTF-8 and
 * GB18030 alike (no byte of a longer character of either is a quote, a delimiter or a line break).
 *
 * A quote that is never closed costs its own line, not the rest of the file.
 *
 * One row is in memory at a time. One thread.
 */
typedef struct
{
  const char *bytes; /* (not owned) */
  gsize length;
  gsize offset;      /* where the next row begins */
  guint line;        /* its line, from 1 */
  char delimiter;

  /* the row read last */
  guint row_line;
  const char *raw; /* as it stands, without its line break */
  gsize raw_length;
  gboolean unclosed; /* a quote was; there are no fields */
  GString *text;     /* the fields, each with a NUL behind */
  GArray *starts;    /* gsize: where each begins in text */
} MbCsvReader;

void mb_csv_reader_init (MbCsvReader *self, const char *bytes, gsize length, char delimiter);
void mb_csv_reader_clear (MbCsvReader *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MbCsvReader, mb_csv_reader_clear)

/** mb_csv_guess_delimiter: comma, tab or semicolon: what the first lines hold most of. */
char mb_csv_guess_delimiter (const char *bytes, gsize length);

gboolean mb_csv_reader_next (MbCsvReader *self); /* FALSE at the end */
guint mb_csv_reader_get_n_fields (const MbCsvReader *self);
char *mb_csv_reader_get_field (const MbCsvReader *self, guint i); /* (transfer none); may be changed in place */

G_END_DECLS
