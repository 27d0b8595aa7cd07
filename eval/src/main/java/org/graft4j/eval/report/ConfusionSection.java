package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.graft4j.eval.ConfusionMatrix;
import org.graft4j.eval.metric.ClassCounts;

/** Which class was taken for which: the heat map, and the most frequent confusions. */
record ConfusionSection(RunResult run) implements Section {
  private static final int PAIRS = 10;

  private record Pair(int label, int predicted, long count) {}

  private ConfusionMatrix matrix() {
    return run.report().confusion();
  }

  /** The most frequent first. */
  private List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    int classes = matrix().labels().size();
    for (int row = 0; row < classes; row++) {
      for (int column = 0; column < classes; column++) {
        if (row != column && matrix().count(row, column) > 0) {
          pairs.add(new Pair(row, column, matrix().count(row, column)));
        }
      }
    }
    pairs.sort(
        Comparator.comparingLong(Pair::count)
            .reversed()
            .thenComparingInt(Pair::label)
            .thenComparingInt(Pair::predicted));
    return pairs.subList(0, Math.min(PAIRS, pairs.size()));
  }

  @Override
  public String title() {
    return "Confusion matrix";
  }

  @Override
  public List<Block> blocks() {
    return List.of(
        Block.note(
            Words.of("Counts of ")
                .name(run.name())
                .text("; the colour is the share of the true class: blue right, orange wrong.")),
        Block.drawing(ConfusionHeatMap.html(matrix())),
        Block.heading("Most confused"),
        mostConfused());
  }

  private Block mostConfused() {
    List<Pair> pairs = pairs();
    if (pairs.isEmpty()) {
      return Block.paragraph(Words.of("No class was taken for another."));
    }
    Table table =
        Table.of("Most confused").text("True class").text("Taken for").number("Count").number("Of");
    List<ClassCounts> classes = matrix().perClass();
    for (Pair pair : pairs) {
      table.row(
          Words.named(matrix().labels().name(pair.label())),
          Words.named(matrix().labels().name(pair.predicted())),
          Words.count(pair.count()),
          Words.count(classes.get(pair.label()).support()));
    }
    return table;
  }

  /** The matrix is with the run. */
  @Override
  public void putInto(ObjectNode root) {
    ArrayNode array = root.putArray("mostConfused");
    for (Pair pair : pairs()) {
      ObjectNode node = array.addObject();
      node.put("label", matrix().labels().name(pair.label()));
      node.put("predicted", matrix().labels().name(pair.predicted()));
      node.put("count", pair.count());
    }
  }
}
