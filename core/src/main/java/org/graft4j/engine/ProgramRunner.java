package org.graft4j.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
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
    boolean plain = batch.dataType() == DataType.FLOAT && rowByRow(batch);
    if (plain) {
      return program(batch).run(batch);
    }
    try (INDArray copy = batch.castTo(DataType.FLOAT).dup('c')) {
      return program(copy).run(copy);
    }
  }

  private static boolean rowByRow(INDArray batch) {
    long step = 1;
    for (int i = batch.rank() - 1; i >= 0; i--) {
      if (batch.size(i) != 1 && batch.stride(i) != step) {
        return false;
      }
      step *= batch.size(i);
    }
    return true;
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
