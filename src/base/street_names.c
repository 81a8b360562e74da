#include "base/street_names.h"

#include "base/text.h"

// Names as deliveries have them; a shapefile's are cut at ten characters.
static const struct mk_street_name usual[] = {
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

const struct mk_street_name *mk_street_names(size_t *n)
{
    *n = sizeof usual / sizeof *usual;
    return usual;
}

const char *mk_named_field(const struct mk_named_layer *l, const char *name)
{
    for (uint32_t i = 0; i < l->nfields; i++)
        if (mk_field_same(l->field(l->holder, i), name))
            return l->field(l->holder, i);
    return NULL;
}

static bool called(const struct mk_named_layer *l, const char *pattern)
{
    char name[256];
    mk_text_fold(l->name, name, sizeof name);
    return mk_text_fits(name, pattern);
}

static bool has(const struct mk_named_layer *l, const char *name)
{
    return mk_named_field(l, name) != NULL;
}

enum mk_street_source mk_street_source_of(const struct mk_named_layer *l)
{
    if (has(l, "highway") || has(l, "fclass"))
        return MK_SRC_OSM;
    if (called(l, "*nvdb*") || called(l, "*funkvagklass*") ||
        has(l, "FunkVagklass") ||
        (has(l, "KLASS") && (has(l, "ELEMENT_ID") || has(l, "RLID"))))
        return MK_SRC_NVDB;
    if (has(l, "KKOD") || has(l, "KATEGORI") ||
        (has(l, "objekttyp") && (called(l, "*vag*") || has(l, "objekttypnr"))))
        return MK_SRC_TOPOGRAFI;
    return MK_SRC_EGEN;
}
