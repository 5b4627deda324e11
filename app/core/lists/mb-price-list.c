/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-price-list-private.h"

#include "core/base/mb-error.h"
#include "core/model/place/mb-market.h"
#include "core/wire/mb-record-codec.h"

#include <string.h>

/* The reading half: files become entries and held-back rows. Products are found when a whole file has
 * been read, because only then it is known in which language it speaks. */

static void
file_free (gpointer data)
{
  MbListFile *file = data;

  g_free (file->name);
  g_ptr_array_unref (file->places);
  g_free (file);
}

static void
entry_free (gpointer data)
{
  MbListEntry *entry = data;

  g_clear_pointer (&entry->value, g_bytes_unref);
  g_free (entry);
}

static void
held_row_free (gpointer data)
{
  MbHeldRow *row = data;

  g_free (row->text);
  g_free (row);
}

MbPriceList *
mb_price_list_new (MbBoard *board, const MbListOptions *options, GError **error)
{
  g_autoptr (MbListWords) words = NULL;
  MbMarket *market;
  MbPriceList *self;

  g_return_val_if_fail (MB_IS_BOARD (board), NULL);
  g_return_val_if_fail (options != NULL, NULL);

  words = mb_list_words_new (error);
  if (words == NULL)
    return NULL;

  market = (MbMarket *) mb_board_get (board, MB_KIND_MARKET, "market");
  self = g_new0 (MbPriceList, 1);
  self->options = *options;
  self->board = g_object_ref (board);
  self->time = mb_market_time_new (market);
  self->jump_percent = market != NULL ? market->price_jump_percent : MB_UNSET;
  self->unit.per = market != NULL ? (MbPer) market->price_unit : MB_PER_500G;
  if (options->has_unit)
    self->unit = options->unit;
  self->words = g_steal_pointer (&words);
  self->products = mb_list_products_new (board, options->basis, self->words);
  self->texts = g_string_chunk_new (64 * 1024);
  self->files = g_ptr_array_new_with_free_func (file_free);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->held = g_ptr_array_new_with_free_func (held_row_free);
  self->order = g_ptr_array_new ();
  self->steps = g_array_new (FALSE, TRUE, sizeof (MbListStep));
  self->sent = g_ptr_array_new ();

  return self;
}

void
mb_price_list_free (MbPriceList *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->sent, g_ptr_array_unref);
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->order, g_ptr_array_unref);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  g_clear_pointer (&self->products, mb_list_products_free);
  g_clear_pointer (&self->words, mb_list_words_free);
  g_clear_pointer (&self->time, mb_market_time_unref);
  g_clear_object (&self->board);
  g_free (self);
}

void
mb_price_list_hold_row (MbPriceList *self, guint file, guint line, MbHeldReason reason, char *text, const char *raw)
{
  MbHeldRow *row = g_new (MbHeldRow, 1);

  *row = (MbHeldRow){ ((MbListFile *) self->files->pdata[file])->name, line, reason, text, raw };
  g_ptr_array_add (self->held, row);
}

void
mb_price_list_hold_entry (MbPriceList *self, MbListEntry *entry, MbHeldReason reason, char *text)
{
  entry->state = MB_ROW_HELD;
  mb_price_list_hold_row (self, entry->file, entry->line, reason, text, entry->raw);
}

static const char *
take_raw (MbPriceList *self, MbListSource *source)
{
  g_autofree char *raw = mb_list_source_dup_raw (source);

  return g_string_chunk_insert (self->texts, raw);
}

/* What a file says of its products, once for each; entries point to them until the file is read. */
typedef struct
{
  const char *name, *grade, *category, *piece;
  MbListProduct *product;
} NamedProduct;

typedef struct
{
  MbPriceList *list;
  MbListSource *source;
  guint file;
  MbDate date;
  MbListUnit unit;
  GHashTable *named; /* name, grade, category and piece -> NamedProduct */
  GPtrArray *order;  /* NamedProduct, as they came */
  GPtrArray *of;     /* NamedProduct of each entry from first_entry on */
  guint first_entry;
} Reading;

static MbListEntry *
add_entry (Reading *reading, const MbListRow *row)
{
  MbListEntry *entry = g_new0 (MbListEntry, 1);

  entry->file = reading->file;
  entry->line = row->line;
  entry->raw = take_raw (reading->list, reading->source);
  g_ptr_array_add (reading->list->entries, entry);

  return entry;
}

