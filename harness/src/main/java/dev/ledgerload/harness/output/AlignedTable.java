package dev.ledgerload.harness.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text in columns of one width. */
public final class AlignedTable {
  private static final String GAP = "  ";

  private final List<String> header;
  private final List<Boolean> right;

  /**
   * @param right which columns are aligned to the right
   */
  public AlignedTable(List<String> header, List<Boolean> right) {
    this.header = header;
    this.right = right;
  }

  /** Writes header and rows; null as nothing. */
  public void write(List<? extends List<? extends @Nullable Object>> rows, Appendable out)
      throws IOException {
    List<List<String>> lines = new ArrayList<>(List.of(header));
    for (var row : rows) {
      List<String> texts = new ArrayList<>();
      row.forEach(value -> texts.add(value == null ? "" : visible(ValueText.of(value))));
      lines.add(texts);
    }
    var widths = new int[header.size()];
    for (var line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (var line : lines) {
      var text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        var blanks = " ".repeat(widths[i] - line.get(i).length());
        text.append(i == 0 ? "" : GAP);
        text.append(right.get(i) ? blanks + line.get(i) : line.get(i) + blanks);
      }
      out.append(text.toString().stripTrailing()).append(System.lineSeparator());
    }
  }

  /** A line's end within a value would break the table. */
  private static String visible(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
