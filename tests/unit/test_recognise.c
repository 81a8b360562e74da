// What a layer is taken for, on facts made by hand: by names, by values, and
// when names and values disagree.
#include "near.h"

#include "base/facts.h"
#include "config/recognise.h"

#include <stdlib.h>
#include <string.h>

// A field and up to 8 of its values; the list ends with NULL.
struct col {
    const char *name;
    const char *values[8];
};

struct folder {
    struct mk_folder_facts facts;
    struct mk_arena arena;
    struct mk_recognised r;
};

static void add_layer(struct folder *f, const char *file,
                      enum mk_geom_kind geometry, const struct col cols[])
{
    struct mk_arena *a = &f->facts.arena;
    struct mk_layer_facts l = {.file = file, .name = "lager", .only = true,
                               .geometry = geometry, .count = 8};
    for (; cols[l.nfields].name; l.nfields++)
        for (uint32_t k = 0; k < 8 && cols[l.nfields].values[k]; k++)
            if (l.rows <= k)
                l.rows = k + 1;
    l.fields = mk_arena_alloc(a, (l.nfields + 1) * sizeof *l.fields);
    for (uint32_t i = 0; i < l.nfields; i++) {
        struct mk_field_facts x = {.name = cols[i].name};
        while (x.nvalues < 8 && cols[i].values[x.nvalues])
            x.nvalues++;
        x.values = mk_arena_alloc(a, 8 * sizeof(char *));
        memcpy(x.values, cols[i].values, x.nvalues * sizeof(char *));
        x.filled = x.nvalues ? l.rows : 0;
        l.fields[i] = x;
    }
    MK_GROW(f->facts.layers, f->facts.layers_cap, f->facts.nlayers + 1);
    f->facts.layers[f->facts.nlayers++] = l;
}

static void done(struct folder *f)
{
    free(f->facts.layers);
    mk_arena_release(&f->facts.arena);
    mk_arena_release(&f->arena);
}

static const char *file_of(const struct folder *f, enum mk_role role)
{
    return f->r.role[role].layer ? f->r.role[role].layer->file : "-";
}

// The field (or "=constant") that a key got, "-" when none.
static const char *got(const struct folder *f, enum mk_role role,
                       const char *key)
{
    const struct mk_role_found *x = &f->r.role[role];
    for (uint32_t i = 0; i < x->nmap; i++)
        if (strcmp(x->map[i].key, key) == 0)
            return x->map[i].field ? x->map[i].field->name
                                   : x->map[i].constant;
    return "-";
}

static const struct mk_mapped *map_of(const struct folder *f,
                                      enum mk_role role, const char *key)
{
    const struct mk_role_found *x = &f->r.role[role];
    for (uint32_t i = 0; i < x->nmap; i++)
        if (strcmp(x->map[i].key, key) == 0)
            return &x->map[i];
    fail_msg("%s is not mapped", key);
    return NULL;
}

#define UUID1 "4a6b2f0e-8a5c-4d7e-9b1f-0123456789ab"
#define UUID2 "4a6b2f0e-8a5c-4d7e-9b1f-0123456789ac"

static const struct col lm_parcels[] = {
    {"objektidentitet", {UUID1, UUID2}},
    {"registerenhetsreferens", {UUID2}},
    {"objekttyp", {"fastighetsområde", "samfällighetsområde"}},
    {"kommunkod", {"1441"}}, {"kommunnamn", {"LERUM"}},
    {"trakt", {"HALLSÅS", "TORP"}}, {"block", {"2", "s"}},
    {"enhet", {"261", "12"}}, {"omradesnummer", {"1", "2"}},
    {"etikett", {"2:261", "s:12>2"}}, {NULL, {NULL}}};

