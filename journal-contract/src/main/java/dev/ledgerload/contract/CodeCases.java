package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.testbed.JournalEntry;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Accounts and codes are kept to the byte; NULL is never the empty string. */
abstract class CodeCases {
  private static final List<@Nullable String> AWKWARD =
      new ArrayList<>(
          java.util.Arrays.asList(
              "",
              " ",
              null,
              "NULL",
              "\\N",
              "null",
              "a",
              "seven77",
              "eight888",
              "nine99999",
              "sixteen 16 bytes",
              "seventeen17 bytes",
              "tab\tnew\nline\rquote\"'\\",
              "\u0001\u007f",
              "Köln",
              "Ko\u0308ln",
              "東京",
              "🚢🚢",
              "שלום",
              "ü".repeat(5_000),
              "x".repeat(100_000)));

  private final ContractKit kit;

  CodeCases(ContractKit kit) {
    this.kit = kit;
  }

  @TestFactory
  Stream<DynamicTest> keepsEveryCodeToTheByte() throws SQLException {
    var schema = kit.table();
    try (var connection = kit.database().connect();
        var insert =
            connection.prepareStatement(
                "INSERT INTO %s VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?)"
                    .formatted(schema.tableSql()))) {
      for (int row = 0; row < AWKWARD.size(); row++) {
        insert.setLong(1, row);
        insert.setObject(2, ContractKit.DAY);
        insert.setString(3, code(row, 0));
        insert.setString(4, code(row, 1));
        for (int i = 0; i < 5; i++) {
          insert.setString(5 + i, code(row, 2 + i));
        }
        insert.executeUpdate();
      }
    }
    return kit.forEachVariant(
        variant -> {
          var entries = kit.entries(schema, ContractKit.DAY, variant);
          assertThat(entries).hasSize(AWKWARD.size());
          for (int row = 0; row < AWKWARD.size(); row++) {
            assertThat(codes(entries.get(row))).isEqualTo(expected(row));
          }
        });
  }

  /** Each row and column another one of the list. */
  private static @Nullable String code(int row, int column) {
    return AWKWARD.get((row + 3 * column) % AWKWARD.size());
  }

  private static List<@Nullable String> expected(int row) {
    List<@Nullable String> codes = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      codes.add(code(row, i));
    }
    return codes;
  }

  private static List<@Nullable String> codes(JournalEntry entry) {
    return new ArrayList<>(
        java.util.Arrays.asList(
            entry.accDebit(),
            entry.accCredit(),
            entry.t1(),
            entry.t2(),
            entry.t3(),
            entry.t4(),
            entry.t5()));
  }

  @Test
  void takesColumnsOfNothingButNull() {
    var schema = kit.table();
    kit.insert(
        schema,
        "SELECT i, DATE '%s', NULL, NULL, NULL FROM generate_series(1, 10) i"
            .formatted(ContractKit.DAY));
    var entries = kit.entries(schema, ContractKit.DAY);
    assertThat(entries).hasSize(10);
    assertThat(entries)
        .allMatch(
            entry -> entry.accDebit() == null && entry.amount() == null && entry.t5() == null);
  }

  @Tag("volume")
  @TestFactory
  Stream<DynamicTest> choosesTheNarrowestIndexThatFits() {
    var schema = kit.table();
    Map<Integer, Integer> widths =
        new HashMap<>(Map.of(1, 8, 100, 8, 200, 16, 30_000, 16, 40_000, 32, 70_000, 32));
    widths.keySet().forEach(distinct -> insertDistinct(schema.tableSql(), distinct));
    return kit.forEachVariant(
        variant -> {
          try (var source = kit.open(schema, variant)) {
            for (var width : widths.entrySet()) {
              var query = JournalQuery.entries(dayOf(width.getKey())).select(GlEntries.T_3);
              try (var table = source.load(query)) {
                var index = (ArrowType.Int) table.schema().getFields().get(0).getType();
                assertThat(index.getBitWidth())
                    .as("index of %d codes", width.getKey())
                    .isEqualTo(width.getValue());
                Set<@Nullable String> seen = new HashSet<>();
                JournalEntry.of(table).forEach(entry -> seen.add(entry.t3()));
                assertThat(seen).hasSize(width.getKey() + 1).contains(null, "code1");
              }
            }
          }
        });
  }

  private void insertDistinct(String table, int distinct) {
    kit.database()
        .execute(
            "INSERT INTO %s (id, trx_date, t_3) SELECT i, DATE '%s', CASE WHEN i %% 5 > 0 THEN 'code' || (1 + (i - i / 5 - 1) %% %d) END FROM generate_series(1, %d) i"
                .formatted(table, dayOf(distinct), distinct, Math.max(10, 2 * distinct)));
  }

  private static LocalDate dayOf(int distinct) {
    return ContractKit.DAY.plusDays(distinct);
  }

  @TestFactory
  Stream<DynamicTest> takesCodesOfEveryTypeOfText() {
    var schema =
        kit.table(
            Map.of(
                GlEntries.ACC_DEBIT, "text",
                GlEntries.ACC_CREDIT, "char(6)",
                GlEntries.T_1, "varchar(40)",
                GlEntries.T_2, "name"));
    kit.insert(
        schema,
        "SELECT 1, DATE '%s', 'debit ü', 'cü', 1, 'one', 'two ü'".formatted(ContractKit.DAY));
    return kit.forEachVariant(
        variant -> {
          var entry = kit.entries(schema, ContractKit.DAY, variant).get(0);
          assertThat(entry.accDebit()).isEqualTo("debit ü");
          assertThat(entry.accCredit()).isEqualTo("cü    "); // padded, as the database has it
          assertThat(entry.t1()).isEqualTo("one");
          assertThat(entry.t2()).isEqualTo("two ü");
        });
  }
}
