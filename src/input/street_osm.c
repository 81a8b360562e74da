#include "input/street_osm.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *key, *field;
} tags[MK_OSM_TAGS] = {
    [MK_OSM_ACCESS] = {"access", "access"},
    [MK_OSM_FOOT] = {"foot", "foot"},
    [MK_OSM_BICYCLE] = {"bicycle", "bicycle"},
    [MK_OSM_VEHICLE] = {"vehicle", "vehicle"},
    [MK_OSM_MOTOR_VEHICLE] = {"motor_vehicle", "motor_vehicle"},
    [MK_OSM_MOTORCAR] = {"motorcar", "motorcar"},
    [MK_OSM_HGV] = {"hgv", "hgv"},
    [MK_OSM_ONEWAY] = {"oneway", "oneway"},
    [MK_OSM_ONEWAY_BICYCLE] = {"oneway:bicycle", "oneway_bicycle"},
    [MK_OSM_CYCLEWAY] = {"cycleway", "cycleway"},
    [MK_OSM_JUNCTION] = {"junction", "junction"},
    [MK_OSM_MAXSPEED] = {"maxspeed", "maxspeed"},
};

const char *mk_osm_tag_key(enum mk_osm_tag tag)
{
    return tags[tag].key;
}

const char *mk_osm_tag_field(enum mk_osm_tag tag)
{
    return tags[tag].field;
}

// ---- other_tags -------------------------------------------------------------

// A quoted text; `\` keeps what follows. @return past its end, NULL for none
static const char *read_quoted(const char *s, char *out, size_t cap)
{
    size_t n = 0;
    s = strchr(s, '"');
    if (!s)
        return NULL;
    for (s++; *s && *s != '"'; s++) {
        if (*s == '\\' && s[1])
            s++;
        if (n + 1 < cap)
            out[n++] = *s;
    }
    out[n] = '\0';
    return *s ? s + 1 : NULL;
}

void mk_osm_tags_read(struct mk_osm_tags *t, const char *hstore)
{
    char key[32], value[32];
    for (const char *s = hstore; s;) {
        s = read_quoted(s, key, sizeof key);
        if (s)
            s = read_quoted(s, value, sizeof value);
        for (int i = 0; s && i < MK_OSM_TAGS; i++)
            if (strcmp(key, tags[i].key) == 0)
                memcpy(t->v[i], value, sizeof value);
    }
}

// ---- who may pass -----------------------------------------------------------

static bool one_of(const char *value, const char *const words[])
{
    for (size_t i = 0; words[i]; i++)
        if (strcmp(value, words[i]) == 0)
            return true;
    return false;
}

static bool says_no(const char *value)
{
    static const char *const words[] = {
        "no", "private", "agricultural", "forestry", "emergency", "military",
        "use_sidepath", "dismount", NULL};
    return one_of(value, words);
}

static bool says_yes(const char *value)
{
    static const char *const words[] = {"yes", "designated", "permissive",
                                        "official", NULL};
    return one_of(value, words);
}

// The first that is set, from the most to the least particular.
static const char *of_rank(const struct mk_osm_tags *t, const int rank[],
                           int n)
{
    for (int i = 0; i < n; i++)
        if (*t->v[rank[i]])
            return t->v[rank[i]];
    return "";
}

// What `access` says opens nothing that the table holds closed; the tag of
// the way of travelling itself does.
static void apply(uint8_t *open, unsigned bit, const char *value,
                  const char *own)
{
    if (says_no(value))
        *open &= (uint8_t)~bit;
    else if (says_yes(own))
        *open |= (uint8_t)bit;
}

static bool nobody(const struct mk_street_rule *rule)
{
    for (int g = 0; g < MK_GO_COUNT; g++)
        if (rule->most[g])
            return false;
    return true;
}

