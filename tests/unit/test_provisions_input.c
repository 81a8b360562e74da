// Provisions from vector files: beteckningar taken apart, the layer
// egenskaper, reference objects and Rita's GeoPackage.
#include "near.h"
#include "temp.h"

#include <markklar/project.h>

#include "base/text.h"
#include "input/package_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// x0..x1, y0..y1 in metres from (450000, 6400000), two digits each
#define RING(x0, y0, x1, y1)                                                \
    "[[4500" x0 ",64000" y0 "],[4500" x1 ",64000" y0 "],[4500" x1            \
    ",64000" y1 "],[4500" x0 ",64000" y1 "],[4500" x0 ",64000" y0 "]]"
#define AREA(x0, y0, x1, y1)                                                \
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":["                  \
    RING(x0, y0, x1, y1) "]}"
#define LINE                                                                \
    "\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[450000,"       \
    "6400000],[450050,6400000]]}"
#define COLLECTION(features)                                                \
    "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\","           \
    "\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::3006\"}},"            \
    "\"features\":[" features "]}"

struct file {
    struct mk_ctx *ctx;
    char path[TEMP_MAX + 32];
    struct mk_project *project;
    struct mk_plans_raw plans;
    struct mk_uses_raw uses;
    struct mk_provisions provisions;
    struct mk_arena text;
};

static void begin(struct file *f, const char *ext)
{
    *f = (struct file){.ctx = mk_ctx_new(MK_SV), .project = mk_project_new()};
    char dir[TEMP_MAX];
    temp_dir(dir);
    snprintf(f->path, sizeof f->path, "%s/f.%s", dir, ext);
    f->project->plans.path = f->project->plans.path_given = f->path;
}

static void write_text(struct file *f, const char *text)
{
    FILE *out = fopen(f->path, "wb");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    fclose(out);
}

static void end(struct file *f)
{
    mk_plans_raw_release(&f->plans);
    mk_uses_raw_release(&f->uses);
    mk_provisions_release(&f->provisions);
    mk_arena_release(&f->text);
    *strrchr(f->path, '/') = '\0';
    temp_remove(f->path);
    mk_project_free(f->project);
    mk_ctx_free(f->ctx);
}

static void read_package(struct file *f, enum mk_package want)
{
    const struct mk_package_out out = {"EPSG:3006", &f->plans, &f->uses,
                                       &f->provisions, &f->text};
    enum mk_package kind = MK_PKG_NONE;
    assert_int_equal(mk_package_recognise(f->ctx, &f->project->plans, &kind),
                     MK_OK);
    assert_int_equal(kind, want);
    const enum mk_status st = mk_package_read(f->ctx, f->project, kind, &out);
    if (st != MK_OK)
        print_error("%s\n", mk_ctx_error(f->ctx));
    assert_int_equal(st, MK_OK);
    assert_int_equal(f->plans.outline.n, f->plans.n);
    assert_int_equal(f->uses.geom.n, f->uses.n);
}

static void same_text(const char *got, const char *want)
{
    if (want)
        assert_string_equal(got ? got : "(null)", want);
    else
        assert_null(got);
}

static double area_of(const struct file *f, uint32_t i)
{
    const struct mk_poly g =
        mk_polyset_get(&f->provisions.geom, f->provisions.v[i].geom);
    return mk_poly_area(&g);
}

// ---- beteckningar -------------------------------------------------------------

static void codes_are_taken_apart(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want; // name=value, "|" between
    } list[] = {
        {"e1", "e1"},
        {"e1 h2 prickmark", "e1|h2|prickmark"},
        {"e1,h2;p3/n4+f5", "e1|h2|p3|n4|f5"},
        {"e1h2", ""}, // nobody's: stays as it is
        {"nh 9,5", "nh=9,5"},
        {"nh 9,5 m", "nh=9,5 m"},
        {"nh +45.0 e1", "nh=+45.0|e1"},
        {"e1 30 % h1", "e1=30 %|h1"},
        {"e1 30%", "e1=30%"},
        {"e1 250 m² II", "e1=250 m²|II"},
        {"p1 m2", "p1|m2"}, // no value before it: not a unit
        {"prick, kors", "prick|kors"},
        {"Prickmark", "Prickmark"},
        {"Marken får inte förses med byggnad", ""},
        {"e1 Största byggnadsarea", ""},
        {"", ""},
        {"9,5", ""},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct mk_pv_code c[MK_PV_CODES];
        struct mk_buf got = {0};
        const uint32_t n = mk_pv_codes(list[i].text, c);
        for (uint32_t k = 0; k < n; k++) {
            mk_buf_printf(&got, "%s%.*s", k ? "|" : "", (int)c[k].name_len,
                          c[k].at);
            if (c[k].value_len)
                mk_buf_printf(&got, "=%.*s", (int)c[k].value_len,
                              c[k].at + c[k].value);
        }
        assert_string_equal(mk_buf_text(&got), list[i].want);
        mk_buf_release(&got);
    }
}

