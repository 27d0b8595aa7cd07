package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.graft4j.data.InputSpec;
import org.graft4j.data.ResizeRule;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.format.FloatTensor;
import org.graft4j.zoo.format.WeightsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ZooTest {
  private static final INDArray PICTURES =
      Nd4j.linspace(DataType.FLOAT, -1, 1e-4, 2 * 3 * 64 * 64).reshape(2, 3, 64, 64);

  @TempDir Path folder;

  @Test
  void importFile_thenLoad_givesTheSameOutputsAndTheCard() throws Exception {
    Path file = WeightFiles.slim(folder, 3, t -> {});
    Zoo zoo = Zoo.at(folder.resolve("home"));
    ImportSettings settings =
        new ImportSettings(
            Optional.of(
                new InputSpec(
                    64,
                    64,
                    new ResizeRule.Squash(),
                    InputSpec.ChannelOrder.BGR,
                    List.of(0.1, 0.2, 0.3),
                    List.of(0.4, 0.5, 0.6))),
            Optional.empty(),
            List.of("circle", "square", "star"),
            "Apache-2.0",
            "drawn");

    WeightsCard card = zoo.importFile(file, "slimresnet", "slimresnet.mine", settings);
    Backbone backbone = zoo.load("slimresnet.mine");

    assertThat(zoo.list()).contains("slimresnet.mine");
    assertThat(zoo.card("slimresnet.mine")).isEqualTo(card);
    assertThat(backbone.card()).contains(card);
    assertThat(backbone.input()).isEqualTo(settings.input().orElseThrow());
    assertThat(card.classes()).containsExactly("circle", "square", "star");
    assertThat(backbone.graph().outputSingle(PICTURES))
        .isEqualTo(
            UntrainedBackbone.of("slimresnet", 3, Seed.of(3)).graph().outputSingle(PICTURES));
  }

  /** The card says how far the weights reach, so that nobody has to say it again. */
  @Test
  void importFile_ofWeightsThatEndEarly_loadsByIdAlone() throws Exception {
    Path file = WeightFiles.upTo(folder, "slimresnet", "layer3");
    Zoo zoo = Zoo.at(folder.resolve("home"));

    zoo.importFile(
        file, "slimresnet", "slimresnet.part", ImportSettings.unknown().withCut("layer3"));

    assertThat(zoo.card("slimresnet.part").upTo()).contains("layer3");
    assertThat(zoo.load("slimresnet.part").groups().names()).endsWith("layer3");
    assertThat(zoo.load("slimresnet.part", "layer2").groups().names()).endsWith("layer2");
  }

  @Test
  void load_cutAtAGroup_givesTheAverageOfItsOutput() throws Exception {
    Path file = WeightFiles.slim(folder, 3, t -> {});
    Backbone whole = Zoo.fromFile(file, "slimresnet", Optional.empty());
    INDArray layer2 = GraphEdits.truncatedAt(whole.graph(), "layer2.1.relu").outputSingle(PICTURES);

    Backbone cut = Zoo.fromFile(file, "slimresnet", Optional.of("layer2"));

    assertThat(cut.featureWidth()).isEqualTo(32);
    assertThat(cut.groups().names()).containsExactly("stem", "layer1", "layer2");
    assertThat(cut.groups().groupOf(cut.featureVertex())).contains("layer2");
    assertThat(cut.graph().outputSingle(PICTURES).distance2(layer2.mean(2, 3))).isLessThan(1e-5);
    assertThat(cut.card().orElseThrow().id()).isEqualTo("slimresnet.file");
    assertThat(cut.card().orElseThrow().licence()).isEqualTo("unknown");
  }

  @Test
  void like_aCutBackbone_hasItsLayersAndNoWeightsOfIt() throws Exception {
    Path file = WeightFiles.slim(folder, 3, t -> {});
    Backbone cut = Zoo.fromFile(file, "slimresnet", Optional.of("layer2"));

    Backbone random = UntrainedBackbone.like(cut, Seed.of(9));

    assertThat(random.card()).isEmpty();
    assertThat(random.groups().names()).isEqualTo(cut.groups().names());
    assertThat(random.graph().numParams()).isEqualTo(cut.graph().numParams());
    assertThat(random.graph().getParam("conv1_W"))
        .isNotEqualTo(cut.graph().getParam("conv1_W"))
        .isEqualTo(UntrainedBackbone.like(cut, Seed.of(9)).graph().getParam("conv1_W"));
  }

  @Test
  void save_inHalfPrecision_isReadBackRoundedWithItsCard() throws Exception {
    Backbone backbone = UntrainedBackbone.of("slimresnet", 2, Seed.of(1));
    ImportSettings facts = ImportSettings.unknown().withOrigin("Apache-2.0", "drawn");

    WeightsCard card = WeightsExport.save(folder, "slimresnet.drawn", backbone, true, facts);
    Path file = folder.resolve("slimresnet.drawn.safetensors");
    Backbone read = Zoo.fromFile(file, "slimresnet", Optional.empty());

    assertThat(CardJson.read("card", Files.readString(folder.resolve("slimresnet.drawn.json"))))
        .isEqualTo(card);
    assertThat(Files.size(file)).isLessThan(3_000_000);
    // half precision keeps 11 bits; values below 2^-14 keep an absolute 2^-25
    assertThat(read.graph().params().equalsWithEps(backbone.graph().params(), 1e-3)).isTrue();
    assertThat(read.graph().params()).isNotEqualTo(backbone.graph().params());
  }

  @Test
  void load_weightsWithoutAHead_endsWithTheFeatures() throws Exception {
    Path file = WeightFiles.slim(folder, 0, t -> {});

    Backbone backbone = Zoo.fromFile(file, "slimresnet", Optional.empty());

    assertThat(backbone.graph().outputSingle(PICTURES).shape()).containsExactly(2, 160);
  }

  @Test
  void verify_countersAndACut_areListedAsIgnored() throws Exception {
    Path file =
        WeightFiles.slim(
            folder, 2, t -> t.put("bn1.num_batches_tracked", FloatTensor.f32(new float[1])));

    WeightsVerification whole = Zoo.verify(file, "slimresnet", Optional.empty());
    WeightsVerification cut = Zoo.verify(file, "slimresnet", Optional.of("layer4"));

    assertThat(whole.ignored()).containsExactly("bn1.num_batches_tracked");
    assertThat(whole.classes()).isEqualTo(2);
    assertThat(cut.ignored())
        .containsExactlyInAnyOrder("bn1.num_batches_tracked", "fc.weight", "fc.bias");
    assertThat(whole.parameters() - cut.parameters()).isEqualTo(2 * 160 + 2);
  }

  @Test
  void load_unknownId_hasTheNearestOne() throws Exception {
    Zoo zoo = Zoo.at(folder.resolve("home"));
    zoo.importFile(
        WeightFiles.slim(folder, 2, t -> {}),
        "slimresnet",
        "slimresnet.mine",
        ImportSettings.unknown());

    assertThatThrownBy(() -> zoo.load("slimresnet.mnie"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "unknown weights id 'slimresnet.mnie'; did you mean 'slimresnet.mine'?");
    assertThatThrownBy(() -> zoo.card("../slimresnet.mine"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // Whoever asks for something else altogether is not told that they meant this.
  @Test
  void load_unknownIdFarFromAll_suggestsNone() {
    Zoo zoo = Zoo.at(folder.resolve("home"));

    assertThatThrownBy(() -> zoo.load("vgg99.imagenet"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown weights id 'vgg99.imagenet'; known: slimresnet.shapes");
  }

  @Test
  void load_fileChangedAfterTheImport_isRefusedByItsDigest() throws Exception {
    Zoo zoo = Zoo.at(folder.resolve("home"));
    Path file = WeightFiles.slim(folder, 2, t -> {});
    zoo.importFile(file, "slimresnet", "slimresnet.mine", ImportSettings.unknown());
    Path stored = folder.resolve("home/weights/slimresnet.mine/weights.safetensors");
    byte[] bytes = Files.readAllBytes(stored);
    bytes[bytes.length - 9] ^= 1;
    Files.write(stored, bytes);

    assertThatThrownBy(() -> zoo.load("slimresnet.mine"))
        .isInstanceOf(WeightsMismatchException.class)
        .hasMessageContaining("must have SHA-256")
        .hasMessageContaining("import or fetch it again");
  }

  @Test
  void importFile_refused_leavesNothingBehind() throws Exception {
    Zoo zoo = Zoo.at(folder.resolve("home"));
    Path file = WeightFiles.slim(folder, 2, t -> t.remove("conv1.weight"));

    assertThatThrownBy(
            () -> zoo.importFile(file, "slimresnet", "slimresnet.mine", ImportSettings.unknown()))
        .isInstanceOf(WeightsMismatchException.class);

    try (Stream<Path> left = Files.list(folder.resolve("home/weights"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void importFile_idTakenOrOfAnotherArchitecture_isRefused() throws Exception {
    Zoo zoo = Zoo.at(folder.resolve("home"));
    Path file = WeightFiles.slim(folder, 2, t -> {});
    zoo.importFile(file, "slimresnet", "slimresnet.mine", ImportSettings.unknown());

    assertThatThrownBy(
            () -> zoo.importFile(file, "slimresnet", "slimresnet.mine", ImportSettings.unknown()))
        .isInstanceOf(FileAlreadyExistsException.class);
    for (String id : List.of("resnet18.mine", "slimresnet", "slimresnet.../x")) {
      assertThatThrownBy(() -> zoo.importFile(file, "slimresnet", id, ImportSettings.unknown()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("id must be 'slimresnet.'");
    }
  }

  @Test
  void importFile_indexOfShards_isRefusedWithTheRemedy() throws Exception {
    Path shard = WeightFiles.slim(folder, 2, t -> {});
    StringBuilder map = new StringBuilder();
    try (WeightsFile weights = WeightsFile.open(shard)) {
      for (String name : weights.tensors().keySet()) {
        map.append(map.isEmpty() ? "" : ",")
            .append('"')
            .append(name)
            .append("\":\"slim.safetensors\"");
      }
    }
    Path index =
        Files.writeString(
            folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{" + map + "}}");
    Zoo zoo = Zoo.at(folder.resolve("home"));

    assertThat(Zoo.fromFile(index, "slimresnet", Optional.empty()).graph()).isNotNull();
    assertThatThrownBy(
            () -> zoo.importFile(index, "slimresnet", "slimresnet.mine", ImportSettings.unknown()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(index.toString())
        .hasMessageContaining("index of weights in shards")
        .hasMessageContaining("save it as one safetensors file");
  }

  @Test
  void save_idOfAnotherArchitectureOrPlace_writesNothing() throws Exception {
    Backbone backbone = UntrainedBackbone.of("slimresnet", 2, Seed.of(3));
    Path out = Files.createDirectories(folder.resolve("out"));

    for (String id : List.of("../evil", "resnet18.a", "slimresnet", "slimresnet./x")) {
      assertThatThrownBy(
              () -> WeightsExport.save(out, id, backbone, false, ImportSettings.unknown()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("id must be 'slimresnet.'");
    }
    try (Stream<Path> left = Files.list(out)) {
      assertThat(left).isEmpty();
    }
    assertThat(folder.resolve("evil.safetensors")).doesNotExist();
  }

  @Test
  void card_unknownKey_isRefusedWithItsPlace() throws Exception {
    Zoo zoo = Zoo.at(folder.resolve("home"));
    Path file = WeightFiles.slim(folder, 2, t -> {});
    zoo.importFile(file, "slimresnet", "slimresnet.mine", ImportSettings.unknown());
    Path card = folder.resolve("home/weights/slimresnet.mine/card.json");
    Files.writeString(
        card, Files.readString(card).replace("\"licence\"", "\"extra\" : 1, \"licence\""));

    assertThatThrownBy(() -> zoo.card("slimresnet.mine"))
        .isInstanceOf(WeightsCardException.class)
        .hasMessageContaining(card.toString())
        .hasMessageContaining("extra");
  }
}
