package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.graft4j.eval.Prediction;

/**
 * Single samples with their pictures: the biggest losses among the mistakes, then what was right.
 */
record LossesSection(List<SamplePicture> samples, LabelMap labels) implements Section {

  @Override
  public String title() {
    return "Sample predictions";
  }

  private List<SamplePicture> group(boolean correct) {
    return samples.stream()
        .filter(sample -> sample.prediction().correct() == correct)
        .sorted(
            Comparator.comparingDouble(SamplePicture::loss)
                .reversed()
                .thenComparing(sample -> sample.prediction().id()))
        .toList();
  }

  @Override
  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    if (samples.stream().anyMatch(sample -> sample.overlay().isPresent())) {
      blocks.add(
          Block.note(
              "Beside a picture: what the network went by for the class that it predicted (Grad-CAM), from violet, cold, to yellow, warm. It shows what raised the score, not why."));
    }
    add(blocks, "Biggest losses", group(false));
    add(blocks, "Right", group(true));
    return blocks;
  }

  private void add(List<Block> blocks, String heading, List<SamplePicture> group) {
    if (group.isEmpty()) {
      return;
    }
    blocks.add(Block.heading(heading));
    blocks.add(new Gallery(heading, group));
  }

  /** Pictures for who sees them, encoded when the page is written; a table for Markdown. */
  private final class Gallery implements Block {
    private final String heading;
    private final List<SamplePicture> group;

    Gallery(String heading, List<SamplePicture> group) {
      this.heading = heading;
      this.group = group;
    }

    @Override
    public String html() {
      StringBuilder html = new StringBuilder("<div class=\"gallery\">");
      group.forEach(sample -> html.append(card(sample)));
      return html.append("</div>\n").toString();
    }

    @Override
    public String markdown() {
      return table(heading, group).markdown();
    }
  }

  private Table table(String heading, List<SamplePicture> group) {
    Table table =
        Table.of(heading)
            .text("Sample")
            .text("Class")
            .text("Predicted")
            .number("Probability")
            .number("Loss");
    for (SamplePicture sample : group) {
      Prediction prediction = sample.prediction();
      table.row(
          Words.named(prediction.id()),
          Words.named(labels.name(prediction.label())),
          Words.named(labels.name(prediction.predicted())),
          Words.percent(prediction.probability()),
          Words.number(sample.loss()));
    }
    return table;
  }

  private String card(SamplePicture sample) {
    Prediction prediction = sample.prediction();
    String predicted = Html.escape(labels.name(prediction.predicted()));
    String label = labels.name(prediction.label());
    String truth =
        prediction.correct()
            ? ""
            : Html.format(
                "<span class=\"truth\">is <bdi>%s</bdi> (%s)</span>",
                Html.escape(label), Html.percent(prediction.labelProbability()));
    return Html.format(
        "<figure class=\"%s%s\"><div class=\"pictures\">%s%s</div><figcaption><b>%s <bdi>%s</bdi></b> %s%s<span class=\"truth\">loss %.3f</span><span class=\"id\"><bdi>%s</bdi></span></figcaption></figure>\n",
        prediction.correct() ? "good" : "bad",
        sample.overlay().isPresent() ? " two" : "",
        picture(sample.picture(), label),
        sample.overlay().map(overlay -> picture(overlay, label + ", where it looked")).orElse(""),
        prediction.correct() ? "&#10003;" : "&#10007;",
        predicted,
        Html.percent(prediction.probability()),
        truth,
        sample.loss(),
        Html.escape(prediction.id()));
  }

  private static String picture(Picture picture, String alternative) {
    return Html.format(
        "<img alt=\"%s\" src=\"%s\">", Html.unmarked(alternative), Thumbnail.dataUri(picture));
  }

  @Override
  public void putInto(ObjectNode root) {
    ArrayNode array = root.putArray("samples");
    for (SamplePicture sample : samples) {
      Prediction prediction = sample.prediction();
      ObjectNode node = array.addObject();
      node.put("id", prediction.id());
      node.put("label", prediction.label());
      node.put("predicted", prediction.predicted());
      node.put("probability", prediction.probability());
      node.put("labelProbability", prediction.labelProbability());
      node.put("logLoss", sample.loss());
    }
  }
}