static void a_delivery_of_lantmateriet_is_known_by_its_names(void **state)
{
    (void)state;
    struct folder f = {0};
    add_layer(&f, "fastighetsindelning_kn1441.gpkg", MK_GK_POLYGON,
              lm_parcels);
    mk_recognise(&f.facts, &f.arena, &f.r);
    const enum mk_role p = MK_ROLE_FASTIGHETER;
    assert_string_equal(file_of(&f, p), "fastighetsindelning_kn1441.gpkg");
    assert_string_equal(got(&f, p, "fast_id"), "registerenhetsreferens");
    assert_string_equal(got(&f, p, "fastighet"), "-");
    assert_string_equal(got(&f, p, "trakt"), "trakt");
    assert_string_equal(got(&f, p, "block"), "block");
    assert_string_equal(got(&f, p, "enhet"), "enhet");
    assert_string_equal(got(&f, p, "omr_nr"), "omradesnummer");
    assert_string_equal(got(&f, p, "objekttyp"), "objekttyp");
    assert_string_equal(f.r.kommunkod, "1441");
    assert_string_equal(f.r.kommun, "LERUM");
    assert_string_equal(f.r.role[p].unused, "objektidentitet");
    done(&f);
}

static void the_older_shapefile_is_known_and_its_name_gives_the_code(
    void **state)
{
    (void)state;
    static const struct col ay[] = {
        {"FNR_FDS", {"140012345", "140012346"}},
        {"FASTIGHET", {"LERUM HALLSÅS 2:261", "LERUM TORP S:12"}},
        {"OMRNR", {"1", "2"}}, {"DETALJTYP", {"FASTIGHET", "SAMF"}},
        {"ADAT", {"20190502"}}, {NULL, {NULL}}};
    struct folder f = {0};
    add_layer(&f, "lev/ay_1441.shp", MK_GK_POLYGON, ay);
    mk_recognise(&f.facts, &f.arena, &f.r);
    const enum mk_role p = MK_ROLE_FASTIGHETER;
    assert_string_equal(got(&f, p, "fast_id"), "FNR_FDS");
    assert_string_equal(got(&f, p, "fastighet"), "FASTIGHET");
    assert_string_equal(got(&f, p, "omr_nr"), "OMRNR");
    assert_string_equal(got(&f, p, "objekttyp"), "DETALJTYP");
    assert_string_equal(got(&f, p, "kommunkod"), "1441");
    assert_int_equal(map_of(&f, p, "kommunkod")->ground, MK_BY_FILE_NAME);
    assert_string_equal(f.r.kommunkod, "1441");
    done(&f);
}

static void names_cut_to_ten_characters_are_told_apart_by_values(void **state)
{
    (void)state;
    static const struct col cut[] = {
        {"fastighets", {"HALLSÅS 2:261", "TORP S:12"}},
        {"registeren", {UUID1, UUID2}}, {NULL, {NULL}}};
    static const struct col plan[] = {
        {"aktbetecki", {"x"}}, {"planstatus", {"Gällande", "Samråd"}},
        {"genomforan", {"2010-05-01", "2012-01-01"}},
        {"genomforande", {"60", "120"}}, {"genomf_slu", {"2020-05-01"}},
        {"datumlagak", {"2010-05-01"}}, {NULL, {NULL}}};
    struct folder f = {0};
    add_layer(&f, "a.shp", MK_GK_POLYGON, cut);
    add_layer(&f, "b.shp", MK_GK_POLYGON, plan);
    mk_recognise(&f.facts, &f.arena, &f.r);
    assert_string_equal(got(&f, MK_ROLE_FASTIGHETER, "fast_id"), "registeren");
    assert_string_equal(got(&f, MK_ROLE_FASTIGHETER, "fastighet"),
                        "fastighets");
    assert_string_equal(got(&f, MK_ROLE_DETALJPLANER, "gf_start"),
                        "genomforan");
    assert_string_equal(got(&f, MK_ROLE_DETALJPLANER, "gf_slut"),
                        "genomf_slu");
    assert_string_equal(got(&f, MK_ROLE_DETALJPLANER, "laga_kraft"),
                        "datumlagak");
    done(&f);
}

static const struct col malmo_plans[] = {
    {"PLAN_", {"LB33", "LB34"}}, {"PLANNAMN", {"Hulan", "Torp"}},
    {"LAGAKRAFT_", {"2010-05-01", "20120101"}},
    {"LMAKT", {"1441-P10/4", "14-LER-120"}}, {NULL, {NULL}}};

