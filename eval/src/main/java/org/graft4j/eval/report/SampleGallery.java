package org.graft4j.eval.report;

import java.util.List;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.Prediction;

/** The section with pictures: the mistakes first, then what was right. */
final class SampleGallery {
  private SampleGallery() {}

  static String section(List<SamplePicture> samples, LabelMap labels) {
    if (samples.isEmpty()) {
      return "";
    }
    return "<section><h2>Sample predictions</h2>\n"
        + group("Most confident mistakes", false, samples, labels)
        + group("Right", true, samples, labels)
        + "</section>\n";
  }

  private static String group(
      String heading, boolean correct, List<SamplePicture> samples, LabelMap labels) {
    List<SamplePicture> group =
        samples.stream().filter(sample -> sample.prediction().correct() == correct).toList();
    if (group.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<h3>" + heading + "</h3>\n<div class=\"gallery\">");
    for (SamplePicture sample : group) {
      html.append(card(sample, labels));
    }
    return html.append("</div>\n").toString();
  }

  private static String card(SamplePicture sample, LabelMap labels) {
    Prediction prediction = sample.prediction();
    String predicted = Html.escape(labels.name(prediction.predicted()));
    String label = Html.escape(labels.name(prediction.label()));
    String truth =
        prediction.correct()
            ? ""
            : Html.format(
                "<span class=\"truth\">is <bdi>%s</bdi> (%s)</span>",
                label, Html.percent(prediction.labelProbability()));
    return Html.format(
        "<figure class=\"%s\"><img alt=\"%s\" src=\"%s\"><figcaption><b>%s <bdi>%s</bdi></b> %s%s<span class=\"id\"><bdi>%s</bdi></span></figcaption></figure>\n",
        prediction.correct() ? "good" : "bad",
        label,
        Thumbnail.dataUri(sample.picture()),
        prediction.correct() ? "&#10003;" : "&#10007;",
        predicted,
        Html.percent(prediction.probability()),
        truth,
        Html.escape(prediction.id()));
  }
}
