/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-picture-svg.h"

#include "core/base/mb-error.h"
#include "media/mb-picture-header.h"

#include <string.h>

/* A drawing is read twice: first by a parser that expands nothing, which knows what is in it; then, if
 * that is harmless, by the one that draws. */

#define MAX_ELEMENTS 20000
#define MAX_DEPTH 200
#define PX_PER_INCH 96 /* CSS */

#define NAME_SPACE "http://www.w3.org/2000/svg"
#define MARK "\xef\xbb\xbf" /* of the order of bytes, which UTF-8 does not need */

typedef struct
{
  guint n_elements;
} Survey;

static gboolean
is_other_content (const char *name)
{
  static const char *const names[] = { "image", "feImage", "include", NULL };
  const char *colon = strchr (name, ':');

  return g_strv_contains (names, colon != NULL ? colon + 1 : name);
}

/* Without its name space it is no drawing to who draws it, but an empty page. */
static gboolean
is_root (const char *name, const char **attributes, const char **values)
{
  if (!g_str_equal (name, "svg") && !g_str_has_suffix (name, ":svg"))
    return FALSE;

  for (guint i = 0; attributes[i] != NULL; i++)
    if (g_str_has_prefix (attributes[i], "xmlns") && g_str_equal (values[i], NAME_SPACE))
      return TRUE;

  return FALSE;
}

static void
on_element (GMarkupParseContext *context, const char *name, const char **attributes, const char **values,
            gpointer data, GError **error)
{
  Survey *survey = data;

  if (survey->n_elements == 0 && !is_root (name, attributes, values))
    mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "The file is no SVG drawing");
  else if (is_other_content (name))
    mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "The drawing holds another picture (“%s”); shapes and text are drawn",
                  name);
  else if (++survey->n_elements > MAX_ELEMENTS ||
           g_slist_length ((GSList *) g_markup_parse_context_get_element_stack (context)) > MAX_DEPTH)
    mb_error_set (error, MB_ERROR_TOO_LARGE, NULL, "The drawing has too many parts: %d at most, %d deep", MAX_ELEMENTS,
                  MAX_DEPTH);
}

/* UTF-8, which was read as such, is what the other parser has to take it for. */
static gboolean
is_utf8 (const char *declaration)
{
  g_autofree char *lower = g_ascii_strdown (declaration, -1);

  return strstr (lower, "encoding") == NULL || strstr (lower, "utf-8") != NULL || strstr (lower, "us-ascii") != NULL;
}

/* Declarations, comments and processing instructions, as they stand. */
static void
on_other (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  g_autofree char *copy = g_strndup (text, length);

  if (g_str_has_prefix (copy, "<!DOCTYPE") && strchr (copy, '[') != NULL)
    mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "The drawing declares entities; save it as plain SVG");
  else if (g_str_has_prefix (copy, "<?xml ") && !is_utf8 (copy))
    mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "The drawing is not in UTF-8");
}

static gboolean
survey (const char *text, gsize size, GError **error)
{
  static const GMarkupParser parser = { .start_element = on_element, .passthrough = on_other };
  Survey found = { 0 };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &found, NULL);
  g_autoptr (GError) fault = NULL;

  if (!g_utf8_validate (text, (gssize) size, NULL)) /* about which GMarkup complains twice, and loudly */
    {
      mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "The drawing is not in UTF-8");
      return FALSE;
    }
  if (g_markup_parse_context_parse (context, text, (gssize) size, &fault) &&
      g_markup_parse_context_end_parse (context, &fault))
    return TRUE;

  if (fault->domain == MB_ERROR)
    g_propagate_error (error, g_steal_pointer (&fault));
  else
    mb_error_set (error, MB_ERROR_CORRUPT, NULL, "The drawing cannot be read: %s", fault->message);
  return FALSE;
}

static gboolean
get_size (RsvgHandle *handle, double *width, double *height, GError **error)
{
  RsvgRectangle view = { 0 };
  gboolean has_view = FALSE;

  if (rsvg_handle_get_intrinsic_size_in_pixels (handle, width, height))
    return mb_picture_check_size (*width, *height, (double) MB_PICTURE_MAX_SIDE * MB_PICTURE_MAX_SIDE, error);

  rsvg_handle_get_intrinsic_dimensions (handle, NULL, NULL, NULL, NULL, &has_view, &view);
  *width = has_view && view.width > 0 && view.height > 0 ? view.width : 0;
  *height = *width > 0 ? view.height : 0;
  return TRUE;
}

RsvgHandle *
mb_picture_svg_open (const guint8 *bytes, gsize size, double *width, double *height, GError **error)
{
  g_autoptr (GError) fault = NULL;
  RsvgHandle *handle;

  g_return_val_if_fail (bytes != NULL && width != NULL && height != NULL, NULL);

  if (size >= strlen (MARK) && memcmp (bytes, MARK, strlen (MARK)) == 0)
    {
      bytes += strlen (MARK);
      size -= strlen (MARK);
    }
  if (!survey ((const char *) bytes, size, error))
    return NULL;

  handle = rsvg_handle_new_from_data (bytes, size, &fault);
  if (handle == NULL)
    {
      mb_error_set (error, MB_ERROR_CORRUPT, NULL, "The drawing cannot be read: %s", fault->message);
      return NULL;
    }
  rsvg_handle_set_dpi (handle, PX_PER_INCH);
  if (!get_size (handle, width, height, error))
    g_clear_object (&handle);
  return handle;
}
