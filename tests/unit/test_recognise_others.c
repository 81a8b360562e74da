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

// A municipality's own: the name and a field must say the same.
static void own_layers_need_a_name_and_a_field(void **state)
{
    (void)state;
    static const struct layer v[] = {
        {"k.gpkg", "Industritomter", MK_GK_POLYGON, {"Status", "Pris"},
         "Reserverad"}, // the price is no number: not mapped
        {"k.gpkg", "VA-verksamhetsområde", MK_GK_POLYGON, {"STATUS"},
         "Utbyggt"},
        {"k.gpkg", "elnät", MK_GK_POINT, {"LEDIG_MW"}, "4,5"},
        {"k.gpkg", "ÖP_2030", MK_GK_POLYGON, {"KLASS"}, "Verksamheter"},
        // the name alone: values that say nothing, or another use
        {"k.gpkg", "fiber", MK_GK_LINE, {"STATUS"}, "3"},
        {"k.gpkg", "op_karta", MK_GK_POLYGON, {"KLASS"}, "Bostäder"},
        // a field alone
        {"k.gpkg", "lager 7", MK_GK_POLYGON, {"SLAG"}, "Geoteknik"},
        // neither: "va" is in "varuhus", "op" in "topografi"
        {"k.gpkg", "varuhus", MK_GK_POLYGON, {"STATUS"}, "Utbyggt"},
        {"k.gpkg", "topografi", MK_GK_POLYGON, {"KLASS"}, "Verksamheter"},
    };
    struct folder f = {0};
    recognise(&f, v, 9);
    static const enum mk_layer_role want[] = {
        MK_RO_OVERSIKTSPLAN, MK_RO_MARKANVISNING, MK_RO_VA, MK_RO_EL};
    static const uint32_t at[] = {3, 0, 1, 2};
    assert_int_equal(f.r.nothers, 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(f.r.others[i].role, want[i]);
        assert_string_equal(f.r.others[i].found.layer->name, v[at[i]].name);
        assert_null(f.r.left[at[i]]);
    }
    assert_string_equal(got(&f.r.others[1], "status"), "Status");
    assert_string_equal(got(&f.r.others[1], "pris"), "-");
    assert_non_null(strstr(f.r.left[4], "kan vara fiber på namnet"));
    assert_non_null(strstr(f.r.left[5], "kan vara oversiktsplan på namnet"));
    assert_non_null(strstr(f.r.left[6], "kan vara utredning på fälten"));
    assert_string_equal(f.r.left[7], "kunde inte tolkas");
    assert_string_equal(f.r.left[8], "kunde inte tolkas");
    done(&f);
}

// Only the rows that count, with quotes that SQL takes.
static void rows_are_picked_by_their_class(void **state)
{
    (void)state;
    static const struct layer v[] = {
        {"k.gpkg", "planbesked", MK_GK_POLYGON, {"Besked", "Avser"}, "x"}};
    struct folder f = {0};
    recognise(&f, v, 1);
    assert_int_equal(f.r.nothers, 0); // no row is positive
    done(&f);
    static const struct layer w[] = {
        {"k.gpkg", "op", MK_GK_POLYGON, {"klass"}, "Industri 'A'"}};
    f = (struct folder){0};
    recognise(&f, w, 1);
    assert_null(f.r.others[0].urval); // every row counts
    f.facts.layers[0].rows = 4;       // one row without a class
    struct mk_recognised again;
    mk_recognise(&f.facts, &f.arena, &again);
    assert_string_equal(again.others[0].urval,
                        "\"klass\" IN ('Industri ''A''')");
    done(&f);
}

static void motorways_give_no_access(void **state)
{
    (void)state;
    static const struct layer v[] = {
        {"n.gpkg", "NVDB_FunkVagklass", MK_GK_LINE, {"KLASS"}, "0"}};
    struct folder f = {0};
    recognise(&f, v, 1);
    const struct mk_other_found *o = &f.r.others[0];
    assert_string_equal(o->ej_tillfart, "motorväg");
    assert_string_equal(o->found.map[0].values[0].from, "0");
    assert_string_equal(o->found.map[0].values[0].to, "motorväg");
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_are_known_by_their_fields),
        cmocka_unit_test(layers_of_counties_come_as_one_pattern),
        cmocka_unit_test(what_only_sounds_alike_is_left),
        cmocka_unit_test(own_layers_need_a_name_and_a_field),
        cmocka_unit_test(rows_are_picked_by_their_class),
        cmocka_unit_test(motorways_give_no_access),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
