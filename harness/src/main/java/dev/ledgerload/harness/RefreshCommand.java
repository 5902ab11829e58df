package dev.ledgerload.harness;

import dev.ledgerload.spi.JournalInstallation;
import picocli.CommandLine.Command;

/** {@code ledgerload refresh}. */
@Command(
    name = "refresh",
    description = {
      "Brings what is installed next to a journal up to date: refreshes views, adds up versions.",
      "Fails if what is named isn't installed, or nothing is."
    },
    mixinStandardHelpOptions = true)
final class RefreshCommand extends InstallationCommand {
  @Override
  public Integer call() {
    return toInstalled("refreshed", JournalInstallation::refresh);
  }
}
