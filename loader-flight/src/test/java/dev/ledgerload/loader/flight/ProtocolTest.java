package dev.ledgerload.loader.flight;

import static dev.ledgerload.loader.flight.ServedJournal.JOURNAL;
import static dev.ledgerload.loader.flight.ServedJournal.day;
import static dev.ledgerload.loader.flight.ServedJournal.portOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Arrow's own client sees of a server. */
@Timeout(120)
@SuppressWarnings("try") // Arrow's clients may be interrupted while they close
class ProtocolTest {
  private ServedJournal served;
  private FlightClient client;

  @BeforeEach
  void start() {
    served = new ServedJournal();
    var location = Location.forGrpcInsecure("127.0.0.1", portOf(served.serve(Map.of())));
    client = FlightClient.builder(served.clientMemory(), location).build();
  }

  @AfterEach
  void stop() throws InterruptedException {
    client.close();
    served.close();
  }

  @Test
  void streamsADayByTheTicketOfTheSeed() throws Exception {
    long rows = 0;
    try (var stream = client.getStream(new Ticket(day(0).toString().getBytes(UTF_8)))) {
      VectorSchemaRoot root = stream.getRoot();
      assertThat(root.getSchema().getFields())
          .extracting(Field::getName)
          .containsExactlyElementsOf(
              JournalQuery.entries(day(0)).columnList().stream().map(Column::name).toList());
      assertThat(root.getSchema().getCustomMetadata())
          .containsEntry("ledgerload.day", day(0).toString())
          .containsEntry("ledgerload.rows", Long.toString(JOURNAL.oracle().rows(day(0))));
      while (stream.next()) {
        rows += root.getRowCount();
      }
      assertThat(stream.getDictionaryProvider().getDictionaryIds()).hasSize(7);
    }
    assertThat(rows).isEqualTo(JOURNAL.oracle().rows(day(0)));
  }

  @Test
  void sendsOnlyTheColumnsOfTheTicket() throws Exception {
    var query = JournalQuery.entries(day(0)).select(GlEntries.AMOUNT, GlEntries.T_2);
    try (var stream =
        client.getStream(
            new Ticket(Tickets.encode(query, ServedName.of(ServedJournal.LAYOUT).fingerprint())))) {
      assertThat(stream.getSchema().getFields())
          .extracting(Field::getName)
          .containsExactly("amount", "t_2");
    }
  }

  @Test
  void listsTheDaysThatThereAre() {
    List<FlightInfo> flights = new ArrayList<>();
    client.listFlights(Criteria.ALL).forEach(flights::add);
    assertThat(flights)
        .extracting(flight -> flight.getDescriptor().getPath().get(0))
        .containsExactly(day(0).toString(), day(1).toString(), day(2).toString());
    assertThat(flights).extracting(FlightInfo::getRecords).containsOnly(-1L);
  }

  /**
   * By a column called as the days are in the statement, of moments in a zone, through a filter.
   */
  @Test
  void listsTheDaysOfMomentsThatTheFilterLeaves() throws Exception {
    var table = "moments_" + System.nanoTime();
    ServedJournal.execute(
        """
        CREATE TABLE %s AS SELECT i AS id, i AS k, i AS amount, moment AS day
        FROM (VALUES (1, TIMESTAMPTZ '2026-03-28 22:59+00'), (2, '2026-03-28 23:00+00'),
          (3, '2026-03-29 21:59+00'), (4, '2026-03-29 22:00+00'), (5, 'infinity')) v(i, moment)"""
            .formatted(table));
    var schema =
        JournalSchema.of(table)
            .day("day")
            .dayZone(ZoneId.of("Europe/Berlin"))
            .keys("k")
            .measures("amount")
            .filter("id <> 4")
            .build();
    assertThat(days(schema)).containsExactly("2026-03-28", "2026-03-29");
    ServedJournal.execute(
        "ALTER TABLE %s ALTER day TYPE date USING (day AT TIME ZONE 'UTC')::date".formatted(table));
    var dates = JournalSchema.of(table).day("day").keys("k").measures("amount").build();
    assertThat(days(dates)).containsExactly("2026-03-28", "2026-03-29");
  }

