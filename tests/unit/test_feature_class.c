// Words of the other layers' classes: the table of docs/method.md §8, each
// word with what it is to mean, and those that must stay unknown.
#include "near.h"

#include "input/feature_class.h"

#include <string.h>

struct reading {
    struct mk_feature f;
    unsigned kinds;
    uint64_t unread;
};

static struct reading read_with(struct mk_layer_input in,
                                struct mk_feature_text t)
{
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct reading r = {.f = {.role = in.role, .klass = t.klass}};
    r.kinds = mk_feature_read(ctx, &in, "rad 1", &t, &r.f);
    r.unread = mk_notes_count(ctx, MK_N_CLASS_UNREAD);
    mk_ctx_free(ctx);
    return r;
}

static struct reading read_class(enum mk_layer_role role, const char *klass)
{
    return read_with((struct mk_layer_input){.role = (uint8_t)role},
                     (struct mk_feature_text){.klass = klass,
                                              .has_class = true});
}

struct word {
    enum mk_layer_role role;
    const char *klass;
    int code;
    bool unread; // noted
};

static void check_words(const struct word *w, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct reading r = read_class(w[i].role, w[i].klass);
        if (r.f.code != w[i].code || r.unread != w[i].unread)
            print_error("%s: '%s' is %d, noted %d\n",
                        mk_layer_role_key(w[i].role),
                        w[i].klass ? w[i].klass : "(blank)", r.f.code,
                        (int)r.unread);
        assert_int_equal(r.f.code, w[i].code);
        assert_int_equal(r.unread, w[i].unread);
    }
}