static void plans_and_uses_meet_on_shared_values(void **state)
{
    (void)state;
    static const struct col uses[] = {
        {"nyckel", {"LB34", "LB33"}}, {"slag", {"J", "JK", "B e1", "NATUR"}},
        {NULL, {NULL}}};
    struct folder f = {0};
    add_layer(&f, "gallande.shp", MK_GK_POLYGON, malmo_plans);
    add_layer(&f, "ytor.shp", MK_GK_POLYGON, uses);
    add_layer(&f, "omr.shp", MK_GK_POLYGON,
              (const struct col[]){{"nyckel", {"a"}}, {NULL, {NULL}}});
    mk_recognise(&f.facts, &f.arena, &f.r);
    assert_string_equal(file_of(&f, MK_ROLE_DETALJPLANER), "gallande.shp");
    assert_string_equal(got(&f, MK_ROLE_DETALJPLANER, "nr"), "PLAN_");
    assert_string_equal(got(&f, MK_ROLE_DETALJPLANER, "akt"), "LMAKT");
    assert_string_equal(got(&f, MK_ROLE_DETALJPLANER, "id"), "LMAKT");
    assert_string_equal(got(&f, MK_ROLE_DETALJPLANER, "laga_kraft"),
                        "LAGAKRAFT_");
    assert_string_equal(file_of(&f, MK_ROLE_ANVANDNING), "ytor.shp");
    assert_string_equal(got(&f, MK_ROLE_ANVANDNING, "bokstav"), "slag");
    assert_string_equal(got(&f, MK_ROLE_ANVANDNING, "plan"), "nyckel");
    assert_int_equal(map_of(&f, MK_ROLE_ANVANDNING, "plan")->ground,
                     MK_BY_SHARED_VALUES);
    assert_string_equal(f.r.left[2], "kunde inte tolkas");
    assert_null(f.r.left[0]);
    done(&f);
}

static void a_plan_layer_with_letters_serves_as_both(void **state)
{
    (void)state;
    static const struct col both[] = {
        {"PLAN_", {"LB33", "LB34"}}, {"LMAKT", {"1441-P10/4", "14-LER-120"}},
        {"PLANNAMN", {"Hulan", "Torp"}}, {"LAGAKRAFT_", {"2010-05-01"}},
        {"BESTAMNING", {"J", "HJK e1", "GATA"}}, {NULL, {NULL}}};
    struct folder f = {0};
    add_layer(&f, "planer.tab", MK_GK_POLYGON, both);
    mk_recognise(&f.facts, &f.arena, &f.r);
    assert_string_equal(file_of(&f, MK_ROLE_DETALJPLANER), "planer.tab");
    assert_string_equal(file_of(&f, MK_ROLE_ANVANDNING), "planer.tab");
    assert_string_equal(got(&f, MK_ROLE_ANVANDNING, "bokstav"), "BESTAMNING");
    assert_string_equal(got(&f, MK_ROLE_ANVANDNING, "plan"), "LMAKT");
    done(&f);
}

