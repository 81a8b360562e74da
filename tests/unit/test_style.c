// QML and QLR as XML: well-formed, complete, in both languages. How QGIS
// takes them is checked in tests/qgis.
#include "near.h"

#include "output/style.h"

#include <cpl_error.h>
#include <cpl_minixml.h>

#include <string.h>

static const struct mk_layer_def *const layers[] = {
    &mk_layer_hallplatser, &mk_layer_brister_mark, &mk_layer_byggbar,
    &mk_layer_beredskap, &mk_layer_verksamhetsmark, &mk_layer_detaljplaner,
    &mk_layer_mark, &mk_layer_brister_befolkning, &mk_layer_gangnara,
    &mk_layer_cykelnara, &mk_layer_infrastruktur};
#define NLAYERS (sizeof layers / sizeof layers[0])

static CPLXMLNode *parse(struct mk_buf *b)
{
    CPLErrorReset();
    CPLXMLNode *root = CPLParseXMLString(mk_buf_text(b));
    assert_non_null(root);
    assert_int_equal(CPLGetLastErrorType(), CE_None);
    return root;
}

static int count(const CPLXMLNode *parent, const char *name)
{
    int n = 0;
    for (const CPLXMLNode *c = parent ? parent->psChild : NULL; c;
         c = c->psNext)
        n += c->eType == CXT_Element && strcmp(c->pszValue, name) == 0;
    return n;
}

static void each_style_names_every_field_and_has_a_symbol_a_class(void **state)
{
    (void)state;
    for (int lang = MK_SV; lang <= MK_EN; lang++)
        for (size_t i = 0; i < NLAYERS; i++) {
            struct mk_buf b = {0};
            mk_style_qml(&b, layers[i], (enum mk_lang)lang);
            CPLXMLNode *root = parse(&b);
            CPLXMLNode *qgis = CPLGetXMLNode(root, "=qgis");
            assert_non_null(qgis);
            CPLXMLNode *aliases = CPLGetXMLNode(qgis, "aliases");
            assert_int_equal(count(aliases, "alias"), layers[i]->nfields);
            const CPLXMLNode *a = aliases->psChild;
            for (int k = 0; k < layers[i]->nfields; k++, a = a->psNext) {
                const struct mk_field *f = &layers[i]->fields[k];
                assert_string_equal(CPLGetXMLValue(a, "field", ""), f->name);
                assert_string_equal(CPLGetXMLValue(a, "name", ""),
                                    lang == MK_EN ? f->alias_en
                                                  : f->alias_sv);
            }
            CPLXMLNode *r = CPLGetXMLNode(qgis, "renderer-v2");
            const int classes = count(CPLGetXMLNode(r, "ranges"), "range") +
                                count(CPLGetXMLNode(r, "categories"),
                                      "category");
            if (layers[i] == &mk_layer_byggbar)
                assert_int_equal(classes, 1);
            else
                assert_in_range(classes, 3, 13);
            assert_int_equal(count(CPLGetXMLNode(r, "symbols"), "symbol"),
                             classes);
            CPLDestroyXMLNode(root);
            mk_buf_release(&b);
        }
}

static void legends_speak_the_language_asked_for(void **state)
{
    (void)state;
    struct mk_buf sv = {0}, en = {0};
    mk_style_qml(&sv, &mk_layer_mark, MK_SV);
    mk_style_qml(&en, &mk_layer_mark, MK_EN);
    assert_non_null(strstr(mk_buf_text(&sv), "80–100 poäng"));
    assert_non_null(strstr(mk_buf_text(&sv), "kan inte bedömas"));
    assert_non_null(strstr(mk_buf_text(&en), "80–100 points"));
    assert_null(strstr(mk_buf_text(&en), "label=\"80–100 poäng\""));
    mk_buf_release(&sv);
    mk_buf_release(&en);
}

// Exact levels, the plan's where others are not known, and what has none.
static void every_level_has_its_class(void **state)
{
    (void)state;
    static const char *const values[] = {"B1", "B2", "B3", "B4", "B5",
                                         "plan B1", "plan B2", "plan B3",
                                         "plan B4", "plan B5", "upptagen",
                                         "okänd", "utesluten"};
    struct mk_buf b = {0};
    char value[64];
    mk_style_qml(&b, &mk_layer_beredskap, MK_SV);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        snprintf(value, sizeof value, "value=\"%s\"", values[i]);
        if (!strstr(mk_buf_text(&b), value))
            fail_msg("%s", value);
    }
    CPLXMLNode *root = parse(&b);
    const CPLXMLNode *text = CPLGetXMLNode(
        root, "=qgis.labeling.settings.text-style");
    assert_string_equal(CPLGetXMLValue(text, "isExpression", ""), "1");
    CPLDestroyXMLNode(root);
    mk_buf_release(&b);
}

static void every_plan_status_has_its_class(void **state)
{
    (void)state;
    struct mk_buf b = {0};
    char value[64];
    mk_style_qml(&b, &mk_layer_detaljplaner, MK_SV);
    for (int s = MK_PS_AVSLUTAD; s < MK_PS_COUNT; s++) {
        snprintf(value, sizeof value, "value=\"%s\"",
                 mk_planstatus_text((enum mk_planstatus)s));
        if (!strstr(mk_buf_text(&b), value))
            fail_msg("%s", value);
    }
    mk_buf_release(&b);
}

static void the_layer_file_holds_relative_paths_and_a_full_crs(void **state)
{
    (void)state;
    struct mk_ctx *ctx = mk_ctx_new(MK_SV);
    static const int codes[] = {0, 3006, 3007};
    for (size_t k = 0; k < 3; k++) {
        struct mk_buf b = {0};
        assert_int_equal(mk_style_qlr(ctx, &b, layers, NLAYERS, codes[k], false),
                         MK_OK);
        CPLXMLNode *root = parse(&b);
        CPLXMLNode *maps = CPLGetXMLNode(root, "=qlr.maplayers");
        CPLXMLNode *tree =
            CPLGetXMLNode(root, "=qlr.layer-tree-group.layer-tree-group");
        assert_int_equal(count(maps, "maplayer"), NLAYERS);
        assert_int_equal(count(tree, "layer-tree-layer"), NLAYERS);
        assert_string_equal(CPLGetXMLValue(tree, "name", ""), "markklar");
        size_t i = 0;
        for (const CPLXMLNode *m = maps->psChild; m; m = m->psNext, i++) {
            char path[64];
            snprintf(path, sizeof path, "./%s.geojson", // a second look
                     layers[i] == &mk_layer_beredskap ? "verksamhetsmark"
                                                      : layers[i]->name);
            assert_string_equal(CPLGetXMLValue(m, "datasource", ""), path);
            const char *wkt = CPLGetXMLValue(m, "srs.spatialrefsys.wkt", "");
            const char *kind = codes[k] ? "PROJCRS[" : "GEOGCRS[";
            assert_memory_equal(wkt, kind, strlen(kind));
        }
        CPLDestroyXMLNode(root);
        mk_buf_release(&b);
    }
    struct mk_buf b = {0};
    assert_int_equal(mk_style_qlr(ctx, &b, layers, NLAYERS, 99999999, false),
                     MK_EINTERNAL);
    mk_buf_release(&b);
    mk_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            each_style_names_every_field_and_has_a_symbol_a_class),
        cmocka_unit_test(legends_speak_the_language_asked_for),
        cmocka_unit_test(every_level_has_its_class),
        cmocka_unit_test(every_plan_status_has_its_class),
        cmocka_unit_test(the_layer_file_holds_relative_paths_and_a_full_crs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