struct expected {
    const char *code, *text, *value, *unit;
};

static void check_row(const char *code, const char *text, const char *value,
                      const struct expected *want, uint32_t n, bool noted)
{
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    struct mk_arena a = {0};
    struct mk_provisions got = {0};
    struct mk_provision p = {.code = code, .text = text, .geom = 7};
    if (value)
        p.value[p.nvalues++] = (struct mk_pv_value){value, "meter", NULL};
    mk_provisions_add(ctx, &got, &a, &p, "rad 1");
    assert_int_equal(got.n, n);
    for (uint32_t i = 0; i < n; i++) {
        same_text(got.v[i].code, want[i].code);
        same_text(got.v[i].text, want[i].text);
        assert_int_equal(got.v[i].nvalues, want[i].value != NULL);
        same_text(got.v[i].value[0].text, want[i].value);
        same_text(got.v[i].value[0].unit, want[i].unit);
        assert_int_equal(got.v[i].geom, 7);
    }
    assert_int_equal(mk_notes_count(ctx, MK_N_PROV_SHARED), noted);
    mk_provisions_release(&got);
    mk_arena_release(&a);
    mk_ctx_free(ctx);
}
#define ROW(code, text, value, noted, ...)                                  \
    do {                                                                    \
        const struct expected want[] = {__VA_ARGS__};                       \
        check_row(code, text, value, want, sizeof want / sizeof *want,      \
                  noted);                                                   \
    } while (0)

static void wording_and_value_go_with_their_code(void **state)
{
    (void)state;
    ROW("e1", "Största byggnadsarea är 30 %", NULL, false,
        {"e1", "Största byggnadsarea är 30 %", NULL, NULL});
    // as many parts as codes
    ROW("e1 h2", "Byggnadsarea 30 %; nockhöjd 9 m", NULL, false,
        {"e1", "Byggnadsarea 30 %", NULL, NULL},
        {"h2", "nockhöjd 9 m", NULL, NULL});
    // named in the text, in any order
    ROW("e1 h2", "h2: nockhöjd 9 m, e1 - area 30 %", NULL, false,
        {"e1", "area 30 %", NULL, NULL},
        {"h2", "nockhöjd 9 m,", NULL, NULL});
    // words without figures may be all of theirs
    ROW("p1 f2", "Utformning", NULL, false, {"p1", "Utformning", NULL, NULL},
        {"f2", "Utformning", NULL, NULL});
    // figures that may be either's are nobody's
    ROW("e1 h2", "30 % och 9 m", "9", true, {"e1", NULL, NULL, NULL},
        {"h2", NULL, NULL, NULL});
    ROW("e1 h2", NULL, "30; 9", false, {"e1", NULL, "30", "meter"},
        {"h2", NULL, "9", "meter"});
    // a value in the code; one of its own column goes before it
    ROW("e1 30 %", NULL, NULL, false, {"e1", NULL, "30", "%"});
    ROW("nh 9,5", NULL, NULL, false, {"nh 9,5", NULL, "9,5", NULL});
    ROW("e1 30 %", NULL, "40", false, {"e1", NULL, "40", "meter"});
    ROW("Marken får inte bebyggas", NULL, NULL, false,
        {"Marken får inte bebyggas", NULL, NULL, NULL});
}

static void values_are_put_into_the_wording(void **state)
{
    (void)state;
    struct mk_arena a = {0};
    struct mk_provision p = {0};
    json_t *v = json_loads("[{\"variabelvarde\": \"9,5\", \"enhet\": \"meter\","
                           " \"vardetyp\": \"max\"}, {\"variabelvarde\": 2}]",
                           0, NULL);
    mk_pv_values(v, &a, &p);
    json_decref(v);
    assert_int_equal(p.nvalues, 2);
    assert_string_equal(p.value[0].text, "9,5");
    assert_string_equal(p.value[0].unit, "meter");
    assert_string_equal(p.value[0].bound, "max");
    assert_string_equal(p.value[1].text, "2");
    same_text(mk_pv_wording("Höjd [höjd:decimaltal] m, [n:text] plan, [x].",
                            &p, &a), "Höjd 9,5 m, 2 plan, [x].");
    same_text(mk_pv_wording("[", &p, &a), "[");
    assert_null(mk_pv_wording(NULL, &p, &a));
    mk_arena_release(&a);
}

