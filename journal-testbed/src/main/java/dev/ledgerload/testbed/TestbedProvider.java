package dev.ledgerload.testbed;

import dev.ledgerload.spi.OptionType;

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
    return OptionType.word(this);
  }
}
