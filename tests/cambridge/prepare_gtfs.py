#!/usr/bin/python3
"""Complete the MBTA commuter-rail feed with the platforms it leaves out.

    prepare_gtfs.py FEED.zip OUT.zip

stop_times.txt names platforms ("FR-0034-01") that are not in stops.txt; their
station is, and lists them in the column station_id_additional. The copy gets
one row per such platform, at its station's place, with that station as parent.
Everything else is copied unchanged, and the copy is the same every time.
"""
import ast
import csv
import io
import sys
import zipfile


def listed(text):
    """The ids in "['70065', 'FR-0034-01']", which the feed quotes twice."""
    text = text.strip().strip('"')
    return ast.literal_eval(text) if text else []


def complete(stops_text):
    rows = csv.DictReader(io.StringIO(stops_text, newline=''))
    names = rows.fieldnames
    rows = list(rows)
    known = {row['stop_id'] for row in rows}
    added = []
    for row in rows:
        for stop in listed(row.get('station_id_additional') or ''):
            if stop in known:
                continue
            known.add(stop)
            new = dict.fromkeys(names, '')
            new.update(stop_id=stop, stop_name=row['stop_name'],
                       stop_lat=row['stop_lat'], stop_lon=row['stop_lon'],
                       location_type='0', parent_station=row['stop_id'])
            added.append(new)
    out = io.StringIO(newline='')
    writer = csv.DictWriter(out, names, lineterminator='\r\n')
    writer.writeheader()
    writer.writerows(rows + added)
    return out.getvalue(), len(added)


def prepare(feed, target):
    with zipfile.ZipFile(feed) as old, \
            zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as new:
        added = 0
        for info in old.infolist():
            data = old.read(info)
            if info.filename == 'stops.txt':
                text, added = complete(data.decode('utf-8-sig'))
                data = text.encode('utf-8')
            entry = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return added


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print('%d platforms added' % prepare(sys.argv[1], sys.argv[2]))