// CPU seconds.
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

// 1 MB of brackets that never close: to look for the end of each takes 5e11
// steps, many seconds; of one, milliseconds.
static void a_long_wording_is_gone_through_once(void **state)
{
    (void)state;
    const size_t n = 1024 * 1024;
    struct mk_arena a = {0};
    struct mk_buf t = {0};
    struct mk_provision p = {.value = {{"9", NULL, NULL}}, .nvalues = 1};
    memset(mk_buf_room(&t, n), '[', n);
    t.len = n;
    const double from = now();
    const char *got = mk_pv_wording(mk_buf_text(&t), &p, &a);
    assert_true(now() - from < 2);
    assert_string_equal(got, t.data);
    mk_buf_release(&t);
    mk_arena_release(&a);
}

// "å" is two bytes: 64 KiB and one of them end in a whole letter, behind an
// "x" inside one.
static void a_wording_is_cut_at_64_kib(void **state)
{
    (void)state;
    static const struct {
        const char *first;
        int letters;
        size_t want;
        uint32_t notes;
    } t[] = {
        {"", 32768, 65536, 0}, {"", 32769, 65536, 1}, {"x", 32768, 65535, 1},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct mk_ctx *ctx = mk_ctx_new(MK_SV);
        struct mk_arena a = {0};
        struct mk_buf b = {0};
        struct mk_provisions out = {0};
        mk_buf_str(&b, t[i].first);
        for (int k = 0; k < t[i].letters; k++)
            mk_buf_str(&b, "å");
        const struct mk_provision p = {.text = mk_buf_text(&b)};
        mk_provisions_add(ctx, &out, &a, &p, "egenskaper rad 1");
        assert_int_equal(strlen(out.v[0].text), t[i].want);
        assert_true(mk_utf8_valid(out.v[0].text, t[i].want));
        assert_int_equal(mk_notes_count(ctx, MK_N_PROV_LONG), t[i].notes);
        mk_provisions_release(&out);
        mk_buf_release(&b);
        mk_arena_release(&a);
        mk_ctx_free(ctx);
    }
}

static void the_earliest_date_of_any_list(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } list[] = {
        {"2022-01-10; 2021-03-04", "2021-03-04"},
        {"[\"2022-01-10\", \"2021-03-04\"]", "2021-03-04"},
        {"(2:2021-03-04,2022-01-10)", "2021-03-04"},
        {"20210304", "2021-03-04"},
        {"2021/03/04", "2021-03-04"},
        {"inte ännu", NULL}, {"", NULL}, {NULL, NULL}, {"2021", NULL},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char day[11];
        const bool any = mk_package_earliest(list[i].text, day);
        same_text(any ? day : NULL, list[i].want);
    }
}

// ---- the layer egenskaper -----------------------------------------------------

static void a_layer_of_areas_and_lines(void **state)
{
    (void)state;
    struct file f;
    begin(&f, "geojson");
    write_text(&f, COLLECTION(
        "{\"type\":\"Feature\",\"properties\":{\"P\":\"P1\",\"B\":"
        "\"e1 prickmark\",\"T\":\"Text\"}," AREA("00", "00", "20", "10") "},"
        "{\"type\":\"Feature\",\"properties\":{\"P\":\"P1\",\"B\":\"utfart\"},"
        LINE "},"
        "{\"type\":\"Feature\",\"properties\":{\"P\":\" \",\"B\":\"h1\"},"
        "\"geometry\":null}"));
    struct mk_map_entry map[] = {{.key = "plan", .field = "P"},
                                 {.key = "beteckning", .field = "B"},
                                 {.key = "text", .field = "T"}};
    struct mk_input in = {.role = "egenskaper", .path = f.path,
                          .path_given = f.path, .map = map, .nmap = 3};
    struct mk_source *s;
    assert_int_equal(mk_source_open_any(f.ctx, &in, &s), MK_OK);
    assert_int_equal(mk_provisions_read(f.ctx, s, &f.text, &f.provisions),
                     MK_OK);
    mk_source_close(s);
    assert_true(f.provisions.given);
    assert_int_equal(f.provisions.n, 4);
    const struct mk_provision *v = f.provisions.v;
    assert_string_equal(v[0].code, "e1");
    assert_string_equal(v[1].code, "prickmark");
    assert_string_equal(v[1].text, "Text");
    assert_string_equal(v[1].plan, "P1");
    assert_int_equal(v[0].geom, v[1].geom);
    assert_near(area_of(&f, 1), 200.0, 1e-9); // 20 x 10 m
    assert_near(area_of(&f, 2), 0.0, 0.0);    // a line
    assert_null(v[3].plan);
    assert_near(area_of(&f, 3), 0.0, 0.0);
    assert_int_equal(v[3].row, 3);
    // the line is no fault, the missing geometry is
    assert_int_equal(mk_notes_count(f.ctx, MK_N_GEOM_EMPTY), 1);
    end(&f);
}

