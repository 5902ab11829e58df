package dev.ledgerload.loader.flight;

import static dev.ledgerload.loader.flight.ServedJournal.day;
import static dev.ledgerload.loader.flight.ServedJournal.execute;
import static dev.ledgerload.loader.flight.ServedJournal.tableOf;
import static dev.ledgerload.spi.JournalLoadException.Kind.CORRUPT;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.testbed.TableDigest;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.flight.impl.Flight.Action;
import org.apache.arrow.flight.impl.Flight.FlightData;
import org.apache.arrow.flight.impl.Flight.Result;
import org.apache.arrow.flight.impl.Flight.Ticket;
import org.apache.arrow.flight.impl.FlightServiceGrpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that sends a real stream, spoilt. Nothing of it may become a table, nor stay behind. */
@Timeout(240)
@Tag("faults")
class BrokenStreamTest {
  private static final JournalQuery QUERY = JournalQuery.entries(day(0));
  private static final int ENTRIES = 100;
  private static final int SCHEMA = 0;
  private static final int DICTIONARIES = 7;
  private static final int ROWS = DICTIONARIES + 1;

  // Where the rows' buffers lie in their body: of ids, days, debits and credits, validity and
  // values
  private static final int KNOWN_BYTES = 16;
  private static final int DEBITS =
      KNOWN_BYTES + ENTRIES * Long.BYTES + KNOWN_BYTES + ENTRIES * Integer.BYTES + KNOWN_BYTES;
  private static final int CREDITS_KNOWN = DEBITS + (ENTRIES + 7) / Long.BYTES * Long.BYTES;
  private static final int CREDITS = CREDITS_KNOWN + KNOWN_BYTES;

  private ServedJournal served;
  private JournalSchema schema;
  private List<FlightData> whole;
  private Server server;
  private CachingJournalSource client;
  private volatile List<FlightData> sent = List.of();
  private volatile ByteString health = ByteString.EMPTY;

  @BeforeEach
  void record() throws IOException {
    served = new ServedJournal();
    schema = tableOf(ENTRIES);
    execute(
        "UPDATE %s SET acc_debit = 'd' || id, acc_credit = nullif('c' || id %% 7, 'c0')"
            .formatted(schema.tableSql()));
    whole = streamOf(schema);
    assertThat(whole).hasSize(ROWS + 1); // schema, dictionaries, rows
    sent = whole;
    health = ByteString.copyFrom(healthOf(schema).toJson());
    server = NettyServerBuilder.forPort(0).addService(new Spoiler()).build().start();
    client = open();
  }

  @AfterEach
  void stop() {
    served.close();
    server.shutdownNow();
  }

  private static Health healthOf(JournalSchema schema) {
    var served = ServedName.of(schema);
    return new Health(
        Tickets.VERSION, served.journal(), served.fingerprint(), "none", List.of("entry"), 0, 0);
  }

  private CachingJournalSource open() {
    return served.open(Map.of("url", "grpc://127.0.0.1:" + server.getPort()), schema);
  }

  private List<FlightData> streamOf(JournalSchema schema) {
    var real = served.serve(schema, Map.of());
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", ServedJournal.portOf(real))
            .usePlaintext()
            .build();
    try {
      var ticket = Ticket.newBuilder().setTicket(ByteString.copyFromUtf8(day(0).toString()));
      List<FlightData> frames = new ArrayList<>();
      FlightServiceGrpc.newBlockingStub(channel)
          .doGet(ticket.build())
          .forEachRemaining(frames::add);
      return frames;
    } finally {
      channel.shutdownNow();
    }
  }

  /** Sends what is to be sent, whatever is asked for. */
  private final class Spoiler extends FlightServiceGrpc.FlightServiceImplBase {
    @Override
    public void doGet(Ticket request, StreamObserver<FlightData> client) {
      sent.forEach(client::onNext);
      client.onCompleted();
    }

