// Use letters: what the table says is what the shortcuts answer.
#include <markklar/plan.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void business_is_what_the_groups_say(void **state)
{
    (void)state;
    int rows, business = 0;
    const struct mk_use_kind *kinds = mk_use_table(&rows);
    for (int i = 0; i < rows; i++) {
        const mk_useset only = (mk_useset)1 << i;
        const bool group = kinds[i].group < MK_GROUP_COUNT;
        assert_int_equal(mk_use_business(only), group);
        assert_true(mk_use_business(only | 1)); // J
        business += group;
    }
    assert_true(business > 0 && business < rows);
    assert_false(mk_use_business(0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(business_is_what_the_groups_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
