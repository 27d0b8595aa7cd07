package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Evaluator;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.calibration.DecisionFit;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.train.CheckpointFile;
import org.graft4j.train.TrainingListener;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuneResult;
import org.graft4j.transfer.FineTuner;

/**
 * From divided pictures and a backbone to a saved bundle: what {@code train} does, and {@code
 * quickstart} three times.
 *
 * @param split the pictures, those that cannot be read left out
 * @param chosen with pretrained or random weights
 * @param pipeline how it is trained
 * @param seed of the run
 * @param maxError error rate above which the model shall rather give no answer; empty for always
 *     one
 * @param out where the bundle goes
 * @param overwrite whether a file there may be replaced
 * @param resume whether to go on from a checkpoint beside it
 * @param stated what else the model shall carry among its facts; changes nothing of the training,
 *     and may be other at each resume
 * @param cache keeps features for later runs; empty for none
 */
record TrainJob(
    DatasetSplit split,
    BackboneOptions.Chosen chosen,
    TrainingPipeline pipeline,
    Seed seed,
    OptionalDouble maxError,
    Path out,
    boolean overwrite,
    boolean resume,
    Map<String, String> stated,
    Optional<FeatureCache> cache) {

  /** The stages of the training. */
  FineTunePlan plan() {
    return pipeline.stages(chosen.backbone());
  }

  /** The checkpoint of an interrupted run lies beside the bundle that it was to make. */
  static Path checkpointOf(Path out) {
    return out.resolveSibling(out.getFileName() + ".checkpoint");
  }

  /**
   * Trains, fits how the model decides, evaluates that on the held-out part, saves the bundle and
   * drops the checkpoint. Where the held-out part is what the decision was fitted on, the report is
   * cross-fitted.
   */
  TrainOutcome run(TrainingListener listener, BooleanSupplier stop) throws IOException {
    long start = System.nanoTime();
    Path checkpoint = checkpointOf(out);
    FineTuner.Builder tuner =
        pipeline
            .tuner(chosen, split, seed)
            .listener(listener)
            .stopWhen(stop)
            .checkpoint(checkpoint)
            .resume(resume);
    cache.ifPresent(tuner::cache);
    FineTuneResult trained = tuner.build().fit(split);
    double seconds = (System.nanoTime() - start) / 1e9;
    Optional<PredictionTable> own = FittedDecision.predictions(trained.model(), split.validation());
    Optional<DecisionFit> decision = own.map(table -> FittedDecision.fit(table, maxError));
    TrainedModel model =
        FittedDecision.decided(stating(trained.model()), decision, measuredOnValidation());
    ClassificationReport report =
        own.isPresent() && measuredOnValidation()
            ? decision.orElseThrow().temperature().report(heldOutName(), own.get())
            : Evaluator.classification().on(heldOutName()).evaluate(model, heldOut());
    ModelBundle.of(model, report).save(out, overwrite);
    CheckpointFile.at(checkpoint).delete();
    return new TrainOutcome(
        new FineTuneResult(model, trained.history()), report, decision, seconds);
  }

  /** What is stated is put in at the end: a checkpoint compares what decides the training alone. */
  private TrainedModel stating(TrainedModel model) {
    Map<String, String> facts = new TreeMap<>(model.provenance().facts());
    chosen.backbone().card().ifPresent(card -> facts.put("weightsLicence", card.licence()));
    facts.putAll(stated);
    return new TrainedModel(model.graph(), model.input(), model.labels(), new Provenance(facts));
  }

  private boolean measuredOnValidation() {
    return split.test().isEmpty();
  }

  /** The items that the reported number is measured on. */
  List<ImageItem> heldOut() {
    return split.heldOut();
  }

  /** Which part that is. */
  String heldOutName() {
    return measuredOnValidation() ? "validation" : "test";
  }
}
