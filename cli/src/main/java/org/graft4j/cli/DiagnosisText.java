package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.graft4j.eval.Interval;
import org.graft4j.eval.diagnose.CurvePoint;
import org.graft4j.eval.diagnose.Extrapolation;
import org.graft4j.eval.diagnose.GainVerdict;
import org.graft4j.eval.diagnose.LearningCurve;
import org.graft4j.eval.diagnose.PairedRun;
import org.graft4j.eval.diagnose.TrainingBudget;
import org.graft4j.eval.diagnose.TransferGain;

/** A diagnosis for a person and for a machine. */
final class DiagnosisText {
  /** Without as many nothing is said of twice the data. */
  private static final int ENOUGH_POINTS = 4;

  private static final int ENOUGH_RUNS = 3;

  private DiagnosisText() {}

  static List<String> lines(Diagnosis diagnosis) {
    List<String> lines = new ArrayList<>();
    lines.add(
        format(
            "learns from %d pictures of %d classes, measured on %d others (%s); intervals of 95 %%",
            diagnosis.training(), diagnosis.classes(), diagnosis.heldOut(), diagnosis.part()));
    diagnosis.curve().ifPresent(curve -> curve(curve, lines));
    diagnosis.gain().ifPresent(gain -> gain(gain, lines));
    if (diagnosis.curve().isPresent() && diagnosis.gain().isPresent()) {
      runsOf(diagnosis.curve().get(), diagnosis.gain().get(), lines);
    }
    if (!diagnosis.finished()) {
      lines.add("");
      lines.add("interrupted: this is what was done until then");
    }
    return lines;
  }

  private static void curve(LearningCurve curve, List<String> lines) {
    lines.add("");
    lines.add("share  pictures  runs  accuracy");
    for (CurvePoint point : curve.points()) {
      lines.add(
          format(
              "%3.0f %%  %8d  %4d  %s",
              100 * point.share(),
              point.pictures(),
              point.runs(),
              text(point.accuracy(), point.interval())));
    }
    if (curve.twice() instanceof Extrapolation.Estimate e) {
      lines.add(
          format(
              "twice the data (%d pictures) would give about %s, if the curve goes on as an inverse"
                  + " power law",
              e.pictures(), text(e.accuracy(), e.interval())));
    } else if (curve.twice() instanceof Extrapolation.Refused refused) {
      lines.add("what twice the data would give cannot be said: " + refused.why() + remedy(curve));
    }
  }

  private static String remedy(LearningCurve curve) {
    List<String> options = new ArrayList<>();
    if (curve.points().size() < ENOUGH_POINTS) {
      options.add("name more --shares");
    }
    if (curve.points().stream().allMatch(point -> point.runs() < ENOUGH_RUNS)) {
      options.add("give --runs " + ENOUGH_RUNS);
    }
    return options.isEmpty() ? "" : ": " + String.join(", ", options);
  }

  private static void gain(TransferGain gain, List<String> lines) {
    PairedRun first = gain.runs().get(0);
    lines.add("");
    lines.add(
        format(
            "gain over from scratch: %+.3f [%+.3f, %+.3f], %s",
            gain.gain(),
            gain.interval().low(),
            gain.interval().high(),
            Count.of(gain.runs().size(), "run", "runs")));
    lines.add(
        format("  pretrained    %.3f  %s", gain.pretrained(), budget(first.pretrained().budget())));
    lines.add(format("  from scratch  %.3f  %s", gain.scratch(), budget(first.scratch().budget())));
    lines.add(verdict(gain));
    if (gain.runs().size() == 1) {
      lines.add(
          "one run speaks of these two trained networks; --scratch-runs 3 speaks of training"
              + " again");
    }
  }

  /** Two numbers for what seems to be one: the curve's end and the pretrained network's. */
  private static void runsOf(LearningCurve curve, TransferGain gain, List<String> lines) {
    int inCurve = curve.points().get(curve.points().size() - 1).runs();
    if (inCurve != gain.runs().size()) {
      lines.add(
          format(
              "the curve's last point is of %s, 'pretrained' of %d: they need not be equal",
              Count.of(inCurve, "run", "runs"), gain.runs().size()));
    }
  }

  private static String budget(TrainingBudget budget) {
    return format(
        "%s, %s, training loss %.3f, %s",
        budget.plan(),
        Count.of(budget.epochs(), "epoch", "epochs"),
        budget.trainingLoss(),
        ProgressLine.time(budget.seconds()));
  }

