package dev.ledgerload.postgres.proposal;

/** A text that {@link java.util.Properties} read, with comments. */
final class PropertiesText {
  private final StringBuilder text = new StringBuilder();

  void blank() {
    text.append('\n');
  }

  void comment(String line) {
    text.append("# ").append(line.replaceAll("\\p{Cntrl}", " ")).append('\n');
  }

  void commentOut(String key, String value) {
    text.append('#').append(setting(key, value));
  }

  void set(String key, String value) {
    text.append(setting(key, value));
  }

  /** As {@link java.util.Properties} read it. */
  private static String setting(String key, String value) {
    var escapedKey = key.replace("\\", "\\\\").replaceAll("([ :=#!])", "\\\\$1");
    var escapedValue = value.replace("\\", "\\\\");
    return escapedKey + '=' + (escapedValue.startsWith(" ") ? "\\" : "") + escapedValue + '\n';
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
