// What provisions say, kind by kind and number by number. The texts are ours,
// in the manner of BFS 2020:5 and of older plans; the answers are what a
// planner reads in them.
#include "near.h"

#include <markklar/provision.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct mk_provision read(struct mk_provision p)
{
    mk_provision_read(&p);
    return p;
}

static struct mk_provision by_text(const char *text)
{
    return read((struct mk_provision){.text = text});
}

static void is_kind(struct mk_provision p, enum mk_pv_kind kind,
                    enum mk_pv_how how)
{
    const struct mk_provision got = read(p);
    if (got.kind != kind || got.how != how)
        print_error("%s | %s | %s | %s: %s by %d\n",
                    p.catalogue ? p.catalogue : "",
                    p.category ? p.category : "", p.code ? p.code : "",
                    p.text ? p.text : "",
                    mk_pv_kind_text((enum mk_pv_kind)got.kind), got.how);
    assert_int_equal(got.kind, kind);
    assert_int_equal(got.how, how);
}

static void every_kind_is_known_by_its_catalogue_code(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum mk_pv_kind kind;
    } t[] = {
        {"DP_KM_Eg_Begr_Prickmark", MK_PV_PRICKMARK},
        {"DP_KM_Eg_Begr_Prick2", MK_PV_PRICKMARK},
        {"DP_KM_Eg_Begr_Korsmark", MK_PV_KORSMARK},
        {"DP_KM_Eg_Begr_Kors_Annan", MK_PV_KORSMARK},
        {"DP_KM_Eg_Begr_Ringmark", MK_PV_RINGMARK},
        {"DP_KM_Eg_Begr_Ring_Annan", MK_PV_RINGMARK},
        {"DP_KM_Eg_Utnytt_StorstaAreaProc_ByggnadsEgen", MK_PV_UTNYTTJANDE},
        {"DP_KM_Eg_Hojd_HogstaHojd_Nockhojd", MK_PV_HOJD},
        {"DP_KM_Eg_VillkorLov_Trafik", MK_PV_VILLKOR_LOV},
        {"DP_KM_Eg_VillkorStart_Fororening", MK_PV_VILLKOR_START},
        {"DP_KM_Eg_Strandskydd_Upphavt", MK_PV_STRANDSKYDD},
        {"DP_KM_Eg_Utfart_Forbud", MK_PV_UTFART},
        {"DP_KM_Eg_Markreservat_Ledning", MK_PV_MARKRESERVAT},
        {"DP_KM_Eg_Fastighetsstorlek_Minsta", MK_PV_TOMTSTORLEK},
        {"DP_KM_Eg_Skydd_Buller", MK_PV_SKYDD},
        {"DP_KM_Eg_Placering_Grans", MK_PV_PLACERING},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        is_kind((struct mk_provision){.catalogue = t[i].code}, t[i].kind,
                MK_PV_BY_CATALOGUE);
    is_kind((struct mk_provision){.catalogue = "DP_KM_Eg_Takvinkel_Annan"},
            MK_PV_OVRIG, MK_PV_BY_NOTHING);
}

