/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "core/model/mb-board.h"
#include "core/model/show/mb-layout.h"
#include "core/model/time/mb-market-time.h"
#include "widgets/pictures/mb-gallery.h"
#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/** MbZoneSite: what a zone is made for. Nothing of it outlives the making but board, gallery and clock. */
typedef struct
{
  MbBoard *board;
  MbGallery *gallery;
  MbClock *clock;     /* for what moves by itself; whatever turns is told the time */
  const MbZone *zone; /* what the layout says of it */
  guint nth;          /* of its kind on this glass, from 0 */
  guint32 trades;     /* bit 1 << MbTrade: the screen's, else the layout's; 0: all */
  const char *stall;  /* (nullable): the layout's, else the screen's */
  const char *screen; /* (nullable): the screen's id */
  const char *area;   /* (nullable): the part of the hall that the screen hangs in */
  gint64 judged_us;   /* MB_UNSET when nobody knows the time */
} MbZoneSite;

/** MbMoment: what a zone is brought to. */
typedef struct
{
  MbMarketTime *time;
  gint64 now_us;      /* what pages turn by */
  gint64 judged_us;   /* what ages are counted from: MB_UNSET when nobody knows the time */
  gboolean unheard;   /* the hub is: what does not stand on the board may have happened all the same */
  gboolean unseen;    /* something else has the whole glass, or it is off */
  gboolean waiting;   /* nothing stands on the board, and the hub is not heard yet */
  GPtrArray *changes; /* (element-type MbChangedRecord) (nullable): the delta that it follows, if there is one */
  gboolean reset;     /* that was the whole board: no news, whatever changed */
} MbMoment;

/** MbSight: where a record stands in zones: each adds what it shows. */
typedef struct
{
  guint n_visible;
  guint n_later;   /* on pages not turned to yet, or not faded in */
  gint64 later_us; /* by when the last of those will be; MB_UNSET */
} MbSight;

/**
 * MbZoneView: a part of the glass, filled from the board: one subclass per #MbShow. It knows no clock
 * and listens to nobody: the board view tells it how to write, then what time it is, after every delta
 * and whenever it asked to be told. A zone has a type before it is told a time, and a time before it
 * has a size.
 *
 * Signals:
 * - turned: another page stands, and has faded in; until then its rows are yet to come
 * - due: it wants to be told the time now, and not when it said last
 */
#define MB_TYPE_ZONE_VIEW (mb_zone_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (MbZoneView, mb_zone_view, MB, ZONE_VIEW, GtkWidget)

struct _MbZoneViewClass
{
  GtkWidgetClass parent_class;

  void (*set_type) (MbZoneView *self, MbType *type, const MbPanel *panel);
  gint64 (*update) (MbZoneView *self, const MbMoment *moment);
  void (*find) (MbZoneView *self, MbKind kind, const char *id, MbSight *sight); /* (nullable): it shows no record */
  gboolean (*is_settled) (MbZoneView *self); /* (nullable): it waits for nothing but the board */
};

/** mb_zone_view_set_type: language, N and glass are these from now on: what was written is to be
 * written anew. */
void mb_zone_view_set_type (MbZoneView *self, MbType *type, const MbPanel *panel);

/** mb_zone_view_update: brings it to a moment; cheap where nothing is due. What was dropped from the
 * board by the moment's changes may be gone after it.
 *
 * Returns: the next instant at which it wants to be called by itself; %G_MAXINT64: none */
gint64 mb_zone_view_update (MbZoneView *self, const MbMoment *moment);

/** mb_zone_view_find: adds where a record stands in it. */
void mb_zone_view_find (MbZoneView *self, MbKind kind, const char *id, MbSight *sight);

/** mb_zone_view_is_settled: whether it shows what it has to, and waits for nothing that is being opened. */
gboolean mb_zone_view_is_settled (MbZoneView *self);

/* For subclasses. */
void mb_zone_view_emit_turned (MbZoneView *self);
void mb_zone_view_emit_due (MbZoneView *self);

G_END_DECLS
