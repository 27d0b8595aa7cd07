package org.graft4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The direction of the dependencies inside core: docs/ARCHITECTURE.md, Packages. */
@AnalyzeClasses(packages = "org.graft4j", importOptions = ImportOption.DoNotIncludeTests.class)
class CorePackagesTest {

  /** Data and runtime stand on nothing of ours, the model on both, the engine on the model. */
  @ArchTest
  static final ArchRule packages_inCore_dependDownwards =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.graft4j..")
          .layer("runtime")
          .definedBy("org.graft4j.runtime..")
          .layer("data")
          .definedBy("org.graft4j.data")
          .layer("synthetic")
          .definedBy("org.graft4j.data.synthetic..")
          .layer("model")
          .definedBy("org.graft4j.model..")
          .layer("layer")
          .definedBy("org.graft4j.layer..")
          .layer("engine")
          .definedBy("org.graft4j.engine..")
          .layer("train")
          .definedBy("org.graft4j.train..")
          .layer("features")
          .definedBy("org.graft4j.features..")
          .layer("featurise")
          .definedBy("org.graft4j.featurise..")
          .layer("explain")
          .definedBy("org.graft4j.explain..")
          .layer("bundle")
          .definedBy("org.graft4j.bundle..")
          .whereLayer("bundle")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("featurise")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("explain")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("train")
          .mayOnlyBeAccessedByLayers("featurise")
          .whereLayer("features")
          .mayOnlyBeAccessedByLayers("featurise")
          .whereLayer("synthetic")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("layer")
          .mayOnlyBeAccessedByLayers("engine", "bundle", "explain")
          .whereLayer("model")
          .mayOnlyBeAccessedByLayers("engine", "bundle", "featurise", "explain")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("train", "bundle", "featurise", "explain")
          .whereLayer("data")
          .mayOnlyBeAccessedByLayers(
              "synthetic", "model", "engine", "train", "bundle", "features", "featurise", "explain")
          .whereLayer("runtime")
          .mayOnlyBeAccessedByLayers(
              "data",
              "synthetic",
              "model",
              "engine",
              "train",
              "bundle",
              "features",
              "featurise",
              "explain")
          .ensureAllClassesAreContainedInArchitecture();

  /**
   * The stand-in under DL4J's class name is looked up by DL4J alone, and by what switches it on.
   */
  @ArchTest
  static final ArchRule standIn_isKnownToRuntimeOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.graft4j.runtime..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.nd4j.nativeblas.Nd4jCpu");
}