// ---- reference objects --------------------------------------------------------

#define P1 "0c1f6c6e-4f0e-4a39-9a53-0e6b2c6e0001"
#define OF_P1 "\"detaljplan\":{\"objektidentitet\":\"" P1 "\",\"beteckning\":" \
    "\"LB33\",\"status\":\"laga kraft\",\"datumStatusforandring\":"         \
    "\"2021-03-04\"}"
#define OBJECT(kind, provision, geometry)                                   \
    "{\"type\":\"Feature\",\"properties\":{\"feature\":{\"typ\":\"" kind    \
    "\"}," OF_P1 ",\"planbestammelse\":{" provision "}}," geometry "}"

static void nested_reference_objects(void **state)
{
    (void)state;
    struct file f;
    begin(&f, "geojson");
    write_text(&f, COLLECTION(
        OBJECT("användningsbestämmelse",
               "\"bestammelseformulering\":\"Industri\",\"giltighetstid\":36",
               AREA("00", "00", "50", "50")) ","
        OBJECT("egenskapsbestämmelse",
               "\"objektidentitet\":\"x1\",\"bestammelseformulering\":"
               "\"Högsta nockhöjd är [h:decimaltal] meter\",\"kategori\":"
               "\"Omfattning\",\"bestammelsevarde\":[{\"variabelvarde\":"
               "\"9\",\"enhet\":\"meter\",\"vardetyp\":\"max\"}]",
               AREA("00", "00", "20", "10")) ","
        OBJECT("administrativ bestämmelse",
               "\"bestammelseformulering\":\"Villkor\"",
               "\"geometry\":null")));
    read_package(&f, MK_PKG_REFERENCE);
    assert_int_equal(f.plans.n, 1);
    assert_string_equal(f.plans.plans[0].id, P1);
    assert_string_equal(f.plans.plans[0].nr, "LB33");
    assert_string_equal(f.plans.plans[0].stage_text, "2021-03-04");
    assert_int_equal(f.uses.n, 1);
    assert_string_equal(f.uses.uses[0].text, "J");
    assert_string_equal(f.uses.uses[0].plan, P1);
    assert_int_equal(f.uses.uses[0].lasts, 36);
    const struct mk_provision *v = f.provisions.v;
    assert_int_equal(f.provisions.n, 2);
    assert_string_equal(v[0].id, "x1");
    assert_string_equal(v[0].category, "Omfattning");
    assert_string_equal(v[0].text, "Högsta nockhöjd är 9 meter");
    assert_string_equal(v[0].value[0].bound, "max");
    assert_near(area_of(&f, 0), 200.0, 1e-6);
    assert_int_equal(v[1].geom, MK_PV_WHOLE_PLAN);
    assert_string_equal(v[1].plan, P1);
    // no outline: that of the use, 50 x 50 m
    const struct mk_poly g = mk_polyset_get(&f.plans.outline, 0);
    assert_near(mk_poly_area(&g), 2500.0, 1e-6);
    assert_int_equal(mk_notes_count(f.ctx, MK_N_PLAN_FROM_USES), 1);
    assert_int_equal(mk_notes_count(f.ctx, MK_N_REFERENCE_OBJECTS), 1);
    end(&f);
}

#define FLAT(provision, geometry)                                           \
    "{\"type\":\"Feature\",\"properties\":{\"feature_typ\":"                \
    "\"egenskapsbestämmelse\",\"detaljplan_objektidentitet\":\"" P1 "\","   \
    provision "}," geometry "}"
#define V "\"planbestammelse_"

