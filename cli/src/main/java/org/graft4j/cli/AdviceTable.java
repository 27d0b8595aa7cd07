package org.graft4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.graft4j.eval.advice.Advice;
import org.graft4j.eval.advice.Baseline;
import org.graft4j.eval.advice.CandidateAdvice;
import org.graft4j.eval.advice.Cost;

/** An advice for a person. */
final class AdviceTable {
  private static final String FORM = "%2s  %-MAXs  %5s  %-14s  %6s  %6s  %13s  %6s  %6s  %7s  %7s";

  private AdviceTable() {}

  static List<String> lines(Advice advice) {
    int width = 8;
    for (CandidateAdvice candidate : advice.ranked()) {
      width = Math.max(width, candidate.id().length());
    }
    String form = FORM.replace("MAX", Integer.toString(width));
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            form,
            "",
            "backbone",
            "probe",
            "95 % interval",
            "random",
            "LogME",
            "H-score/reg.",
            "LEEP",
            "NCE",
            "ms/pic.",
            "MB"));
    for (int i = 0; i < advice.ranked().size(); i++) {
      lines.add(row(form, i + 1, advice.ranked().get(i)));
    }
    lines.add(basis(advice));
    for (CandidateAdvice candidate : advice.ranked()) {
      lines.add("");
      lines.add(candidate.id() + ": " + candidate.verdict().text());
      lines.add("  " + candidate.why());
      if (candidate.probe().accuracy() <= candidate.probe().majority()) {
        lines.add(
            line(
                "  not above the largest class's share of %.3f: it tells nothing of these classes",
                candidate.probe().majority()));
      }
      lines.add("  " + times(candidate.cost(), advice.available()));
    }
    return lines;
  }

  private static String row(String form, int rank, CandidateAdvice c) {
    return line(
        form,
        Integer.toString(rank),
        c.id(),
        line("%.3f", c.probe().accuracy()),
        line("[%.3f, %.3f]", c.probe().interval().low(), c.probe().interval().high()),
        c.baseline().map(AdviceTable::accuracy).orElse("-"),
        line("%.3f", c.logMe().value()),
        line("%.2f/%.2f", c.hScore().value(), c.hScore().regularised()),
        score(c.sourceHead().map(s -> OptionalDouble.of(s.leep())).orElse(OptionalDouble.empty())),
        score(c.sourceHead().map(s -> OptionalDouble.of(s.nce())).orElse(OptionalDouble.empty())),
        line("%.1f", c.cost().forwardMillis()),
        line("%.0f", c.cost().inferenceBytes() / 1e6));
  }

  private static String accuracy(Baseline baseline) {
    return line("%.3f", baseline.probe().accuracy());
  }

  private static String score(OptionalDouble value) {
    return value.isPresent() ? line("%.3f", value.getAsDouble()) : "-";
  }

  private static String basis(Advice advice) {
    return line(
        "probed on %d of %s of %s%s, %d folds, seed %d; random: the same network with random weights;"
            + " ms and MB: forward pass in batches of 16 on this machine",
        advice.pictures(),
        Count.of(advice.available(), "training picture", "training pictures"),
        Count.of(advice.labels().size(), "class", "classes"),
        advice.copies() == 0
            ? ""
            : " (left out: " + Count.of(advice.copies(), "copy", "copies") + " of another)",
        advice.best().probe().folds(),
        advice.seed());
  }

  private static String times(Cost cost, int pictures) {
    return line(
        "training on %s: about %s for a linear probe, %s for %d epochs of all layers; reading a"
            + " picture takes %.1f ms, the weights %.1f MB",
        Count.of(pictures, "picture", "pictures"),
        ProgressLine.time(Math.max(1, cost.probeSeconds())),
        ProgressLine.time(Math.max(1, cost.fineTuneSeconds())),
        Cost.FINE_TUNE_EPOCHS,
        cost.decodeMillis(),
        cost.weightBytes() / 1e6);
  }

  private static String line(String form, Object... values) {
    return String.format(Locale.ROOT, form, values).stripTrailing();
  }
}
