package dev.ledgerload.harness.rivals;

import org.jspecify.annotations.Nullable;

/**
 * What a rival is told before anything else: the module's {@code RivalRequest}. It holds a
 * password, so it goes by standard input, and into no message.
 */
record RivalRequest(
    int protocol,
    String jdbcUrl,
    String uri,
    String table,
    String day,
    @Nullable String extension) {
  static final int PROTOCOL = 1;

  @Override
  public String toString() {
    return "RivalRequest[%s, %s]".formatted(table, day);
  }
}
