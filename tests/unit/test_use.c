// Use letters and uses written out, as they stand in use layers.
#include "near.h"

#include <markklar/plan.h>

#include <stdio.h>
#include <string.h>

struct use {
    const char *text, *want;
    int unknown;
};

static void read_all(const struct use *u, size_t n)
{
    int wrong = 0;
    for (size_t i = 0; i < n; i++) {
        char got[256];
        int unknown = -1;
        mk_use_text(mk_use_read(u[i].text, &unknown), got);
        if (strcmp(got, u[i].want) == 0 && unknown == u[i].unknown)
            continue;
        wrong++;
        print_error("'%s' is read as '%s' (%d unknown), not '%s' (%d)\n",
                    u[i].text ? u[i].text : "(null)", got, unknown, u[i].want,
                    u[i].unknown);
    }
    assert_int_equal(wrong, 0);
}
#define READ(list) read_all(list, sizeof(list) / sizeof *(list))

static void letters_are_read_one_by_one(void **state)
{
    (void)state;
    static const struct use list[] = {
        {"J", "J", 0},          {"JK", "J, K", 0},
        {"HJK e1", "J, K, H", 0}, {"B, C", "C, B", 0},
        {"BC1", "C, B", 0},     {"B1C2", "C, B", 0},
        {"J1", "J", 0},         {"J1m", "J", 0},
        {"Jm", "Jm", 0},        {"Jm1", "Jm", 0},
        {"JmK", "Jm, K", 0},    {"JKm", "J, K", 0},
        {"J\xE2\x82\x82", "J", 0}, {"EJ", "J, E", 0},
        {"BCHJK", "J, K, H, C, B", 0}, {"W", "W", 0},
        {"B + C", "C, B", 0},   {"Z(K)", "Z, K", 0},
    };
    READ(list);
}

// Rows of older plans: letters over one another, with property codes and
// running numbers between, one text or several lines.
static void older_plans_stack_and_mix_letters(void **state)
{
    (void)state;
    static const struct use list[] = {
        {"J\nK", "J, K", 0},        {"J\r\nK\r\nII", "J, K", 0},
        {"JK e1 e2 n1", "J, K", 0}, {"J K H", "J, K, H", 0},
        {"J/K", "J, K", 0},         {"J;K", "J, K", 0},
        {"(J)", "J", 0},            {"JmKH1", "Jm, K, H", 0},
        {"J1K2H3", "J, K, H", 0},   {"HJK e1, prickmark", "J, K, H", 0},
        {"J, GATA", "J, GATA", 0},  {"J, Kontor", "J, K", 0},
        {"Jm, bostäder", "Jm, B", 0}, {"JK 11,0", "J, K", 0},
        {"J 3500 m2", "J", 0},      {"Ju", "J", 0},
        {"J-K", "annan", 1}, // a hyphen joins a word, not letters
    };
    READ(list);
}

static void storeys_beside_the_letters_are_no_use(void **state)
{
    (void)state;
    static const struct use list[] = {
        {"J II", "J", 0},   {"JII", "J", 0},    {"JKIII", "J, K", 0},
        {"BIV", "B", 0},    {"HK VIII", "K, H", 0}, {"J I", "J", 0},
        {"V", "V", 0},      {"JV", "J, V", 0},  {"J V", "J, V", 0},
        {"II", "annan", 1}, // storeys and no use
        {"IX", "annan", 1}, {"JIX", "annan", 1},
    };
    READ(list);
}

static void public_places_are_words_of_capitals(void **state)
{
    (void)state;
    static const struct use list[] = {
        {"GATA", "GATA", 0},       {"GATA1", "GATA", 0},
        {"LOKALGATA", "GATA", 0},  {"INDUSTRIGATA", "GATA", 0},
        {"GENOMFARTSVÄG", "VÄG", 0}, {"GC-VÄG", "GC-VÄG", 0},
        {"GC-VÄG1", "GC-VÄG", 0},  {"GCVÄG", "GCVÄG", 0},
        {"P-PLATS", "P-PLATS", 0}, {"NATUR", "NATUR", 0},
        {"STADSPARK", "PARK", 0},  {"TORG, PARK", "TORG, PARK", 0},
        {"VA\xCC\x88G", "VÄG", 0},
    };
    READ(list);
}

static void uses_written_out_are_words_not_letters(void **state)
{
    (void)state;
    static const struct use list[] = {
        {"Natur", "NATUR", 0},      {"Gata", "GATA", 0},
        {"Vattenområde", "W", 0},   {"Vård", "D", 0},
        {"Verksamheter", "Z", 0},   {"Småindustri", "Jm", 0},
        {"Industri", "J", 0},       {"Kontor", "K", 0},
        {"Detaljhandel", "H", 0},   {"Handel", "H", 0},
        {"Centrum", "C", 0},        {"Bostäder", "B", 0},
        {"Bostad", "B", 0},         {"Skola", "S", 0},
        {"Park", "PARK", 0},        {"Torg", "TORG", 0},
        {"Drivmedel", "G", 0},      {"Tekniska anläggningar", "E", 0},
        {"Besöksanläggningar", "R", 0}, {"Tillfällig vistelse", "O", 0},
        {"Parkering", "P", 0},      {"Trafik", "T", 0},
        {"Hamn", "V", 0},           {"Järnväg", "T", 0},
        {"natur", "NATUR", 0},      {"vattenområde", "W", 0},
        {"industri", "J", 0},       {"bostäder", "B", 0},
        {"tillfällig  vistelse", "O", 0}, {"småindustri", "Jm", 0},
        {"Bosta\xCC\x88" "der", "B", 0}, {"VÅRD", "D", 0},
        {"SKOLA", "S", 0},          {"HAMN", "V", 0},
        {"INDUSTRI", "J", 0},       {"BOSTÄDER", "B", 0},
        {"Industri1", "J", 0},      {"Gång- och cykelväg", "GC-VÄG", 0},
        {"Odling och djurhållning", "L", 0},
    };
    READ(list);
}

