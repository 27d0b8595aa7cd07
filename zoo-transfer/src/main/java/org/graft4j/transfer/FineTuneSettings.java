package org.graft4j.transfer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.graft4j.data.Augmentation;
import org.graft4j.data.BatchMixing;
import org.graft4j.data.Seed;
import org.graft4j.features.FeatureCache;
import org.graft4j.features.Precision;
import org.graft4j.model.Head;
import org.graft4j.train.EarlyStopping;
import org.graft4j.train.GradientRules;
import org.graft4j.train.Optimizer;
import org.graft4j.train.Schedule;
import org.graft4j.train.TrainingListener;
import org.graft4j.train.WeightAveraging;
import org.graft4j.train.objective.Loss;

/** Everything that {@link FineTuner.Builder} was told. */
record FineTuneSettings(
    Head head,
    FineTunePlan plan,
    Augmentation augmentation,
    BatchMixing mixing,
    int views,
    Optimizer optimizer,
    Schedule schedule,
    int batchSize,
    Loss loss,
    List<TransferMethod> methods,
    GradientRules gradients,
    WeightAveraging averaging,
    BatchNormPolicy batchNorm,
    Optional<EarlyStopping> earlyStopping,
    Seed seed,
    Seed viewSeed,
    TrainingListener listener,
    BooleanSupplier stop,
    Optional<Path> checkpoint,
    boolean resume,
    Optional<FeatureCache> cache,
    Precision precision) {

  FineTuneSettings {
    methods = List.copyOf(methods);
  }

  /**
   * Views of each picture that a frozen part caches.
   *
   * @param wished 0 if it was left to the library
   */
  static int views(int wished, Augmentation augmentation) {
    if (augmentation.isNone()) {
      // Nothing is drawn: they would all be the same.
      return 1;
    }
    return wished > 0 ? wished : 4;
  }
}
