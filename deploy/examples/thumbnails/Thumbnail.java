import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Thumbnail IN.png OUT.png WIDTH: for plain 8-bit RGB or RGBA pictures; needs no library. */
class Thumbnail {
  private static final long SIGNATURE = 0x89504e470d0a1a0aL;

  record Picture(int width, int height, int channels, byte[] pixels) {}

  public static void main(String[] args) throws IOException {
    Picture picture = read(Path.of(args[0]));
    int width = Math.min(Integer.parseInt(args[2]), picture.width);
    int height = Math.max(1, picture.height * width / picture.width);
    write(Path.of(args[1]), scale(picture, width, height));
  }

  static Picture read(Path file) throws IOException {
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      if (in.readLong() != SIGNATURE) {
        throw new IOException(file + " is no PNG");
      }
      int width = 0;
      int height = 0;
      int channels = 0;
      var data = new ByteArrayOutputStream();
      while (true) {
        byte[] body = new byte[in.readInt()];
        String kind = new String(in.readNBytes(4), StandardCharsets.US_ASCII);
        in.readFully(body);
        in.readInt(); // the checksum
        if (kind.equals("IHDR")) {
          var head = new DataInputStream(new ByteArrayInputStream(body));
          width = head.readInt();
          height = head.readInt();
          channels = head.readByte() == 8 ? switch (head.readByte()) { case 2 -> 3; case 6 -> 4; default -> 0; } : 0;
          if (channels == 0 || body[12] != 0) {
            throw new IOException(file + ": only 8-bit RGB and RGBA, not interlaced");
          }
        } else if (kind.equals("IDAT")) {
          data.write(body);
        } else if (kind.equals("IEND")) {
          var pixels = new InflaterInputStream(new ByteArrayInputStream(data.toByteArray()));
          return new Picture(width, height, channels, unfilter(pixels, width * channels, height, channels));
        }
      }
    }
  }

  /** Undoes the prediction of each byte from its neighbours (PNG specification, section 9). */
  static byte[] unfilter(InflaterInputStream in, int line, int height, int step) throws IOException {
    byte[] out = new byte[line * height];
    for (int y = 0; y < height; y++) {
      int filter = in.read();
      byte[] row = in.readNBytes(line);
      for (int x = 0; x < line; x++) {
        int left = x < step ? 0 : out[y * line + x - step] & 255;
        int up = y == 0 ? 0 : out[(y - 1) * line + x] & 255;
        int corner = x < step || y == 0 ? 0 : out[(y - 1) * line + x - step] & 255;
        int guess = switch (filter) {
          case 1 -> left;
          case 2 -> up;
          case 3 -> (left + up) / 2;
          case 4 -> nearest(left + up - corner, left, up, corner);
          default -> 0;
        };
        out[y * line + x] = (byte) (row[x] + guess);
      }
    }
    return out;
  }

  static int nearest(int to, int a, int b, int c) {
    int da = Math.abs(to - a);
    int db = Math.abs(to - b);
    int dc = Math.abs(to - c);
    return da <= db && da <= dc ? a : db <= dc ? b : c;
  }

  /** Each new pixel is the mean of those that it covers. */
  static Picture scale(Picture from, int width, int height) {
    int n = from.channels;
    byte[] out = new byte[width * height * n];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int x0 = x * from.width / width;
        int x1 = Math.max(x0 + 1, (x + 1) * from.width / width);
        int y0 = y * from.height / height;
        int y1 = Math.max(y0 + 1, (y + 1) * from.height / height);
        for (int c = 0; c < n; c++) {
          long sum = 0;
          for (int yy = y0; yy < y1; yy++) {
            for (int xx = x0; xx < x1; xx++) {
              sum += from.pixels[(yy * from.width + xx) * n + c] & 255;
            }
          }
          out[(y * width + x) * n + c] = (byte) (sum / ((x1 - x0) * (long) (y1 - y0)));
        }
      }
    }
    return new Picture(width, height, n, out);
  }

  static void write(Path file, Picture picture) throws IOException {
    var rows = new ByteArrayOutputStream();
    try (var deflated = new DeflaterOutputStream(rows)) {
      int line = picture.width * picture.channels;
      for (int y = 0; y < picture.height; y++) {
        deflated.write(0);
        deflated.write(picture.pixels, y * line, line);
      }
    }
    var head = new ByteArrayOutputStream();
    var fields = new DataOutputStream(head);
    fields.writeInt(picture.width);
    fields.writeInt(picture.height);
    fields.write(new byte[] {8, (byte) (picture.channels == 3 ? 2 : 6), 0, 0, 0});
    try (var out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeLong(SIGNATURE);
      chunk(out, "IHDR", head.toByteArray());
      chunk(out, "IDAT", rows.toByteArray());
      chunk(out, "IEND", new byte[0]);
    }
  }

  static void chunk(DataOutputStream out, String kind, byte[] body) throws IOException {
    byte[] name = kind.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(body);
    out.writeInt(body.length);
    out.write(name);
    out.write(body);
    out.writeInt((int) sum.getValue());
  }
}