static void merged_rows_of_the_plugin(void **state)
{
    (void)state;
    struct file f;
    begin(&f, "geojson");
    write_text(&f, COLLECTION(
        FLAT(V "beteckning\":\"e h\"," V "bestammelseformulering\":"
             "\"Area 30 % + Höjd 9 m\",\"antal_bestammelser\":2",
             AREA("00", "00", "20", "10")) ","
        FLAT(V "beteckning\":\"e\"," V "bestammelseformulering\":"
             "\"Area 30 % + Höjd 9 m\",\"antal_bestammelser\":2",
             AREA("00", "10", "20", "20")) ","
        FLAT(V "symbol\":\"Prickmark (1949 - 2020)\","
             "\"antal_bestammelser\":1", AREA("00", "20", "20", "30")) ","
        FLAT(V "etikett\":\"nh 9\"," V "bestammelsevarde_variabelvarde\":"
             "\"9\"," V "bestammelsevarde_enhet\":\"meter\"",
             AREA("00", "30", "20", "40"))));
    read_package(&f, MK_PKG_REFERENCE);
    const struct {
        const char *code, *text;
    } want[] = {{"e", "Area 30 %"}, {"h", "Höjd 9 m"},
                {NULL, "Area 30 %"}, {NULL, "Höjd 9 m"}, // whose e is unknown
                {"Prickmark", NULL}, {"nh 9", NULL}};
    assert_int_equal(f.provisions.n, 6);
    for (uint32_t i = 0; i < 6; i++) {
        same_text(f.provisions.v[i].code, want[i].code);
        same_text(f.provisions.v[i].text, want[i].text);
        assert_near(area_of(&f, i), 200.0, 1e-6);
    }
    assert_int_equal(f.provisions.v[0].geom, f.provisions.v[1].geom);
    assert_string_equal(f.provisions.v[5].value[0].text, "9");
    assert_string_equal(f.provisions.v[5].value[0].unit, "meter");
    end(&f);
}

// A merged row of `n` provisions of the kind, one wording each.
static void write_merged(struct file *f, const char *kind, int n)
{
    struct mk_buf t = {0};
    mk_buf_printf(&t, "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":"
                  "\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:"
                  "EPSG::3006\"}},\"features\":[{\"type\":\"Feature\","
                  "\"properties\":{\"feature_typ\":\"%s\","
                  "\"detaljplan_objektidentitet\":\"" P1 "\","
                  "\"antal_bestammelser\":%d,"
                  V "bestammelseformulering\":\"", kind, n);
    for (int i = 0; i < n; i++)
        mk_buf_printf(&t, "%sx%d", i ? " + " : "", i);
    mk_buf_str(&t, "\"}," AREA("00", "00", "20", "10") "}]}");
    write_text(f, mk_buf_text(&t));
    mk_buf_release(&t);
}

static void a_row_is_taken_apart_into_24_and_no_more(void **state)
{
    (void)state;
    static const struct {
        const char *kind;
        int n;
        uint32_t provisions;
        const char *use;  // NULL: none
        uint32_t notes;
    } t[] = {
        {"egenskapsbestämmelse", 24, 24, NULL, 0},
        {"egenskapsbestämmelse", 25, 0, NULL, 1},
        {"egenskapsbestämmelse", 100000, 0, NULL, 1},
        {"användningsbestämmelse", 2, 0, "annan, annan", 0},
        {"användningsbestämmelse", 100000, 0, "annan", 1},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct file f;
        begin(&f, "geojson");
        write_merged(&f, t[i].kind, t[i].n);
        read_package(&f, MK_PKG_REFERENCE);
        assert_int_equal(f.provisions.n, t[i].provisions);
        assert_int_equal(f.uses.n, t[i].use != NULL);
        if (t[i].use)
            assert_string_equal(f.uses.uses[0].text, t[i].use);
        if (t[i].provisions)
            assert_string_equal(f.provisions.v[23].text, "x23");
        assert_int_equal(mk_notes_count(f.ctx, MK_N_PACKAGE_MERGED),
                         t[i].notes);
        end(&f);
    }
}

// ---- Rita ---------------------------------------------------------------------

struct made {
    GDALDatasetH ds;
    OGRSpatialReferenceH srs;
};

static void add_row(const struct made *m, const char *layer, const char *wkt,
                    const char *const fields[][2])
{
    OGRLayerH l = GDALDatasetGetLayerByName(m->ds, layer);
    if (!l)
        l = GDALDatasetCreateLayer(m->ds, layer, wkt ? m->srs : NULL,
                                   wkt ? wkbUnknown : wkbNone, NULL);
    for (int i = 0; fields[i][0]; i++) {
        if (OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(l), fields[i][0]) >= 0)
            continue;
        OGRFieldDefnH d = OGR_Fld_Create(fields[i][0], OFTString);
        assert_int_equal(OGR_L_CreateField(l, d, TRUE), OGRERR_NONE);
        OGR_Fld_Destroy(d);
    }
    OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(l));
    for (int i = 0; fields[i][0]; i++)
        OGR_F_SetFieldString(f, OGR_F_GetFieldIndex(f, fields[i][0]),
                             fields[i][1]);
    if (wkt) {
        char *text = strdup(wkt), *at = text;
        OGRGeometryH g = NULL;
        assert_int_equal(OGR_G_CreateFromWkt(&at, m->srs, &g), OGRERR_NONE);
        OGR_F_SetGeometryDirectly(f, g);
        free(text);
    }
    assert_int_equal(OGR_L_CreateFeature(l, f), OGRERR_NONE);
    OGR_F_Destroy(f);
}
#define PUT(m, layer, wkt, ...)                                             \
    add_row(m, layer, wkt,                                                  \
            (const char *const[][2]){__VA_ARGS__, {NULL, NULL}})

