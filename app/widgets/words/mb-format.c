/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/words/mb-format.h"

#include "core/model/money/mb-money.h"
#include "widgets/words/mb-plain.h"

#include <glib/gi18n.h>
#include <string.h>

#define COMPLAINTS "12315" /* the nation's line */

#define NAME_MOST 1024 /* characters */
#define PHONE_MOST 24
#define PIECE_MOST 4 /* beside a figure there is no room for more; twice as many Latin letters */

/* The context under which a word is asked for must be the one it is marked with, so both are
 * written once. */
typedef struct
{
  const char *key;
  const char *context;
  const char *source;
} Word;

#define WORD(key, context, source) \
  { \
    key, context, NC_ (context, source) \
  }

static const Word units[] = {
  [MB_PER_KG] = WORD ("kg", "price unit", "¥/kg"),
  [MB_PER_500G] = WORD ("500g", "price unit", "¥/500 g"),
  [MB_PER_50G] = WORD ("50g", "price unit", "¥/50 g"),
  [MB_PER_PIECE] = WORD ("piece", "price unit", "¥ each"),
  [MB_PER_BUNCH] = WORD ("bunch", "price unit", "¥/bunch"),
  [MB_PER_BOX] = WORD ("box", "price unit", "¥/box"),
};

static const Word pieces[] = {
  WORD ("个", "price unit", "¥ each"),
  WORD ("只", "price unit of a fowl", "¥ each"),
  WORD ("条", "price unit of a fish", "¥ each"),
  WORD ("块", "price unit of tofu", "¥/block"),
  WORD ("把", "price unit", "¥/bunch"),
  WORD ("盒", "price unit", "¥/box"),
  WORD ("袋", "price unit", "¥/bag"),
  WORD ("瓶", "price unit", "¥/bottle"),
  WORD ("根", "price unit of a long thing", "¥ each"),
  WORD ("枚", "price unit of an egg", "¥ each"),
  WORD ("串", "price unit", "¥/skewer"),
};

static const Word bases[] = {
  [MB_ROW_BASIS_DEAL] = WORD (NULL, "basis of a price", "deal price"),
  [MB_ROW_BASIS_AVERAGE] = WORD (NULL, "basis of a price", "market average"),
  [MB_ROW_BASIS_REFERENCE] = WORD (NULL, "basis of a price", "reference price"),
  [MB_ROW_BASIS_GUIDE] = WORD (NULL, "basis of a price", "government guide price"),
  [MB_ROW_BASIS_STALL] = WORD (NULL, "basis of a price", "this stall's price"),
};

static const Word trades[] = {
  [MB_TRADE_VEGETABLES] = WORD (NULL, "trade", "Vegetables"),
  [MB_TRADE_PORK] = WORD (NULL, "trade", "Pork"),
  [MB_TRADE_POULTRY_EGGS] = WORD (NULL, "trade", "Poultry, eggs"),
  [MB_TRADE_AQUATIC] = WORD (NULL, "trade", "Fish"),
  [MB_TRADE_DRIED] = WORD (NULL, "trade", "Dried goods"),
  [MB_TRADE_COOKED] = WORD (NULL, "trade", "Cooked food"),
  [MB_TRADE_FRUIT] = WORD (NULL, "trade", "Fruit"),
  [MB_TRADE_BEAN_NOODLE] = WORD (NULL, "trade", "Tofu, noodles"),
};

static const Word basket = WORD (NULL, "trade", "Staples");

static const char *const weekdays[] = {
  N_ ("Monday"), N_ ("Tuesday"),  N_ ("Wednesday"), N_ ("Thursday"),
  N_ ("Friday"), N_ ("Saturday"), N_ ("Sunday"),
};

static const char *const short_weekdays[] = {
  N_ ("Mon"), N_ ("Tue"), N_ ("Wed"), N_ ("Thu"), N_ ("Fri"), N_ ("Sat"), N_ ("Sun"),
};

static const char *const months[] = {
  N_ ("Jan"), N_ ("Feb"), N_ ("Mar"), N_ ("Apr"), N_ ("May"), N_ ("Jun"),
  N_ ("Jul"), N_ ("Aug"), N_ ("Sep"), N_ ("Oct"), N_ ("Nov"), N_ ("Dec"),
};

static const char *
say (const MbCatalogue *catalogue, const Word *word)
{
  return mb_catalogue_context_text (catalogue, word->context, word->source);
}

/* What stands for {@hole}, @length bytes; NULL: nobody said. */
static const char *
find_value (const char *hole, gsize length, va_list values)
{
  const char *name;

  while ((name = va_arg (values, const char *)) != NULL)
    {
      const char *value = va_arg (values, const char *);

      if (strlen (name) == length && strncmp (name, hole, length) == 0)
        return value;
    }

  return NULL;
}

