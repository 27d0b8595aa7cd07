package org.graft4j.augment.generate;

import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The two networks, after DCGAN (arXiv 1511.06434) with two changes: the generator doubles its maps
 * by repeating pixels before 3x3 convolutions, which leaves no checkerboard and runs on oneDNN as
 * transposed convolutions do not, and the discriminator has no batch norm, so that its answer for a
 * picture does not depend on the others of the batch.
 *
 * @param size side of the pictures, a power of two from 8
 * @param channels 1 or 3
 * @param classes number of classes
 * @param latent random numbers a picture
 * @param width maps at the finest layer of both networks
 * @param learningRate of Adam, with the first moment at 0.5
 * @param type FLOAT; DOUBLE where gradients are checked
 */
record GanNetworks(
    int size,
    int channels,
    int classes,
    int latent,
    int width,
    double learningRate,
    DataType type) {
  private static final int COARSEST = 4;
  private static final double LEAK = 0.2;

  /** Maps double with each halving of the picture, up to this many times the finest ones. */
  private static final int WIDEST = 4;

  /** Doublings from the coarsest maps to the picture. */
  private int doublings() {
    return Integer.numberOfTrailingZeros(size / COARSEST);
  }

  private int maps(int doublingsBelowPicture) {
    return width * Math.min(WIDEST, 1 << (doublingsBelowPicture - 1));
  }

  /** {@code [batch, latent + classes]} to {@code [batch, channels, size, size]} from -1 to 1. */
  MultiLayerConfiguration generator(long seed) {
    // The builder's seed(...) reseeds ND4J's generator, which is the caller's.
    return RngState.keeping(() -> buildGenerator(seed));
  }

  private MultiLayerConfiguration buildGenerator(long seed) {
    int coarse = maps(doublings());
    int numbers = coarse * COARSEST * COARSEST;
    NeuralNetConfiguration.ListBuilder layers = common(seed).list();
    layers.layer(convolution(1, 1, numbers).padding(0, 0).hasBias(false).build());
    int index = 1;
    layers.inputPreProcessor(
        index,
        new ComposableInputPreProcessor(
            new CnnToFeedForwardPreProcessor(1, 1, numbers),
            new FeedForwardToCnnPreProcessor(COARSEST, COARSEST, coarse)));
    index += norm(layers);
    for (int below = doublings(); below > 1; below--) {
      layers.layer(new Upsampling2D.Builder(2).build());
      layers.layer(convolution(3, 1, maps(below - 1)).hasBias(false).build());
      index += 2 + norm(layers);
    }
    layers.layer(new Upsampling2D.Builder(2).build());
    layers.layer(convolution(3, 1, channels).activation(Activation.TANH).build());
    return layers.setInputType(InputType.convolutional(1, 1, latent + classes)).build();
  }

  /**
   * {@code [batch, channels, size, size]} to {@code [batch, 1 + classes]}: a score of being real in
   * general, and one a class that is added to it (the projection form of arXiv 1802.05637).
   */
  MultiLayerConfiguration discriminator(long seed) {
    return RngState.keeping(() -> buildDiscriminator(seed));
  }

  private MultiLayerConfiguration buildDiscriminator(long seed) {
    NeuralNetConfiguration.ListBuilder layers = common(seed).list();
    for (int below = 1; below <= doublings(); below++) {
      layers.layer(convolution(4, 2, maps(below)).activation(new ActivationLReLU(LEAK)).build());
    }
    layers.layer(convolution(COARSEST, 1, 1 + classes).padding(0, 0).build());
    return layers.setInputType(InputType.convolutional(size, size, channels)).build();
  }

  private NeuralNetConfiguration.Builder common(long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .dataType(type)
        .updater(new Adam(learningRate, 0.5, 0.999, 1e-8))
        .weightInit(new NormalDistribution(0, 0.02))
        .trainingWorkspaceMode(WorkspaceMode.ENABLED)
        .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
        .cacheMode(CacheMode.NONE);
  }

  private static ConvolutionLayer.Builder convolution(int kernel, int stride, int maps) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .padding(1, 1)
        .nOut(maps)
        .activation(Activation.IDENTITY);
  }

  private static int norm(NeuralNetConfiguration.ListBuilder layers) {
    layers.layer(new BatchNormalization.Builder().decay(0.9).build());
    layers.layer(new ActivationLayer.Builder().activation(Activation.RELU).build());
    return 2;
  }
}
