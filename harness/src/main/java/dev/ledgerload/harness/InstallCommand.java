package dev.ledgerload.harness;

import picocli.CommandLine.Command;

/** {@code ledgerload install}. */
@Command(
    name = "install",
    description = {
      "Installs next to a journal what strategies and the versions of days need: views, triggers.",
      "Doing it again brings it up to what is asked for."
    },
    mixinStandardHelpOptions = true)
final class InstallCommand extends InstallationCommand {
  @Override
  public Integer call() {
    install();
    return 0;
  }
}