static NamedProduct *
name_product (Reading *reading, const MbListRow *row, const char *piece)
{
  const char *grade = row->fields[MB_LIST_GRADE], *category = row->fields[MB_LIST_TRADE];
  g_autofree char *key = g_strjoin ("\n", row->fields[MB_LIST_NAME], grade != NULL ? grade : "",
                                    category != NULL ? category : "", piece != NULL ? piece : "", NULL);
  NamedProduct *named = g_hash_table_lookup (reading->named, key);

  if (named != NULL)
    return named;

  named = g_new0 (NamedProduct, 1);
  named->name = g_string_chunk_insert (reading->list->texts, row->fields[MB_LIST_NAME]);
  named->grade = g_string_chunk_insert (reading->list->texts, grade != NULL ? grade : "");
  named->category = g_string_chunk_insert (reading->list->texts, category != NULL ? category : "");
  named->piece = piece;
  g_hash_table_insert (reading->named, g_steal_pointer (&key), named);
  g_ptr_array_add (reading->order, named);

  return named;
}

/* The market that the rows are of: one list may hold a whole country's. */
static gboolean
is_other_place (Reading *reading, const MbListRow *row, char **why)
{
  MbListFile *file = reading->list->files->pdata[reading->file];
  const char *place = row->fields[MB_LIST_PLACE];
  const char *meant = reading->list->options.place;

  if (place == NULL || *place == '\0')
    return FALSE;
  if (!g_ptr_array_find_with_equal_func (file->places, place, g_str_equal, NULL))
    g_ptr_array_add (file->places, g_strdup (place));
  if (meant == NULL)
    meant = file->places->pdata[0];
  if (g_str_equal (place, meant))
    return FALSE;
  *why = g_strdup_printf ("it is of the market %s, and %s is taken", place, meant);

  return TRUE;
}

static void
read_price (Reading *reading, const MbListRow *row)
{
  MbListPrice price;
  char *why = NULL;
  MbHeldReason reason = mb_list_check_row (row, &reading->unit, reading->date, &price, &why);
  MbListEntry *entry;

  if (reason == MB_HELD_NOT && is_other_place (reading, row, &why))
    reason = MB_HELD_PLACE;
  if (reason != MB_HELD_NOT)
    {
      mb_price_list_hold_row (reading->list, reading->file, row->line, reason, why,
                              take_raw (reading->list, reading->source));
      return;
    }
  entry = add_entry (reading, row);
  entry->price = price;
  g_ptr_array_add (reading->of, name_product (reading, row, price.piece));
}

/* The value is checked here, as the hub will: one bad record must not cost its transaction. */
static gboolean
check_record (const MbListRow *row, GError **error)
{
  MbKind kind = mb_kind_from_name (row->kind);
  g_autofree char *name = mb_list_shorten (row->kind, 40), *id = mb_list_shorten (row->id, 80);
  g_autoptr (MbRecord) record = NULL;

  if (kind == MB_KIND_UNKNOWN || kind == MB_KIND_QUOTE)
    {
      mb_error_set (error, MB_ERROR_INVALID, "/kind",
                    kind == MB_KIND_QUOTE ? "quotes are made by the hub alone" : "there is no kind “%s”", name);
      return FALSE;
    }
  if (!mb_id_is_valid (kind, row->id))
    {
      mb_error_set (error, MB_ERROR_INVALID, "/id", "“%s” is no id of a %s", id, name);
      return FALSE;
    }
  if (row->value == NULL)
    return TRUE;
  record = mb_record_decode_bytes (kind, row->id, row->value, NULL, error);

  return record != NULL;
}

static void
read_record (Reading *reading, const MbListRow *row)
{
  g_autoptr (GError) error = NULL;
  MbPriceList *list = reading->list;
  MbListEntry *entry;

  if (row->empty)
    mb_price_list_hold_row (list, reading->file, row->line, MB_HELD_EMPTY, g_strdup ("nothing stands in it"), "");
  else if (row->fault != NULL)
    mb_price_list_hold_row (list, reading->file, row->line, MB_HELD_UNREADABLE, g_strdup (row->fault),
                            take_raw (list, reading->source));
  else if (!check_record (row, &error))
    mb_price_list_hold_row (list, reading->file, row->line, MB_HELD_RECORD,
                            g_strdup_printf ("%s: %s", mb_error_get_pointer (error), error->message),
                            take_raw (list, reading->source));
  else
    {
      entry = add_entry (reading, row);
      entry->kind = mb_kind_from_name (row->kind);
      entry->id = g_string_chunk_insert (list->texts, row->id);
      entry->value = row->value != NULL ? g_bytes_ref (row->value) : NULL;
      g_ptr_array_add (reading->of, NULL);
    }
}

