package dev.ledgerload.cache;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SourcePoolTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Object> opened = new ArrayList<>();
  private final List<Object> closed = new ArrayList<>();

  private <S> SourcePool<S> pool(Supplier<S> opener) {
    return new SourcePool<>(
        "some",
        2,
        "the option connections",
        () -> {
          var source = opener.get();
          opened.add(source);
          return source;
        },
        closed::add);
  }

  @Test
  void opensWhatIsNeededUpToItsLimitAndUsesItAgain() {
    try (var pool = pool(Object::new)) {
      for (int i = 0; i < 2; i++) {
        try (var first = pool.borrow(PATIENCE);
            var second = pool.borrow(PATIENCE)) {
          assertThat(first.source()).isNotSameAs(second.source());
          var failure =
              catchThrowableOfType(
                  JournalLoadException.class, () -> pool.borrow(Duration.ofMillis(1)).close());
          assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
          assertThat(failure)
              .hasMessageContaining("some: all of its 2 connections")
              .hasMessageContaining("PT0.001S")
              .hasMessageContaining("the option connections allows more");
        }
      }
      assertThat(opened).hasSize(2);
      assertThat(closed).isEmpty();
    }
    assertThat(closed).containsExactlyInAnyOrderElementsOf(opened);
  }

  @Test
  void closesWhatIsInUseWhenItIsGivenBack() {
    var pool = pool(Object::new);
    var lease = pool.borrow(PATIENCE);
    pool.close();
    assertThat(closed).isEmpty();
    lease.close();
    assertThat(closed).containsExactlyElementsOf(opened);
    assertThatThrownBy(() -> pool.borrow(PATIENCE).close())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closesWhatWasOpenedWhileItWasClosed() {
    List<SourcePool<Object>> pools = new ArrayList<>();
    pools.add(
        pool(
            () -> {
              pools.get(0).close();
              return new Object();
            }));
    assertThatThrownBy(() -> pools.get(0).borrow(PATIENCE).close())
        .isInstanceOf(IllegalStateException.class);
    assertThat(opened).hasSize(1);
    assertThat(closed).containsExactlyElementsOf(opened);
  }

  @Test
  void lendsAsManyAsBeforeAfterOneCouldNotBeOpened() {
    var away = new JournalLoadException(UNAVAILABLE, "some", "away");
    try (var pool =
        pool(
            () -> {
              throw away;
            })) {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> pool.borrow(Duration.ofMillis(1)).close()).isSameAs(away);
      }
    }
  }

  @Test
  void lendsOneThatIsThreadSafeToAll() {
    try (var pool = pool(Shared::new)) {
      assertThat(pool.shared()).isNull();
      try (var first = pool.borrow(PATIENCE);
          var second = pool.borrow(PATIENCE);
          var third = pool.borrow(PATIENCE)) {
        assertThat(List.of(first.source(), second.source(), third.source()))
            .containsOnly(pool.shared());
      }
      assertThat(opened).hasSize(1);
    }
    assertThat(closed).containsExactlyElementsOf(opened);
  }

  @Test
  void endsTheWaitForOneWhenItsThreadIsInterrupted() {
    try (var pool = pool(Object::new);
        var first = pool.borrow(PATIENCE);
        var second = pool.borrow(PATIENCE)) {
      assertThat(first).isNotSameAs(second);
      Thread.currentThread().interrupt();
      var failure =
          catchThrowableOfType(JournalLoadException.class, () -> pool.borrow(PATIENCE).close());
      assertThat(Thread.interrupted()).as("the interrupt flag").isTrue();
      assertThat(failure.kind()).isEqualTo(TIMEOUT);
    }
  }

  /** Thread-safe, as its type says, for it has nothing. */
  private static final class Shared implements CachingJournalSource {
    @Override
    public String strategy() {
      return "some";
    }

    @Override
    public Set<Grain> grains() {
      return Set.of(Grain.ENTRY);
    }

    @Override
    public JournalTable load(JournalQuery query) {
      throw new JournalLoadException(UNAVAILABLE, "some", "it has nothing");
    }

    @Override
    public void invalidate(LocalDate day) {
      // it has nothing
    }

    @Override
    public void close() {
      // it has nothing
    }
  }
}
