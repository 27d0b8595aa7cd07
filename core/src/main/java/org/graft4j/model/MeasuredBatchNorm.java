package org.graft4j.model;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norm that normalises by its batch outside of training too, and keeps count of what it has
 * seen. Lives only while {@link BatchNormStatistics} runs; never written down.
 */
final class MeasuredBatchNorm extends FixedStatisticsBatchNorm {

  /** The same layer, measured; see {@link FixedStatisticsBatchNorm#of}. */
  static MeasuredBatchNorm of(BatchNormalization norm) {
    BatchNormSettings.requireParameters(norm, "be measured");
    MeasuredBatchNorm measured = new MeasuredBatchNorm();
    BatchNormSettings.copy(norm, measured);
    return measured;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      @Nullable Collection<TrainingListener> listeners,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    return BatchNormSettings.ready(
        new Running(conf, type), conf, listeners, index, params, initialize);
  }

  /** The running form. Confined to one thread. */
  static final class Running extends FixedStatisticsBatchNormLayer {
    private @Nullable ChannelMoments seen;

    private Running(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    /** Of all batches so far; null without any. */
    @Nullable ChannelMoments seen() {
      return seen;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      ChannelMoments batch = ChannelMoments.of(input, channels(input));
      INDArray mean = getParam("mean");
      INDArray variance = getParam("var");
      for (int c = 0; c < batch.channels(); c++) {
        mean.putScalar(c, batch.mean(c));
        variance.putScalar(c, batch.variance(c));
      }
      if (seen == null) {
        seen = new ChannelMoments(batch.channels());
      }
      seen.add(batch);
      return super.activate(false, workspaces);
    }
  }
}
