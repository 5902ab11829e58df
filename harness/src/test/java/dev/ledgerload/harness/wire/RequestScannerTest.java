package dev.ledgerload.harness.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests are found wherever a read from the socket happens to end. */
class RequestScannerTest {
  private static final int PROTOCOL_3 = 3 << 16;
  private static final int SSL = 80_877_103;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void aQueryAndTwoFetchesAreThreeStatements(int chunk) {
    var sent = new ByteArrayOutputStream();
    startup(sent, SSL, "");
    startup(sent, PROTOCOL_3, "user\0postgres\0\0");
    message(sent, 'Q', "SELECT 'Q', 'E'\0");
    message(sent, 'P', "\0SELECT 1\0\0\0");
    message(sent, 'B', "QEF");
    message(sent, 'E', "\0\0\0\0\5");
    message(sent, 'E', "\0\0\0\0\5");
    message(sent, 'S', "");
    message(sent, 'X', "");
    assertThat(requests(new PostgresRequests(), sent, chunk)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void whatFollowsAChangeToTlsCannotBeRead(int chunk) {
    var sent = new ByteArrayOutputStream();
    startup(sent, SSL, "");
    sent.writeBytes(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3});
    assertThat(requests(new PostgresRequests(), sent, chunk)).isEqualTo(RequestScanner.UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void commandsOfRedisAreCountedWhateverTheirArgumentsHold(int chunk) {
    var sent = new ByteArrayOutputStream();
    sent.writeBytes("*2\r\n$3\r\nGET\r\n$6\r\n*1\r\n$4\r\n".getBytes(US_ASCII));
    sent.writeBytes("*1\r\n$4\r\nPING\r\n".getBytes(US_ASCII));
    sent.writeBytes("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$0\r\n\r\n".getBytes(US_ASCII));
    assertThat(requests(new RedisRequests(), sent, chunk)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void whatIsNoCommandOfRedisCannotBeRead(int chunk) {
    var sent = new ByteArrayOutputStream();
    sent.writeBytes("GET / HTTP/1.1\r\n".getBytes(US_ASCII));
    assertThat(requests(new RedisRequests(), sent, chunk)).isEqualTo(RequestScanner.UNREADABLE);
  }

  private static int requests(RequestScanner scanner, ByteArrayOutputStream sent, int chunk) {
    byte[] bytes = sent.toByteArray();
    int requests = 0;
    for (int from = 0; from < bytes.length; from += chunk) {
      var buffer = ByteBuffer.allocate(chunk);
      int count = Math.min(chunk, bytes.length - from);
      buffer.put(bytes, from, count);
      int found = scanner.requestsIn(buffer.array(), count);
      requests = found == RequestScanner.UNREADABLE ? found : requests + found;
    }
    return requests;
  }

  private static void startup(ByteArrayOutputStream sent, int code, String rest) {
    sent.writeBytes(ByteBuffer.allocate(8).putInt(8 + rest.length()).putInt(code).array());
    sent.writeBytes(rest.getBytes(US_ASCII));
  }

  private static void message(ByteArrayOutputStream sent, char type, String rest) {
    sent.write(type);
    sent.writeBytes(ByteBuffer.allocate(4).putInt(4 + rest.length()).array());
    sent.writeBytes(rest.getBytes(US_ASCII));
  }
}
