package dev.ledgerload.harness;

import dev.ledgerload.spi.JournalInstallation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ledgerload uninstall}. */
@Command(
    name = "uninstall",
    description = {
      "Removes from beside a journal what install put there, and nothing else.",
      "Fails if what is named isn't installed, or nothing is."
    },
    mixinStandardHelpOptions = true)
final class UninstallCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private InstallationOptions installations = new InstallationOptions();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    return installations.toInstalled(out, "removed", JournalInstallation::uninstall)
        ? 0
        : Ledgerload.FAILED;
  }
}
