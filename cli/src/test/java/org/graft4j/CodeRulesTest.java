package org.graft4j;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rules of docs/ARCHITECTURE.md that bytecode can tell, over all library modules and cli. */
@AnalyzeClasses(packages = "org.graft4j", importOptions = CodeRulesTest.MainOnly.class)
class CodeRulesTest {

  /** Neither this module's test classes nor core's test jar. */
  static final class MainOnly implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("test-classes") && !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices()
          .matching("org.graft4j.(**)")
          .should()
          .beFreeOfCycles()
          // The ready policies stand beside the vocabulary that they are made in, and name all.
          .ignoreDependency(name("org.graft4j.augment.Augmentations"), alwaysTrue());

  @ArchTest
  static final ArchRule core_knowsNoSibling =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.graft4j.data..",
              "org.graft4j.model..",
              "org.graft4j.train..",
              "org.graft4j.bundle..",
              "org.graft4j.features..",
              "org.graft4j.featurise..",
              "org.graft4j.engine..",
              "org.graft4j.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.graft4j.zoo..",
              "org.graft4j.transfer..",
              "org.graft4j.augment..",
              "org.graft4j.eval..",
              "org.graft4j.cli..");

  @ArchTest
  static final ArchRule zooAndTransfer_knowCoreOnly =
      independent(
          new String[] {"org.graft4j.zoo..", "org.graft4j.transfer.."},
          "org.graft4j.augment..",
          "org.graft4j.eval..");

  @ArchTest
  static final ArchRule augment_knowsCoreOnly =
      independent(
          new String[] {"org.graft4j.augment.."},
          "org.graft4j.zoo..",
          "org.graft4j.transfer..",
          "org.graft4j.eval..");

  @ArchTest
  static final ArchRule eval_knowsCoreOnly =
      independent(
          new String[] {"org.graft4j.eval.."},
          "org.graft4j.zoo..",
          "org.graft4j.transfer..",
          "org.graft4j.augment..");

  private static ArchRule independent(String[] module, String... siblings) {
    return noClasses()
        .that()
        .resideInAnyPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(siblings)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("org.graft4j.cli..");
  }

  /** Layers and files are one thing, the way of training another: weights know no fine-tuning. */
  @ArchTest
  static final ArchRule zoo_knowsNoTransfer =
      noClasses()
          .that()
          .resideInAPackage("org.graft4j.zoo..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.graft4j.transfer..");

  /** A library that prints tears its user's output apart. */
  @ArchTest
  static final ArchRule libraries_writeNothingToTheStandardStreams =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.graft4j.cli..")
          .should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule logging_goesThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  /** The backend is the application's choice. */
  @ArchTest
  static final ArchRule code_namesNoBackend =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j.linalg.cpu..", "org.nd4j.linalg.jcublas..");

  @ArchTest
  static final ArchRule names_sayWhatAThingIs =
      noClasses().should().haveNameMatching(".*(Manager|Helper|Processor|Impl|Util|Utils)(\\$.*)?");

  @ArchTest
  static final ArchRule packages_areNamedForTheirSubject =
      noClasses().should().resideInAnyPackage("..util..", "..common..", "..misc..");

  /** Extension is by interfaces. */
  @ArchTest
  static final ArchRule publicClasses_areNotAbstract =
      noClasses()
          .that()
          .arePublic()
          .and()
          .areNotInterfaces()
          .and(describe("are no enums", (JavaClass c) -> !c.isEnum()))
          .should()
          .haveModifier(JavaModifier.ABSTRACT);

  @ArchTest
  static final ArchRule staticFields_areFinal =
      fields().that().areStatic().should().beFinal().because("two runs in one JVM share nothing");

  @ArchTest
  static final ArchRule instanceFields_areNotPublic =
      fields().that().areNotStatic().should().notBePublic();

  /** Where a class of others that is extended asks for a getter there is one. */
  @ArchTest
  static final ArchRule accessors_haveNoGet =
      noMethods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat(
              describe("extend nothing of others", CodeRulesTest::extendsNothingOfOthers))
          .should()
          .haveNameMatching("get[A-Z].*");

  private static boolean extendsNothingOfOthers(JavaClass type) {
    return Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
        .filter(t -> !t.getPackageName().startsWith("org.graft4j"))
        .allMatch(
            t -> t.getPackageName().startsWith("java.") && !t.isEquivalentTo(ClassLoader.class));
  }

  /**
   * The world's failures are IOExceptions, the caller's are unchecked: nobody catches Exception.
   */
  @ArchTest
  static final ArchRule checkedExceptions_areIoExceptions =
      classes()
          .that()
          .areAssignableTo(Exception.class)
          .and()
          .areNotAssignableTo(RuntimeException.class)
          .should()
          .beAssignableTo(IOException.class);

  @ArchTest
  static final ArchRule packages_areNullMarked =
      classes()
          .should(
              condition(
                  "lie in a package with @NullMarked",
                  c -> c.getPackage().isAnnotatedWith(NullMarked.class)));

  private static ArchCondition<JavaClass> condition(
      String text, java.util.function.Predicate<JavaClass> holds) {
    return new ArchCondition<>(text) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean held = holds.test(type);
        events.add(
            new SimpleConditionEvent(
                type, held, type.getName() + (held ? " does " : " does not ") + text));
      }
    };
  }
}
