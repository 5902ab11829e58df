package dev.ledgerload.loader.redis;

import static dev.ledgerload.loader.redis.Days.failureOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalLoadException.Kind;
import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.testbed.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that speaks TLS only with a certificate that the platform is told to trust. */
@Tag("settings")
class RedisTlsTest {
  private static final String STORE_PASSWORD = "not-a-secret";

  @TempDir static Path directory;
  private static RedisProcess redis;
  private static int tlsPort;

  private final RootAllocator allocator = new RootAllocator();

  @BeforeAll
  static void startEncrypted() throws Exception {
    var store = directory.resolve("redis.p12");
    makeCertificate(store);
    writePem(store);
    System.setProperty("javax.net.ssl.trustStore", store.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", STORE_PASSWORD);
    tlsPort = RedisProcess.freePort();
    redis =
        RedisProcess.start(
            List.of(
                "tls-port " + tlsPort,
                "tls-cert-file " + directory.resolve("redis.crt"),
                "tls-key-file " + directory.resolve("redis.key"),
                "tls-ca-cert-file " + directory.resolve("redis.crt"),
                "tls-auth-clients no"));
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @AfterEach
  void everythingWasFreed() {
    allocator.close();
  }

  /** Self-signed, for {@code localhost} and not for 127.0.0.1. */
  private static void makeCertificate(Path store) throws IOException, InterruptedException {
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD)
            .redirectErrorStream(true)
            .start();
    var said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }

  private static void writePem(Path store) throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
    pem("redis.crt", "CERTIFICATE", keys.getCertificate("redis").getEncoded());
    var key = keys.getKey("redis", STORE_PASSWORD.toCharArray());
    pem("redis.key", "PRIVATE KEY", key.getEncoded());
  }

  private static void pem(String file, String what, byte[] content) throws IOException {
    var text = Base64.getMimeEncoder().encodeToString(content);
    Files.writeString(
        directory.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
  }

  private static RedisUrl url(String scheme, String host, int port) {
    return RedisUrl.of(
        "%s://%s@%s:%d".formatted(scheme, redis.url().uri().getRawUserInfo(), host, port));
  }

  @Test
  void keepsAndGivesADayEncrypted() {
    try (var cache = TestRedis.open(url("rediss", "localhost", tlsPort), allocator, Map.of())) {
      assertThat(Days.put(cache, allocator, 1)).isTrue();
      Days.requireHeld(cache, 1);
      Days.requireHeld(cache, 1);
    }
  }

  @Test
  void refusesACertificateThatNamesAnotherHost() {
    var failure =
        failureOf(
            () -> TestRedis.open(url("rediss", "127.0.0.1", tlsPort), allocator, Map.of()).close());
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("127.0.0.1");
  }

  @Test
  void failsWhereTheServerDoesNotEncryptOrOnlyDoes() {
    var plain = redis.url().port();
    assertThat(
            failureOf(
                    () ->
                        TestRedis.open(url("rediss", "localhost", plain), allocator, Map.of())
                            .close())
                .kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(
            failureOf(
                    () ->
                        TestRedis.open(url("redis", "localhost", tlsPort), allocator, Map.of())
                            .close())
                .kind())
        .isEqualTo(Kind.UNAVAILABLE);
  }
}
