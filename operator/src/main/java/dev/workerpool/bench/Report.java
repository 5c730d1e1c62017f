package dev.workerpool.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a benchmark found, as Markdown that a terminal shows readably.
 *
 * @param title of the run
 * @param machine that it ran on, in a line
 * @param figures in the order in which they are shown
 */
public record Report(String title, String machine, List<Figure> figures) {
  private static final List<String> HEADER = List.of("", "figure", "measured", "goal", "met");

  /** The lines to print: title, machine, table. */
  public String text() {
    List<List<String>> rows =
        Stream.concat(Stream.of(HEADER), figures.stream().map(Report::cells)).toList();
    int[] widths = new int[HEADER.size()];
    rows.forEach(
        row -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        });
    StringBuilder text = new StringBuilder(title + "\n" + machine + "\n\n");
    text.append(line(rows.get(0), widths));
    text.append(line(Stream.of(widths).flatMap(Report::rules).toList(), widths));
    rows.stream().skip(1).forEach(row -> text.append(line(row, widths)));
    return text.toString();
  }

  /** Whether no goal was missed. */
  public boolean met() {
    return figures.stream().noneMatch(f -> Boolean.FALSE.equals(f.met()));
  }

  private static List<String> cells(Figure figure) {
    String met = figure.met() == null ? "" : figure.met() ? "yes" : "NO";
    return List.of(figure.id(), figure.what(), figure.measured(), figure.goal(), met);
  }

  private static Stream<String> rules(int[] widths) {
    return java.util.Arrays.stream(widths).mapToObj("-"::repeat);
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      line.append(' ').append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length()));
      line.append(" |");
    }
    return line.append('\n').toString();
  }
}
