package dev.ledgerload.harness.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.spi.Totals;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest of totals, rank by rank and to the last digit. */
public final class TotalsDigest {
  private TotalsDigest() {}

  /** In hexadecimal digits. */
  public static String of(Totals totals) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      for (var pair : totals.ranked()) {
        sha256.update(pair.toString().getBytes(UTF_8)); // a record: every component, in order
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
