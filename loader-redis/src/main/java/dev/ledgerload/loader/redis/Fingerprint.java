package dev.ledgerload.loader.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A digest of texts that no others have. */
final class Fingerprint {
  private static final int BYTES = 16;

  private Fingerprint() {}

  /** In 32 hexadecimal digits; where one text ends and the next begins counts. */
  static String of(List<String> texts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var text : texts) {
        digest.update((text.length() + ":").getBytes(UTF_8));
        digest.update(text.getBytes(UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