static void unknown_names_are_read_from_their_values(void **state)
{
    (void)state;
    static const struct col parcels[] = {
        {"a", {"140012345", "140012346"}},
        {"b", {"HALLSÅS 2:261", "TORP 1:4"}},
        {"c", {"FASTIGHET", "SAMF"}}, {NULL, {NULL}}};
    static const struct col plans[] = {
        {"d", {"1441-P10/4", "14-LER-120"}},
        {"e", {"Gällande", "Antagen, ej laga kraft", "Samråd"}},
        {"f", {"EK01", "EK02", "EK03"}}, {NULL, {NULL}}};
    static const struct col uses[] = {
        {"h", {"EK03", "EK01"}}, {"i", {"B", "J", "JK", "GATA"}},
        {NULL, {NULL}}};
    static const struct col houses[] = {
        {"g", {"Bostad", "Industri", "Komplementbyggnad"}}, {NULL, {NULL}}};
    struct folder f = {0};
    add_layer(&f, "1.gpkg", MK_GK_POLYGON, houses);
    add_layer(&f, "2.gpkg", MK_GK_MIXED, plans);
    add_layer(&f, "3.gpkg", MK_GK_POLYGON, parcels);
    add_layer(&f, "4.gpkg", MK_GK_POLYGON, uses);
    mk_recognise(&f.facts, &f.arena, &f.r);
    assert_string_equal(got(&f, MK_ROLE_FASTIGHETER, "fast_id"), "a");
    assert_string_equal(got(&f, MK_ROLE_FASTIGHETER, "fastighet"), "b");
    assert_string_equal(got(&f, MK_ROLE_FASTIGHETER, "objekttyp"), "c");
    assert_int_equal(map_of(&f, MK_ROLE_FASTIGHETER, "fastighet")->ground,
                     MK_BY_VALUES);
    assert_string_equal(got(&f, MK_ROLE_DETALJPLANER, "akt"), "d");
    assert_string_equal(got(&f, MK_ROLE_DETALJPLANER, "status"), "e");
    assert_string_equal(got(&f, MK_ROLE_BYGGNADER, "typ"), "g");
    assert_string_equal(got(&f, MK_ROLE_ANVANDNING, "bokstav"), "i");
    assert_string_equal(got(&f, MK_ROLE_ANVANDNING, "plan"), "h");
    assert_string_equal(got(&f, MK_ROLE_DETALJPLANER, "nr"), "f");
    done(&f);
}

static void a_name_does_not_count_against_its_values(void **state)
{
    (void)state;
    // EBH's FASTIGHET is a number, an address is no designation, initials
    // are no use letters, and a STATUS may be about something else.
    static const struct col cols[] = {
        {"FASTIGHET", {"1234", "88"}},
        {"ADRESS", {"Storgatan 6", "Parkvägen 12"}},
        {"PLAN_ID", {NULL}}, {"Editor", {"JB", "MS", "CH"}},
        {"STATUS", {"Öppen", "Stängd"}}, {"GlobalID", {UUID1, UUID2}},
        {NULL, {NULL}}};
    struct folder f = {0};
    add_layer(&f, "ytor.shp", MK_GK_POLYGON, cols);
    add_layer(&f, "ay_1441.shp", MK_GK_POINT, lm_parcels);
    mk_recognise(&f.facts, &f.arena, &f.r);
    for (int r = 0; r < MK_ROLE_COUNT; r++)
        assert_string_equal(file_of(&f, (enum mk_role)r), "-");
    assert_string_equal(f.r.left[0], "kunde inte tolkas");
    assert_string_equal(f.r.left[1], "punkter som inte kunde tolkas");
    assert_null(f.r.kommunkod);
    done(&f);
}

static void buildings_get_the_words_that_the_rules_know(void **state)
{
    (void)state;
    static const struct col by[] = {
        {"OBJEKT_ID", {UUID1}}, {"DETALJTYP", {"HUS", "HUSÖVR"}},
        {"INSAM_LAGE", {"3", "1"}}, {"HUVUDBYGGN", {"J"}},
        {"ANDAMAL_1T", {"Bostad; Småhus friliggande",
                        "Industri; Ospecificerad"}}, {NULL, {NULL}}};
    static const struct col topo[] = {
        {"objekttypnr", {"2061", "2066"}}, {NULL, {NULL}}};
    struct folder f = {0};
    add_layer(&f, "by_14.shp", MK_GK_POLYGON, by);
    mk_recognise(&f.facts, &f.arena, &f.r);
    const struct mk_mapped *m = map_of(&f, MK_ROLE_BYGGNADER, "typ");
    assert_string_equal(m->field->name, "ANDAMAL_1T");
    assert_int_equal(m->nvalues, 2);
    assert_string_equal(m->values[0].from, "Bostad; Småhus friliggande");
    assert_string_equal(m->values[0].to, "Bostad");
    m = map_of(&f, MK_ROLE_BYGGNADER, "huvudbyggnad");
    assert_int_equal(m->nvalues, 1);
    assert_string_equal(m->values[0].to, "Ja");
    assert_string_equal(got(&f, MK_ROLE_BYGGNADER, "lage"), "INSAM_LAGE");
    done(&f);

    struct folder g = {0};
    add_layer(&g, "x.gpkg", MK_GK_POLYGON, topo);
    mk_recognise(&g.facts, &g.arena, &g.r);
    m = map_of(&g, MK_ROLE_BYGGNADER, "typ");
    assert_string_equal(m->values[0].to, "Bostad");
    assert_string_equal(m->values[1].to, "Komplementbyggnad");
    done(&g);
}