// w x 50 m from (450000, 6400000)
#define WKT(w) "MULTIPOLYGON (((450000 6400000, 4500" w " 6400000, 4500" w  \
    " 6400050, 450000 6400050, 450000 6400000)))"
#define ID(n) {"objektidentitet", "0c1f6c6e-4f0e-4a39-9a53-0e6b2c6e00" n}
#define AT(n) {"yta", "0C1F6C6E-4F0E-4A39-9A53-0E6B2C6E00" n}
#define PLAN1 {"detaljplan", P1}

static struct made begin_rita(struct file *f)
{
    begin(f, "gpkg");
    mk_drivers_register();
    struct made m = {.srs = OSRNewSpatialReference(NULL)};
    assert_int_equal(OSRImportFromEPSG(m.srs, 3006), OGRERR_NONE);
    OSRSetAxisMappingStrategy(m.srs, OAMS_TRADITIONAL_GIS_ORDER);
    m.ds = GDALCreate(GDALGetDriverByName("GPKG"), f->path, 0, 0, 0,
                      GDT_Unknown, NULL);
    assert_non_null(m.ds);
    return m;
}

static void end_rita(struct made *m)
{
    GDALClose(m->ds);
    OSRRelease(m->srs);
}

static void make_rita(struct file *f)
{
    struct made m = begin_rita(f);
    PUT(&m, "detaljplan", WKT("50"), ID("01"), {"beteckning", "1441-P15/4"},
        {"status", "laga kraft"}, {"datumStatusforandring", "2021-03-04"});
    PUT(&m, "beslutsinformation", NULL, PLAN1,
        {"datumLagakraft", "2022-01-10; 2021-03-04"},
        {"genomforandetid", "60"}, {"datumAntagande", "2021-01-20"});
    PUT(&m, "anvandning_yta", WKT("50"), ID("11"), PLAN1);
    PUT(&m, "egenskap_yta", WKT("20"), ID("21"), PLAN1,
        {"beteckning", "e1 h1"});
    PUT(&m, "egenskap_yta", WKT("10"), ID("22"), PLAN1,
        {"beteckning", "prickmark"});
    PUT(&m, "egenskap_linje", "MULTILINESTRING ((450000 6400000, 450050 "
        "6400000))", ID("23"), PLAN1);
    PUT(&m, "bestammelse", NULL, ID("31"), PLAN1, AT("11"),
        {"tabell", "anvandning_yta"}, {"bestammelsekod", "DP_KM_J2"});
    PUT(&m, "bestammelse", NULL, ID("32"), PLAN1, AT("11"),
        {"tabell", "anvandning_yta"}, {"bestammelseformulering", "Kontor"},
        {"giltighetstid", "120"}, {"borjarGallaEfter", "24"});
    PUT(&m, "bestammelse", NULL, ID("33"), PLAN1, AT("21"),
        {"tabell", "egenskap_yta"}, {"beteckning", "e#"},
        {"beteckningsindex", "1"}, {"bestammelsekod", "DP_KM_Eg_Utnytt_x"},
        {"bestammelseformulering", "Största byggnadsarea är [a:decimaltal] %"},
        {"bestammelsevarde", "[{\"variabelvarde\": \"30\", \"enhet\": "
                             "\"procent\", \"vardetyp\": \"max\"}]"});
    PUT(&m, "bestammelse", NULL, ID("34"), PLAN1, AT("23"),
        {"tabell", "egenskap_linje"},
        {"bestammelseformulering", "Utfart får inte finnas"});
    PUT(&m, "bestammelse", NULL, ID("35"), PLAN1, {"tabell", "detaljplan"},
        {"bestammelseformulering", "Villkor för lov"});
    PUT(&m, "bestammelse", NULL, ID("36"), PLAN1, AT("99"),
        {"tabell", "egenskap_yta"}, {"bestammelseformulering", "Borta"});
    end_rita(&m);
}

