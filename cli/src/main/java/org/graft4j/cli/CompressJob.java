package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.transfer.compress.ChannelPruning;
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
 * @param form in which it is stored
 * @param seed of the draws
 */
record CompressJob(
    Path model,
    Path out,
    boolean overwrite,
    Optional<ChannelPruning> channels,
    Optional<MagnitudePruning> weights,
    Optional<Recovery> recovery,
    StoredWeights form,
    Seed seed) {

  CompressOutcome run(CompressCommand.Folder pictures) throws IOException {
    ModelBundle given = ModelBundle.open(model);
    long bytesBefore = Files.size(model);
    TrainedModel before = given.model();
    // What cannot be measured is known before anything is computed.
    Optional<EvaluationFolder> folder = pictures.measured(before.labels());
    Optional<DatasetSplit> training = pictures.training();
    folder.filter(f -> f.part().equals("all")).ifPresent(f -> noteUndivided());
    TrainedModel after = form.readBack(smaller(before, training));
    boolean same = lossless(before, after);
    Optional<CompressOutcome.Accuracy> accuracy = accuracy(before, after, folder);
    if (!same && !before.decision().equals(Decision.PLAIN)) {
      Terminal.note(
          "its temperature and threshold were fitted to the model before and are kept as they were");
    }
    NetworkSize sizeBefore = NetworkSize.of(before.graph(), before.input());
    NetworkSize sizeAfter = NetworkSize.of(after.graph(), after.input());
    TrainedModel told = told(after, sizeBefore, sizeAfter, accuracy);
    save(
        told,
        accuracy.<ModelReport>map(CompressOutcome.Accuracy::after).or(() -> kept(given, same)));
    Latency latency = Latency.of(before, after);
    return new CompressOutcome(
        steps(),
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
      smaller = weights.get().applyTo(smaller);
    }
    if (recovery.isPresent()) {
      smaller = recovery.get().train(smaller, training.orElseThrow(), new ProgressLine());
    }
    return smaller;
  }

  private boolean lossless(TrainedModel before, TrainedModel after) {
    return channels.isEmpty()
        && weights.isEmpty()
        && before.graph().paramTable().equals(after.graph().paramTable());
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
  private List<String> steps() {
    List<String> steps = new ArrayList<>();
    channels.ifPresent(c -> steps.add(c.toString()));
    weights.ifPresent(w -> steps.add(w.toString()));
    recovery.ifPresent(r -> steps.add("recovery of " + r));
    steps.add("stored as " + form.id());
    return steps;
  }

  /** Times are left out of the facts: the same model gives the same bytes. */
  private TrainedModel told(
      TrainedModel after,
      NetworkSize was,
      NetworkSize is,
      Optional<CompressOutcome.Accuracy> accuracy) {
    Map<String, String> facts = new TreeMap<>(after.provenance().facts());
    facts.put("compression", String.join("; ", steps()));
    facts.put(
        "compression.parameters", was.parameters() + " before, " + is.parameters() + " after");
    facts.put(
        "compression.zeros",
        was.zeros()
            + " of "
            + was.weights()
            + " before, "
            + is.zeros()
            + " of "
            + is.weights()
            + " after");
    facts.put(
        "compression.multiplyAdds",
        was.multiplyAdds() + " before, " + is.multiplyAdds() + " after");
    facts.put(
        "compression.parameterBytes",
        StoredWeights.FLOAT32.bytes(after.graph())
            + " as float32, "
            + form.bytes(after.graph())
            + " as "
            + form.id());
    accuracy.ifPresent(a -> facts.put("compression.accuracy", a.text()));
    return new TrainedModel(
        after.graph(), after.input(), after.labels(), new Provenance(facts), after.decision());
  }

  private void save(TrainedModel told, Optional<ModelReport> report) throws IOException {
    ModelBundle bundle =
        report.isPresent() ? ModelBundle.of(told, report.get()) : ModelBundle.of(told);
    bundle.save(out, overwrite, form);
    Terminal.note(String.format(Locale.ROOT, "model: %s", out));
  }
}
