package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.graft4j.eval.advice.Advice;
import org.graft4j.eval.advice.Baseline;
import org.graft4j.eval.advice.CandidateAdvice;
import org.graft4j.eval.advice.Cost;
import org.graft4j.eval.advice.ProbeScore;

/** An advice for a machine. */
final class AdviceJson {
  private AdviceJson() {}

  /**
   * One JSON object.
   *
   * @param command words of the command that follows the advice for an id
   */
  static String of(Advice advice, Function<String, List<String>> command) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = JsonResult.of(1);
    node.set("classes", mapper.valueToTree(advice.labels().names()));
    node.put("pictures", advice.pictures());
    node.put("copies", advice.copies());
    node.put("trainingPictures", advice.available());
    node.put("seed", advice.seed());
    var ranked = node.putArray("ranked");
    for (CandidateAdvice candidate : advice.ranked()) {
      ObjectNode entry = ranked.addObject();
      put(entry, candidate);
      entry.set("train", mapper.valueToTree(command.apply(candidate.id())));
    }
    var failed = node.putArray("failed");
    for (Advice.Failed candidate : advice.failed()) {
      failed.addObject().put("id", candidate.id()).put("reason", candidate.reason());
    }
    return mapper.writeValueAsString(node);
  }

  private static void put(ObjectNode entry, CandidateAdvice candidate) {
    entry.put("id", candidate.id());
    entry.put("architecture", candidate.architecture());
    entry.put("featureWidth", candidate.featureWidth());
    entry.put("verdict", candidate.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    entry.put("why", candidate.why());
    put(entry.putObject("probe"), candidate.probe());
    if (candidate.baseline().isPresent()) {
      Baseline baseline = candidate.baseline().get();
      ObjectNode random = entry.putObject("random");
      put(random, baseline.probe());
      random.put("onlyPretrainedRight", baseline.onlyPretrained());
      random.put("onlyRandomRight", baseline.onlyRandom());
      random.put("p", baseline.p());
    }
    entry.put("logMe", candidate.logMe().value());
    entry.put("logMeEarlyStopped", candidate.logMe().earlyStopped());
    entry.put("hScore", candidate.hScore().value());
    entry.put("hScoreRegularised", candidate.hScore().regularised());
    candidate
        .sourceHead()
        .ifPresent(scores -> entry.put("leep", scores.leep()).put("nce", scores.nce()));
    Cost cost = candidate.cost();
    entry
        .putObject("cost")
        .put("forwardMillis", cost.forwardMillis())
        .put("decodeMillis", cost.decodeMillis())
        .put("weightBytes", cost.weightBytes())
        .put("inferenceBytes", cost.inferenceBytes())
        .put("probeSeconds", cost.probeSeconds())
        .put("fineTuneSeconds", cost.fineTuneSeconds());
  }

  private static void put(ObjectNode node, ProbeScore probe) {
    node.put("accuracy", probe.accuracy());
    node.putArray("interval").add(probe.interval().low()).add(probe.interval().high());
    node.put("meanRecall", probe.meanRecall());
    node.put("correct", probe.correct());
    node.put("n", probe.n());
    node.put("folds", probe.folds());
    node.put("trainingAccuracy", probe.trainingAccuracy());
  }
}
