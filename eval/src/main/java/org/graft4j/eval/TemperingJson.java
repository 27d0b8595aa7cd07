package org.graft4j.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft4j.eval.metric.Calibration;

/** The JSON form of a report's temperature: 1 and no bins where there is none. */
final class TemperingJson {
  private static final String TEMPERATURE = "temperature";
  private static final String CROSS_FITTED = "temperatureCrossFitted";
  private static final String BEFORE = "reliabilityBeforeTemperature";

  private TemperingJson() {}

  static void put(ObjectNode root, Optional<Tempering> tempering) {
    root.put(TEMPERATURE, tempering.map(Tempering::temperature).orElse(1.0));
    root.put(CROSS_FITTED, tempering.map(Tempering::crossFitted).orElse(false));
    putBins(root.putArray(BEFORE), tempering.map(Tempering::before).orElse(List.of()));
  }

  static void putBins(ArrayNode array, List<Calibration.Bin> bins) {
    for (Calibration.Bin bin : bins) {
      ObjectNode node = array.addObject();
      node.put("count", bin.count());
      node.put("confidence", ReportJson.boxed(bin.confidence()));
      node.put("accuracy", ReportJson.boxed(bin.accuracy()));
    }
  }

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  static Optional<Tempering> read(JsonNode root) throws MalformedReportException {
    double temperature = ReportJson.number(root, TEMPERATURE);
    JsonNode nodes = ReportJson.array(root, BEFORE);
    if (nodes.isEmpty()) {
      // Anything but 1 is told by the comparison of what was read with what is written of it.
      return Optional.empty();
    }
    List<Calibration.Bin> bins = new ArrayList<>();
    for (JsonNode node : nodes) {
      bins.add(bin(node, bins.size(), nodes.size()));
    }
    return Optional.of(new Tempering(temperature, root.path(CROSS_FITTED).booleanValue(), bins));
  }

  private static Calibration.Bin bin(JsonNode node, int place, int of)
      throws MalformedReportException {
    int count = ReportJson.index(node, "count");
    if (count == 0) {
      return new Calibration.Bin(0, OptionalDouble.empty(), OptionalDouble.empty());
    }
    double confidence = ReportJson.number(node, "confidence");
    double accuracy = ReportJson.number(node, "accuracy");
    double right = accuracy * count;
    // A mean of single numbers in the bin may be rounded just out of it.
    boolean inside = Math.abs(confidence * of - place - 0.5) <= 0.5 + 1e-9;
    if (count < 0
        || !inside
        || !(right >= 0 && right <= count)
        || Math.abs(right - Math.rint(right)) > 1e-6) {
      throw new IllegalArgumentException(
          BEFORE
              + " must hold counts with their confidence and accuracy, but bin "
              + place
              + " was "
              + node);
    }
    return new Calibration.Bin(count, OptionalDouble.of(confidence), OptionalDouble.of(accuracy));
  }
}