/* In one pass: a value that has braces of its own is filled by nothing. */
char *
mb_format_fill (const char *sentence, ...)
{
  GString *text = g_string_new (NULL);
  const char *open, *close;

  for (; (open = strchr (sentence, '{')) != NULL && (close = strchr (open, '}')) != NULL; sentence = close + 1)
    {
      const char *value;
      va_list values;

      va_start (values, sentence);
      value = find_value (open + 1, (gsize) (close - open - 1), values);
      va_end (values);
      g_string_append_len (text, sentence, value != NULL ? open - sentence : close + 1 - sentence);
      g_string_append (text, value != NULL ? value : "");
    }
  g_string_append (text, sentence);
  return g_string_free (text, FALSE);
}

static gboolean
is_gap (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_OPEN_PUNCTUATION ||
         g_unichar_type (c) == G_UNICODE_CLOSE_PUNCTUATION || g_unichar_iscntrl (c);
}

char *
mb_format_name (const char *name)
{
  g_autofree char *plain = mb_plain_text (name, NAME_MOST);
  GString *text = g_string_new (NULL);

  for (const char *c = plain; *c != '\0'; c = g_utf8_next_char (c))
    if (!is_gap (g_utf8_get_char (c)))
      g_string_append_unichar (text, g_utf8_get_char (c));
    else if (text->len > 0 && text->str[text->len - 1] != ' ')
      g_string_append_c (text, ' ');

  return g_strchomp (g_string_free (text, FALSE));
}

char *
mb_format_called (const char *name, const char *id, gsize most)
{
  g_autofree char *clean = mb_format_name (name != NULL ? name : "");
  g_autofree char *plain = NULL;

  if (*clean != '\0')
    return mb_plain_text (clean, most);

  plain = mb_plain_text (name, most); /* it may be brackets only */
  return *plain != '\0' ? g_steal_pointer (&plain) : mb_plain_text (id, most);
}

char *
mb_format_range (const MbCatalogue *catalogue, gint64 low_fen, gint64 high_fen, guint decimals)
{
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (low_fen == MB_UNSET || high_fen == MB_UNSET || low_fen >= high_fen)
    return NULL;

  low = mb_money_format (low_fen, decimals);
  high = mb_money_format (high_fen, decimals);
  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("{low}–{high}")), "low", low, "high",
                         high, NULL);
}

static gboolean
is_narrow (const char *word)
{
  for (const char *c = word; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_get_script (g_utf8_get_char (c)) != G_UNICODE_SCRIPT_LATIN)
      return FALSE;

  return TRUE;
}

/* A word that the record gives in this language is printed; else one that we know in the hall's. */
static char *
format_piece (const MbCatalogue *catalogue, const MbTexts *piece_word)
{
  const char *own = mb_texts_get_exact (piece_word, mb_catalogue_get_language (catalogue));
  const char *word = own != NULL ? own : mb_texts_get (piece_word, "zh-Hans");
  g_autofree char *plain = mb_plain_text (word, is_narrow (word) ? 2 * PIECE_MOST : PIECE_MOST);

  if (*plain == '\0')
    return g_strdup (say (catalogue, &units[MB_PER_PIECE]));

  for (gsize i = 0; own == NULL && i < G_N_ELEMENTS (pieces); i++)
    if (g_str_equal (pieces[i].key, word))
      return g_strdup (say (catalogue, &pieces[i]));

  return mb_format_fill (
      mb_catalogue_context_text (catalogue, "price unit", NC_ ("price unit", "¥/{word}")), "word",
      plain, NULL);
}

char *
mb_format_unit (const MbCatalogue *catalogue, MbPer per, const MbTexts *piece_word)
{
  g_return_val_if_fail ((guint) per < G_N_ELEMENTS (units), NULL);

  if (per == MB_PER_PIECE && piece_word != NULL)
    return format_piece (catalogue, piece_word);

  return g_strdup (say (catalogue, &units[per]));
}

void
mb_format_priced (const MbCatalogue *catalogue, MbFigure figure, const char *unit, char **before,
                  char **after)
{
  const char *sentence, *hole;

  if (figure == MB_FIGURE_FROM)
    sentence = mb_catalogue_text (catalogue, N_ ("from {figure} {unit}"));
  else if (figure == MB_FIGURE_UP_TO)
    sentence = mb_catalogue_text (catalogue, N_ ("up to {figure} {unit}"));
  else
    sentence = "{figure} {unit}";

  hole = strstr (sentence, "{figure}");
  g_assert (hole != NULL);
  *before = g_strchomp (g_strndup (sentence, hole - sentence));
  *after = g_strchug (mb_format_fill (hole + strlen ("{figure}"), "unit", unit, NULL));
}