static void words_mean_what_the_method_says(void **state)
{
    (void)state;
    static const struct word words[] = {
        {MK_RO_KOMMUNAGD, "Kommun", MK_OW_KOMMUN, false},
        {MK_RO_KOMMUNAGD, "Kommunal mark", MK_OW_KOMMUN, false},
        {MK_RO_KOMMUNAGD, "STATLIG", MK_OW_STAT_REGION, false},
        {MK_RO_KOMMUNAGD, "Staten", MK_OW_STAT_REGION, false},
        {MK_RO_KOMMUNAGD, "stat/region", MK_OW_STAT_REGION, false},
        {MK_RO_KOMMUNAGD, "Region Väst", MK_OW_STAT_REGION, false},
        {MK_RO_KOMMUNAGD, "privat", MK_OW_PRIVAT, false},
        {MK_RO_KOMMUNAGD, "Privatägd", MK_OW_PRIVAT, false},
        {MK_RO_KOMMUNAGD, "okänd", MK_OW_OKAND, false},
        {MK_RO_KOMMUNAGD, NULL, MK_OW_OKAND, false},
        {MK_RO_KOMMUNAGD, "ej kommunal", MK_OW_OKAND, true},
        {MK_RO_KOMMUNAGD, "kommun och privat", MK_OW_OKAND, true},
        {MK_RO_KOMMUNAGD, "stationsmark", MK_OW_OKAND, true},
        {MK_RO_KOMMUNAGD, "Kyrkan", MK_OW_OKAND, true},
        {MK_RO_MARKANVISNING, "Ledig", MK_AN_LEDIG, false},
        {MK_RO_MARKANVISNING, "Intresseanmälan", MK_AN_INTRESSE, false},
        {MK_RO_MARKANVISNING, "Reserverad", MK_AN_RESERVERAD, false},
        {MK_RO_MARKANVISNING, "Markanvisad", MK_AN_MARKANVISAD, false},
        {MK_RO_MARKANVISNING, "Såld", MK_AN_SALD, false},
        {MK_RO_MARKANVISNING, "Tomträtt", MK_AN_TOMTRATT, false},
        {MK_RO_MARKANVISNING, "Arrende", MK_AN_TOMTRATT, false},
        {MK_RO_MARKANVISNING, "tomträtt/arrende", MK_AN_TOMTRATT, false},
        {MK_RO_MARKANVISNING, "Ej såld", MK_AN_OKAND, true},
        {MK_RO_MARKANVISNING, "Ledig eller reserverad", MK_AN_OKAND, true},
        {MK_RO_MARKANVISNING, "Saltsjö", MK_AN_OKAND, true},
        {MK_RO_VA, NULL, MK_ST_FINNS, false},
        {MK_RO_VA, "Utbyggt", MK_ST_FINNS, false},
        {MK_RO_VA, "Planerat 2028", MK_ST_PLANERAD, false},
        {MK_RO_VA, "Beslutat", MK_ST_PLANERAD, false},
        {MK_RO_VA, "Ej utbyggt", MK_ST_OKAND, true},
        {MK_RO_FIBER, "utbyggd", MK_ST_FINNS, false},
        {MK_RO_FIBER, "klass 2", MK_ST_OKAND, true},
        {MK_RO_STRANDSKYDD, "utvidgat", MK_ST_FINNS, false},
        {MK_RO_STRANDSKYDD, NULL, MK_ST_FINNS, false},
        {MK_RO_STRANDSKYDD, "upphävt i plan", MK_ST_SAKNAS, false},
        {MK_RO_STRANDSKYDD, "förordnande om undantag", MK_ST_SAKNAS, false},
        {MK_RO_STRANDSKYDD, "avvisat", MK_ST_SAKNAS, false},
        {MK_RO_STRANDSKYDD, "ej upphävt", MK_ST_FINNS, false},
        {MK_RO_FORORENING, "1 - Mycket stor risk", 1, false},
        {MK_RO_FORORENING, "2", 2, false},
        {MK_RO_FORORENING, "4. Liten risk", 4, false},
        {MK_RO_FORORENING, NULL, 0, false},
        {MK_RO_FORORENING, "12", 0, true},
        {MK_RO_FORORENING, "Stor risk", 0, true},
        {MK_RO_TILLSTAND, "Behov", MK_TI_BEHOV, false},
        {MK_RO_TILLSTAND, "Sökt", MK_TI_SOKT, false},
        {MK_RO_TILLSTAND, "Ansökt 2026", MK_TI_SOKT, false},
        {MK_RO_TILLSTAND, "Beviljat", MK_TI_BEVILJAT, false},
        {MK_RO_TILLSTAND, "Beviljat, laga kraft", MK_TI_KLART, false},
        {MK_RO_TILLSTAND, "Klart", MK_TI_KLART, false},
        {MK_RO_TILLSTAND, "Beviljat, ej laga kraft", MK_TI_OKAND, true},
        {MK_RO_TILLSTAND, "Undersökt", MK_TI_OKAND, true},
    };
    check_words(words, sizeof words / sizeof *words);
}

static void a_layer_without_owners_is_the_municipalitys(void **state)
{
    (void)state;
    const struct mk_layer_input in = {.role = MK_RO_KOMMUNAGD};
    const struct reading r = read_with(in, (struct mk_feature_text){0});
    assert_int_equal(r.f.code, MK_OW_KOMMUN);
    assert_int_equal(r.unread, 0);
}

static void what_a_private_owner_wants_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int will;
        bool unread;
    } t[] = {
        {"Säljvillig", MK_WI_SALJVILLIG, false},
        {"Ej säljvillig", MK_WI_EJ_SALJVILLIG, false},
        {"inte säljvillig", MK_WI_EJ_SALJVILLIG, false},
        {"Option till 2028", MK_WI_OPTION, false},
        {"Utbjuden", MK_WI_UTBJUDEN, false},
        {NULL, MK_WI_OKAND, false},
        {"vet ej", MK_WI_OKAND, false},
        {"kanske", MK_WI_OKAND, true},
        {"ej utbjuden", MK_WI_OKAND, true},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct mk_layer_input in = {.role = MK_RO_KOMMUNAGD};
        const struct mk_feature_text x = {
            .klass = "privat", .will = t[i].text, .has_class = true};
        const struct reading r = read_with(in, x);
        assert_int_equal(r.f.will, t[i].will);
        assert_int_equal(r.unread, t[i].unread);
    }
}

