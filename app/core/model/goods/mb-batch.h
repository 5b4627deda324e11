/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"
#include "core/model/mb-texts.h"

G_BEGIN_DECLS

/** MbOrigin: where goods are from, from the country down. */
typedef struct
{
  MbTexts *country, *province, *city, *county, *place;
  char *extra;
} MbOrigin;

typedef enum
{
  MB_CERTIFICATE_CONFORMITY,
  MB_CERTIFICATE_QUARANTINE,
  MB_CERTIFICATE_MEAT_QUALITY,
  MB_CERTIFICATE_VOUCHER
} MbCertificateKind;

/** MbCertificate: a paper that came with goods. */
typedef struct
{
  int kind; /* MbCertificateKind */
  char *number;
  char *media; /* media: its picture */
  char *extra;
} MbCertificate;

/**
 * MbBatch: goods that came together. Its id is the lot code in lower case, with '-' for what an id
 * lacks.
 */
#define MB_TYPE_BATCH (mb_batch_get_type ())
G_DECLARE_FINAL_TYPE (MbBatch, mb_batch, MB, BATCH, MbRecord)

struct _MbBatch
{
  MbRecord parent_instance;
  char *lot;     /* as printed: GS1 character set 82, at most 20 */
  char *product; /* product */
  char *stall;   /* stall */
  MbOrigin *origin;
  MbTexts *producer;
  MbTexts *supplier;
  MbDate harvested_on, slaughtered_on; /* at most one of them */
  MbTime arrived_at;
  GPtrArray *certificates; /* MbCertificate */
  gint64 grams;
  gboolean recalled;
  char *extra;
};

/** mb_batch_id_of_lot: the id of the batch with the lot code @lot. (transfer full) */
char *mb_batch_id_of_lot (const char *lot);

G_END_DECLS
