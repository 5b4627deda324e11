/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-decoders.h"

#include <string.h>

/* Drivers lie: a decoder that opens need not decode. One that was caught is not asked again, and the film plays in
 * software. */

#define DECODERS (GST_ELEMENT_FACTORY_TYPE_DECODER | GST_ELEMENT_FACTORY_TYPE_MEDIA_VIDEO)
#define PREFERRED (GST_RANK_PRIMARY + 128)

static gboolean
is_hardware (GstElementFactory *factory)
{
  const char *klass = gst_element_factory_get_metadata (factory, GST_ELEMENT_METADATA_KLASS);

  return gst_element_factory_list_is_type (factory, DECODERS) && klass != NULL && strstr (klass, "Hardware") != NULL;
}

void
mb_decoders_prefer_hardware (void)
{
  GList *found = gst_element_factory_list_get_elements (DECODERS, GST_RANK_NONE);

  for (GList *l = found; l != NULL; l = l->next)
    if (is_hardware (l->data) && gst_plugin_feature_get_rank (l->data) < PREFERRED)
      gst_plugin_feature_set_rank (l->data, PREFERRED);
  gst_plugin_feature_list_free (found);
}

gboolean
mb_decoders_are_there (void)
{
  GList *found = gst_element_factory_list_get_elements (DECODERS, PREFERRED);
  gboolean any = FALSE;

  for (GList *l = found; l != NULL; l = l->next)
    any |= is_hardware (l->data);
  gst_plugin_feature_list_free (found);
  return any;
}

static gboolean
give_up (GstElementFactory *factory)
{
  if (factory == NULL || !is_hardware (factory))
    return FALSE;

  g_message ("%s does not decode: films play without it", GST_OBJECT_NAME (factory));
  gst_plugin_feature_set_rank (GST_PLUGIN_FEATURE (factory), GST_RANK_NONE);
  return TRUE;
}

gboolean
mb_decoders_give_up (GstElement *element)
{
  g_autoptr (GstObject) at = gst_object_ref (GST_OBJECT (element));

  while (at != NULL)
    {
      GstObject *parent = gst_object_get_parent (at);

      if (GST_IS_ELEMENT (at) && give_up (gst_element_get_factory (GST_ELEMENT (at))))
        {
          g_clear_pointer (&parent, gst_object_unref);
          return TRUE;
        }
      gst_object_unref (at);
      at = parent;
    }
  return FALSE;
}

gboolean
mb_decoders_give_up_in (GstElement *pipeline)
{
  g_autoptr (GstIterator) elements = gst_bin_iterate_recurse (GST_BIN (pipeline));
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean any = FALSE;

  while (gst_iterator_next (elements, &value) == GST_ITERATOR_OK)
    {
      any |= give_up (gst_element_get_factory (g_value_get_object (&value)));
      g_value_reset (&value);
    }
  return any;
}
