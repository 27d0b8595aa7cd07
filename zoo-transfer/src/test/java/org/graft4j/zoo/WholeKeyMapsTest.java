package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft4j.testing.Golden;
import org.graft4j.zoo.PublishedNetwork.Entry;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole maps against networks that are walked without them: two tensors of one shape that a map
 * took for each other would load without a word. Torchvision's order is that of its own {@code
 * state_dict}, as the golden file has it.
 */
class WholeKeyMapsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mobilenet_v2",
        "mobilenet_v3_small",
        "efficientnet_b0",
        "convnext_tiny",
        "vgg11",
        "vgg13",
        "vgg16",
        "vgg19",
        "vgg11_bn",
        "vgg16_bn"
      })
  void timm_everyTensor_isThatOfTimmsModules(String architecture) throws IOException {
    PublishedNetwork timm = TimmNetworks.of(architecture);
    assertThat(map("timm", architecture)).isEqualTo(timm.by(torchvision(architecture)));
    assertThat(counters("timm", architecture)).containsExactlyInAnyOrderElementsOf(timm.counters());
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet34", "resnet50", "resnet101", "resnet152"})
  void huggingFace_everyTensor_isThatOfItsModules(String architecture) throws IOException {
    PublishedNetwork published = TorchNetworks.huggingFaceResNet(architecture);
    assertThat(map("huggingface", architecture)).isEqualTo(published.by(torchvision(architecture)));
    assertThat(counters("huggingface", architecture))
        .containsExactlyInAnyOrderElementsOf(published.counters());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vgg16", "vgg19"})
  void kerasVgg_everyTensor_isThatOfKerasLayers(String architecture) throws IOException {
    List<String> torch = torchvision(architecture);
    assertThat(map("keras", architecture)).isEqualTo(KerasNetworks.vgg(architecture).by(torch));
    assertThat(map("keras_2016", architecture))
        .isEqualTo(KerasNetworks.vgg2016(architecture).by(torch));
  }

  @ParameterizedTest
  @CsvSource({"keras, predictions", "keras_2019, probs"})
  void kerasResNet50_everyTensor_isThatOfKerasLayers(String scheme, String head) {
    assertThat(map(scheme, "resnet50_keras"))
        .isEqualTo(KerasNetworks.resNet50(head).by(KerasNetworks.resNet50InTorch()));
  }

  @ParameterizedTest
  @ValueSource(strings = "densenet121")
  void torchvisionOf2017_everyTensor_isThatOfItsModules(String architecture) throws IOException {
    assertThat(map("torchvision_2017", architecture))
        .isEqualTo(TorchNetworks.denseNet121Of2017().by(torchvision(architecture)));
  }

  /** Names of torchvision's parameters and statistics in its order. */
  private static List<String> torchvision(String architecture) throws IOException {
    JsonNode models =
        new ObjectMapper().readTree(Golden.path("architectures.json").toFile()).get("models");
    List<String> names = new ArrayList<>();
    for (JsonNode tensor : models.required(architecture).required("state_dict")) {
      String name = tensor.get(0).textValue();
      if (!name.endsWith(".num_batches_tracked")) {
        names.add(name);
      }
    }
    return names;
  }

  /** What the map says, by torchvision's names. */
  private static Map<String, Entry> map(String scheme, String architecture) {
    Map<String, Entry> map = new LinkedHashMap<>();
    NamedTensors named = named(scheme, architecture);
    named
        .of(named.whole(10))
        .values()
        .forEach(
            tensor ->
                map.put(
                    tensor.slot().key(),
                    new Entry(tensor.name(), tensor.layout(), tensor.places())));
    return map;
  }

  private static List<String> counters(String scheme, String architecture) {
    NamedTensors named = named(scheme, architecture);
    return List.copyOf(named.counters(named.of(named.whole(10))));
  }

  private static NamedTensors named(String scheme, String architecture) {
    Architecture wanted = Architectures.find(architecture).orElseThrow();
    KeyMap map =
        KeyMaps.of(architecture).stream()
            .filter(m -> m.scheme().equals(scheme))
            .findFirst()
            .orElseThrow();
    return new NamedTensors(wanted, wanted.input(), map);
  }
}