    @Override
    public void doAction(Action request, StreamObserver<Result> client) {
      client.onNext(Result.newBuilder().setBody(health).build());
      client.onCompleted();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "\"entry\"",
        "{\"ticketVersion\":2}",
        "{\"ticketVersion\":9,\"source\":\"x\",\"grainNames\":[],\"cachedDays\":0,\"cachedBytes\":0}",
        "{\"ticketVersion\":2,\"journal\":\"j\",\"schema\":\"s\",\"source\":\"x\",\"cachedDays\":0,\"cachedBytes\":0}",
        "{\"ticketVersion\":2,\"journal\":\"j\",\"schema\":\"s\",\"source\":\"x\",\"grainNames\":null,\"cachedDays\":0,\"cachedBytes\":0}",
        "{\"ticketVersion\":2,\"journal\":\"j\",\"schema\":\"s\",\"source\":\"x\",\"grainNames\":7,\"cachedDays\":0,\"cachedBytes\":0}",
        "{\"ticketVersion\":2,\"journal\":\"j\",\"schema\":\"s\",\"source\":\"x\",\"grainNames\":[null,\"week\"],\"cachedDays\":0,\"cachedBytes\":0}",
        "{\"ticketVersion\":2,\"journal\":\"j\",\"schema\":\"s\",\"source\":null,\"grainNames\":[\"entry\"],\"cachedDays\":0,\"cachedBytes\":0}"
      })
  void refusesAHealthThatIsNone(String json) {
    health = ByteString.copyFromUtf8(json);
    var failure = catchThrowableOfType(JournalLoadException.class, () -> open().close());
    requireCorrupt(failure, "server");
  }

  @Test
  void refusesAnotherJournal() {
    health = ByteString.copyFrom(healthOf(ServedJournal.LAYOUT).toJson());
    requireCorrupt(
        catchThrowableOfType(JournalLoadException.class, () -> open().close()),
        "it serves \"public\".\"served_entries\"");
  }

  @Test
  void refusesAStreamOfAnotherJournal() throws IOException {
    refuses(streamOf(tableOf(ENTRIES)), "it serves \"public\".\"written_");
  }

  @Test
  void refusesTheSameTableByAnotherSchema() throws IOException {
    var swapped =
        schema
            .withSqlName(GlEntries.ACC_DEBIT, "acc_credit")
            .withSqlName(GlEntries.ACC_CREDIT, "acc_debit");
    refuses(streamOf(swapped), "by the schema " + ServedName.of(swapped).fingerprint());
    health = ByteString.copyFrom(healthOf(swapped).toJson());
    requireCorrupt(
        catchThrowableOfType(JournalLoadException.class, () -> open().close()),
        "give client and server the same journal.properties");
  }

  @Test
  void takesNoHealthOfAnyLength() {
    health = ByteString.copyFromUtf8(" ".repeat(1 << 20)).concat(health);
    var failure = catchThrowableOfType(JournalLoadException.class, () -> open().close());
    assertThat(failure).isNotNull().hasMessageContaining("maximum size");
  }

  @Test
  void takesTheHealthOfALaterServer() {
    var json =
        new String(healthOf(schema).toJson(), UTF_8)
            .replace("[\"entry\"", "[\"entry\",\"week\"")
            .replaceFirst("\\{", "{\"mood\":\"fine\",");
    health = ByteString.copyFromUtf8(json);
    try (var source = open()) {
      assertThat(source.grains()).containsExactly(Grain.ENTRY);
    }
  }

  @Test
  void takesTheStreamUnspoilt() {
    try (var table = client.load(QUERY)) {
      assertThat(table.rows()).isEqualTo(ENTRIES);
    }
  }

  @Test
  void refusesAStreamThatEndsBeforeItsRowsHaveCome() {
    spoil(frames -> frames.remove(ROWS), "0 rows instead of 100");
  }

  @Test
  void refusesAStreamOfNothing() {
    spoil(List::clear, "no schema");
  }

