package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columns_areAsWideAsTheirWidestCell_andNoLineEndsInBlanks() {
    var rows =
        List.of(List.of("NAME", "N", "END"), List.of("a", "1000", "x"), List.of("b", "2", ""));

    assertThat(Table.lines(rows, 2)).containsExactly("NAME  N     END", "a     1000  x", "b     2");
    assertThat(Table.text(rows, 1)).isEqualTo("NAME N    END\na    1000 x\nb    2\n");
  }
}
