#include "base/ground.h"

#include <stdlib.h>

void mk_ground_free(struct mk_ground *g)
{
    if (g) {
        free(g->z);
        free(g->lattice.xy);
    }
    free(g);
}
