package dev.ledgerload.harness.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.Totals;
import dev.ledgerload.spi.Totals.Group;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TotalsDigestTest {
  private static Group group(long entries, List<@Nullable Object> keys, String... sums) {
    return new Group(keys, Arrays.stream(sums).map(TotalsDigestTest::number).toList(), entries);
  }

  private static @Nullable BigDecimal number(String text) {
    return text.isEmpty() ? null : new BigDecimal(text);
  }

  private static String digest(Group... groups) {
    return TotalsDigest.of(new Totals(LocalDate.EPOCH, List.of(groups)));
  }

  @Test
  void isTheSameForTheSameTotals() {
    var bytes = ByteBuffer.wrap(new byte[] {0, 1, 2}).position(1).asReadOnlyBuffer();
    var copy = ByteBuffer.wrap(new byte[] {1, 2}).asReadOnlyBuffer();
    assertThat(digest(group(1, Arrays.asList("a", null, bytes), "1.00", "")))
        .isEqualTo(digest(group(1, Arrays.asList("a", null, bytes), "1.00", "")))
        .isEqualTo(digest(group(1, Arrays.asList("a", null, copy), "1.00", "")));
  }

  @Test
  void isAnotherForOtherKeysSumsAndEntries() {
    assertThat(
            List.of(
                digest(),
                digest(group(1, List.of("1"), "1.00")),
                digest(group(1, List.of(1), "1.00")),
                digest(group(1, List.of(1L), "1.00")),
                digest(group(1, List.of(""), "1.00")),
                digest(group(1, Arrays.asList((Object) null), "1.00")),
                digest(group(1, List.of("1", ""), "1.00")),
                digest(group(1, List.of("", "1"), "1.00")),
                digest(group(1, List.of("1"), "1.0")),
                digest(group(1, List.of("1"), "")),
                digest(group(1, List.of("1"), "1.00", "")),
                digest(group(1, List.of("1"), "", "1.00")),
                digest(group(2, List.of("1"), "1.00")),
                digest(group(1, List.of("1"), "1.00"), group(1, List.of("2"), "1.00")),
                digest(group(1, List.of("2"), "1.00"), group(1, List.of("1"), "1.00"))))
        .doesNotHaveDuplicates();
  }
}
