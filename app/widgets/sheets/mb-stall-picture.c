/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/sheets/mb-stall-picture.h"

#include "widgets/pictures/mb-picture-node.h"

#define LEAST 3.6 /* N: either side */

struct _MbStallPicture
{
  MbStill *still; /* (owned) */
  MbCard card;    /* where it stands */
};

MbStallPicture *
mb_stall_picture_new (MbGallery *gallery, GSourceFunc changed, gpointer data)
{
  MbStallPicture *self = g_new0 (MbStallPicture, 1);

  self->still = mb_still_new (gallery, changed, data);
  return self;
}

void
mb_stall_picture_free (MbStallPicture *self)
{
  mb_still_free (self->still);
  g_free (self);
}

static float
get_worth (const graphene_rect_t *room, int n)
{
  if (MIN (room->size.width, room->size.height) < LEAST * n)
    return 0;

  return room->size.width * room->size.height;
}

void
mb_stall_picture_show (MbStallPicture *self, MbStall *stall, const graphene_rect_t *below, const graphene_rect_t *beside,
                       int n)
{
  const graphene_rect_t *room = get_worth (beside, n) > get_worth (below, n) ? beside : below;
  MbPictureBox box = { (int) room->size.width, (int) room->size.height, MB_PICTURE_MOUNT };

  self->card.bounds = *room;
  mb_still_show (self->still, stall != NULL ? stall->picture : NULL, get_worth (room, n) > 0 ? &box : NULL);
}

MbStillState
mb_stall_picture_get_state (const MbStallPicture *self)
{
  return mb_still_get_state (self->still);
}

void
mb_stall_picture_draw (MbStallPicture *self, GtkSnapshot *snapshot, int n)
{
  GdkTexture *texture = mb_still_get_texture (self->still);

  if (texture == NULL)
    return;

  mb_card_push (&self->card, snapshot, n);
  mb_picture_node_append (snapshot, texture, &self->card.bounds);
  gtk_snapshot_pop (snapshot);
}
