package dev.workerpool.bench;

import java.util.Random;

/**
 * Tasks as a renderer's might be: JSON of that many bytes, of which no two are alike. Made by hand,
 * for what makes them runs on the machine that is measured.
 */
final class SampleTasks {
  private static final String[] WORDS = {
    "city", "forest", "harbour", "night", "crowd", "river", "market", "bridge", "tower", "dawn"
  };
  private static final String END = "\"}";

  private final Random random;
  private final int bytes;
  private long number;

  /**
   * @param bytes of each; at least 180
   */
  SampleTasks(long seed, int bytes) {
    this.random = new Random(seed);
    this.bytes = bytes;
  }

  /** The next one's text. */
  String next() {
    StringBuilder text = new StringBuilder(bytes + 16);
    text.append("{\"id\":\"").append(Long.toHexString(random.nextLong()));
    text.append("\",\"scene\":\"").append(word()).append('-').append(random.nextInt(100));
    text.append("\",\"frame\":").append(number++);
    text.append(",\"source\":\"s3://renders/").append(Integer.toHexString(random.nextInt()));
    text.append("/in.exr\",\"width\":").append(640 + 64 * random.nextInt(20));
    text.append(",\"samples\":").append(16 << random.nextInt(5));
    text.append(",\"gamma\":1.").append(1000 + random.nextInt(9000));
    text.append(",\"note\":\"");
    int end = bytes - END.length();
    while (text.length() < end) {
      text.append(word()).append(' ');
    }
    text.setLength(end);
    return text.append(END).toString();
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }
}
