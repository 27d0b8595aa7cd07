package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.calibration.TemperatureScaling;
import org.graft4j.eval.metric.Calibration;
import org.graft4j.eval.metric.Calibration.Bin;

/** Whether the classifier is right as often as it says, before a temperature and after it. */
record CalibrationSection(ClassificationReport report, Optional<Double> temperature)
    implements Section {
  /** The samples' confidences in bins, under a name; at least one sample. */
  private record State(String name, String key, List<Bin> bins) {

    long n() {
      return bins.stream().mapToLong(Bin::count).sum();
    }

    private static double gap(Bin bin) {
      return bin.count() == 0
          ? 0
          : Math.abs(bin.accuracy().orElseThrow() - bin.confidence().orElseThrow());
    }

    double expectedError() {
      return bins.stream().mapToDouble(bin -> bin.count() * gap(bin)).sum() / n();
    }

    double maximumError() {
      return bins.stream().mapToDouble(State::gap).max().orElseThrow();
    }
  }

  @Override
  public String title() {
    return "Calibration";
  }

  /** None if no single predictions were kept. */
  private List<State> states() {
    List<State> states = new ArrayList<>();
    Optional<PredictionTable> table = report.table();
    if (table.isPresent()) {
      temperature.ifPresent(
          applied ->
              states.add(
                  new State(
                      "Before the temperature",
                      "withoutTemperature",
                      // The way back: logarithms are multiplied by what they were divided by.
                      bins(table.get(), new TemperatureScaling(1 / applied)))));
    }
    if (!report.reliability().isEmpty()) {
      states.add(
          new State(
              temperature
                  .map(applied -> Html.format("After the temperature %.3f", applied))
                  .orElse("Reliability"),
              "reported",
              report.reliability()));
    }
    return states;
  }

  private static List<Bin> bins(PredictionTable table, TemperatureScaling scaling) {
    Calibration bins = new Calibration(ClassificationReport.CALIBRATION_BINS);
    for (int i = 0; i < table.size(); i++) {
      double[] logits = table.probabilities(i);
      for (int c = 0; c < logits.length; c++) {
        logits[c] = Math.log(logits[c]);
      }
      double confidence = Math.min(1, scaling.probabilities(logits)[table.predicted(i)]);
      bins.update(table.ids().get(i), confidence, table.correct(i));
    }
    return bins.bins();
  }

  @Override
  public List<Block> blocks() {
    List<State> states = states();
    if (states.isEmpty()) {
      return List.of();
    }
    Table errors =
        Table.of("Calibration errors")
            .text("")
            .number("ECE")
            .number("Largest gap (MCE)")
            .number("Samples");
    StringBuilder drawings = new StringBuilder("<div class=\"charts\">");
    for (State state : states) {
      errors.row(
          Words.of(state.name()),
          Words.number(state.expectedError()),
          Words.number(state.maximumError()),
          Words.count(state.n()));
      drawings.append(new ReliabilityDiagram(state.name(), state.bins()).figure());
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(Block.drawing(drawings.append("</div>\n").toString()));
    blocks.add(
        Block.note(
            "A bar is the share that is right among the samples of which the model was so sure; its tick is what the model said on average; the number below counts the samples. On the diagonal it is right as often as it says. Bins with few samples say little."));
    blocks.add(errors);
    for (State state : states) {
      blocks.add(Block.heading(state.name() + ", bin by bin"));
      blocks.add(table(state));
    }
    return blocks;
  }

  private static Block table(State state) {
    Table table =
        Table.scrolling(state.name() + ", bin by bin")
            .text("Probability")
            .number("Samples")
            .number("Said")
            .number("Right");
    List<Bin> bins = state.bins();
    for (int i = 0; i < bins.size(); i++) {
      if (bins.get(i).count() > 0) {
        table.row(
            Words.of(
                Html.format("%.3f to %.3f", (double) i / bins.size(), (i + 1.0) / bins.size())),
            Words.count(bins.get(i).count()),
            Words.number(bins.get(i).confidence()),
            Words.number(bins.get(i).accuracy()));
      }
    }
    return table;
  }

  @Override
  public void putInto(ObjectNode root) {
    if (states().isEmpty()) {
      root.putNull("calibration");
      return;
    }
    ObjectNode node = root.putObject("calibration");
    temperature.ifPresent(applied -> node.put("temperature", applied));
    for (State state : states()) {
      ObjectNode entry = node.putObject(state.key());
      entry.put("expectedError", state.expectedError());
      entry.put("maximumError", state.maximumError());
      put(entry.putArray("bins"), state.bins());
    }
  }

  private static void put(ArrayNode array, List<Bin> bins) {
    for (int i = 0; i < bins.size(); i++) {
      ObjectNode node = array.addObject();
      Bin bin = bins.get(i);
      node.put("low", (double) i / bins.size());
      node.put("high", (i + 1.0) / bins.size());
      node.put("count", bin.count());
      node.put("confidence", bin.count() == 0 ? null : bin.confidence().getAsDouble());
      node.put("accuracy", bin.count() == 0 ? null : bin.accuracy().getAsDouble());
    }
  }
}