static char *
say_movement (const MbCatalogue *catalogue, gint64 movement_fen, const char *figure)
{
  const char *sentence;

  if (movement_fen == MB_UNSET)
    return NULL;
  if (movement_fen == 0)
    return g_strdup (mb_catalogue_context_text (catalogue, "price", NC_ ("price", "same")));

  if (movement_fen > 0)
    sentence =
        mb_catalogue_context_text (catalogue, "price went up", NC_ ("price went up", "+{figure}"));
  else
    sentence = mb_catalogue_context_text (catalogue, "price went down",
                                          NC_ ("price went down", "−{figure}"));
  return mb_format_fill (sentence, "figure", figure, NULL);
}

char *
mb_format_movement (const MbCatalogue *catalogue, gint64 movement_fen, guint decimals)
{
  g_autofree char *figure =
      movement_fen != MB_UNSET ? mb_money_format (ABS (movement_fen), decimals) : NULL;

  return say_movement (catalogue, movement_fen, figure);
}

char *
mb_format_direction (const MbCatalogue *catalogue, gint64 movement_fen)
{
  char *words = say_movement (catalogue, movement_fen, "");

  return words != NULL ? g_strstrip (words) : NULL;
}

const char *
mb_format_basis (const MbCatalogue *catalogue, MbRowBasis basis)
{
  return basis == MB_ROW_BASIS_NONE ? "" : say (catalogue, &bases[basis]);
}

const char *
mb_format_trade (const MbCatalogue *catalogue, int trade)
{
  return say (catalogue, trade < 0 ? &basket : &trades[trade]);
}

char *
mb_format_clock (gint64 us, GTimeZone *zone)
{
  MbTime time = mb_time_in_zone (us, zone);
  gint64 minutes = time.us / G_USEC_PER_SEC / 60 + time.offset_s / 60;
  int minute = (int) (minutes % (24 * 60));

  return g_strdup_printf ("%02d:%02d", minute / 60, minute % 60);
}

static char *
fill_day (const MbCatalogue *catalogue, const char *sentence, MbDate date)
{
  g_autofree char *day = g_strdup_printf ("%u", date % 100);
  g_autofree char *month = g_strdup_printf ("%u", date / 100 % 100);

  return mb_format_fill (
      sentence, "day", day, "month", month, "month-name",
      mb_catalogue_text (catalogue, months[date / 100 % 100 - 1]), "weekday",
      mb_catalogue_text (catalogue, weekdays[mb_date_weekday (date) - 1]), "weekday-short",
      mb_catalogue_text (catalogue, short_weekdays[mb_date_weekday (date) - 1]), NULL);
}

char *
mb_format_day (const MbCatalogue *catalogue, gint64 us, GTimeZone *zone)
{
  return fill_day (catalogue, mb_catalogue_text (catalogue, N_ ("{weekday} {day} {month-name}")),
                   mb_date_of (us, zone));
}

char *
mb_format_short_day (const MbCatalogue *catalogue, MbDate date)
{
  return fill_day (catalogue, mb_catalogue_text (catalogue, N_ ("{day} {month-name}")), date);
}

static int
days_ago (gint64 us, gint64 now_us, GTimeZone *zone)
{
  return mb_date_days_between (mb_date_of (us, zone), mb_date_of (now_us, zone));
}

char *
mb_format_as_of (const MbCatalogue *catalogue, gint64 us, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *clock = mb_format_clock (us, zone);
  const char *sentence;
  g_autofree char *dated = NULL;

  if (now_us == MB_UNSET)
    sentence = mb_catalogue_text (catalogue, N_ ("{day} {month-name} {time}"));
  else if (days_ago (us, now_us, zone) == 0)
    sentence = mb_catalogue_text (catalogue, N_ ("at {time}"));
  else
    sentence = mb_catalogue_text (catalogue, N_ ("on {day} {month-name}"));
  dated = fill_day (catalogue, sentence, mb_date_of (us, zone));
  return mb_format_fill (dated, "time", clock, NULL);
}

char *
mb_format_observed (const MbCatalogue *catalogue, gint64 us, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *clock = NULL;
  g_autofree char *dated = NULL;

  if (days_ago (us, now_us, zone) != 1)
    return mb_format_short_day (catalogue, mb_date_of (us, zone));

  clock = mb_format_clock (us, zone);
  /* Translators: a time of yesterday; an English board is short of room and names the day. */
  dated = fill_day (catalogue, mb_catalogue_text (catalogue, N_ ("{weekday-short} {time}")),
                    mb_date_of (us, zone));
  return mb_format_fill (dated, "time", clock, NULL);
}

