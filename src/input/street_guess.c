#include "input/street_guess.h"

#include "base/street_names.h"
#include "input/street_osm.h"

#include <string.h>

static const char *field_at(const void *holder, uint32_t i)
{
    return mk_source_field_name(holder, i);
}

static struct mk_named_layer named(const struct mk_source *s)
{
    return (struct mk_named_layer){mk_source_layer(s), mk_source_nfields(s),
                                   field_at, s};
}

enum mk_street_source mk_street_guess(const struct mk_source *s)
{
    const struct mk_named_layer l = named(s);
    return mk_street_source_of(&l);
}

// The map outlives the file, whose names go with it.
static void add_field(struct mk_input *in, struct mk_arena *arena,
                      const char *key, const char *field)
{
    if (field && !mk_input_map(in, key))
        in->map[in->nmap++] = (struct mk_map_entry){
            .key = key, .field = mk_arena_str(arena, field)};
}

// Tags are read under their own names; in the map they are told by check.
static void add_tags(const struct mk_named_layer *l, struct mk_arena *arena,
                     struct mk_input *in)
{
    for (enum mk_osm_tag t = 0; t < MK_OSM_TAGS; t++) {
        const char *field = mk_named_field(l, mk_osm_tag_key(t));
        add_field(in, arena, mk_osm_tag_key(t),
                  field ? field : mk_named_field(l, mk_osm_tag_field(t)));
    }
    add_field(in, arena, "other_tags", mk_named_field(l, "other_tags"));
}

void mk_street_fields(const struct mk_source *s, enum mk_street_source source,
                      struct mk_arena *arena, struct mk_input *in)
{
    size_t n;
    const struct mk_street_name *usual = mk_street_names(&n);
    const struct mk_named_layer l = named(s);
    const size_t most = in->nmap + n + MK_OSM_TAGS + 1;
    struct mk_map_entry *map = mk_arena_alloc(arena, most * sizeof *map);
    if (in->nmap)
        memcpy(map, in->map, in->nmap * sizeof *map);
    in->map = map;
    for (size_t i = 0; i < n; i++)
        if (usual[i].source == source)
            add_field(in, arena, usual[i].key,
                      mk_named_field(&l, usual[i].field));
    if (source == MK_SRC_OSM)
        add_tags(&l, arena, in);
}
