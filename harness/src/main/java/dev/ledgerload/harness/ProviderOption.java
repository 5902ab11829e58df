package dev.ledgerload.harness;

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

  /** What the environment says, unless the option says otherwise. */
  TestbedOptions testbed() {
    var options = TestbedOptions.fromEnvironment();
    return provider == null ? options : options.withForced(TestbedProvider.of(provider));
  }
}
