"""The timetable, as GTFS."""
import csv
import datetime
import io
import zipfile

from ekasa.files import WGS84, transformer


def area_id(n):
    return "9021999%06d000" % n


def stop_id(n, letter):
    return "9022999%06d%03d" % (n, letter)


# name: (number, platforms as local x, y)
STOPS = {
    "Ekåsa station": (101, [(4500, 3710), (4500, 3690)]),
    "Västerhults station": (102, [(1200, 3148), (1200, 3132), (1200, 3060)]),
    "Grannby C": (103, [(-5200, 1200)]),
    "Storhamra C": (104, [(17000, 9000)]),
    "Ekåsa resecentrum": (201, [(4470, 3750), (4490, 3750), (4510, 3750)]),
    "Ekåsa torg": (202, [(4400, 4060)]),
    "Kyrkogatan": (203, [(4320, 4330), (4316, 4336)]),
    "Ekebacken": (204, [(4330, 4640), (4336, 4646)]),
    "Åsgatan": (205, [(4250, 4900)]),
    "Norra skolan": (206, [(4200, 5120), (4208, 5126)]),
    "Björklunden": (207, [(4350, 5300)]),
    "Norra Ekåsa": (208, [(4600, 5340)]),
    "Stationsgatan": (209, [(4860, 3790)]),
    "Ekåsa vårdcentral": (210, [(5007, 4060), (5007, 4070)]),
    "Östra porten": (211, [(5400, 4462)]),
    "Granstigen": (212, [(5600, 4700)]),
    "Tallvägen": (213, [(5840, 4850), (5846, 4856)]),
    "Näsvallen": (214, [(6040, 4960)]),
    "Östra Ekåsa": (215, [(6130, 5140)]),
    "Ängsviks grind": (216, [(4612, 2960)]),
    "Handelsvägen": (217, [(5300, 2508)]),
    "Handelsvägen östra": (218, [(6600, 2508)]),
    "Företagsparken": (219, [(6320, 1590)]),
    "Söräng logistikpark": (220, [(7340, 1500)]),
    "Söräng": (221, [(7980, 950)]),
    "Sjöstigen": (222, [(3300, 4300)]),
    "Holmsjöns badplats": (223, [(3000, 4900)]),
    "Rastaviken": (224, [(2300, 4300)]),
    "Västerhults skola": (225, [(800, 3480)]),
    "Lillåsen": (226, [(500, 4600)]),
    "Holmvägen": (227, [(480, 5700)]),
    "Björkåsens hamn": (228, [(900, 6330)]),
    "Björkåsen": (229, [(880, 6970)]),
    "Ekevallen": (230, [(5480, 5550)]),
    "Mossen": (231, [(6300, 6290)]),
    "Högåsa bygdegård": (232, [(7600.5, 7000)]),
    "Högåsa by": (233, [(9000, 7240)]),
    "Stora hult": (234, [(4420, 1850)]),
    "Tångeryd": (235, [(3300, 1150)]),
    "Långöred": (236, [(1500.5, 1000)]),
    "Långöreds kvarn": (237, [(100, 740)]),
    "Östra Sjöhult": (238, [(4900, 7300)]),
    "Nästorp": (239, [(7700, 4400)]),
    "Nästorps gård": (240, [(8300, 4700)]),
    "Sjöhults vändplan": (241, [(5200, 7700)]),
    "Kvarnbacken": (242, [(6450, 6380)]),
}

# lines: (number, route type, name, stops, minutes from the first)
LINES = {
    "P": ("Pendel", 106, "Grannby–Ekåsa–Storhamra",
          ["Grannby C", "Västerhults station", "Ekåsa station",
           "Storhamra C"], [0, 6, 10, 22]),
    "1": ("1", 700, "Norra Ekåsa–Resecentrum–Östra Ekåsa",
          ["Norra Ekåsa", "Björklunden", "Norra skolan", "Åsgatan",
           "Ekebacken", "Kyrkogatan", "Ekåsa torg", "Ekåsa resecentrum",
           "Stationsgatan", "Ekåsa vårdcentral", "Östra porten",
           "Granstigen", "Tallvägen", "Näsvallen", "Östra Ekåsa"],
          [0, None, 3, None, 6, None, 8, 11, None, 14, None, None, 19,
           None, 22]),
    "2": ("2", 700, "Resecentrum–Ängsvik–Söräng",
          ["Ekåsa resecentrum", "Ängsviks grind", "Handelsvägen",
           "Handelsvägen östra", "Företagsparken", "Söräng logistikpark",
           "Söräng"], [0, 4, 7, 9, 12, 15, 17]),
    "3": ("3", 700, "Resecentrum–Västerhult–Björkåsen",
          ["Ekåsa resecentrum", "Sjöstigen", "Rastaviken",
           "Västerhults station", "Västerhults skola", "Lillåsen",
           "Holmvägen", "Björkåsens hamn", "Björkåsen"],
          [0, 3, None, 10, 12, None, 19, 22, 25]),
    "801": ("801", 700, "Resecentrum–Högåsa",
            ["Ekåsa resecentrum", "Ekevallen", "Mossen", "Kvarnbacken",
             "Högåsa bygdegård", "Högåsa by"], [0, 6, 11, 14, 18, 21]),
    "802": ("802", 700, "Resecentrum–Långöred",
            ["Ekåsa resecentrum", "Stora hult", "Tångeryd", "Långöred",
             "Långöreds kvarn"], [0, 7, 12, 18, 21]),
    "803": ("803", 700, "Resecentrum–Nästorp",
            ["Ekåsa resecentrum", "Östra porten", "Nästorp",
             "Nästorps gård"], [0, 6, 14, 17]),
    "E": ("Ersättningsbuss", 714, "Ersättning för Pendel",
          ["Västerhults station", "Ekåsa station"], [0, 14]),
    "N": ("Närtrafik Sjöhult", 1501, "Anropsstyrd närtrafik",
          ["Ekåsa resecentrum", "Östra Sjöhult", "Sjöhults vändplan"],
          [0, 14, 19]),
    "N2": ("Närtrafik Badplatsen", 717, "Anropsstyrd närtrafik",
           ["Ekåsa resecentrum", "Holmsjöns badplats"], [0, 9]),
}


