package dev.ledgerload.loader.flight;

import static dev.ledgerload.loader.flight.ServedJournal.requireWorks;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and what a wire-tapper sees. */
@Timeout(120)
class AccessTest {
  private static final String TOKEN = "open-sesame-0123456789";
  private static final Path CERTIFICATE = resource("localhost.crt");
  private static final Path KEY = resource("localhost.key");
  private static final Path STRANGER = resource("stranger.crt");

  @TempDir private Path directory;
  private ServedJournal served;

  @BeforeEach
  void start() {
    served = new ServedJournal();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private static Path resource(String name) {
    try {
      return Path.of(AccessTest.class.getResource(name).toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private JournalServer withToken() throws IOException {
    var file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    return served.serve(Map.of("token-file", file.toString()));
  }

  private JournalServer encrypted() {
    return served.serve(
        Map.of("tls-certificate", CERTIFICATE.toString(), "tls-key", KEY.toString()));
  }

  @Test
  void servesWhoBringsTheToken() throws IOException {
    try (var client = served.open(Map.of("url", withToken().url(), "token", TOKEN))) {
      requireWorks(client, 0);
      client.invalidate(ServedJournal.day(0));
    }
  }

  @Test
  void refusesWhoBringsNoTokenOrAWrongOne() throws IOException {
    var url = withToken().url();
    for (var token : new String[] {null, "", "open-sesame-012345678", TOKEN + "0", "x"}) {
      Map<String, String> options = new HashMap<>(Map.of("url", url));
      if (token != null) {
        options.put("token", token);
      }
      var failure = catchThrowableOfType(JournalLoadException.class, () -> served.open(options));
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("token").hasMessageNotContaining(TOKEN);
      assertThat(failure.toString()).doesNotContain("open-sesame");
    }
  }

  @Test
  @SuppressWarnings("try") // Arrow's clients may be interrupted while they close
  void asksForTheTokenAtEveryCall() throws Exception {
    var server = withToken();
    var location = Location.forGrpcInsecure("127.0.0.1", ServedJournal.portOf(server));
    var day = FlightDescriptor.path(ServedJournal.day(0).toString());
    try (var client = FlightClient.builder(served.clientMemory(), location).build()) {
      refuses(() -> client.listFlights(Criteria.ALL).forEach(flight -> {}));
      refuses(() -> client.getInfo(day));
      refuses(() -> client.getSchema(day));
      refuses(() -> client.listActions().forEach(action -> {}));
      refuses(() -> client.doAction(new Action("health")).forEachRemaining(result -> {}));
      refuses(
          () -> {
            try (var stream =
                client.getStream(
                    new Ticket(
                        ServedJournal.day(0)
                            .toString()
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8)))) {
              stream.next();
            }
          });
    }
  }

  private static void refuses(ThrowingCallable call) {
    var failure = catchThrowableOfType(FlightRuntimeException.class, call);
    assertThat(failure.status().code()).isEqualTo(FlightStatusCode.UNAUTHENTICATED);
  }

  @Tag("settings")
  @Test
  void servesOverTlsWhoTrustsItsCertificate() {
    var server = encrypted();
    assertThat(server.url()).startsWith("grpc+tls://127.0.0.1:");
    var options = Map.of("url", server.url(), "trust-certificate", CERTIFICATE.toString());
    try (var client = served.open(options)) {
      requireWorks(client, 0);
      requireWorks(client, 0);
    }
  }

  @Test
  void isNotTrustedByAnyOther() {
    var url = encrypted().url();
    for (var options :
        List.of(Map.of("url", url), Map.of("url", url, "trust-certificate", STRANGER.toString()))) {
      var failure = catchThrowableOfType(JournalLoadException.class, () -> served.open(options));
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("trust-certificate");
    }
  }

  @Test
  void doesNotAnswerInTheClearWhereItIsToEncrypt() {
    var plain = encrypted().url().replace("grpc+tls", "grpc");
    assertThatThrownBy(() -> served.open(Map.of("url", plain)))
        .isInstanceOf(JournalLoadException.class);
  }

  @Tag("settings")
  @Test
  void takesTokensOverTls() throws IOException {
    var file = Files.writeString(directory.resolve("token"), TOKEN);
    var server =
        served.serve(
            Map.of(
                "tls-certificate", CERTIFICATE.toString(),
                "tls-key", KEY.toString(),
                "token-file", file.toString()));
    var options =
        Map.of("url", server.url(), "trust-certificate", CERTIFICATE.toString(), "token", TOKEN);
    try (var client = served.open(options)) {
      requireWorks(client, 0);
    }
  }

  @Test
  void letsNoOtherMachinesInWithoutATokenAndTls() throws IOException {
    var file = Files.writeString(directory.resolve("token"), TOKEN).toString();
    var token = Map.of("token-file", file);
    var tls = Map.of("tls-certificate", CERTIFICATE.toString(), "tls-key", KEY.toString());
    for (var host : List.of("0.0.0.0", "::", "192.0.2.1")) {
      requireRefused(host, Map.of(), "token-file", "tls-certificate");
      requireRefused(host, token, "tls-certificate");
      requireRefused(host, tls, "token-file");
    }
    requireRefused("no.such.host.invalid", Map.of(), "host");
    Map<String, String> both = new HashMap<>(token);
    both.putAll(tls);
    both.put("host", "0.0.0.0");
    assertThat(served.serve(both).url()).startsWith("grpc+tls://0.0.0.0:");
  }

  private void requireRefused(String host, Map<String, String> options, String... missing) {
    Map<String, String> all = new HashMap<>(options);
    all.put("host", host);
    assertThatThrownBy(() -> served.serve(all))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(host)
        .hasMessageContainingAll(missing);
  }

  @Test
  void letsOtherMachinesInWhereItIsSaidToBeMeant() {
    var server = served.serve(Map.of("host", "0.0.0.0", "insecure", "true"));
    try (var client = served.open(server)) {
      requireWorks(client, 0);
    }
    assertThatThrownBy(() -> served.serve(Map.of("insecure", "perhaps")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("true or false");
  }

  @Test
  void refusesACertificateThatIsNone() {
    assertThatThrownBy(
            () ->
                served.serve(Map.of("tls-certificate", KEY.toString(), "tls-key", KEY.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PEM");
  }
}
