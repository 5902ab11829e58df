package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.RedisProcess;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TableDigest;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WarmCommandTest {
  private static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(5_000, 1));
  private static final LocalDate DAY = JOURNAL.parameters().day(0);
  private static final JournalSchema LAYOUT = JournalSchema.GL_ENTRIES.withTable("warm_entries");

  private static JournalTestbed testbed;

  @BeforeAll
  static void seed() {
    testbed = JournalTestbed.start();
    JOURNAL.seed(testbed.postgresUrl(), LAYOUT, SeedOptions.DEFAULT.withReplace(true));
  }

  @AfterAll
  static void stop() {
    testbed.close();
  }

  private static CommandLineRun warm(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "warm",
                "--table",
                LAYOUT.table(),
                "--postgres-url",
                testbed.postgresUrl().jdbcUrl(),
                "--redis-url",
                testbed.redisUrl().uri().toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  @Test
  void putsADayIntoTheCache() {
    var run = warm("--day", DAY.toString(), "--to-option", "ttl=PT1H");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains(DAY + " entry: 5,000 rows").contains("redis in");
    try (var allocator = new RootAllocator();
        var cache =
            JournalSources.provider("redis")
                .open(
                    new SourceConfig(
                        testbed.postgresUrl(), testbed.redisUrl(), LAYOUT, allocator, Map.of()));
        var table = cache.load(JournalQuery.entries(DAY))) {
      assertThat(TableDigest.of(table)).isEqualTo(JOURNAL.oracle().digest(DAY, table.columns()));
    }
  }

  @Test
  void takesTodayAndYesterday() {
    var today = LocalDate.now(ZoneId.systemDefault());
    for (var word : List.of("today", "yesterday")) {
      var run = warm("--day", word);
      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).contains(" entry: 0 rows");
      assertThat(LocalDate.parse(run.out().substring(0, 10)))
          .isBetween(today.minusDays(1), today.plusDays(1));
    }
  }

  @Test
  void failsWhereTheServerEvictsWhatItHasJustTaken() {
    var journal = new SeededJournal(JournalParameters.of(100_000, 1));
    var schema = JournalSchema.GL_ENTRIES.withTable("warm_entries_large");
    journal.seed(testbed.postgresUrl(), schema, SeedOptions.DEFAULT.withReplace(true));
    try (var small = RedisProcess.start(List.of("maxmemory 3mb", "maxmemory-policy allkeys-lru"))) {
      var run =
          CommandLineRun.of(
              "warm",
              "--day",
              DAY.toString(),
              "--table",
              schema.table(),
              "--postgres-url",
              testbed.postgresUrl().jdbcUrl(),
              "--redis-url",
              small.url().uri().toString());
      assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
      assertThat(run.out()).doesNotContain("redis in");
      assertThat(run.err())
          .contains("evicted")
          .contains("maxmemory is 3145728 bytes, its maxmemory-policy allkeys-lru")
          .contains("raise maxmemory");
    }
  }

  @Test
  void refusesADayThatIsNone() {
    requireUsage(warm("--day", "tomorrow"), "today, yesterday or a date");
  }

  @Test
  void refusesATargetThatKeepsNothing() {
    requireUsage(warm("--day", "today", "--to", "copy"), "copy keeps nothing");
  }

  @Test
  void refusesAnOptionThatTheCacheHasNot() {
    requireUsage(warm("--day", "today", "--to-option", "tll=1"), "no option \"tll\"");
  }

  @Test
  void saysWhatIsMissing() {
    requireUsage(CommandLineRun.of("warm", "--day", "today", "--postgres-url", ""), "POSTGRES_URL");
    requireUsage(
        CommandLineRun.of(
            "warm",
            "--day",
            "today",
            "--redis-url",
            "",
            "--postgres-url",
            testbed.postgresUrl().jdbcUrl()),
        "LEDGERLOAD_REDIS_URL");
  }

  @Test
  void failsWhereAServerDoesNotAnswer() {
    var run =
        CommandLineRun.of(
            "warm",
            "--day",
            "today",
            "--postgres-url",
            testbed.postgresUrl().jdbcUrl(),
            "--redis-url",
            "redis://:hush-hush@127.0.0.1:1");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains("redis://127.0.0.1:1").doesNotContain("hush");
  }

  private static void requireUsage(CommandLineRun run, String message) {
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err()).contains(message);
  }
}
