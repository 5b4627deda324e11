/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MB_ERROR: what the world can do wrong, as few codes as a caller has to tell apart.
 *
 * The boundary that catches one decides what it becomes: the hub a problem document, the board an
 * age, the manager a toast.
 */
#define MB_ERROR (mb_error_quark ())

typedef enum
{
  MB_ERROR_SYNTAX,      /* not the format at all: JSON, time, CSV, HTTP (400) */
  MB_ERROR_INVALID,     /* well-formed, but not allowed to say this (422) */
  MB_ERROR_TOO_LARGE,   /* beyond a size that is a rule (413) */
  MB_ERROR_NOT_FOUND,   /* nothing of that name (404) */
  MB_ERROR_CONFLICT,    /* somebody was faster: the revision does not match (412) */
  MB_ERROR_DOUBTFUL,    /* allowed only when the writer says that it is sure (409) */
  MB_ERROR_DENIED,      /* this token may not (401, 403) */
  MB_ERROR_BUSY,        /* another program holds it, or too much is under way (503, 429) */
  MB_ERROR_FULL,        /* the disk is full (507) */
  MB_ERROR_CORRUPT,     /* stored data is not what was written */
  MB_ERROR_UNSUPPORTED, /* known, but not by this build or this version */
  MB_ERROR_NETWORK,     /* the other side is not there, or not what it should be */
  MB_ERROR_FAILED       /* anything else */
} MbError;

GQuark mb_error_quark (void);

/**
 * mb_error_set: like g_set_error(), with the place of the fault.
 * @pointer: (nullable): RFC 6901 pointer to the value at fault, "" for the whole document
 */
void mb_error_set (GError **error, MbError code, const char *pointer, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/**
 * mb_error_get_pointer: the RFC 6901 pointer given to mb_error_set().
 *
 * Returns: (nullable): %NULL when @error is of another domain or has no place
 */
const char *mb_error_get_pointer (const GError *error);

/**
 * mb_error_prefix_pointer: puts @prefix ("/changes/3/value") before the place of the fault.
 */
void mb_error_prefix_pointer (GError *error, const char *prefix);

G_END_DECLS
