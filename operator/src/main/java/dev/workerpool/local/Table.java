package dev.workerpool.local;

import java.util.ArrayList;
import java.util.List;

/** Text in columns, for people. Pure. */
public final class Table {
  private Table() {}

  /**
   * Columns as wide as their widest cell, no blanks at the end of a line.
   *
   * @param rows of equal length, the heading first
   * @param gap blanks between two columns
   */
  public static List<String> lines(List<List<String>> rows, int gap) {
    int[] widths = new int[rows.get(0).size()];
    rows.forEach(
        row -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        });
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + gap));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** The same as one text, with a line feed behind each line. */
  public static String text(List<List<String>> rows, int gap) {
    return String.join("\n", lines(rows, gap)) + "\n";
  }
}
