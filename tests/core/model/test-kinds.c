/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/model/goods/mb-batch.h"
#include "core/model/goods/mb-test.h"
#include "core/wire/mb-record-codec.h"

/* The rules of the kinds. Values are written as they come over the wire, ' for ". */

#define DAWN "'2026-11-23T06:40:00+08:00'"
#define NOON "'2026-11-23T12:00:00+08:00'"
#define NAME "'name':{'en':'x'}"

#define MARKET(more) "{" NAME ",'time_zone':'Asia/Shanghai','price_unit':'500g'" more "}"
#define STALL(more) "{'number':'12'" more "}"
#define PRODUCT(more) "{" NAME more "}"
#define PRICE(more)                                                                                \
  "{'product':'egg','basis':'average','per':'500g','observed_at':" DAWN ",'source':'survey'" more  \
  "}"
#define TEST(more)                                                                                 \
  "{'kind':'quick','product':'egg','item':{'en':'x'},'method':{'en':'x'},'conclusion':'fail',"     \
  "'tester':'x','sampled_at':" DAWN ",'tested_at':" NOON more "}"
#define BATCH(more) "{'lot':'HY2025/A3','product':'egg'" more "}"
#define PROMOTION(more) "{'title':{'en':'x'}" more "}"
#define NOTICE(level, more) "{'text':{'en':'x'},'level':'" level "'" more "}"
#define FILM(more) "{'type':'video','bytes':7,'sha256':'" DIGEST "'" more "}"
#define DIGEST "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define LAYOUT(more) "{'columns':12,'rows':6,'zones':[]" more "}"
#define ZONES(zone) "{'columns':12,'rows':6,'zones':[{'show':'tests','at':[0,0,12,6]}," zone "]}"
#define SCREEN(more) "{'layout':'entrance'" more "}"
#define QUOTE(more)                                                                                \
  "{'samples':7,'stalls':3,'per':'kg','day':'2026-11-23','observed_at':" NOON more "}"
#define KEY43 "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

typedef struct
{
  MbKind kind;
  const char *id, *value;
  const char *pointer; /* where it is refused; NULL: it is fine */
} Case;

static const Case market_cases[] = {
  { MB_KIND_MARKET, "market", MARKET (""), NULL },
  { MB_KIND_MARKET, "market",
    MARKET (",'opening':[{'days':['MO','SU'],'from':'05:30','to':'24:00'}]"), NULL },
  { MB_KIND_MARKET, "market", MARKET (",'keep':{'test':7,'batch':30},'gs1_prefix':'690123456'"),
    NULL },
  { MB_KIND_MARKET, "market",
    MARKET (",'freshness':{'price':'day','quote':{'dim_after_s':7200,'hide_after_s':7200}}"),
    NULL },
  { MB_KIND_MARKET, "market", MARKET (",'in_store_code':'FFPPPPPWWWWWEEEEEC'"), NULL },
  { MB_KIND_MARKET, "market", "{}", "/name" },
  { MB_KIND_MARKET, "market", "{" NAME ",'price_unit':'kg'}", "/time_zone" },
  { MB_KIND_MARKET, "market", "{" NAME ",'time_zone':'Asia/Shanghai'}", "/price_unit" },
  { MB_KIND_MARKET, "market", "{" NAME ",'time_zone':'Asia/Shanghai','price_unit':'50g'}",
    "/price_unit" },
  { MB_KIND_MARKET, "market", "{'name':{'en':''},'time_zone':'Asia/Shanghai','price_unit':'kg'}",
    "/name/en" },
  { MB_KIND_MARKET, "market", MARKET (",'opening':[{'days':[],'from':'05:30','to':'19:00'}]"),
    "/opening/0/days" },
  { MB_KIND_MARKET, "market", MARKET (",'opening':[{'days':['MO'],'from':'05:30'}]"),
    "/opening/0/to" },
  { MB_KIND_MARKET, "market", MARKET (",'food_safety_managers':[{'phone':'1'}]"),
    "/food_safety_managers/0/name" },
  { MB_KIND_MARKET, "market", MARKET (",'fair_scale':{'max_error_g':-1}"),
    "/fair_scale/max_error_g" },
  { MB_KIND_MARKET, "market", MARKET (",'origin_url':'ftp://x'"), "/origin_url" },
  { MB_KIND_MARKET, "market", MARKET (",'in_store_code':'FFPPPPPXXXXXC'"), "/in_store_code" },
  { MB_KIND_MARKET, "market", MARKET (",'gs1_prefix':'69'"), "/gs1_prefix" },
  { MB_KIND_MARKET, "market", MARKET (",'price_jump_percent':0"), "/price_jump_percent" },
  { MB_KIND_MARKET, "market", MARKET (",'keep':{'test':0}"), "/keep/test" },
  { MB_KIND_MARKET, "market",
    MARKET (",'freshness':{'quote':{'dim_after_s':60,'hide_after_s':30}}"),
    "/freshness/quote/hide_after_s" },
  { MB_KIND_MARKET, "market", MARKET (",'freshness':{'quote':{'dim_after_s':0,'hide_after_s':30}}"),
    "/freshness/quote/dim_after_s" },
};

