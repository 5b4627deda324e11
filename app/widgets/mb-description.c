/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-description.h"

#include <string.h>

/* A walk through the nodes in the order in which they are drawn, which is the order of what lies over what. */

#define FIELDS                                                                                                         \
  "what\tzone\trecord\tx\ty\twidth\theight\tshown\tsize\tweight\tlanguage\tfont\tcolour\tground\tpoint\ttext\n"
#define NONE "-"
#define NO_FONT "none" /* no installed font has the character: it is a box */

typedef struct
{
  graphene_rect_t bounds;
  GdkRGBA colour; /* alpha 0: a picture */
} Fill;

typedef struct
{
  GString *lines;
  GArray *fills; /* Fill, the uppermost last */
} Reading;

/* Where a node stands. */
typedef struct
{
  GskTransform *transform; /* (nullable) */
  graphene_rect_t clip;
  float opacity;
  const char *zone, *record;
} Site;

/* What one line of text was drawn with. */
typedef struct
{
  graphene_rect_t bounds; /* as on the glass */
  GString *font;          /* every family that its characters are of */
  PangoFontDescription *description;
  GdkRGBA colour;
  gsize n_glyphs, wanted; /* so far; up to the decimal point, or G_MAXSIZE */
  float pen; /* from where the ink begins */
  float point; /* NAN */
} Run;

static void read_node (Reading *self, GskRenderNode *node, const Site *site);

static graphene_rect_t
place (const Site *site, const graphene_rect_t *bounds)
{
  graphene_rect_t placed;

  gsk_transform_transform_bounds (site->transform, bounds, &placed);
  return placed;
}

static graphene_rect_t
place_node (const Site *site, GskRenderNode *node)
{
  graphene_rect_t bounds;

  gsk_render_node_get_bounds (node, &bounds);
  return place (site, &bounds);
}

static double
get_share (const graphene_rect_t *whole, const graphene_rect_t *clip)
{
  graphene_rect_t part;
  float area = whole->size.width * whole->size.height;

  if (area <= 0 || !graphene_rect_intersection (whole, clip, &part))
    return 0;

  return part.size.width * part.size.height / area;
}

/* Text and numbers are for a table: no character of theirs ends a field. */
static void
add_line (Reading *self, const char *what, const Site *site, const graphene_rect_t *bounds)
{
  g_string_append_printf (self->lines, "%s\t%s\t%s\t%.0f\t%.0f\t%.0f\t%.0f", what, site->zone, site->record,
                          bounds->origin.x, bounds->origin.y, bounds->size.width, bounds->size.height);
}

static void
add_shape (Reading *self, const char *what, const Site *site, const graphene_rect_t *bounds)
{
  add_line (self, what, site, bounds);
  g_string_append_printf (self->lines, "\t%.0f\t-\t-\t-\t-\t-\t-\t-\t-\n", 100 * get_share (bounds, &site->clip));
}

static GdkRGBA
lay_over (const GdkRGBA *colour, float opacity, const GdkRGBA *ground)
{
  float alpha = colour->alpha * opacity;

  return (GdkRGBA){ ground->red + (colour->red - ground->red) * alpha,
                    ground->green + (colour->green - ground->green) * alpha,
                    ground->blue + (colour->blue - ground->blue) * alpha, 1 };
}

/* What lies under the middle of a place, as far as it is seen. */
static GdkRGBA
find_ground (const Reading *self, const graphene_rect_t *bounds, const Site *site)
{
  graphene_rect_t seen;
  graphene_point_t middle;

  if (!graphene_rect_intersection (bounds, &site->clip, &seen))
    seen = *bounds;
  graphene_rect_get_center (&seen, &middle);
  for (guint i = self->fills->len; i > 0; i--)
    {
      const Fill *fill = &g_array_index (self->fills, Fill, i - 1);

      if (graphene_rect_contains_point (&fill->bounds, &middle))
        return fill->colour;
    }

  return (GdkRGBA){ 0, 0, 0, 1 };
}

static void
add_fill (Reading *self, const graphene_rect_t *bounds, const GdkRGBA *colour, const Site *site)
{
  Fill fill;

  if (!graphene_rect_intersection (bounds, &site->clip, &fill.bounds))
    return;

  if (colour != NULL)
    {
      GdkRGBA under = find_ground (self, &fill.bounds, site);

      fill.colour = lay_over (colour, site->opacity, &under);
    }
  else
    fill.colour = (GdkRGBA){ 0, 0, 0, 0 };
  g_array_append_val (self->fills, fill);
}

static char *
format_colour (const GdkRGBA *colour)
{
  if (colour->alpha == 0)
    return g_strdup ("picture");

  return g_strdup_printf ("#%02x%02x%02x", (guint) (colour->red * 255 + 0.5f), (guint) (colour->green * 255 + 0.5f),
                          (guint) (colour->blue * 255 + 0.5f));
}

