package dev.ledgerload.harness;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.testbed.DatabaseUrl;
import dev.ledgerload.testbed.JournalTestbed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the URL asks of the driver, every method gives the right rows. */
@Tag("settings")
class DriverSettingsTest {
  /** More than five, from which on the driver prepares a statement, and in binary. */
  private static final int LOADS = 6;

  private static final List<String> SETTINGS =
      List.of(
          "prepareThreshold=0",
          "prepareThreshold=1",
          "prepareThreshold=5",
          "prepareThreshold=-1",
          "preparedStatementCacheQueries=0",
          "preferQueryMode=simple",
          "preferQueryMode=extendedForPrepared",
          "preferQueryMode=extendedCacheEverything",
          "binaryTransfer=false",
          "binaryTransferDisable=int4,int8,numeric",
          "binaryTransferEnable=varchar,bpchar,text,name,bool,oid",
          "autosave=always",
          "autosave=always&cleanupSavepoints=true",
          "autosave=conservative",
          "readOnly=true",
          "readOnly=true&readOnlyMode=always",
          "readOnly=true&readOnlyMode=ignore",
          "stringtype=unspecified",
          "reWriteBatchedInserts=true",
          "defaultRowFetchSize=1",
          "adaptiveFetch=true&maxResultBuffer=1M&defaultRowFetchSize=10",
          "databaseMetadataCacheFields=0",
          "allowEncodingChanges=true",
          "assumeMinServerVersion=16&groupStartupParameters=true",
          "replication=database&assumeMinServerVersion=16",
          "loadBalanceHosts=true",
          "targetServerType=primary",
          "targetServerType=preferSecondary&loadBalanceHosts=true&hostRecheckSeconds=0",
          "gssEncMode=prefer&sslmode=disable",
          "loginTimeout=20&socketTimeout=20&queryTimeout=20&connectTimeout=5&cancelSignalTimeout=5",
          "tcpKeepAlive=true&receiveBufferSize=65536&sendBufferSize=65536&maxSendBufferSize=65536",
          "escapeSyntaxCallMode=call&quoteReturningIdentifiers=false&hideUnprivilegedObjects=true",
          "disableColumnSanitiser=true&unknownLength=10&convertBooleanToNumeric=true",
          "logServerErrorDetail=false&logUnclosedConnections=true&flushCacheOnDdl=false",
          "ApplicationName=another&currentSchema=public&socketFactoryArg=another",
          "options=-c%20default_transaction_isolation=serializable%20-c%20DateStyle=German,DMY",
          "options=-c%20client_encoding=LATIN1%20-c%20TimeZone=Asia/Tokyo",
          "options=-c%20extra_float_digits=0%20-c%20bytea_output=escape%20-c%20statement_timeout=1d");

  private static JournalTestbed testbed;

  @BeforeAll
  static void seed() {
    testbed = JournalTestbed.start();
    EveryMethod.seed(testbed.postgresUrl());
  }

  @AfterAll
  static void stop() {
    testbed.close();
  }

  @TestFactory
  Stream<DynamicTest> leaveEveryMethodRight() {
    return DynamicTest.stream(
        SETTINGS.stream(),
        setting -> setting,
        setting -> {
          try (var methods = new EveryMethod(url(setting))) {
            for (int load = 0; load < LOADS; load++) {
              methods.requireRightAnswers();
            }
          }
        });
  }

  @Test
  void areTriedOnEveryStrategyThatAsksTheDatabase() {
    try (var methods = new EveryMethod(testbed.postgresUrl())) {
      assertThat(methods.names())
          .contains(
              "select plain ENTRY",
              "select tuned ENTRY",
              "copy one-stream ENTRY",
              "copy two-streams ENTRY",
              "hybrid all-tiers ENTRY",
              "hybrid all-tiers GROUP",
              "mv view GROUP",
              "indb group-by",
              "indb function",
              "indb view-totals")
          .anyMatch(name -> name.startsWith("flight "));
    }
  }

  @Test
  void leaveInstallationsRight() {
    var url =
        url(
            "autosave=always&preferQueryMode=simple&stringtype=unspecified&readOnlyMode=always"
                + "&allowEncodingChanges=true&defaultRowFetchSize=1&reWriteBatchedInserts=true");
    EveryMethod.uninstall(url);
    EveryMethod.install(url);
    EveryMethod.refresh(url);
    try (var methods = new EveryMethod(testbed.postgresUrl())) {
      methods.requireRightAnswers();
    }
  }

  /** Two ways to one server, so that streams of one load may take different ones. */
  @Test
  void leaveEveryMethodRightOverHostsByTurns() {
    var server = DatabaseUrl.of(testbed.postgresUrl());
    var hosts = "%1$s:%2$d,%1$s:%2$d".formatted(server.host(), server.port());
    var url =
        testbed
            .postgresUrl()
            .jdbcUrl()
            .replaceFirst("//[^/]*/", "//" + hosts + "/")
            .concat("&loadBalanceHosts=true");
    try (var methods = new EveryMethod(new PostgresUrl(url))) {
      methods.requireRightAnswers();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "socketFactory=org.example.Mine, socketFactory",
    "targetServerType=secondary, targetServerType",
    "targetServerType=nonsense, targetServerType",
    "prepareThreshold=often, prepareThreshold",
    "maxResultBuffer=lots, MaxResultBuffer",
    "sslmode=nonsense, sslmode",
    "gssEncMode=nonsense, gssEncMode",
    "channelBinding=nonsense, channelBinding",
    "options=-c%20nonsense=1, nonsense"
  })
  void areNamedWhereTheyCannotBeHeeded(String setting, String named) {
    assertThatThrownBy(() -> new EveryMethod(url(setting)).close())
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining(named);
  }

  @Test
  void areNamedWhereTheyLimitAnAnswer() {
    try (var methods = new EveryMethod(url("maxResultBuffer=1K"))) {
      assertThatThrownBy(methods::requireRightAnswers).hasMessageContaining("maxResultBuffer");
    }
  }

  @Test
  void areNamedWhereTheyForbidToInstall() {
    assertThatThrownBy(() -> EveryMethod.install(url("readOnly=true")))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining("take readOnly out of the URL");
  }

  private static PostgresUrl url(String setting) {
    return new PostgresUrl(testbed.postgresUrl().jdbcUrl() + "&" + setting);
  }
}
