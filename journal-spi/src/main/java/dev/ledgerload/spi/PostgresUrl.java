package dev.ledgerload.spi;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The address of a PostgreSQL database as a JDBC URL, credentials included. Its {@link #toString()}
 * and {@link #redacted()} show no more of it than is known to be harmless, so they are safe in a
 * message.
 *
 * <p>The driver's settings can be among its parameters, and are heeded where they say how to reach
 * the server and how values travel ({@code sslmode}, {@code prepareThreshold}, {@code
 * binaryTransfer}, {@code options} …). Those that would change what statements do have no effect:
 * {@code autosave}, {@code preferQueryMode} (but {@code simple} names no statements), {@code
 * readOnlyMode}, {@code allowEncodingChanges}, {@code stringtype}, {@code binaryTransferEnable},
 * {@code defaultRowFetchSize}, {@code replication}; nor have {@code queryTimeout} and {@code
 * loginTimeout}, for a load has a timeout of its own. A {@code socketFactory} is refused.
 *
 * @param jdbcUrl as {@code jdbc:postgresql://host:5432/database?user=me&password=secret}
 */
public record PostgresUrl(String jdbcUrl) implements ConnectionSource {
  /*
   * A URL that isn't quite right makes others tell its password: the driver takes "me:secret@host"
   * for a host, which the resolver then names in its exception, and logs a URL without a database;
   * the server says that there is no database "ledger;password=secret". So such a URL is refused
   * here, before anybody sees it. A misspelt parameter reaches neither the driver's messages nor the
   * server's, but people's: its value isn't shown.
   */
  private static final String PREFIX = "jdbc:postgresql:";

  /** Hosts with a slash behind them, if any, and the database. */
  private static final Pattern ADDRESS = Pattern.compile("//|(//[^/@;&=]*/)?/?[^/@;&=]*");

  private static final Set<String> PASSWORDS = Set.of("password", "sslpassword");

  private static final Set<String> HARMLESS =
      Set.of(
          "user",
          "ApplicationName",
          "autosave",
          "binaryTransfer",
          "connectTimeout",
          "currentSchema",
          "defaultRowFetchSize",
          "gssEncMode",
          "loadBalanceHosts",
          "loginTimeout",
          "preferQueryMode",
          "prepareThreshold",
          "readOnly",
          "reWriteBatchedInserts",
          "socketTimeout",
          "ssl",
          "sslmode",
          "stringtype",
          "targetServerType",
          "tcpKeepAlive");

  /** What no value hides another parameter in, whichever signs it was separated by. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_.@+-]*");

  private static final String HIDDEN = "***";

  /**
   * @throws IllegalArgumentException if it isn't a JDBC URL of PostgreSQL, or has a login or
   *     parameters where the driver doesn't look for them; the message doesn't repeat it
   */
  public PostgresUrl {
    if (!jdbcUrl.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "a PostgreSQL URL must start with jdbc:postgresql:, as in"
              + " jdbc:postgresql://localhost:5432/ledger?user=me&password=...");
    }
    if (!isWellFormed(jdbcUrl)) {
      throw new IllegalArgumentException(
          "a PostgreSQL URL must look like"
              + " jdbc:postgresql://host:5432/ledger?user=me&password=...: a slash and a database"
              + " behind the host, user and password not before it but behind a ?, an & between"
              + " parameters; in names write %40 for an @, %2F for a /, %3B for a ;, %26 for an &"
              + " and %3D for an =");
    }
  }

  private static boolean isWellFormed(String jdbcUrl) {
    int question = questionMark(jdbcUrl);
    return ADDRESS.matcher(jdbcUrl.substring(PREFIX.length(), question)).matches()
        && Arrays.stream(parameters(jdbcUrl, question))
            .allMatch(parameter -> isPassword(parameter) || parameter.indexOf(';') < 0);
  }

  /** The URL with {@code ***} for each password, and for whatever may hold one. */
  public String redacted() {
    return redacted(jdbcUrl);
  }

  /** The same of a text that may not be a URL, for a message that has to name it. */
  public static String redacted(String text) {
    if (!text.startsWith(PREFIX)) {
      return HIDDEN;
    }
    int question = questionMark(text);
    var address = text.substring(PREFIX.length(), question);
    var shown = PREFIX + (ADDRESS.matcher(address).matches() ? address : HIDDEN);
    if (question == text.length()) {
      return shown;
    }
    return Arrays.stream(parameters(text, question))
        .map(PostgresUrl::redactedParameter)
        .collect(joining("&", shown + "?", ""));
  }

  private static String redactedParameter(String parameter) {
    if (isHarmless(parameter)) {
      return parameter;
    }
    return isPassword(parameter) ? name(parameter) + "=" + HIDDEN : HIDDEN;
  }

  /** Whether a URL's parameter, as {@code ssl=true}, may be shown. */
  public static boolean isHarmless(String parameter) {
    var name = name(parameter);
    return HARMLESS.contains(name)
        && PLAIN.matcher(parameter.substring(name.length() + 1)).matches();
  }

  private static boolean isPassword(String parameter) {
    return PASSWORDS.contains(name(parameter));
  }

  private static String name(String parameter) {
    return parameter.substring(0, Math.max(0, parameter.indexOf('=')));
  }

  private static int questionMark(String text) {
    int question = text.indexOf('?');
    return question < 0 ? text.length() : question;
  }

  private static String[] parameters(String text, int question) {
    return question == text.length() ? new String[0] : text.substring(question + 1).split("&", -1);
  }

  @Override
  public String toString() {
    return redacted();
  }
}