char *
mb_format_observed_brief (const MbCatalogue *catalogue, gint64 us, gint64 now_us, GTimeZone *zone)
{
  if (now_us != MB_UNSET && days_ago (us, now_us, zone) == 0)
    return mb_format_clock (us, zone);
  if (now_us == MB_UNSET || days_ago (us, now_us, zone) != 1)
    return mb_format_short_day (catalogue, mb_date_of (us, zone));

  /* Translators: a tag beside yesterday's price, where there is no room for more. */
  return fill_day (catalogue, mb_catalogue_text (catalogue, N_ ("{weekday-short}")), mb_date_of (us, zone));
}

char *
mb_format_yesterday (const MbCatalogue *catalogue, gint64 us, gint64 now_us, GTimeZone *zone)
{
  /* Translators: a tag beside yesterday's price. */
  const char *yesterday = mb_catalogue_text (catalogue, N_ ("yesterday"));

  if (days_ago (us, now_us, zone) == 1)
    return g_strdup (yesterday);

  /* Translators: a tag beside the price of an earlier day. */
  return fill_day (catalogue, mb_catalogue_text (catalogue, N_ ("of {day} {month-name}")),
                   mb_date_of (us, zone));
}

char *
mb_format_updated (const MbCatalogue *catalogue, gint64 us, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *clock = mb_format_clock (us, zone);
  g_autofree char *day = NULL;

  if (now_us != MB_UNSET && days_ago (us, now_us, zone) == 0)
    return mb_format_fill (mb_catalogue_text (catalogue, N_ ("updated {time}")), "time", clock,
                           NULL);

  day = mb_format_short_day (catalogue, mb_date_of (us, zone));
  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("updated {day} {time}")), "day", day,
                         "time", clock, NULL);
}

const char *
mb_format_title (const MbCatalogue *catalogue)
{
  return mb_catalogue_text (catalogue, N_ ("Today's prices"));
}

const char *
mb_format_no_figure (const MbCatalogue *catalogue, MbFigure figure)
{
  switch (figure)
    {
    case MB_FIGURE_UPDATING:
      return mb_catalogue_text (catalogue, N_ ("updating"));
    case MB_FIGURE_NOT_QUOTED:
      return mb_catalogue_text (catalogue, N_ ("no price"));
    case MB_FIGURE_CLOSED:
      return mb_catalogue_text (catalogue, N_ ("closed"));
    case MB_FIGURE_GONE:
      return "";
    case MB_FIGURE_PRICE:
    case MB_FIGURE_FROM:
    case MB_FIGURE_UP_TO:
    case MB_FIGURE_RANGE:
      break;
    }
  return NULL;
}

const char *
mb_format_waiting (const MbCatalogue *catalogue, gboolean has_content)
{
  return mb_catalogue_text (catalogue, has_content
                                           ? N_ ("Connecting; this is what was known before")
                                           : N_ ("Connecting to the market"));
}

char *
mb_format_deals (const MbCatalogue *catalogue, gint64 n_deals)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, n_deals);

  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("deals today: {number}")), "number",
                         number, NULL);
}

char *
mb_format_news (const MbCatalogue *catalogue, gint64 us, GTimeZone *zone, guint n)
{
  g_autofree char *clock = mb_format_clock (us, zone);
  g_autofree char *number = g_strdup_printf ("%u", n);

  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("{time} prices updated: {number}")),
                         "time", clock, "number", number, NULL);
}

char *
mb_format_phone (const char *phone)
{
  return mb_format_called (phone, COMPLAINTS, PHONE_MOST);
}

char *
mb_format_complaints (const MbCatalogue *catalogue, const char *phone)
{
  g_autofree char *number = mb_format_phone (phone);

  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("Complaints: {phone}")), "phone", number,
                         NULL);
}

const char *
mb_format_weight_remark (const MbCatalogue *catalogue, MbPer unit)
{
  if (unit != MB_PER_500G || !g_str_equal (mb_catalogue_get_language (catalogue), "zh-Hans"))
    return NULL;

  return mb_catalogue_text (catalogue, N_ ("unit: 500 g"));
}

char *
mb_format_no_prices (const MbCatalogue *catalogue, gint64 opening_us, GTimeZone *zone)
{
  g_autofree char *clock = NULL;

  if (opening_us == MB_UNSET)
    return g_strdup (mb_catalogue_text (catalogue, N_ ("Today's prices are being collected")));

  clock = mb_format_clock (opening_us, zone);
  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("Today's prices begin at {time}")),
                         "time", clock, NULL);
}
