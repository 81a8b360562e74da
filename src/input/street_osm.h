/** @file
 * OpenStreetMap: which tags of a way let whom through (docs/gatunat.md), and
 * what GDAL's driver is told so that it gives them.
 */
#ifndef MK_STREET_OSM_H
#define MK_STREET_OSM_H

#include "base/text.h"
#include "input/street_rules.h"

enum mk_osm_tag {
    MK_OSM_ACCESS,
    MK_OSM_FOOT,
    MK_OSM_BICYCLE,
    MK_OSM_VEHICLE,
    MK_OSM_MOTOR_VEHICLE,
    MK_OSM_MOTORCAR,
    MK_OSM_HGV,
    MK_OSM_ONEWAY,
    MK_OSM_ONEWAY_BICYCLE,
    MK_OSM_CYCLEWAY,
    MK_OSM_JUNCTION,
    MK_OSM_MAXSPEED,
    MK_OSM_TAGS
};

/** "oneway:bicycle" as OpenStreetMap has it. */
const char *mk_osm_tag_key(enum mk_osm_tag tag);
/** The same as a field name: "oneway_bicycle". */
const char *mk_osm_tag_field(enum mk_osm_tag tag);

/** Values of one way; "" where it has none. */
struct mk_osm_tags {
    char v[MK_OSM_TAGS][32];
};
/** Take tags from GDAL's other_tags, "key"=>"value","key"=>"value". */
void mk_osm_tags_read(struct mk_osm_tags *t, const char *hstore);

/** Of maxspeed "50", "50 km/h", "30 mph", "50;30", "SE:urban"; 0 of what
 * cannot be read. */
uint8_t mk_osm_speed(const char *text);

/** Who may go which way along it, and how fast. */
void mk_osm_way(const struct mk_street_rule *rule,
                const struct mk_osm_tags *t, const char *highway,
                struct mk_street_line *line);

/** Is a file OpenStreetMap's own, by its name? */
bool mk_osm_is_file(const char *path);
/** What GDAL is to read of such a file: its osmconf.ini. */
void mk_osm_config(struct mk_buf *out);

#endif
