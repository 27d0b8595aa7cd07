package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.ParameterSlot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every map covers its architectures; names that were looked up in published files are met. */
class KeyMapsTest {

  /** Scheme and architecture. */
  record Pair(String scheme, String architecture) {}

  static List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (Architecture architecture : Architectures.all()) {
      KeyMaps.of(architecture.id())
          .forEach(map -> pairs.add(new Pair(map.scheme(), architecture.id())));
    }
    return pairs;
  }

  private static NamedTensors named(Pair pair) {
    Architecture architecture = Architectures.find(pair.architecture()).orElseThrow();
    KeyMap map =
        KeyMaps.of(pair.architecture()).stream()
            .filter(m -> m.scheme().equals(pair.scheme()))
            .findFirst()
            .orElseThrow();
    return new NamedTensors(architecture, architecture.input(), map);
  }

  /** A name left out, or given twice, would be a parameter that no file could fill. */
  @ParameterizedTest
  @MethodSource("pairs")
  void tensors_ofEveryMapAndArchitecture_haveNamesOfTheirOwn(Pair pair) {
    NamedTensors named = named(pair);
    Map<String, FileTensor> tensors = named.of(named.whole(10));
    assertThat(tensors)
        .hasSameSizeAs(ParameterSlot.of(named.whole(10).configuration()))
        .allSatisfy((name, tensor) -> assertThat(name).doesNotContain("'s "));
    assertThat(named.head()).isNotEmpty();
  }

  @Test
  void architectures_ofTheMaps_areKnown() {
    Set<String> known = Set.copyOf(Architectures.all().stream().map(Architecture::id).toList());
    for (KeyMap map : KeyMaps.all()) {
      assertThat(known.containsAll(map.architectures()) || map.isOf("*")).as(map.scheme()).isTrue();
    }
  }

  /** Names as the files and model listings of these projects have them. */
  @ParameterizedTest
  @CsvSource({
    "torchvision_2017, densenet121, features.denseblock1.denselayer2.norm1.running_var, features.denseblock1.denselayer2.norm.1.running_var, 96",
    "torchvision_2017, densenet121, features.denseblock4.denselayer16.conv2.weight, features.denseblock4.denselayer16.conv.2.weight, 32x128x3x3",
    "torchvision_2017, densenet121, features.transition1.norm.weight, features.transition1.norm.weight, 256",
    "timm, vgg16, classifier.0.weight, pre_logits.fc1.weight, 4096x512x7x7",
    "timm, vgg16, classifier.3.weight, pre_logits.fc2.weight, 4096x4096x1x1",
    "timm, vgg16, classifier.6.bias, head.fc.bias, 10",
    "timm, vgg16_bn, features.1.running_mean, features.1.running_mean, 64",
    "timm, mobilenet_v2, features.0.0.weight, conv_stem.weight, 32x3x3x3",
    "timm, mobilenet_v2, features.1.conv.1.weight, blocks.0.0.conv_pw.weight, 16x32x1x1",
    "timm, mobilenet_v2, features.17.conv.2.weight, blocks.6.0.conv_pwl.weight, 320x960x1x1",
    "timm, mobilenet_v2, features.18.1.running_var, bn2.running_var, 1280",
    "timm, mobilenet_v3_small, features.1.block.1.fc1.weight, blocks.0.0.se.conv_reduce.weight, 8x16x1x1",
    "timm, mobilenet_v3_small, features.2.block.2.0.weight, blocks.1.0.conv_pwl.weight, 24x72x1x1",
    "timm, mobilenet_v3_small, features.9.block.1.0.weight, blocks.4.0.conv_dw.weight, 288x1x5x5",
    "timm, mobilenet_v3_small, features.12.1.bias, blocks.5.0.bn1.bias, 576",
    "timm, mobilenet_v3_small, classifier.0.weight, conv_head.weight, 1024x576x1x1",
    "timm, efficientnet_b0, features.1.0.block.0.0.weight, blocks.0.0.conv_dw.weight, 32x1x3x3",
    "timm, efficientnet_b0, features.7.0.block.3.0.weight, blocks.6.0.conv_pwl.weight, 320x1152x1x1",
    "timm, convnext_tiny, features.0.1.bias, stem.1.bias, 96",
    "timm, convnext_tiny, features.5.8.layer_scale, stages.2.blocks.8.gamma, 384",
    "timm, convnext_tiny, features.2.1.weight, stages.1.downsample.1.weight, 192x96x2x2",
    "timm, convnext_tiny, features.7.2.block.5.weight, stages.3.blocks.2.mlp.fc2.weight, 768x3072",
    "timm, convnext_tiny, classifier.0.weight, head.norm.weight, 768",
    "huggingface, resnet50, conv1.weight, resnet.embedder.embedder.convolution.weight, 64x3x7x7",
    "huggingface, resnet50, layer1.0.downsample.1.running_var, resnet.encoder.stages.0.layers.0.shortcut.normalization.running_var, 256",
    "huggingface, resnet50, layer1.1.conv1.weight, resnet.encoder.stages.0.layers.1.layer.0.convolution.weight, 64x256x1x1",
    "huggingface, resnet18, fc.weight, classifier.1.weight, 10x512",
    "keras, vgg16, features.12.weight, block3_conv2/block3_conv2/kernel:0, 3x3x256x256",
    "keras_2016, vgg16, features.0.weight, block1_conv1/block1_conv1_W_1:0, 3x3x3x64",
    "keras, vgg19, features.34.bias, block5_conv4/block5_conv4/bias:0, 512",
    "keras, vgg19, classifier.0.weight, fc1/fc1/kernel:0, 25088x4096",
    "keras, resnet50, layer1.0.downsample.1.weight, conv2_block1_0_bn/conv2_block1_0_bn/gamma:0, 256",
    "keras, resnet50_keras, conv2_block1_0_bn.running_var, conv2_block1_0_bn/conv2_block1_0_bn/moving_variance:0, 256",
    "keras, resnet50_keras, conv4_block6_2_conv.weight, conv4_block6_2_conv/conv4_block6_2_conv/kernel:0, 3x3x256x256",
    "keras_2019, resnet50_keras, predictions.bias, probs/probs/bias:0, 10",
    "keras, resnet8_keras, conv2d_8.weight, conv2d_8/conv2d_8/kernel:0, 1x1x32x64",
    "keras, squeezenet1_1_keras, fire9.expand3x3.weight, fire9/expand3x3/uniform25, 3x3x64x256",
    "keras, squeezenet1_1_keras, fire9.expand3x3.bias, fire9/expand3x3/fire9/expand3x3_b, 256",
    "dl4j, slimresnet, layer1.0.bn1.running_mean, layer1.0.bn1_mean, 16"
  })
  void tensor_ofATorchName_hasThePublishedNameAndShape(
      String scheme, String architecture, String torch, String file, String shape) {
    NamedTensors named = named(new Pair(scheme, architecture));
    FileTensor tensor = named.of(named.whole(10)).get(file);
    assertThat(tensor).isNotNull();
    assertThat(tensor.slot().key()).isEqualTo(torch);
    assertThat(String.join("x", tensor.shape().stream().map(String::valueOf).toList()))
        .isEqualTo(shape);
  }

  /** timm's own listing of mobilenetv3_small has 142 trainable tensors. */
  @Test
  void tensors_ofTimmsMobileNetV3_areAsManyAsTimmLists() {
    NamedTensors named = named(new Pair("timm", "mobilenet_v3_small"));
    assertThat(named.of(named.whole(1000)).keySet().stream().filter(n -> !n.contains("running")))
        .hasSize(142);
  }

  /** timm's ResNets have torchvision's names; Keras has had two for its VGGs. */
  @Test
  void of_publisher_isItsOwnMapsOrTorchvisions() {
    assertThat(KeyMaps.of("resnet18", "timm"))
        .extracting(KeyMap::scheme)
        .containsExactly("torchvision");
    assertThat(KeyMaps.of("vgg16", "timm")).extracting(KeyMap::scheme).containsExactly("timm");
    assertThat(KeyMaps.of("vgg16", "keras"))
        .extracting(KeyMap::scheme)
        .containsExactly("keras", "keras_2016");
    assertThat(KeyMaps.of("densenet121", "torchvision"))
        .extracting(KeyMap::scheme)
        .containsExactly("torchvision", "torchvision_2017");
  }

  @Test
  void read_unknownKeyOrVersion_isRefusedWithItsPlace() throws IOException {
    String map =
        "{\"schemaVersion\":1,\"maps\":[{\"scheme\":\"x\",\"architectures\":[],\"rule\":[]}]}";
    assertThatThrownBy(() -> KeyMaps.read("maps.json", new ObjectMapper().readTree(map)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown key maps.json.maps[0].rule");
    assertThatThrownBy(
            () ->
                KeyMaps.read(
                    "maps.json", new ObjectMapper().readTree("{\"schemaVersion\":2,\"maps\":[]}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be 1, but was 2");
  }

  /** Two parameters under one name would silently share the file's values. */
  @Test
  void tensors_rulesThatGiveOneNameTwice_areAnError() {
    NameRule both = NameRule.of("{*l}.{p}", "same.{p}", FileLayout.SAME, List.of());
    KeyMap wrong =
        new KeyMap(
            "wrong",
            Set.of("*"),
            Map.of(),
            List.of(both),
            KeyMap.Otherwise.SAME,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    List<ParameterSlot> slots = List.of(slot("a.weight"), slot("b.weight"));
    assertThatThrownBy(() -> wrong.tensors(slots))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a.weight")
        .hasMessageContaining("b.weight");
  }

  private static ParameterSlot slot(String key) {
    return new ParameterSlot(key, List.of(3L), key, ParameterSlot.Layout.ROW);
  }
}
