package dev.ledgerload.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A COPY's data from a peer that sends it in pieces and at times of its own choosing. */
@Timeout(60)
class WireSocketTest {
  private static final int SEND_BYTES = 8 << 10;
  private static final Duration LONG = Duration.ofMinutes(1);

  private ServerSocket entrance;
  private WireSocket socket;
  private Socket peer;
  private final CompletableFuture<Void> sent = new CompletableFuture<>();

  @BeforeEach
  void connect() throws IOException {
    entrance = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket = new WireSocket(Deadline.after(LONG));
    socket.connect(entrance.getLocalSocketAddress(), 10_000);
    peer = entrance.accept();
    peer.setTcpNoDelay(true);
  }

  @AfterEach
  void disconnect() throws IOException {
    socket.close();
    peer.close();
    entrance.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsEveryByteInWhateverPiecesAndWheneverItComes(long seed) throws Exception {
    byte[] stream = stream(seed, 6_000_000);
    var random = new Random(seed);
    send(
        out -> {
          for (int at = 0; at < stream.length; ) {
            int piece = Math.min(1 + random.nextInt(2 * SEND_BYTES), stream.length - at);
            out.write(stream, at, piece);
            at += piece;
            if (random.nextInt(4) == 0) {
              LockSupport.parkNanos(random.nextInt(200_000));
            }
          }
        });

    assertThat(received()).isEqualTo(messagesOf(stream));
    sent.get();
  }

  @Test
  void readsOnWhereWhatCameFastComesByteByByte() throws Exception {
    byte[] stream = stream(4, 2_000_000);
    send(
        out -> {
          int fast = stream.length - 1_000;
          sendSteadily(out, stream, fast);
          for (int at = fast; at < stream.length; at++) {
            out.write(stream, at, 1);
          }
        });

    assertThat(received()).isEqualTo(messagesOf(stream));
    sent.get();
  }

  @Test
  void readsWhatCameBeforeThePeerWentAway() throws Exception {
    byte[] stream = stream(5, 2_000_000);
    send(
        out -> {
          sendSteadily(out, stream, stream.length - 5); // without the message that ends it
          peer.close();
        });
    var buffer = socket.beginCopy();
    List<Integer> messages = new ArrayList<>();

    assertThatThrownBy(() -> receive(buffer, messages)).isInstanceOf(EOFException.class);
    assertThat(messages).isEqualTo(messagesOf(stream));
    sent.get();
  }

  @Test
  void pausesWhereMuchComesAndIsInterruptedThere() throws Exception {
    send(this::sendForever);
    var reading = new CompletableFuture<Void>();
    var reader =
        new Thread(
            () -> {
              try {
                receive(socket.beginCopy(), new ArrayList<>());
              } catch (IOException e) {
                reading.completeExceptionally(e);
              }
            });
    reader.start();
    awaitPause(reader);
    reader.interrupt();

    assertThatThrownBy(reading::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedIOException.class);
  }

  @Test
  void pausesWhereMuchComesAndIsClosedThere() throws Exception {
    send(this::sendForever);
    var reading = new CompletableFuture<Void>();
    var reader =
        new Thread(
            () -> {
              try {
                receive(socket.beginCopy(), new ArrayList<>());
              } catch (IOException e) {
                reading.completeExceptionally(e);
              }
            });
    reader.start();
    awaitPause(reader);
    socket.close();

    assertThatThrownBy(reading::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void endsAtItsDeadlineWhereWhatCameFastStops() throws Exception {
    byte[] stream = stream(6, 2_000_000);
    socket.setDeadline(Deadline.after(Duration.ofMillis(500)));
    send(out -> sendSteadily(out, stream, stream.length / 2));

    assertThatThrownBy(this::received).isInstanceOf(DeadlineException.class);
  }

  private static void awaitPause(Thread reader) {
    while (!(LockSupport.getBlocker(reader) instanceof ReadPause)) {
      assertThat(reader.isAlive()).as("the reader is still reading").isTrue();
      Thread.onSpinWait();
    }
  }

  private interface Sending {
    void to(OutputStream out) throws IOException;
  }

  private void send(Sending sending) {
    var thread =
        new Thread(
            () -> {
              try {
                sending.to(peer.getOutputStream());
                sent.complete(null);
              } catch (IOException e) {
                sent.completeExceptionally(e);
              }
            },
            "peer");
    thread.setDaemon(true);
    thread.start();
  }

  private void sendForever(OutputStream out) throws IOException {
    byte[] message = ByteBuffer.allocate(SEND_BYTES).put((byte) 'd').putInt(SEND_BYTES - 1).array();
    while (true) {
      sendSteadily(out, message, message.length);
    }
  }

  /** As a server does that computes what it sends: some 100 MB a second. */
  private static void sendSteadily(OutputStream out, byte[] bytes, int count) throws IOException {
    for (int at = 0; at < count; at += SEND_BYTES) {
      out.write(bytes, at, Math.min(SEND_BYTES, count - at));
      long until = System.nanoTime() + 80_000;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    }
  }

  private List<Integer> received() throws IOException {
    List<Integer> messages = new ArrayList<>();
    receive(socket.beginCopy(), messages);
    return messages;
  }

  /** Hashes of the messages, as long as they come. */
  private static void receive(WireBuffer buffer, List<Integer> messages) throws IOException {
    while (!buffer.isAtControl()) {
      while (buffer.nextData()) {
        messages.add(
            Arrays.hashCode(Arrays.copyOfRange(buffer.bytes(), buffer.start(), buffer.end())));
      }
      if (!buffer.isAtControl()) {
        buffer.fill();
      }
    }
  }

  /** Messages of data of random lengths, and one that ends them. */
  private static byte[] stream(long seed, int bytes) {
    var random = new Random(seed);
    var stream = ByteBuffer.allocate(bytes + 5_000);
    while (stream.position() < bytes) {
      byte[] body = new byte[random.nextInt(random.nextInt(20) == 0 ? 4_000 : 200)];
      random.nextBytes(body);
      stream.put((byte) 'd').putInt(4 + body.length).put(body);
    }
    stream.put((byte) 'c').putInt(4);
    return Arrays.copyOf(stream.array(), stream.position());
  }

  private static List<Integer> messagesOf(byte[] stream) {
    List<Integer> messages = new ArrayList<>();
    var left = ByteBuffer.wrap(stream);
    while (left.get() == 'd') {
      byte[] body = new byte[left.getInt() - 4];
      left.get(body);
      messages.add(Arrays.hashCode(body));
    }
    return messages;
  }
}