  @Test
  void refusesRowsTwice() {
    spoil(frames -> frames.add(frames.get(ROWS)), "more rows");
  }

  @Test
  void refusesASecondSchema() {
    spoil(frames -> frames.add(frames.get(SCHEMA)), "second schema");
  }

  @Test
  void refusesRowsBeforeTheSchema() {
    spoil(frames -> Collections.swap(frames, SCHEMA, ROWS), "");
  }

  @Test
  void refusesAStreamWithoutADictionary() {
    spoil(frames -> frames.remove(1), "before its dictionary");
  }

  @Test
  void refusesADictionaryTwice() {
    spoil(frames -> frames.add(1, frames.get(1)), "dictionary in parts, twice or late");
  }

  @Test
  void refusesADictionaryAfterTheRows() {
    spoil(frames -> Collections.swap(frames, DICTIONARIES, ROWS), "");
  }

  @Test
  void refusesAnotherDay() {
    var failure =
        catchThrowableOfType(
            JournalLoadException.class, () -> client.load(JournalQuery.entries(day(1))).close());
    requireCorrupt(failure, "wasn't asked for");
  }

  @Test
  void refusesOtherColumns() {
    var failure =
        catchThrowableOfType(
            JournalLoadException.class,
            () -> client.load(JournalQuery.entriesForTotals(day(0))).close());
    requireCorrupt(failure, "instead of");
  }

  @Test
  void refusesBodiesThatAreCutShort() {
    for (int frame = 1; frame <= ROWS; frame++) {
      var body = whole.get(frame).getDataBody();
      if (body.size() < 16) {
        continue; // the dictionary of a column of nothing but NULL
      }
      for (int eighths = 0; eighths < 8; eighths += 3) {
        int at = frame;
        var cut = body.substring(0, body.size() * eighths / 8);
        spoil(frames -> frames.set(at, frames.get(at).toBuilder().setDataBody(cut).build()), "");
      }
    }
  }

  @Test
  void refusesIndexesOutsideTheirDictionaries() {
    for (int outside : new int[] {6, 0x7F, 0x80, 0xFF}) { // of the credits, which are six
      var body = whole.get(ROWS).getDataBody().toByteArray();
      for (int row = 0; row < ENTRIES; row++) {
        body[CREDITS + row] = (byte) (isNull(body, row) ? 0 : outside);
      }
      refuses(with(ROWS, body), "a code that its dictionary hasn't got");
    }
  }

  @Test
  void refusesOffsetsOutsideADictionarysBytes() {
    for (int frame = 1; frame <= DICTIONARIES; frame++) {
      int at = frame;
      var body = whole.get(frame).getDataBody().toByteArray();
      if (body.length <= 16) {
        continue; // that of a column of nothing but NULL
      }
      for (int i = 16; i < body.length; i++) { // behind what says that no code is NULL
        body[i] = (byte) 0x7F;
      }
      spoil(
          frames ->
              frames.set(
                  at, frames.get(at).toBuilder().setDataBody(ByteString.copyFrom(body)).build()),
          "offsets");
    }
  }

  @Test
  void makesIndexesUnderNullPointToAValue() {
    var body = whole.get(ROWS).getDataBody().toByteArray();
    int nulls = 0;
    for (int row = 0; row < ENTRIES; row++) {
      if (isNull(body, row)) {
        body[CREDITS + row] = 0x7F;
        nulls++;
      }
    }
    assertThat(nulls).isEqualTo(ENTRIES / 7); // the credit of every seventh
    sent = with(ROWS, body);
    try (var table = client.load(QUERY)) {
      var credits = table.batches().get(0).getVector("acc_credit");
      for (int row = 0; row < ENTRIES; row++) {
        assertThat((int) credits.getDataBuffer().getByte(row)).isBetween(0, 5);
      }
    }
  }