static const Case place_cases[] = {
  { MB_KIND_STALL, "a-012",
    STALL (",'rating':4.5,'trade':'dried','pay_url':'https://pay.example/{ref}?{fen}'"), NULL },
  { MB_KIND_STALL, "a-012",
    STALL (",'licences':[{'kind':'food','number':'x','expires':'2027-01-31'}]"), NULL },
  { MB_KIND_STALL, "a-012", "{}", "/number" },
  { MB_KIND_STALL, "a-012", "{'number':''}", "/number" },
  { MB_KIND_STALL, "a-012", STALL (",'rating':5.1"), "/rating" },
  { MB_KIND_STALL, "a-012", STALL (",'rating':-0.5"), "/rating" },
  { MB_KIND_STALL, "a-012", STALL (",'trade':'toys'"), "/trade" },
  { MB_KIND_STALL, "a-012", STALL (",'licences':[{'number':'x'}]"), "/licences/0/kind" },
  { MB_KIND_STALL, "a-012", STALL (",'picture':'A picture'"), "/picture" },
  { MB_KIND_PRODUCT, "egg",
    PRODUCT (",'order':-1.5,'plu':17,'gtin':'96901234567895','shortage_class':2"), NULL },
  { MB_KIND_PRODUCT, "egg", PRODUCT (",'gtin':'40170725'"), NULL },
  { MB_KIND_PRODUCT, "egg", "{'staple':true}", "/name" },
  { MB_KIND_PRODUCT, "egg", PRODUCT (",'gtin':'96901234567891'"), "/gtin" },
  { MB_KIND_PRODUCT, "egg", PRODUCT (",'gtin':'9690123456'"), "/gtin" },
  { MB_KIND_PRODUCT, "egg", PRODUCT (",'gtin':'4017072A'"), "/gtin" },
  { MB_KIND_PRODUCT, "egg", PRODUCT (",'gtin':''"), "/gtin" },
  { MB_KIND_PRODUCT, "egg", PRODUCT (",'plu':0"), "/plu" },
  { MB_KIND_PRODUCT, "egg", PRODUCT (",'shortage_class':5"), "/shortage_class" },
  { MB_KIND_PRODUCT, "egg", PRODUCT (",'aliases':['x','']"), "/aliases/1" },
  { MB_KIND_SCALE, "scale-07", "{'stall':'a-012','calibrated_until':'2027-06-30'}", NULL },
  { MB_KIND_SCALE, "scale-07", "{'stall':'a@012'}", "/stall" },
  { MB_KIND_KEY, "2026", "{'ed25519':'" KEY43 "','from':" DAWN ",'to':" NOON "}", NULL },
  { MB_KIND_KEY, "2026", "{}", "/ed25519" },
  { MB_KIND_KEY, "2026", "{'ed25519':'" KEY43 "='}", "/ed25519" },
  { MB_KIND_KEY, "2026", "{'ed25519':'" KEY43 "','from':" NOON ",'to':" DAWN "}", "/to" },
  { MB_KIND_TEST_ITEM, "borax",
    "{" NAME ",'limit':{'op':'>=','value':'0.5'},'suspect_products':['egg']}", NULL },
  { MB_KIND_TEST_ITEM, "borax", "{" NAME ",'limit':{'op':'<','value':'0.5'}}", "/limit/op" },
  { MB_KIND_TEST_ITEM, "borax", "{" NAME ",'limit':{'op':'>'}}", "/limit/value" },
  { MB_KIND_TEST_ITEM, "borax", "{" NAME ",'limit':{'op':'>','value':'half'}}", "/limit/value" },
  { MB_KIND_TEST_ITEM, "borax", "{" NAME ",'suspect_products':['egg','Egg']}",
    "/suspect_products/1" },
  { MB_KIND_SCREEN, "e-1",
    SCREEN (",'languages':['zh-Hans','en'],'panel_mm':[1210,680],'rotation':270"), NULL },
  { MB_KIND_SCREEN, "e-1", SCREEN (",'power':[['06:00','00:00'],['22:00','05:00']]"), NULL },
  { MB_KIND_SCREEN, "e-1", "{'name':'x'}", "/layout" },
  { MB_KIND_SCREEN, "e-1", SCREEN (",'rotation':45"), "/rotation" },
  { MB_KIND_SCREEN, "e-1", SCREEN (",'panel_mm':[1210,0]"), "/panel_mm/1" },
  { MB_KIND_SCREEN, "e-1", SCREEN (",'distance_m':0"), "/distance_m" },
  { MB_KIND_SCREEN, "e-1", SCREEN (",'distance_m':101"), "/distance_m" },
  { MB_KIND_SCREEN, "e-1", SCREEN (",'languages':['zh-Hans','zh_TW']"), "/languages/1" },
  { MB_KIND_SCREEN, "e-1", SCREEN (",'volume':101"), "/volume" },
  { MB_KIND_SCREEN, "e-1", SCREEN (",'power':[['06:00','22:00'],['07:00','07:00']]"), "/power/1" },
};