static void dates_and_numbers_are_read_or_noted(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    const struct mk_layer_input deal = {.role = MK_RO_MARKANVISNING};
    const struct mk_layer_input power = {.role = MK_RO_EL};
    struct mk_feature_text t = {.klass = "reserverad", .until = "20270301",
                                .price = "650,5", .has_class = true};
    struct mk_feature f = {.role = MK_RO_MARKANVISNING};
    mk_feature_read(ctx, &deal, "a", &t, &f);
    assert_int_equal(f.date, 20270301);
    assert_near(f.value, 650.5, 0);
    t.until = "våren";
    t.price = "enligt avtal";
    mk_feature_read(ctx, &deal, "b", &t, &f);
    assert_int_equal(f.date, 0);
    assert_true(isnan(f.value));
    assert_int_equal(mk_notes_count(ctx, MK_N_PLAN_BAD_DATE), 1);
    assert_int_equal(mk_notes_count(ctx, MK_N_LAYER_NUMBER), 1);
    static const struct {
        const char *mw;
        int code;
    } watts[] = {{"2,5", MK_ST_FINNS}, {"0", MK_ST_SAKNAS},
                 {NULL, MK_ST_OKAND}, {"mycket", MK_ST_OKAND}};
    for (size_t i = 0; i < 4; i++) {
        f = (struct mk_feature){.role = MK_RO_EL};
        t = (struct mk_feature_text){.mw = watts[i].mw};
        mk_feature_read(ctx, &power, "c", &t, &f);
        assert_int_equal(f.code, watts[i].code);
    }
    mk_ctx_free(ctx);
}

#define KIND(k) (1u << MK_UT_##k)

static void one_report_may_hold_several_investigations(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned kinds;
        bool unread;
    } t[] = {
        {"Geoteknik", KIND(GEOTEKNIK), false},
        {"Geoteknisk undersökning", KIND(GEOTEKNIK), false},
        {"Miljöteknisk markundersökning", KIND(MARKMILJO), false},
        {"MIFO fas 2", KIND(MARKMILJO), false},
        {"Dagvattenutredning", KIND(DAGVATTEN), false},
        {"Geoteknik och dagvatten", KIND(GEOTEKNIK) | KIND(DAGVATTEN), false},
        {"Naturvärdesinventering", KIND(NATUR), false},
        {"Arkeologisk förundersökning", KIND(ARKEOLOGI), false},
        {"Buller", KIND(BULLER_RISK), false},
        {"Riskutredning", KIND(BULLER_RISK), false},
        {"Översiktlig geoteknik", KIND(OVERSIKTLIG), false},
        {"skrivbordsstudie", KIND(OVERSIKTLIG), false},
        {"Trafik", KIND(ANNAN), true},
        {"ej geoteknik", KIND(ANNAN), true},
        {NULL, KIND(ANNAN), false},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct reading r = read_class(MK_RO_UTREDNING, t[i].text);
        assert_int_equal(r.kinds, t[i].kinds);
        assert_int_equal(r.unread, t[i].unread);
    }
}

