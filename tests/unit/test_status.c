// Municipalities' words about a plan, as they stand in registers and layers.
#include "near.h"

#include <markklar/plan.h>

#include <stdio.h>
#include <string.h>

struct word {
    const char *text;
    enum mk_planstatus want;
};

static void read_all(const struct word *w, size_t n)
{
    int wrong = 0;
    for (size_t i = 0; i < n; i++) {
        const enum mk_planstatus got = mk_planstatus_read(w[i].text);
        if (got == w[i].want)
            continue;
        wrong++;
        print_error("'%s' is read as %s, not %s\n",
                    w[i].text ? w[i].text : "(null)", mk_planstatus_text(got),
                    mk_planstatus_text(w[i].want));
    }
    assert_int_equal(wrong, 0);
}
#define READ(list) read_all(list, sizeof(list) / sizeof *(list))

static void the_nine_national_words_are_read_as_themselves(void **state)
{
    (void)state; // Detaljplan 4.1 planstatus
    for (int s = MK_PS_AVSLUTAD; s < MK_PS_COUNT; s++) {
        const char *text = mk_planstatus_text((enum mk_planstatus)s);
        assert_int_equal(mk_planstatus_read(text), s);
    }
    assert_int_equal(mk_planstatus_read("LAGA KRAFT"), MK_PS_LAGA_KRAFT);
    assert_int_equal(mk_planstatus_read("SAMRÅD"), MK_PS_SAMRAD);
    assert_int_equal(mk_planstatus_read("o\xCC\x88verklagad"),
                     MK_PS_OVERKLAGAD); // decomposed, as macOS writes it
}

static void municipal_words_are_read_by_what_they_contain(void **state)
{
    (void)state;
    static const struct word list[] = {
        {"Gällande", MK_PS_LAGA_KRAFT},
        {"gällande", MK_PS_LAGA_KRAFT},
        {"Gällande plan", MK_PS_LAGA_KRAFT},
        {"Planen gäller", MK_PS_LAGA_KRAFT},
        {"Gällande, ersätter plan 12", MK_PS_LAGA_KRAFT},
        {"Lagakraftvunnen", MK_PS_LAGA_KRAFT},
        {"Lagakraft", MK_PS_LAGA_KRAFT},
        {"Vunnit laga kraft", MK_PS_LAGA_KRAFT},
        {"Antagen, vunnit laga kraft", MK_PS_LAGA_KRAFT},
        {"Laga kraft före 2011", MK_PS_LAGA_KRAFT},
        {"Laga kraft 2011-05-02", MK_PS_LAGA_KRAFT},
        {"Laga kraft 2019, inte digitaliserad", MK_PS_LAGA_KRAFT},
        {"Antagen", MK_PS_ANTAGEN},
        {"Antagande", MK_PS_ANTAGEN},
        {"Granskning", MK_PS_GRANSKNING},
        {"Utställning", MK_PS_GRANSKNING},
        {"Utställd", MK_PS_GRANSKNING},
        {"Samråd", MK_PS_SAMRAD},
        {"Pågående - samråd", MK_PS_SAMRAD},
        {"Pågående", MK_PS_PABORJAD},
        {"Planarbete pågår", MK_PS_PABORJAD},
        {"Planuppdrag", MK_PS_PABORJAD},
        {"Program", MK_PS_PABORJAD},
        {"Programsamråd", MK_PS_SAMRAD},
        {"Avslutad", MK_PS_AVSLUTAD},
        {"Avslutat ärende", MK_PS_AVSLUTAD},
    };
    READ(list);
}

static void a_negation_before_laga_kraft_is_an_adopted_plan(void **state)
{
    (void)state;
    static const struct word list[] = {
        {"Antagen, ej laga kraft", MK_PS_ANTAGEN},
        {"Ej laga kraft", MK_PS_ANTAGEN},
        {"Ej vunnit laga kraft", MK_PS_ANTAGEN},
        {"Har ej vunnit laga kraft", MK_PS_ANTAGEN},
        {"EJ LAGAKRAFTVUNNEN", MK_PS_ANTAGEN},
        {"Icke lagakraftvunnen", MK_PS_ANTAGEN},
        {"Inte laga kraft", MK_PS_ANTAGEN},
        {"Antagen, har ännu inte vunnit laga kraft", MK_PS_ANTAGEN},
        {"Inväntar laga kraft", MK_PS_ANTAGEN},
        {"Väntar på laga kraft", MK_PS_ANTAGEN},
        {"Avvaktar laga kraft", MK_PS_ANTAGEN},
        {"Före laga kraft", MK_PS_ANTAGEN},
        {"Laga kraft ej vunnen", MK_PS_ANTAGEN},
        {"Lagakraft inväntas", MK_PS_ANTAGEN},
        {"Laga kraft: nej", MK_PS_ANTAGEN},
        {"Laga kraft saknas", MK_PS_ANTAGEN},
    };
    READ(list);
}

