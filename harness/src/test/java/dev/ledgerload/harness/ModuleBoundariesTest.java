package dev.ledgerload.harness;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ModuleBoundariesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.ledgerload");

  @Test
  void loadersDoNotKnowEachOther() {
    slices().matching("dev.ledgerload.loader.(*)..").should().notDependOnEachOther().check(CLASSES);
  }

  @Test
  void loadersKnowNeitherProcessingNorTestbedNorHarness() {
    noClasses()
        .that()
        .resideInAPackage("dev.ledgerload.loader..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.ledgerload.processing..",
            "dev.ledgerload.testbed..",
            "dev.ledgerload.harness..",
            "dev.ledgerload.reports..")
        .check(CLASSES);
  }

  @Test
  void nobodyKnowsALoader() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ledgerload.loader..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.ledgerload.loader..")
        .check(CLASSES);
  }

  @Test
  void reportsKnowResultFilesOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.ledgerload.reports..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.ledgerload.spi..",
            "dev.ledgerload.postgres..",
            "dev.ledgerload.testbed..",
            "java.sql..")
        .check(CLASSES);
  }

  @Test
  void packagesOfReportsHaveOneOrder() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.ledgerload.reports..")
        .layer("results")
        .definedBy("dev.ledgerload.reports.results")
        .layer("gate")
        .definedBy("dev.ledgerload.reports.gate")
        .layer("compare")
        .definedBy("dev.ledgerload.reports.compare")
        .layer("charts")
        .definedBy("dev.ledgerload.reports.charts")
        .layer("pages")
        .definedBy("dev.ledgerload.reports.pages")
        .layer("verdict")
        .definedBy("dev.ledgerload.reports.verdict")
        .whereLayer("results")
        .mayNotAccessAnyLayer()
        .whereLayer("gate")
        .mayNotAccessAnyLayer()
        .whereLayer("compare")
        .mayOnlyAccessLayers("results")
        .whereLayer("charts")
        .mayOnlyAccessLayers("results", "compare")
        .whereLayer("pages")
        .mayOnlyAccessLayers("results", "gate", "compare", "charts")
        .whereLayer("verdict")
        .mayOnlyAccessLayers("results", "gate", "pages")
        .ensureAllClassesAreContainedInArchitectureIgnoring(
            resideOutsideOfPackage("dev.ledgerload.reports.."))
        .check(CLASSES);
  }

  @Test
  void benchmarksAndGateShareTheirSetupAndDoNotKnowEachOther() {
    slices().matching("dev.ledgerload.harness.(*)..").should().beFreeOfCycles().check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.ledgerload.harness.gate..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.ledgerload.harness.bench..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.ledgerload.harness.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.ledgerload.harness.gate..", "dev.ledgerload.harness.wire..")
        .check(CLASSES);
  }

  /** They are there to be measured, as programs of their own; their libraries would ship else. */
  @Test
  void nobodyKnowsARival() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ledgerload.rivals..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.ledgerload.rivals..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.ledgerload.rivals..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.ledgerload.loader..",
            "dev.ledgerload.postgres..",
            "dev.ledgerload.testbed..",
            "dev.ledgerload.harness..",
            "dev.ledgerload.reports..")
        .check(CLASSES);
  }

  @Test
  void theContractKnowsNobody() {
    noClasses()
        .that()
        .resideInAPackage("dev.ledgerload.spi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.ledgerload.columnar..",
            "dev.ledgerload.postgres..",
            "dev.ledgerload.cache..",
            "dev.ledgerload.processing..",
            "dev.ledgerload.testbed..",
            "dev.ledgerload.harness..",
            "dev.ledgerload.reports..",
            "java.sql..")
        .check(CLASSES);
  }

  @Test
  void whatCachesOfDaysShareKnowsNoDatabase() {
    noClasses()
        .that()
        .resideInAPackage("dev.ledgerload.cache..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.ledgerload.postgres..",
            "dev.ledgerload.processing..",
            "dev.ledgerload.testbed..",
            "dev.ledgerload.harness..",
            "dev.ledgerload.reports..",
            "java.sql..")
        .check(CLASSES);
  }

  @Test
  void nothingThatShipsKnowsATestLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ledgerload.contract..") // it is one itself
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.assertj..", "dev.ledgerload.contract..")
        .check(CLASSES);
  }
}
