package dev.ledgerload.harness;

import dev.ledgerload.spi.JournalInstallation;
import picocli.CommandLine.Command;

/** {@code ledgerload uninstall}. */
@Command(
    name = "uninstall",
    description = {
      "Removes what install put next to a journal, and nothing else.",
      "Fails if what is named isn't installed, or nothing is."
    },
    mixinStandardHelpOptions = true)
final class UninstallCommand extends InstallationCommand {
  @Override
  public Integer call() {
    return toInstalled("removed", JournalInstallation::uninstall);
  }
}
