package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.bundle.ModelReport;
import org.graft4j.bundle.StoredWeights;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.EvaluationFolder;
import org.graft4j.data.Seed;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Evaluator;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.uncertainty.IntervalSettings;
import org.graft4j.eval.uncertainty.PairedComparison;
import org.graft4j.model.Decision;
import org.graft4j.model.TrainedModel;
import org.graft4j.transfer.compress.ChannelPruning;
import org.graft4j.transfer.compress.CompressionHistory;
import org.graft4j.transfer.compress.MagnitudePruning;
import org.graft4j.transfer.compress.NetworkSize;
import org.graft4j.transfer.compress.Recovery;

/**
 * From a saved model to a smaller one, measured on both sides.
 *
 * @param model a bundle
 * @param out where the smaller one goes
 * @param overwrite whether a file there may be replaced
 * @param channels what is taken out first; empty for nothing
 * @param weights what is set to zero then; empty for nothing
 * @param recovery how the rest is trained; empty for not at all
 * @param int8 whether it is stored so, whatever the form of the model was
 * @param seed of the draws
 */
record CompressJob(
    Path model,
    Path out,
    boolean overwrite,
    Optional<ChannelPruning> channels,
    Optional<MagnitudePruning> weights,
    Optional<Recovery> recovery,
    boolean int8,
    Seed seed) {

  CompressOutcome run(CompressCommand.Folder pictures) throws IOException {
    ModelBundle given = ModelBundle.open(model);
    long bytesBefore = Files.size(model);
    TrainedModel before = given.model();
    // What cannot be measured is known before anything is computed.
    Optional<EvaluationFolder> folder = pictures.measured(before.labels());
    Optional<DatasetSplit> training = pictures.training();
    folder.filter(f -> f.part().equals("all")).ifPresent(f -> noteUndivided());
    StoredWeights form = form(given.stored());
    TrainedModel after = form.readBack(smaller(before, training));
    boolean same = before.graph().paramTable().equals(after.graph().paramTable());
    if (!same && !before.decision().equals(Decision.PLAIN)) {
      Terminal.note(
          "its temperature and threshold were fitted to the weights before and are left out: what"
              + " they promise was not measured with these");
      after = CompressionHistory.undecided(after);
    }
    Optional<CompressOutcome.Accuracy> accuracy = accuracy(before, after, folder);
    NetworkSize sizeBefore = NetworkSize.of(before.graph(), before.input());
    NetworkSize sizeAfter = NetworkSize.of(after.graph(), after.input());
    TrainedModel told = told(after, form, accuracy);
    save(
        told,
        form,
        accuracy.<ModelReport>map(CompressOutcome.Accuracy::after).or(() -> kept(given, same)));
    Latency latency = Latency.of(before, after);
    return new CompressOutcome(
        steps(before, after, form),
        out,
        form,
        new CompressOutcome.Side(bytesBefore, sizeBefore, latency.before()),
        new CompressOutcome.Side(Files.size(out), sizeAfter, latency.after()),
        latency,
        accuracy);
  }

  private TrainedModel smaller(TrainedModel before, Optional<DatasetSplit> training)
      throws IOException {
    TrainedModel smaller = before;
    if (channels.isPresent()) {
      smaller = channels.get().applyTo(smaller);
    }
    if (weights.isPresent()) {
      TrainedModel pruned = weights.get().applyTo(smaller);
      if (pruned.provenance().equals(smaller.provenance())) {
        noteNothingPruned(smaller, weights.get().share());
      }
      smaller = pruned;
    }
    if (recovery.isPresent()) {
      smaller = recovery.get().train(smaller, training.orElseThrow(), new ProgressLine());
    }
    return smaller;
  }

  private static void noteNothingPruned(TrainedModel model, double share) {
    NetworkSize size = NetworkSize.of(model.graph(), model.input());
    Terminal.note(
        String.format(
            Locale.ROOT,
            "already %.1f %% zero: --prune %s changes nothing",
            100.0 * size.zeros() / size.weights(),
            share));
  }

  /** Without a wish plain floats; what gets smaller never falls back to a larger form. */
  private StoredWeights form(StoredWeights stored) {
    if (int8) {
      return StoredWeights.INT8;
    }
    if (channels.isEmpty() && weights.isEmpty()) {
      return StoredWeights.FLOAT32;
    }
    return stored == StoredWeights.FLOAT32 && weights.isPresent() ? StoredWeights.SPARSE : stored;
  }

  /** An evaluation speaks of the weights that it was made of. */
  private static Optional<ModelReport> kept(ModelBundle given, boolean same) {
    if (!same && given.report().isPresent()) {
      Terminal.note(
          "the evaluation in the model is of other weights and is left out; --data makes a new one");
    }
    return same ? given.report() : Optional.empty();
  }

  private static void noteUndivided() {
    Terminal.note(
        "all pictures of --data are measured: if the model was trained on some of them, both"
            + " accuracies are too good, and the difference too small");
  }

  private Optional<CompressOutcome.Accuracy> accuracy(
      TrainedModel before, TrainedModel after, Optional<EvaluationFolder> folder) {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    String part = folder.get().part();
    Evaluator evaluator = Evaluator.classification().on(part);
    ClassificationReport one = evaluator.evaluate(before, folder.get().items());
    ClassificationReport two = evaluator.evaluate(after, folder.get().items());
    PredictionTable first = two.table().orElseThrow();
    PairedComparison compared =
        PairedComparison.of(
            first, one.table().orElseThrow(), IntervalSettings.STANDARD.withSeed(seed));
    return Optional.of(new CompressOutcome.Accuracy(part, one, two, compared));
  }

  /** What was done, in a few words each. */
  private static List<String> steps(TrainedModel before, TrainedModel after, StoredWeights form) {
    List<String> steps =
        new ArrayList<>(CompressionHistory.of(after.provenance()).since(before.provenance()));
    steps.add("stored as " + form.id());
    return steps;
  }

  /**
   * The model with the last step of its history: what was stored and measured. The steps before say
   * themselves what they did. Times are left out: the same model gives the same bytes.
   */
  private static TrainedModel told(
      TrainedModel after, StoredWeights form, Optional<CompressOutcome.Accuracy> accuracy) {
    String step =
        "stored as "
            + form.id()
            + (form == StoredWeights.FLOAT32
                ? ""
                : ": "
                    + StoredWeights.FLOAT32.bytes(after.graph())
                    + " bytes of parameters as float32, "
                    + form.bytes(after.graph())
                    + " so")
            + accuracy.map(a -> "; accuracy " + a.text()).orElse("");
    return new TrainedModel(
        after.graph(),
        after.input(),
        after.labels(),
        CompressionHistory.with(after.provenance(), step),
        after.decision());
  }

  private void save(TrainedModel told, StoredWeights form, Optional<ModelReport> report)
      throws IOException {
    ModelBundle bundle =
        report.isPresent() ? ModelBundle.of(told, report.get()) : ModelBundle.of(told);
    bundle.save(out, overwrite, form);
    Terminal.note(String.format(Locale.ROOT, "model: %s", out));
  }
}
