// The table of docs/method.md §11, months at 0, 10, 50, 90 and 100 %. It is
// the default of `tid:` and the worst rungs of what is unknown.
#include <markklar/readiness.h>

const struct mk_durations mk_durations_default = {
    .q = {
        [MK_TD_OP] = {6, 12, 24, 60, 96},
        [MK_TD_PLANBESKED] = {1, 4, 12, 30, 60},
        [MK_TD_UPPDRAG] = {8, 12, 24, 42, 72},
        [MK_TD_SAMRAD] = {4, 7, 12, 24, 42},
        [MK_TD_GRANSKNING] = {1, 2, 4, 9, 18},
        [MK_TD_ANTAGEN] = {0.7, 0.7, 0.7, 1, 1.5},
        [MK_TD_OVERKLAGAN] = {2, 3, 5.3, 9, 18},
        [MK_TD_TILLSYN] = {1, 2, 5, 10, 18},
        [MK_TD_SALJVILLIG] = {2, 4, 9, 18, 36},
        [MK_TD_OPTION] = {0.5, 1, 2, 4, 8},
        [MK_TD_UTREDNING] = {2, 3, 6, 12, 18},
        [MK_TD_FASTIGHET] = {2, 3, 6, 12, 24},
        [MK_TD_UTBYGGNAD_SAKNAS] = {6, 12, 18, 30, 48},
        [MK_TD_UTBYGGNAD_PLANERAD] = {1, 3, 9, 12, 24},
    },
    .appeal_share = 1.0 / 3,
};
