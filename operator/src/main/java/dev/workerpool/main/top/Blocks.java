package dev.workerpool.main.top;

import dev.workerpool.local.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The tables of a look, whole or so that they fit. Pure. */
final class Blocks {
  private static final List<String> MORE = List.of("IN/S", "DONE/S", "OLDEST", "EMPTY IN");

  /** Left out first where the lines are too long, if there is nothing in them. */
  private static final List<String> SPARE = List.of("DELAYED", "DEAD", "EMPTY IN", "OLDEST");

  private static final int GAP = 2;

  /** The events get this part of the lines if the queues have no use for the rest. */
  private static final int PART = 3;

  private static final Comparator<Look.Line> BUSIEST =
      Comparator.comparingDouble(Look.Line::business)
          .thenComparingLong(line -> line.queue().unfinished())
          .reversed()
          .thenComparing(line -> line.queue().name());

  private Blocks() {}

  /** All of it. */
  static List<String> whole(Look look) {
    return fitted(look, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * As many queues and events as there is room for, and how many more there are: the queues by
   * their names, or the busiest first where some are left out. Lines may yet be too long.
   */
  static List<String> fitted(Look look, int columns, int room) {
    int events = look.events().size();
    int needed = look.queues().size() + 1;
    int forEvents = events == 0 ? 0 : Math.min(events + 2, Math.max(room / PART, room - needed));
    List<String> lines =
        new ArrayList<>(cut(queues(look, columns, room - forEvents), room - forEvents));
    if (forEvents > 0) {
      lines.add("");
      lines.addAll(cut(Table.lines(Figures.of(look.events()), GAP), forEvents - 1));
    }
    return lines;
  }

  private static List<String> queues(Look look, int columns, int room) {
    boolean all = look.queues().size() < room;
    List<Look.Line> shown = all ? look.queues() : look.queues().stream().sorted(BUSIEST).toList();
    List<List<String>> rows = new ArrayList<>(List.of(Figures.head(MORE)));
    shown.forEach(line -> rows.add(Figures.of(line.queue(), more(line))));
    return Table.lines(narrowed(rows, columns), GAP);
  }

  private static List<String> more(Look.Line line) {
    return List.of(
        Words.rate(line.flow().in()),
        Words.rate(line.flow().done()),
        Words.span(line.oldest()),
        Words.span(line.emptyIn()));
  }

  private static List<List<String>> narrowed(List<List<String>> rows, int columns) {
    List<List<String>> narrow = rows;
    for (String name : SPARE) {
      int column = narrow.get(0).indexOf(name);
      boolean fits = Table.lines(narrow, GAP).stream().allMatch(line -> line.length() <= columns);
      boolean nothing = narrow.stream().skip(1).allMatch(row -> row.get(column).matches("[0-]"));
      if (!fits && nothing) {
        narrow = narrow.stream().map(row -> without(row, column)).toList();
      }
    }
    return narrow;
  }

  private static List<String> without(List<String> row, int column) {
    return IntStream.range(0, row.size()).filter(i -> i != column).mapToObj(row::get).toList();
  }

  private static List<String> cut(List<String> lines, int room) {
    if (lines.size() <= room) {
      return lines;
    }
    int shown = Math.max(room - 1, 1);
    List<String> some = new ArrayList<>(lines.subList(0, shown));
    some.add("… and " + (lines.size() - shown) + " more");
    return some;
  }
}
