#!/usr/bin/python3
"""The set of files as QGIS sees it, after the folder was moved and renamed.

    check_layers.py OUTDIR [--png FILE]

Copies OUTDIR to another place under another name (with å and a space in it),
loads markklar.qlr, each GeoJSON with its sidecar style and each layer of
markklar.gpkg, and checks: valid, coordinate system, field types and aliases
(against docs/falt.md), renderer and number of classes, every feature drawn by
some class, feature counts the same everywhere. Writes a picture of the map.
"""
import argparse
import contextlib
import gc
import json
import os
import re
import shutil
import sqlite3
import sys
import tempfile
import traceback
from pathlib import Path

work = Path(tempfile.mkdtemp(prefix="markklar-qgis-"))
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["HOME"] = str(work)
os.environ["XDG_RUNTIME_DIR"] = str(work)

from qgis.core import (  # noqa: E402
    QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform,
    QgsExpression, QgsExpressionContext, QgsExpressionContextScope, QgsFeature,
    QgsLayerDefinition, QgsMapRendererParallelJob, QgsMapSettings, QgsProject,
    QgsRectangle, QgsRenderContext, QgsSymbolLayer, QgsVectorLayer)
from qgis.PyQt.QtCore import QSize, Qt, QVariant  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
GEOJSON_TYPES = {"text": {QVariant.String},
                 "integer": {QVariant.Int, QVariant.LongLong},
                 "number": {QVariant.Double},
                 "true/false": {QVariant.Bool}, "date": {QVariant.Date}}
# renderer, number of classes, classes that may stand for null or "all other"
LOOKS = {"mark": ("categorizedSymbol", 10),
         "verksamhetsmark": ("categorizedSymbol", 10),
         "infrastruktur": ("categorizedSymbol", 7),
         "hallplatser": ("graduatedSymbol", 5),
         "detaljplaner": ("categorizedSymbol", 10),
         "byggbar": ("categorizedSymbol", 1),
         "gangnara": ("categorizedSymbol", 6),
         "cykelnara": ("categorizedSymbol", 3),
         "brister_mark": ("categorizedSymbol", 3),
         "brister_befolkning": ("graduatedSymbol", 4),
         "beredskap": ("categorizedSymbol", 13)}
ORDER = ["hallplatser", "brister_mark", "byggbar", "beredskap",
         "verksamhetsmark", "detaljplaner", "mark", "brister_befolkning",
         "gangnara", "cykelnara", "infrastruktur"]
LABELLED = ("verksamhetsmark", "beredskap", "hallplatser", "detaljplaner",
            "brister_mark", "brister_befolkning")
# A second look at another layer's file, known by its title.
LOOKS_AGAIN = {"Beredskap B1–B5 (delområden)": "beredskap"}
# What a reader of the map sees of a place with these values, by the legend.
DRAWN = {
    "mark": [
        ({"poang": None}, "utesluten eller kan inte bedömas"),
        ({}, "80–100 poäng"),
        ({"poang": 80.0}, "80–100 poäng"),
        ({"poang": 79.99}, "60–80 poäng"),
        ({"poang": 0.0, "poang_max": 40.0}, "0–20 poäng"),
        ({"poang": 0.0, "poang_max": 40.01}, "okänt underlag"),
        ({"hinder": "upptagen"}, "upptagen"),
        ({"hinder": "pågående plan"}, "pågående plan"),
        ({"hinder": "pågående plan", "poang": 10.0}, "pågående plan"),
        ({"hinder": "delvis bebyggd"}, "80–100 poäng"),
        ({"hinder": "bostadshus", "poang": 30.0, "poang_max": 50.0},
         "20–40 poäng"),
        ({"planl_andel": 0.05}, "delvis planlagd"),
        ({"planl_andel": 0.05, "hinder": "upptagen"}, "delvis planlagd"),
        ({"planl_andel": 0.5}, "80–100 poäng"),
        ({"planl_andel": 0.05, "basta_del": None, "poang": 22.0,
          "poang_max": 30.0}, "20–40 poäng"),
        ({"planl_andel": None, "poang": 41.0, "poang_max": 50.0},
         "40–60 poäng"),
        ({"planl_andel": 0.05, "poang": None}, "utesluten")],
    "verksamhetsmark": [
        ({"poang": None}, "utesluten"),
        ({}, "80–100 poäng"),
        ({"planl_andel": 0.05, "poang": 60.0}, "60–80 poäng"),
        ({"hinder": "upptagen"}, "upptagen"),
        ({"hinder": "pågående plan"}, "pågående plan"),
        ({"hinder": "delvis bebyggd"}, "delvis bebyggd"),
        ({"poang": 15.0, "poang_max": 60.0}, "okänt underlag"),
        ({"poang": 15.0, "poang_max": 60.0, "hinder": "upptagen"},
         "upptagen"),
        ({"hinder": "upptagen; el"}, "upptagen"),
        ({"hinder": "delvis bebyggd; plan"}, "delvis bebyggd"),
        ({"hinder": "vatten och avlopp"}, "80–100 poäng")],
    "beredskap": [
        ({"ber_min": None, "ber_max": None}, "okänd"),
        ({"utesluten": "bostad (byggnad)", "ber_min": 1, "ber_max": 2},
         "utesluten"),
        ({"ber_min": 5, "ber_max": 5}, "B5 byggklar"),
        ({"ber_min": 1, "ber_max": 1}, "B1 långt kvar"),
        ({"ber_min": 1, "ber_max": 4, "ber_plan": 5}, "B5 enligt planen"),
        ({"ber_min": 4, "ber_max": 5, "ber_plan": None}, "okänd"),
        ({"hinder": "upptagen; el"}, "upptagen")]}
