/** @file
 * Buildings as read: footprints in the working CRS.
 */
#ifndef MARKKLAR_BUILDING_H
#define MARKKLAR_BUILDING_H

#include <markklar/geom.h>

#include <stdbool.h>

/** Buildings of one layer; those drawn at an "Illustrativt läge" are left out
 * by the reader. Release with mk_buildings_release(). */
struct mk_buildings {
    struct mk_polyset geom; /**< geometry i belongs to home[i] */
    bool *home;             /**< a huvudbyggnad of type Bostad */
    uint32_t cap;
};
void mk_buildings_release(struct mk_buildings *b);

#endif