static const Case goods_cases[] = {
  { MB_KIND_PRICE, "egg@average", PRICE (",'fen':980"), NULL },
  { MB_KIND_PRICE, "egg@average", PRICE (",'low_fen':260"), NULL },
  { MB_KIND_PRICE, "egg@average", PRICE (",'low_fen':260,'fen':260,'high_fen':260,'samples':1"),
    NULL },
  { MB_KIND_PRICE, "egg@average", PRICE (",'fen':1000000000000"), NULL },
  { MB_KIND_PRICE, "egg@average", PRICE (",'fen':1000000000001"), "/fen" },
  { MB_KIND_PRICE, "egg@average", PRICE (",'fen':0"), "/fen" },
  { MB_KIND_PRICE, "egg@average", PRICE (",'fen':-5"), "/fen" },
  { MB_KIND_PRICE, "egg@average", PRICE (""), "/fen" },
  { MB_KIND_PRICE, "egg@average", PRICE (",'low_fen':300,'high_fen':200"), "/high_fen" },
  { MB_KIND_PRICE, "egg@average", PRICE (",'low_fen':300,'fen':200"), "/fen" },
  { MB_KIND_PRICE, "egg@average", PRICE (",'fen':300,'high_fen':200"), "/high_fen" },
  { MB_KIND_PRICE, "egg@average", PRICE (",'fen':9,'samples':0"), "/samples" },
  { MB_KIND_PRICE, "egg@average", PRICE (",'fen':9,'stall':'a-012'"), "/stall" },
  { MB_KIND_PRICE, "egg@average@a-012", PRICE (",'fen':9"), "/stall" },
  { MB_KIND_PRICE, "egg@average@a-012", PRICE (",'fen':9,'stall':'a-012'"), NULL },
  { MB_KIND_PRICE, "eggs@average", PRICE (",'fen':9"), "/product" },
  { MB_KIND_PRICE, "egg@guide", PRICE (",'fen':9"), "/basis" },
  { MB_KIND_PRICE, "egg", PRICE (",'fen':9"), "(none)" },
  { MB_KIND_PRICE, "egg@stall",
    "{'product':'egg','basis':'stall','fen':9,'per':'kg','observed_at':" DAWN ",'source':'x'}",
    "/stall" },
  { MB_KIND_PRICE, "egg@average",
    "{'product':'egg','basis':'average','fen':9,'observed_at':" DAWN ",'source':'x'}", "/per" },
  { MB_KIND_PRICE, "egg@average",
    "{'product':'egg','basis':'average','fen':9,'per':'kg','source':'x'}", "/observed_at" },
  { MB_KIND_PRICE, "egg@average",
    "{'product':'egg','basis':'average','fen':9,'per':'kg','observed_at':" DAWN "}", "/source" },
  { MB_KIND_QUOTE, "egg", QUOTE (",'low_fen':900,'average_fen':980,'high_fen':1000"), NULL },
  { MB_KIND_QUOTE, "egg", QUOTE (""), NULL },
  { MB_KIND_QUOTE, "egg", QUOTE (",'low_fen':900,'average_fen':880"), "/average_fen" },
  { MB_KIND_QUOTE, "egg", QUOTE (",'average_fen':980,'high_fen':900"), "/high_fen" },
  { MB_KIND_QUOTE, "egg", "{'samples':-1}", "/samples" },
  { MB_KIND_TEST, "t-1", TEST (",'value':'62.5','unit':'%','limit':{'op':'>=','value':'50'}"),
    NULL },
  { MB_KIND_TEST, "t-1", TEST (",'value':'positive','stall':'a-012','batch':'hy2025-a3'"), NULL },
  { MB_KIND_TEST, "t-1",
    TEST (",'disposal':[{'state':'sale-stopped','at':" NOON "},{'state':'destroyed','at':" NOON
          ",'grams':12500}]"),
    NULL },
  { MB_KIND_TEST, "t-1", TEST (",'value':'much'"), "/value" },
  { MB_KIND_TEST, "t-1",
    TEST (",'disposal':[{'state':'sale-stopped','at':" NOON "},{'state':'closed'}]"),
    "/disposal/1/at" },
  { MB_KIND_TEST, "t-1", TEST (",'disposal':[{'state':'closed','at':" NOON ",'grams':-1}]"),
    "/disposal/0/grams" },
  { MB_KIND_TEST, "t-1", TEST (",'report':{'media':'A'}"), "/report/media" },
  { MB_KIND_TEST, "t-1", "{'kind':'quick'}", "/product" },
  { MB_KIND_TEST, "t-1",
    "{'kind':'quick','product':'egg','item':{'en':'x'},'method':{'en':'x'},'conclusion':'pass','"
    "tester':'x','sampled_at':" NOON ",'tested_at':" DAWN "}",
    "/tested_at" },
  { MB_KIND_BATCH, "hy2025-a3",
    BATCH (",'harvested_on':'2025-11-01','origin':{'county':{'en':'x'}}"), NULL },
  { MB_KIND_BATCH, "hy2025-a3", BATCH (",'certificates':[{'kind':'voucher'},{'number':'x'}]"),
    "/certificates/1/kind" },
  { MB_KIND_BATCH, "hy2025-a3",
    BATCH (",'harvested_on':'2025-11-01','slaughtered_on':'2025-11-01'"), "/slaughtered_on" },
  { MB_KIND_BATCH, "hy2025_a3", BATCH (""), "/lot" },
  { MB_KIND_BATCH, "a", "{'lot':'批','product':'egg'}", "/lot" },
  { MB_KIND_BATCH, "a", "{'lot':'a#','product':'egg'}", "/lot" },
  { MB_KIND_BATCH, "123456789012345678901", "{'lot':'123456789012345678901','product':'egg'}",
    "/lot" },
  { MB_KIND_BATCH, "12345678901234567890", "{'lot':'12345678901234567890','product':'egg'}", NULL },
};