problems = []


def check(good, text):
    if not good:
        problems.append(text)


def published_fields():
    """docs/falt.md: layer → {field: (type, alias)}."""
    layers, current = {}, None
    for line in (ROOT / "docs/falt.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            current = layers.setdefault(line[3:], {})
        row = re.match(r"\| `(\w+)` \| ([^,|]+?)(?:, [^|]*)? \| (.*?) \| ", line)
        if row:
            current[row[1]] = (row[2], row[3])
    return layers


def check_fields(where, layer, published):
    fields = layer.fields()
    names = [f.name() for f in fields if f.name() != "fid"]
    check(names == list(published), f"{where}: fields {names}")
    for name, (kind, alias) in published.items():
        at = fields.indexOf(name)
        if at < 0:
            continue
        found = fields.at(at).type()
        only_null = all(f[name] is None or f[name] == QVariant()
                        for f in layer.getFeatures())
        # A GeoJSON column that is null in every row has no type: text.
        check(found in GEOJSON_TYPES[kind] or
              (only_null and "geojson" in layer.source()),
              f"{where}.{name}: type {QVariant.typeToName(found)}")
        check(layer.attributeAlias(at) == alias,
              f"{where}.{name}: alias '{layer.attributeAlias(at)}'")


def made_up(layer, values):
    """A feature that is good in everything but `values`."""
    good = {"poang": 82.0, "poang_max": 90.0, "planl_andel": 1.0,
            "basta_del": "x-1", "hinder": None, "ber_min": 5, "ber_max": 5, "ber_plan": 5,
            **values}
    f = QgsFeature(layer.fields())
    for name, value in good.items():
        if layer.fields().indexOf(name) >= 0:
            f[name] = value
    return f


def check_colour(where, symbol, context):
    """Under the hatch of what is partly built lies the colour of the score."""
    ground = symbol.symbolLayer(0).dataDefinedProperties().property(
        QgsSymbolLayer.PropertyFillColor)
    colour, ok = ground.valueAsColor(context.expressionContext())
    check(ok and colour == QColor(37, 52, 148) and symbol.symbolLayerCount()
          == 2, f"{where}: partly built land is {colour.name()}")


def check_outlines(where, renderer):
    """A city of small pieces must not turn black."""
    categories = renderer.categories()
    for category in categories:
        symbol = category.symbol()
        for layer in symbol.symbolLayers():
            if layer.strokeStyle() == Qt.NoPen:
                continue
            check(layer.strokeWidth() <= 0.2,
                  f"{where}: an outline of {layer.strokeWidth()} mm")
            for scale, most in ((100000, 0.05), (30000, 0.1), (5000, 0.2)):
                scope = QgsExpressionContextScope()
                scope.setVariable("map_scale", scale)
                at_scale = QgsExpressionContext()
                at_scale.appendScope(scope)
                width, _ = layer.dataDefinedProperties().property(
                    QgsSymbolLayer.PropertyStrokeWidth).valueAsDouble(
                        at_scale, layer.strokeWidth())
                check(0 < width <= most,
                      f"{where}: {width} mm at 1:{scale}")


def check_tables(gpkg):
    """The tables beside the layers, where a run wrote them, as documented."""
    page = (ROOT / "docs/falt.md").read_text(encoding="utf-8")
    with contextlib.closing(sqlite3.connect(gpkg)) as db:
        has = [r[0] for r in db.execute("SELECT table_name FROM gpkg_contents"
                                        " WHERE data_type = 'attributes'")]
        if "narmaste" not in has:
            return
        for name in [t for t in ("anvandning", "narmaste", "hinder",
                                 "bestammelser") if t in has]:
            part = page.split(f"### Table {name}\n")[1].split("\n#")[0]
            told = re.findall(r"^\| (\w+) \| (?:text|number|integer)", part,
                              re.M)
            columns = [r[1] for r in
                       db.execute(f"PRAGMA table_info({name})")]
            check([c for c in columns if c != "fid"] == told and told,
                  f"table {name}: {columns}, docs/falt.md {told}")


def check_look(where, layer, name):
    kind, classes = LOOKS[name]
    renderer = layer.renderer()
    check(renderer.type() == kind, f"{where}: renderer {renderer.type()}")
    if renderer.type() != kind:
        return
    found = (renderer.ranges() if kind == "graduatedSymbol"
             else renderer.categories())
    check(len(found) == classes, f"{where}: {len(found)} classes")
    check(all(c.label() for c in found), f"{where}: a class has no label")
    # What has a geometry must be drawn by some class, and by one only.
    context = QgsRenderContext()
    context.setExpressionContext(layer.createExpressionContext())
    renderer.startRender(context, layer.fields())
    missed, doubled = [], []
    for f in layer.getFeatures():
        context.expressionContext().setFeature(f)
        if f.hasGeometry() and not renderer.symbolForFeature(f, context):
            missed.append(f.id())
        if len(renderer.legendKeysForFeature(f, context)) > 1:
            doubled.append(f.id())
    for values, label in DRAWN.get(name, ()):
        f = made_up(layer, values)
        context.expressionContext().setFeature(f)
        keys = renderer.legendKeysForFeature(f, context)
        drawn = [i.label() for i in renderer.legendSymbolItems()
                 if i.ruleKey() in keys]
        check(len(drawn) == 1 and drawn[0].startswith(label),
              f"{where}: {values} is drawn as {drawn}, not {label}")
        if "delvis bebyggd" in drawn[0]:
            check_colour(where, renderer.symbolForFeature(f, context), context)
    renderer.stopRender(context)
    check(not missed, f"{where}: features {missed[:5]} match no class")
    check(not doubled, f"{where}: features {doubled[:5]} match several")
    if name in DRAWN:
        check_outlines(where, renderer)
    check(layer.labelsEnabled() == (name in LABELLED),
          f"{where}: labels")
    if name == "hallplatser":
        settings = layer.labeling().settings()
        check(settings.scaleVisibility and settings.minimumScale == 20000 and
              settings.maximumScale == 0, f"{where}: scale of labels")
    if name == "detaljplaner":
        check_plan_labels(where, layer)


def check_plan_labels(where, layer):
    """Its number afar, its name too close by, nothing for what is gone."""
    settings = layer.labeling().settings()
    check(settings.scaleVisibility and settings.minimumScale == 25000,
          f"{where}: scale of labels")
    feature = QgsFeature(layer.fields())
    for scale, values, want in (
            (20000, ("P12", "99-P12", "Hamnen", "laga kraft"), "P12"),
            (20000, (None, "99-P12", "Hamnen", "samråd"), "99-P12"),
            (4000, ("P12", None, "Hamnen", "laga kraft"), "P12\nHamnen"),
            (4000, ("P12", None, None, "laga kraft"), "P12"),
            (4000, ("P12", None, "Hamnen", "upphävd"), None)):
        for field, value in zip(("plan_nr", "plan_akt", "plan_namn",
                                 "planstatus"), values):
            feature.setAttribute(field, value)
        context = QgsExpressionContext()
        scope = QgsExpressionContextScope()
        scope.setVariable("map_scale", scale)
        context.appendScope(scope)
        context.setFeature(feature)
        context.setFields(layer.fields())
        got = QgsExpression(settings.fieldName).evaluate(context) or None
        check(got == want, f"{where}: label {got!r}, not {want!r}")


def crs_of(data):
    if "crs" not in data:
        return "EPSG:4326"
    return "EPSG:" + data["crs"]["properties"]["name"].rsplit(":", 1)[1]


def check_place(where, layer):
    """Sweden, whatever the coordinate system: a missing one would show."""
    to = QgsCoordinateTransform(layer.crs(),
                                QgsCoordinateReferenceSystem("EPSG:4326"),
                                QgsProject.instance())
    box = to.transformBoundingBox(layer.extent())
    check(QgsRectangle(10, 55, 25, 70).contains(box),
          f"{where}: lies at {box.toString(3)}")


def check_layer(where, layer, name, data, published, crs):
    check(layer.isValid(), f"{where}: not valid")
    if not layer.isValid():
        return
    check(layer.crs().authid() == crs, f"{where}: {layer.crs().authid()}")
    check(layer.featureCount() == len(data["features"]),
          f"{where}: {layer.featureCount()} features")
    check_place(where, layer)
    check_fields(where, layer, published)
    check_look(where, layer, name)


def load_qlr(folder):
    project = QgsProject.instance()
    done, message = QgsLayerDefinition.loadLayerDefinition(
        str(folder / "markklar.qlr"), project, project.layerTreeRoot())
    check(done, f"markklar.qlr: {message}")
    group = project.layerTreeRoot().findGroup("markklar")
    if not group:
        problems.append("markklar.qlr: no group 'markklar'")
        return {}, []
    layers = [node.layer() for node in group.findLayers()]
    names = [LOOKS_AGAIN.get(layer.name(),
                             Path(layer.source().split("|")[0]).stem)
             for layer in layers]
    check(names == [n for n in ORDER if n in names], f"order {names}")
    for layer in layers:
        check(str(folder) in str(Path(layer.source().split("|")[0]).resolve()),
              f"{layer.name()}: reads {layer.source()}")
    shown = [node.layer() for node in group.findLayers() if node.isVisible()]
    return dict(zip(names, layers)), shown


def picture(layers, path):
    settings = QgsMapSettings()
    crs = QgsCoordinateReferenceSystem("EPSG:3006")
    settings.setLayers(layers)
    settings.setDestinationCrs(crs)
    settings.setTransformContext(QgsProject.instance().transformContext())
    settings.setBackgroundColor(QColor("#f4f3f0"))
    settings.setOutputSize(QSize(1400, 1100))
    settings.setOutputDpi(110)
    area = next((l for l in layers if "verksamhetsmark" in l.source()),
                layers[0])
    box = QgsCoordinateTransform(area.crs(), crs, QgsProject.instance()
                                 ).transformBoundingBox(area.extent())
    box.scale(1.15)
    settings.setExtent(box)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    check(image.save(str(path)), f"{path}: not written")
    colours = {image.pixel(x, y) for x in range(0, image.width(), 7)
               for y in range(0, image.height(), 7)}
    check(len(colours) > 10, f"the map has {len(colours)} colours only")
    check(not job.errors(), f"rendering: {[e.message for e in job.errors()]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--png", type=Path)
    args = parser.parse_args()
    folder = work / "flyttad hit å" / "resultat 2"
    shutil.copytree(args.outdir, folder)
    published = published_fields()
    qlr, shown = load_qlr(folder)
    names = sorted(p.stem for p in folder.glob("*.geojson"))
    check(bool(names), "no GeoJSON at all")
    again = [n for n in qlr if n in LOOKS_AGAIN.values()]
    check(sorted(set(qlr) - set(again)) == names,
          f"markklar.qlr has {sorted(qlr)}")
    check(again == ["beredskap"], f"other looks in markklar.qlr: {again}")
    alone = []
    for name in names:
        text = (folder / f"{name}.geojson").read_text(encoding="utf-8")
        data = json.loads(text)
        if name in qlr:
            check_layer(f"qlr {name}", qlr[name], name, data, published[name],
                        crs_of(data))
        if name == "verksamhetsmark" and "beredskap" in qlr:
            check_layer("qlr beredskap", qlr["beredskap"], "beredskap", data,
                        published[name], crs_of(data))
        layer = QgsVectorLayer(str(folder / f"{name}.geojson"), name, "ogr")
        alone.append(layer)
        check_layer(f"geojson {name}", layer, name, data, published[name],
                    crs_of(data))
        gpkg = folder / "markklar.gpkg"
        if gpkg.exists():
            layer = QgsVectorLayer(f"{gpkg}|layername={name}", name, "ogr")
            alone.append(layer)
            check_layer(f"gpkg {name}", layer, name, data, published[name],
                        layer.crs().authid())
            check(not layer.crs().isGeographic(),
                  f"gpkg {name}: not in a metric system")
    if (folder / "markklar.gpkg").exists():
        check_tables(folder / "markklar.gpkg")
    if args.png and shown:
        picture(shown, args.png)
    print(f"{len(names)} layers, {len(problems)} problems")
    for line in problems:
        print("  " + line)
    alone.clear()
    qlr.clear()
    shown.clear()
    return 1 if problems else 0


app = QgsApplication([], False)
app.initQgis()
try:
    code = main()
except Exception:  # report it before the layers outlive the application
    traceback.print_exc()
    code = 2
gc.collect()
QgsProject.instance().clear()
app.exitQgis()
shutil.rmtree(work, ignore_errors=True)
sys.exit(code)
