package org.graft4j.zoo.adapt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.zoo.adapt.MatchReport.Left;
import org.graft4j.zoo.adapt.MatchReport.Reason;

/** A load by match under way. */
final class Matching {
  private static final String COUNTER = ".num_batches_tracked";

  private final Map<String, SourceTensor> tensors;
  private final Collection<String> trunk;
  private final List<String> copied = new ArrayList<>();
  private final List<Left> left = new ArrayList<>();
  private final Set<String> met = new HashSet<>();
  private long copiedNumbers;
  private long trunkNumbers;

  /**
   * Nothing copied yet.
   *
   * @param trunk the vertices whose parameters count
   */
  Matching(Map<String, SourceTensor> tensors, Collection<String> trunk) {
    this.tensors = tensors;
    this.trunk = trunk;
  }

  /** Copies one parameter, or notes why not. */
  void match(Place place, ComputationGraph graph) throws IOException {
    long counted = trunk.contains(place.vertex()) ? place.length() : 0;
    trunkNumbers += counted;
    SourceTensor tensor = tensors.get(place.name());
    if (tensor == null) {
      leave(place, Reason.MISSING, "not in the source");
      return;
    }
    met.add(place.name());
    if (!tensor.shape().equals(place.shape())) {
      leave(
          place,
          Reason.OTHER_SHAPE,
          "the source has " + tensor.shape() + ", the network " + place.shape());
    } else if (!tensor.floating()) {
      leave(place, Reason.OTHER_TYPE, "of type " + tensor.dtype() + ", not floating");
    } else {
      copy(place, tensor.values().read(), graph, counted);
    }
  }

  private void copy(Place place, float[] values, ComputationGraph graph, long counted) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        leave(place, Reason.NOT_FINITE, "the source holds " + value);
        return;
      }
    }
    place.set(graph, values);
    copied.add(place.name());
    copiedNumbers += counted;
  }

  private void leave(Place place, Reason reason, String detail) {
    left.add(new Left(place.name(), place.length(), reason, detail));
  }

  MatchReport report() {
    List<String> unused =
        tensors.keySet().stream()
            .filter(name -> !met.contains(name) && !name.endsWith(COUNTER))
            .map(SourceTensor::printable)
            .toList();
    return new MatchReport(copied, left, unused, copiedNumbers, trunkNumbers);
  }
}