  static String verdict(TransferGain gain) {
    StringBuilder text =
        new StringBuilder(
            switch (gain.verdict()) {
              case POSITIVE -> "positive transfer: the pretrained weights help here";
              case NEGATIVE -> "negative transfer: from scratch does better here";
              case NOT_SHOWN ->
                  "neither a gain nor a loss is shown: that is no proof that there is none";
            });
    String plan = gain.runs().get(0).pretrained().budget().plan();
    String other = gain.runs().get(0).scratch().budget().plan();
    if (gain.verdict() != GainVerdict.POSITIVE && !plan.equals(other)) {
      // What a frozen backbone cannot do is not the fault of its weights.
      text.append(
          format(
              "; it was %s against %s: --plan %s compares the weights alone", plan, other, other));
    }
    if (gain.scratchUnfinished()) {
      text.append(
          "; but from scratch has not learned its own training pictures yet: raise --scratch-epochs"
              + " before believing it");
    }
    return text.toString();
  }

  static String json(Diagnosis diagnosis, long seed) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("schemaVersion", 1);
    node.put("finished", diagnosis.finished());
    node.put("trainingPictures", diagnosis.training());
    node.put("heldOutPictures", diagnosis.heldOut());
    node.put("heldOutPart", diagnosis.part());
    node.put("classes", diagnosis.classes());
    node.put("seed", seed);
    node.put("confidence", 0.95);
    if (diagnosis.curve().isPresent()) {
      curve(node.putObject("learningCurve"), diagnosis.curve().get(), diagnosis);
    } else {
      node.putNull("learningCurve");
    }
    if (diagnosis.gain().isPresent()) {
      gain(node.putObject("transferGain"), diagnosis.gain().get());
    } else {
      node.putNull("transferGain");
    }
    return mapper.writeValueAsString(node);
  }

  private static void curve(ObjectNode node, LearningCurve curve, Diagnosis diagnosis) {
    var points = node.putArray("points");
    for (CurvePoint point : curve.points()) {
      ObjectNode entry = points.addObject();
      entry.put("share", point.share());
      entry.put("pictures", point.pictures());
      entry.put("accuracy", point.accuracy());
      interval(entry, point.interval());
      var runs = entry.putArray("runs");
      diagnosis.steps().stream()
          .filter(step -> step.trained().budget().pictures() == point.pictures())
          .forEach(step -> runs.add(step.trained().accuracy()));
    }
    ObjectNode twice = node.putObject("twiceTheData");
    if (curve.twice() instanceof Extrapolation.Estimate e) {
      twice.put("pictures", e.pictures());
      twice.put("accuracy", e.accuracy());
      interval(twice, e.interval());
      twice
          .putObject("law")
          .put("limit", e.law().limit())
          .put("drop", e.law().drop())
          .put("rate", e.law().rate())
          .put("reference", e.law().reference());
    } else if (curve.twice() instanceof Extrapolation.Refused refused) {
      twice.put("refused", refused.why());
    }
  }

  private static void gain(ObjectNode node, TransferGain gain) {
    node.put("verdict", gain.verdict().name().toLowerCase(Locale.ROOT));
    node.put("text", verdict(gain));
    node.put("gain", gain.gain());
    interval(node, gain.interval());
    node.put("pretrained", gain.pretrained());
    node.put("scratch", gain.scratch());
    node.put("scratchUnfinished", gain.scratchUnfinished());
    var runs = node.putArray("runs");
    for (PairedRun run : gain.runs()) {
      ObjectNode entry = runs.addObject();
      entry.put("heldOut", run.n());
      entry.put("onlyPretrainedRight", run.onlyPretrained());
      entry.put("onlyScratchRight", run.onlyScratch());
      budget(entry.putObject("pretrained"), run.pretrained().budget());
      budget(entry.putObject("scratch"), run.scratch().budget());
    }
  }

  private static void budget(ObjectNode node, TrainingBudget budget) {
    node.put("plan", budget.plan());
    node.put("epochs", budget.epochs());
    node.put("pictures", budget.pictures());
    node.put("trainingLoss", budget.trainingLoss());
    node.put("seconds", budget.seconds());
  }

  private static void interval(ObjectNode node, Interval interval) {
    node.putArray("interval").add(interval.low()).add(interval.high());
  }

  private static String text(double value, Interval interval) {
    return format("%.3f [%.3f, %.3f]", value, interval.low(), interval.high());
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
