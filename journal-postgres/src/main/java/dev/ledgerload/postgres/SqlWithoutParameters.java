package dev.ledgerload.postgres;

import org.postgresql.core.Parser;

/** SQL that has {@code ?} in it, as PostgreSQL's operators on jsonb have, but no parameters. */
final class SqlWithoutParameters {
  private SqlWithoutParameters() {}

  /**
   * The SQL as the driver's prepared statements want it: with {@code ??} for each {@code ?} that
   * isn't in a literal, a quoted name or a comment.
   *
   * @param standardStrings whether a backslash in a literal is but a backslash
   */
  static String forDriver(String sql, boolean standardStrings) {
    if (sql.indexOf('?') < 0) {
      return sql;
    }
    var text = sql.toCharArray();
    var doubled = new StringBuilder();
    for (int at = 0; at < text.length; at++) {
      int last = lastOfQuoted(text, at, standardStrings);
      doubled.append(text, at, Math.min(last, text.length - 1) - at + 1);
      if (last == at && text[at] == '?') {
        doubled.append('?');
      }
      at = last;
    }
    return doubled.toString();
  }

  /** The same place if nothing is quoted there. */
  private static int lastOfQuoted(char[] text, int at, boolean standardStrings) {
    return switch (text[at]) {
      case '\'' -> Parser.parseSingleQuotes(text, at, standardStrings);
      case '"' -> Parser.parseDoubleQuotes(text, at);
      case '-' -> Parser.parseLineComment(text, at);
      case '/' -> Parser.parseBlockComment(text, at);
      case '$' -> Parser.parseDollarQuotes(text, at);
      default -> at;
    };
  }
}