static void every_kind_is_known_by_its_kategori(void **state)
{
    (void)state;
    static const struct {
        const char *category;
        enum mk_pv_kind kind;
    } t[] = {
        {"Prickmark", MK_PV_PRICKMARK},
        {"Korsmark", MK_PV_KORSMARK},
        {"Ringmark", MK_PV_RINGMARK},
        {"Utnyttjandegrad", MK_PV_UTNYTTJANDE},
        {"Höjd på byggnadsverk", MK_PV_HOJD},
        {"Villkor för lov", MK_PV_VILLKOR_LOV},
        {"Villkor för startbesked", MK_PV_VILLKOR_START},
        {"Upphävande av strandskydd", MK_PV_STRANDSKYDD},
        {"Utfartsförbud", MK_PV_UTFART},
        {"Markreservat", MK_PV_MARKRESERVAT},
        {"Fastighetsstorlek", MK_PV_TOMTSTORLEK},
        {"Skydd mot störningar", MK_PV_SKYDD},
        {"Placering", MK_PV_PLACERING},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        is_kind((struct mk_provision){.category = t[i].category}, t[i].kind,
                MK_PV_BY_CATEGORY);
    // One kategori for three kinds: the wording tells them apart.
    is_kind((struct mk_provision){
                .category = "Begränsning av markens utnyttjande",
                .text = "Marken får inte förses med byggnadsverk."},
            MK_PV_PRICKMARK, MK_PV_BY_WORDING);
}

static void letters_and_symbols_of_the_map_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum mk_pv_kind kind;
    } t[] = {
        {"prickmark", MK_PV_PRICKMARK}, {"Prick", MK_PV_PRICKMARK},
        {"korsmark", MK_PV_KORSMARK},   {"Kors", MK_PV_KORSMARK},
        {"ringmark", MK_PV_RINGMARK},   {"ring", MK_PV_RINGMARK},
        {"e1", MK_PV_UTNYTTJANDE},      {"e", MK_PV_UTNYTTJANDE},
        {"e12", MK_PV_UTNYTTJANDE},     {"e#", MK_PV_UTNYTTJANDE},
        {"h1", MK_PV_HOJD},             {"nh2", MK_PV_HOJD},
        {"th1", MK_PV_HOJD},            {"bh3", MK_PV_HOJD},
        {"I", MK_PV_HOJD},              {"II", MK_PV_HOJD},
        {"VIII", MK_PV_HOJD},           {"u1", MK_PV_MARKRESERVAT},
        {"l1", MK_PV_MARKRESERVAT},     {"x1", MK_PV_MARKRESERVAT},
        {"z1", MK_PV_MARKRESERVAT},     {"t1", MK_PV_MARKRESERVAT},
        {"g1", MK_PV_MARKRESERVAT},     {"d1", MK_PV_TOMTSTORLEK},
        {"m2", MK_PV_SKYDD},            {"p1", MK_PV_PLACERING},
        {"utfartsförbud", MK_PV_UTFART}, {"nh 9,5", MK_PV_HOJD},
        {"e1 30 %", MK_PV_UTNYTTJANDE}, {"th +125,0", MK_PV_HOJD},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        is_kind((struct mk_provision){.code = t[i].code}, t[i].kind,
                MK_PV_BY_MARK);
    // The other letters of the reference decide nothing here; capitals are
    // uses; several at once are left to the wording; IX is no storey count.
    static const char *const other[] = {"o1", "f1", "b1", "n1", "v1", "s1",
                                        "j1", "q1", "r1", "c1", "k1", "a1",
                                        "E", "H", "M", "e1 a2", "IX", ""};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        is_kind((struct mk_provision){.code = other[i]}, MK_PV_OVRIG,
                MK_PV_BY_NOTHING);
}

static void every_kind_is_known_by_its_wording(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum mk_pv_kind kind;
    } t[] = {
        {"Marken får inte förses med byggnad.", MK_PV_PRICKMARK},
        {"Marken får ej förses med byggnadsverk", MK_PV_PRICKMARK},
        {"Mark som med punktprickning betecknats", MK_PV_PRICKMARK},
        {"Marken må icke bebyggas", MK_PV_PRICKMARK},
        {"Marken får inte  bebyggas", MK_PV_PRICKMARK},
        {"BYGGNADSVERK FÅR EJ UPPFÖRAS", MK_PV_PRICKMARK},
        {"Marken får endast förses med komplementbyggnad.", MK_PV_KORSMARK},
        {"Endast komplementbyggnader får placeras här", MK_PV_KORSMARK},
        {"Endast uthus och garage", MK_PV_KORSMARK},
        {"Marken får inte förses med annan byggnad än garage",
         MK_PV_KORSMARK},
        {"Marken får endast förses med underjordiska byggnader",
         MK_PV_RINGMARK},
        {"Marken får endast byggas under mark", MK_PV_RINGMARK},
        {"Största byggnadsarea är 30 % av fastighetsarean", MK_PV_UTNYTTJANDE},
        {"Största bruttoarea är 1500 m²", MK_PV_UTNYTTJANDE},
        {"Högsta nockhöjd är 12 meter", MK_PV_HOJD},
        {"Högsta totalhöjd är 12 meter", MK_PV_HOJD},
        {"Högsta byggnadshöjd är 12 meter", MK_PV_HOJD},
        {"Byggnad får uppföras i högst två våningar", MK_PV_HOJD},
        {"Bygglov får inte ges för byggnad förrän vägen är byggd",
         MK_PV_VILLKOR_LOV},
        {"Lov får ej beviljas innan marken är sanerad", MK_PV_VILLKOR_LOV},
        {"Startbesked får inte lämnas förrän marken är sanerad",
         MK_PV_VILLKOR_START},
        {"Strandskyddet är upphävt.", MK_PV_STRANDSKYDD},
        {"Strandskyddet upphävs inom kvartersmark", MK_PV_STRANDSKYDD},
        {"Strandskydd upphävs", MK_PV_STRANDSKYDD},
        {"Utfart får inte finnas", MK_PV_UTFART},
        {"In- och utfart får ej anordnas", MK_PV_UTFART},
        {"Utfartsförbud", MK_PV_UTFART},
        {"Markreservat för allmännyttiga ledningar", MK_PV_MARKRESERVAT},
        {"Minsta fastighetsstorlek är 2000 m²", MK_PV_TOMTSTORLEK},
        {"Största fastighetsstorlek är 5000 m²", MK_PV_TOMTSTORLEK},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        is_kind((struct mk_provision){.text = t[i].text}, t[i].kind,
                MK_PV_BY_WORDING);
    is_kind((struct mk_provision){.text = "Fasad ska vara av trä"},
            MK_PV_OVRIG, MK_PV_BY_NOTHING);
    is_kind((struct mk_provision){0}, MK_PV_OVRIG, MK_PV_BY_NOTHING);
    is_kind((struct mk_provision){.text = ""}, MK_PV_OVRIG, MK_PV_BY_NOTHING);
}

