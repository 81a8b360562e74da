#include "input/street_guess.h"

#include "base/text.h"
#include "input/street_osm.h"

#include <string.h>

// Names as deliveries have them; a shapefile's are cut at ten characters.
static const struct {
    enum mk_street_source source;
    const char *key, *field;
} usual[] = {
    {MK_SRC_NVDB, "klass", "KLASS"},
    {MK_SRC_NVDB, "klass", "FunkVagklass"},
    {MK_SRC_NVDB, "klass", "Klass_FunkVagklass"},
    {MK_SRC_NVDB, "typ", "GCM_vagtyp"},
    {MK_SRC_NVDB, "typ", "GCM_typ"},
    {MK_SRC_NVDB, "typ", "GCMTYP"},
    {MK_SRC_NVDB, "hastighet", "Hogsta_tillatna_hastighet"},
    {MK_SRC_NVDB, "hastighet", "HTHAST"},
    {MK_SRC_NVDB, "hastighet", "HASTIGHET"},
    {MK_SRC_NVDB, "barighet", "Barighetsklass"},
    {MK_SRC_NVDB, "barighet", "BAEIGHTSSS"},
    {MK_SRC_NVDB, "barighet", "BARIGHET"},
    {MK_SRC_NVDB, "riktning", "RIKTNING"},
    {MK_SRC_TOPOGRAFI, "klass", "objekttyp"},
    {MK_SRC_TOPOGRAFI, "klass", "KATEGORI"},
    {MK_SRC_TOPOGRAFI, "klass", "KKOD"},
    {MK_SRC_TOPOGRAFI, "barighet", "BKLASS"},
    {MK_SRC_OSM, "klass", "highway"},
    {MK_SRC_OSM, "klass", "fclass"},
};
#define NUSUAL (sizeof usual / sizeof *usual)

static const char *find_field(const struct mk_source *s, const char *name)
{
    for (uint32_t i = 0; i < mk_source_nfields(s); i++)
        if (mk_field_same(mk_source_field_name(s, i), name))
            return mk_source_field_name(s, i);
    return NULL;
}

static bool called(const struct mk_source *s, const char *pattern)
{
    char name[256];
    mk_text_fold(mk_source_layer(s), name, sizeof name);
    return mk_text_fits(name, pattern);
}

enum mk_street_source mk_street_guess(const struct mk_source *s)
{
    if (find_field(s, "highway") || find_field(s, "fclass"))
        return MK_SRC_OSM;
    if (called(s, "*nvdb*") || called(s, "*funkvagklass*") ||
        find_field(s, "FunkVagklass") ||
        (find_field(s, "KLASS") &&
         (find_field(s, "ELEMENT_ID") || find_field(s, "RLID"))))
        return MK_SRC_NVDB;
    if (find_field(s, "KKOD") || find_field(s, "KATEGORI") ||
        (find_field(s, "objekttyp") &&
         (called(s, "*vag*") || find_field(s, "objekttypnr"))))
        return MK_SRC_TOPOGRAFI;
    return MK_SRC_EGEN;
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
static void add_tags(const struct mk_source *s, struct mk_arena *arena,
                     struct mk_input *in)
{
    for (enum mk_osm_tag t = 0; t < MK_OSM_TAGS; t++) {
        const char *field = find_field(s, mk_osm_tag_key(t));
        add_field(in, arena, mk_osm_tag_key(t),
                  field ? field : find_field(s, mk_osm_tag_field(t)));
    }
    add_field(in, arena, "other_tags", find_field(s, "other_tags"));
}

void mk_street_fields(const struct mk_source *s, enum mk_street_source source,
                      struct mk_arena *arena, struct mk_input *in)
{
    const size_t most = in->nmap + NUSUAL + MK_OSM_TAGS + 1;
    struct mk_map_entry *map = mk_arena_alloc(arena, most * sizeof *map);
    if (in->nmap)
        memcpy(map, in->map, in->nmap * sizeof *map);
    in->map = map;
    for (size_t i = 0; i < NUSUAL; i++)
        if (usual[i].source == source)
            add_field(in, arena, usual[i].key, find_field(s, usual[i].field));
    if (source == MK_SRC_OSM)
        add_tags(s, arena, in);
}