// The effect of the role, weakened by the class, or what `verkan` says.
static void effects_follow_role_class_and_verkan(void **state)
{
    (void)state;
    static const struct {
        enum mk_layer_role role;
        const char *klass;
        int said; // -1: nothing
        enum mk_effect effect;
    } t[] = {
        {MK_RO_STRANDSKYDD, "infört", -1, MK_EF_EXCLUDES},
        {MK_RO_STRANDSKYDD, "upphävt i plan", -1, MK_EF_FACT},
        {MK_RO_STRANDSKYDD, "upphävt i plan", MK_EF_REDUCES, MK_EF_FACT},
        {MK_RO_NATUR, "Naturreservat", -1, MK_EF_EXCLUDES},
        {MK_RO_NATUR, "Naturreservat", MK_EF_FLAGS, MK_EF_FLAGS},
        {MK_RO_VATTENSKYDD, NULL, -1, MK_EF_FLAGS},
        {MK_RO_RIKSINTRESSE, NULL, MK_EF_FACT, MK_EF_FACT},
        {MK_RO_OVERSVAMNING, "100 år", -1, MK_EF_REDUCES},
        {MK_RO_RAS, NULL, -1, MK_EF_FLAGS},
        {MK_RO_FORORENING, "2", -1, MK_EF_FLAGS},
        {MK_RO_FORORENING, "3", -1, MK_EF_FACT},
        {MK_RO_FORORENING, NULL, -1, MK_EF_FACT},
        {MK_RO_FORORENING, "1", MK_EF_REDUCES, MK_EF_REDUCES},
        {MK_RO_FORORENING, "3", MK_EF_REDUCES, MK_EF_FACT},
        {MK_RO_FORNLAMNING, "Fornlämning", -1, MK_EF_REDUCES},
        {MK_RO_FORNLAMNING, "Möjlig fornlämning", -1, MK_EF_FLAGS},
        {MK_RO_FORNLAMNING, NULL, -1, MK_EF_FLAGS},
        {MK_RO_FORNLAMNING, "Fornlämning", MK_EF_EXCLUDES, MK_EF_EXCLUDES},
        {MK_RO_FORNLAMNING, "Övrig kulturhistorisk lämning", MK_EF_EXCLUDES,
         MK_EF_FLAGS},
        {MK_RO_JORDBRUK, NULL, -1, MK_EF_FLAGS},
        {MK_RO_FARLIGT_GODS, NULL, -1, MK_EF_FLAGS},
        {MK_RO_KRAFTLEDNING, NULL, -1, MK_EF_REDUCES},
        {MK_RO_BYGGNADSFRITT, NULL, -1, MK_EF_REDUCES},
        {MK_RO_UTFARTSFORBUD, NULL, -1, MK_EF_FLAGS},
        {MK_RO_BEGRANSNING, NULL, MK_EF_EXCLUDES, MK_EF_EXCLUDES},
        {MK_RO_VA, NULL, -1, MK_EF_FACT},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct mk_layer_input in = {
            .role = (uint8_t)t[i].role, .effect = (uint8_t)(t[i].said + 1)};
        const struct mk_feature_text x = {.klass = t[i].klass,
                                          .has_class = true};
        assert_int_equal(read_with(in, x).f.effect, t[i].effect);
    }
}

// docs/method.md §8, copied from there.
static void roles_reach_as_far_as_the_method_says(void **state)
{
    (void)state;
    static const double reach[MK_RO_COUNT] = {
        [MK_RO_FIBER] = 50,         [MK_RO_EL] = 1000,
        [MK_RO_VAG] = 25,           [MK_RO_FORORENING] = 50,
        [MK_RO_FARLIGT_GODS] = 150, [MK_RO_KRAFTLEDNING] = 20,
        [MK_RO_BYGGNADSFRITT] = 12, [MK_RO_UTFARTSFORBUD] = 5};
    for (int r = 0; r < MK_RO_COUNT; r++)
        assert_near(mk_layer_role_buffer((enum mk_layer_role)r), reach[r], 0);
}

static void roads_of_named_classes_give_no_access(void **state)
{
    (void)state;
    assert_true(mk_class_gives_no_access("Motorväg", "E20;motorvag"));
    assert_true(mk_class_gives_no_access("1", "0;1"));
    assert_false(mk_class_gives_no_access("10", "0;1"));
    assert_false(mk_class_gives_no_access("motorvägsnära", "motorväg"));
    assert_false(mk_class_gives_no_access(NULL, "0;1"));
    assert_false(mk_class_gives_no_access("1", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_mean_what_the_method_says),
        cmocka_unit_test(a_layer_without_owners_is_the_municipalitys),
        cmocka_unit_test(what_a_private_owner_wants_is_read),
        cmocka_unit_test(dates_and_numbers_are_read_or_noted),
        cmocka_unit_test(one_report_may_hold_several_investigations),
        cmocka_unit_test(effects_follow_role_class_and_verkan),
        cmocka_unit_test(roles_reach_as_far_as_the_method_says),
        cmocka_unit_test(roads_of_named_classes_give_no_access),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
