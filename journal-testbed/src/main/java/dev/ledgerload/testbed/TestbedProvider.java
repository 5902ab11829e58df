package dev.ledgerload.testbed;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Locale;

/** Where a testbed's server comes from, in the order in which they are tried. */
public enum TestbedProvider {
  /** A server that the user named. It is used as it is, and left running. */
  URL,
  /** A container, through Testcontainers. */
  DOCKER,
  /** A server process of this machine, from binaries that the class path brings. */
  EMBEDDED;

  /** The name in results and in settings: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The provider with a label.
   *
   * @throws TestbedException if there is none; the message names those there are
   */
  public static TestbedProvider of(String label) {
    return Arrays.stream(values())
        .filter(provider -> provider.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new TestbedException(
                    "no testbed provider \"%s\"; there are: %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(TestbedProvider::label)
                                .collect(joining(", ")))));
  }
}
