/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/words/mb-idle-text.h"

#include "widgets/words/mb-format.h"

#include <glib/gi18n.h>

#define PLACE_MOST 32 /* characters: the number after it is what the sentence is for */

const char *
mb_format_scale_waiting (const MbCatalogue *catalogue)
{
  return mb_catalogue_text (catalogue, N_ ("Put the goods on the scale"));
}

const char *
mb_format_origin_waiting (const MbCatalogue *catalogue)
{
  return mb_catalogue_text (catalogue, N_ ("Scan for origin and tests"));
}

const char *
mb_format_origin_step (const MbCatalogue *catalogue, guint i)
{
  static const char *const steps[MB_N_ORIGIN_STEPS] = {
    N_ ("Find the code on your ticket"),
    N_ ("Hold it to the reader"),
    N_ ("See weight, origin and tests"),
  };

  g_return_val_if_fail (i < MB_N_ORIGIN_STEPS, NULL);

  return mb_catalogue_text (catalogue, steps[i]);
}

static char *
say_fair_scale (const MbCatalogue *catalogue, MbMarket *market)
{
  MbFairScale *scale = market != NULL ? market->fair_scale : NULL;
  g_autofree char *place = NULL;

  if (scale == NULL || scale->place == NULL)
    return NULL;

  place = mb_format_called (mb_texts_get (scale->place, mb_catalogue_get_language (catalogue)), "", PLACE_MOST);
  return *place != '\0'
             ? mb_format_fill (mb_catalogue_text (catalogue, N_ ("Fair scale: {place}")), "place", place, NULL)
             : NULL;
}

char **
mb_format_remedies (const MbCatalogue *catalogue, MbMarket *market)
{
  GPtrArray *remedies = g_ptr_array_new ();
  char *scale = say_fair_scale (catalogue, market);

  if (scale != NULL)
    g_ptr_array_add (remedies, scale);
  g_ptr_array_add (remedies, mb_format_complaints (catalogue, market != NULL ? market->complaint_phone : NULL));
  g_ptr_array_add (remedies, NULL);
  return (char **) g_ptr_array_free (remedies, FALSE);
}

char *
mb_format_if_wrong (const MbCatalogue *catalogue, MbMarket *market)
{
  MbFairScale *scale = market != NULL ? market->fair_scale : NULL;
  g_autofree char *complaints = mb_format_complaints (catalogue, market != NULL ? market->complaint_phone : NULL);
  g_autofree char *place = NULL;

  if (scale == NULL || scale->place == NULL)
    return g_steal_pointer (&complaints);

  place = mb_format_called (mb_texts_get (scale->place, mb_catalogue_get_language (catalogue)), "", PLACE_MOST);
  if (*place == '\0')
    return g_steal_pointer (&complaints);

  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("Fair scale: {place}. {complaints}")), "place", place,
                         "complaints", complaints, NULL);
}
