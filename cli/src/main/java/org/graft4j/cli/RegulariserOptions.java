package org.graft4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.TransferMethod;
import org.graft4j.transfer.regularise.BatchSpectralShrinkage;
import org.graft4j.transfer.regularise.CoTuning;
import org.graft4j.transfer.regularise.FeatureAlignment;
import org.graft4j.transfer.regularise.L1;
import org.graft4j.transfer.regularise.L2;
import org.graft4j.transfer.regularise.L2StartingPoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What keeps a network near what it has learned before, or its weights small. */
final class RegulariserOptions {
  private static final double HEAD_DECAY = 0.01;
  private static final int SINGULAR_VALUES = 1;
  private static final List<String> OF_PRETRAINED = List.of("--l2-sp", "--delta", "--co-tuning");

  @Option(
      names = "--l1",
      paramLabel = "X",
      description = "X times the sum of the weights' absolute values (default: 0).")
  private @Nullable Double l1;

  @Option(
      names = "--l2",
      paramLabel = "X",
      description = "X/2 times the sum of the weights' squares (default: 0).")
  private @Nullable Double l2;

  @Option(
      names = "--l2-sp",
      paramLabel = "X",
      description =
          "X/2 times the squared distance of the backbone's weights from the pretrained ones, and"
              + " 0.005 times the head's squares; advised with --weight-decay 0, since adamw's own"
              + " decay draws the same weights to zero (default: 0).")
  private @Nullable Double startingPoint;

  @Option(
      names = "--delta",
      paramLabel = "X",
      description =
          "X/2 times the mean squared distance of the feature maps from the pretrained network's"
              + " (default: 0).")
  private @Nullable Double alignment;

  @Option(
      names = "--bss",
      paramLabel = "X",
      description =
          "X times the smallest squared singular value of each batch's features, say 0.001"
              + " (default: 0).")
  private @Nullable Double spectral;

  @Option(
      names = "--co-tuning",
      paramLabel = "X",
      description =
          "X times the loss of the pretrained head on what each class means in source classes, say"
              + " 2.3; for weights that have their head (default: 0).")
  private @Nullable Double coTuning;

  /** Refuses what is out of range. */
  void require() {
    given().forEach(TuningOptions::requireNotNegative);
  }

  /** Those that do nothing where the backbone is frozen, by their options. */
  List<String> ofTheBackbone() {
    List<String> names = new ArrayList<>();
    given()
        .forEach(
            (option, value) -> {
              if (value > 0 && !option.equals("--l1") && !option.equals("--l2")) {
                names.add(option);
              }
            });
    return names;
  }

  /** The first of those that compare with a pretrained network; empty for none. */
  Optional<String> ofPretrained() {
    return given().entrySet().stream()
        .filter(one -> one.getValue() > 0 && OF_PRETRAINED.contains(one.getKey()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Those of weight 0, which are none. */
  List<String> ofNoWeight() {
    return given().entrySet().stream()
        .filter(one -> one.getValue() == 0)
        .map(one -> one.getKey() + " 0")
        .toList();
  }

  boolean pullsToTheStart() {
    return startingPoint != null && startingPoint > 0;
  }

  void applyTo(FineTuner.Builder tuner) {
    add(tuner, "--l1", l1, L1::new);
    add(tuner, "--l2", l2, L2::new);
    add(tuner, "--l2-sp", startingPoint, x -> new L2StartingPoint(x, HEAD_DECAY));
    add(tuner, "--delta", alignment, FeatureAlignment::new);
    add(tuner, "--bss", spectral, x -> new BatchSpectralShrinkage(x, SINGULAR_VALUES));
    add(tuner, "--co-tuning", coTuning, CoTuning::new);
  }

  /** One of weight 0 is none: the part of L2-SP that is the head's, too. */
  private static void add(
      FineTuner.Builder tuner,
      String option,
      @Nullable Double weight,
      DoubleFunction<TransferMethod> method) {
    if (weight != null && weight > 0) {
      tuner.method(new OfOption(option, method.apply(weight)));
    }
  }

  private Map<String, Double> given() {
    Map<String, Double> given = new LinkedHashMap<>();
    put(given, "--l1", l1);
    put(given, "--l2", l2);
    put(given, "--l2-sp", startingPoint);
    put(given, "--delta", alignment);
    put(given, "--bss", spectral);
    put(given, "--co-tuning", coTuning);
    return given;
  }

  private static void put(Map<String, Double> given, String option, @Nullable Double value) {
    if (value != null) {
      given.put(option, value);
    }
  }
}
