/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/words/mb-start-text.h"

#include "widgets/words/mb-format.h"

#include <glib/gi18n.h>

const char *
mb_start_headline (const MbCatalogue *catalogue, MbStartState state)
{
  static const char *const headlines[] = {
    [MB_START_SEEKING] = N_ ("Looking for the market's hub"),
    [MB_START_NO_MARKET] = N_ ("No market on the hub yet"),
    [MB_START_MARKETS] = N_ ("Which market is this screen in?"),
    [MB_START_UNKNOWN] = N_ ("This screen is not registered yet"),
  };

  return mb_catalogue_text (catalogue, headlines[state]);
}

char *
mb_start_advice (const MbCatalogue *catalogue, MbStartState state, const char *names)
{
  static const char *const advice[] = {
    [MB_START_SEEKING] = N_ ("Is the cable in, and the hub switched on? The board comes by itself as soon as the hub "
                             "answers. The address stands in screen.env"),
    [MB_START_NO_MARKET] = N_ ("Begin one on the hub: marketboard-hub market add. The board comes by itself"),
    [MB_START_MARKETS] = N_ ("The hub has {names}. Choose one with --market in screen.env"),
    [MB_START_UNKNOWN] = N_ ("Register this number in the manager, or give this box the number of a screen that the "
                             "market knows: {names}"),
  };

  return mb_format_fill (mb_catalogue_text (catalogue, advice[state]), "names", names != NULL ? names : "", NULL);
}

char *
mb_start_hub (const MbCatalogue *catalogue, const char *hub)
{
  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("Hub {address}")), "address", hub, NULL);
}

char *
mb_start_box (const MbCatalogue *catalogue, const char *name, const char *address)
{
  if (address == NULL || *address == '\0')
    return mb_format_fill (mb_catalogue_text (catalogue, N_ ("This box {name}, without a network")), "name", name, NULL);

  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("This box {name} {address}")), "name", name, "address",
                         address, NULL);
}

static char *
format_number (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.3g", number));
}

char *
mb_start_panel (const MbCatalogue *catalogue, int inches, double metres, int rows, gboolean few)
{
  g_autofree char *inch_text = g_strdup_printf ("%d", inches), *row_text = g_strdup_printf ("%d", rows);
  g_autofree char *metre_text = format_number (metres);
  const char *sentence = few ? N_ ("A {inches}-inch screen at {metres} m has room for only {rows} rows a page")
                             : N_ ("{inches}-inch screen, read from {metres} m: {rows} rows a page");

  return mb_format_fill (mb_catalogue_text (catalogue, sentence), "inches", inch_text, "metres", metre_text, "rows",
                         row_text, NULL);
}

const char *
mb_start_no_panel (const MbCatalogue *catalogue)
{
  return mb_catalogue_text (catalogue, N_ ("The display does not say how large it is: 55 inches are assumed"));
}

const char *
mb_start_card_heading (const MbCatalogue *catalogue)
{
  return mb_catalogue_text (catalogue, N_ ("Each line and its distance"));
}

const char *
mb_start_card_sample (const MbCatalogue *catalogue)
{
  return mb_catalogue_text (catalogue, N_ ("Pak choi 3.5"));
}

char *
mb_start_metres (const MbCatalogue *catalogue, double metres)
{
  g_autofree char *text = format_number (metres);

  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("{metres} m")), "metres", text, NULL);
}
