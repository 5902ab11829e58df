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
    description = {"Removes from beside a journal what install put there, and nothing else."},
    mixinStandardHelpOptions = true)
final class UninstallCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private InstallationOptions installations = new InstallationOptions();

  @Override
  public Integer call() {
    installations.forEach(spec.commandLine().getOut(), "removed", JournalInstallation::uninstall);
    return 0;
  }
}
