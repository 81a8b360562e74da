// Which of the other layers a folder's layers are, on facts made by hand: the
// field names of national products.
#include "near.h"

#include "base/facts.h"
#include "config/recognise.h"

#include <stdlib.h>
#include <string.h>

struct layer {
    const char *file, *name;
    enum mk_geom_kind geometry;
    const char *fields[4];
    const char *value; // of every field
};

struct folder {
    struct mk_folder_facts facts;
    struct mk_arena arena;
    struct mk_recognised r;
};

static void recognise(struct folder *f, const struct layer *v, uint32_t n)
{
    struct mk_arena *a = &f->facts.arena;
    f->facts.layers = mk_zalloc(n, sizeof *f->facts.layers);
    f->facts.nlayers = f->facts.layers_cap = n;
    for (uint32_t i = 0; i < n; i++) {
        struct mk_layer_facts *l = &f->facts.layers[i];
        *l = (struct mk_layer_facts){.file = v[i].file, .name = v[i].name,
                                     .geometry = v[i].geometry, .count = 3,
                                     .rows = 3};
        l->fields = mk_arena_alloc(a, 4 * sizeof *l->fields);
        for (; l->nfields < 4 && v[i].fields[l->nfields]; l->nfields++) {
            struct mk_field_facts *x = &l->fields[l->nfields];
            *x = (struct mk_field_facts){.name = v[i].fields[l->nfields],
                                         .nvalues = 1, .filled = 3};
            x->values = mk_arena_alloc(a, sizeof *x->values);
            x->values[0] = v[i].value;
        }
    }
    mk_recognise(&f->facts, &f->arena, &f->r);
}

static void done(struct folder *f)
{
    free(f->facts.layers);
    mk_arena_release(&f->facts.arena);
    mk_arena_release(&f->arena);
}

// The field that a key got, "-" when none.
static const char *got(const struct mk_other_found *o, const char *key)
{
    for (uint32_t i = 0; i < o->found.nmap; i++)
        if (strcmp(o->found.map[i].key, key) == 0)
            return o->found.map[i].field->name;
    return "-";
}

static void products_are_known_by_their_fields(void **state)
{
    (void)state;
    // a shapefile cuts antikvariskbedomning to ten characters
    static const struct layer v[] = {
        {"a.gpkg", "a", MK_GK_POLYGON, {"antikvaris", "lamningsnu"}, "x"},
        {"b.shp", "b", MK_GK_POINT, {"EBH_ID", "RISKKLASS"}, "2"},
        {"c.shp", "c", MK_GK_POLYGON, {"NVRID", "NAMN", "SKYDDSTYP"},
         "Naturreservat"},
        {"d.shp", "d", MK_GK_POLYGON, {"NVRID", "NAMN", "SKYDDSTYP"},
         "Vattenskyddsområde"},
        {"e.geojson", "e", MK_GK_POLYGON, {"strandskyddstyp"}, "infört"},
        {"f.gpkg", "f", MK_GK_POLYGON, {"return_period"}, "100"},
        {"g.gpkg", "Riksintresse_vag", MK_GK_LINE, {"x"}, "x"},
    };
    static const struct {
        enum mk_layer_role role;
        const char *file, *key, *field;
    } want[] = { // by role
        {MK_RO_STRANDSKYDD, "e.geojson", "typ", "strandskyddstyp"},
        {MK_RO_NATUR, "c.shp", "typ", "SKYDDSTYP"},
        {MK_RO_VATTENSKYDD, "d.shp", "id", "NVRID"},
        {MK_RO_OVERSVAMNING, "f.gpkg", "klass", "return_period"},
        {MK_RO_FORORENING, "b.shp", "riskklass", "RISKKLASS"},
        {MK_RO_FORNLAMNING, "a.gpkg", "typ", "antikvaris"},
    };
    struct folder f = {0};
    recognise(&f, v, 7);
    assert_int_equal(f.r.nothers, 6);
    for (uint32_t i = 0; i < 6; i++) {
        const struct mk_other_found *o = &f.r.others[i];
        assert_int_equal(o->role, want[i].role);
        assert_string_equal(o->found.layer->file, want[i].file);
        assert_string_equal(got(o, want[i].key), want[i].field);
    }
    for (uint32_t i = 0; i < 6; i++)
        assert_null(f.r.left[i]);
    // lines in a role without a reach are left, and it is said what to write
    assert_non_null(strstr(f.r.left[6], "riksintresse"));
    assert_non_null(strstr(f.r.left[6], "buffert_m"));
    done(&f);
}

static void layers_of_counties_come_as_one_pattern(void **state)
{
    (void)state;
    static const struct layer v[] = {
        {"n.gpkg", "NVDB_DK_O_14_FunkVagklass", MK_GK_LINE, {"Klass"}, "5"},
        {"n.gpkg", "NVDB_DK_O_13_FunkVagklass", MK_GK_LINE, {"Klass"}, "5"},
        {"n.gpkg", "NVDB_DK_O_14_Vagnummer", MK_GK_LINE, {"Klass"}, "5"},
        {"m.gpkg", "NVDB-12-FunkVagklass", MK_GK_LINE, {"KLASS"}, "5"},
    };
    struct folder f = {0};
    recognise(&f, v, 4);
    assert_int_equal(f.r.nothers, 2);
    assert_string_equal(f.r.others[0].lager, "*FunkVagklass");
    assert_string_equal(f.r.others[0].found.layer->file, "n.gpkg");
    assert_string_equal(f.r.others[1].found.layer->file, "m.gpkg");
    assert_string_equal(got(&f.r.others[0], "klass"), "Klass");
    assert_null(f.r.left[1]);
    assert_non_null(f.r.left[2]);
    done(&f);
}

static void what_only_sounds_alike_is_left(void **state)
{
    (void)state;
    static const struct layer v[] = {
        {"a.gpkg", "a", MK_GK_POLYGON, {"RISKKLASS"}, "2"},
        {"b.gpkg", "b", MK_GK_LINE, {"KLASS"}, "2"},
        {"c.gpkg", "c", MK_GK_NONE, {"EBH_ID", "RISKKLASS"}, "2"},
        {"d.gpkg", "d", MK_GK_POLYGON, {"kategori"}, "x"},
    };
    struct folder f = {0};
    recognise(&f, v, 4);
    assert_int_equal(f.r.nothers, 0);
    for (uint32_t i = 0; i < 4; i++)
        assert_non_null(f.r.left[i]);
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_are_known_by_their_fields),
        cmocka_unit_test(layers_of_counties_come_as_one_pattern),
        cmocka_unit_test(what_only_sounds_alike_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