static void what_sounds_like_a_ban_is_not_always_one(void **state)
{
    (void)state;
    // A limit, not a ban.
    is_kind((struct mk_provision){
                .text = "Byggnad får inte uppföras till större höjd än 8 m"},
            MK_PV_HOJD, MK_PV_BY_WORDING);
    is_kind((struct mk_provision){
                .text = "Byggnad får inte uppföras närmare gräns än 4,5 m"},
            MK_PV_OVRIG, MK_PV_BY_NOTHING);
    // A comparison in the next sentence does not lift the ban.
    is_kind((struct mk_provision){
                .text = "Marken får inte bebyggas. Mur högre än 1 m likaså"},
            MK_PV_PRICKMARK, MK_PV_BY_WORDING);
    // A condition, not a ban; demolition is no building permit.
    is_kind((struct mk_provision){.text = "Bygglov får inte ges förrän marken,"
                                          " som annars inte får bebyggas, är"
                                          " sanerad"},
            MK_PV_VILLKOR_LOV, MK_PV_BY_WORDING);
    is_kind((struct mk_provision){.text = "Rivningslov får inte ges"},
            MK_PV_OVRIG, MK_PV_BY_NOTHING);
    is_kind((struct mk_provision){.text = "Strandskyddet upphävs inte"},
            MK_PV_OVRIG, MK_PV_BY_NOTHING);
}

static void the_catalogue_goes_before_kategori_beteckning_and_wording(
    void **state)
{
    (void)state;
    struct mk_provision p = {.catalogue = "DP_KM_Eg_Begr_Prickmark",
                             .category = "Korsmark",
                             .code = "e1",
                             .text = "Högsta nockhöjd är 9 meter"};
    is_kind(p, MK_PV_PRICKMARK, MK_PV_BY_CATALOGUE);
    p.catalogue = "DP_KM_Eg_Annat"; // says nothing
    is_kind(p, MK_PV_KORSMARK, MK_PV_BY_CATEGORY);
    p.category = NULL;
    is_kind(p, MK_PV_UTNYTTJANDE, MK_PV_BY_MARK);
    p.code = "a1";
    is_kind(p, MK_PV_HOJD, MK_PV_BY_WORDING);
}

