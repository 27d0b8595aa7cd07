package org.graft4j.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs compiled programs, one for each shape of batches, of which it keeps a few. */
final class ProgramRunner implements Runner {
  /** Full batches, an epoch's last one, single pictures. */
  private static final int KEPT = 3;

  private final InferenceNetwork network;
  private final Map<List<Long>, Program> programs = new LinkedHashMap<>(8, 0.75f, true);

  ProgramRunner(InferenceNetwork network) {
    this.network = network;
  }

  @Override
  public INDArray run(INDArray batch) {
    INDArray rows = Rows.of(batch);
    try {
      return program(rows).run(rows);
    } finally {
      Rows.release(rows, batch);
    }
  }

  private Program program(INDArray batch) {
    List<Long> shape = Arrays.stream(batch.shape()).boxed().toList();
    Program known = programs.get(shape);
    if (known != null) {
      return known;
    }
    if (programs.size() == KEPT) {
      List<Long> oldest = programs.keySet().iterator().next();
      programs.remove(oldest).close();
    }
    Program made = new Program(network, batch);
    programs.put(shape, made);
    return made;
  }

  @Override
  public long bytes() {
    return programs.values().stream().mapToLong(Program::bytes).sum();
  }

  @Override
  public void close() {
    programs.values().forEach(Program::close);
    programs.clear();
  }
}
