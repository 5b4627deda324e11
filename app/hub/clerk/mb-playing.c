/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/clerk/mb-playing.h"

#include "core/model/show/mb-playlist.h"

static void
take (MbStanding *standing, gpointer data)
{
  if (standing->record != NULL && (MB_IS_PLAYLIST (standing->record) || MB_IS_MEDIA (standing->record)))
    mb_delta_put (data, g_object_ref (standing->record), NULL);
}

/* What a plan asks for. The records are the fold's own, which nobody changes. */
static MbBoard *
make_board (MbStandings *fold)
{
  MbBoard *board = mb_board_new ();
  MbDelta *delta = mb_delta_new ();

  mb_standings_foreach (fold, take, delta);
  mb_board_apply (board, delta);
  return board;
}

static gboolean
has_lengths (MbPlayPlan *plan)
{
  for (guint i = 0; i < mb_play_plan_get_n_media (plan); i++)
    {
      MbMedia *media = mb_play_plan_get_media (plan, i);

      if (media->type == MB_MEDIA_VIDEO && media->duration_ms == MB_UNSET)
        return FALSE;
    }
  return TRUE;
}

gboolean
mb_playing_find (MbStandings *fold, const char *playlist, gint64 at_us, MbMarketTime *time, MbPlayTurn *turn)
{
  g_autoptr (MbBoard) board = make_board (fold);
  g_autoptr (MbPlayPlan) plan = mb_play_plan_new (board, playlist);

  if (!has_lengths (plan))
    return FALSE;

  *turn = mb_play_plan_look (plan, at_us, time);
  return turn->media != NULL;
}
