package org.graft4j.layer;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The running form of {@link PaddedShortcut}. */
final class PaddedShortcutVertex extends RunningVertex {
  private final PaddedShortcut conf;

  PaddedShortcutVertex(
      ComputationGraph graph, String name, int index, DataType type, PaddedShortcut conf) {
    super(graph, name, index, type, conf);
    this.conf = conf;
  }

  @Override
  INDArray forward(INDArray[] in, LayerWorkspaceMgr workspaces) {
    INDArray taken = taken(in[0]);
    long channels = conf.before() + taken.size(1) + conf.after();
    INDArray out =
        Nd4j.create(
            dataType, new long[] {taken.size(0), channels, taken.size(2), taken.size(3)}, 'c');
    own(out).assign(taken);
    return out;
  }

  @Override
  INDArray[] backward(INDArray[] in, INDArray slope) {
    INDArray below = Nd4j.create(dataType, in[0].shape(), 'c');
    taken(below).assign(own(slope));
    return new INDArray[] {below};
  }

  /** The places that are taken: a view. */
  private INDArray taken(INDArray x) {
    long step = conf.stride();
    INDArray rows = Parts.of(x, 2, 0, (x.size(2) + step - 1) / step, conf.stride());
    return Parts.of(rows, 3, 0, (x.size(3) + step - 1) / step, conf.stride());
  }

  /** The channels that are not padding: a view. */
  private INDArray own(INDArray out) {
    return Parts.of(out, 1, conf.before(), out.size(1) - conf.before() - conf.after());
  }
}
