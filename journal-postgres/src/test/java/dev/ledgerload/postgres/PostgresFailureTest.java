package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.CORRUPT;
import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.columnar.CorruptValueException;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalLoadException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresFailureTest {
  private static final Deadline LATER = Deadline.after(Duration.ofHours(1));
  private static final Deadline PAST = Deadline.after(Duration.ofSeconds(-1));

  @ParameterizedTest
  @CsvSource({
    "42P01, UNSUPPORTED",
    "42703, UNSUPPORTED",
    "42501, UNSUPPORTED",
    "42601, UNSUPPORTED",
    "42809, UNSUPPORTED",
    "0A000, UNSUPPORTED",
    "3F000, UNSUPPORTED",
    "22003, CORRUPT",
    "22021, CORRUPT",
    "XX001, CORRUPT",
    "XX002, CORRUPT",
    "XX000, UNAVAILABLE",
    "08001, UNAVAILABLE",
    "08006, UNAVAILABLE",
    "28P01, UNAVAILABLE",
    "28000, UNAVAILABLE",
    "3D000, UNAVAILABLE",
    "40001, UNAVAILABLE",
    "53200, UNAVAILABLE",
    "53300, UNAVAILABLE",
    "55P03, UNAVAILABLE",
    "57P01, UNAVAILABLE",
    "57P03, UNAVAILABLE",
    "58030, UNAVAILABLE",
    "57014, UNAVAILABLE"
  })
  void takesTheKindFromTheServersCode(String state, Kind kind) {
    assertThat(of(new SQLException("it failed", state)).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "42P01, ': create it, or name the journal''s table (--table, or JournalSchema)'",
    "3F000, ': create it, or name the journal''s table (--table, or JournalSchema)'",
    "42703, ': add it, or name the column that holds it (--column, or JournalSchema)'",
    "42501, ': ask its owner for the right (SELECT on a table, USAGE of a schema), or read as a user who has it'",
    "28P01, ': correct user and password in the URL'",
    "28000, ': correct user and password in the URL'",
    "3D000, ': correct the database in the URL'",
    "08001, ': start the server, or correct host and port in the URL'",
    "08004, ': start the server, or correct host and port in the URL'",
    "40001, ''"
  })
  void saysWhatToDoWhereAPersonMustAct(String state, String advice) {
    assertThat(of(new SQLException("it failed", state)))
        .hasMessage("copy: loading 2026-03-31, 7 entries in: it failed" + advice);
  }

  @Test
  void isUnavailableWithoutACode() {
    assertThat(of(new SQLException("it failed")).kind()).isEqualTo(UNAVAILABLE);
  }

  @Test
  void findsTheServersCodeBehindTheWiresFailure() {
    assertThat(of(new IOException(new SQLException("no such table", "42P01"))).kind())
        .isEqualTo(UNSUPPORTED);
  }

  @Test
  void isCorruptWhereAValueIs() {
    assertThat(of(new CorruptValueException("amount of entry 8 is NaN")))
        .hasMessage("copy: loading 2026-03-31, 7 entries in: amount of entry 8 is NaN")
        .returns(CORRUPT, JournalLoadException::kind);
  }

  @Test
  void isUnavailableWhereTheServerWentAway() {
    assertThat(of(new EOFException("the server closed the connection")))
        .hasMessageContaining("the server closed the connection")
        .returns(UNAVAILABLE, JournalLoadException::kind);
  }

  @Test
  void isUnavailableWhereMemoryRanOut() {
    assertThat(of(new OutOfMemoryException("limit")))
        .hasMessageEndingWith(
            "the allocator's limit is reached: close tables that are no longer needed, or raise it")
        .returns(UNAVAILABLE, JournalLoadException::kind);
  }

  @Test
  void isTimeoutWhereASocketWaitedPastTheDeadline() {
    assertThat(of(new SQLException("io", "08006", new DeadlineException())))
        .hasMessageEndingWith(": the query's timeout passed")
        .returns(TIMEOUT, JournalLoadException::kind);
  }

  @Test
  void isTimeoutWhereTheServerCancelledBehindTheDeadline() {
    var cancelled = new SQLException("canceling statement due to statement timeout", "57014");
    assertThat(PostgresFailure.of("copy", "loading", PAST, cancelled))
        .hasMessage("copy: loading: the query's timeout passed")
        .returns(TIMEOUT, JournalLoadException::kind);
  }

  @Test
  void isTimeoutWhereTheThreadWasInterrupted() {
    var failure = of(new SQLException("io", "08006", new InterruptedIOException("interrupted")));

    assertThat(Thread.interrupted()).as("the thread's flag").isTrue();
    assertThat(failure)
        .hasMessageEndingWith(": the thread was interrupted")
        .returns(TIMEOUT, JournalLoadException::kind);
  }

  @Test
  void leavesTheThreadAloneWhereItWasNotInterrupted() {
    of(new DeadlineException());

    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void passesOnWhatIsSaidAlready() {
    var said = new JournalLoadException(UNSUPPORTED, "copy", "said");

    assertThat(of(said)).isSameAs(said);
  }

  @Test
  void findsTheWiresFailureBehindAnUncheckedOne() {
    assertThat(of(new UncheckedIOException(new EOFException("the server closed the connection"))))
        .returns(UNAVAILABLE, JournalLoadException::kind);
  }

  @Test
  void passesOnAMistakeInTheProgramUnchanged() {
    for (var mistake :
        List.of(new NullPointerException("a bug"), new IllegalArgumentException("misuse"))) {
      assertThatThrownBy(() -> of(mistake)).isSameAs(mistake);
    }
  }

  @Test
  void keepsTheCause() {
    var cause = new SQLException("it failed", "40001");

    assertThat(of(cause)).hasCause(cause);
  }

  private static JournalLoadException of(Exception failure) {
    return PostgresFailure.of("copy", "loading 2026-03-31, 7 entries in", LATER, failure);
  }
}
