package dev.ledgerload.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.IntFunction;

/** The distinct values of a code column, by index, as UTF-8. */
final class CodeList {
  private static final int EMPTY = 31; // the index whose code is the empty string

  private final byte[][] values;

  private CodeList(int size, IntFunction<String> text) {
    values = new byte[size][];
    for (int i = 0; i < size; i++) {
      values[i] = text.apply(i).getBytes(UTF_8);
    }
  }

  /** Six-digit account numbers; the most used ones are scattered among the others. */
  static CodeList accounts(int size) {
    return new CodeList(size, rank -> Long.toString(100_000 + rank * 7919L % 900_000));
  }

  /** Analysis codes: mostly short, some long, a few beyond ASCII, one of them empty. */
  static CodeList analysisCodes(int column, int size) {
    return new CodeList(size, i -> analysisCode(column, i));
  }

  private static String analysisCode(int column, int i) {
    if (i == EMPTY) {
      return "";
    }
    if (i % 41 == 7) {
      return "Köln-Süd " + column + i;
    }
    if (i % 97 == 11) {
      return "東京" + column + i;
    }
    if (i % 131 == 13) {
      return "🚢" + column + i;
    }
    if (i % 17 == 3) {
      return "project-%d/%06d-overhead".formatted(column, i);
    }
    if (i % 5 == 2) {
      return "CC-%d-%06d".formatted(column, i);
    }
    return Character.toString('A' + column) + i;
  }

  int size() {
    return values.length;
  }

  byte[] utf8(int index) {
    return values[index];
  }

  String text(int index) {
    return new String(values[index], UTF_8);
  }
}