static const Case show_cases[] = {
  { MB_KIND_PROMOTION, "p",
    PROMOTION (",'coupon':{'fen':500,'minimum_fen':3000,'left':0},'priority':-3"), NULL },
  { MB_KIND_PROMOTION, "p",
    PROMOTION (",'when':{'from':" DAWN ",'to':" NOON
               ",'rrule':'FREQ=MONTHLY;BYMONTHDAY=8,18,28','daily':[['09:00','11:30']]}"),
    NULL },
  { MB_KIND_PROMOTION, "p", "{}", "/title" },
  { MB_KIND_PROMOTION, "p", PROMOTION (",'coupon':{}"), "/coupon/fen" },
  { MB_KIND_PROMOTION, "p", PROMOTION (",'coupon':{'fen':0}"), "/coupon/fen" },
  { MB_KIND_PROMOTION, "p", PROMOTION (",'when':{'from':" NOON ",'to':" DAWN "}"), "/when/to" },
  { MB_KIND_PROMOTION, "p", PROMOTION (",'when':{'rrule':'FREQ=SECONDLY;BYMONTH=2'}"),
    "/when/rrule" },
  { MB_KIND_PROMOTION, "p", PROMOTION (",'when':{'daily':[['09:00','11:30'],['12:00','12:00']]}"),
    "/when/daily/1" },
  { MB_KIND_PROMOTION, "p", PROMOTION (",'priority':1001"), "/priority" },
  { MB_KIND_NOTICE, "n", NOTICE ("info", ",'audience':'stalls'"), NULL },
  { MB_KIND_NOTICE, "n", NOTICE ("emergency", ",'when':{'to':" NOON "}"), NULL },
  { MB_KIND_NOTICE, "n", NOTICE ("emergency", ""), "/when/to" },
  { MB_KIND_NOTICE, "n", NOTICE ("emergency", ",'when':{'from':" DAWN "}"), "/when/to" },
  { MB_KIND_NOTICE, "n", NOTICE ("loud", ""), "/level" },
  { MB_KIND_NOTICE, "n", "{'level':'info'}", "/text" },
  { MB_KIND_MEDIA, "m", FILM (",'duration_ms':30000,'poster':'m2'"), NULL },
  { MB_KIND_MEDIA, "m", "{'type':'live','uri':'rtsp://camera.example/1','starts_at':" NOON "}",
    NULL },
  { MB_KIND_MEDIA, "m", "{'type':'live'}", "/uri" },
  { MB_KIND_MEDIA, "m", "{'type':'live','uri':'file:///etc/passwd'}", "/uri" },
  { MB_KIND_MEDIA, "m", "{'type':'image','bytes':7}", "/sha256" },
  { MB_KIND_MEDIA, "m", "{'type':'image','sha256':'" DIGEST "'}", "/bytes" },
  { MB_KIND_MEDIA, "m", "{'type':'image','bytes':7,'sha256':'" DIGEST "0'}", "/sha256" },
  { MB_KIND_MEDIA, "m", "{'type':'image','bytes':7,'sha256':'../../x'}", "/sha256" },
  { MB_KIND_MEDIA, "m", "{'type':'image','bytes':2147483649}", "/bytes" },
  { MB_KIND_PLAYLIST, "l",
    "{'items':[{'media':'m','seconds':8,'when':{'daily':[['22:00','02:00']]}}],'volume':0}", NULL },
  { MB_KIND_PLAYLIST, "l", "{'items':[]}", NULL },
  { MB_KIND_PLAYLIST, "l", "{}", "/items" },
  { MB_KIND_PLAYLIST, "l", "{'items':[{'media':'m'},{'seconds':8}]}", "/items/1/media" },
  { MB_KIND_PLAYLIST, "l", "{'items':[{'media':'m','when':{'rrule':'x'}}]}",
    "/items/0/when/rrule" },
  { MB_KIND_LAYOUT, "entrance",
    LAYOUT (",'bands':['header','ticker'],'orientation':'landscape','distance_m':5"), NULL },
  { MB_KIND_LAYOUT, "entrance",
    ZONES ("{'show':'prices','at':[11,5,1,1],'staple':true,'columns':2}"), NULL },
  { MB_KIND_LAYOUT, "entrance", "{'rows':6,'zones':[]}", "/columns" },
  { MB_KIND_LAYOUT, "entrance", ZONES ("{'show':'prices','at':[11,5,2,1]}"), "/zones/1/at" },
  { MB_KIND_LAYOUT, "entrance", ZONES ("{'show':'prices','at':[2147483647,0,2147483647,1]}"),
    "/zones/1/at" },
  { MB_KIND_LAYOUT, "entrance", ZONES ("{'show':'prices','at':[0,0,0,1]}"), "/zones/1/at" },
  { MB_KIND_LAYOUT, "entrance", ZONES ("{'show':'prices'}"), "/zones/1/at" },
  { MB_KIND_LAYOUT, "entrance", ZONES ("{'show':'clock','at':[0,0,1,1]}"), "/zones/1/show" },
  { MB_KIND_LAYOUT, "entrance", ZONES ("{'show':'video','at':[0,0,1,1]}"), "/zones/1/playlist" },
  { MB_KIND_LAYOUT, "entrance", ZONES ("{'show':'picture','at':[0,0,1,1]}"), "/zones/1/media" },
  { MB_KIND_LAYOUT, "entrance", ZONES ("{'show':'text','at':[0,0,1,1]}"), "/zones/1/text" },
};