static uint8_t open_to(const struct mk_street_rule *rule,
                       const struct mk_osm_tags *t, uint8_t kmh,
                       bool motorway)
{
    static const int foot[] = {MK_OSM_FOOT, MK_OSM_ACCESS};
    static const int bicycle[] = {MK_OSM_BICYCLE, MK_OSM_VEHICLE,
                                  MK_OSM_ACCESS};
    static const int car[] = {MK_OSM_MOTORCAR, MK_OSM_MOTOR_VEHICLE,
                              MK_OSM_VEHICLE, MK_OSM_ACCESS};
    static const int lorry[] = {MK_OSM_HGV, MK_OSM_MOTOR_VEHICLE,
                                MK_OSM_VEHICLE, MK_OSM_ACCESS};
    uint8_t open = mk_street_rule_open(rule, kmh);
    if (nobody(rule))
        return 0; // a platform that may be walked is still no street
    apply(&open, MK_GO_BIT(MK_GO_WALK), of_rank(t, foot, 2),
          motorway ? "" : t->v[MK_OSM_FOOT]);
    apply(&open, MK_GO_BIT(MK_GO_CYCLE), of_rank(t, bicycle, 3),
          motorway ? "" : t->v[MK_OSM_BICYCLE]);
    apply(&open, MK_GO_BIT(MK_GO_CAR), of_rank(t, car, 4),
          of_rank(t, car, 2));
    apply(&open, MK_GO_BIT(MK_GO_LORRY), of_rank(t, lorry, 4),
          of_rank(t, lorry, 2));
    return open;
}

// ---- which way --------------------------------------------------------------

enum way { BOTH, ALONG, AGAINST };

static enum way read_oneway(const char *value, enum way otherwise)
{
    static const char *const along[] = {"yes", "true", "1", NULL};
    static const char *const against[] = {"-1", "reverse", NULL};
    static const char *const both[] = {"no", "false", "0", "reversible",
                                       "alternating", NULL};
    return one_of(value, along) ? ALONG
           : one_of(value, against) ? AGAINST
           : one_of(value, both) ? BOTH : otherwise;
}

static enum way implied(const struct mk_osm_tags *t, const char *highway)
{
    static const char *const round[] = {"roundabout", "circular", NULL};
    return one_of(t->v[MK_OSM_JUNCTION], round) ||
                   strcmp(highway, "motorway") == 0 ? ALONG : BOTH;
}

static void close_way(struct mk_street_line *l, enum way way, unsigned bits)
{
    if (way == ALONG)
        l->backward &= (uint8_t)~bits;
    else if (way == AGAINST)
        l->forward &= (uint8_t)~bits;
}

uint8_t mk_osm_speed(const char *text)
{
    // the wiki's "Default speed limits", Sweden
    static const struct {
        const char *text;
        uint8_t kmh;
    } usual[] = {{"SE:urban", 50}, {"SE:rural", 70}, {"SE:motorway", 110}};
    double v = 0;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (strcmp(text, usual[i].text) == 0)
            return usual[i].kmh;
    const char *s = text;
    for (; *s >= '0' && *s <= '9' && v < 1000; s++)
        v = v * 10 + (*s - '0');
    while (*s == ' ')
        s++;
    if (strncmp(s, "mph", 3) == 0)
        v *= 1.609344;
    return v >= 1 && v < 255 ? (uint8_t)(v + 0.5) : 0;
}

void mk_osm_way(const struct mk_street_rule *rule,
                const struct mk_osm_tags *t, const char *highway,
                struct mk_street_line *line)
{
    const uint8_t kmh = mk_osm_speed(t->v[MK_OSM_MAXSPEED]);
    const bool motorway = strncmp(highway, "motorway", 8) == 0;
    const enum way way =
        read_oneway(t->v[MK_OSM_ONEWAY], implied(t, highway));
    // opposite, opposite_lane, opposite_track: bicycles go both ways
    const enum way cycle = read_oneway(
        t->v[MK_OSM_ONEWAY_BICYCLE],
        strncmp(t->v[MK_OSM_CYCLEWAY], "opposite", 8) == 0 ? BOTH : way);
    line->forward = line->backward = open_to(rule, t, kmh, motorway);
    line->kmh = kmh ? kmh : rule->kmh;
    line->joins_inside = true;
    close_way(line, way, MK_GO_BIT(MK_GO_CAR) | MK_GO_BIT(MK_GO_LORRY));
    close_way(line, cycle, MK_GO_BIT(MK_GO_CYCLE));
}

// ---- the driver -------------------------------------------------------------

bool mk_osm_is_file(const char *path)
{
    const size_t n = strlen(path);
    return n > 4 && (strcasecmp(path + n - 4, ".pbf") == 0 ||
                     strcasecmp(path + n - 4, ".osm") == 0);
}

void mk_osm_config(struct mk_buf *out)
{
    mk_buf_str(out, "[lines]\nosm_id=yes\nother_tags=no\n"
                    "attributes=highway");
    for (int i = 0; i < MK_OSM_TAGS; i++)
        mk_buf_printf(out, ",%s", tags[i].key);
    mk_buf_str(out, "\n");
}
