"""Ekåsa, a municipality that does not exist: what is drawn, and how it is
written. make_geodata.py puts it together.

    geometry   shapes in local metres
    place      parcels, plans and buildings, as they are drawn
    special    the places of the first answers in geodata/README.md
    fabric     the town and the country around them
    alvhult    a business area with one plot for each question of beredskap
    rights     who owns, what is there, what was investigated
    files      parcels, plans, use areas and buildings as files
    layers     the other layers as files
    streets    streets, who lives where, junctions of the motorway
    timetable  GTFS
    ngp        a second sample: plans as deliveries of domain objects
"""
