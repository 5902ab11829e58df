package dev.ledgerload.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.spi.PostgresUrl;
import java.net.URLDecoder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Keeps passwords out of whatever this program prints of its own accord or of others': messages of
 * exceptions, stack traces, and the command line's own complaints, which repeat what was typed. It
 * knows them by the URLs that the program was given, however these are written.
 */
final class Redaction {
  private static final Pattern URL =
      Pattern.compile("(?i)(jdbc:postgresql:|(postgres(ql)?|rediss?)://).*", Pattern.DOTALL);

  private static final Pattern LOGIN = Pattern.compile("//([^?]*)@");
  private static final Pattern PARAMETERS = Pattern.compile("[?&;]");
  private static final String HIDDEN = "***";

  /** What is too short is in other words too; a URL as a whole is taken out anyhow. */
  private static final int SHORTEST = 4;

  /** What to show for a text that may not be shown; the longest first, which may have another. */
  private final Map<String, String> shown =
      new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(text -> text));

  /**
   * @param texts what may have a URL in it: arguments, values of environment variables
   */
  Redaction(List<String> texts) {
    for (var text : texts) {
      var url = URL.matcher(text);
      if (url.find()) {
        add(url.group());
      }
    }
  }

  private void add(String url) {
    var redacted = PostgresUrl.redacted(url);
    shown.put(url, redacted);
    var login = LOGIN.matcher(url);
    if (login.find()) {
      hide(login.group(1), redacted);
      hide(login.group(1).substring(login.group(1).indexOf(':') + 1), redacted);
    }
    for (var parameter : PARAMETERS.split(url, -1)) {
      int equals = parameter.indexOf('=');
      if (equals >= 0 && !PostgresUrl.isHarmless(parameter)) {
        hide(parameter.substring(equals + 1), redacted);
      }
    }
  }

  /** A password that is also the user's name, or the database's, tells nothing by being there. */
  private void hide(String secret, String redacted) {
    if (secret.length() >= SHORTEST && !redacted.contains(secret)) {
      shown.put(secret, HIDDEN);
      try {
        shown.put(URLDecoder.decode(secret, UTF_8), HIDDEN);
      } catch (IllegalArgumentException e) {
        // It is taken as it is, then.
      }
    }
  }

  /** A text without them. */
  String of(String text) {
    var redacted = text;
    for (var secret : shown.entrySet()) {
      redacted = redacted.replace(secret.getKey(), secret.getValue());
    }
    return redacted;
  }
}
