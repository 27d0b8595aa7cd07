package org.graft4j.zoo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.model.Backbone;
import org.graft4j.model.WeightsCard;
import org.graft4j.runtime.NearestName;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.architecture.NetworkWeights;
import org.graft4j.zoo.format.WeightTensor;
import org.graft4j.zoo.format.WeightsFile;

/** From an open weights file to a backbone, or to a report on the file. */
final class WeightsLoader {
  private WeightsLoader() {}

  /**
   * The network with the values of the file.
   *
   * @throws WeightsMismatchException if they do not fit, are not finite or have a negative
   *     variance, or the digest or the number of classes is not that of the card
   */
  static Backbone load(WeightsFile weights, WeightsCard card, Optional<String> cut)
      throws IOException {
    return load("weights '" + card.id() + "'", weights, card, cut);
  }

  /**
   * As above, for weights that the user knows by another name than their id.
   *
   * @param subject begins the messages
   */
  static Backbone load(String subject, WeightsFile weights, WeightsCard card, Optional<String> cut)
      throws IOException {
    requireDigest(weights, card);
    WeightsMatch match =
        WeightsMatch.of(
            subject,
            weights.tensors(),
            architecture(card.architecture()),
            card.input(),
            cut.or(card::upTo));
    requireClasses(match.classes(), card);
    requireVariances(subject, match, weights);
    Network network = match.network();
    ComputationGraph graph = NetworkWeights.zeros(network);
    for (FileTensor tensor : match.tensors()) {
      WeightTensor found = weights.tensors().get(tensor.name());
      tensor.slot().set(graph, finite(tensor.values(found), found, subject));
    }
    match.names().normEpsilon().ifPresent(epsilon -> NormEpsilon.of(epsilon).moveInto(graph));
    return new Backbone(
        card.architecture(),
        graph,
        card.input(),
        network.groups(),
        network.featureVertex(),
        network.featureWidth(),
        Optional.of(card));
  }

  /**
   * Holds the file against the architecture without making a network.
   *
   * @param input of its card; empty for the usual one
   * @throws WeightsMismatchException if they do not fit or have a negative variance
   */
  static WeightsVerification verify(
      Path file,
      WeightsFile weights,
      Architecture architecture,
      Optional<InputSpec> input,
      Optional<String> cut)
      throws IOException {
    InputSpec pictures =
        input.orElseGet(
            () -> NamedTensors.asPublished(architecture, weights.tensors().keySet()).input());
    WeightsMatch match =
        WeightsMatch.of(file.toString(), weights.tensors(), architecture, pictures, cut);
    requireVariances(file.toString(), match, weights);
    return new WeightsVerification(
        architecture.id(),
        weights.format(),
        weights.sha256(),
        match.tensors().size(),
        match.tensors().stream().mapToLong(tensor -> tensor.slot().length()).sum(),
        match.classes(),
        match.ignored(),
        weights.nonFinite(),
        match.names().scheme(),
        pictures);
  }

  /**
   * Holds a file against its card and the architecture without making a network.
   *
   * @throws WeightsMismatchException if they do not fit, or the digest or the number of classes is
   *     not that of the card
   */
  static WeightsVerification verify(WeightsFile weights, WeightsCard card) throws IOException {
    requireDigest(weights, card);
    WeightsVerification found =
        verify(
            Path.of(card.id()),
            weights,
            architecture(card.architecture()),
            Optional.of(card.input()),
            card.upTo());
    requireClasses(found.classes(), card);
    return found;
  }

  /**
   * The architecture of that id.
   *
   * @throws IllegalArgumentException if there is none; the message has the nearest one
   */
  static Architecture architecture(String id) {
    return Architectures.find(id)
        .orElseThrow(
            () -> {
              List<String> known = Architectures.all().stream().map(Architecture::id).toList();
              return new IllegalArgumentException(NearestName.unknown("architecture", id, known));
            });
  }

  private static float[] finite(float[] values, WeightTensor tensor, String subject)
      throws WeightsMismatchException {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new WeightsMismatchException(
            String.format(
                Locale.ROOT,
                "%s must be finite, but tensor '%s' holds %s",
                subject,
                tensor.name(),
                value));
      }
    }
    return values;
  }

  /** The root of a negative one is NaN, and so would be all that comes after it. */
  private static void requireVariances(String subject, WeightsMatch match, WeightsFile weights)
      throws IOException {
    for (FileTensor tensor : match.tensors()) {
      if (!tensor.slot().key().endsWith(".running_var")) {
        continue;
      }
      for (float value : tensor.values(weights.tensors().get(tensor.name()))) {
        if (value < 0) {
          throw new WeightsMismatchException(
              String.format(
                  Locale.ROOT,
                  "%s must have no negative variances, but tensor '%s' holds %s",
                  subject,
                  tensor.name(),
                  value));
        }
      }
    }
  }

  private static void requireDigest(WeightsFile weights, WeightsCard card)
      throws WeightsMismatchException {
    if (!weights.sha256().equals(card.sha256())) {
      throw new WeightsMismatchException(
          String.format(
              Locale.ROOT,
              "weights '%s' must have SHA-256 %s as their card says, but the file has %s: it was damaged or replaced, remove it and import or fetch it again",
              card.id(),
              card.sha256(),
              weights.sha256()));
    }
  }

  private static void requireClasses(int classes, WeightsCard card)
      throws WeightsMismatchException {
    if (classes > 0 && !card.classes().isEmpty() && card.classes().size() != classes) {
      throw new WeightsMismatchException(
          String.format(
              Locale.ROOT,
              "weights '%s' have a head of %d classes, but their card names %d",
              card.id(),
              classes,
              card.classes().size()));
    }
  }
}
