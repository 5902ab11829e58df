package dev.ledgerload.harness.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.spi.Totals;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A digest of totals, group by group in their order: keys with their types, sums to the last digit,
 * numbers of entries. Other totals have another.
 */
public final class TotalsDigest {
  private final MessageDigest sha256;

  private TotalsDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** In hexadecimal digits. */
  public static String of(Totals totals) {
    var digest = new TotalsDigest();
    for (var group : totals.groups()) {
      digest.addNumber(group.keys().size());
      group.keys().forEach(digest::add);
      digest.addNumber(group.sums().size());
      group.sums().forEach(digest::add);
      digest.addNumber(group.entries());
    }
    return HexFormat.of().formatHex(digest.sha256.digest());
  }

  /** A value's class and its text, each with its length, so that no two values run into another. */
  private void add(@Nullable Object value) {
    if (value == null) {
      addNumber(-1);
    } else if (value instanceof ByteBuffer bytes) {
      addText("ByteBuffer");
      addNumber(bytes.remaining());
      sha256.update(bytes.duplicate());
    } else {
      addText(value.getClass().getSimpleName());
      addText(value instanceof BigDecimal number ? number.toPlainString() : value.toString());
    }
  }

  private void addText(String text) {
    var utf8 = text.getBytes(UTF_8);
    addNumber(utf8.length);
    sha256.update(utf8);
  }

  private void addNumber(long number) {
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
  }
}
