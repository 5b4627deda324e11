/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-error.h"
#include "core/model/place/mb-market.h"
#include "core/wire/mb-json-writer.h"
#include "hub/clerk/mb-change-request.h"
#include "hub/clerk/mb-standings.h"

G_BEGIN_DECLS

/* The clerk's rules one by one. Each names everything that breaks it, not only the first. */

/** MbRefusals: a list under way into a request's details, with the pointer of its first entry. */
typedef struct
{
  MbChangeRequest *request;
  const char *name;
  MbJsonWriter writer;
  guint n;
  char *pointer; /* of the first */
} MbRefusals;

void mb_refusals_init (MbRefusals *self, MbChangeRequest *request, const char *name);
/** mb_refusals_end: TRUE when nothing was refused. */
gboolean mb_refusals_end (MbRefusals *self, MbError code, const char *what, GError **error);

/** mb_clerk_check_kind: whether anybody but the hub may write such a record. */
gboolean mb_clerk_check_kind (MbChangeRequest *request, guint i, GError **error);
void mb_clerk_check_revision (MbRefusals *self, guint i, const MbStanding *standing);
/** mb_clerk_check_doubt: @former: (nullable); @market: (nullable) */
void mb_clerk_check_doubt (MbRefusals *self, guint i, MbRecord *former, MbRecord *news, MbMarket *market);
void mb_clerk_check_references (MbRefusals *self, guint i, MbRecord *record, MbStandings *fold);
/** mb_clerk_check_referrers: who names one of @gone ("kind/id": proposal), of all that stands. */
void mb_clerk_check_referrers (MbRefusals *self, GHashTable *gone, MbStandings *fold);

G_END_DECLS
