package dev.ledgerload.harness;

import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.testbed.TestbedOptions;
import dev.ledgerload.testbed.TestbedProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where servers come from. */
final class ProviderOption {
  @Option(
      names = "--provider",
      description =
          "Where PostgreSQL comes from: url, docker or embedded (default: the first of them that"
              + " there is).")
  private @Nullable String provider;

  /**
   * What the environment says, unless the option says otherwise.
   *
   * @throws IllegalArgumentException if there is no such provider
   */
  TestbedOptions testbed() {
    var options = TestbedOptions.fromEnvironment();
    return provider == null ? options : options.withForced(named(provider));
  }

  private static TestbedProvider named(String provider) {
    return OptionType.oneOf(TestbedProvider.class).read("--provider", provider);
  }

  /** Whether a server is to be started, whatever URL the environment has. */
  boolean startsServers() {
    return provider != null && named(provider) != TestbedProvider.URL;
  }

  /** The database that the environment names, unless a server is to be started anyhow. */
  static @Nullable PostgresUrl urlOf(TestbedOptions testbed) {
    var forced = testbed.forced();
    return forced == null || forced == TestbedProvider.URL ? testbed.postgresUrl() : null;
  }
}