def every(first, last, step):
    out, t = [], first
    while t <= last:
        out.append(t)
        t += step
    return out


def hm(text):
    h, m = text.split(":")
    return int(h) * 60 + int(m)


def departures():
    """(line, direction, service, minute at the first stop). Services: V
    weekdays, S school days on top, L weekdays without school, 6 Saturdays,
    7 Sundays and holidays, E one weekend of track works."""
    out = []

    def add(line, direction, service, minutes):
        out.extend((line, direction, service, m) for m in minutes)

    # Pendel: at Ekåsa station :06 … eastward, :08 … westward
    for service, step in (("V", 15), ("6", 30), ("7", 30)):
        add("P", 0, service, every(hm("4:56"), hm("24:26"), step))
        add("P", 1, service, every(hm("4:56"), hm("24:26"), step))
    # line 1: Ekåsa torg :08 from the north, :22 from the east
    for service, step in (("V", 15), ("6", 30), ("7", 60)):
        add("1", 0, service, every(hm("5:00"), hm("23:45"), step))
        add("1", 1, service, every(hm("5:08"), hm("23:53"), step))
    for service, step, last in (("V", 30, "21:10"), ("6", 60, "19:10")):
        add("2", 0, service, every(hm("5:10"), hm(last), step))
        add("2", 1, service, every(hm("5:25"), hm(last), step))
    for service, step in (("V", 60), ("6", 120), ("7", 120)):
        add("3", 0, service, every(hm("5:10"), hm("24:10"), step))
        add("3", 1, service, every(hm("5:35"), hm("23:35"), step))

    def by(line, direction, service, at, times):
        """Trips by the time at a named stop."""
        offsets = offsets_of(line, direction)
        stops = stops_of(line, direction)
        shift = offsets[stops.index(at)]
        add(line, direction, service, [hm(t) - shift for t in times.split()])

    by("801", 0, "V", "Högåsa bygdegård", "9:10 11:10 13:10 17:10 19:10")
    by("801", 0, "S", "Högåsa bygdegård", "7:10 15:10")
    by("801", 1, "V", "Högåsa bygdegård", "6:00 9:40 11:40 16:40 18:40 20:00")
    by("801", 1, "S", "Högåsa bygdegård", "7:40 14:40")
    by("802", 0, "V", "Långöred", "6:30 8:30 10:30 13:30 17:30 19:30")
    by("802", 0, "S", "Långöred", "15:30")
    by("802", 1, "V", "Långöred", "7:00 9:00 12:00 14:00 18:00 20:00")
    by("802", 1, "S", "Långöred", "16:00")
    for service, times in (("V", "6:20 7:20 15:20 16:20 17:20"),
                           ("L", "10:20"), ("S", "8:05 14:05")):
        by("803", 0, service, "Nästorp", times)
        by("803", 1, service, "Nästorp",
           " ".join("%d:%02d" % divmod(hm(t) + 15, 60)
                    for t in times.split()))
    for d in (0, 1):
        add("801", d, "6", [hm("9:00") + 20 * d, hm("15:00") + 20 * d])
        add("E", d, "E", every(hm("6:00"), hm("22:00"), 30))
        add("N", d, "V", every(hm("8:30"), hm("18:30"), 60))
    add("N2", 0, "6", [hm("10:00"), hm("13:00")])
    return out


def stops_of(line, direction):
    stops = LINES[line][3]
    return stops if direction == 0 else stops[::-1]


def offsets_of(line, direction):
    minutes = LINES[line][4]
    if direction == 0:
        return minutes
    end = minutes[-1]
    return [None if m is None else end - m for m in minutes[::-1]]


