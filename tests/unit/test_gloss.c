// English beside published words: whole words and lists of them, nothing else.
#include "near.h"

#include <markklar/readiness.h>
#include <markklar/travel.h>

#include "run/gloss.h"

static void says(const char *text, const char *want)
{
    struct mk_buf b = {0};
    mk_gloss_put(&b, text);
    assert_string_equal(mk_buf_text(&b), want);
    mk_buf_release(&b);
}

static void words_and_lists_are_followed_by_their_meaning(void **state)
{
    (void)state;
    says("såld", "såld (sold)");
    says("ägande; företagsreserv",
         "ägande (ownership); företagsreserv (kept by a firm)");
    says("plan, rådighet", "plan, rådighet (control of the land)");
}

static void other_texts_stay_as_they_are(void **state)
{
    (void)state;
    says("", "");
    says("Söräng", "Söräng");
    says("såld mark", "såld mark");
    // one known word among the commas of a sentence
    says("natur, and what else there is", "natur, and what else there is");
}

// Every word that the program publishes and that English does not share.
static void no_published_word_lacks_its_meaning(void **state)
{
    (void)state;
    struct mk_buf b = {0};
    for (int i = 0; i < MK_HK_COUNT; i++) {
        const char *s = mk_hinder_kind_text((enum mk_hinder_kind)i);
        mk_gloss_put(&b, s);
        if (i != MK_HK_PLAN && i != MK_HK_RISK)
            assert_string_not_equal(mk_buf_text(&b), s);
        b.len = 0;
    }
    for (int i = 0; i < MK_RM_COUNT; i++) {
        const char *s = mk_remark_text((enum mk_remark)i);
        mk_gloss_put(&b, s);
        assert_string_not_equal(mk_buf_text(&b), s);
        b.len = 0;
    }
    for (int i = 0; i < MK_AC_COUNT; i++) {
        const char *s = mk_actor_text((enum mk_actor)i);
        mk_gloss_put(&b, s);
        assert_string_not_equal(mk_buf_text(&b), s);
        b.len = 0;
    }
    for (int i = 0; i < MK_RO_COUNT; i++) {
        const char *s = mk_layer_role_text((enum mk_layer_role)i);
        mk_gloss_put(&b, s);
        assert_string_not_equal(mk_buf_text(&b), s);
        b.len = 0;
    }
    for (int i = 0; i < MK_UT_COUNT; i++) {
        const char *s = mk_study_text((enum mk_study)i);
        mk_gloss_put(&b, s);
        assert_string_not_equal(mk_buf_text(&b), s);
        b.len = 0;
    }
    mk_buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_lists_are_followed_by_their_meaning),
        cmocka_unit_test(other_texts_stay_as_they_are),
        cmocka_unit_test(no_published_word_lacks_its_meaning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
