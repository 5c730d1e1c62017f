"""Makes the pictures in images/: colourful, all different, no rights attached. Run once; they are committed."""
import math
import struct
import zlib


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(width, height, pixel):
    rows = bytearray()
    for y in range(height):
        rows.append(0)  # no filter
        for x in range(width):
            rows += bytes(max(0, min(255, int(c))) for c in pixel(x / width, y / height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(rows), 9))
        + chunk(b"IEND", b"")
    )


PICTURES = {
    "sunset": lambda x, y: (255 - 90 * y, 140 - 100 * y, 60 + 90 * y),
    "rings": lambda x, y: [127 + 120 * math.sin(40 * math.hypot(x - 0.5, y - 0.5) + i) for i in range(3)],
    "chess": lambda x, y: (230, 220, 200) if (int(8 * x) + int(8 * y)) % 2 else (40, 60, 80),
    "waves": lambda x, y: [127 + 100 * math.sin(9 * x + 5 * math.sin(7 * y) + 2 * i) for i in range(3)],
    "moon": lambda x, y: (240, 240, 210) if math.hypot(x - 0.6, y - 0.4) < 0.25 else (10, 10, 40 + 40 * y),
    "stripes": lambda x, y: [127 + 120 * math.sin(30 * (x + y) + 2 * i) for i in range(3)],
}

for name, picture in PICTURES.items():
    with open(f"images/{name}.png", "wb") as file:
        file.write(png(240, 160, picture))
