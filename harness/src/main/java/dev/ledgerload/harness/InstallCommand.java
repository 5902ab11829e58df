package dev.ledgerload.harness;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ledgerload install}. */
@Command(
    name = "install",
    description = {
      "Installs beside a journal what gives its days versions, or strategies need: views, triggers.",
      "Doing it again brings it up to what is asked for."
    },
    mixinStandardHelpOptions = true)
final class InstallCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private InstallationOptions installations = new InstallationOptions();

  @Override
  public Integer call() {
    installations.install(spec.commandLine().getOut());
    return 0;
  }
}
