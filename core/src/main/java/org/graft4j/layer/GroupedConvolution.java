package org.graft4j.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.InputTypeUtil;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.graft4j.layer.LayerParameters.Kind;
import org.graft4j.layer.LayerParameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A convolution whose channels are divided into groups that do not see each other: torch's {@code
 * Conv2d} with {@code groups}. As many groups as channels make it depthwise, one group an ordinary
 * convolution.
 *
 * <p>Input {@code [batch, nIn, height, width]}, output {@code [batch, nOut, ...]} with {@code
 * floor((size + padding - kernel) / stride) + 1} places along each axis, the padding of zeros being
 * set for each of the four sides; or, with {@link Builder#samePadding}, {@code ceil(size / stride)}
 * places for pictures of any size. Output channel {@code o} belongs to group {@code o / (nOut /
 * groups)} and sees that group's {@code nIn / groups} channels. Parameters: {@code W} in torch's
 * shape {@code [nOut, nIn / groups, kernel height, kernel width]} and, if wanted, {@code b} {@code
 * [nOut]}. The activation is the identity if none is named. NCHW only.
 *
 * <p>See <a href="https://arxiv.org/abs/1611.05431">Xie et al. 2017</a>, ResNeXt. DL4J has the
 * depthwise case only, with weights in another layout.
 */
public final class GroupedConvolution extends FeedForwardLayer implements LayerParameters.Owner {
  @JsonProperty private final int[] kernelSize;
  @JsonProperty private final int[] stride;
  @JsonProperty private final int[] padding;
  @JsonProperty private final boolean samePadding;
  @JsonProperty private final int groups;
  @JsonProperty private final boolean hasBias;

  /** For JSON. */
  @JsonCreator
  GroupedConvolution(
      @JsonProperty("kernelSize") int[] kernelSize,
      @JsonProperty("stride") int[] stride,
      @JsonProperty("padding") int[] padding,
      @JsonProperty("samePadding") boolean samePadding,
      @JsonProperty("groups") int groups,
      @JsonProperty("hasBias") boolean hasBias) {
    this.kernelSize = ConvolutionPlaces.requireEach("kernelSize", 2, 1, kernelSize);
    this.stride = ConvolutionPlaces.requireEach("stride", 2, 1, stride);
    this.padding = ConvolutionPlaces.requireEach("padding", 4, 0, padding);
    this.samePadding = samePadding;
    this.groups = groups;
    this.hasBias = hasBias;
    requireGroups();
  }

  private GroupedConvolution(Builder builder) {
    super(builder);
    this.kernelSize = ConvolutionPlaces.requireEach("kernelSize", 2, 1, builder.kernelSize);
    this.stride = ConvolutionPlaces.requireEach("stride", 2, 1, builder.stride);
    this.padding = ConvolutionPlaces.requireEach("padding", 4, 0, builder.padding);
    this.samePadding = builder.samePadding;
    this.groups = builder.groups;
    this.hasBias = builder.hasBias;
    requireGroups();
    initializeConstraints(builder);
  }

  /** Height and width; a copy. */
  public int[] getKernelSize() {
    return kernelSize.clone();
  }

  /** Along height and width; a copy. */
  public int[] getStride() {
    return stride.clone();
  }

  /** Zeros at the top, the bottom, the left and the right; a copy. Not used if they are Same. */
  public int[] getPadding() {
    return padding.clone();
  }

  /** Whether the zeros follow from the size of the picture. */
  public boolean isSamePadding() {
    return samePadding;
  }

  /** Where its windows lie. */
  ConvolutionPlaces places() {
    return new ConvolutionPlaces(kernelSize, stride, padding, samePadding);
  }

  /** Number of groups. */
  public int getGroups() {
    return groups;
  }

  /** Whether there is a parameter {@code b}. */
  public boolean hasBias() {
    return hasBias;
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    if (nIn <= 0 || override) {
      nIn = pictures(inputType).getChannels();
    }
    requireGroups();
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    InputTypeConvolutional in = pictures(inputType);
    long[] out = places().outputSize(layerName, in.getHeight(), in.getWidth());
    return InputType.convolutional(out[0], out[1], nOut, CNN2DFormat.NCHW);
  }

  private InputTypeConvolutional pictures(@Nullable InputType inputType) {
    if (inputType instanceof InputTypeConvolutional in && in.getFormat() == CNN2DFormat.NCHW) {
      return in;
    }
    throw new IllegalArgumentException(
        "input of layer '" + layerName + "' must be pictures in NCHW, but was " + inputType);
  }

  @Override
  public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return InputTypeUtil.getPreProcessorForInputTypeCnnLayers(inputType, getLayerName());
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      @Nullable Collection<TrainingListener> listeners,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    return new GroupedConvolutionLayer(conf, type)
        .ready(listeners, index, params, initializer().init(conf, params, initialize));
  }

  @Override
  public ParamInitializer initializer() {
    return LayerParameters.INSTANCE;
  }

  @Override
  public List<Parameter> parameters() {
    requireGroups();
    if (nIn <= 0 || nOut <= 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "nIn and nOut of layer '%s' must be positive, but were %d and %d; name nOut, and nIn"
                  + " if the graph's input types are not set",
              layerName,
              nIn,
              nOut));
    }
    List<Long> shape = List.of(nOut, nIn / groups, (long) kernelSize[0], (long) kernelSize[1]);
    double each = (double) kernelSize[0] * kernelSize[1] / groups;
    double fanIn = nIn * each;
    double fanOut = nOut * each / ((double) stride[0] * stride[1]);
    List<Parameter> all = new ArrayList<>();
    all.add(Parameter.weight("W", shape, fanIn, fanOut));
    if (hasBias) {
      all.add(Parameter.vector("b", Kind.BIAS, nOut, getBiasInit()));
    }
    return all;
  }

  /** Of those that are known already. */
  private void requireGroups() {
    if (groups < 1 || nIn % groups != 0 || nOut % groups != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "groups of layer '%s' must divide nIn %d and nOut %d, but was %d",
              layerName,
              nIn,
              nOut,
              groups));
    }
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return MemoryReports.of(this, inputType);
  }

  @Override
  public GroupedConvolution clone() {
    return (GroupedConvolution) super.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GroupedConvolution g
        && super.equals(other)
        && Arrays.equals(kernelSize, g.kernelSize)
        && Arrays.equals(stride, g.stride)
        && Arrays.equals(padding, g.padding)
        && samePadding == g.samePadding
        && groups == g.groups
        && hasBias == g.hasBias;
  }

  @Override
  protected boolean canEqual(@Nullable Object other) {
    return other instanceof GroupedConvolution;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(
        new int[] {
          super.hashCode(),
          Arrays.hashCode(kernelSize),
          Arrays.hashCode(stride),
          Arrays.hashCode(padding),
          Boolean.hashCode(samePadding),
          groups,
          Boolean.hashCode(hasBias)
        });
  }

  /** Sets what differs from stride 1, no padding, one group, with bias, no activation. */
  @SuppressWarnings("unchecked") // DL4J's build() is generic in its result
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {
    private final int[] kernelSize;
    private int[] stride = {1, 1};
    private int[] padding = new int[4];
    private boolean samePadding;
    private int groups = 1;
    private boolean hasBias = true;

    /** With a kernel of that size. */
    public Builder(int height, int width) {
      kernelSize = new int[] {height, width};
      setActivationFn(new ActivationIdentity());
    }

    /** Places between two windows. */
    public Builder stride(int height, int width) {
      stride = new int[] {height, width};
      return this;
    }

    /** Zeros at both ends of each axis. */
    public Builder padding(int height, int width) {
      return padding(height, height, width, width);
    }

    /** Zeros at each side. */
    public Builder padding(int top, int bottom, int left, int right) {
      padding = new int[] {top, bottom, left, right};
      return this;
    }

    /**
     * As many zeros as give {@code ceil(size / stride)} places, the odd line of them below and on
     * the right: {@code same} of Keras and TensorFlow. Other padding does not count.
     */
    public Builder samePadding() {
      samePadding = true;
      return this;
    }

    /** Must divide the numbers of input and output channels. */
    public Builder groups(int groups) {
      this.groups = groups;
      return this;
    }

    /** Whether to have a parameter {@code b}. */
    public Builder hasBias(boolean hasBias) {
      this.hasBias = hasBias;
      return this;
    }

    /**
     * The layer's configuration.
     *
     * @throws IllegalArgumentException if a size, stride, padding or number of groups is none
     */
    @Override
    public GroupedConvolution build() {
      return new GroupedConvolution(this);
    }
  }
}