static void other_negations_are_not_read(void **state)
{
    (void)state;
    static const struct word list[] = {
        {"Ej gällande", MK_PS_SAKNAS},
        {"Icke gällande", MK_PS_SAKNAS},
        {"Inte gällande", MK_PS_SAKNAS},
        {"EJ GÄLLANDE", MK_PS_SAKNAS},
        {"Ej längre gällande", MK_PS_SAKNAS},
        {"Gäller ej", MK_PS_SAKNAS},
        {"Tidigare gällande", MK_PS_SAKNAS},
        {"Slutat gälla", MK_PS_SAKNAS},
        {"Ännu ej gällande", MK_PS_SAKNAS},
        {"Ej antagen", MK_PS_SAKNAS},
        {"Inväntar samråd", MK_PS_SAKNAS},
        {"Ej påbörjad", MK_PS_SAKNAS},
        {"Ej planlagt", MK_PS_SAKNAS},
        {"Ingen pågående planläggning", MK_PS_SAKNAS},
    };
    READ(list);
}

static void a_plan_that_ends_is_upphavd_whatever_else_is_said(void **state)
{
    (void)state;
    static const struct word list[] = {
        {"Upphävd", MK_PS_UPPHAVD},
        {"Upphävd, ej gällande", MK_PS_UPPHAVD},
        {"Antagande om upphävande", MK_PS_UPPHAVD},
        {"Upphör att gälla 2020", MK_PS_UPPHAVD},
        {"Upphört att gälla", MK_PS_UPPHAVD},
        {"Ersatt", MK_PS_UPPHAVD},
        {"Ersatt - avslutad", MK_PS_UPPHAVD},
        {"Ersätts av LB40", MK_PS_UPPHAVD},
    };
    READ(list);
}

static void an_appeal_is_not_laga_kraft_though_the_word_holds_it(void **state)
{
    (void)state;
    static const struct word list[] = {
        {"Överklagad", MK_PS_OVERKLAGAD},
        {"Antagen (överklagad)", MK_PS_OVERKLAGAD},
        {"Överklagad, ej laga kraft", MK_PS_OVERKLAGAD},
        {"Överprövad", MK_PS_TILLSYN},
        {"Överprövning", MK_PS_TILLSYN},
        {"Länsstyrelsens överprövning", MK_PS_TILLSYN},
        {"Tillsyn", MK_PS_TILLSYN},
    };
    READ(list);
}

static void what_says_nothing_of_status_is_not_read(void **state)
{
    (void)state;
    static const struct word list[] = {
        {NULL, MK_PS_SAKNAS},     {"", MK_PS_SAKNAS},
        {"  ", MK_PS_SAKNAS},     {"-", MK_PS_SAKNAS},
        {"1", MK_PS_SAKNAS},      {"Historisk", MK_PS_SAKNAS},
        {"olaga", MK_PS_SAKNAS},  {"Planbesked", MK_PS_SAKNAS},
        {"Lag", MK_PS_SAKNAS},
    };
    READ(list);
}

static void a_text_without_end_is_read_as_far_as_it_fits(void **state)
{
    (void)state;
    char text[4096];
    memset(text, 'x', sizeof text);
    memcpy(text, "samråd ", strlen("samråd "));
    text[sizeof text - 1] = '\0';
    assert_int_equal(mk_planstatus_read(text), MK_PS_SAMRAD);
    for (size_t i = 0; i + 2 < sizeof text; i += 2)
        memcpy(text + i, "a ", 2); // more words than are looked at
    assert_int_equal(mk_planstatus_read(text), MK_PS_SAKNAS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nine_national_words_are_read_as_themselves),
        cmocka_unit_test(municipal_words_are_read_by_what_they_contain),
        cmocka_unit_test(a_negation_before_laga_kraft_is_an_adopted_plan),
        cmocka_unit_test(other_negations_are_not_read),
        cmocka_unit_test(a_plan_that_ends_is_upphavd_whatever_else_is_said),
        cmocka_unit_test(an_appeal_is_not_laga_kraft_though_the_word_holds_it),
        cmocka_unit_test(what_says_nothing_of_status_is_not_read),
        cmocka_unit_test(a_text_without_end_is_read_as_far_as_it_fits),
    };
    return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
