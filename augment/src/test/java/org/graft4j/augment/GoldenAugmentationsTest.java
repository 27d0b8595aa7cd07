package org.graft4j.augment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.runtime.Sha256;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Files of the past are read for ever and do what they did: resources/augmentations/v1 has one of
 * each transform and policy, and one of each transform that has its id alone and so gets the
 * defaults; with the text that describes it (provenance and cached features go by that) and the
 * hash of what it makes of a picture. None of them is ever edited; new ones are added by {@code
 * -Dgraft4j.newGolden=src/test/resources/augmentations/v1}.
 */
class GoldenAugmentationsTest {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String EFFECTS = "effects.json";

  private static Path folder() throws URISyntaxException {
    return Path.of(
            Objects.requireNonNull(
                    GoldenAugmentationsTest.class.getResource("/augmentations/v1/" + EFFECTS))
                .toURI())
        .getParent();
  }

  /** Of six draws on a picture of noise. */
  private static String effect(Augmentation augmentation) {
    Picture picture = Pictures.noise(48, 36, 9);
    MessageDigest digest = Sha256.digest();
    for (int item = 0; item < 6; item++) {
      Picture result = augmentation.apply(picture, Seed.of(2026).stream("golden", item));
      digest.update(ByteBuffer.allocate(8).putInt(result.width()).putInt(result.height()).flip());
      digest.update(result.rgb());
    }
    return Sha256.hex(digest);
  }

  @TestFactory
  List<DynamicTest> file_ofThePast_actsAsThen() throws Exception {
    Path folder = folder();
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> then :
        MAPPER.readTree(folder.resolve(EFFECTS).toFile()).properties()) {
      tests.add(
          DynamicTest.dynamicTest(
              then.getKey(),
              () -> {
                Augmentation read = AugmentationFile.read(folder.resolve(then.getKey()));
                assertThat(read.describe()).isEqualTo(then.getValue().get("describe").textValue());
                assertThat(effect(read)).isEqualTo(then.getValue().get("sha256").textValue());
              }));
    }
    return tests;
  }

  /** What code makes today is what the file says: neither defaults nor policies ever change. */
  @TestFactory
  List<DynamicTest> row_ofToday_isThatOfItsFile() {
    return ContractTable.rows().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.name(),
                    () ->
                        assertThat(row.augmentation())
                            .isEqualTo(AugmentationFile.read(folder().resolve(name(row))))))
        .toList();
  }

  /** A file that leaves all to the defaults gets those that are written out beside it. */
  @TestFactory
  List<DynamicTest> idAlone_ofEachTransform_isTheDefault() {
    return Transforms.all().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () ->
                        assertThat(AugmentationFile.read(folder().resolve(alone(entry.getKey()))))
                            .isEqualTo(entry.getValue())))
        .toList();
  }

  @TestFactory
  List<DynamicTest> policy_byItsName_isThatOfItsFile() {
    return Augmentations.names().stream()
        .map(
            policy ->
                DynamicTest.dynamicTest(
                    policy,
                    () ->
                        assertThat(Augmentations.named(policy))
                            .isEqualTo(
                                AugmentationFile.read(folder().resolve(name("policy " + policy))))))
        .toList();
  }

  @Test
  void files_ofAllTransformsAndPolicies_areThere() throws Exception {
    Set<String> there;
    try (Stream<Path> files = Files.list(folder())) {
      there = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
    for (ContractTable.Row row : ContractTable.rows()) {
      assertThat(there).contains(name(row));
    }
    for (String id : Transforms.all().keySet()) {
      assertThat(there).contains(alone(id));
    }
    there.remove(EFFECTS);
    List<String> withEffect = new ArrayList<>();
    MAPPER
        .readTree(folder().resolve(EFFECTS).toFile())
        .fieldNames()
        .forEachRemaining(withEffect::add);
    assertThat(withEffect).containsExactlyInAnyOrderElementsOf(there);
    assertThat(there).anyMatch(name -> name.endsWith(".yaml"));
  }

  private static String name(ContractTable.Row row) {
    return name(row.name());
  }

  private static String name(String row) {
    return row.replace(' ', '-') + (row.equals("policy heavy") ? ".yaml" : ".json");
  }

  private static String alone(String id) {
    return "only-id-" + id + ".json";
  }

  @Test
  @EnabledIfSystemProperty(named = "graft4j.newGolden", matches = ".+")
  void writeWhatIsMissing() throws IOException {
    Path folder = Path.of(System.getProperty("graft4j.newGolden"));
    Files.createDirectories(folder);
    Path effects = folder.resolve(EFFECTS);
    ObjectNode all =
        Files.exists(effects)
            ? (ObjectNode) MAPPER.readTree(effects.toFile())
            : MAPPER.createObjectNode();
    for (ContractTable.Row row : ContractTable.rows()) {
      if (!Files.exists(folder.resolve(name(row)))) {
        AugmentationFile.write(folder.resolve(name(row)), row.augmentation(), false);
        all.putObject(name(row))
            .put("describe", row.augmentation().describe())
            .put("sha256", effect(row.augmentation()));
      }
    }
    for (Map.Entry<String, Transform> entry : Transforms.all().entrySet()) {
      Path file = folder.resolve(alone(entry.getKey()));
      if (!Files.exists(file)) {
        String id = entry.getKey();
        Files.writeString(
            file, "{\"schemaVersion\": 1, \"augmentation\": {\"id\": \"" + id + "\"}}\n");
        all.putObject(alone(id))
            .put("describe", entry.getValue().describe())
            .put("sha256", effect(entry.getValue()));
      }
    }
    Files.writeString(effects, MAPPER.writeValueAsString(all) + "\n");
  }
}
