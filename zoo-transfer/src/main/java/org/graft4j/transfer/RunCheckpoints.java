package org.graft4j.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.train.Checkpoint;
import org.graft4j.train.CheckpointFile;
import org.graft4j.train.EpochRecord;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The states of a run over several stages, stored and taken up again. A stage's own loop knows of
 * that stage alone; here the earlier ones are added to what it stores.
 *
 * @param path where the state lies; empty to store none
 * @param facts what the run was asked for: a state of another run is refused
 */
record RunCheckpoints(Optional<Path> path, Map<String, String> facts) {

  /** The stored state, if there is one. */
  Optional<Checkpoint> read() throws IOException {
    if (path.isEmpty() || !CheckpointFile.at(path.get()).exists()) {
      return Optional.empty();
    }
    Checkpoint saved = CheckpointFile.at(path.get()).read();
    RunFacts.requireSame(saved.settings(), facts);
    return Optional.of(saved);
  }

  /**
   * Stores a stage's state.
   *
   * @param network the whole network as it is
   * @param earlier the epochs of the stages before
   */
  void store(Checkpoint state, ComputationGraph network, List<EpochRecord> earlier) {
    if (path.isEmpty()) {
      return;
    }
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    if (state.stage() > 0) {
      // What earlier stages trained and this one does not has to be kept too.
      network
          .paramTable()
          .forEach((name, values) -> arrays.put(Checkpoint.PARAMETER + name, values));
    }
    arrays.putAll(state.arrays());
    Checkpoint whole =
        new Checkpoint(
            facts,
            state.stage(),
            state.epoch(),
            state.finished(),
            state.bestEpoch(),
            Stream.concat(earlier.stream(), state.history().stream()).toList(),
            state.steps(),
            arrays);
    try {
      CheckpointFile.at(path.get()).write(whole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Puts the stored parameters into the network.
   *
   * @throws IllegalArgumentException if it has no such parameter, or of another shape
   */
  static void putParameters(Checkpoint saved, ComputationGraph network) {
    Map<String, INDArray> parameters = network.paramTable();
    saved
        .arrays()
        .forEach(
            (name, stored) -> {
              if (name.startsWith(Checkpoint.PARAMETER)) {
                put(parameters, name.substring(Checkpoint.PARAMETER.length()), stored);
              }
            });
  }

  private static void put(Map<String, INDArray> parameters, String name, INDArray stored) {
    INDArray values = parameters.get(name);
    if (values == null || !Arrays.equals(values.shape(), stored.shape())) {
      throw new IllegalArgumentException(
          "the checkpoint does not fit this network: it has a parameter '"
              + name
              + "' of shape "
              + Arrays.toString(stored.shape()));
    }
    values.assign(stored);
  }

  /** The stored epochs of the stages that were over. */
  static List<EpochRecord> epochsBefore(Checkpoint saved, Stage current) {
    return saved.history().stream().filter(e -> !e.stage().equals(current.name())).toList();
  }

  /** What the loop of a stage stored. */
  static Checkpoint ofStage(Checkpoint whole, Stage stage) {
    return new Checkpoint(
        whole.settings(),
        whole.stage(),
        whole.epoch(),
        whole.finished(),
        whole.bestEpoch(),
        whole.history().stream().filter(e -> e.stage().equals(stage.name())).toList(),
        whole.steps(),
        whole.arrays());
  }
}