static MbRecord *
decode (MbKind kind, const char *id, const char *value, GError **error)
{
  g_autofree char *json = g_strdelimit (g_strdup (value), "'", '"');
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

  return mb_record_decode_bytes (kind, id, bytes, NULL, error);
}

static void
run_case (const Case *c)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbRecord) record = decode (c->kind, c->id, c->value, &error);
  const char *pointer = error != NULL ? mb_error_get_pointer (error) : NULL;

  g_test_message ("%s %s %.200s: %s", mb_kind_to_name (c->kind), c->id, c->value,
                  error != NULL ? error->message : "fine");
  if (c->pointer == NULL)
    {
      g_assert_no_error (error);
      g_assert_nonnull (record);
      g_assert_true (mb_record_check (record, NULL));
    }
  else
    {
      g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
      g_assert_null (record);
      g_assert_cmpstr (pointer != NULL ? pointer : "(none)", ==, c->pointer);
    }
}

#define RUN(name)                                                                                  \
  static void test_##name (void)                                                                   \
  {                                                                                                \
    for (guint i = 0; i < G_N_ELEMENTS (name##_cases); i++)                                        \
      run_case (&name##_cases[i]);                                                                 \
  }
RUN (market)
RUN (place)
RUN (goods)
RUN (show)

/* Names of zones come from outside, and are names of files inside GLib. */
static void
test_zones (void)
{
  static const char *const bad[] = {
    "",
    "Nowhere/Town",
    "asia/shanghai",
    "+08:00",
    "leapseconds",
    "zone.tab",
    "iso3166.tab",
    "../../../etc/passwd",
    "/etc/localtime",
    "Asia",
    "Asia/",
    "A//B",
    ":UTC",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *value =
          g_strdup_printf ("{" NAME ",'price_unit':'kg','time_zone':'%s'}", bad[i]);
      Case c = { MB_KIND_MARKET, "market", value, "/time_zone" };

      run_case (&c);
    }
}

static void
test_lengths (void)
{
  g_autofree char *longest = g_strnfill (8192, 'x'), *longer = g_strnfill (8193, 'x');
  const struct
  {
    const char *text, *format, *pointer;
  } cases[] = {
    { longest, "{'name':{'en':'%s'}}", NULL },
    { longer, "{'name':{'en':'%s'}}", "/name/en" },
    { longer, "{" NAME ",'aliases':['%s']}", "/aliases/0" },
    { longest, "{" NAME ",'aliases':['%s']}", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit (cases[i].format, "%s", 2);
      g_autofree char *value = g_strconcat (parts[0], cases[i].text, parts[1], NULL);
      Case c = { MB_KIND_PRODUCT, "egg", value, cases[i].pointer };

      run_case (&c);
    }
}

static void
test_without_error (void)
{
  g_assert_null (decode (MB_KIND_PRICE, "egg@average", PRICE (""), NULL));
  g_assert_null (decode (MB_KIND_TEST, "t", TEST (",'disposal':[{}]"), NULL));
  g_assert_null (decode (MB_KIND_PROMOTION, "p", "{'title':{'en':''}}", NULL));
  g_assert_null (decode (MB_KIND_PROMOTION, "p", PROMOTION (",'when':{'rrule':'x'}"), NULL));
  g_assert_null (decode (MB_KIND_LAYOUT, "l", ZONES ("{'show':'prices','at':[11,5,2,1]}"), NULL));
}

static void
test_open_failure (void)
{
  static const struct
  {
    const char *value;
    gboolean open;
  } cases[] = {
    { TEST (""), TRUE },
    { TEST (",'disposal':[{'state':'destroyed','at':" NOON "}]"), TRUE },
    { TEST (",'disposal':[{'state':'destroyed','at':" NOON "},{'state':'closed','at':" NOON "}]"),
      FALSE },
    { "{'kind':'quick','product':'egg','item':{'en':'x'},'method':{'en':'x'},'conclusion':'suspect'"
      ",'tester':'x','sampled_at':" DAWN ",'tested_at':" NOON "}",
      FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MbRecord) record = decode (MB_KIND_TEST, "t", cases[i].value, NULL);

      g_assert_true (mb_test_is_open (MB_TEST (record)) == cases[i].open);
    }
}

static void
test_lot (void)
{
  g_autofree char *id = mb_batch_id_of_lot ("HY2025/A3 b_.-");

  g_assert_cmpstr (id, ==, "hy2025-a3-b_.-");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kinds/market", test_market);
  g_test_add_func ("/kinds/place", test_place);
  g_test_add_func ("/kinds/goods", test_goods);
  g_test_add_func ("/kinds/show", test_show);
  g_test_add_func ("/kinds/zones", test_zones);
  g_test_add_func ("/kinds/lengths", test_lengths);
  g_test_add_func ("/kinds/without-error", test_without_error);
  g_test_add_func ("/kinds/open-failure", test_open_failure);
  g_test_add_func ("/kinds/lot", test_lot);

  return g_test_run ();
}
