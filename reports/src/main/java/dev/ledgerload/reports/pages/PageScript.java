package dev.ledgerload.reports.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The pages' one script. A page names its hash in its content security policy, so that nothing else
 * runs in it, whatever a run's names and settings hold.
 */
final class PageScript {
  private static final String TEXT = read();

  private PageScript() {}

  static String text() {
    return TEXT;
  }

  /** {@code sha256-…}, of the text exactly as it stands between the element's tags. */
  static String hash() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(TEXT.getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String read() {
    try (InputStream in = PageScript.class.getResourceAsStream("report.js")) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks report.js");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read report.js", e);
    }
  }
}
