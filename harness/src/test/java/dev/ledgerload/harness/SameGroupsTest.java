package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.processing.ProcessedTotalsSource;
import dev.ledgerload.processing.TotalsProcessors;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.Totals;
import dev.ledgerload.spi.Totals.Group;
import dev.ledgerload.spi.TotalsSource;
import dev.ledgerload.testbed.JournalTestbed;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keys that SQL has equal, or in an order, by other rules than their held values: groups are the
 * same whether they are made here of copied entries, in the database, or of the view's.
 */
@Tag("ledgers")
class SameGroupsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

  private static JournalTestbed testbed;

  @BeforeAll
  static void makeLedger() throws SQLException {
    testbed = JournalTestbed.start();
    try (var connection = DriverManager.getConnection(testbed.postgresUrl().jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE SCHEMA same_groups;
          CREATE EXTENSION citext SCHEMA same_groups;
          CREATE TYPE same_groups.mood AS ENUM ('z', 'b', 'Ä', 'a');
          CREATE COLLATION same_groups.caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
          CREATE TABLE same_groups.ledger AS
          SELECT TIMESTAMPTZ '2026-01-31 00:00+01' + i * INTERVAL '1 min' AS date,
            (ARRAY['z', 'b', 'Ä', 'a', NULL])[1 + i % 5]::same_groups.mood AS k_enum,
            (ARRAY['a', 'A', 'Ä', '', NULL])[1 + i % 5]::same_groups.citext AS k_citext,
            (ARRAY['a', 'A', 'Ä', E'\\U0001F4B6', E'\\uFB01'])[1 + i % 5] COLLATE same_groups.caseless AS k_caseless,
            (ARRAY['a', E'a\\t', 'ab', NULL])[1 + i % 4]::char(3) AS k_char,
            (ARRAY['a', 'a ', E'a\\t', NULL])[1 + i % 4]::bpchar AS k_loose,
            (ARRAY['\\xff', '\\x7f00', '\\x7f', NULL]::bytea[])[1 + i % 4] AS k_bytea,
            (ARRAY['f', '7', NULL])[1 + i % 3] || '0000000-0000-0000-0000-000000000000' AS k_text,
            ((ARRAY['f', '7', NULL])[1 + i % 3] || '0000000-0000-0000-0000-000000000000')::uuid AS k_uuid,
            (ARRAY[1.0, 1.00, 0.5, -2, NULL])[1 + i % 5] AS k_untyped,
            (ARRAY[DATE '0044-03-15 BC', '1500-02-28', '9999-12-31', NULL])[1 + i % 4] AS k_date,
            (ARRAY[TIMESTAMP '1582-10-10 12:00', '2026-03-29 02:30:00.000001', NULL])[1 + i % 3] AS k_timestamp,
            (ARRAY[TIMESTAMPTZ '2026-10-25 00:30+00', '1890-01-01 01:30+00', NULL])[1 + i % 3] AS k_moment,
            (ARRAY[TIME '00:00', '23:59:59.999999', NULL])[1 + i % 3] AS k_time,
            (ARRAY[-5, 12.34, NULL]::numeric[])[1 + i % 3]::money AS k_money,
            nullif(i % 3, 2) = 1 AS k_bool,
            nullif(i % 2, 1) + 1 AS m
          FROM generate_series(0, 1439) i
          """);
    }
  }

  @AfterAll
  static void stop() {
    testbed.close();
  }

  private static JournalSchema schema(String... keys) {
    var builder =
        JournalSchema.of("same_groups.ledger")
            .day("date")
            .dayZone(ZoneId.of("Europe/Berlin"))
            .keys(keys)
            .measures("m")
            .minorUnits("m", 2);
    if (List.of(keys).contains("k_untyped")) {
      builder.numeric("k_untyped", new Decimal(20, 2));
    }
    return builder.build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k_enum,k_citext",
        "k_caseless",
        "k_char,k_bytea",
        "k_loose,k_uuid,k_text",
        "k_untyped,k_date",
        "k_timestamp,k_moment,k_time",
        "k_money,k_bool",
        "k_bool,k_money,k_time,k_moment,k_timestamp,k_date,k_untyped,k_uuid,k_text,k_bytea,k_loose,k_char,k_caseless,k_citext,k_enum"
      })
  void areMadeByEveryStrategy(String keys) {
    var schema = schema(keys.split(","));
    try (var allocator = new RootAllocator()) {
      var config = SourceConfig.of(testbed.postgresUrl(), allocator).withSchema(schema);
      for (var installation : List.of("mv", "indb")) {
        install(installation, config);
      }
      var copied = grouped(load("copy", config, schema));

      assertThat(copied.groups())
          .isSortedAccordingTo(Totals.ORDER)
          .allMatch(group -> group.entries() > 0);
      assertThat(copied.groups().stream().mapToLong(Group::entries).sum()).isEqualTo(1440);
      assertThat(totals(processed("copy", config))).as("copy, kernel").isEqualTo(copied);
      assertThat(totals(processed("mv", config))).as("mv, kernel").isEqualTo(copied);
      assertThat(grouped(load("mv", config, schema.of(Grain.GROUP)))).as("mv").isEqualTo(copied);
      var indb = JournalSources.totalsProvider("indb");
      for (var variant : indb.variants()) {
        var source = indb.open(config.withOptions(variant.options()));
        assertThat(totals(source)).as(variant.name()).isEqualTo(copied);
      }
    }
  }

  private static void install(String name, SourceConfig config) {
    ServiceLoader.load(JournalInstallation.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(installation -> installation.name().equals(name))
        .forEach(
            installation ->
                installation.install(
                    config.withOptions(
                        name.equals("mv") ? Map.of("window-days", "all") : Map.of())));
  }

  private static Totals totals(TotalsSource source) {
    try (source) {
      return source.totals(DAY);
    }
  }

  private static TotalsSource processed(String strategy, SourceConfig config) {
    return new ProcessedTotalsSource(
        config.schema(),
        JournalSources.provider(strategy).open(config),
        TotalsProcessors.named("kernel"));
  }

  private static JournalTable load(String strategy, SourceConfig config, JournalSchema schema) {
    try (var source = JournalSources.provider(strategy).open(config)) {
      return source.load(JournalQuery.of(schema, DAY));
    }
  }

  /** Of entries or of groups, row by row. */
  private static Totals grouped(JournalTable table) {
    Map<List<@Nullable Object>, Group> groups = new HashMap<>();
    try (table) {
      var schema = table.journal();
      var measure = schema.measures().get(0);
      var rows = table.cursor();
      while (rows.next()) {
        List<@Nullable Object> keys = new ArrayList<>();
        schema.keys().forEach(key -> keys.add(rows.getObject(key)));
        long entries = schema.entryCount().map(rows::getLong).orElse(1L);
        var row = new Group(keys, Collections.singletonList(rows.getDecimal(measure)), entries);
        groups.merge(row.keys(), row, SameGroupsTest::sum);
      }
      return new Totals(table.day(), groups.values().stream().sorted(Totals.ORDER).toList());
    }
  }

  private static Group sum(Group one, Group other) {
    var a = one.sums().get(0);
    var b = other.sums().get(0);
    return new Group(
        one.keys(),
        Collections.singletonList(a == null ? b : b == null ? a : a.add(b)),
        one.entries() + other.entries());
  }
}
