/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"
#include "core/model/mb-texts.h"
#include "core/model/place/mb-trade.h"

G_BEGIN_DECLS

typedef enum
{
  MB_LICENCE_BUSINESS,
  MB_LICENCE_FOOD
} MbLicenceKind;

/** MbLicence: what allows a stall to trade. */
typedef struct
{
  int kind; /* MbLicenceKind */
  char *number;
  MbDate expires; /* the last day it holds */
  char *extra;
} MbLicence;

/** MbHealthCertificate: of one person who works at a stall. */
typedef struct
{
  char *name;
  MbDate expires;
  char *extra;
} MbHealthCertificate;

/** MbStall: a place in the hall and who trades there. */
#define MB_TYPE_STALL (mb_stall_get_type ())
G_DECLARE_FINAL_TYPE (MbStall, mb_stall, MB, STALL, MbRecord)

struct _MbStall
{
  MbRecord parent_instance;
  char *number; /* as it hangs over the stall: "A区12号" */
  char *area;   /* part of the hall */
  int trade;    /* MbTrade */
  MbTexts *merchant;
  char *phone;
  GPtrArray *licences;            /* MbLicence */
  GPtrArray *health_certificates; /* MbHealthCertificate */
  double rating;                  /* 0 to 5 */
  MbTexts *pledge;
  char *picture; /* media */
  char *pay_url; /* a template with {fen} and {ref}, or a plain printed code */
  char *keeper;  /* who stands there, where it is not the merchant */
  char *extra;
};

G_END_DECLS
