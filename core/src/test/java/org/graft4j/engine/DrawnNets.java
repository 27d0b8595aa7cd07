package org.graft4j.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.graft4j.layer.AdaptiveAveragePooling;
import org.graft4j.layer.ChannelGain;
import org.graft4j.layer.ChannelNorm;
import org.graft4j.layer.ChannelScale;
import org.graft4j.layer.ExactGelu;
import org.graft4j.layer.GroupedConvolution;
import org.graft4j.layer.HardSigmoid6;
import org.graft4j.layer.HardSwish;
import org.graft4j.layer.SiLU;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Networks that branch and meet at random. */
final class DrawnNets {
  private static final List<IActivation> CURVES =
      List.of(
          new ActivationReLU(),
          new ActivationTanH(),
          new ActivationSwish(),
          new ActivationIdentity(),
          new HardSwish(),
          new SiLU(),
          new ExactGelu(),
          new HardSigmoid6());

  private DrawnNets() {}

  /**
   * Adds layers that keep the shape, each reading any values before it, so that all fits together.
   *
   * @param layers the last one is called {@code v} and this number
   * @param halved whether sums are halved, so that numbers do not grow with the depth
   * @return the values that nothing reads
   */
  static Set<String> grow(GraphBuilder g, Random random, int layers, int channels, boolean halved) {
    g.addLayer("v0", SmallNets.conv3(channels), "in");
    List<String> values = new ArrayList<>(List.of("v0"));
    Set<String> unread = new LinkedHashSet<>(values);
    for (int i = 1; i <= layers; i++) {
      String from = values.get(values.size() - 1 - random.nextInt(Math.min(3, i)));
      String other = values.get(random.nextInt(values.size()));
      if (add(g, random, "v" + i, channels, from, other, halved)) {
        unread.remove(other);
      }
      unread.remove(from);
      unread.add("v" + i);
      values.add("v" + i);
    }
    return unread;
  }

  /** Whether the other value is read too. */
  private static boolean add(
      GraphBuilder g,
      Random random,
      String name,
      int channels,
      String from,
      String other,
      boolean halved) {
    int kind = random.nextInt(14);
    switch (kind) {
      case 0, 1 -> g.addLayer(name, SmallNets.conv3(channels), from);
      case 2 -> g.addLayer(name, SmallNets.norm(), from);
      case 3 ->
          g.addLayer(name, new ActivationLayer(CURVES.get(random.nextInt(CURVES.size()))), from);
      case 4, 5 -> {
        String sum = halved ? name + ".sum" : name;
        g.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), from, other);
        if (halved) {
          g.addVertex(name, new ScaleVertex(0.5), sum);
        }
      }
      case 6 ->
          g.addLayer(
              name,
              new SubsamplingLayer.Builder(random.nextBoolean() ? PoolingType.MAX : PoolingType.AVG)
                  .kernelSize(3, 3)
                  .stride(1, 1)
                  .convolutionMode(ConvolutionMode.Same)
                  .build(),
              from);
      case 7 -> g.addLayer(name, grouped(channels, channels), from);
      case 8 -> g.addLayer(name, grouped(channels, channels % 3 == 0 ? 3 : 1), from);
      // a large eps, since norms of few channels magnify rounding
      case 9 -> g.addLayer(name, new ChannelNorm.Builder().eps(0.1).build(), from);
      case 10 ->
          g.addVertex(name + ".pool", new AdaptiveAveragePooling(1, 1), other)
              .addLayer(name + ".gate", new ActivationLayer(Activation.SIGMOID), name + ".pool")
              .addVertex(name, new ChannelScale(), from, name + ".gate");
      case 11 ->
          g.addVertex(name + ".both", new MergeVertex(), from, other)
              .addLayer(name, SmallNets.conv(channels, 1, 1).build(), name + ".both");
      case 12 -> g.addLayer(name, new ChannelGain.Builder().build(), from);
      default -> g.addVertex(name, new ScaleVertex(0.5), from);
    }
    return kind == 4 || kind == 5 || kind == 10 || kind == 11;
  }

  private static GroupedConvolution grouped(int channels, int groups) {
    return new GroupedConvolution.Builder(3, 3)
        .groups(groups)
        .padding(1, 1)
        .nOut(channels)
        .hasBias(false)
        .build();
  }
}
