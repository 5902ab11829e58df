package dev.ledgerload.harness;

import dev.ledgerload.harness.setup.OwnDay;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.testbed.TestbedOptions;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options that say what is measured: a day of the user's own journal, or a seeded journal, and
 * where that lies.
 */
final class BenchDatabase {
  private static final String URL = "--postgres-url";
  private static final String DAY = "--day";
  private static final OptionType<LocalDate> DATE =
      OptionType.of("a date as 2026-01-31", LocalDate::parse, date -> true);
  private static final String NAMED_BY = URL + " or LEDGERLOAD_POSTGRES_URL";

  @Option(
      names = URL,
      description =
          "Measure in this database, a JDBC URL (default: the environment's"
              + " LEDGERLOAD_POSTGRES_URL): a --day of your journal, or with --seed-here another.")
  private @Nullable String postgresUrl;

  @Option(
      names = DAY,
      description =
          "The day of your journal to measure, as 2026-01-31. It is only read, unless --install"
              + " says otherwise.")
  private @Nullable String day;

  @Mixin private JournalOptions journal = new JournalOptions();

  @Option(
      names = "--" + NumericShape.OPTION,
      paramLabel = "PRECISION,SCALE",
      description =
          "The digits of an amount column declared as numeric without any, as 38,5 (default: 38,10).")
  private @Nullable String untypedNumeric;

  @Option(
      names = "--install",
      description =
          "Install next to your journal what strategies need and isn't there, until the run ends;"
              + " else those whose installation is missing are left out.")
  private boolean install;

  @Mixin private SeedHereOption seedHere = new SeedHereOption();

  @Mixin private ProviderOption provider = new ProviderOption();

  /**
   * What to measure.
   *
   * @param testbed where a seeded journal is to live
   * @param own the user's own day; null for a seeded journal
   */
  record Chosen(TestbedOptions testbed, @Nullable OwnDay own) {}

  /** Whether it is a day of the user's own journal that is asked for. */
  boolean isOwn() {
    return day != null;
  }

  /** What the options and the environment ask for; null if they can't be met. */
  @Nullable Chosen choose(Problems problems) {
    var testbed = problems.read(provider::testbed);
    if (testbed == null) {
      return null;
    }
    problems.require(
        postgresUrl == null || !provider.startsServers(),
        "%s names a database and --provider starts one: give one of them".formatted(URL));
    var url = url(testbed, problems);
    requireDatabase(url, problems);
    return seedHere.isGiven()
        ? new Chosen(testbed.withForced(null).withPostgresUrl(url), null)
        : new Chosen(testbed.withPostgresUrl(null), ownDay(url, problems));
  }

  private @Nullable PostgresUrl url(TestbedOptions testbed, Problems problems) {
    var text = postgresUrl;
    return text == null
        ? ProviderOption.urlOf(testbed)
        : problems.read(URL + ": ", () -> new PostgresUrl(text));
  }

  private void requireDatabase(@Nullable PostgresUrl url, Problems problems) {
    boolean isNamed = url != null || postgresUrl != null;
    seedHere.requireUrl(url, NAMED_BY, problems);
    requireNoneOf(
        isNamed && day != null,
        "needs a day of your own journal: name it by %s, and the database by %s"
            .formatted(DAY, NAMED_BY),
        problems);
    problems.require(
        day == null || isNamed,
        "%s is of your own journal: name its database by %s".formatted(DAY, NAMED_BY));
    problems.require(
        day == null || !seedHere.isGiven(),
        "%s reads your journal and %s seeds another: give one of them"
            .formatted(DAY, SeedHereOption.NAME));
    problems.require(
        !isNamed || day != null || seedHere.isGiven(),
        """
        a database is named by %s, but not what to measure there. \
        For a day of your own journal, which is only read, give %s (with --journal, or --table and \
        --column, if it isn't gl_entries as it is generated). \
        For a seeded journal in a schema of its own, which is dropped at the end, give %s. \
        For a server of its own, name no database, or give --provider embedded"""
            .formatted(
                postgresUrl == null ? "LEDGERLOAD_POSTGRES_URL" : URL, DAY, SeedHereOption.NAME));
  }

  private void requireNoneOf(boolean allowed, String otherwise, Problems problems) {
    problems.require(allowed || !journal.hasFile(), "--journal " + otherwise);
    problems.require(allowed || !journal.hasTable(), "--table " + otherwise);
    problems.require(allowed || !journal.hasColumns(), "--column " + otherwise);
    problems.require(
        allowed || untypedNumeric == null, "--" + NumericShape.OPTION + " " + otherwise);
    problems.require(allowed || !install, "--install " + otherwise);
  }

  private @Nullable OwnDay ownDay(@Nullable PostgresUrl url, Problems problems) {
    var schema = journal.schema(problems);
    var named = day;
    var date = named == null ? null : problems.read(() -> DATE.read(DAY, named));
    var untyped = untypedNumeric;
    if (untyped != null) {
      problems.read(() -> NumericShape.TYPE.read("--" + NumericShape.OPTION, untyped));
    }
    return url == null || schema == null || date == null
        ? null
        : new OwnDay(url, schema, date, untyped, install);
  }
}