  private static boolean isNull(byte[] body, int row) {
    return (body[CREDITS_KNOWN + row / Byte.SIZE] >> (row % Byte.SIZE) & 1) == 0;
  }

  private List<FlightData> with(int frame, byte[] body) {
    List<FlightData> frames = new ArrayList<>(whole);
    frames.set(frame, frames.get(frame).toBuilder().setDataBody(ByteString.copyFrom(body)).build());
    return frames;
  }

  @Test
  void refusesAnotherNumberOfNulls() {
    var body = whole.get(ROWS).getDataBody().toByteArray();
    body[CREDITS_KNOWN] ^= 1;
    refuses(with(ROWS, body), "another number of nulls");
  }

  @Test
  void refusesACodeThatIsNoText() {
    var body = whole.get(1).getDataBody().toByteArray();
    body[body.length - Long.BYTES] = (byte) 0xFF; // in the last code, or the one before
    refuses(with(1, body), "UTF-8");
  }

  /** The debits' place is given as the credits', whose indexes are within their dictionary too. */
  @Test
  void refusesBuffersThatAreNotSideBySide() {
    var header =
        ByteBuffer.wrap(whole.get(ROWS).getDataHeader().toByteArray()).order(LITTLE_ENDIAN);
    int changed = 0;
    for (int at = 0; at <= header.capacity() - 2 * Long.BYTES; at += Integer.BYTES) {
      if (header.getLong(at) == DEBITS && header.getLong(at + Long.BYTES) == ENTRIES) {
        header.putLong(at, CREDITS);
        changed++;
      }
    }
    assertThat(changed).isEqualTo(1);
    spoil(
        frames ->
            frames.set(
                ROWS,
                frames.get(ROWS).toBuilder()
                    .setDataHeader(ByteString.copyFrom(header.array()))
                    .build()),
        "side by side");
  }

  /** What can't be told from a whole stream must at least be safe to read. */
  @Tag("volume")
  @Test
  void standsAnyChangeOfAnyByteOfAHeader() {
    int refused = 0;
    for (int frame : List.of(SCHEMA, 1, ROWS)) {
      var header = whole.get(frame).getDataHeader().toByteArray();
      for (int i = 0; i < header.length; i++) {
        for (int change : new int[] {0xFF, 0x01, 0x80}) {
          var changed = header.clone();
          changed[i] ^= (byte) change;
          refused += standsAt(frame, changed) ? 0 : 1;
        }
      }
    }
    assertThat(refused).isPositive();
  }

  /** Whether there was a table, which then could be read from end to end. */
  private boolean standsAt(int frame, byte[] header) {
    List<FlightData> frames = new ArrayList<>(whole);
    frames.set(
        frame, frames.get(frame).toBuilder().setDataHeader(ByteString.copyFrom(header)).build());
    sent = frames;
    try (var table = client.load(QUERY)) {
      assertThat(table.rows()).isEqualTo(ENTRIES);
      TableDigest.of(table);
      return true;
    } catch (JournalLoadException e) {
      assertThat(e.kind()).as(e.toString()).isEqualTo(CORRUPT);
      return false;
    } finally {
      assertThat(served.clientMemory().getAllocatedMemory()).isZero();
    }
  }

  private void spoil(Consumer<List<FlightData>> change, String why) {
    List<FlightData> frames = new ArrayList<>(whole);
    change.accept(frames);
    refuses(frames, why);
  }

  private void refuses(List<FlightData> frames, String why) {
    sent = frames;
    requireCorrupt(
        catchThrowableOfType(JournalLoadException.class, () -> client.load(QUERY).close()), why);
  }

  private void requireCorrupt(JournalLoadException failure, String why) {
    assertThat(failure).isNotNull().hasMessageContaining(why);
    assertThat(failure.kind()).as(failure.toString()).isEqualTo(CORRUPT);
    assertThat(served.clientMemory().getAllocatedMemory()).isZero();
  }
}
