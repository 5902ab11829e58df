package dev.ledgerload.loader.flight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ledgerload.contract.EveryType;
import dev.ledgerload.contract.Python;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalServer;
import io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.impl.Flight.FlightData;
import org.apache.arrow.flight.impl.Flight.Ticket;
import org.apache.arrow.flight.impl.FlightServiceGrpc;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Columns of every type, however long their values, come as they were. */
@Timeout(120)
class EveryTypeTest {
  private static final JournalQuery QUERY = JournalQuery.of(EveryType.SCHEMA, EveryType.DAY);

  private ServedJournal served;
  private JournalServer server;

  @BeforeAll
  static void makeTable() {
    ServedJournal.execute(
        "CREATE TABLE IF NOT EXISTS every_type AS SELECT DATE '%s' AS day"
            .formatted(EveryType.DAY));
  }

  @BeforeEach
  void start() {
    served = new ServedJournal();
    server = served.serve(EveryType.SCHEMA, Map.of("from", GivenRowsProvider.STRATEGY));
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private void requireGiven(List<List<@Nullable Object>> rows) {
    try (var client = served.open(server);
        var table = client.load(QUERY)) {
      var found = EveryType.rowsOf(table);
      assertThat(found).hasSameSizeAs(rows);
      for (int row = 0; row < rows.size(); row++) {
        assertThat(found.get(row)).as("row %d", row).isEqualTo(rows.get(row));
      }
    }
  }

  @Test
  void bringsEveryValue() {
    var rows = EveryType.rows(3_000, 1);
    GivenRowsProvider.give(rows, 1_250);
    requireGiven(rows);
  }

  @Test
  void bringsTheColumnsThatAreAskedFor() {
    var rows = EveryType.rows(100, 2);
    GivenRowsProvider.give(rows, 100);
    var bytes = EveryType.SCHEMA.column("bytes");
    try (var client = served.open(server);
        var table = client.load(QUERY.select(bytes))) {
      assertThat(EveryType.rowsOf(table))
          .extracting(row -> row.get(0))
          .containsExactlyElementsOf(
              rows.stream().<@Nullable Object>map(row -> row.get(bytes.ordinal())).toList());
    }
  }

  /** A batch of 20 MB of which some rows take a hundred bytes, and some a megabyte each. */
  private static List<List<@Nullable Object>> unevenRows() {
    int text = EveryType.SCHEMA.column("text").ordinal();
    var rows = EveryType.rows(2_000, 3);
    for (int row = 1_003; row < 1_020; row++) {
      rows.get(row).set(text, row + "ß".repeat(500_000));
    }
    return rows;
  }

  @Test
  void cutsMessagesByWhatTheirRowsTake() {
    var rows = unevenRows();
    GivenRowsProvider.give(rows, 2_000);
    List<Integer> sizes = new ArrayList<>();
    for (var frame : frames()) {
      sizes.add(frame.getDataBody().size());
    }
    int eightRows = 9 << 20;
    assertThat(sizes).allMatch(size -> size <= eightRows);
    assertThat(sizes.stream().filter(size -> size > Slices.MESSAGE_BYTES)).hasSizeBetween(1, 3);
    requireGiven(rows);
  }

  private List<FlightData> frames() {
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", ServedJournal.portOf(server))
            .usePlaintext()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
    try {
      var ticket = ByteString.copyFrom(EveryType.DAY.toString(), UTF_8);
      List<FlightData> frames = new ArrayList<>();
      FlightServiceGrpc.newBlockingStub(channel)
          .doGet(Ticket.newBuilder().setTicket(ticket).build())
          .forEachRemaining(frames::add);
      return frames;
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = Python.VARIABLE, matches = ".+")
  void isReadByPyarrow() throws Exception {
    var rows = unevenRows();
    GivenRowsProvider.give(rows, 2_000);
    var script =
        """
        import sys
        import pyarrow.flight as flight
        client = flight.connect(sys.argv[1])
        info = client.get_flight_info(flight.FlightDescriptor.for_path(sys.argv[2]))
        table = client.do_get(info.endpoints[0].ticket).read_all()
        assert table.schema.remove_metadata() == info.schema.remove_metadata()
        print_all(table)
        """;
    assertThat(Python.run(script, server.url(), EveryType.DAY.toString()))
        .isEqualTo(EveryType.printed(rows));
  }
}
