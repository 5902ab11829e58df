package dev.ledgerload.loader.flight;

import static dev.ledgerload.loader.flight.ServedJournal.day;
import static dev.ledgerload.loader.flight.ServedJournal.execute;
import static dev.ledgerload.loader.flight.ServedJournal.tableOf;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.contract.Python;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.testbed.JournalEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Another implementation of Flight reads the same values, where the environment names one. */
@Timeout(120)
@EnabledIfEnvironmentVariable(named = Python.VARIABLE, matches = ".+")
class PyarrowTest {
  private static final String SCRIPT =
      """
      import sys
      import pyarrow.flight as flight
      client = flight.connect(sys.argv[1])
      paths = [info.descriptor.path[0].decode() for info in client.list_flights()]
      assert sys.argv[2] in paths, paths
      info = client.get_flight_info(flight.FlightDescriptor.for_path(sys.argv[2]))
      table = client.do_get(flight.Ticket(sys.argv[2].encode())).read_all()
      assert table.num_rows == info.total_records == int(table.schema.metadata[b'ledgerload.rows'])
      assert table.schema.remove_metadata() == info.schema.remove_metadata()
      table.validate(full=True)
      for row in sorted(table.to_pylist(), key=lambda row: row['id']):
          print('|'.join('NULL' if v is None else str(v) for v in row.values()))
      """;

  private ServedJournal served;

  @BeforeEach
  void start() {
    served = new ServedJournal();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void readsWhatJavaReads() throws Exception {
    var schema = tableOf(5_000);
    execute(
        "UPDATE %s SET acc_debit = 'Köln ' || id %% 300, amount = (id - 2500) * 1.01, t_1 = CASE WHEN id %% 3 = 0 THEN '' WHEN id %% 3 = 1 THEN 'c' || id END"
            .formatted(schema.tableSql()));
    var server = served.serve(schema, Map.of());
    List<String> expected = new ArrayList<>();
    try (var client = served.open(server);
        var table = client.load(JournalQuery.entries(day(0)))) {
      var entries = JournalEntry.of(table);
      entries.sort(java.util.Comparator.comparing(entry -> requireNonNull(entry.id())));
      entries.forEach(entry -> expected.add(line(entry)));
    }
    assertThat(Python.run(SCRIPT, server.url(), day(0).toString())).isEqualTo(expected);
  }

  private static String line(JournalEntry entry) {
    return Arrays.asList(
            entry.id(),
            entry.trxDate(),
            entry.accDebit(),
            entry.accCredit(),
            entry.amount(),
            entry.t1(),
            entry.t2(),
            entry.t3(),
            entry.t4(),
            entry.t5())
        .stream()
        .map(value -> value == null ? "NULL" : value.toString())
        .collect(Collectors.joining("|"));
  }
}