  private List<String> days(JournalSchema schema) throws Exception {
    var location = Location.forGrpcInsecure("127.0.0.1", portOf(served.serve(schema, Map.of())));
    List<String> days = new ArrayList<>();
    try (var other = FlightClient.builder(served.clientMemory(), location).build()) {
      other
          .listFlights(Criteria.ALL)
          .forEach(flight -> days.add(flight.getDescriptor().getPath().get(0)));
    }
    return days;
  }

  @Test
  void tellsOfADayWhatAStreamOfItHolds() throws Exception {
    var info = client.getInfo(FlightDescriptor.path(day(1).toString()));
    assertThat(info.getRecords()).isEqualTo(JOURNAL.oracle().rows(day(1)));
    assertThat(info.getBytes()).isPositive();
    assertThat(info.getSchemaOptional()).isPresent();
    assertThat(client.getSchema(FlightDescriptor.path(day(1).toString())).getSchema())
        .isEqualTo(info.getSchemaOptional().get());
    long rows = 0;
    try (var stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
      while (stream.next()) {
        rows += stream.getRoot().getRowCount();
      }
    }
    assertThat(rows).isEqualTo(info.getRecords());
    List<FlightInfo> flights = new ArrayList<>();
    client.listFlights(Criteria.ALL).forEach(flights::add);
    assertThat(flights).extracting(FlightInfo::getRecords).contains(info.getRecords());
  }

  @Test
  void tellsHowItIs() {
    client.getInfo(FlightDescriptor.path(day(0).toString()));
    var results = client.doAction(new Action("health"));
    var health = Health.of(results.next().getBody());
    assertThat(health.source()).isEqualTo("copy");
    assertThat(health.grainNames()).containsExactly("entry");
    assertThat(health.cachedDays()).isEqualTo(1);
    assertThat(health.cachedBytes()).isPositive();
    assertThat(client.listActions())
        .extracting(ActionType::getType)
        .containsExactly("health", "invalidate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "{", "{\"version\":9}", "2026-13-01"})
  void refusesHostileTicketsAndGoesOn(String ticket) throws Exception {
    refuses(FlightStatusCode.INVALID_ARGUMENT, () -> read(ticket.getBytes(UTF_8)));
    refuses(
        FlightStatusCode.INVALID_ARGUMENT,
        () -> client.getInfo(FlightDescriptor.command(ticket.getBytes(UTF_8))));
    read(day(0).toString().getBytes(UTF_8));
  }

  private void read(byte[] ticket) throws Exception {
    try (var stream = client.getStream(new Ticket(ticket))) {
      while (stream.next()) {
        assertThat(stream.getRoot().getRowCount()).isPositive();
      }
    }
  }

  @Test
  void refusesATicketThatIsMuchTooLong() {
    refuses(FlightStatusCode.RESOURCE_EXHAUSTED, () -> read(new byte[1 << 20]));
  }

  @Test
  void knowsNoFlightThatIsNoDayOrOfAGrainThatItHasNot() {
    for (var path : List.of(List.of("gl_entries"), List.of("2026-01-01", "x"), List.of(""))) {
      refuses(FlightStatusCode.NOT_FOUND, () -> client.getInfo(FlightDescriptor.path(path)));
    }
    var pairs =
        new Ticket(
            Tickets.encode(
                JournalQuery.groups(day(0)), ServedName.of(ServedJournal.LAYOUT).fingerprint()));
    refuses(FlightStatusCode.NOT_FOUND, () -> read(pairs.getBytes()));
  }

  @Test
  void knowsNoOtherActionAndTakesNoDays() {
    refuses(
        FlightStatusCode.INVALID_ARGUMENT,
        () -> client.doAction(new Action("shutdown")).forEachRemaining(result -> {}));
    refuses(
        FlightStatusCode.INVALID_ARGUMENT,
        () ->
            client
                .doAction(new Action("invalidate", "never".getBytes(UTF_8)))
                .forEachRemaining(result -> {}));
  }

  private static void refuses(FlightStatusCode code, ThrowingCallable call) {
    var failure = catchThrowableOfType(FlightRuntimeException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.status().code()).as(failure.toString()).isEqualTo(code);
  }
}