static void utnyttjandegrad_has_measure_basis_scope_and_bound(void **state)
{
    (void)state;
    struct mk_provision p = by_text("Största byggnadsarea är 32,5 % av "
                                    "fastighetsarean inom egenskapsområdet.");
    assert_near(p.number, 32.5, 0);
    assert_int_equal(p.measure, MK_PV_BYA);
    assert_int_equal(p.basis, MK_PV_PROCENT);
    assert_int_equal(p.scope, MK_PV_EGENSKAPSOMRADE);
    assert_int_equal(p.bound, MK_PV_MAX);
    p = by_text("Minsta bruttoarea är 1 500 m² inom användningsområdet.");
    assert_near(p.number, 1500, 0);
    assert_int_equal(p.measure, MK_PV_BTA);
    assert_int_equal(p.basis, MK_PV_M2);
    assert_int_equal(p.scope, MK_PV_ANVANDNINGSOMRADE);
    assert_int_equal(p.bound, MK_PV_MIN);
    p = by_text("Största byggnadsarea är 200 m2 per fastighet");
    assert_near(p.number, 200, 0);
    assert_int_equal(p.basis, MK_PV_M2_FAST);
    p = by_text("Högst 250.5 kvm byggnadsarea per tomt");
    assert_near(p.number, 250.5, 0);
    assert_int_equal(p.basis, MK_PV_M2_FAST);
    p = by_text("Högst 40 procent av tomten får vara byggnadsarea");
    assert_near(p.number, 40, 0);
    assert_int_equal(p.basis, MK_PV_PROCENT);
    p = by_text("Byggnadsarean ska vara exakt 400 kvadratmeter");
    assert_int_equal(p.bound, MK_PV_EXAKT);
    assert_near(p.number, 400, 0);
}

static void stated_values_go_before_the_wording(void **state)
{
    (void)state;
    struct mk_provision p = read((struct mk_provision){
        .catalogue = "DP_KM_Eg_Utnytt_StorstaAreaProc_BruttoAnv",
        .text = "Största bruttoarea är 60 % av fastighetsarean",
        .value = {{"55,5", "procent", "exakt"}}, .nvalues = 1});
    assert_near(p.number, 55.5, 0);
    assert_int_equal(p.measure, MK_PV_BTA);
    assert_int_equal(p.basis, MK_PV_PROCENT);
    assert_int_equal(p.scope, MK_PV_ANVANDNINGSOMRADE);
    assert_int_equal(p.bound, MK_PV_EXAKT); // the value's own word
    // The unit may stand in the code alone.
    p = read((struct mk_provision){
        .catalogue = "DP_KM_Eg_Utnytt_MinstaAreaKvm_ByggnadsEgen",
        .value = {{"1200", NULL, NULL}}, .nvalues = 1});
    assert_near(p.number, 1200, 0);
    assert_int_equal(p.basis, MK_PV_M2);
    assert_int_equal(p.measure, MK_PV_BYA);
    assert_int_equal(p.bound, MK_PV_MIN);
    // Of several values the one that is an area.
    p = read((struct mk_provision){
        .code = "e1", .text = "Högst 2 byggnader, 300 m² byggnadsarea",
        .value = {{"2", "antal", "max"}, {"300", "kvadratmeter", "max"}},
        .nvalues = 2});
    assert_near(p.number, 300, 0);
    // A value that cannot be read is not replaced by another number.
    p = read((struct mk_provision){
        .code = "e1", .text = "Största byggnadsarea är 30 %",
        .value = {{"se plankarta", NULL, NULL}}, .nvalues = 1});
    assert_true(isnan(p.number));
}

static void a_number_of_nothing_is_no_number(void **state)
{
    (void)state;
    static const char *const text[] = {
        "Byggnadsarea 30",               // of what
        "Byggnadsarea 1/3 av tomten",    // not 1, not 3
        "e1 byggnadsarea enligt § 4",
        "Största byggnadsarea enligt plankartan",
        "Högsta nockhöjd enligt plankartan",
        "Kontor får finnas i våning 1",  // not one storey
        "Utrymme i våning får inredas",
        "Minsta fastighetsstorlek enligt karta"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        if (!isnan(by_text(text[i]).number))
            print_error("%s\n", text[i]);
        assert_true(isnan(by_text(text[i]).number));
    }
}