def service_days():
    first, last = datetime.date(2026, 8, 17), datetime.date(2027, 6, 12)
    red = {datetime.date(*d) for d in (
        (2026, 12, 24), (2026, 12, 25), (2026, 12, 31), (2027, 1, 1),
        (2027, 1, 6), (2027, 3, 26), (2027, 3, 29), (2027, 5, 6))}

    def school(d):
        holidays = [((2026, 8, 17), (2026, 8, 19)),     # before term
                    ((2026, 10, 26), (2026, 10, 30)),   # höstlov
                    ((2026, 12, 22), (2027, 1, 10)),    # jullov
                    ((2027, 2, 15), (2027, 2, 19)),     # sportlov
                    ((2027, 3, 30), (2027, 4, 2)),      # påsklov
                    ((2027, 5, 7), (2027, 5, 7)),
                    ((2027, 6, 11), (2027, 6, 12))]     # after term
        return not any(datetime.date(*a) <= d <= datetime.date(*b)
                       for a, b in holidays)

    days = {s: [] for s in "VSL67E"}
    d = first
    while d <= last:
        if d.weekday() == 6 or d in red:
            days["7"].append(d)
        elif d.weekday() == 5:
            days["6"].append(d)
        else:
            days["V"].append(d)
            days["S" if school(d) else "L"].append(d)
        d += datetime.timedelta(days=1)
    days["E"] = [datetime.date(2026, 10, 17), datetime.date(2026, 10, 18)]
    return days


def table(header, rows):
    s = io.StringIO()
    w = csv.writer(s, lineterminator="\r\n")
    w.writerow(header)
    w.writerows(rows)
    return s.getvalue()


def clock(minutes):
    return "%02d:%02d:00" % divmod(minutes, 60)


def write_gtfs(path):
    go = transformer(WGS84)
    files = {}
    files["agency.txt"] = table(
        ["agency_id", "agency_name", "agency_url", "agency_timezone",
         "agency_lang"],
        [["505000000000000999", "Ekåsatrafiken", "https://ekasa.invalid/",
          "Europe/Stockholm", "sv"]])
    files["feed_info.txt"] = table(
        ["feed_id", "feed_publisher_name", "feed_publisher_url",
         "feed_lang", "feed_version"],
        [["ekasa", "Ekåsatrafiken", "https://ekasa.invalid/", "sv",
          "2026-08-17"]])

    rows = []
    for name, (n, platforms) in STOPS.items():
        places = [go(x, y) for x, y in platforms]
        lon = sum(p[0] for p in places) / len(places)
        lat = sum(p[1] for p in places) / len(places)
        rows.append([area_id(n), name, "%.8f" % lat, "%.8f" % lon, 1, "", ""])
        for i, (plon, plat) in enumerate(places):
            # every fourth lacks its parent, as in regional feeds; the
            # numbers 9021 and 9022 still tell
            parent = "" if n % 4 == 3 else area_id(n)
            rows.append([stop_id(n, i + 1), name, "%.8f" % plat,
                         "%.8f" % plon, 0, parent, "ABC"[i]])
    files["stops.txt"] = "\ufeff" + table(
        ["stop_id", "stop_name", "stop_lat", "stop_lon", "location_type",
         "parent_station", "platform_code"], rows)

    route = {}
    rows = []
    for i, (key, (short, typ, long, _, _)) in enumerate(LINES.items()):
        route[key] = "9011999%06d000" % (i + 1)
        rows.append([route[key], "505000000000000999", short, long, typ])
    files["routes.txt"] = table(
        ["route_id", "agency_id", "route_short_name", "route_long_name",
         "route_type"], rows)

    trips, times = [], []
    for i, (line, direction, service, start) in enumerate(departures()):
        trip = "99980000%06d" % (i + 1)
        stops = stops_of(line, direction)
        trips.append([route[line], service, trip, stops[-1], direction])
        for seq, (name, off) in enumerate(zip(stops,
                                              offsets_of(line, direction))):
            n, platforms = STOPS[name]
            which = min(direction, len(platforms) - 1)
            if line in ("3", "E") and name == "Västerhults station":
                which = 2
            elif name == "Ekåsa resecentrum":
                which = {"1": 0, "2": 1}.get(line, 2)
            at = "" if off is None else clock(start + off)
            last = seq == len(stops) - 1
            demand = line in ("N", "N2")
            pickup = 1 if last else 2 if demand else 0
            drop = 1 if seq == 0 else 2 if demand else 0
            times.append([trip, at, at, stop_id(n, which + 1), seq + 1,
                          pickup, drop, 0 if off is None else 1])
    files["trips.txt"] = table(["route_id", "service_id", "trip_id",
                                "trip_headsign", "direction_id"], trips)
    files["stop_times.txt"] = table(
        ["trip_id", "arrival_time", "departure_time", "stop_id",
         "stop_sequence", "pickup_type", "drop_off_type", "timepoint"],
        times)
    days = service_days()
    files["calendar.txt"] = table(
        ["service_id", "monday", "tuesday", "wednesday", "thursday",
         "friday", "saturday", "sunday", "start_date", "end_date"],
        [[s, 0, 0, 0, 0, 0, 0, 0, "20260817", "20270612"] for s in days])
    files["calendar_dates.txt"] = table(
        ["service_id", "date", "exception_type"],
        [[s, d.strftime("%Y%m%d"), 1] for s in days for d in days[s]])

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED,
                         compresslevel=9) as z:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, (2026, 8, 17, 4, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            z.writestr(info, files[name].encode("utf-8"))