static void the_second_of_two_alike_stays_without_a_role(void **state)
{
    (void)state;
    struct folder f = {0};
    add_layer(&f, "fastigheter_gammal.gpkg", MK_GK_POLYGON, lm_parcels);
    add_layer(&f, "fastigheter_ny.gpkg", MK_GK_POLYGON, lm_parcels);
    mk_recognise(&f.facts, &f.arena, &f.r);
    assert_string_equal(file_of(&f, MK_ROLE_FASTIGHETER),
                        "fastigheter_gammal.gpkg");
    assert_string_equal(f.r.left[1], "kunde också vara fastigheter; ett annat "
                                     "lager passade bättre");
    done(&f);
}

static void own_results_and_domain_objects_are_not_input(void **state)
{
    (void)state;
    static const struct col own[] = {
        {"fast_id", {"140012345"}}, {"fastighet", {"LERUM TORP 1:4"}},
        {"area_m2", {"1"}}, {"koll_klass", {"A"}}, {NULL, {NULL}}};
    static const struct col ngp[] = {
        {"plangeometri", {"[]"}}, {"status", {"laga kraft"}},
        {"beteckning", {"1441-P10/4"}}, {NULL, {NULL}}};
    struct folder f = {0};
    add_layer(&f, "out/mark.geojson", MK_GK_POLYGON, own);
    add_layer(&f, "plan.json", MK_GK_POLYGON, ngp);
    mk_recognise(&f.facts, &f.arena, &f.r);
    for (int r = 0; r < MK_ROLE_COUNT; r++)
        assert_string_equal(file_of(&f, (enum mk_role)r), "-");
    assert_string_equal(f.r.left[0], "ett eget resultat av markklar");
    assert_non_null(strstr(f.r.left[1], "domänobjekt"));
    done(&f);
}

static void status_words_not_understood_are_listed(void **state)
{
    (void)state;
    static const struct col plan[] = {
        {"PLANNAMN", {"Hulan", "Torp"}}, {"LAGAKRAFT", {"2010-05-01"}},
        {"STATUS", {"Gällande", "Samråd", "Antagen", "Pågående", "Vilande"}},
        {NULL, {NULL}}};
    struct folder f = {0};
    add_layer(&f, "planer.shp", MK_GK_POLYGON, plan);
    mk_recognise(&f.facts, &f.arena, &f.r);
    const struct mk_mapped *m = map_of(&f, MK_ROLE_DETALJPLANER, "status");
    assert_string_equal(m->unread, "Vilande");
    assert_int_equal(m->nvalues, 0);
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_delivery_of_lantmateriet_is_known_by_its_names),
        cmocka_unit_test(
            the_older_shapefile_is_known_and_its_name_gives_the_code),
        cmocka_unit_test(names_cut_to_ten_characters_are_told_apart_by_values),
        cmocka_unit_test(plans_and_uses_meet_on_shared_values),
        cmocka_unit_test(a_plan_layer_with_letters_serves_as_both),
        cmocka_unit_test(unknown_names_are_read_from_their_values),
        cmocka_unit_test(a_name_does_not_count_against_its_values),
        cmocka_unit_test(buildings_get_the_words_that_the_rules_know),
        cmocka_unit_test(the_second_of_two_alike_stays_without_a_role),
        cmocka_unit_test(own_results_and_domain_objects_are_not_input),
        cmocka_unit_test(status_words_not_understood_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