/* By majority: a name that both scripts write alike says nothing. */
static const char *
find_language (Reading *reading)
{
  guint traditional = 0, plain = 0;

  for (guint i = 0; i < reading->order->len; i++)
    {
      const char *name = ((NamedProduct *) reading->order->pdata[i])->name;

      plain += g_str_is_ascii (name);
      traditional += mb_list_words_is_traditional (reading->list->words, name);
    }
  if (plain * 2 > reading->order->len)
    return "en";

  return traditional * 4 > reading->order->len ? "zh-Hant" : "zh-Hans";
}

static void
settle_entry (Reading *reading, MbListEntry *entry, NamedProduct *named, const char *language)
{
  MbPriceList *list = reading->list;

  if (entry->price.catty && !list->options.has_unit && g_str_equal (language, "zh-Hant"))
    {
      mb_price_list_hold_entry (list, entry, MB_HELD_UNIT,
                                g_strdup ("斤 is not 500 g wherever this script is written: say the unit by option"));
      return;
    }
  if (entry->price.catty && list->options.has_unit && g_str_equal (language, "zh-Hant"))
    entry->price.figures.per = list->options.unit.per;
  if (named->product == NULL)
    named->product = mb_list_products_find (
      list->products, &(MbListName){ named->name, named->grade, language, named->category, named->piece },
      list->options.trade);
  entry->product = named->product;
  if (entry->product == NULL)
    mb_price_list_hold_entry (list, entry, MB_HELD_AMBIGUOUS,
                              g_strdup_printf ("the board has %s in several grades, and it says none", named->name));
}

static void
settle_entries (Reading *reading)
{
  const char *language = find_language (reading);

  for (guint i = reading->first_entry; i < reading->list->entries->len; i++)
    {
      NamedProduct *named = reading->of->pdata[i - reading->first_entry];

      if (named != NULL)
        settle_entry (reading, reading->list->entries->pdata[i], named, language);
    }
}

static MbListFile *
file_new (const char *name)
{
  MbListFile *file = g_new0 (MbListFile, 1);
  const char *slash = strrchr (name, '/');

  file->name = g_strdup (name);
  file->source = file->name + (slash != NULL ? slash + 1 - name : 0);
  file->places = g_ptr_array_new_with_free_func (g_free);

  return file;
}

static void
read_file (Reading *reading)
{
  MbListRow row;

  while (mb_list_source_next (reading->source, &row))
    {
      reading->list->n_rows++;
      if (reading->source->records)
        read_record (reading, &row);
      else
        read_price (reading, &row);
    }
  settle_entries (reading);
}

gboolean
mb_price_list_add (MbPriceList *self, const char *name, GBytes *bytes, GError **error)
{
  g_autoptr (MbListSource) source = NULL;
  g_autoptr (GHashTable) named = NULL;
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  g_autoptr (GPtrArray) of = g_ptr_array_new ();
  MbListFile *file;
  MbDate date;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  source = mb_list_source_new (bytes, self->options.mappings, error);
  if (source == NULL)
    return FALSE;

  file = file_new (name);
  date = self->options.date != 0 ? self->options.date : mb_list_find_date (file->source);
  if (!source->records && date == 0 && source->columns.at[MB_LIST_DATE] < 0)
    {
      file_free (file);
      mb_error_set (error, MB_ERROR_INVALID, NULL,
                    "Nothing says of which day its prices are: it has no column for a date, and none in its name. Say "
                    "it with a date such as 2026-03-13");
      return FALSE;
    }
  g_ptr_array_add (self->files, file);
  named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  read_file (&(Reading){ self, source, self->files->len - 1, date,
                         source->columns.has_unit ? source->columns.unit : self->unit, named, order, of,
                         self->entries->len });

  return TRUE;
}

void
mb_price_list_count (MbPriceList *self, MbListCounts *counts)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (counts != NULL);

  *counts = (MbListCounts){ .n_rows = self->n_rows, .n_held = self->held->len };
  for (guint i = 0; i < self->entries->len; i++)
    {
      MbRowState state = ((MbListEntry *) self->entries->pdata[i])->state;

      counts->n_planned += state == MB_ROW_WAITING;
      counts->n_unchanged += state == MB_ROW_UNCHANGED;
      counts->n_passed += state == MB_ROW_PASSED;
    }
}

const GPtrArray *
mb_price_list_get_held (MbPriceList *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->held;
}

const GPtrArray *
mb_price_list_get_places (MbPriceList *self, guint file)
{
  g_return_val_if_fail (self != NULL && file < self->files->len, NULL);

  return ((MbListFile *) self->files->pdata[file])->places;
}
