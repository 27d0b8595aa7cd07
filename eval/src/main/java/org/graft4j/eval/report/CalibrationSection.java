package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Tempering;
import org.graft4j.eval.metric.Calibration.Bin;

/** Whether the classifier is right as often as it says, before a temperature and after it. */
record CalibrationSection(ClassificationReport report) implements Section {
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

  /** None if the report knows of no probabilities. */
  private List<State> states() {
    List<State> states = new ArrayList<>();
    Optional<Tempering> tempering = report.tempering();
    tempering.ifPresent(
        applied ->
            states.add(
                new State("Before the temperature", "withoutTemperature", applied.before())));
    if (!report.reliability().isEmpty()) {
      states.add(
          new State(
              tempering
                  .map(applied -> Html.format("After the temperature %.3f", applied.temperature()))
                  .orElse("Reliability"),
              "reported",
              report.reliability()));
    }
    return states;
  }

  /** What the numbers after the temperature are worth. */
  private static String worth(Tempering applied) {
    return applied.crossFitted()
        ? "The temperature was fitted on these very samples. So that none tells its own, each fifth"
            + " of them is shown at the temperature of the other four: all numbers of this report"
            + " that depend on probabilities are cross-fitted."
        : "The temperature makes the probabilities better on the samples that it was fitted on: on"
            + " those, if they are these, the numbers after it look too good.";
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
            "A bar is the share that is right among the samples of which the model was so sure; its"
                + " tick is what the model said on average; the number below counts the samples. On"
                + " the diagonal it is right as often as it says. Bins with few samples say"
                + " little."));
    report.tempering().ifPresent(applied -> blocks.add(Block.note(worth(applied))));
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
    report
        .tempering()
        .ifPresent(
            applied -> {
              node.put("temperature", applied.temperature());
              node.put("crossFitted", applied.crossFitted());
            });
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