static void rita_gives_plans_uses_and_provisions(void **state)
{
    (void)state;
    struct file f;
    make_rita(&f);
    read_package(&f, MK_PKG_RITA);
    const struct mk_plan *p = f.plans.plans;
    assert_int_equal(f.plans.n, 1);
    assert_string_equal(p->akt, "1441-P15/4");
    assert_null(p->nr);
    assert_string_equal(p->laga_kraft_text, "2021-03-04");
    assert_string_equal(p->antagen_text, "2021-01-20");
    assert_string_equal(p->gf_tid_text, "60");
    assert_string_equal(p->stage_text, "2021-03-04");
    // J for good, K for a time, on the same place
    assert_int_equal(f.uses.n, 2);
    assert_string_equal(f.uses.uses[0].text, "J");
    assert_int_equal(f.uses.uses[0].lasts, 0);
    assert_string_equal(f.uses.uses[1].text, "K");
    assert_int_equal(f.uses.uses[1].lasts, 120);
    assert_int_equal(f.uses.uses[1].begins_after, 24);
    for (uint32_t i = 0; i < 2; i++) {
        const struct mk_poly g = mk_polyset_get(&f.uses.geom, i);
        assert_near(mk_poly_area(&g), 2500.0, 1e-6);
    }
    end(&f);
}

static void rita_provisions_stand_in_their_areas(void **state)
{
    (void)state;
    struct file f;
    make_rita(&f);
    read_package(&f, MK_PKG_RITA);
    const struct mk_provision *v = f.provisions.v;
    assert_int_equal(f.provisions.n, 4);
    assert_string_equal(v[0].code, "e1");
    assert_string_equal(v[0].catalogue, "DP_KM_Eg_Utnytt_x");
    assert_string_equal(v[0].text, "Största byggnadsarea är 30 %");
    assert_string_equal(v[0].value[0].unit, "procent");
    assert_near(area_of(&f, 0), 1000.0, 1e-6); // 20 x 50 m
    assert_string_equal(v[1].code, "prickmark"); // of the area: no row
    assert_near(area_of(&f, 1), 500.0, 1e-6);
    assert_string_equal(v[2].text, "Utfart får inte finnas");
    assert_near(area_of(&f, 2), 0.0, 0.0);
    assert_string_equal(v[3].text, "Villkor för lov");
    assert_int_equal(v[3].geom, MK_PV_WHOLE_PLAN);
    for (uint32_t i = 0; i < 4; i++)
        assert_string_equal(v[i].plan, P1);
    assert_int_equal(mk_notes_count(f.ctx, MK_N_PACKAGE_AREA), 1);
    end(&f);
}

struct terms {
    const char *kind, *laga_kraft, *months; // NULL: blank
};

// A plan with one use, decided by three decisions in the order given.
static void make_decided(struct file *f, const struct terms t[3],
                         const int order[3], bool properties)
{
    struct made m = begin_rita(f);
    PUT(&m, "detaljplan", WKT("50"), ID("01"), {"status", "laga kraft"});
    PUT(&m, "anvandning_yta", WKT("50"), ID("11"), PLAN1,
        {"beteckning", "J"});
    PUT(&m, "bestammelse", NULL, ID("31"), PLAN1, AT("11"),
        {"tabell", "anvandning_yta"}, {"bestammelseformulering", "Industri"});
    if (properties)
        PUT(&m, "egenskap_yta", WKT("10"), ID("21"), PLAN1);
    for (int i = 0; i < 3; i++) {
        const struct terms *d = &t[order[i]];
        PUT(&m, "beslutsinformation", NULL, PLAN1,
            {"beslutstyp", d->kind ? d->kind : "antagande"},
            {"datumLagakraft", d->laga_kraft ? d->laga_kraft : ""},
            {"genomforandetid", d->months ? d->months : ""});
    }
    end_rita(&m);
}

