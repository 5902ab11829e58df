package dev.ledgerload.harness.output;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as RFC 4180 has them: fields between commas, lines that end with CR LF, a field in
 * quotes where it has a comma, a quote or a line's end in it. NULL is nothing, an empty text {@code
 * ""}.
 */
final class CsvWriter {
  private final Appendable out;

  CsvWriter(Appendable out) {
    this.out = out;
  }

  void write(List<? extends @Nullable Object> fields) throws IOException {
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      var field = fields.get(i);
      if (field != null) {
        write(ValueText.of(field));
      }
    }
    out.append("\r\n");
  }

  private void write(String text) throws IOException {
    if (!needsQuotes(text)) {
      out.append(text);
      return;
    }
    out.append('"').append(text.replace("\"", "\"\"")).append('"');
  }

  private static boolean needsQuotes(String text) {
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case ',', '"', '\r', '\n' -> {
          return true;
        }
        default -> {
          // may stand as it is
        }
      }
    }
    return text.isEmpty();
  }
}
