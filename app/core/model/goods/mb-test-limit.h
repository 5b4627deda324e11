/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-schema.h"

G_BEGIN_DECLS

typedef enum
{
  MB_LIMIT_ABOVE,   /* ">": a value on the limit is within it */
  MB_LIMIT_AT_LEAST /* ">=": a value on the limit is beyond it */
} MbLimitOp;

/** MbTestLimit: from which value on a result is beyond its limit. */
typedef struct
{
  int op;      /* MbLimitOp */
  char *value; /* decimal text, in the unit of the test */
  char *extra;
} MbTestLimit;

extern const MbSchema mb_test_limit_schema;

G_END_DECLS
