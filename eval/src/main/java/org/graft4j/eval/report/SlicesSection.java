package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.graft4j.eval.SliceTable;
import org.graft4j.eval.SliceTable.Slice;

/** The accuracy on parts of the samples, the worst first and named. */
record SlicesSection(List<SliceTable> tables) implements Section {

  @Override
  public String title() {
    return "Slices";
  }

  @Override
  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (SliceTable table : tables) {
      blocks.add(Block.heading("By " + table.by()));
      blocks.add(Block.paragraph(worst(table)));
      blocks.add(table(table));
    }
    return blocks;
  }

  private static Words worst(SliceTable table) {
    Slice worst = table.worst();
    Words words =
        Words.of("Worst: ")
            .name(worst.name())
            .text(", " + worst.correct() + " of " + worst.n() + " right. ");
    return words.text(
        table.clearlyWorst().isPresent()
            ? "It is worse than the rest beyond what chance does."
            : "Chance may have made it the worst: it is not clearly below the rest.");
  }

  private static Block table(SliceTable table) {
    IntervalBar bar =
        IntervalBar.over(
            table.slices().stream().map(slice -> slice.interval(table.confidence())).toList());
    Table shown =
        Table.scrolling("Accuracy by " + table.by())
            .text(table.by())
            .number("Accuracy")
            .text(Html.format("%.0f\u202f%% interval", 100 * table.confidence()))
            .drawing(bar.axis())
            .number("Right")
            .number("Samples");
    table.slices().stream()
        .sorted(Comparator.comparingDouble(Slice::accuracy).thenComparing(Slice::name))
        .forEach(
            slice ->
                shown.row(
                    Words.named(slice.name()),
                    Words.percent(slice.accuracy()),
                    Words.of(
                        Html.percent(slice.interval(table.confidence()).low())
                            + " to "
                            + Html.percent(slice.interval(table.confidence()).high())),
                    bar.of(slice.accuracy(), slice.interval(table.confidence()), 0),
                    Words.count(slice.correct()),
                    Words.count(slice.n())));
    return shown;
  }

  @Override
  public void putInto(ObjectNode root) {
    ArrayNode array = root.putArray("slices");
    for (SliceTable table : tables) {
      ObjectNode node = array.addObject();
      node.put("by", table.by());
      node.put("worst", table.worst().name());
      node.put("clearlyWorst", table.clearlyWorst().map(Slice::name).orElse(null));
      ArrayNode slices = node.putArray("slices");
      for (Slice slice : table.slices()) {
        ObjectNode entry = slices.addObject();
        entry.put("name", slice.name());
        entry.put("n", slice.n());
        entry.put("correct", slice.correct());
        entry.put("accuracy", slice.accuracy());
        RunReportJson.put(entry, "accuracyInterval", slice.interval(table.confidence()));
      }
    }
  }
}
