package dev.ledgerload.harness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
  void theContractKnowsNobody() {
    noClasses()
        .that()
        .resideInAPackage("dev.ledgerload.spi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.ledgerload.columnar..",
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
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.assertj..", "dev.ledgerload.contract..")
        .check(CLASSES);
  }
}