static void heights_have_their_kind(void **state)
{
    (void)state;
    struct mk_provision p = by_text("Högsta nockhöjd är 12,5 meter");
    assert_near(p.number, 12.5, 0);
    assert_int_equal(p.height, MK_PV_NOCKHOJD);
    assert_int_equal(p.bound, MK_PV_MAX);
    assert_false(p.absolute);
    p = by_text("Lägsta totalhöjd är 4 meter");
    assert_int_equal(p.height, MK_PV_TOTALHOJD);
    assert_int_equal(p.bound, MK_PV_MIN);
    p = by_text("Högsta byggnadshöjd i meter: 7.6");
    assert_near(p.number, 7.6, 0);
    assert_int_equal(p.height, MK_PV_BYGGNADSHOJD);
    p = read((struct mk_provision){.code = "th1",
                                   .value = {{"15", "meter", "max"}},
                                   .nvalues = 1});
    assert_near(p.number, 15, 0);
    assert_int_equal(p.height, MK_PV_TOTALHOJD);
    p = read((struct mk_provision){.code = "h1",
                                   .value = {{"9", "meter", NULL}},
                                   .nvalues = 1});
    assert_near(p.number, 9, 0);
    assert_int_equal(p.height, MK_PV_HOJD_OKAND); // which height is not said
    assert_string_equal(mk_pv_height_text(MK_PV_BYGGNADSHOJD), "byggnadshöjd");
    assert_string_equal(mk_pv_height_text(MK_PV_VANINGAR), "våningar");
}

static void levels_above_the_sea_are_absolute(void **state)
{
    (void)state;
    assert_true(by_text("Högsta nockhöjd är 45 meter över angivet nollplan")
                    .absolute);
    assert_true(by_text("Högsta totalhöjd är +125,5").absolute);
    assert_near(by_text("Högsta totalhöjd är +125,5").number, 125.5, 0);
    assert_true(by_text("Högsta nockhöjd 45 m i RH 2000").absolute);
    assert_true(by_text("Högsta nockhöjd 45 meter över havet").absolute);
    assert_true(read((struct mk_provision){
        .catalogue = "DP_KM_Eg_Hojd_HogstaHojd_NockhojdNollplan",
        .value = {{"60", "meter", "max"}}, .nvalues = 1}).absolute);
    assert_true(read((struct mk_provision){
        .code = "nh1", .value = {{"+60,0", "meter", "max"}},
        .nvalues = 1}).absolute);
    // Over ground is a height.
    assert_false(by_text("Högsta nockhöjd 9 meter över markens medelnivå")
                     .absolute);
    assert_false(by_text("Högsta nockhöjd 9 meter över medelmarknivån")
                     .absolute);
}

// As on the plan map: "nh 9,5", without a wording and without a unit.
static void a_height_behind_its_beteckning_is_metres(void **state)
{
    (void)state;
    const struct mk_provision p = read((struct mk_provision){
        .code = "nh 9,5", .value = {{"9,5", NULL, NULL}}, .nvalues = 1});
    assert_int_equal(p.kind, MK_PV_HOJD);
    assert_int_equal(p.height, MK_PV_NOCKHOJD);
    assert_near(p.number, 9.5, 0);
    assert_false(p.absolute);
}

static void storeys_are_read_in_figures_words_and_roman(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double n;
    } t[] = {{"Högst 3 våningar", 3},
             {"Byggnad får uppföras i högst två våningar", 2},
             {"Byggnad får uppföras med högst IV våningar", 4},
             {"Högsta antal våningar är 6", 6},
             {"Högst åtta våningar", 8}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct mk_provision p = by_text(t[i].text);
        assert_int_equal(p.height, MK_PV_VANINGAR);
        assert_near(p.number, t[i].n, 0);
        assert_int_equal(p.bound, MK_PV_MAX);
    }
    static const char *const roman[] = {"I", "II", "III", "IV",
                                        "V", "VI", "VII", "VIII"};
    for (int i = 0; i < 8; i++) {
        const struct mk_provision p =
            read((struct mk_provision){.code = roman[i]});
        assert_int_equal(p.height, MK_PV_VANINGAR);
        assert_near(p.number, i + 1, 0);
    }
}

static void a_limit_for_komplementbyggnad_limits_no_main_building(void **state)
{
    (void)state;
    assert_true(by_text("Högsta nockhöjd för komplementbyggnad är 4 meter")
                    .accessory);
    assert_true(by_text("Största byggnadsarea för garage är 40 m²").accessory);
    assert_false(by_text("Högsta nockhöjd är 9 meter").accessory);
    assert_false(by_text("Största byggnadsarea är 200 m² varav högst 40 m² "
                         "komplementbyggnad").accessory);
    assert_false(by_text("Högsta nockhöjd för huvudbyggnad 8 m, för garage 3 m")
                     .accessory);
}

