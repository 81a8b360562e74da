"""Ways of an .osm.pbf with their tags, read byte by byte: no GDAL."""
import struct
import zlib


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def fields(data):
    """(number, value) of a protobuf message; length-delimited as bytes."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        elif key & 7 == 2:
            n, at = varint(data, at)
            value, at = data[at:at + n], at + n
        else:
            n = {1: 8, 5: 4}[key & 7]
            value, at = data[at:at + n], at + n
        yield key >> 3, value


def packed(data):
    at = 0
    while at < len(data):
        value, at = varint(data, at)
        yield value


def blocks(path):
    with open(path, 'rb') as f:
        while True:
            head = f.read(4)
            if not head:
                return
            header = dict(fields(f.read(struct.unpack('>I', head)[0])))
            blob = dict(fields(f.read(header[3])))
            if header[1] == b'OSMData':
                yield zlib.decompress(blob[3]) if 3 in blob else blob[1]


def ways(path):
    """(tags, number of nodes) of each way."""
    for block in blocks(path):
        strings, groups = [], []
        for number, value in fields(block):
            if number == 1:
                strings = [v.decode('utf-8') for _, v in fields(value)]
            elif number == 2:
                groups.append(value)
        for group in groups:
            for number, way in fields(group):
                if number != 3:
                    continue
                part = dict(fields(way))
                keys = [strings[i] for i in packed(part.get(2, b''))]
                values = [strings[i] for i in packed(part.get(3, b''))]
                yield (dict(zip(keys, values)),
                       sum(1 for _ in packed(part.get(8, b''))))
