package org.graft4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.bundle.ImageClassifier;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.data.ResizeRule;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.zoo.architecture.Architectures;

/** One picture at a time through one door. */
interface LatencyPass extends AutoCloseable {

  /** A number of the answer. */
  double answer();

  @Override
  void close();

  /** Opens the door for a network on random weights. */
  static LatencyPass of(PredictionLatency.Door door, String architecture, int size) {
    return switch (door) {
      case CLASSIFIER -> classifier(architecture, size);
      case TRUNK -> forward(ForwardPass.of(Engine.GRAFT4J, architecture, 1, size));
      case PYTORCH -> forward(ForwardPass.of(Engine.PYTORCH, architecture, 1, size));
    };
  }

  private static LatencyPass forward(ForwardPass pass) {
    return new LatencyPass() {
      @Override
      public double answer() {
        return pass.run()[0];
      }

      @Override
      public void close() {
        pass.close();
      }
    };
  }

  private static LatencyPass classifier(String architecture, int size) {
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    ComputationGraph graph =
        RandomData.weighted(RandomData.network(architecture, size, names.size()));
    InputSpec usual = Architectures.find(architecture).orElseThrow().input();
    InputSpec input =
        new InputSpec(
            size,
            size,
            new ResizeRule.ShorterSide(size * 8 / 7),
            usual.channels(),
            usual.mean(),
            usual.std());
    ImageClassifier classifier =
        ImageClassifier.of(
            new TrainedModel(graph, input, LabelMap.sorted(names), new Provenance(Map.of())));
    byte[] jpeg = jpeg();
    return new LatencyPass() {
      @Override
      public double answer() {
        try {
          return classifier.classify(jpeg, 1).best().probability();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void close() {
        classifier.close();
      }
    };
  }

  /** A drawn picture of 320 pixels a side, as the bytes of a file. */
  static byte[] jpeg() {
    try (DrawnPictures pictures = DrawnPictures.write(1, 320)) {
      Path file = DrawnPictures.split(pictures.folder()).train().get(0).file();
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