static void fastighetsstorlek_is_a_minimum_unless_said(void **state)
{
    (void)state;
    struct mk_provision p = by_text("Minsta fastighetsstorlek är 2 000 m²");
    assert_near(p.number, 2000, 0);
    assert_int_equal(p.bound, MK_PV_MIN);
    p = by_text("Största fastighetsstorlek är 900 m2");
    assert_int_equal(p.bound, MK_PV_MAX);
    p = read((struct mk_provision){.code = "d1",
                                   .value = {{"1500", "kvadratmeter", NULL}},
                                   .nvalues = 1});
    assert_int_equal(p.bound, MK_PV_MIN);
    assert_near(p.number, 1500, 0);
}

// The same words stand for each other wherever they stand, and side by side.
static void words_for_the_same_are_read_alike(void **state)
{
    (void)state;
    static const char *const bans[] = {
        "Marken får inte bebyggas", "Marken får icke bebyggas",
        "Marken må ej bebyggas", "Marken må icke bebyggas",
        "Må icke må ej förses med byggnadsverk; får inte får ej bebyggas",
    };
    for (size_t i = 0; i < sizeof bans / sizeof *bans; i++)
        assert_int_equal(by_text(bans[i]).kind, MK_PV_PRICKMARK);
    assert_int_equal(by_text("Bygglov får inte lämnas").kind,
                     MK_PV_VILLKOR_LOV);
    assert_int_equal(by_text("Startbesked må icke meddelas").kind,
                     MK_PV_VILLKOR_START);
}

// 2 MB of a word that is put another way: to move all that follows at each
// place takes some 2e5 moves of 1 MB, half a minute.
static void a_long_wording_takes_no_longer_than_its_length(void **state)
{
    (void)state;
    static const char word[] = "beviljas ", last[] = "får inte bebyggas";
    const size_t n = sizeof word - 1, times = 2 * 1024 * 1024 / n;
    char *text = malloc(times * n + sizeof last);
    assert_non_null(text);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * n, word, n);
    memcpy(text + times * n, last, sizeof last);
    struct timespec from, to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    assert_int_equal(by_text(text).kind, MK_PV_PRICKMARK);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    assert_true(to.tv_sec - from.tv_sec < 3);
    free(text);
}

static void reading_twice_says_the_same(void **state)
{
    (void)state;
    struct mk_provision p = by_text("Högsta nockhöjd är +30 meter");
    mk_provision_read(&p);
    assert_near(p.number, 30, 0);
    assert_true(p.absolute);
    p.text = "Marken får inte bebyggas";
    mk_provision_read(&p);
    assert_int_equal(p.kind, MK_PV_PRICKMARK);
    assert_true(isnan(p.number));
    assert_false(p.absolute);
}

static void every_kind_has_a_word_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < MK_PV_KIND_COUNT; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(mk_pv_kind_text((enum mk_pv_kind)i),
                                    mk_pv_kind_text((enum mk_pv_kind)j));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_known_by_its_catalogue_code),
        cmocka_unit_test(every_kind_is_known_by_its_kategori),
        cmocka_unit_test(letters_and_symbols_of_the_map_are_known),
        cmocka_unit_test(every_kind_is_known_by_its_wording),
        cmocka_unit_test(what_sounds_like_a_ban_is_not_always_one),
        cmocka_unit_test(
            the_catalogue_goes_before_kategori_beteckning_and_wording),
        cmocka_unit_test(utnyttjandegrad_has_measure_basis_scope_and_bound),
        cmocka_unit_test(stated_values_go_before_the_wording),
        cmocka_unit_test(a_number_of_nothing_is_no_number),
        cmocka_unit_test(heights_have_their_kind),
        cmocka_unit_test(levels_above_the_sea_are_absolute),
        cmocka_unit_test(a_height_behind_its_beteckning_is_metres),
        cmocka_unit_test(storeys_are_read_in_figures_words_and_roman),
        cmocka_unit_test(a_limit_for_komplementbyggnad_limits_no_main_building),
        cmocka_unit_test(fastighetsstorlek_is_a_minimum_unless_said),
        cmocka_unit_test(words_for_the_same_are_read_alike),
        cmocka_unit_test(a_long_wording_takes_no_longer_than_its_length),
        cmocka_unit_test(reading_twice_says_the_same),
        cmocka_unit_test(every_kind_has_a_word_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