static void
add_font (Run *run, const char *family)
{
  if (strstr (run->font->str, family) == NULL)
    g_string_append_printf (run->font, "%s%s", run->font->len > 0 ? ", " : "", family);
}

static void
read_font (Run *run, PangoFont *font)
{
  PangoFontDescription *description = pango_font_describe_with_absolute_size (font);

  add_font (run, pango_font_description_get_family (description));
  if (run->description == NULL)
    run->description = description;
  else
    pango_font_description_free (description);
}

/* A figure's characters are of one glyph each. */
static void
read_glyphs (Run *run, GskRenderNode *node)
{
  /* GTK calls the getter pure, so what it would write to a pointer is lost. */
  const PangoGlyphInfo *glyphs = gsk_text_node_get_glyphs (node, NULL);
  guint n = gsk_text_node_get_num_glyphs (node);

  for (guint i = 0; i < n; i++, run->n_glyphs++)
    {
      if (run->n_glyphs == run->wanted)
        run->point = run->pen;
      if (glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
        add_font (run, NO_FONT);
      run->pen += (float) glyphs[i].geometry.width / PANGO_SCALE;
    }
}

static void
read_run (Run *run, GskRenderNode *node, const Site *site)
{
  graphene_rect_t bounds;

  if (gsk_render_node_get_node_type (node) == GSK_CONTAINER_NODE)
    {
      for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
        read_run (run, gsk_container_node_get_child (node, i), site);
      return;
    }
  if (gsk_render_node_get_node_type (node) != GSK_TEXT_NODE)
    return;

  bounds = place_node (site, node);
  if (run->description == NULL)
    {
      run->bounds = bounds;
      gsk_render_node_get_bounds (node, &bounds);
      run->pen = gsk_text_node_get_offset (node)->x - bounds.origin.x;
    }
  else
    graphene_rect_union (&run->bounds, &bounds, &run->bounds);
  run->colour = *gsk_text_node_get_color (node);
  read_font (run, gsk_text_node_get_font (node));
  read_glyphs (run, node);
}

static void
add_run (Reading *self, const Run *run, const Site *site, const char *language, const char *text)
{
  GdkRGBA ground = find_ground (self, &run->bounds, site);
  GdkRGBA colour = lay_over (&run->colour, site->opacity, &ground);
  g_autofree char *colour_name = format_colour (&colour);
  g_autofree char *ground_name = format_colour (&ground);

  add_line (self, "text", site, &run->bounds);
  g_string_append_printf (self->lines, "\t%.0f\t%d\t%d\t%s\t%s\t%s\t%s\t", 100 * get_share (&run->bounds, &site->clip),
                          pango_font_description_get_size (run->description) / PANGO_SCALE,
                          pango_font_description_get_weight (run->description), language, run->font->str, colour_name,
                          ground_name);
  if (run->point >= 0)
    g_string_append_printf (self->lines, "%.0f\t", run->point);
  else
    g_string_append (self->lines, NONE "\t");
  for (const char *c = text; *c != '\0'; c++)
    g_string_append_c (self->lines, g_ascii_iscntrl (*c) ? ' ' : *c);
  g_string_append_c (self->lines, '\n');
}

static gsize
find_point (const char *text)
{
  const char *point = strchr (text, '.');

  if (!g_ascii_isdigit (*text))
    return G_MAXSIZE;

  return point != NULL ? (gsize) (point - text) : strspn (text, "0123456789");
}

/* @said: LANGUAGE TEXT */
static void
read_text (Reading *self, GskRenderNode *node, const Site *site, const char *said)
{
  const char *text = strchr (said, ' ') + 1;
  g_autofree char *language = g_strndup (said, (gsize) (text - said - 1));
  Run run = { .font = g_string_new (NULL), .wanted = find_point (text), .point = -1 };

  read_run (&run, node, site);
  if (run.point < 0 && run.n_glyphs == run.wanted)
    run.point = run.pen;
  if (run.description != NULL)
    add_run (self, &run, site, language, text);
  g_clear_pointer (&run.description, pango_font_description_free);
  g_string_free (run.font, TRUE);
}

/* @said: X Y WIDTH HEIGHT NAME */
static void
read_zone (Reading *self, GskRenderNode *node, const Site *site, const char *said)
{
  Site within = *site;
  graphene_rect_t bounds;
  float numbers[4] = { 0 };
  char *rest = (char *) said;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    numbers[i] = (float) g_ascii_strtod (rest, &rest);
  bounds = place (site, &GRAPHENE_RECT_INIT (numbers[0], numbers[1], numbers[2], numbers[3]));
  within.zone = rest + strspn (rest, " ");
  add_shape (self, "zone", &within, &bounds);
  read_node (self, node, &within);
}

/* @said: NAME STATE TEXT */
static void
read_sign (Reading *self, GskRenderNode *node, const Site *site, const char *said)
{
  graphene_rect_t bounds = place_node (site, node);
  const char *name_end = strchr (said, ' '), *state_end = strchr (name_end + 1, ' ');

  add_line (self, "sign", site, &bounds);
  g_string_append_printf (self->lines, "\t%.0f\t-\t-\t-\t-\t-\t-\t-\t%.*s\n", 100 * get_share (&bounds, &site->clip),
                          (int) (state_end - said), said);
}

static void
read_picture (Reading *self, GskRenderNode *node, const Site *site)
{
  graphene_rect_t bounds = place_node (site, node);

  add_fill (self, &bounds, NULL, site);
  add_shape (self, "picture", site, &bounds);
}

static void
read_mark (Reading *self, GskRenderNode *node, const Site *site)
{
  const char *mark = gsk_debug_node_get_message (node);
  GskRenderNode *child = gsk_debug_node_get_child (node);
  Site within = *site;

  if (g_str_has_prefix (mark, "text "))
    read_text (self, child, site, mark + strlen ("text "));
  else if (g_str_has_prefix (mark, "sign "))
    read_sign (self, child, site, mark + strlen ("sign "));
  else if (g_str_has_prefix (mark, "zone "))
    read_zone (self, child, site, mark + strlen ("zone "));
  else if (g_str_equal (mark, "picture"))
    read_picture (self, child, site);
  else
    {
      if (g_str_has_prefix (mark, "record "))
        within.record = mark + strlen ("record ");
      read_node (self, child, &within);
    }
}

static void
read_transformed (Reading *self, GskRenderNode *node, const Site *site)
{
  Site within = *site;

  within.transform = gsk_transform_transform (gsk_transform_ref (site->transform),
                                              gsk_transform_node_get_transform (node));
  read_node (self, gsk_transform_node_get_child (node), &within);
  gsk_transform_unref (within.transform);
}

static void
read_clipped (Reading *self, GskRenderNode *child, const graphene_rect_t *clip, const Site *site)
{
  Site within = *site;
  graphene_rect_t placed = place (site, clip);

  if (!graphene_rect_intersection (&site->clip, &placed, &within.clip))
    within.clip = *graphene_rect_zero ();
  read_node (self, child, &within);
}

static void
read_faded (Reading *self, GskRenderNode *child, float opacity, const Site *site)
{
  Site within = *site;

  within.opacity *= opacity;
  read_node (self, child, &within);
}

static void
read_node (Reading *self, GskRenderNode *node, const Site *site)
{
  graphene_rect_t bounds = place_node (site, node);

  switch (gsk_render_node_get_node_type (node))
    {
    case GSK_CONTAINER_NODE:
      for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
        read_node (self, gsk_container_node_get_child (node, i), site);
      break;
    case GSK_DEBUG_NODE:
      read_mark (self, node, site);
      break;
    case GSK_TRANSFORM_NODE:
      read_transformed (self, node, site);
      break;
    case GSK_CLIP_NODE:
      read_clipped (self, gsk_clip_node_get_child (node), gsk_clip_node_get_clip (node), site);
      break;
    case GSK_ROUNDED_CLIP_NODE:
      read_clipped (self, gsk_rounded_clip_node_get_child (node), &gsk_rounded_clip_node_get_clip (node)->bounds, site);
      break;
    case GSK_OPACITY_NODE:
      read_faded (self, gsk_opacity_node_get_child (node), gsk_opacity_node_get_opacity (node), site);
      break;
    case GSK_COLOR_NODE:
      add_fill (self, &bounds, gsk_color_node_get_color (node), site);
      break;
    case GSK_CAIRO_NODE:
      add_shape (self, "drawing", site, &bounds);
      break;
    case GSK_CROSS_FADE_NODE:
      read_faded (self, gsk_cross_fade_node_get_start_child (node), 1 - gsk_cross_fade_node_get_progress (node), site);
      read_faded (self, gsk_cross_fade_node_get_end_child (node), gsk_cross_fade_node_get_progress (node), site);
      break;
    case GSK_BLUR_NODE:
      read_node (self, gsk_blur_node_get_child (node), site);
      break;
    default: /* edges and shadows: nothing that is read */
      break;
    }
}

char *
mb_description_write (GskRenderNode *node, int width, int height)
{
  Reading self = { g_string_new (FIELDS), g_array_new (FALSE, FALSE, sizeof (Fill)) };
  Site site = { NULL, GRAPHENE_RECT_INIT (0, 0, width, height), 1, NONE, NONE };

  g_return_val_if_fail (node != NULL, NULL);

  add_shape (&self, "glass", &site, &site.clip);
  read_node (&self, node, &site);
  g_array_unref (self.fills);
  return g_string_free (self.lines, FALSE);
}
