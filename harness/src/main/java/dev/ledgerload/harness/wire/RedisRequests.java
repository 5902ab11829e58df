package dev.ledgerload.harness.wire;

/** Counts commands in Redis's protocol: arrays of strings, each with its length before it. */
final class RedisRequests implements RequestScanner {
  private static final int END_OF_LINE_BYTES = 2;
  private static final int MAX_LINE = 32;

  private final StringBuilder line = new StringBuilder();
  private boolean unreadable;
  private long bytesToSkip;

  @Override
  public int requestsIn(byte[] buffer, int count) {
    int found = 0;
    int at = 0;
    while (at < count && !unreadable) {
      if (bytesToSkip > 0) {
        long skipped = Math.min(bytesToSkip, count - at);
        bytesToSkip -= skipped;
        at += (int) skipped;
      } else {
        char next = (char) (buffer[at++] & 0xFF);
        if (next == '\n') {
          found += line();
          line.setLength(0);
        } else {
          line.append(next);
          unreadable = line.length() > MAX_LINE;
        }
      }
    }
    return unreadable ? UNREADABLE : found;
  }

  private int line() {
    String text = line.toString().strip();
    if (text.matches("\\$\\d{1,10}")) {
      bytesToSkip = Long.parseLong(text.substring(1)) + END_OF_LINE_BYTES;
      return 0;
    }
    unreadable = !text.matches("\\*\\d+");
    return 1;
  }
}