static void every_name_and_code_of_the_table_reads_as_its_row(void **state)
{
    (void)state;
    int n, unknown;
    const struct mk_use_kind *t = mk_use_table(&n);
    assert_true(n > 30 && n <= 64);
    for (int i = 0; i < n - 1; i++) {
        mk_useset want = (mk_useset)1 << i;
        assert_true(mk_use_read(t[i].code, &unknown) == want);
        assert_int_equal(unknown, 0);
        // "skydd" and the like are name and code at once
        const mk_useset got = mk_use_read(t[i].name, &unknown);
        assert_int_equal(unknown, 0);
        assert_int_equal(mk_use_groups(got), 1u << t[i].group);
    }
}

static void a_text_with_several_words_gives_each(void **state)
{
    (void)state;
    static const struct use list[] = {
        {"Industri och kontor", "J, K", 0},
        {"Kontor + Centrum", "K, C", 0},
        {"Detaljhandel + Kontor", "K, H", 0},
        {"Bostäder, centrum, kontor", "K, C, B", 0},
        {"J Industri", "J", 0},
        {"Område för industriändamål", "J", 0},
        {"Öppet vattenområde", "W", 0},
        {"Industriområde", "J", 0},
        {"Bostadsändamål", "B", 0},
        {"Hamnområden", "V", 0},
        {"Naturmark", "NATUR", 0},
        {"Lokalgata", "GATA", 0},
        {"Industrigata", "GATA", 0},
        {"Industri e1 n2", "J", 0},
    };
    READ(list);
}

static void what_the_text_excludes_is_left_out(void **state)
{
    (void)state;
    static const struct use list[] = {
        {"Industri, ej handel", "J", 0},
        {"Industri ej handel eller kontor", "J", 0},
        {"Industri (ej handel), kontor", "J, K", 0},
        {"Handel utan drivmedel", "H", 0},
        {"BC ej H", "C, B", 0},
        {"Ej bostad", "annan", 1},
    };
    READ(list);
}

static void a_word_not_known_is_annan_and_counted(void **state)
{
    (void)state;
    static const struct use list[] = {
        {"Handelsträdgård", "annan", 1},
        {"Kulturmiljö", "annan", 1},
        {"Industripark", "annan", 1}, // no park
        {"Kontor, Handelsträdgård", "K, annan", 1},
        {"FÖRSKOLEGÅRD", "annan", 1},
        {"HM", "annan", 1},
        {"BCHJKZ", "annan", 1},
        {"GC-bana", "annan", 1},
        {"K-märkt", "annan", 1},
        {"e1", "annan", 1},
        {"n1 prick", "annan", 1},
        {"kvartersmark", "annan", 1},
        {"?", "annan", 1},
    };
    READ(list);
}

static void blank_is_no_use(void **state)
{
    (void)state;
    static const struct use list[] = {
        {NULL, "", 0}, {"", "", 0}, {" ", "", 0}, {"\t\n ", "", 0}};
    READ(list);
}

static void broken_text_is_read_without_harm(void **state)
{
    (void)state;
    static const struct use list[] = {
        {"J\xC3", "J", 0},
        {"\xCC\x88J", "J", 0},
        {"J\xFF\xFEK", "J, K", 0},
        {"B\xC2\xA0" "C", "C, B", 0},
    };
    READ(list);
    char text[512];
    memset(text, 'x', sizeof text);
    text[0] = 'N';
    text[sizeof text - 1] = '\0';
    int unknown;
    (void)mk_use_read(text, &unknown);
    assert_int_equal(unknown, 1);
}

static void only_the_five_groups_are_business(void **state)
{
    (void)state;
    int unknown;
    static const char *const yes[] = {"Industri", "Kontor", "Handel",
                                      "Centrum", "Hamn", "BC"};
    static const char *const no[] = {"Natur", "Bostäder", "Vattenområde",
                                     "Vård", "Gata", "Handelsträdgård"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        assert_true(mk_use_business(mk_use_read(yes[i], &unknown)));
        assert_false(mk_use_business(mk_use_read(no[i], &unknown)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_read_one_by_one),
        cmocka_unit_test(older_plans_stack_and_mix_letters),
        cmocka_unit_test(storeys_beside_the_letters_are_no_use),
        cmocka_unit_test(public_places_are_words_of_capitals),
        cmocka_unit_test(uses_written_out_are_words_not_letters),
        cmocka_unit_test(every_name_and_code_of_the_table_reads_as_its_row),
        cmocka_unit_test(a_text_with_several_words_gives_each),
        cmocka_unit_test(what_the_text_excludes_is_left_out),
        cmocka_unit_test(a_word_not_known_is_annan_and_counted),
        cmocka_unit_test(blank_is_no_use),
        cmocka_unit_test(broken_text_is_read_without_harm),
        cmocka_unit_test(only_the_five_groups_are_business),
    };
    return cmocka_run_group_tests_name("use", tests, NULL, NULL);
}