static void decisions_differ_in_whatever_order_they_stand(void **state)
{
    (void)state;
    static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                     {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    static const struct {
        struct terms t[3];
        const char *laga_kraft, *months; // of the one chosen
        uint32_t notes;
    } list[] = {
        // 60 and 120 months, in decisions that are not the chosen one
        {{{NULL, "2020-01-02", NULL}, {NULL, NULL, "60"}, {NULL, NULL, "120"}},
         "2020-01-02", NULL, 1},
        {{{NULL, "2020-01-02", NULL}, {NULL, NULL, "60"}, {NULL, NULL, "60"}},
         "2020-01-02", NULL, 0},
        {{{NULL, "2020-01-02", "60"}, {NULL, "2020-01-02", NULL},
          {"antagande om upphävande", "2023-01-02", "120"}},
         "2020-01-02", NULL, 0}, // blank before "60"
        {{{NULL, "snart", NULL}, {NULL, "inte än", NULL}, {NULL, NULL, "60"}},
         "inte än", NULL, 0}, // undated: by their words
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        for (int k = 0; k < 6; k++) {
            struct file f;
            make_decided(&f, list[i].t, orders[k], true);
            read_package(&f, MK_PKG_RITA);
            same_text(f.plans.plans[0].laga_kraft_text, list[i].laga_kraft);
            same_text(f.plans.plans[0].gf_tid_text, list[i].months);
            assert_int_equal(mk_notes_count(f.ctx, MK_N_NGP_PARTS),
                             list[i].notes);
            end(&f);
        }
}

// ---- are a plan's provisions known? -----------------------------------------

static void rita_knows_its_provisions_when_it_has_a_layer_of_them(void **state)
{
    (void)state;
    static const struct terms none[3];
    static const int order[] = {0, 1, 2};
    for (int with = 0; with < 2; with++) {
        struct file f;
        make_decided(&f, none, order, with);
        read_package(&f, MK_PKG_RITA);
        assert_int_equal(f.provisions.n, 0);
        assert_int_equal(f.plans.plans[0].provisions_with_it, with);
        end(&f);
    }
}

#define P2 "0c1f6c6e-4f0e-4a39-9a53-0e6b2c6e0002"
#define OBJECT_OF(plan, kind, more)                                         \
    "{\"type\":\"Feature\",\"properties\":{\"feature_typ\":\"" kind "\","  \
    "\"detaljplan_objektidentitet\":\"" plan "\"" more "},"                 \
    AREA("00", "00", "50", "50") "}"
#define OUTLINE(plan) OBJECT_OF(plan, "detaljplan", "")
#define A_USE(plan) OBJECT_OF(plan, "användningsbestämmelse",               \
    "," V "beteckning\":\"J\"")
#define ANOTHER(plan) OBJECT_OF(plan, "egenskapsbestämmelse",               \
    "," V "bestammelseformulering\":\"Text\"")
#define M5 "x + x + x + x + x + "
#define TOO_MANY(plan) OBJECT_OF(plan, "egenskapsbestämmelse",              \
    ",\"antal_bestammelser\":26," V "bestammelseformulering\":\""           \
    M5 M5 M5 M5 M5 "x\"")

static void a_reference_object_s_provisions_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool known[2]; // of P1, P2
    } list[] = {
        {COLLECTION(OUTLINE(P1) "," A_USE(P1) "," ANOTHER(P1) "," OUTLINE(P2)
                    "," A_USE(P2)), {true, true}},
        // an outline alone
        {COLLECTION(OUTLINE(P1) "," OUTLINE(P2) "," ANOTHER(P1)),
         {true, false}},
        // uses only
        {COLLECTION(OUTLINE(P1) "," A_USE(P1) "," A_USE(P2)), {false, false}},
        // one of P1 was left out
        {COLLECTION(TOO_MANY(P1) "," A_USE(P1) "," A_USE(P2)), {false, true}},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct file f;
        begin(&f, "geojson");
        write_text(&f, list[i].text);
        read_package(&f, MK_PKG_REFERENCE);
        assert_int_equal(f.plans.n, 2);
        for (int k = 0; k < 2; k++)
            assert_int_equal(f.plans.plans[k].provisions_with_it,
                             list[i].known[k]);
        end(&f);
    }
}

static void a_named_layer_is_no_package(void **state)
{
    (void)state;
    struct file f;
    make_rita(&f);
    f.project->plans.layer = "detaljplan";
    enum mk_package kind = MK_PKG_RITA;
    assert_int_equal(mk_package_recognise(f.ctx, &f.project->plans, &kind),
                     MK_OK);
    assert_int_equal(kind, MK_PKG_NONE);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_taken_apart),
        cmocka_unit_test(wording_and_value_go_with_their_code),
        cmocka_unit_test(values_are_put_into_the_wording),
        cmocka_unit_test(a_long_wording_is_gone_through_once),
        cmocka_unit_test(a_wording_is_cut_at_64_kib),
        cmocka_unit_test(the_earliest_date_of_any_list),
        cmocka_unit_test(a_layer_of_areas_and_lines),
        cmocka_unit_test(nested_reference_objects),
        cmocka_unit_test(merged_rows_of_the_plugin),
        cmocka_unit_test(a_row_is_taken_apart_into_24_and_no_more),
        cmocka_unit_test(rita_gives_plans_uses_and_provisions),
        cmocka_unit_test(rita_provisions_stand_in_their_areas),
        cmocka_unit_test(decisions_differ_in_whatever_order_they_stand),
        cmocka_unit_test(rita_knows_its_provisions_when_it_has_a_layer_of_them),
        cmocka_unit_test(a_reference_object_s_provisions_are_known),
        cmocka_unit_test(a_named_layer_is_no_package),
    };
    return cmocka_run_group_tests_name("provisions_input", tests, NULL, NULL);
}
