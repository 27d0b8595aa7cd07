package org.graft4j.transfer.joint;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.transfer.internal.SourceClassifier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A linear layer over the features of a backbone.
 *
 * @param weights {@code [features, classes]}, live
 * @param bias {@code [1, classes]}, live
 * @param pretrained whether all of it was taken over from the backbone
 */
record SourceHead(INDArray weights, INDArray bias, boolean pretrained) {
  private static final Logger LOG = LoggerFactory.getLogger(SourceHead.class);

  /** With the backbone's weights for the classes that it knows by name, and random ones. */
  static SourceHead of(Backbone backbone, LabelMap labels, DataType type, Seed seed) {
    int width = backbone.featureWidth();
    int classes = labels.size();
    INDArray weights = Nd4j.zeros(type, width, classes);
    INDArray bias = Nd4j.zeros(type, 1, classes);
    List<String> known = backbone.card().map(card -> card.classes()).orElse(List.of());
    Optional<SourceClassifier> classifier = classifier(backbone, known);
    LabelMap knownLabels = LabelMap.of(classifier.isPresent() ? known : List.of());
    double most = Math.sqrt(6.0 / (width + classes));
    for (int label = 0; label < classes; label++) {
      RandomGenerator random = seed.stream("source-head", label);
      OptionalInt index = knownLabels.indexOf(labels.name(label));
      for (int i = 0; i < width; i++) {
        double value =
            index.isPresent()
                ? classifier.orElseThrow().weights().getDouble(i, index.getAsInt())
                : random.nextDouble(-most, most);
        weights.putScalar(new long[] {i, label}, value);
      }
      if (index.isPresent()) {
        double value =
            classifier
                .flatMap(SourceClassifier::bias)
                .map(b -> b.getDouble(index.getAsInt()))
                .orElse(0.0);
        bias.putScalar(new long[] {0, label}, value);
      }
    }
    boolean pretrained =
        labels.names().stream().allMatch(name -> knownLabels.indexOf(name).isPresent());
    return new SourceHead(weights, bias, pretrained);
  }

  /** Empty where the head has another form or its classes have no names, which is no mistake. */
  private static Optional<SourceClassifier> classifier(Backbone backbone, List<String> known) {
    if (known.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SourceClassifier.of(backbone)).filter(c -> c.classes() == known.size());
    } catch (IllegalArgumentException e) {
      LOG.info("the source head begins with random weights: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
